// Random functions by their moments and bounds over many members.
#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

struct Sample {
  double mean = 0, deviation = 0, least = 1e300, most = -1e300;
};

Sample sample_of(const std::string& call, std::size_t count = 4000) {
  const model::Model model =
      text_model("tent((0,0),(1,2),(2,0)) ~~|\ny = " + call + " ~~|", {0, 1, 0});
  Options options;
  options.outputs = {cell(model, "y")};
  const program::Program program = lowered(model, options);
  program::MemberInputs inputs = program::central_inputs(program);
  Sample sample;
  double squares = 0;
  for (std::size_t member = 0; member < count; ++member) {
    inputs.member = member;
    const double x = program::run_member(program, inputs).front();
    sample.mean += x / static_cast<double>(count);
    squares += x * x / static_cast<double>(count);
    sample.least = std::min(sample.least, x);
    sample.most = std::max(sample.most, x);
  }
  sample.deviation = std::sqrt(squares - sample.mean * sample.mean);
  return sample;
}

void expect_sample(const std::string& call, double mean, double deviation) {
  const Sample sample = sample_of(call);
  EXPECT_NEAR(sample.mean, mean, 5 * deviation / std::sqrt(4000.0)) << call;
  EXPECT_NEAR(sample.deviation, deviation, 0.12 * deviation) << call;
}

TEST(RandomFunctions, HaveTheMomentsOfTheirDistribution) {
  expect_sample("RANDOM EXPONENTIAL(-100, 100, 1, 2, 0)", 3, 2);
  expect_sample("RANDOM TRIANGULAR(0, 10, 0, 3, 6, 0)", 3, std::sqrt(1.5));
  expect_sample("RANDOM WEIBULL(0, 100, 1, 0, 5, 0)", 5, 5);
  expect_sample("RANDOM GAMMA(0, 100, 4, 0, 1, 0)", 4, 2);
  expect_sample("RANDOM POISSON(0, 100, 9, 0, 1, 0)", 9, 3);
  expect_sample("RANDOM BINOMIAL(0, 100, 0.5, 16, 0, 1, 0)", 8, 2);
  expect_sample("RANDOM NEGATIVE BINOMIAL(0, 1000, 0.5, 8, 0, 1, 0)", 16, 4);
  expect_sample("RANDOM BETA(0, 1, 2, 2, 0, 1, 0)", 0.5, std::sqrt(0.05));
  expect_sample("RANDOM LOOKUP(tent, -9, 9, 0, 1, 0)", 1, std::sqrt(1.0 / 6));
}

// Each call has a stream of its own.
TEST(RandomFunctions, DifferWithinAnEquation) {
  for (const char* call :
       {"RANDOM NORMAL(-9, 9, 0, 1, 0)", "RANDOM PINK NOISE(0, 1, 2, TIME STEP, 0)"}) {
    const auto differences = values_of(format("y = {0} - {0} ~~|", call), "y", {100});
    EXPECT_NE(differences.back(), 0) << call;
  }
}

TEST(RandomFunctions, StayWithinTheirBounds) {
  for (const char* call :
       {"RANDOM EXPONENTIAL(0.5, 1.5, 0, 1, 0)", "RANDOM TRIANGULAR(0.5, 1.5, 0, 1, 6, 0)",
        "RANDOM WEIBULL(0.5, 1.5, 2, 0, 1, 0)", "RANDOM GAMMA(0.5, 1.5, 1, 0, 1, 0)",
        "RANDOM LOOKUP(tent, 0.5, 1.5, 0, 1, 0)"}) {
    const Sample sample = sample_of(call, 500);
    EXPECT_GE(sample.least, 0.5) << call;
    EXPECT_LE(sample.most, 1.5) << call;
    EXPECT_GT(sample.deviation, 0.1) << call;
  }
}

TEST(RandomPinkNoise, RemembersAndHasItsDeviation) {
  const std::vector<double> noise =
      values_of("y = RANDOM PINK NOISE(10, 2, 5, TIME STEP, 1) ~~|", "y", {20'000});
  double mean = 0, variance = 0, next = 0;
  for (const double x : noise) mean += x / static_cast<double>(noise.size());
  for (std::size_t i = 0; i + 1 < noise.size(); ++i) {
    variance += (noise[i] - mean) * (noise[i] - mean) / static_cast<double>(noise.size());
    next += (noise[i] - mean) * (noise[i + 1] - mean) / static_cast<double>(noise.size());
  }
  EXPECT_NEAR(mean, 10, 0.4);
  EXPECT_NEAR(std::sqrt(variance), 2, 0.2);
  EXPECT_NEAR(next / variance, 0.8, 0.05);
}

}  // namespace
}  // namespace sluice::lower
