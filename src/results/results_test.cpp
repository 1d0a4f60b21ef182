#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "base/format.h"
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

TEST(Csv, NumbersThatStayAreWrittenAsOthersAre) {
  Frame frame;
  frame.members = 1;
  constexpr std::size_t kSeries = 30, kTimes = 301;
  for (std::size_t k = 0; k < kSeries; ++k) frame.series.push_back({std::to_string(k), "", "", {}});
  for (std::size_t k = 0; k < kTimes; ++k) frame.times.push_back(0.5 * static_cast<double>(k));
  std::mt19937_64 random(1);  // some numbers stay as they are in the row before
  for (std::size_t k = 0; k < kSeries * kTimes; ++k)
    frame.values.push_back(random() % 3 == 0 ? 1 : static_cast<double>(random()) * 1e-19);
  std::string expected = "Time";
  for (const SeriesInfo& one : frame.series) expected += ',' + one.name;
  for (std::size_t time = 0; time < kTimes; ++time) {
    expected += '\n' + sluice::to_text(frame.times[time]);
    for (std::size_t k = 0; k < kSeries; ++k)
      expected += ',' + sluice::to_text(frame.at(k, time)[0]);
  }
  EXPECT_TRUE(to_csv(frame, 0, {}) == expected + '\n');
}

// Only the ranks that are asked for are put in order; ties and short lists must not show it.
TEST(Quantiles, AreThoseOfSortedValues) {
  const std::vector<double> probabilities = {0, 0.05, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<double> values(1 + random() % 60);
    for (double& value : values) value = static_cast<double>(random() % 25);
    const auto found = quantiles(values, probabilities);
    std::ranges::sort(values);
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
      const double place = probabilities[i] * static_cast<double>(values.size() - 1);
      const auto below = static_cast<std::size_t>(place);
      const double above = values[std::min(below + 1, values.size() - 1)];
      EXPECT_EQ(found[i],
                values[below] + (place - static_cast<double>(below)) * (above - values[below]));
    }
  }
}

}  // namespace
}  // namespace sluice::results
