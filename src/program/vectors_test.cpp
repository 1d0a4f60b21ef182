#include "program/vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "program/draw_shapes.h"

namespace sluice::program {
namespace {

using testing::ElementsAre;

std::vector<double> made(OpCode code, const std::vector<double>& operands, std::size_t count) {
  std::vector<double> results(count);
  vector_op(code, operands, results);
  return results;
}

TEST(SortOrder, KeepsEqualsAndPutsNaNLast) {
  const double none = std::nan("");
  EXPECT_THAT(made(OpCode::sort_order, {1, none, 2, 1, 2}, 4), ElementsAre(2, 1, 3, 0));
  EXPECT_THAT(made(OpCode::sort_order, {0, none, 2, 1, 2}, 4), ElementsAre(1, 3, 2, 0));
  EXPECT_THAT(made(OpCode::sort_rank, {1, none, 2, 1, 2}, 4), ElementsAre(4, 2, 1, 3));
}

TEST(InvertMatrix, NeedsAPivotThatIsNotOnTheDiagonal) {
  // [0 2; 4 0] has the inverse [0 1/4; 1/2 0].
  EXPECT_THAT(made(OpCode::invert_matrix, {0, 2, 4, 0}, 4), ElementsAre(0, 0.25, 0.5, 0));
  // Rows in a circle: the inverse is the transpose.
  EXPECT_THAT(made(OpCode::invert_matrix, {0, 1, 0, 0, 0, 1, 1, 0, 0}, 9),
              ElementsAre(0, 0, 1, 1, 0, 0, 0, 1, 0));
  EXPECT_TRUE(std::isnan(made(OpCode::invert_matrix, {1, 2, 2, 4}, 4)[0]));
}

TEST(RateOfReturn, IsTheNearestToNothing) {
  const double none = -0x1p109;
  EXPECT_NEAR(made(OpCode::rate_of_return, {-100, 0, 110, 1}, 1)[0], 0.1, 1e-15);
  EXPECT_NEAR(made(OpCode::rate_of_return, {-100, 0, 50, 1}, 1)[0], -0.5, 1e-15);
  // 100 x^2 - 230 x + 132 = 0 with x = 1 + r: both 0.1 and 0.2.
  EXPECT_NEAR(made(OpCode::rate_of_return, {-100, 0, 230, 1, -132, 2}, 1)[0], 0.1, 1e-12);
  EXPECT_EQ(made(OpCode::rate_of_return, {100, 0, 50, 1}, 1)[0], none);
  EXPECT_EQ(made(OpCode::rate_of_return, {0, 0, 0, 1}, 1)[0], none);
  EXPECT_EQ(made(OpCode::rate_of_return, {}, 1)[0], none);
  EXPECT_TRUE(std::isnan(made(OpCode::rate_of_return, {1, 0, std::nan(""), 1}, 1)[0]));
}

TEST(MarketPrice, IsTheMiddleWhereSeveralClear) {
  // Demand 5 stops at price 6, supply 5 is whole from price 2 on: all prices between clear.
  const std::vector<double> market{1, 5, 1, 6, 0, 0, 5, 1, 2, 0, 0};
  EXPECT_NEAR(made(OpCode::market_price, market, 1)[0], 4, 1e-8);
}

// The bounds that Vensim's own output has: five deviations, ten widths, the ends of the ramps.
TEST(MarketPrice, EndsWhereTheCurvesEnd) {
  const auto price = [](double demand, double type, double width) {
    return made(OpCode::market_price,
                {1, demand, 0, 0, 0, 0, 1, type, 10, width, 0, 1, type, 11, width, 0}, 1)[0];
  };
  EXPECT_EQ(price(0, 3, 1), 5);
  EXPECT_EQ(price(0, 3, 0), 9.75) << "a deviation is at least 0.05";
  EXPECT_EQ(price(2, 3, 1), 16);
  EXPECT_EQ(price(9, 3, 0.01), 11.25);
  EXPECT_EQ(price(0, 4, 0.5), 5);
  EXPECT_EQ(price(3, 4, 0.5), 16);
  EXPECT_NEAR(price(0, 1, 1), 9.5, 1e-12);
  EXPECT_NEAR(price(3, 2, 1), 11.5, 1e-12);
}

TEST(MarketPrice, IsNotAvailableWhereNothingFollowsIt) {
  EXPECT_EQ(made(OpCode::market_price, {1, 9, 0, 0, 0, 0, 5, 0, 2, 1, 0}, 1)[0], -0x1p109);
  EXPECT_TRUE(std::isnan(made(OpCode::market_price, {1, 9, 7, 0, 0, 0, 5, 0, 2, 1, 0}, 1)[0]));
}

TEST(QuantityAtPrice, FallsForDemandAndRisesForSupply) {
  EXPECT_THAT(made(OpCode::quantity_at_price, {0, 5.5, 8, 1, 5, 2, 0}, 1), ElementsAre(2));
  EXPECT_THAT(made(OpCode::quantity_at_price, {1, 5.5, 8, 1, 5, 2, 0}, 1), ElementsAre(6));
  EXPECT_THAT(made(OpCode::quantity_at_price, {1, 5.5, 8, 0, 0, 0, 0}, 1), ElementsAre(8));
  EXPECT_THAT(made(OpCode::quantity_at_price, {0, std::nan(""), 8, 0, 0, 0, 0}, 1), ElementsAre(8));
  EXPECT_TRUE(std::isnan(made(OpCode::quantity_at_price, {0, std::nan(""), 8, 1, 5, 2, 0}, 1)[0]));
}

struct Moments {
  double mean = 0, variance = 0;
};
Moments moments_of(OpCode code, double a, double b) {
  constexpr int kCount = 20'000;
  double sum = 0, squares = 0;
  for (int member = 0; member < kCount; ++member) {
    const double x = draw_shape(code, 1, static_cast<std::uint64_t>(member), 7, 3, a, b);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kCount;
  return {mean, squares / kCount - mean * mean};
}

// Five standard errors of the mean, a tenth of the variance.
void expect_moments(OpCode code, double a, double b, double mean, double variance) {
  const Moments got = moments_of(code, a, b);
  EXPECT_NEAR(got.mean, mean, 5 * std::sqrt(variance / 20'000)) << a << ", " << b;
  EXPECT_NEAR(got.variance, variance, 0.1 * variance) << a << ", " << b;
}

TEST(DrawShape, HasTheMomentsOfItsDistribution) {
  for (const double order : {0.4, 1.0, 7.5}) {
    expect_moments(OpCode::random_gamma, order, 0, order, order);
  }
  for (const double mean : {0.3, 6.0, 300.0}) {
    expect_moments(OpCode::random_poisson, mean, 0, mean, mean);
  }
  for (const double trials : {5.0, 900.0}) {
    expect_moments(OpCode::random_binomial, trials, 0.3, 0.3 * trials, 0.21 * trials);
  }
}

TEST(DrawShape, RefusesWhatIsNoDistribution) {
  EXPECT_TRUE(std::isnan(draw_shape(OpCode::random_gamma, 1, 1, 1, 1, -1, 0)));
  EXPECT_TRUE(std::isnan(draw_shape(OpCode::random_poisson, 1, 1, 1, 1, -1, 0)));
  EXPECT_TRUE(std::isnan(draw_shape(OpCode::random_binomial, 1, 1, 1, 1, 5, 1.5)));
  EXPECT_EQ(draw_shape(OpCode::random_poisson, 1, 1, 1, 1, 0, 0), 0);
}

}  // namespace
}  // namespace sluice::program
