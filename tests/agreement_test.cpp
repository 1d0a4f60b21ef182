// Lanes and compiled code, with vectors of either width, equal the reference evaluator bit for bit
// on every model at hand that is read: 1, 2, 7, 8, 63, 64, 65 and 1,000 members, blocks that begin
// elsewhere, Euler and RK4, with inputs of each kind, as lowered and after all passes. Each pass
// alone, and each row of passes that the optimiser makes, gives the bits of the program as lowered.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "base/format.h"
#include "execute/kernel.h"
#include "lower/lower.h"
#include "model/cells.h"
#include "model/control.h"
#include "program/evaluate.h"
#include "program/passes/optimise.h"
#include "shared_models.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;
using program::InputKind;

constexpr std::size_t kCounts[] = {1, 2, 7, 8, 63, 64, 65};
constexpr std::size_t kMembers = 65, kMany = 1000;
constexpr std::size_t kMostCompiled = 1500;      // ops, to keep the suite short
constexpr std::size_t kMostCompiledAgain = 400;  // for fewer steps
// Of ops by the reference, to keep the suite short; and of ops by lanes with many members.
constexpr double kMostEvaluations = 4e6, kMostOfMany = 1e7;

// The shared ones, where they are, and the studies of this repository.
std::vector<fs::path> all_models() {
  std::vector<fs::path> models = conformance_models();
  std::vector<fs::path> folders;
  if (!shared_folder().empty()) folders.push_back(shared_folder() / "models");
  for (const auto& entry : fs::directory_iterator(SLUICE_SOURCE_DIR "/studies")) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  const std::vector<fs::path> larger = models_in(folders);
  models.insert(models.end(), larger.begin(), larger.end());
  return models;
}

// Up to five constants of the model: three of kind member, one uniform, one scheduled.
std::vector<lower::WantedInput> some_inputs(const model::Model& model) {
  std::vector<model::CellRef> constants;
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const model::Variable& variable = model.variables[i];
    if (variable.kind != model::VariableKind::constant || model::is_control_name(variable.name))
      continue;
    constants.push_back({model::VariableId{static_cast<std::uint32_t>(i)},
                         variable.equations.front().cells.front()});
  }
  constexpr InputKind kKinds[] = {InputKind::member, InputKind::uniform, InputKind::member,
                                  InputKind::scheduled, InputKind::member};
  std::vector<lower::WantedInput> inputs;
  const std::size_t stride = std::max<std::size_t>(1, constants.size() / std::size(kKinds));
  for (std::size_t i = 0; i < constants.size() && inputs.size() < std::size(kKinds); i += stride) {
    inputs.push_back({constants[i], kKinds[inputs.size()]});
  }
  return inputs;
}

// With inputs if the model allows it, and with a final time that keeps the work small.
std::optional<program::Program> lowered(const model::Model& model, program::Method method) {
  lower::Options options;
  options.all_outputs = true;
  options.method = method;
  options.inputs = some_inputs(model);
  Checked<program::Program> program = lower::lower(model, options);
  if (!program.value) {
    options.inputs.clear();
    program = lower::lower(model, options);
  }
  if (!program.value) return std::nullopt;
  const program::Timing& timing = program.value->timing;
  const auto stages = static_cast<double>(program::stages_of(method).size());
  const double work = static_cast<double>(program.value->step.size() + 1) * kMembers * stages;
  const double steps = std::max(20.0, std::floor(kMostEvaluations / work));
  if (timing.steps > steps) {
    options.final_time = timing.initial_time + steps * timing.time_step;
    program = lower::lower(model, options);
  }
  return std::move(program.value);
}

// Something near the model's value, different for each member.
double drawn(double central, std::size_t input, std::uint64_t member) {
  const double turn = std::sin(static_cast<double>(member * 7 + input * 3 + 1));
  return central * (1 + 0.1 * turn);
}

program::Schedule schedule_of(const program::Program& program, double central) {
  const program::Timing& timing = program.timing;
  const double middle = timing.initial_time + timing.time_step * (timing.steps / 2);
  return {central, {timing.initial_time, middle}, {0.9 * central, 1.1 * central}};
}

std::vector<double> reference(const program::Program& program, std::uint64_t member) {
  program::MemberInputs inputs = program::central_inputs(program);
  inputs.seed = 42;
  inputs.member = member;
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    const double central = program.inputs[i].central;
    if (program.inputs[i].kind == InputKind::member) inputs.values[i] = drawn(central, i, member);
    if (program.inputs[i].kind == InputKind::scheduled) {
      inputs.schedules[i] = schedule_of(program, central);
    }
  }
  return program::run_member(program, inputs);
}

// The same with fewer steps and outputs.
program::Program shortened(program::Program program, double most_evaluations) {
  const auto ops = static_cast<double>(program.step.size() + 1);
  const double steps = std::max(2.0, std::floor(most_evaluations / ops));
  const auto kept = static_cast<double>(program.timing.steps);
  program.timing.steps = static_cast<std::uint32_t>(std::min(steps, kept));
  constexpr std::size_t kMostOutputs = 2000;  // a thousand members of more take much memory
  if (program.outputs.size() > kMostOutputs) program.outputs.resize(kMostOutputs);
  return program;
}

// [output and saved time][member of the block]
std::vector<double> in_lanes(const execute::Kernel& kernel, std::uint64_t first,
                             std::size_t members) {
  const program::Program& program = kernel.program();
  execute::RunInputs inputs;
  inputs.seed = 42;
  std::vector<double> values(program.inputs.size() * members);
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    const double central = program.inputs[i].central;
    inputs.uniform.push_back(central);
    inputs.schedules.push_back(schedule_of(program, central));
    for (std::size_t m = 0; m < members; ++m) {
      values[i * members + m] = drawn(central, i, first + m);
    }
  }
  const std::vector<double> prepared = kernel.prepare(inputs);
  const auto state = kernel.make_state(members);
  std::vector<double> out(program.outputs.size() * kernel.saved_times() * members);
  kernel.run(*state, inputs, prepared, {first, members, values, members}, {out.data(), members});
  return out;
}

std::string difference(const program::Program& program,
                       const std::vector<std::vector<double>>& expected,
                       const std::vector<double>& got, std::size_t first, std::size_t members) {
  const std::size_t times = program::saved_steps(program.timing).size();
  for (std::size_t i = 0; i < program.outputs.size() * times; ++i) {
    for (std::size_t m = 0; m < members; ++m) {
      const double wanted = expected[first + m][i];
      const double value = got[i * members + m];
      if (std::bit_cast<std::uint64_t>(wanted) == std::bit_cast<std::uint64_t>(value)) continue;
      return format("{} at saved time {} of member {} among {}: {} and {}",
                    program.outputs[i / times].name, i % times, first + m, members, wanted, value);
    }
  }
  return "";
}

// Those members only whose runs are given.
std::string difference_of_some(const program::Program& program,
                               const std::map<std::size_t, std::vector<double>>& expected,
                               const std::vector<double>& got) {
  for (const auto& [member, run] : expected) {
    std::vector<double> found;
    for (std::size_t i = 0; i < run.size(); ++i) found.push_back(got[i * kMany + member]);
    const std::string said = difference(program, {run}, found, 0, 1);
    if (!said.empty()) return format("{} ({} of {})", said, member, kMany);
  }
  return "";
}

using Runs = std::vector<std::vector<double>>;

void expect_reference_for_all_counts(const program::Program& program, const Runs& expected,
                                     const execute::Kernel& kernel) {
  for (const std::size_t members : kCounts) {
    EXPECT_EQ(difference(program, expected, in_lanes(kernel, 0, members), 0, members), "");
  }
  EXPECT_EQ(difference(program, expected, in_lanes(kernel, 58, 7), 58, 7), "");
}

// A thousand members over some steps, of which the reference runs the first, the last, and every
// 37th: blocks begin and end at every place among eight.
void expect_reference_for_many(const program::Program& whole, const execute::KernelOptions& how) {
  const program::Program program = shortened(whole, kMostOfMany / kMany);
  std::map<std::size_t, std::vector<double>> expected;
  for (std::size_t m = 0; m < kMany; m += 37) expected.emplace(m, reference(program, m));
  expected.emplace(kMany - 1, reference(program, kMany - 1));
  const execute::Kernel kernel(program, how);
  EXPECT_EQ(difference_of_some(program, expected, in_lanes(kernel, 0, kMany)), "");
}

void expect_each_pass_to_change_no_bit(const program::Program& whole) {
  const program::Program program = shortened(whole, kMostEvaluations / 64);
  const Runs expected{reference(program, 0), reference(program, 3)};
  const auto look_at = [&](const program::Pass& pass, const program::Program& made) {
    EXPECT_TRUE(program::validate(made).empty()) << pass.name;
    for (const std::size_t k : {0U, 1U}) {
      EXPECT_EQ(difference(program, expected, reference(made, k * 3), k, 1), "") << pass.name;
    }
  };
  for (const program::Pass& pass : program::all_passes()) look_at(pass, pass.run(program));
  program::optimise(program, look_at);
}

class Agreement : public testing::TestWithParam<fs::path> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Agreement);

TEST_P(Agreement, OfLanesCompiledCodeAndReferenceToTheBit) {
  const Checked<model::Model> model = read_model(GetParam());
  if (!model.value) GTEST_SKIP() << "not read yet: " << errors_of(model.diagnostics);
  for (const program::Method method : {program::Method::euler, program::Method::rk4}) {
    const std::optional<program::Program> program = lowered(*model.value, method);
    ASSERT_TRUE(program.has_value());
    ASSERT_TRUE(program::validate(*program).empty()) << program::validate(*program).front();
    Runs expected;
    for (std::size_t m = 0; m < kMembers; ++m) expected.push_back(reference(*program, m));
    expect_reference_for_all_counts(*program, expected, execute::Kernel(*program));
    expect_reference_for_many(*program, {.compiled = execute::Compiled::never});
    expect_each_pass_to_change_no_bit(*program);
    // As ensembles run it: after all passes.
    const program::Program optimised = program::optimise(*program);
    for (const bool narrow : {false, true}) {
      const execute::Kernel lanes(optimised,
                                  {.narrow_vectors = narrow, .compiled = execute::Compiled::never});
      expect_reference_for_all_counts(*program, expected, lanes);
    }
    if (method == program::Method::rk4 || program->step.size() > kMostCompiled) continue;
    const execute::KernelOptions how{.compiled = execute::Compiled::first, .code_cache = {}};
    expect_reference_for_all_counts(*program, expected, execute::Kernel(optimised, how));
    if (program->step.size() <= kMostCompiledAgain) expect_reference_for_many(optimised, how);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Agreement, testing::ValuesIn(all_models()),
                         [](const auto& one) { return test_name_of(one.param); });

}  // namespace
}  // namespace sluice::tests
