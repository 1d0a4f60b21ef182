// The world around the two capitals in the chips model: other US designers, sites without power,
// third countries, packaging and memory, retaliation, a truce that lapses, research paid by sales.
// Each shows what it must and no longer does with its switch off.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "flagship_futures.h"

namespace sluice::tests {
namespace {

TEST(FlagshipWorld, OtherUsDesignersAreAQuarterOfTheWorld) {
  const Flagship one = flagship_with({"World compute sold"}, {"Other designers switch"});
  const double all = Futures(one, "today").at("World compute sold", 47);
  const double nvidia =
      Futures(one, "today", {{"Other designers switch", 0}}).at("World compute sold", 47);
  EXPECT_NEAR(1 - nvidia / all, 0.3, 0.07);
}

TEST(FlagshipWorld, SitesWithoutPowerHoldUsComputeBackAndSpareIt) {
  const Flagship one =
      flagship_with({"US compute", "US chips awaiting power", "Displaced additions"},
                    {"Site power switch", "Input displacement switch"});
  const Futures real(one, "h200x_beijing_open", {{"Site power switch", 1}});
  const Futures ample(one, "h200x_beijing_open");
  EXPECT_GT(real.at("US chips awaiting power[Training]", 71), 100);
  EXPECT_LT(real.at("US compute[Training]", 71), ample.at("US compute[Training]", 71));
  EXPECT_GT(real.at("Displaced additions", 65), 0);
  EXPECT_EQ(Futures(one, "h200x_beijing_open", {{"Input displacement switch", 0}})
                .at("Displaced additions", 65),
            0);
}

// A number of the median future under a policy, in a world that is edited in one place.
double edited_world(const std::string& scenario, const std::string& variable, double time,
                    const std::string& from, const std::string& to) {
  const Flagship one({.variables = {variable}, .rewrite = [&](std::string text) {
                        return edited(std::move(text), from, to);
                      }});
  return Futures(one, scenario).at(variable, time);
}

// What is ordered outside China is met as far as packaging and memory reach.
TEST(FlagshipWorld, ScarceInputsLeaveOrdersOfUsBuyersUnfilled) {
  const Flagship one =
      flagship_with({"World additions on 8 bit", "World plan on 8 bit", "Orders over plan"},
                    {"Input limits switch"});
  const Futures today(one, "today");
  const Futures off(one, "today", {{"Input limits switch", 0}});
  const std::string world = "World additions on 8 bit";
  const std::string plan = "World plan on 8 bit";
  EXPECT_EQ(today.at(world, 56), today.at(plan, 56)) << "what was built is what inputs let through";
  for (std::size_t m = 0; m < kMembers; ++m) {
    EXPECT_LE(today.value(world, 90, m), off.value(world, 90, m)) << "a limit raises no output";
    EXPECT_LE(today.value(world, 90, m),
              today.value(plan, 90, m) * today.value("Orders over plan", 90, m) * (1 + 1e-12));
  }
  // Makers who foresee less leave more of it unfilled.
  const std::string foresight = "Growth built for[Input] = Foresight";
  const auto unfilled = [&](const std::string& factor) {
    return edited_world("today", "US unfilled orders", 90, foresight,
                        "Growth built for[Input] = " + factor + " * Foresight");
  };
  EXPECT_GT(unfilled("0.7"), 1.1 * unfilled("1"));
  EXPECT_LT(unfilled("1.3"), 0.95 * unfilled("1"));
}

// A part newly built for China costs others theirs while inputs are short, and far less
// where there is enough for all to begin with; who comes first decides on whom the shortage falls.
TEST(FlagshipWorld, PartsBuiltForChinaCostUsBuyersWhileInputsAreShort) {
  const Flagship one =
      flagship_with({"US compute foregone", "US unfilled orders", "Cumulative units sold"});
  const std::string foregone = "US compute foregone";
  const std::string sold = "Cumulative units sold[B30A class]";
  const Futures open(one, "b30a_beijing_open");
  const Futures ban(one, "ban");
  EXPECT_GT(open.at(foregone, 84), 2 * ban.at(foregone, 84) + 100);
  EXPECT_GT(open.at("US unfilled orders", 72), ban.at("US unfilled orders", 72));
  EXPECT_LT(edited_world("b30a_beijing_open", foregone, 84, "\nOrders over plan = 1 + Gap over",
                         "\nOrders over plan = 0.9 + 0.01 * Gap over"),
            0.55 * open.at(foregone, 84));
  const Futures first(one, "b30a_beijing_open", {{"us_buyers_first", 1}});
  EXPECT_LT(first.at(foregone, 84), 0.2 * open.at(foregone, 84));
  EXPECT_LT(first.at(sold, 84), 0.8 * open.at(sold, 84));
}

// What is foregone is the difference that the parts make to what others get, of either sign: they
// take from the inputs, and their orders build lines that others keep.
TEST(FlagshipWorld, WhatOthersForgoIsWhatTheyGetLess) {
  const std::string world = "World additions on 8 bit";
  const std::string displaced = "Displaced additions";
  const Flagship one = flagship_with({world, displaced, "US compute foregone"});
  const Futures open(one, "b30a_beijing_open");
  const Futures ban(one, "ban");
  for (const double time : {65.0, 71.0, 83.0, 107.0}) {
    for (std::size_t m = 0; m < kMembers; ++m) {
      const double less = ban.value(world, time, m) - open.value(world, time, m);
      EXPECT_NEAR(open.value(displaced, time, m) - ban.value(displaced, time, m), less,
                  1e-9 * ban.value(world, time, m));
    }
  }
  EXPECT_GT(open.at(displaced, 65), 50);
  EXPECT_LT(open.at(displaced, 83), -50);
  EXPECT_LT(open.at("US compute foregone", 107), ban.at("US compute foregone", 107));
}

// With no policy changed the decision takes nothing from anyone: what parts for China took of the
// inputs until then is not taken again.
TEST(FlagshipWorld, TheDecisionAloneCutsNoBuild) {
  const Flagship one = flagship_with(
      {"World additions on 8 bit", "World plan on 8 bit", "Starts for China", "Input for China"});
  const Futures today(one, "today");
  const std::string amd = "Starts for China[AMD class]";
  for (std::size_t m = 0; m < kMembers; ++m) {
    EXPECT_GT(today.value("World additions on 8 bit", 57, m),
              0.997 * today.value("World plan on 8 bit", 57, m));
    EXPECT_GT(today.value("Input for China", 57, m), 0.99);
  }
  EXPECT_GT(today.at(amd, 57), 0.96 * today.at(amd, 56));
}

// Where makers foresee enough for all, others' orders are met first and the rest goes to China.
TEST(FlagshipWorld, WithUsBuyersFirstChinaGetsWhatIsLeft) {
  const Flagship one({.variables = {"Input for China", "World additions on 8 bit",
                                    "World plan on 8 bit", "Orders over plan", "Starts for China"},
                      .rewrite = [](std::string text) {
                        return edited(std::move(text), "Growth built for[Input] = Foresight",
                                      "Growth built for[Input] = 1.5 * Foresight");
                      }});
  const Futures first(one, "b30a_beijing_open", {{"us_buyers_first", 1}});
  for (std::size_t m = 0; m < kMembers; ++m) {
    EXPECT_EQ(first.value("Input for China", 57, m), 0) << "orders stand over supply";
    for (const double time : {65.0, 71.0, 84.0}) {
      if (first.value("Input for China", time, m) == 0) continue;
      const double orders =
          first.value("World plan on 8 bit", time, m) * first.value("Orders over plan", time, m);
      EXPECT_NEAR(first.value("World additions on 8 bit", time, m), orders, 1e-9 * orders);
    }
  }
  EXPECT_GT(first.at("Input for China", 71), 0.5);
  EXPECT_GT(first.at("Starts for China[B30A class]", 71), 10);
}

TEST(FlagshipWorld, BarringThirdCountriesNarrowsTheSideDoors) {
  const Flagship one = flagship_with(
      {"Leased abroad flow", "Smuggled flow", "US additions", "Third country compute"},
      {"Third country switch"});
  const Futures today(one, "today");
  const Futures barred(one, "today", {{"us_third_countries", 0.6}});
  for (const char* less : {"Leased abroad flow", "Smuggled flow", "Third country compute"}) {
    EXPECT_LT(barred.at(less, 95), 0.9 * today.at(less, 95)) << less;
  }
  EXPECT_GT(barred.at("US additions[Training]", 95), today.at("US additions[Training]", 95));
  const Futures off(one, "today", {{"us_third_countries", 0.6}, {"Third country switch", 0}});
  EXPECT_GE(off.at("Leased abroad flow", 95), 0.9999 * today.at("Leased abroad flow", 95));
}

TEST(FlagshipWorld, RetaliationAnswersATighteningOnceTheTruceIsOver) {
  const Flagship one = flagship_with({"World additions on 8 bit"});
  const std::string world = "World additions on 8 bit";
  const Settings retaliates = {{"cn_rare_earth", 1}};
  const Futures plain(one, "ban");
  const Futures answered(one, "ban", retaliates);
  EXPECT_EQ(answered.at(world, 58), plain.at(world, 58)) << "the truce holds";
  EXPECT_LT(answered.at(world, 60), 0.99 * plain.at(world, 60));
  EXPECT_GT(answered.at(world, 107), 0.99 * plain.at(world, 107)) << "it does not last";
  EXPECT_EQ(Futures(one, "today", retaliates).at(world, 60), Futures(one, "today").at(world, 60))
      << "nothing was tightened";
}

TEST(FlagshipWorld, ALapsedTruceShutsTheGateForAYear) {
  const Flagship one = flagship_with({"Regime open", "Truce lapses"});
  const Futures linked(one, "h200", {{"us_linked_bargaining", 1}});
  std::size_t lapsed = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    const bool lapses = linked.value("Truce lapses", 65, m) > 0.5;
    lapsed += lapses ? 1 : 0;
    EXPECT_EQ(linked.value("Regime open", 65, m), lapses ? 0 : 1) << m;
    EXPECT_EQ(linked.value("Regime open", 73, m), 1) << m;
  }
  EXPECT_GT(lapsed, 0U);
  EXPECT_LT(lapsed, kMembers / 2);
}

// China is at most one percent of data-centre revenue (CI148), so it is off in the default set.
TEST(FlagshipWorld, ResearchPaidByChinaSalesRaisesUsOutputWhereItIsOn) {
  const std::string world = "World additions on 8 bit";
  const Flagship one = flagship_with({world}, {"R and D feedback switch", "Input limits switch"});
  const auto gain = [&](double on) {
    // What is built for China also draws packaging and memory: not asked here.
    const Settings settings = {{"R and D feedback switch", on}, {"Input limits switch", 0}};
    return Futures(one, "open", with(kBeijingOpen, settings)).at(world, 107) /
               Futures(one, "ban", settings).at(world, 107) -
           1;
  };
  EXPECT_GT(gain(1), 1e-4);
  EXPECT_LT(gain(1), 0.03) << "ITIF counts all semiconductors";
  EXPECT_NEAR(gain(0), 0, 1e-12);
}

}  // namespace
}  // namespace sluice::tests
