// Every executor equals the reference evaluator bit for bit, whatever the number of members, the
// size of blocks and their order.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <vector>

#include "execute/agreement_testing.h"
#include "execute/lanes/lane_program.h"
#include "program/passes/optimise.h"

namespace sluice::execute {
namespace {

using namespace testing;
using program::Method;
using program::Program;
using program::testing::random_program;

class Agreement : public ::testing::TestWithParam<Method> {};

// The methods of second order go through the same stages as RK4: a fifth of the seeds will do.
std::uint64_t last_seed(std::uint64_t first, std::uint64_t last) {
  const Method method = Agreement::GetParam();
  const bool few = method == Method::midpoint || method == Method::heun;
  return few ? first + (last - first) / 5 : last;
}

TEST_P(Agreement, RandomProgramsGiveTheBitsOfTheReference) {
  std::size_t finite = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= last_seed(1, 60); ++seed) {
    const Program program = random_program(seed, GetParam());
    ASSERT_EQ(validate(program), std::vector<std::string>{}) << "seed " << seed;
    const Futures expected = run_reference(program, seed, 9);
    const Futures found = run_lanes(Kernel(program), seed, 9, 64, false);
    ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
    for (const double value : found.outputs) finite += std::isfinite(value) ? 1U : 0U;
    all += found.outputs.size();
  }
  EXPECT_GT(finite, all / 3) << "too many programs blow up for the test to mean something";
}

constexpr std::size_t kCounts[] = {1, 2, 7, 8, 63, 64, 65, 1000};

void expect_the_same_for_all_counts(const Program& program, const KernelOptions& options,
                                    std::uint64_t seed, std::initializer_list<std::size_t> blocks) {
  for (const bool thousand : {false, true}) {
    const Kernel kernel(with_few_steps(program, thousand ? 2 : 8), options);
    if (options.compiled == Compiled::first && !kernel.runs_compiled())
      GTEST_SKIP() << "libLLVM is not installed";
    const std::size_t most = thousand ? 1000 : 65;
    const Futures expected = run_reference(kernel.program(), seed, most);
    for (const std::size_t members : kCounts) {
      if ((members == 1000) != thousand) continue;
      for (const std::size_t block : blocks) {
        if (block == 1 && members > 8) continue;
        const Futures found = run_lanes(kernel, seed, members, block, block == 24);
        ASSERT_EQ(unlike(program, first_of(expected.outputs, most, members), found.outputs), "")
            << "seed " << seed << ", " << members << " members in blocks of " << block;
      }
    }
  }
}

// Methods of second order go through the same stages as RK4.
bool is_like_another(Method method) { return method == Method::midpoint || method == Method::heun; }

TEST_P(Agreement, NeitherMembersNorBlocksNorTheirOrderChangeABit) {
  if (is_like_another(GetParam())) return;
  const Program program = random_program(101, GetParam());
  expect_the_same_for_all_counts(program, {.compiled = Compiled::never}, 101, {1, 24});
  expect_the_same_for_all_counts(program, {}, 101, {512});
  expect_the_same_for_all_counts(program, {.vectors = Vectors::of_elements}, 101, {24});
  expect_the_same_for_all_counts(program, {.narrow_vectors = true, .compiled = Compiled::never},
                                 101, {24});
}

TEST_P(Agreement, NarrowVectorsGiveTheSameBits) {
  for (std::uint64_t seed = 301; seed <= last_seed(301, 340); ++seed) {
    const Program program = random_program(seed, GetParam());
    const Futures expected = run_reference(program, seed, 13);
    const Futures found = run_lanes(Kernel(program, {.narrow_vectors = true}), seed, 13, 16, false);
    ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
  }
}

TEST_P(Agreement, OptimisedProgramsToo) {
  for (std::uint64_t seed = 401; seed <= last_seed(401, 440); ++seed) {
    const Program program = random_program(seed, GetParam());
    const Futures expected = run_reference(program, seed, 11);
    const Futures found = run_lanes(Kernel(optimise(program)), seed, 11, 8, false);
    ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
  }
}

// The first run leaves where its members stood, the second goes on from there.
void expect_the_same_from_a_past(const Kernel& kernel, std::uint64_t seed, std::size_t members) {
  const Program& program = kernel.program();
  const Futures expected = run_reference(program, seed, members);
  const std::vector<double> prepared = kernel.prepare(run_inputs(program, seed));
  const auto past =
      kernel.make_past(prepared, program::time_at(program.timing, 7), std::size_t{1} << 24U);
  if (!past) return;  // a schedule that lanes read
  ASSERT_TRUE(past->is_of(prepared));
  for (int run = 0; run < 2; ++run) {
    const Futures found = run_lanes(kernel, seed, members, 16, run == 1, past.get());
    ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << seed << ", run " << run;
    const Futures whole = run_lanes(kernel, seed, members, 16, run == 1);
    ASSERT_EQ(found.troubles.size(), whole.troubles.size()) << seed;
    for (std::size_t k = 0; k < whole.troubles.size(); ++k)
      ASSERT_EQ(found.troubles[k].step, whole.troubles[k].step) << seed;
  }
}

TEST_P(Agreement, RunsThatGoOnFromASharedPastGiveTheSameBits) {
  for (std::uint64_t seed = 801; seed <= last_seed(801, 820); ++seed)
    expect_the_same_from_a_past(Kernel(random_program(seed, GetParam())), seed, 19);
  for (std::uint64_t seed = 831; seed <= last_seed(831, 832); ++seed) {
    const Kernel kernel(optimise(random_program(seed, GetParam())),
                        {.compiled = Compiled::first, .code_cache = {}});
    expect_the_same_from_a_past(kernel, seed, 19);
  }
}

// Compiled code where LLVM is there, else this says nothing.
TEST_P(Agreement, CompiledCodeGivesTheSameBits) {
  for (std::uint64_t seed = 501; seed <= last_seed(501, 510); ++seed) {
    const Program program = optimise(random_program(seed, GetParam()));
    const Futures expected = run_reference(program, seed, 19);
    for (const bool narrow : {false, true}) {
      const Kernel kernel(
          program, {.narrow_vectors = narrow, .compiled = Compiled::first, .code_cache = {}});
      if (!kernel.runs_compiled()) GTEST_SKIP() << "libLLVM is not installed";
      const Futures found = run_lanes(kernel, seed, 19, 24, false);
      ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
    }
  }
}

TEST_P(Agreement, CompiledCodeDoesNotDependOnMembersOrBlocks) {
  if (is_like_another(GetParam())) return;
  const Program program = random_program(611, GetParam());
  for (const bool narrow : {false, true}) {
    expect_the_same_for_all_counts(
        program, {.narrow_vectors = narrow, .compiled = Compiled::first, .code_cache = {}}, 611,
        {24});
  }
}

// More ops than one function of compiled code takes: values go through memory between them.
TEST_P(Agreement, LargeProgramsCompileInParts) {
  Program program = random_program(701, GetParam());
  while (program.step.size() < 700) {  // the same again and again, on new slots
    const std::size_t size = program.step.size();
    const Slot other = program.step[size - 7].dst;
    program.step.push_back({size % 2 == 0 ? program::OpCode::subtract : program::OpCode::maximum,
                            program.slot_count, program.step[size - 80].dst, other, 0});
    program.outputs.push_back({"more", "", program.slot_count++});
  }
  ASSERT_EQ(validate(program), std::vector<std::string>{});
  const Kernel kernel(program, {.compiled = Compiled::first, .code_cache = {}});
  if (!kernel.runs_compiled()) GTEST_SKIP() << "libLLVM is not installed";
  const Futures found = run_lanes(kernel, 701, 9, 16, false);
  ASSERT_EQ(unlike(program, run_reference(program, 701, 9).outputs, found.outputs), "");
}

TEST_P(Agreement, CompiledCodeNamesTheSameTroubles) {
  for (std::uint64_t seed = 801; seed <= last_seed(801, 803); ++seed) {
    const Program program = random_program(seed, GetParam());
    const Kernel kernel(program, {.compiled = Compiled::first, .code_cache = {}});
    if (!kernel.runs_compiled()) GTEST_SKIP() << "libLLVM is not installed";
    const Futures expected = run_lanes(Kernel(program), seed, 9, 64, false);
    const Futures found = run_lanes(kernel, seed, 9, 16, false);
    ASSERT_EQ(found.troubles.size(), expected.troubles.size()) << "seed " << seed;
    for (std::size_t i = 0; i < found.troubles.size(); ++i) {
      EXPECT_EQ(found.troubles[i].member, expected.troubles[i].member);
      EXPECT_EQ(found.troubles[i].step, expected.troubles[i].step);
    }
  }
}

TEST_P(Agreement, WithoutATraceOfWhatDependsOnTimeOnlyTheBitsAreTheSame) {
  for (std::uint64_t seed = 201; seed <= last_seed(201, 220); ++seed) {
    const Program program = random_program(seed, GetParam());
    const Futures expected = run_lanes(Kernel(program), seed, 5, 8, false);
    const Futures found = run_lanes(Kernel(program, {.most_traced_numbers = 0}), seed, 5, 8, false);
    ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
  }
}

TEST_P(Agreement, AStateCanBeUsedAgain) {
  const Program program = random_program(7, GetParam());
  const Kernel kernel(program);
  const auto state = kernel.make_state(16);
  for (const std::uint64_t seed : {5U, 6U, 5U}) {
    const RunInputs inputs = run_inputs(program, seed);
    const std::vector<double> values = member_values(program, seed, 16);
    const std::vector<double> prepared = kernel.prepare(inputs);
    std::vector<double> found(program.outputs.size() * kernel.saved_times() * 16);
    kernel.run(*state, inputs, prepared, {0, 16, values, 16}, {found.data(), 16});
    EXPECT_EQ(unlike(program, run_reference(program, seed, 16).outputs, found), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, Agreement,
                         ::testing::Values(Method::euler, Method::midpoint, Method::heun,
                                           Method::rk4),
                         [](const auto& tested) { return std::string(name_of(tested.param)); });

TEST(AgreementCover, TheRandomProgramsRunEveryOpInLanes) {
  std::set<program::OpCode> seen;
  for (std::uint64_t seed = 1; seed <= 60; ++seed)
    for (const LaneOp& op : compile_lanes(random_program(seed, Method::euler), 1U << 20U).step)
      seen.insert(op.code);
  for (const program::OpInfo& op : program::all_ops())
    EXPECT_TRUE(seen.contains(op.code)) << op.name;
}

// A zero has a sign, and a table may give it out: all executors the same one.
TEST(AgreementCover, TablesGiveZerosOfOneSign) {
  Program program;
  program.timing = {0, 1, 1, 0, {}, {}};
  program.slot_count = 2;
  program.inputs.push_back({"x", 1, 0, program::InputKind::member});
  for (const auto mode : {program::TableMode::hold, program::TableMode::extrapolate,
                          program::TableMode::forward, program::TableMode::backward}) {
    const auto number = static_cast<std::uint32_t>(program.tables.size());
    program.tables.push_back({"zeros", {-1, 0, 1}, {-0.0, -0.0, -0.0}, mode});
    program.step.push_back({program::OpCode::lookup, program.slot_count, 1, number, 0});
    program.outputs.push_back({"y", "", program.slot_count++});
  }
  for (const bool narrow : {false, true}) {
    const Kernel kernel(program, {.narrow_vectors = narrow, .compiled = Compiled::never});
    const Futures expected = run_reference(program, 5, 40);
    EXPECT_EQ(unlike(program, expected.outputs, run_lanes(kernel, 5, 40, 40, false).outputs), "");
  }
}

// Every op on two numbers within every other, on either side, with one or more of the three the
// same for all members: what executors may put together.
TEST(AgreementCover, PairsOfOpsGiveTheBitsOfTheReference) {
  using program::OpCode;
  Program program;
  program.timing = {0, 1, 1, 0, {}, {}};
  program.slot_count = 7;
  for (std::uint32_t i = 0; i < 6; ++i)
    program.inputs.push_back(
        {"i", i + 1, 0, i < 3 ? program::InputKind::member : program::InputKind::uniform});
  for (const program::OpInfo& inner : program::all_ops()) {
    for (const program::OpInfo& outer : program::all_ops()) {
      if (inner.shape != program::OpShape::binary || outer.shape != program::OpShape::binary)
        continue;
      for (std::uint32_t pattern = 0; pattern < 16; ++pattern) {
        const auto operand = [&](std::uint32_t i) { return 1 + i + ((pattern >> i & 1U) * 3); };
        const program::Slot first = program.slot_count++, second = program.slot_count++;
        const bool inner_second = (pattern & 8U) != 0;
        program.step.push_back({inner.code, first, operand(0), operand(1), 0});
        program.step.push_back({outer.code, second, inner_second ? operand(2) : first,
                                inner_second ? first : operand(2), 0});
        program.outputs.push_back({"o", "", second});
      }
    }
  }
  ASSERT_EQ(validate(program), std::vector<std::string>{});
  const Futures expected = run_reference(program, 3, 8);
  for (const bool narrow : {false, true}) {
    const Futures found = run_lanes(Kernel(program, {.narrow_vectors = narrow}), 3, 8, 8, false);
    EXPECT_EQ(unlike(program, expected.outputs, found.outputs), "");
  }
}

}  // namespace
}  // namespace sluice::execute
