#include "base/number.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice {
namespace {

TEST(Number, ReadsWhatSpellsANumber) {
  EXPECT_EQ(number_in("12"), 12);
  EXPECT_EQ(number_in("-0.5"), -0.5);
  EXPECT_EQ(number_in(".5"), 0.5);
  EXPECT_EQ(number_in("5."), 5);
  EXPECT_EQ(number_in("1e6"), 1e6);
  EXPECT_EQ(number_in("+3E-2"), 0.03);
  EXPECT_EQ(number_in("-inf"), -INFINITY);
  EXPECT_TRUE(std::isnan(number_in("nan").value()));
}

TEST(Number, ReadsOnlyThePartThatItIsGiven) {
  const std::string_view text = "12345";
  EXPECT_EQ(number_in(text.substr(1, 2)), 23);
}

TEST(Number, RefusesOtherText) {
  for (const char* text : {"", " 1", "1 ", "1.2.3", "one", "1e", "+-1", "--1", "0x10", "1,5"}) {
    EXPECT_EQ(number_in(text), std::nullopt) << text;
  }
}

TEST(Number, GivesInfinityAndZeroAtTheEndsOfTheRange) {
  EXPECT_EQ(number_in("1e999"), INFINITY);
  EXPECT_EQ(number_in("-1e999"), -INFINITY);
  EXPECT_EQ(number_in("1e-999"), 0);
}

}  // namespace
}  // namespace sluice
