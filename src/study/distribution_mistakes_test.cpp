// The exact words for mistakes in study.toml.
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

TEST(DistributionMistakes, NotFinite) {
  EXPECT_EQ(
      said_with("mean = 20", "mean = nan"),
      R"(tea/study.toml:23:42: error T504: "mean" of the distribution of "room" is nan; it must be a finite number
   23 | distribution = { kind = "normal", mean = nan, sd = 2 }
      |                                          ^~~
)");
}

TEST(DistributionMistakes, UnknownKind) {
  EXPECT_EQ(
      said_with(R"("normal")", R"("normall")"),
      R"(tea/study.toml:23:25: error T505: "kind" of the distribution of "room" cannot be "normall"
   23 | distribution = { kind = "normall", mean = 20, sd = 2 }
      |                         ^~~~~~~~~
mend: did you mean "normal"?
)");
}

TEST(DistributionMistakes, NoKind) {
  EXPECT_EQ(said_with(R"(kind = "normal", )", ""),
            R"(tea/study.toml:23:16: error T502: the distribution of "room" has no "kind"
   23 | distribution = { mean = 20, sd = 2 }
      |                ^~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(DistributionMistakes, SpreadNotPositive) {
  EXPECT_EQ(
      said_with("sd = 2", "sd = 0"),
      R"(tea/study.toml:23:51: error T504: "sd" of the distribution of "room" is 0; it must be above 0
   23 | distribution = { kind = "normal", mean = 20, sd = 0 }
      |                                                   ^
)");
}

TEST(DistributionMistakes, ParameterMissing) {
  EXPECT_EQ(said_with(", sd = 2", ""),
            R"(tea/study.toml:23:16: error T502: the distribution of "room" has no "sd"
   23 | distribution = { kind = "normal", mean = 20 }
      |                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(DistributionMistakes, ParameterOfAnotherKind) {
  EXPECT_EQ(said_with("sd = 2", "sd = 2, alpha = 3"),
            R"(tea/study.toml:23:54: error T501: the distribution of "room" has no key "alpha"
   23 | distribution = { kind = "normal", mean = 20, sd = 2, alpha = 3 }
      |                                                      ^~~~~
mend: the keys are: central, integer, kind, max, mean, min, sd
)");
}

TEST(DistributionMistakes, QuantilesUpsideDown) {
  EXPECT_EQ(
      said_with("p5 = 0.05, p95 = 0.2", "p5 = 0.5, p95 = 0.2"),
      R"(tea/study.toml:31:54: error T509: the distribution of "loss": "p5" (0.5) must be below "p95" (0.2)
   31 | distribution = { kind = "lognormal", p5 = 0.5, p95 = 0.2 }
      |                                                      ^~~
)");
}

TEST(DistributionMistakes, OneQuantile) {
  EXPECT_EQ(
      said_with("p5 = 0.05, p95 = 0.2", "p5 = 0.05"),
      R"(tea/study.toml:31:43: error T509: the distribution of "loss": one quantile does not fix a lognormal
   31 | distribution = { kind = "lognormal", p5 = 0.05 }
      |                                           ^~~~
mend: state two, as in p5 and p95, or three with p50
)");
}

TEST(DistributionMistakes, QuantileOutsideFamily) {
  EXPECT_EQ(
      said_with("p5 = 0.05, p95 = 0.2", "p5 = -0.05, p95 = 0.2"),
      R"(tea/study.toml:31:43: error T509: the distribution of "loss": a lognormal lies above 0, so p5 cannot be -0.05
   31 | distribution = { kind = "lognormal", p5 = -0.05, p95 = 0.2 }
      |                                           ^~~~~
)");
}

TEST(DistributionMistakes, QuantileOutsideLogitNormal) {
  EXPECT_EQ(
      said_with(R"("lognormal", p5 = 0.05, p95 = 0.2)", R"("logit-normal", p5 = 0.05, p95 = 1.2)"),
      R"(tea/study.toml:31:58: error T509: the distribution of "loss": a logit-normal lies between 0 and 1, so p95 cannot be 1.2
   31 | distribution = { kind = "logit-normal", p5 = 0.05, p95 = 1.2 }
      |                                                          ^~~
)");
}

TEST(DistributionMistakes, QuantileOutsideItsBounds) {
  EXPECT_EQ(
      said_with("p95 = 0.2", "p95 = 0.2, max = 0.1"),
      R"(tea/study.toml:31:55: error T509: the distribution of "loss": p95 = 0.2 lies outside its own "min" and "max"
   31 | distribution = { kind = "lognormal", p5 = 0.05, p95 = 0.2, max = 0.1 }
      |                                                       ^~~
)");
}

TEST(DistributionMistakes, TruncationLeavesNothing) {
  EXPECT_EQ(
      said_with("sd = 2", "sd = 2, min = 60"),
      R"(tea/study.toml:23:60: error T509: the distribution of "room": "min" and "max" leave less than a millionth of this normal
   23 | distribution = { kind = "normal", mean = 20, sd = 2, min = 60 }
      |                                                            ^~
)");
}

TEST(DistributionMistakes, BoundsUpsideDown) {
  EXPECT_EQ(
      said_with("sd = 2", "sd = 2, min = 6, max = 5"),
      R"(tea/study.toml:23:69: error T509: the distribution of "room": "min" (6) must be below "max" (5)
   23 | distribution = { kind = "normal", mean = 20, sd = 2, min = 6, max = 5 }
      |                                                                     ^
)");
}

TEST(DistributionMistakes, ModeOutside) {
  EXPECT_EQ(
      said_with(R"(kind = "normal", mean = 20, sd = 2)",
                R"(kind = "pert", min = 1, mode = 0, max = 3)"),
      R"(tea/study.toml:23:49: error T509: the distribution of "room": "mode" (0) must lie between "min" (1) and "max" (3)
   23 | distribution = { kind = "pert", min = 1, mode = 0, max = 3 }
      |                                                 ^
)");
}

TEST(DistributionMistakes, ShapeLeftOpen) {
  EXPECT_EQ(
      said_with(R"("lognormal", p5 = 0.05)", R"("triangular", p5 = 0.05)"),
      R"(tea/study.toml:31:16: error T510: the distribution of "loss": no triangular fits: two quantiles leave its shape open: give p50 or mode too
   31 | distribution = { kind = "triangular", p5 = 0.05, p95 = 0.2 }
      |                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(DistributionMistakes, HalvesWithoutTheirMedian) {
  EXPECT_EQ(
      said_with(R"("lognormal", p5)", R"("lognormal-halves", p5)"),
      R"(tea/study.toml:31:16: error T510: the distribution of "loss": no lognormal-halves fits: halves go through p50, one quantile below it and one above
   31 | distribution = { kind = "lognormal-halves", p5 = 0.05, p95 = 0.2 }
      |                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)");
  EXPECT_EQ(
      said_with(R"("lognormal", p5 = 0.05, p95 = 0.2)", R"("lognormal-halves")"),
      R"(tea/study.toml:31:25: error T509: the distribution of "loss": lognormal-halves are stated by quantiles
   31 | distribution = { kind = "lognormal-halves" }
      |                         ^~~~~~~~~~~~~~~~~~
mend: give p50, one quantile below it and one above, as in p5 and p95
)");
}

TEST(DistributionMistakes, HalvesOutsideTheirScale) {
  EXPECT_EQ(
      said_with(R"("lognormal", p5 = 0.05, p95 = 0.2)",
                R"("logit-normal-halves", p5 = 0.05, p50 = 0.1, p95 = 1.2)"),
      R"(tea/study.toml:31:76: error T509: the distribution of "loss": a logit-normal-halves lies between 0 and 1, so p95 cannot be 1.2
   31 | distribution = { kind = "logit-normal-halves", p5 = 0.05, p50 = 0.1, p95 = 1.2 }
      |                                                                            ^~~
)");
}

TEST(DistributionMistakes, ImpliedQuantiles) {
  EXPECT_EQ(
      said_with("p5 = 0.05, p95 = 0.2", "p5 = 0.05, p50 = 0.06, p95 = 0.2"),
      R"(tea/study.toml:31:16: note T511: the distribution of "loss": no lognormal has p5 0.05, p50 0.06, p95 0.2; drawn will be p5 0.0422, p50 0.0843, p95 0.169
   31 | distribution = { kind = "lognormal", p5 = 0.05, p50 = 0.06, p95 = 0.2 }
      |                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
why: its parameters cannot meet all of these; the nearest by least squares are taken
mend: state fewer quantiles, or take a kind with another shape
)");
}

TEST(DistributionMistakes, ImpliedQuantilesOfTruncation) {
  EXPECT_EQ(
      said_with("p5 = 0.05, p95 = 0.2", "p5 = 0.05, p95 = 0.2, max = 0.2"),
      R"(tea/study.toml:31:16: note T511: the distribution of "loss": no cut-off lognormal has p5 0.05, p95 0.2; drawn will be p5 0.0495, p95 0.173
   31 | distribution = { kind = "lognormal", p5 = 0.05, p95 = 0.2, max = 0.2 }
      |                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
why: its parameters, and then "min" and "max", cannot meet all of these
mend: state fewer quantiles, or take a kind with another shape
)");
}

TEST(DistributionMistakes, WeightsDoNotMatch) {
  EXPECT_EQ(
      said_with(R"(kind = "normal", mean = 20, sd = 2)",
                R"(kind = "discrete", values = [1, 2], weights = [1])"),
      R"(tea/study.toml:23:64: error T509: the distribution of "room": 2 values need as many weights, not 1
   23 | distribution = { kind = "discrete", values = [1, 2], weights = [1] }
      |                                                                ^~~
)");
}

TEST(DistributionMistakes, WeightNegative) {
  EXPECT_EQ(
      said_with(R"(kind = "normal", mean = 20, sd = 2)",
                R"(kind = "discrete", values = [1, 2], weights = [1, -1])"),
      R"(tea/study.toml:23:64: error T509: the distribution of "room": no weight may be negative
   23 | distribution = { kind = "discrete", values = [1, 2], weights = [1, -1] }
      |                                                                ^~~~~~~
)");
}

TEST(DistributionMistakes, MixtureWithoutWeight) {
  EXPECT_EQ(
      said_with(R"(kind = "normal", mean = 20, sd = 2)",
                R"(kind = "mixture", components = [{ kind = "constant", value = 1 }])"),
      R"(tea/study.toml:23:50: error T502: component 1 of the distribution of "room" has no "weight"
   23 | distribution = { kind = "mixture", components = [{ kind = "constant", value = 1 }] }
      |                                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(DistributionMistakes, CentralOutside) {
  EXPECT_EQ(
      said_with(R"(kind = "lognormal", p5 = 0.05, p95 = 0.2)",
                R"(kind = "lognormal", p5 = 0.05, p95 = 0.2, central = -1)"),
      R"(tea/study.toml:31:16: error T504: the central value of uncertainty "loss" is -1; its distribution spans 0 to inf
   31 | distribution = { kind = "lognormal", p5 = 0.05, p95 = 0.2, central = -1 }
      |                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(DistributionMistakes, AListThatIsCutOff) {
  const std::string said = said_with(R"(kind = "normal", mean = 20, sd = 2)",
                                     R"(kind = "listed", values = [1, 2], min = 1)");
  EXPECT_NE(said.find("a list is taken as it stands, not cut off"), std::string::npos) << said;
}

}  // namespace
}  // namespace sluice::study
