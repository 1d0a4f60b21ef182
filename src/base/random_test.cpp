#include "base/random.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice {
namespace {

using Words = std::array<std::uint32_t, 4>;

// Known answers of Random123's kat_vectors for philox4x32 with 10 rounds.
TEST(Random, GivesThePublishedAnswersOfPhilox) {
  EXPECT_EQ(philox(0, {0, 0, 0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox(0xffffffffffffffff, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox(0x299f31d0a4093822, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, KeepsUniformsInTheirIntervals) {
  EXPECT_EQ(uniform_from(0, 0), 0.0);
  EXPECT_EQ(uniform_from(0xffffffff, 0xffffffff), 1 - 0x1p-53);
  EXPECT_EQ(open_uniform_from(0, 0), 0x1p-53);
  EXPECT_EQ(open_uniform_from(0xffffffff, 0xffffffff), 1 - 0x1p-53);
}

TEST(Random, DrawsDependOnEachPartOfTheirKey) {
  const double draw = uniform(1, 2, 3, 4);
  EXPECT_EQ(draw, uniform(1, 2, 3, 4));
  EXPECT_NE(draw, uniform(0x100000001, 2, 3, 4));
  EXPECT_NE(draw, uniform(1, 3, 3, 4));
  EXPECT_NE(draw, uniform(1, 2, 4, 4));
  EXPECT_NE(draw, uniform(1, 2, 3, 5));
  EXPECT_NE(draw, uniform_pair(1, 2, 3, 4).second);
}

TEST(Random, DrawsAreUniform) {
  constexpr int kDraws = 100000;
  double sum = 0, squares = 0;
  for (std::uint32_t step = 0; step < kDraws; ++step) {
    const double draw = open_uniform(7, 1, 1, step);
    sum += draw;
    squares += draw * draw;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / kDraws));
}

}  // namespace
}  // namespace sluice
