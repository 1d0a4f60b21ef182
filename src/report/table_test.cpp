#include "report/table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/numbers.h"

namespace sluice::report {
namespace {

Table prices() {
  Table table;
  table.title = "Prices";
  table.columns = {{"chip", Align::left, 0, true, true},
                   {"low", Align::right, 1},
                   {"median", Align::right, 2, true},
                   {"high", Align::right, 1}};
  table.rows = {{"H20 of the year 2025", "10", "12.5", "14"}, {"H200", "20", "25", "28.25"}};
  table.notes = {"k USD"};
  return table;
}

TEST(Table, AlignsItsColumns) {
  EXPECT_EQ(to_text(prices(), {}),
            "Prices\n"
            "chip                  low  median   high\n"
            "H20 of the year 2025   10    12.5     14\n"
            "H200                   20      25  28.25\n"
            "k USD\n");
}

TEST(Table, WrapsWordsFirst) {
  EXPECT_EQ(to_text(prices(), {34, false}),
            "Prices\n"
            "chip            low  median   high\n"
            "H20 of the       10    12.5     14\n"
            "year 2025\n"
            "H200             20      25  28.25\n"
            "k USD\n");
}

TEST(Table, ThenLeavesOutTheLeastImportantAndSaysWhich) {
  EXPECT_EQ(to_text(prices(), {24, false}),
            "Prices\n"
            "chip              median\n"
            "H20 of the year     12.5\n"
            "2025\n"
            "H200                  25\n"
            "k USD\n"
            "left out, the terminal\n"
            "is too narrow: low, high\n");
}

TEST(Table, CountsTheCellsOfWideAndCombiningLetters) {
  EXPECT_EQ(display_width("芯片"), 4U);
  EXPECT_EQ(display_width("e\u0301te"), 3U);
  EXPECT_EQ(display_width("–±é"), 3U);
  Table table;
  table.columns = {{"名", Align::left}, {"n"}};
  table.rows = {{"昇腾", "1"}, {"H20", "2"}};
  EXPECT_EQ(to_text(table, {}), "名    n\n昇腾  1\nH20   2\n");
}

TEST(Table, UsesEscapeCodesOnlyWithColour) {
  EXPECT_EQ(to_text(prices(), {80, false}).find('\x1b'), std::string::npos);
  EXPECT_NE(to_text(prices(), {80, true}).find("\x1b[1mPrices\x1b[0m"), std::string::npos);
}

TEST(Wrap, BreaksBetweenWordsAndKeepsTheIndent) {
  EXPECT_EQ(wrap("one two three four", 9), "one two\nthree\nfour");
  EXPECT_EQ(wrap("one two three", 7, "  "), "  one\n  two\n  three");
  EXPECT_EQ(wrap("extraordinarily long", 5), "extraordinarily\nlong");
  EXPECT_EQ(wrap("one  two", 0), "one two");
  EXPECT_EQ(wrap("in 63 ± 1.5 % of", 12), "in\n63 ± 1.5 %\nof");
  EXPECT_EQ(wrap("", 10), "");
}

TEST(Numbers, HaveThreeSignificantDigits) {
  EXPECT_EQ(show(0.012345), "0.0123");
  EXPECT_EQ(show(12.345), "12.3");
  EXPECT_EQ(show(999.4), "999");
  EXPECT_EQ(show(999.6), "1,000");
  EXPECT_EQ(show(1234567.8), "1,234,568");
  EXPECT_EQ(show(-12345), "-12,345");
  EXPECT_EQ(show(1.234e28), "1.23e+28");
  EXPECT_EQ(show(0), "0");
  EXPECT_EQ(show(std::nan("")), "n/a");
  EXPECT_EQ(show(2.5, {false, true}), "+2.50");
  EXPECT_EQ(show(0, {false, true}), "0");
}

TEST(Numbers, ShowCountsWhole) {
  EXPECT_EQ(show_count(0), "0");
  EXPECT_EQ(show_count(64), "64");
  EXPECT_EQ(show_count(1234567), "1,234,567");
}

TEST(Numbers, ShowFractionsAsPercent) {
  EXPECT_EQ(show(0.4123, {true}), "41.2");
  EXPECT_EQ(show(1, {true}), "100.0");
  EXPECT_EQ(show(0.00023, {true}), "0.02");
  EXPECT_EQ(show(-0.05, {true, true}), "-5.0");
  EXPECT_EQ(show(0, {true}), "0.0");
}

TEST(Numbers, NeverRoundAShareToNoneOrAll) {
  EXPECT_EQ(show_share(0), "0 %");
  EXPECT_EQ(show_share(0.001), "<0.5 %");
  EXPECT_EQ(show_share(0.634), "63 %");
  EXPECT_EQ(show_share(0.999), ">99.5 %");
  EXPECT_EQ(show_share(1), "100 %");
  EXPECT_EQ(show_share(0.634, 0.0152), "63 ± 1.5 %");
  EXPECT_EQ(show_share(std::nan("")), "n/a");
}

}  // namespace
}  // namespace sluice::report
