// Kernels whose vectors hold elements of arrays equal the reference evaluator bit for bit.
#include <gtest/gtest.h>

#include "execute/agreement_testing.h"
#include "program/passes/optimise.h"
#include "program/random_arrays_testing.h"

namespace sluice::execute {
namespace {

using namespace testing;
using program::Method;
using program::Program;

class StripsAgreement : public ::testing::TestWithParam<Method> {};

// Arrays in the programs, elements or members in the vectors.
TEST_P(StripsAgreement, ArraysGiveTheBitsOfTheReference) {
  for (std::uint64_t seed = 501; seed <= 515; ++seed) {
    const Program program =
        with_few_steps(program::testing::random_program_with_arrays(seed, GetParam()), 8);
    ASSERT_EQ(validate(program), std::vector<std::string>{}) << "seed " << seed;
    const Futures expected = run_reference(program, seed, 3);
    for (const Vectors vectors : {Vectors::of_elements, Vectors::of_members}) {
      const KernelOptions options{.most_traced_numbers = seed % 2 == 0 ? 0U : 1U << 20U,
                                  .narrow_vectors = seed % 5 == 0,
                                  .compiled = Compiled::never,
                                  .vectors = vectors};
      const Futures found = run_lanes(Kernel(program, options), seed, 3, 2, false);
      ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
    }
  }
}

TEST_P(StripsAgreement, VectorsOfElementsGiveTheSameBits) {
  for (std::uint64_t seed = 551; seed <= 570; ++seed) {
    const Program program = random_program(seed, GetParam());
    const Futures expected = run_reference(program, seed, 2);
    const KernelOptions options{.most_traced_numbers = seed % 2 == 0 ? 0U : 1U << 20U,
                                .vectors = Vectors::of_elements};
    const Kernel kernel(program, options), optimised(optimise(program), options);
    for (const Kernel* one : {&kernel, &optimised}) {
      const Futures found = run_lanes(*one, seed, 2, 8, false);
      ASSERT_EQ(unlike(program, expected.outputs, found.outputs), "") << "seed " << seed;
    }
  }
}

// What a kernel prefers by itself, and a step that is the same for all members.
TEST(StripsChosen, LargeArraysRunInStripsToTheSameBits) {
  Program program = program::testing::random_program_with_arrays(7, Method::euler);
  constexpr program::Slot kElements = 2100;
  program::Slot before = program.slot_count;
  program.slot_count += kElements;
  for (program::Slot i = 0; i < kElements; ++i)
    program.stocks.push_back({format("large[{}]", i), before + i, program.inputs[2].slot, 0});
  for (std::size_t turn = 0; turn < 10; ++turn) {
    for (program::Slot i = 0; i < kElements; ++i)
      program.step.push_back({turn % 2 == 0 ? program::OpCode::multiply : program::OpCode::minimum,
                              program.slot_count + i, before + i, program.inputs[turn % 3].slot,
                              0});
    before = program.slot_count;
    program.slot_count += kElements;
  }
  for (program::Slot i = 0; i < kElements; ++i) {
    program.stocks[program.stocks.size() - kElements + i].rate = before + i;
    program.outputs.push_back({"large", "", before + i});
  }
  program = with_few_steps(program, 3);
  ASSERT_EQ(validate(program), std::vector<std::string>{});
  const Futures expected = run_reference(program, 7, 9);
  for (const std::size_t block : {1U, 8U, 64U}) {
    const Futures found = run_lanes(Kernel(program), 7, 9, block, false);
    EXPECT_EQ(unlike(program, expected.outputs, found.outputs), "") << block;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, StripsAgreement,
                         ::testing::Values(Method::euler, Method::midpoint, Method::heun,
                                           Method::rk4),
                         [](const auto& tested) { return std::string(name_of(tested.param)); });

}  // namespace
}  // namespace sluice::execute
