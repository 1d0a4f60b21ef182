#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ensemble/ensemble.h"
#include "study/normal.h"
#include "study/quantile.h"

namespace sluice::ensemble {
namespace {

study::Study study_of(std::vector<study::Distribution> distributions) {
  study::Study study;
  for (std::size_t i = 0; i < distributions.size(); ++i) {
    study::Uncertainty input;
    input.name = std::string(1, static_cast<char>('a' + i));
    input.distribution = std::move(distributions[i]);
    study.uncertainties.push_back(std::move(input));
  }
  return study;
}

double correlation(std::span<const double> x, std::span<const double> y) {
  const double n = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return xy / std::sqrt(xx * yy);
}

// The empirical quantiles of 4096 Sobol' draws against the quantile function, for every family.
TEST(Draw, DrawsFollowTheirDistributions) {
  const study::Study study = study_of({
      {.family = study::Uniform{2, 4}},
      {.family = study::Triangular{0, 1, 5}},
      {.family = study::Normal{-3, 2}, .minimum = -5.0},
      {.family = study::Lognormal{1, 0.4}},
      {.family = study::LogitNormal{0.5, 1}},
      {.family = study::Beta{2, 5, -1, 1}},
      {.family = study::Gamma{2, 3}},
      {.family =
           study::Mixture{{0.5, 0.5},
                          {{.family = study::Normal{0, 1}}, {.family = study::Normal{9, 1}}}}},
  });
  const results::Draws draws = draw(study, nullptr, 4096, 1);
  for (std::size_t k = 0; k < study.uncertainties.size(); ++k) {
    std::vector<double> sorted(draws.of(k).begin(), draws.of(k).end());
    std::ranges::sort(sorted);
    for (const int rank : {204, 1024, 2047, 3000, 3890}) {
      // Balanced draws: the sample of rank r lies between the quantiles of r/n and (r+1)/n.
      const double low = study::quantile(study.uncertainties[k].distribution, rank / 4096.0);
      const double high = study::quantile(study.uncertainties[k].distribution, (rank + 1) / 4096.0);
      const double value = sorted[static_cast<std::size_t>(rank)];
      EXPECT_GE(value, low) << "input " << k;
      EXPECT_LE(value, high) << "input " << k;
    }
  }
}

TEST(Draw, CorrelationsOfNormalScoresAreAsStated) {
  study::Study study = study_of({{.family = study::Normal{0, 1}},
                                 {.family = study::Uniform{0, 1}},
                                 {.family = study::Normal{5, 2}},
                                 {.family = study::Normal{0, 1}}});
  study.correlations = {{"a", "c", 0.8, {}}, {"d", "a", -0.5, {}}};
  for (const study::Design design :
       {study::Design::monte_carlo, study::Design::latin_hypercube, study::Design::sobol}) {
    study.design = design;
    const results::Draws draws = draw(study, nullptr, 8192, 1);
    EXPECT_NEAR(correlation(draws.of(0), draws.of(2)), 0.8, 0.02);
    EXPECT_NEAR(correlation(draws.of(0), draws.of(3)), -0.5, 0.03);
    EXPECT_NEAR(correlation(draws.of(2), draws.of(3)), 0, 0.03);
    EXPECT_NEAR(correlation(draws.of(0), draws.of(1)), 0, 0.03);
  }
}

TEST(Draw, WorldviewsReplaceAndWholeNumbersAreWhole) {
  study::Study study = study_of(
      {{.family = study::Normal{0, 1}}, {.family = study::Uniform{0.5, 6.5}, .integer = true}});
  study::Worldview worldview;
  worldview.replacements.emplace("a", study::Distribution{.family = study::Constant{42}});
  const results::Draws draws = draw(study, &worldview, 6000, 1);
  EXPECT_TRUE(std::ranges::all_of(draws.of(0), [](double value) { return value == 42; }));
  EXPECT_EQ(std::ranges::count(draws.of(1), 3.0), 1000);
  // What is not replaced is drawn as without the worldview: their difference is paired.
  EXPECT_TRUE(std::ranges::equal(draws.of(1), draw(study, nullptr, 6000, 1).of(1)));
  EXPECT_EQ(draws.names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(draws.design, "sobol");
}

// Written down once: a change of the generator, the scrambling or the mathematics shows here.
TEST(Draw, TheSameBitsEverywhere) {
  study::Study study =
      study_of({{.family = study::Normal{0, 1}}, {.family = study::Lognormal{0, 1}}});
  const results::Draws sobol = draw(study, nullptr, 3, 1);
  study.design = study::Design::monte_carlo;
  const results::Draws by_chance = draw(study, nullptr, 3, 1);
  study.design = study::Design::latin_hypercube;
  const results::Draws cube = draw(study, nullptr, 3, 1);
  const std::vector<std::vector<double>> known = {
      {-0x1.112a9354e2377p+0, 0x1.2eedad571381ap-4, 0x1.a04005dc6a217p-1, 0x1.7ab0f49c353b5p-2,
       0x1.1c7a6f52d199bp+0, 0x1.ca87f6b2d7e58p-1},
      {-0x1.30566e7e66cd3p+0, 0x1.ab099063a1c64p-2, 0x1.d1f58f40e3305p-3, 0x1.369145f375c1fp+0,
       0x1.c1898cbbe16b1p-1, 0x1.09df6c143888cp-1},
      {0x1.281fb2957da1cp-3, 0x1.ca7688be47ebbp-1, -0x1.f577ec942c17cp-1, 0x1.284c762e666ccp-1,
       0x1.28a22405b2edbp+4, 0x1.e57e94b4f02f6p-1}};
  EXPECT_EQ(sobol.values, known[0]);
  EXPECT_EQ(by_chance.values, known[1]);
  EXPECT_EQ(cube.values, known[2]);
}

TEST(Draw, ListedValuesComeInTheirOrder) {
  const study::Study study =
      study_of({{.family = study::Listed{{5, 1, 3}, {1, 3, 5}}}, {.family = study::Uniform{0, 1}}});
  const results::Draws draws = draw(study, nullptr, 5, 1);
  EXPECT_EQ(std::vector<double>(draws.of(0).begin(), draws.of(0).end()),
            (std::vector<double>{5, 1, 3, 5, 1}));
  EXPECT_EQ(study::quantile(study.uncertainties[0].distribution, 0.5), 3);
  EXPECT_EQ(study::cdf(study.uncertainties[0].distribution, 3), 2.0 / 3);
}

}  // namespace
}  // namespace sluice::ensemble
