#include "model/unit.h"

#include <gtest/gtest.h>

#include "model/check_testing.h"
#include "model/unit_rule.h"

namespace sluice::model {
namespace {

std::string read(const std::string& text) {
  const auto unit = parse_unit(text, UnitNames());
  return unit ? to_text(*unit) : "malformed";
}

TEST(UnitText, IsPutIntoOneForm) {
  EXPECT_EQ(read("usd/(unit*month)"), "usd/(month*unit)");
  EXPECT_EQ(read("usd/unit/Month"), "usd/(month*unit)");
  EXPECT_EQ(read("1/year"), "1/year");
  EXPECT_EQ(read("k units / months"), "k units/month");
  EXPECT_EQ(read("m*m/m"), "m");
  EXPECT_EQ(read("m^2 * m^-2"), "dimensionless");
  EXPECT_EQ(read("(usd/year)^2"), "usd^2/year^2");
  EXPECT_EQ(read("People/Year"), "person/year");
  EXPECT_EQ(read("m^0.5"), "m^0.5");
}

TEST(UnitText, Dimensionless) {
  for (const char* text : {"Dmnl", "dimensionless", "1", "DMNL", "1/1"}) {
    EXPECT_EQ(read(text), "dimensionless") << text;
  }
  EXPECT_EQ(read("fraction"), "fraction");
  EXPECT_EQ(read(""), "unknown");
}

TEST(UnitText, Malformed) {
  for (const char* text : {"usd/", "*usd", "(usd", "usd)", "usd^x", "12", "usd**m", "usd^"}) {
    EXPECT_EQ(read(text), "malformed") << text;
  }
  EXPECT_EQ(read(std::string(100'000, '(')), "malformed");
}

TEST(UnitText, TheFileMayAddNames) {
  UnitNames names;
  names.add({"fraction", "Dmnl"});
  names.add({"chip", "chips"});
  names.add({"piece", "pieces"});
  names.add({"chips", "pieces"});
  EXPECT_EQ(to_text(*parse_unit("fraction", names)), "dimensionless");
  EXPECT_EQ(parse_unit("piece/month", names), parse_unit("Chips/month", names));
}

TEST(UnitRules, AllParseWithOneTermForEachArgument) {
  for (const BuiltinInfo& info : all_builtins()) {
    if (info.id == Builtin::power) continue;
    EXPECT_EQ(parse_unit_rule(info.unit_rule).arguments.size(), info.most_arguments) << info.name;
  }
}

// No warning says that the units balance.
std::string warned(const std::string& equation, const std::string& unit) {
  return said_of("x = " + equation + " ~ " + unit +
                 " ~|\na = 1 ~ ton ~|\nb = 2 ~ usd ~|\nflow = 3 ~ ton/month ~|\n"
                 "delay = 4 ~ month ~|\nshare = 1 ~ Dmnl ~|\nbare = 1 ~~|\n"
                 "table((0,0),(1,1)) ~ usd ~|\n");
}

TEST(UnitCheck, WhatBalances) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a * b", "ton*usd"},
      {"a / delay", "ton/month"},
      {"INTEG(flow, a)", "ton"},
      {"INTEG(flow, 0)", "ton"},
      {"MAX(a, 0)", "ton"},
      {"a + 1", "ton"},
      {"IF THEN ELSE(b > 3, a, 0)", "ton"},
      {"ZIDZ(a, b)", "ton/usd"},
      {"ZIDZ(1, b)", "1/usd"},
      {"XIDZ(a, b, 1)", "ton/usd"},
      {"SQRT(a * a)", "ton"},
      {"a ^ 2", "ton^2"},
      {"POWER(a, 2)", "ton^2"},
      {"share ^ share", "Dmnl"},
      {"SMOOTH(a, delay)", "ton"},
      {"DELAY3(flow, delay)", "ton/month"},
      {"TREND(a, delay, 0)", "1/month"},
      {"table(share)", "usd"},
      {"table(a / a)", "usd"},
      {"RAMP(flow, 3, 5)", "ton"},
      {"STEP(a, 5)", "ton"},
      {"PULSE(3, 1) * a", "ton"},
      {"EXP(a / a)", "Dmnl"},
      {"a * bare", "usd"},
      {"(a > 3) * b", "usd"},
      {"WITH LOOKUP(a, ((0,0),(1,1)))", "usd"},
      {"Time", "month"},
      {"RANDOM UNIFORM(0, 1, 3)", "Dmnl"},
      {"3", "ton"},
      {"-a", "ton"},
      {"0 * 5", "ton"}};
  for (const auto& [equation, unit] : cases) EXPECT_EQ(warned(equation, unit), "") << equation;
}

TEST(UnitCheck, WhatDoesNot) {
  const std::vector<std::pair<std::string, std::string>> cases = {{"a * b", "ton"},
                                                                  {"ZIDZ(1, b)", "usd"},
                                                                  {"2 * a", "Dmnl"},
                                                                  {"MAX(a, b)", "ton"},
                                                                  {"SMOOTH(a, a)", "ton"},
                                                                  {"a + 2 * share", "ton"},
                                                                  {"INTEG(a, a)", "ton"},
                                                                  {"STEP(a, b)", "ton"},
                                                                  {"MODULO(a, b)", "ton"},
                                                                  {"IF THEN ELSE(1, a, b)", "ton"},
                                                                  {"TREND(a, delay, 0)", "Dmnl"},
                                                                  {"table(1)", "ton"}};
  for (const auto& [equation, unit] : cases) EXPECT_NE(warned(equation, unit), "") << equation;
}

}  // namespace
}  // namespace sluice::model
