#include "execute/jit/compiler.h"

#include <utility>

#include "base/parallel.h"
#include "execute/jit/beside.h"
#include "execute/jit/llvm_library.h"

namespace sluice::execute {
namespace {

// Of ops on one lane each, at about 0.2 ns: the text and the look into the cache take 2 ms and
// 4 us for each op of the program, compiling 60 ms (most of it to load LLVM) and 0.15 ms an op.
double worth_a_look(double ops) { return 1e7 + 2e4 * ops; }
double worth_compiling(double ops) { return 3e8 + 7.5e5 * ops; }
// Of a step with fewer ops, eight members at a time spend more on going from step to step than on
// the ops, and lanes, which take a whole block to the next step, are up to 2.5 times as fast.
constexpr std::size_t kFewestOps = 24;

}  // namespace

struct Compiler::Work {
  CodeCache cache;
  StepShape shape;
  StepText text;
  TableImage tables;
  std::atomic<std::shared_ptr<const StepCode>> code;

  bool load(const ObjectBytes& object) {
    code.store(StepCode::load(text, tables, shape, object));
    return code.load() != nullptr;
  }
  void compile() {
    const auto object = compile_ir(text.text);
    if (object && load(*object)) cache.keep(text.text, *object);
  }
};

Compiler::Compiler(const program::Program& program, const LaneProgram& lanes, StepShape shape,
                   CodeCache cache)
    : program_(program), lanes_(lanes), shape_(shape), work_(std::make_shared<Work>()) {
  work_->cache = std::move(cache);
}

std::shared_ptr<const StepCode> Compiler::code() const { return work_->code.load(); }

double Compiler::ops_of(std::size_t members) const {
  return static_cast<double>(members) * static_cast<double>(lanes_.step.size()) *
         static_cast<double>(evaluations_of(program_));
}

void Compiler::compile_now() {
  const std::scoped_lock lock(mutex_);
  look();
  if (!code()) work_->compile();
  settled_ = true;
}

// Without it the text cannot be compiled, nor found among what was.
void Compiler::look() {
  if (std::exchange(looked_, true)) return;
  work_->shape = shape_;
  work_->tables = TableImage(lanes_.tables);
  work_->text =
      step_text_of(lanes_, program_.method, program_.timing.time_step, work_->tables, shape_);
  const auto known = work_->cache.find(work_->text.text);
  if (known && work_->load(*known)) settled_ = true;
}

// Without a thread lanes go on.
void Compiler::begin() {
  settled_ = true;
  run_beside([] { return load_llvm() != nullptr; }, [work = work_] { work->compile(); });
}

void Compiler::consider(double ops, double wanted) {
  const auto size = static_cast<double>(lanes_.step.size());
  if (settled_ || lanes_.step.size() < kFewestOps || ops < worth_a_look(size)) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || settled_) return;
  look();
  if (!settled_ && ops >= wanted * worth_compiling(size)) begin();
}

// Begun at once where as much is expected as compiling takes: the first run ends no later for it,
// and the next ones find the code. On a single core the two take turns, and what is expected must
// be worth it several times.
void Compiler::expect(std::size_t members) {
  constexpr double kMarginAlone = 4;
  consider(ops_of(members), available_cores() > 1 ? 1 : kMarginAlone);
}

void Compiler::note_done_in_lanes(std::size_t members) {
  if (settled_) return;
  consider(done_ += ops_of(members), 1);
}

}  // namespace sluice::execute
