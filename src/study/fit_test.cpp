#include "study/fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "study/quantile.h"

namespace sluice::study {
namespace {

using Stated = std::vector<StatedQuantile>;

Fit must_fit(Kind kind, const Stated& stated, std::optional<double> mode = {}) {
  auto result = fit({.kind = kind, .quantiles = stated, .mode = mode});
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error());
  return result.value_or(Fit{});
}

void expect_reproduced(const Fit& fit, const Stated& stated, double tolerance) {
  for (const StatedQuantile& one : stated) {
    EXPECT_NEAR(quantile(fit.distribution, one.probability), one.value, tolerance)
        << "p" << 100 * one.probability;
  }
}

TEST(Fit, TwoQuantilesAreMetExactly) {
  const Kind kinds[] = {Kind::uniform,      Kind::normal, Kind::lognormal,
                        Kind::logit_normal, Kind::beta,   Kind::gamma};
  for (const Kind kind : kinds) {
    for (const Stated& stated :
         {Stated{{0.05, 0.4}, {0.95, 0.75}}, Stated{{0.05, 0.01}, {0.95, 0.9}},
          Stated{{0.1, 0.49}, {0.9, 0.51}}, Stated{{0.05, 0.9}, {0.5, 0.99}},
          Stated{{0.05, 1e-4}, {0.95, 0.02}}}) {
      expect_reproduced(must_fit(kind, stated), stated, 1e-7 * stated[1].value);
    }
  }
}

TEST(Fit, HalvesGoThroughAnyThreeQuantiles) {
  for (const Kind kind : {Kind::normal_halves, Kind::lognormal_halves, Kind::logit_normal_halves}) {
    for (const Stated& stated : {Stated{{0.05, 0.2}, {0.5, 0.25}, {0.95, 0.9}},
                                 Stated{{0.05, 0.01}, {0.5, 0.8}, {0.95, 0.83}},
                                 Stated{{0.1, 1e-4}, {0.5, 0.02}, {0.75, 0.5}}}) {
      const Fit found = must_fit(kind, stated);
      expect_reproduced(found, stated, 1e-13);
      EXPECT_TRUE(found.agrees);
    }
  }
  const Stated low = {{0.05, 1}, {0.2, 2}, {0.4, 3}};
  EXPECT_EQ(fit({.kind = Kind::normal_halves, .quantiles = low, .mode = {}}).error(),
            "halves go through p50, one quantile below it and one above");
}

TEST(Fit, KnownParameters) {
  const Fit lognormal = must_fit(Kind::lognormal, {{0.05, 1}, {0.95, 100}});
  EXPECT_NEAR(std::get<Lognormal>(lognormal.distribution.family).mu, std::log(10), 1e-12);
  EXPECT_NEAR(std::get<Lognormal>(lognormal.distribution.family).sigma,
              std::log(10) / 1.6448536269514722, 1e-12);
  const Fit normal = must_fit(Kind::normal, {{0.05, -1}, {0.95, 1}});
  EXPECT_NEAR(std::get<Normal>(normal.distribution.family).sd, 1 / 1.6448536269514722, 1e-12);
  const Beta known{2.5, 7, 0, 1};
  const Distribution beta{.family = known};
  const Fit found =
      must_fit(Kind::beta, {{0.05, quantile(beta, 0.05)}, {0.95, quantile(beta, 0.95)}});
  EXPECT_NEAR(std::get<Beta>(found.distribution.family).alpha, known.alpha, 1e-6);
  EXPECT_NEAR(std::get<Beta>(found.distribution.family).beta, known.beta, 1e-6);
  const Distribution gamma{.family = Gamma{0.7, 30}};
  const Fit again =
      must_fit(Kind::gamma, {{0.05, quantile(gamma, 0.05)}, {0.95, quantile(gamma, 0.95)}});
  EXPECT_NEAR(std::get<Gamma>(again.distribution.family).shape, 0.7, 1e-6);
  EXPECT_NEAR(std::get<Gamma>(again.distribution.family).scale, 30, 1e-4);
}

TEST(Fit, ThirdQuantileThatAgreesLeavesTheOuterOnesExact) {
  const Stated stated{{0.05, 0.40}, {0.50, 0.60}, {0.95, 0.75}};
  const Fit result = must_fit(Kind::logit_normal, stated);
  EXPECT_TRUE(result.agrees);
  expect_reproduced(result, {stated[0], stated[2]}, 1e-12);
}

TEST(Fit, ThirdQuantileThatDisagreesMovesAllByLeastSquares) {
  const Stated stated{{0.05, 1}, {0.50, 2}, {0.95, 100}};
  const Fit result = must_fit(Kind::lognormal, stated);
  EXPECT_FALSE(result.agrees);
  // By hand: the scores are symmetric, so the slope is the outer one and mu the mean of the logs.
  const auto& family = std::get<Lognormal>(result.distribution.family);
  EXPECT_NEAR(family.mu, (std::log(2.0) + std::log(100.0)) / 3, 1e-12);
  EXPECT_NEAR(family.sigma, std::log(100.0) / 2 / 1.6448536269514722, 1e-12);
  for (const Kind kind : {Kind::beta, Kind::gamma}) {
    const Stated skewed{{0.05, 0.1}, {0.50, 0.75}, {0.95, 0.8}};
    const Fit other = must_fit(kind, skewed);
    EXPECT_FALSE(other.agrees);
    EXPECT_GT(quantile(other.distribution, 0.5), 0.1);
    EXPECT_LT(quantile(other.distribution, 0.5), 0.8);
  }
}

TEST(Fit, TriangularAndPertThroughThreeQuantiles) {
  for (const Kind kind : {Kind::triangular, Kind::pert}) {
    const Stated stated{{0.05, 2}, {0.50, 4.5}, {0.95, 8}};
    const Fit result = must_fit(kind, stated);
    EXPECT_TRUE(result.agrees);
    expect_reproduced(result, stated, 1e-9);
    const Fit symmetric = must_fit(kind, {{0.05, 2}, {0.50, 4}, {0.95, 6}});
    EXPECT_NEAR(support_of(symmetric.distribution).low + support_of(symmetric.distribution).high, 8,
                1e-9);
    const Fit impossible = must_fit(kind, {{0.05, 2}, {0.50, 2.1}, {0.95, 8}});
    EXPECT_FALSE(impossible.agrees);
  }
}

TEST(Fit, TriangularAndPertWithAStatedMode) {
  const Fit triangular = must_fit(Kind::triangular, {{0.05, 2}, {0.95, 8}}, 4);
  expect_reproduced(triangular, {{0.05, 2}, {0.95, 8}}, 1e-9);
  EXPECT_NEAR(std::get<Triangular>(triangular.distribution.family).mode, 4, 1e-6);
  const Fit pert_fit = must_fit(Kind::pert, {{0.05, 2}, {0.95, 8}}, 4);
  expect_reproduced(pert_fit, {{0.05, 2}, {0.95, 8}}, 1e-9);
  const Stated stated{{0.05, 2}, {0.95, 8}};
  EXPECT_EQ(fit({.kind = Kind::triangular, .quantiles = stated, .mode = 1.0}).error(),
            "no such distribution has its mode that far to one side");
  EXPECT_EQ(fit({.kind = Kind::pert, .quantiles = stated, .mode = {}}).error(),
            "two quantiles leave its shape open: give p50 or mode too");
}

TEST(Fit, PertIsItsBeta) {
  const Beta beta = pert(0, 1, 4);
  EXPECT_EQ(beta.alpha, 2);
  EXPECT_EQ(beta.beta, 4);
  // Mean (0 + 4 * 1 + 4) / 6 = 4/3, and alpha / (alpha + beta) * 4 is the same.
  EXPECT_DOUBLE_EQ(beta.alpha / (beta.alpha + beta.beta) * 4, 4.0 / 3);
}

}  // namespace
}  // namespace sluice::study
