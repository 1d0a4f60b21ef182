// The world around the two capitals in the chips model: other US designers, sites without power,
// third countries, packaging and memory, retaliation, a truce that lapses, research paid by sales.
// Each shows what it must and no longer does with its switch off.
#include <gtest/gtest.h>

#include <algorithm>
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

// Whether parts for China take from others, draw lines for them, or both.
TEST(FlagshipWorld, ALimitRaisesNoOutputInAnyFuture) {
  const std::string world = "World additions on 8 bit";
  const std::string sold = "World compute sold";
  const Flagship one = flagship_with({world, sold}, {"Input limits switch"});
  for (const char* scenario : {"today", "ban", "b30a_beijing_open", "looser_letters", "open"}) {
    const Futures on(one, scenario);
    const Futures off(one, scenario, {{"Input limits switch", 0}});
    std::size_t bind = 0;
    for (std::size_t m = 0; m < kMembers; ++m) {
      for (double time = 57; time <= 119; ++time) {
        EXPECT_LE(on.value(world, time, m), off.value(world, time, m)) << scenario << time;
        EXPECT_LE(on.value(sold, time, m), off.value(sold, time, m)) << scenario << time;
      }
      bind += on.value(sold, 119, m) < 0.99 * off.value(sold, 119, m) ? 1U : 0U;
    }
    EXPECT_GT(bind, kMembers / 2) << scenario;
  }
}

// What is ordered outside China is met as far as packaging and memory reach.
TEST(FlagshipWorld, ScarceInputsLeaveOrdersOfUsBuyersUnfilled) {
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
  EXPECT_LT(edited_world("b30a_beijing_open", foregone, 84,
                         "\nOrders over plan = Demand in force * (1 + Gap over",
                         "\nOrders over plan = Demand in force * (0.9 + 0.01 * Gap over"),
            0.55 * open.at(foregone, 84));
  const Futures first(one, "b30a_beijing_open", {{"us_buyers_first", 1}});
  EXPECT_LT(first.at(foregone, 84), 0.2 * open.at(foregone, 84));
  EXPECT_LT(first.at(sold, 84), 0.8 * open.at(sold, 84));
}

// The model in which makers build for this part of the orders for China, in every future.
Flagship built_for_china(const std::string& part, const std::vector<std::string>& variables) {
  return Flagship({.variables = variables, .rewrite = [=](std::string text) {
                     return edited(
                         std::move(text), "Part of orders for China built for * China",
                         "(" + part + " + 0 * Part of orders for China built for) * China");
                   }});
}

// Where nobody builds for orders that a letter can end, others never gain by them; the more is
// built for them, the less others go without.
TEST(FlagshipWorld, OthersGainFromChinasOrdersOnlyByLinesBuiltForThem) {
  const std::string foregone = "US compute foregone";
  const std::vector<std::string> asked = {foregone, "Displaced additions"};
  const Flagship none = built_for_china("0", asked);
  const Flagship all = built_for_china("1", asked);
  const Futures alone(none, "b30a_beijing_open");
  const Futures drawn(all, "b30a_beijing_open");
  std::size_t gained = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    for (double time = 58; time <= 119; ++time) {
      EXPECT_GE(alone.value("Displaced additions", time, m), -1e-9) << time;
      EXPECT_GE(alone.value(foregone, time, m), drawn.value(foregone, time, m) - 1e-9) << time;
    }
    gained += drawn.value(foregone, 119, m) < 0 ? 1U : 0U;
  }
  EXPECT_GT(alone.at(foregone, 119), 500);
  EXPECT_GT(gained, kMembers / 2);
}

// What is foregone is the difference that the parts make to what others get, of either sign: they
// take from the inputs, and their orders build lines that others keep.
TEST(FlagshipWorld, WhatOthersForgoIsWhatTheyGetLess) {
  const std::string world = "World additions on 8 bit";
  const std::string displaced = "Displaced additions";
  const Flagship one = built_for_china("1", {world, displaced, "US compute foregone"});
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
  EXPECT_LT(open.at(displaced, 83), -10);
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
  // It falls already, since orders do; the decision adds nothing to that.
  EXPECT_GT(today.at(amd, 57), 0.93 * today.at(amd, 56));
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

// One kind of compute has about one price, whoever buys it.
TEST(FlagshipWorld, UsBuyersPayNoMoreForLaterComputeThanOthersAbroad) {
  const Flagship one = flagship_with({"NVIDIA data centre revenue", "NVIDIA additions",
                                      "NVIDIA China sales", "Price of H100e now"});
  const Futures today(one, "today");
  for (const double time : {71.0, 95.0, 119.0}) {
    const double price =
        (today.at("NVIDIA data centre revenue", time) - today.at("NVIDIA China sales", time)) /
        today.at("NVIDIA additions", time);
    const double abroad = today.at("Price of H100e now", time);
    EXPECT_LT(price, 2 * abroad) << time;
    EXPECT_GT(price, 0.5 * abroad) << time;
  }
}

// Nor does the best part that could be sold to China have a price of its own.
TEST(FlagshipWorld, TheBestPartHoldsWhatItsPriceBuysElsewhere) {
  const Flagship one = flagship_with({"Training per unit", "List price", "Price of later compute"});
  const Futures open(one, "open", {{"compute_basis", 2}});
  for (std::size_t m = 0; m < kMembers; ++m) {
    for (const double time : {71.0, 83.0, 95.0, 107.0, 119.0}) {
      const double price = open.value("List price[Frontier class]", time, m) /
                           open.value("Training per unit[Frontier class]", time, m);
      EXPECT_NEAR(price / open.value("Price of later compute", time, m), 1, 0.1) << time;
    }
  }
}

// A burst of the boom: shelves fill, prices fall, nobody waits.
TEST(FlagshipWorld, ASlackMarketEndsEveryShortage) {
  const Flagship one =
      flagship_with({"Total budget", "Market clearing", "Price index", "Domestic revenue",
                     "US unfilled orders", "World additions on 8 bit", "Leased abroad flow"});
  const Futures today(one, "today");
  const Futures slack(one, "slack_market");
  EXPECT_EQ(slack.at("Total budget", 56), today.at("Total budget", 56)) << "history is one";
  EXPECT_NEAR(slack.at("Total budget", 75) / today.at("Total budget", 75), 0.5, 1e-9);
  for (const char* less :
       {"Market clearing", "Price index", "Domestic revenue", "US unfilled orders",
        "World additions on 8 bit", "Leased abroad flow"}) {
    EXPECT_LT(slack.at(less, 75), 0.95 * today.at(less, 75)) << less;
  }
}

// An old part is no dearer than new compute of its size, and no part than its list price.
TEST(FlagshipWorld, APartLeftOverIsResoldForNoMoreThanNewComputeCosts) {
  const Flagship one = flagship_with(
      {"Resale price", "List price", "Decoding per unit", "Training per unit on 8 bit",
       "Price of H100e now", "Resale revenue", "Stranded parts resold", "China inventory resold"});
  const Futures ban(one, "ban");
  for (std::size_t m = 0; m < kMembers; ++m) {
    const auto of = [&](const char* what, const char* part, double time) {
      return ban.value(std::string(what) + part, time, m);
    };
    for (double time = 0; time <= 119; ++time) {
      double most = 0;
      for (const char* part :
           {"[A800 class]", "[H800 class]", "[H20 class]", "[H200 class]", "[B30A class]",
            "[Frontier class]", "[AMD class]", "[Variant class]"}) {
        const double size = std::max(of("Training per unit on 8 bit", part, time),
                                     of("Decoding per unit", part, time));
        const double dearest =
            std::min(of("List price", part, time), of("Price of H100e now", "", time) * size);
        EXPECT_LE(of("Resale price", part, time), dearest) << part << time;
        most += dearest * (of("Stranded parts resold", part, time) +
                           of("China inventory resold", part, time));
      }
      EXPECT_LE(of("Resale revenue", "", time), most + 1e-9) << time;
    }
  }
  EXPECT_GT(ban.sum("Resale revenue", 57, 119), 100);
  EXPECT_LT(ban.at("Resale price[H200 class]", 119), 0.2 * ban.at("List price[H200 class]", 119));
  // The H20 of 2025 brought 0.65 of what it had cost to make, before the fall of prices.
  EXPECT_NEAR(ban.at("Resale price[H20 class]", 41), 0.7 * ban.at("List price[H20 class]", 41),
              1e-9);
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
  // Half of their supply barred is about half of the side doors shut: what is barred wants no
  // transit, and smugglers whose network is smaller than what would pay go on.
  const Futures half(one, "today", {{"us_third_countries", 0.5}});
  const std::string leased = "Leased abroad flow";
  EXPECT_GT(half.at(leased, 57), 0.43 * today.at(leased, 57));
  EXPECT_LT(half.at(leased, 57), 0.51 * today.at(leased, 57));
  const Settings off = {{"Third country switch", 0}};
  EXPECT_EQ(
      Futures(one, "today", with(off, {{"us_third_countries", 0.6}})).at("Leased abroad flow", 95),
      Futures(one, "today", off).at("Leased abroad flow", 95));
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
