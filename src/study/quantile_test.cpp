#include "study/quantile.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <cmath>

#include "study/normal.h"

namespace sluice::study {
namespace {

TEST(NormalQuantile, AgreesWithBoostFromTailToTail) {
  const boost::math::normal standard;
  for (const double p : {1e-300, 1e-20, 1e-9, 1e-4, 0.01, 0.0749, 0.0751, 0.3, 0.5, 0.51, 0.8,
                         0.9249, 0.9251, 0.999, 1 - 1e-9}) {
    const double known = boost::math::quantile(standard, p);
    EXPECT_NEAR(normal_quantile(p), known, 1e-14 * std::max(1.0, std::abs(known))) << p;
    EXPECT_NEAR(normal_cdf(known), p, 1e-13 * p) << p;
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_EQ(normal_quantile(0.25), -normal_quantile(0.75));
}

// Each family against Boost's own distributions, or a value worked out by hand.
TEST(Quantile, KnownValues) {
  namespace bm = boost::math;
  for (const double p : {0.001, 0.05, 0.3, 0.5, 0.9, 0.999}) {
    EXPECT_NEAR(quantile({.family = Lognormal{1, 0.5}}, p), bm::quantile(bm::lognormal(1, 0.5), p),
                1e-12);
    EXPECT_NEAR(quantile({.family = Beta{2, 3, 10, 20}}, p),
                10 + 10 * bm::quantile(bm::beta_distribution<>(2, 3), p), 1e-12);
    EXPECT_NEAR(quantile({.family = Gamma{3, 2}}, p),
                bm::quantile(bm::gamma_distribution<>(3, 2), p), 1e-11);
    EXPECT_NEAR(quantile({.family = Triangular{1, 2, 5}}, p),
                bm::quantile(bm::triangular(1, 2, 5), p), 1e-13);
    EXPECT_DOUBLE_EQ(quantile({.family = Uniform{-1, 3}}, p), -1 + 4 * p);
    EXPECT_EQ(quantile({.family = Constant{7}}, p), 7);
    const double logit = bm::quantile(bm::normal(0.2, 0.7), p);
    EXPECT_NEAR(quantile({.family = LogitNormal{0.2, 0.7}}, p), 1 / (1 + std::exp(-logit)), 1e-14);
  }
}

TEST(Quantile, DistributionFunctionIsItsInverse) {
  const Distribution many[] = {
      {.family = Uniform{-1, 3}},
      {.family = Triangular{1, 2, 5}},
      {.family = Triangular{1, 1, 5}},
      {.family = Normal{3, 2}, .minimum = 1.0, .maximum = 4.5},
      {.family = Lognormal{1, 0.5}, .maximum = 4.0},
      {.family = LogitNormal{0.2, 0.7}, .minimum = 0.4},
      {.family = Beta{2, 3, 10, 20}, .minimum = 12.0},
      {.family = Gamma{3, 2}, .minimum = 1.0, .maximum = 9.0},
      {.family = Halves{Halves::Scale::plain, -1, 0.2, 3}},
      {.family = Halves{Halves::Scale::logarithm, 3, 0.9, 0.3}, .maximum = 4.0},
      {.family = Halves{Halves::Scale::logit, 0.4, 0.4, 1.2}, .minimum = 0.1},
      {.family = Mixture{{0.3, 0.7}, {{.family = Normal{0, 1}}, {.family = Normal{4, 0.5}}}}},
      {.family = Mixture{{0.5, 0.5}, {{.family = Normal{0, 1}}, {.family = Uniform{0, 1}}}},
       .minimum = 0.2},
  };
  for (std::size_t i = 0; i < std::size(many); ++i) {
    for (int k = 1; k < 100; ++k) {
      const double p = k / 100.0;
      EXPECT_NEAR(cdf(many[i], quantile(many[i], p)), p, 1e-9)
          << "distribution " << i << " at " << p;
    }
    EXPECT_EQ(cdf(many[i], support_of(many[i]).low - 1), 0);
    const double high = support_of(many[i]).high;
    if (std::isfinite(high)) {
      EXPECT_EQ(cdf(many[i], high), 1);
    }
  }
}

TEST(Quantile, HalvesAreAsWideToEachSideAsSaidAndHaveNoGap) {
  const Distribution plain{.family = Halves{Halves::Scale::plain, 2, 1, 5}};
  EXPECT_EQ(quantile(plain, 0.5), 2);
  EXPECT_DOUBLE_EQ(quantile(plain, 0.2), 2 + normal_quantile(0.2));
  EXPECT_DOUBLE_EQ(quantile(plain, 0.8), 2 + 5 * normal_quantile(0.8));
  EXPECT_NEAR(quantile(plain, 0.5 - 1e-12), quantile(plain, 0.5 + 1e-12), 1e-10);
  const Distribution alike{.family = Halves{Halves::Scale::logarithm, 42000, 0.7, 0.7}};
  EXPECT_EQ(quantile(alike, 0.5), 42000);
  for (const double p : {0.01, 0.3, 0.97}) {
    EXPECT_NEAR(quantile(alike, p) / (42000 * std::exp(0.7 * normal_quantile(p))), 1, 1e-13);
  }
}

TEST(Quantile, TruncationKeepsTheBounds) {
  const Distribution cut{.family = Normal{0, 1}, .minimum = 0.0, .maximum = 1.0};
  EXPECT_GE(quantile(cut, 1e-12), 0.0);
  EXPECT_LE(quantile(cut, 1 - 1e-12), 1.0);
  // Half of the mass between 0 and 1 lies below the score of 0.5 + 0.341345/2.
  EXPECT_NEAR(quantile(cut, 0.5), normal_quantile(0.5 + 0.3413447460685429 / 2), 1e-13);
  EXPECT_NEAR(QuantileFunction(cut).kept(), 0.3413447460685429, 1e-13);
}

TEST(Quantile, DiscreteTakesTheSmallestValueThatReachesTheProbability) {
  const Distribution dice{.family = Discrete{{1, 2, 6}, {0.5, 0.25, 0.25}}};
  EXPECT_EQ(quantile(dice, 0.5), 1);
  EXPECT_EQ(quantile(dice, 0.500001), 2);
  EXPECT_EQ(quantile(dice, 0.75), 2);
  EXPECT_EQ(quantile(dice, 0.99), 6);
  EXPECT_EQ(cdf(dice, 2), 0.75);
  EXPECT_EQ(untruncated_cdf_below(dice, 2), 0.5);
}

TEST(Quantile, MixtureWithAnAtomReturnsTheAtomExactly) {
  const Distribution spike{
      .family = Mixture{{0.4, 0.6}, {{.family = Constant{0}}, {.family = Normal{1, 1}}}}};
  const double below = 0.6 * normal_cdf(-1);
  EXPECT_LT(quantile(spike, below * 0.99), 0);
  EXPECT_EQ(quantile(spike, below + 0.01), 0);
  EXPECT_EQ(quantile(spike, below + 0.39), 0);
  EXPECT_GT(quantile(spike, below + 0.41), 0);
  EXPECT_NEAR(quantile(spike, 0.4 + 0.6 * normal_cdf(0.5)), 1.5, 1e-12);
}

TEST(Quantile, CentralValueIsStatedOrTheMedianAndWholeWhereAsked) {
  EXPECT_NEAR(central_value({.family = Normal{2.6, 1}}), 2.6, 1e-15);
  EXPECT_EQ(central_value({.family = Normal{2.6, 1}, .central = 9}), 9);
  EXPECT_EQ(central_value({.family = Normal{2.6, 1}, .integer = true}), 3);
}

}  // namespace
}  // namespace sluice::study
