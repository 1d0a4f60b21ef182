#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "results/csv.h"
#include "results/frame.h"

namespace sluice::results {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Quantile, LinearInterpolationType7) {
  const std::array<double, 5> probabilities = {0, 0.25, 0.5, 0.9, 1};
  const auto known = quantiles({4, 1, 3, 2}, probabilities);
  EXPECT_EQ(known[0], 1);
  EXPECT_DOUBLE_EQ(known[1], 1.75);
  EXPECT_DOUBLE_EQ(known[2], 2.5);
  EXPECT_DOUBLE_EQ(known[3], 3.7);
  EXPECT_EQ(known[4], 4);
  EXPECT_EQ(quantile({7}, 0.3), 7);
}

TEST(Quantile, NothingAndNaNGiveNaN) {
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile({1, kNaN, 2}, 0.5)));
}

Frame two_series() {
  Frame frame;
  frame.series = {{"a \"b\", c[x,y]", "first", "units"}, {"plain", "second", "units"}};
  frame.times = {0, 0.5};
  frame.members = 2;
  frame.values = {0.1, 1, 1.0 / 3, 2, 1e22, 3, -0.0, 4};
  return frame;
}

TEST(Csv, ShortestNumbersThatReadBackAndQuotedNames) {
  EXPECT_EQ(to_csv(two_series(), 0, {}),
            "Time,\"a \"\"b\"\", c[x,y]\",plain\n"
            "0,0.1,1e+22\n"
            "0.5,0.3333333333333333,-0\n");
}

TEST(Csv, DateAfterTimeForAStudy) {
  EXPECT_EQ(to_csv(two_series(), 1, Calendar{{2022 * 12}, TimeUnit::month}),
            "Time,Date,\"a \"\"b\"\", c[x,y]\",plain\n"
            "0,2022-01,1,3\n"
            "0.5,2022-01-16,2,4\n");
}

}  // namespace
}  // namespace sluice::results
