#include "execute/kernel.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "execute/jit/compiler.h"
#include "execute/lanes/block_run.h"
#include "execute/lanes/past.h"
#include "execute/strips/strip_program.h"
#include "program/evaluate.h"

namespace sluice::execute {
namespace {

constexpr std::size_t kLeastBlock = 32, kMostBlock = 512;

std::size_t second_level_cache() {
  const long bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
  return bytes > 0 ? static_cast<std::size_t>(bytes) : std::size_t{1} << 20U;
}

// The program in strips, if it is large (small ones are soon compiled, and then run faster) and its
// strips are long.
std::optional<LaneProgram> worthwhile_strips(const program::Program& program,
                                             std::size_t most_traced_numbers) {
  constexpr std::size_t kLarge = 20'000, kLong = 8;
  if (program.step.size() < kLarge) return std::nullopt;
  LaneProgram strips = compile_strips(program, most_traced_numbers);
  if (strips.step.size() * kLong > program.step.size()) return std::nullopt;
  return strips;
}

}  // namespace

struct Kernel::Implementation {
  program::Program program;
  LaneProgram lanes;
  std::optional<LaneProgram> strips;  // instead of lanes, as long as there is no compiled code
  std::vector<std::uint32_t> saved;
  const OpSet* ops = nullptr;
  mutable std::optional<Compiler> compiler;  // safe to use from several threads

  std::shared_ptr<const StepCode> code() const { return compiler ? compiler->code() : nullptr; }
};

// Made when first used: most runs are short, and long ones leave lanes behind.
struct State::Implementation {
  const Kernel::Implementation& kernel;
  std::size_t lanes = 0;
  std::optional<BlockRunner> lane_runner, strip_runner, compiled_runner;
  std::vector<std::unique_ptr<BlockRunner>> group_runners;  // of a block run in slices

  BlockRunner& in_lanes() {
    if (!lane_runner) lane_runner.emplace(kernel.program, kernel.lanes, *kernel.ops, lanes);
    return *lane_runner;
  }
  BlockRunner& in_strips() {
    if (!strip_runner) strip_runner.emplace(kernel.program, *kernel.strips, *kernel.ops, 1);
    return *strip_runner;
  }
  BlockRunner& compiled(const std::shared_ptr<const StepCode>& code) {
    if (!compiled_runner) compiled_runner.emplace(kernel.program, kernel.lanes, *kernel.ops, code);
    return *compiled_runner;
  }
  void make_groups(const std::shared_ptr<const StepCode>& code, std::size_t count) {
    while (group_runners.size() < count)
      group_runners.push_back(
          std::make_unique<BlockRunner>(kernel.program, kernel.lanes, *kernel.ops, code));
  }
};

State::State(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
State::~State() = default;

Kernel::Kernel(program::Program program, const KernelOptions& options) {
  auto made = std::make_unique<Implementation>();
  // Compiled code takes the ops as they are, and lanes only serve until it is ready.
  const bool of_elements = options.vectors == Vectors::of_elements;
  const bool lanes_only = of_elements || options.compiled == Compiled::never;
  made->lanes = of_elements ? compile_strips(program, options.most_traced_numbers)
                            : compile_lanes(program, options.most_traced_numbers,
                                            lanes_only ? OutputOps::last : OutputOps::in_place);
  if (options.vectors == Vectors::either)
    made->strips = worthwhile_strips(program, options.most_traced_numbers);
  made->saved = saved_steps(program.timing);
  made->ops = options.narrow_vectors ? &ops_of_four() : &best_ops();
  made->program = std::move(program);
  if (!lanes_only) {
    made->compiler.emplace(made->program, made->lanes, StepCode::shape_for(options.narrow_vectors),
                           CodeCache(options.code_cache));
    if (options.compiled == Compiled::first) made->compiler->compile_now();
  }
  implementation_ = std::move(made);
}
Kernel::~Kernel() = default;

const program::Program& Kernel::program() const { return implementation_->program; }
std::size_t Kernel::saved_times() const { return implementation_->saved.size(); }

bool Kernel::runs_compiled() const { return implementation_->code() != nullptr; }
void Kernel::expect(std::size_t members) const {
  if (implementation_->compiler) implementation_->compiler->expect(members);
}

void Kernel::compile_now() const {
  if (implementation_->compiler) implementation_->compiler->compile_now();
}

std::size_t Kernel::best_block() const {
  const std::size_t row_bytes = (implementation_->lanes.rows + 1) * sizeof(double);
  const std::size_t fitting = second_level_cache() * 3 / 4 / row_bytes / 8 * 8;
  return std::clamp(fitting, kLeastBlock, kMostBlock);
}

std::vector<double> Kernel::prepare(const RunInputs& inputs) const {
  const LaneProgram& lanes = implementation_->lanes;
  const program::Program& uniform = lanes.uniform;
  assert(inputs.uniform.size() == uniform.inputs.size());
  program::MemberInputs values{inputs.uniform, inputs.schedules, inputs.seed, 0};
  values.schedules.resize(uniform.inputs.size());
  std::vector<double> prepared;
  const std::size_t evaluations = lanes.frontier.varying.empty() ? 1 : evaluations_of(uniform);
  prepared.reserve(lanes.frontier.fixed.size() + evaluations * lanes.frontier.varying.size());
  const auto record = [&](const program::Instant& instant) {
    if (instant.step == 0 && instant.stage == 0)
      for (const program::Slot slot : lanes.frontier.fixed) prepared.push_back(instant.slots[slot]);
    for (const program::Slot slot : lanes.frontier.varying) prepared.push_back(instant.slots[slot]);
  };
  program::Program once = uniform;
  if (lanes.frontier.varying.empty()) once.timing.steps = 0;
  run_member(once, values, record);
  return prepared;
}

std::unique_ptr<Past> Kernel::make_past(std::vector<double> prepared, double time,
                                        std::size_t most_bytes) const {
  const program::Program& program = implementation_->program;
  std::uint32_t step = 0;
  while (step < program.timing.steps && program::time_at(program.timing, step) < time) ++step;
  const LaneProgram& lanes = implementation_->lanes;
  if (step == 0 || lanes.of_elements || !lanes.scheduled_inputs.empty()) return nullptr;
  const std::size_t a_step = program::stages_of(program.method).size();
  return std::make_unique<Past>(lanes, std::move(prepared), step, 1 + a_step * (step - 1),
                                most_bytes);
}

std::unique_ptr<State> Kernel::make_state(std::size_t lanes) const {
  auto made = std::make_unique<State::Implementation>(*implementation_, lanes);
  return std::unique_ptr<State>(new State(std::move(made)));
}

std::vector<Trouble> Kernel::run(State& state, const RunInputs& inputs,
                                 std::span<const double> prepared, const Block& block,
                                 OutputView output, const std::atomic<bool>* cancel,
                                 Past* past) const {
  if (block.members == 0) return {};
  const std::size_t fixed = implementation_->lanes.frontier.fixed.size();
  const BlockTask task{inputs,
                       prepared.first(fixed),
                       prepared.subspan(fixed),
                       block,
                       output,
                       implementation_->saved,
                       cancel,
                       past};
  if (const auto code = implementation_->code())
    return state.implementation_->compiled(code).run(task);
  // Where members stood is known of their lanes.
  const bool in_strips = implementation_->strips && past == nullptr;
  State::Implementation& memory = *state.implementation_;
  std::vector<Trouble> troubles = (in_strips ? memory.in_strips() : memory.in_lanes()).run(task);
  if (implementation_->compiler) implementation_->compiler->note_done_in_lanes(block.members);
  return troubles;
}

std::vector<bool> Kernel::same_for_all() const {
  std::vector<bool> same;
  for (const Place& place : implementation_->lanes.outputs) same.push_back(place.uniform);
  return same;
}

std::size_t Kernel::bytes_of_group() const {
  const auto code = implementation_->code();
  const LaneProgram& lanes = implementation_->lanes;
  const std::size_t rows = code ? code->layout().rows : lanes.rows;
  const std::size_t instructions =
      lanes.initial.size() + (code && code->reads_bound_scalars() ? lanes.step.size() : 0);
  return rows * kMembersShown * sizeof(double) + instructions * sizeof(Instruction);
}

std::optional<std::vector<std::uint64_t>> Kernel::run_in_slices(
    State& state, const RunInputs& inputs, std::span<const double> prepared, const Block& block,
    std::size_t times_of_slice, SliceSink& sink, const std::atomic<bool>* cancel) const {
  const auto code = implementation_->code();
  assert(code && code->lanes() == kMembersShown);
  const std::size_t groups = (block.members + kMembersShown - 1) / kMembersShown;
  const std::size_t fixed = implementation_->lanes.frontier.fixed.size();
  const std::size_t times = implementation_->saved.size();
  state.implementation_->make_groups(code, groups);
  const auto& runners = state.implementation_->group_runners;
  std::vector<BlockTask> tasks;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t first = g * kMembersShown;
    Block some = block;
    some.first_member += first;
    some.members = std::min(kMembersShown, block.members - first);
    if (!some.values.empty()) some.values = some.values.subspan(first);
    tasks.push_back({inputs,
                     prepared.first(fixed),
                     prepared.subspan(fixed),
                     some,
                     {},
                     implementation_->saved,
                     cancel,
                     nullptr});
    runners[g]->begin(tasks.back());
  }
  for (std::size_t done = 0; done < times; done += times_of_slice) {
    const std::size_t end = std::min(done + times_of_slice, times);
    sink.begin_slice(done, end - done);
    for (std::size_t g = 0; g < groups; ++g)
      if (!runners[g]->go_on(tasks[g], g * kMembersShown, end, sink)) return std::nullopt;
    sink.end_slice();
  }
  std::vector<std::uint64_t> troubled;
  for (std::size_t g = 0; g < groups; ++g)
    if (runners[g]->had_trouble()) troubled.push_back(tasks[g].block.first_member);
  return troubled;
}

}  // namespace sluice::execute
