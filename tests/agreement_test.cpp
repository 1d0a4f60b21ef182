// Lanes and compiled code equal the reference evaluator bit for bit on every model at hand that is
// read: 1, 7, 64 and 65 members, blocks that begin elsewhere, Euler and RK4, with inputs of each
// kind, as lowered and after all passes.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/format.h"
#include "execute/kernel.h"
#include "lower/control.h"
#include "lower/lower.h"
#include "model/cells.h"
#include "program/evaluate.h"
#include "program/passes/optimise.h"
#include "shared_models.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;
using program::InputKind;

constexpr std::size_t kMembers = 65;
constexpr std::size_t kMostCompiled = 1500;  // ops, to keep the suite short
constexpr double kMostEvaluations = 1e7;     // of ops by the reference, to keep the suite short

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
    if (variable.kind != model::VariableKind::constant || lower::is_control(variable)) continue;
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

// With inputs if the model allows it, and with a final time that keeps the reference's work small.
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

class Agreement : public testing::TestWithParam<fs::path> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Agreement);

TEST_P(Agreement, OfLanesCompiledCodeAndReferenceToTheBit) {
  const Checked<model::Model> model = read_model(GetParam());
  if (!model.value) GTEST_SKIP() << "not read yet: " << errors_of(model.diagnostics);
  for (const program::Method method : {program::Method::euler, program::Method::rk4}) {
    const std::optional<program::Program> program = lowered(*model.value, method);
    ASSERT_TRUE(program.has_value());
    ASSERT_TRUE(program::validate(*program).empty()) << program::validate(*program).front();
    std::vector<std::vector<double>> expected;
    for (std::size_t m = 0; m < kMembers; ++m) expected.push_back(reference(*program, m));
    const execute::Kernel kernel(*program);
    for (const std::size_t members : {1U, 7U, 64U, 65U}) {
      EXPECT_EQ(difference(*program, expected, in_lanes(kernel, 0, members), 0, members), "");
    }
    EXPECT_EQ(difference(*program, expected, in_lanes(kernel, 58, 7), 58, 7), "");
    // As ensembles run it: after all passes.
    const program::Program optimised = program::optimise(*program);
    EXPECT_EQ(difference(*program, expected, in_lanes(execute::Kernel(optimised), 0, 65), 0, 65),
              "");
    if (method == program::Method::rk4 || program->step.size() > kMostCompiled) continue;
    const execute::Kernel compiled(optimised,
                                   {.compiled = execute::Compiled::first, .code_cache = {}});
    EXPECT_EQ(difference(*program, expected, in_lanes(compiled, 0, 65), 0, 65), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Agreement, testing::ValuesIn(all_models()),
                         [](const auto& one) { return test_name_of(one.param); });

}  // namespace
}  // namespace sluice::tests
