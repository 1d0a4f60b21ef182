// Each pass on a small program, text in and text out; all of them on random programs, bits
// compared.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <string>

#include "program/passes/common_subexpressions.h"
#include "program/passes/copies.h"
#include "program/passes/dead_code.h"
#include "program/passes/fold_constants.h"
#include "program/passes/hoist.h"
#include "program/passes/optimise.h"
#include "program/passes/order.h"
#include "program/random_program_testing.h"

namespace sluice::program {
namespace {

Program read(const std::string& text) {
  Checked<Program> program = parse(text);
  for (const Diagnostic& fault : program.diagnostics) ADD_FAILURE() << sluice::to_text(fault);
  EXPECT_EQ(validate(*program.value), std::vector<std::string>{});
  return *program.value;
}

// The part of a program's text that passes change.
std::string body_of(const Program& program) {
  EXPECT_EQ(validate(program), std::vector<std::string>{});
  const std::string text = print(program);
  return text.substr(text.find("method euler\n") + 13);
}

const std::string kHead =
    "program 1\n"
    "slots 40\n"
    "time %0 from 0 by 1 steps 4 save 1\n"
    "method euler\n";

TEST(FoldConstants, ComputesWhatIsKnown) {
  const Program program = read(kHead +
                               "constant %1 2\n"
                               "constant %2 3\n"
                               "input %3 member 1 \"x\"\n"
                               "table hold \"t\" 0 0 10 20\n"
                               "once\n"
                               "  %4 = add %1 %2\n"
                               "  %5 = multiply %4 %2\n"
                               "  %6 = lookup %5 table 0\n"
                               "  %7 = sum %6 %1 %1\n"
                               "initial\n"
                               "step\n"
                               "  %8 = add %7 %3\n"
                               "  %9 = step_at %1 %1 %2\n"
                               "output %8 \"y\" \"m\"\n");
  EXPECT_EQ(body_of(with_folded_constants(program)),
            "constant %1 2\n"
            "constant %2 3\n"
            "constant %4 5\n"
            "constant %5 15\n"
            "constant %6 20\n"
            "constant %7 24\n"
            "input %3 member 1 \"x\"\n"
            "table hold \"t\" 0 0 10 20\n"
            "once\n"
            "initial\n"
            "step\n"
            "  %8 = add %7 %3\n"
            "  %9 = step_at %1 %1 %2\n"
            "output %8 \"y\" \"m\"\n");
}

TEST(DeadCode, KeepsWhatOutputsNeedThroughStocksAndMemories) {
  const Program program = read(kHead +
                               "constant %1 2\n"
                               "constant %2 3\n"
                               "input %3 member 1 \"unused but kept\"\n"
                               "stock %4 initial %1 rate %10 \"kept\"\n"
                               "stock %5 initial %2 rate %11 \"dropped\"\n"
                               "memory input %11 initial %2 length %2 \"dropped\"\n"
                               "memory input %4 initial %1 length %1 \"kept\"\n"
                               "table hold \"dropped\" 0 0\n"
                               "table hold \"kept\" 0 1\n"
                               "once\n"
                               "initial\n"
                               "step\n"
                               "  %10 = delayed memory 1\n"
                               "  %11 = lookup %5 table 0\n"
                               "  %12 = lookup %4 table 1\n"
                               "  %13 = sum %11 %2\n"
                               "  %14 = sum %12 %4\n"
                               "output %14 \"y\" \"m\"\n"
                               "name %13 \"dropped\" \"a.mdl\" 3\n"
                               "name %14 \"y\" \"a.mdl\" 4\n");
  EXPECT_EQ(body_of(without_dead_code(program)),
            "constant %1 2\n"
            "input %3 member 1 \"unused but kept\"\n"
            "stock %4 initial %1 rate %10 \"kept\"\n"
            "memory input %4 initial %1 length %1 \"kept\"\n"
            "table hold \"kept\" 0 1\n"
            "once\n"
            "initial\n"
            "step\n"
            "  %10 = delayed memory 0\n"
            "  %12 = lookup %4 table 0\n"
            "  %14 = sum %12 %4\n"
            "output %14 \"y\" \"m\"\n"
            "name %14 \"y\" \"a.mdl\" 4\n");
}

TEST(Copies, ReadersReadTheOriginal) {
  const Program program = read(kHead +
                               "constant %1 1\n"
                               "input %2 member 1 \"x\"\n"
                               "input %3 scheduled 1 \"s\"\n"
                               "stock %4 initial %6 rate %12 \"k\"\n"
                               "once\n"
                               "initial\n"
                               "  %5 = copy %3\n"
                               "  %6 = copy %2\n"
                               "step\n"
                               "  %10 = copy %4\n"
                               "  %11 = multiply %1 %10\n"
                               "  %12 = select %1 %11 %2\n"
                               "  %13 = add %12 %5\n"
                               "output %13 \"y\" \"m\"\n"
                               "output %11 \"z\" \"m\"\n"
                               "name %11 \"z\" \"a.mdl\" 4\n");
  EXPECT_EQ(body_of(without_copies(program)),
            "constant %1 1\n"
            "input %2 member 1 \"x\"\n"
            "input %3 scheduled 1 \"s\"\n"
            "stock %4 initial %2 rate %4 \"k\"\n"
            "once\n"
            "initial\n"
            "  %5 = copy %3\n"
            "step\n"
            "  %13 = add %4 %5\n"
            "output %13 \"y\" \"m\"\n"
            "output %4 \"z\" \"m\"\n"
            "name %4 \"z\" \"a.mdl\" 4\n");
}

TEST(Hoist, MovesOpsToTheEarliestSection) {
  const Program program = read(kHead +
                               "constant %1 2\n"
                               "input %2 uniform 1 \"lever\"\n"
                               "input %3 member 1 \"x\"\n"
                               "input %4 scheduled 1 \"s\"\n"
                               "once\n"
                               "initial\n"
                               "  %5 = add %3 %1\n"
                               "  %6 = multiply %1 %2\n"
                               "  %7 = add %4 %1\n"
                               "step\n"
                               "  %8 = multiply %5 %6\n"
                               "  %9 = add %8 %4\n"
                               "  %10 = exponential %2\n"
                               "  %11 = add %10 %0\n"
                               "  %12 = random_uniform %1 %2 stream 3\n"
                               "  %13 = step_at %1 %1 %1\n"
                               "  %14 = add %7 %1\n"
                               "output %13 \"y\" \"m\"\n");
  EXPECT_EQ(body_of(with_hoisted_ops(program)),
            "constant %1 2\n"
            "input %2 uniform 1 \"lever\"\n"
            "input %3 member 1 \"x\"\n"
            "input %4 scheduled 1 \"s\"\n"
            "once\n"
            "  %6 = multiply %1 %2\n"
            "  %10 = exponential %2\n"
            "initial\n"
            "  %5 = add %3 %1\n"
            "  %7 = add %4 %1\n"
            "  %8 = multiply %5 %6\n"
            "  %14 = add %7 %1\n"
            "step\n"
            "  %9 = add %8 %4\n"
            "  %11 = add %10 %0\n"
            "  %12 = random_uniform %1 %2 stream 3\n"
            "  %13 = step_at %1 %1 %1\n"
            "output %13 \"y\" \"m\"\n");
}

TEST(CommonSubexpressions, ComputesOnceWhatIsTheSame) {
  const Program program = read(kHead +
                               "constant %1 2\n"
                               "constant %2 2\n"
                               "input %3 member 1 \"x\"\n"
                               "table hold \"t\" 0 0 10 20\n"
                               "table hold \"u\" 0 0 10 20\n"
                               "once\n"
                               "initial\n"
                               "  %4 = add %1 %3\n"
                               "  %5 = add %0 %3\n"
                               "step\n"
                               "  %6 = add %3 %2\n"
                               "  %7 = add %0 %3\n"
                               "  %8 = lookup %6 table 0\n"
                               "  %9 = lookup %4 table 1\n"
                               "  %10 = subtract %8 %7\n"
                               "  %11 = subtract %7 %9\n"
                               "  %12 = random_uniform %1 %3 stream 3\n"
                               "  %13 = random_uniform %2 %3 stream 4\n"
                               "  %14 = random_uniform %2 %3 stream 3\n"
                               "  %15 = sum %12 %9\n"
                               "  %16 = sum %14 %8\n"
                               "output %15 \"y\" \"m\"\n"
                               "output %16 \"z\" \"m\"\n");
  EXPECT_EQ(body_of(without_common_subexpressions(program)),
            "constant %1 2\n"
            "constant %2 2\n"
            "input %3 member 1 \"x\"\n"
            "table hold \"t\" 0 0 10 20\n"
            "table hold \"u\" 0 0 10 20\n"
            "once\n"
            "initial\n"
            "  %4 = add %1 %3\n"
            "  %5 = add %0 %3\n"
            "step\n"
            "  %7 = add %0 %3\n"
            "  %8 = lookup %4 table 0\n"
            "  %10 = subtract %8 %7\n"
            "  %11 = subtract %7 %8\n"
            "  %12 = random_uniform %1 %3 stream 3\n"
            "  %13 = random_uniform %1 %3 stream 4\n"
            "  %15 = sum %12 %8\n"
            "output %15 \"y\" \"m\"\n"
            "output %15 \"z\" \"m\"\n");
}

TEST(Order, GoesThroughElementsNotVariables) {
  // Two elements of: births = stock * x, deaths = stock / x, rate = births - deaths, and a total.
  const Program program = read(kHead +
                               "constant %1 2\n"
                               "input %2 member 1 \"x\"\n"
                               "stock %3 initial %1 rate %9 \"first\"\n"
                               "stock %4 initial %1 rate %10 \"second\"\n"
                               "once\n"
                               "initial\n"
                               "step\n"
                               "  %5 = multiply %3 %2\n"
                               "  %6 = multiply %4 %2\n"
                               "  %7 = divide %3 %2\n"
                               "  %8 = divide %4 %2\n"
                               "  %9 = subtract %5 %7\n"
                               "  %10 = subtract %6 %8\n"
                               "output %3 \"y\" \"m\"\n");
  const std::string text = body_of(ordered_by_need(program));
  EXPECT_EQ(text.substr(text.find("step\n")),
            "step\n"
            "  %5 = multiply %3 %2\n"
            "  %7 = divide %3 %2\n"
            "  %9 = subtract %5 %7\n"
            "  %6 = multiply %4 %2\n"
            "  %8 = divide %4 %2\n"
            "  %10 = subtract %6 %8\n"
            "output %3 \"y\" \"m\"\n");
}

TEST(Order, LetsAReaderFollowThatFreesWhatItReads) {
  // %5 is read by both rates; the second needs little beside it and follows at once, before %8 of
  // the first; the long chain comes first.
  const Program program = read(kHead +
                               "constant %1 2\n"
                               "input %2 member 1 \"x\"\n"
                               "stock %3 initial %1 rate %9 \"shallow\"\n"
                               "stock %4 initial %1 rate %10 \"deep\"\n"
                               "once\n"
                               "initial\n"
                               "step\n"
                               "  %5 = multiply %3 %2\n"
                               "  %9 = negate %5\n"
                               "  %7 = sine %4\n"
                               "  %8 = cosine %7\n"
                               "  %10 = subtract %8 %5\n"
                               "output %3 \"y\" \"m\"\n");
  const std::string text = body_of(ordered_by_need(program));
  EXPECT_EQ(text.substr(text.find("step\n")),
            "step\n"
            "  %7 = sine %4\n"
            "  %8 = cosine %7\n"
            "  %5 = multiply %3 %2\n"
            "  %10 = subtract %8 %5\n"
            "  %9 = negate %5\n"
            "output %3 \"y\" \"m\"\n");
}

class Optimise : public ::testing::TestWithParam<Method> {};

// By member: every output at every saved time.
std::vector<std::vector<double>> runs_of(const Program& program, const Program& inputs_of,
                                         std::uint64_t seed) {
  std::vector<std::vector<double>> runs;
  for (std::uint64_t member = 0; member < 2; ++member)
    runs.push_back(run_member(program, testing::random_inputs(inputs_of, seed, member)));
  return runs;
}

bool same_bits(const std::vector<std::vector<double>>& one,
               const std::vector<std::vector<double>>& other) {
  return std::ranges::equal(one, other, [](const auto& left, const auto& right) {
    return std::ranges::equal(left, right, {}, std::bit_cast<std::uint64_t, double>,
                              std::bit_cast<std::uint64_t, double>);
  });
}

// The reference runs the methods of second order through the same stages as RK4.
std::uint64_t few_seeds(Method method) {
  return method == Method::euler || method == Method::rk4 ? 12 : 3;
}

TEST_P(Optimise, EachPassAloneChangesNoBit) {
  for (std::uint64_t seed = 1; seed <= few_seeds(GetParam()); ++seed) {
    const Program program = testing::random_program(seed, GetParam());
    const auto expected = runs_of(program, program, seed);
    for (const Pass& pass : all_passes()) {
      const Program made = pass.run(program);
      ASSERT_EQ(validate(made), std::vector<std::string>{}) << pass.name << ", seed " << seed;
      if (made == program) continue;
      ASSERT_TRUE(same_bits(runs_of(made, program, seed), expected))
          << pass.name << ", seed " << seed;
    }
  }
}

TEST_P(Optimise, EachPassFindsSomethingToDoInRandomPrograms) {
  for (const Pass& pass : all_passes()) {
    std::size_t changed = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const Program program = testing::random_program(seed, GetParam());
      changed += pass.run(program) == program ? 0U : 1U;
    }
    EXPECT_GE(changed, 3U) << pass.name;
  }
}

TEST_P(Optimise, NoBitIsChangedAfterAnyPassOfTheWholeRow) {
  for (std::uint64_t seed = 21; seed <= 20 + few_seeds(GetParam()); ++seed) {
    const Program program = testing::random_program(seed, GetParam());
    const auto expected = runs_of(program, program, seed);
    std::size_t passes = 0;
    optimise(program, [&](const Pass& pass, const Program& made) {
      ++passes;
      ASSERT_EQ(validate(made), std::vector<std::string>{}) << pass.name << ", seed " << seed;
      ASSERT_TRUE(same_bits(runs_of(made, program, seed), expected))
          << "pass " << passes << ", " << pass.name << ", seed " << seed;
    });
    EXPECT_GT(passes, all_passes().size());
  }
}

TEST_P(Optimise, ChangesNoBitOfAnyOutput) {
  std::size_t ops_before = 0, ops_after = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const Program program = testing::random_program(seed, GetParam());
    const Program optimised = optimise(program);
    ASSERT_EQ(validate(optimised), std::vector<std::string>{}) << "seed " << seed;
    for (std::uint64_t member = 0; member < 3; ++member) {
      const MemberInputs inputs = testing::random_inputs(program, seed, member);
      const std::vector<double> expected = run_member(program, inputs);
      const std::vector<double> found = run_member(optimised, inputs);
      ASSERT_EQ(found.size(), expected.size());
      for (std::size_t i = 0; i < found.size(); ++i)
        ASSERT_EQ(std::bit_cast<std::uint64_t>(found[i]), std::bit_cast<std::uint64_t>(expected[i]))
            << "seed " << seed << ", " << found[i] << " instead of " << expected[i];
    }
    ops_before += program.step.size();
    ops_after += optimised.step.size();
  }
  EXPECT_LT(ops_after, ops_before * 9 / 10);
}

INSTANTIATE_TEST_SUITE_P(Methods, Optimise,
                         ::testing::Values(Method::euler, Method::midpoint, Method::heun,
                                           Method::rk4),
                         [](const auto& tested) { return std::string(name_of(tested.param)); });

}  // namespace
}  // namespace sluice::program
