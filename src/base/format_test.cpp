#include "base/format.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace sluice {
namespace {

TEST(Format, FillsAPattern) { EXPECT_EQ(format("{} of {:>3}", "one", 10), "one of  10"); }

TEST(Format, WritesTheShortestTextThatReadsBack) {
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(1e22), "1e+22");
  EXPECT_EQ(to_text(100000.0), "100000");
  EXPECT_EQ(to_text(-0.0), "-0");
  for (const double value : {1.0 / 3, 5e-324, std::numeric_limits<double>::max(), -2.5e-7}) {
    EXPECT_EQ(std::strtod(to_text(value).c_str(), nullptr), value);
  }
}

TEST(Format, WritesWhatIsNoNumber) {
  EXPECT_EQ(to_text(std::nan("")), "nan");
  EXPECT_EQ(to_text(-std::nan("")), "nan");
  EXPECT_EQ(to_text(-INFINITY), "-inf");
  EXPECT_EQ(to_fixed(std::nan(""), 2), "nan");
  EXPECT_EQ(to_significant(INFINITY, 3), "inf");
}

TEST(Format, WritesFixedDecimals) {
  EXPECT_EQ(to_fixed(2.345, 1), "2.3");
  EXPECT_EQ(to_fixed(-0.001, 2), "0.00");
  EXPECT_EQ(to_fixed(1e300, 0).size(), 301U);
}

TEST(Format, WritesSignificantDigits) {
  EXPECT_EQ(to_significant(0.012345, 3), "0.0123");
  EXPECT_EQ(to_significant(1.2345, 3), "1.23");
  EXPECT_EQ(to_significant(9.996, 3), "10.0");
  EXPECT_EQ(to_significant(1234567, 3), "1234567");
  EXPECT_EQ(to_significant(1.234e28, 3), "1.23e+28");
  EXPECT_EQ(to_significant(1.234e-9, 3), "1.23e-09");
  EXPECT_EQ(to_significant(-0.5, 2), "-0.50");
  EXPECT_EQ(to_significant(-0.0, 2), "0");
}

TEST(Format, SplitsAtEverySeparator) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("a, b,,c", ','), (Parts{"a", " b", "", "c"}));
  EXPECT_EQ(split("a;", ';'), (Parts{"a", ""}));
  EXPECT_EQ(split("", ','), Parts{""});
}

}  // namespace
}  // namespace sluice
