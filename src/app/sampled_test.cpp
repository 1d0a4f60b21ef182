// Sensitivity setups as distributions, worked out by hand.
#include "app/sampled.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::app {
namespace {

using study::SensitivityMethod;
using study::Varied;

struct Case {
  Varied varied;
  double otherwise = 0;
};

study::SensitivitySetup setup_of(SensitivityMethod method, std::uint64_t simulations) {
  study::SensitivitySetup setup;
  setup.method = method;
  setup.simulations = simulations;
  return setup;
}

Samples sampled(const study::SensitivitySetup& setup, const std::vector<Case>& cases) {
  std::vector<SampledInput> inputs;
  for (const Case& one : cases) inputs.push_back({&one.varied, one.otherwise});
  auto samples = samples_of(setup, inputs);
  EXPECT_TRUE(samples.value.has_value());
  return samples.value.value_or(Samples{});
}

std::string text_of(const std::string& function, const std::vector<double>& arguments) {
  const Case one{{"x", function, arguments, {}}};
  return sampled(setup_of(SensitivityMethod::multivariate, 3), {one}).distributions.at(0);
}

TEST(Sampled, AsAStudyHasIt) {
  EXPECT_EQ(text_of("RANDOM UNIFORM", {1, 2}), "{ kind = \"uniform\", min = 1, max = 2 }");
  EXPECT_EQ(text_of("RANDOM NORMAL", {5, 15, 10, 2}),
            "{ kind = \"normal\", mean = 10, sd = 2, min = 5, max = 15 }");
  EXPECT_EQ(text_of("RANDOM TRIANGULAR", {0, 9, 1, 2, 3}),
            "{ kind = \"triangular\", min = 1, mode = 2, max = 3 }");
  EXPECT_EQ(text_of("RANDOM BETA", {0, 9, 2, 3, 1, 4}),
            "{ kind = \"beta\", alpha = 2, beta = 3, min = 1, max = 5 }");
  EXPECT_EQ(text_of("RANDOM GAMMA", {1, 100, 2, 0, 3}),
            "{ kind = \"gamma\", shape = 2, scale = 3, min = 1, max = 100 }");
  EXPECT_EQ(text_of("RANDOM EXPONENTIAL", {0, 100, 0, 2}),
            "{ kind = \"gamma\", shape = 1, scale = 2, max = 100 }");
  EXPECT_EQ(text_of("RANDOM BINOMIAL", {0, 9, 0.5, 2, 0, 1}),
            "{ kind = \"discrete\", values = [0, 1, 2], weights = [0.25, 0.5, 0.25] }");
  EXPECT_EQ(text_of("VECTOR", {1, 2, 0.5}), "{ kind = \"listed\", values = [1, 1.5, 2] }");
}

// Where the normal distribution leaves nothing between the bounds, all between them is as likely.
TEST(Sampled, UniformWhereNothingIsLeft) {
  EXPECT_EQ(text_of("RANDOM NORMAL", {50, 60, 0, 1}), "{ kind = \"uniform\", min = 50, max = 60 }");
}

TEST(Sampled, OneConstantAfterTheOther) {
  const Samples samples =
      sampled(setup_of(SensitivityMethod::univariate, 200),
              {{{"a", "VECTOR", {1, 2, 1}, {}}, 9}, {{"b", "VECTOR", {5, 7, 1}, {}}, 0}});
  EXPECT_EQ(samples.members, 5U);
  EXPECT_EQ(samples.distributions[0], "{ kind = \"listed\", values = [1, 2, 9, 9, 9] }");
  EXPECT_EQ(samples.distributions[1], "{ kind = \"listed\", values = [0, 0, 5, 6, 7] }");
}

TEST(Sampled, EveryCombinationOfAGrid) {
  const Samples samples =
      sampled(setup_of(SensitivityMethod::latin_grid, 2),
              {{{"a", "RANDOM UNIFORM", {0, 4}, {}}}, {{"b", "VECTOR", {1, 3, 1}, {}}}});
  EXPECT_EQ(samples.members, 6U);
  EXPECT_EQ(samples.distributions[0], "{ kind = \"listed\", values = [1, 1, 1, 3, 3, 3] }");
  EXPECT_EQ(samples.distributions[1], "{ kind = \"listed\", values = [1, 2, 3, 1, 2, 3] }");
}

// The middle of a Weibull distribution of mean 1 and shape 2 is sqrt(ln 2) / gamma(1.5), stretched
// by 3 and shifted by 10.
TEST(Sampled, WhatAStudyHasNotIsListed) {
  const Samples samples = sampled(setup_of(SensitivityMethod::latin_grid, 1),
                                  {{{"a", "RANDOM WEIBULL", {0, 100, 2, 10, 3}, {}}}});
  const std::string& text = samples.distributions[0];
  const double value = std::stod(text.substr(text.find('[') + 1));
  EXPECT_NEAR(value, 10 + 3 * std::sqrt(std::log(2.0)) / std::tgamma(1.5), 1e-9);
  // Cut off at its own middle, the middle of what is left is where three quarters lie below.
  const Samples cut =
      sampled(setup_of(SensitivityMethod::latin_grid, 1),
              {{{"a",
                 "RANDOM WEIBULL",
                 {10 + 3 * std::sqrt(std::log(2.0)) / std::tgamma(1.5), 100, 2, 10, 3},
                 {}}}});
  const std::string& later = cut.distributions[0];
  EXPECT_NEAR(std::stod(later.substr(later.find('[') + 1)),
              10 + 3 * std::sqrt(std::log(4.0)) / std::tgamma(1.5), 1e-7);
}

// The first of their numbers have no chance that can be told from 0.
TEST(Sampled, WholeNumbersFarFromTheFirst) {
  const auto middle_of = [](const std::string& function, const std::vector<double>& arguments) {
    const Samples samples =
        sampled(setup_of(SensitivityMethod::latin_grid, 1), {{{"a", function, arguments, {}}}});
    const std::string& text = samples.distributions[0];
    return std::stod(text.substr(text.find('[') + 1));
  };
  EXPECT_EQ(middle_of("RANDOM BINOMIAL", {0, 1000, 0.9, 1000, 0, 1}), 900);
  EXPECT_EQ(middle_of("RANDOM POISSON", {0, 9000, 800, 0, 1}), 800);
  EXPECT_NEAR(middle_of("RANDOM NEGATIVE BINOMIAL", {0, 9000, 0.5, 2000, 0, 1}), 3999.5, 2);
}

TEST(Sampled, TooMany) {
  study::SensitivitySetup setup = setup_of(SensitivityMethod::latin_grid, 200);
  const Varied varied{"a", "RANDOM UNIFORM", {0, 1}, {}};
  const std::vector<SampledInput> inputs(5, {&varied, 0});
  const auto said = samples_of(setup, inputs).diagnostics;
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].message, "this setup makes 8000000 simulations of 5 constants");
}

}  // namespace
}  // namespace sluice::app
