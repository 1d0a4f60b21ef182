// The two gates of the chips model as decision rules: each goes by what its capital can see, with
// its lag, and only where its lever says so; and what a gate shuts is no longer ordered.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flagship_futures.h"

namespace sluice::tests {
namespace {

TEST(FlagshipGates, WashingtonLicensesByItsReadingAndHoldsItsSharesWithItsLever) {
  const Flagship one = flagship_with(
      {"Approval by policy", "Washington reading", "Washington reading at the decision"});
  const Futures held(one, "shares_held");
  const Futures rule(one, "today");
  for (std::size_t m = 0; m < kMembers; ++m) {
    EXPECT_EQ(held.value("Approval by policy[H20 class]", 90, m), 0.5);
    // In each future it starts from the shares of the scenario and moves with what is read since.
    EXPECT_NEAR(rule.value("Approval by policy[H20 class]", 57, m), 0.5, 0.015);
    EXPECT_NEAR(rule.value("Approval by policy[H20 class]", 90, m),
                std::min(1.0, 0.5 * rule.value("Washington reading", 90, m) /
                                  rule.value("Washington reading at the decision", 90, m)),
                1e-12);
  }
  EXPECT_EQ(rule.at("Approval by policy[B30A class]", 90), 0) << "a share of nothing is nothing";
}

TEST(FlagshipGates, WashingtonSeesHuaweiAndDiversionLate) {
  const Flagship one = flagship_with({"Huawei output seen", "Ascend units shipped",
                                      "Diversion seen", "Smuggled units", "Washington reading"});
  const Futures rule(one, "today");
  EXPECT_LT(rule.at("Huawei output seen", 70), rule.at("Ascend units shipped", 70));
  EXPECT_GT(rule.at("Huawei output seen", 100), rule.at("Ascend units shipped", 70));
  EXPECT_LT(rule.at("Diversion seen", 24), rule.at("Smuggled units", 24));
}

// The reading of a constant world, edited one number at a time.
double reading_with(const std::string& from, const std::string& to) {
  const Flagship one({.variables = {"Approval by policy"}, .rewrite = [&](std::string text) {
                        return edited(std::move(text), from, to);
                      }});
  return Futures(one, "by_rule_beijing_open", {{"us_h20_approval", 0.1}})
      .at("Approval by policy[H20 class]", 100);
}

TEST(FlagshipGates, MoreOutputSeenOpensAndMoreDiversionShuts) {
  const std::string output = "\nHuawei output seen = INTEG((Ascend units shipped - ";
  const std::string flow = "\nDiversion seen = INTEG((Smuggled units - ";
  const std::string later = " * (1 + After decision) - ";
  const double plain = reading_with(output, output);
  EXPECT_GT(reading_with(output, "\nHuawei output seen = INTEG((Ascend units shipped" + later),
            1.05 * plain);
  EXPECT_LT(reading_with(flow, "\nDiversion seen = INTEG((Smuggled units * 4" + later),
            0.5 * plain);
}

TEST(FlagshipGates, RetaliationIsAnsweredWithLicences) {
  const Flagship one = flagship_with({"Washington reading", "Retaliation"});
  const Futures calm(one, "by_rule_beijing_open", {{"cn_rare_earth", 0}});
  const Futures answered(one, "by_rule_beijing_open");
  EXPECT_EQ(calm.at("Retaliation", 80), 0);
  EXPECT_GT(answered.at("Retaliation", 80), 0);
  EXPECT_GT(answered.at("Washington reading", 80), calm.at("Washington reading", 80));
}

TEST(FlagshipGates, ALongerLicenceDelayLicensesLater) {
  const Flagship one = flagship_with({"Cumulative licensed units"});
  const Settings open = with(kBeijingOpen, {{"us_h20_approval", 1}});
  const auto licensed = [&](double factor) {
    return Futures(one, "h20_only", with(open, {{"us_licence_time", factor}}))
        .at("Cumulative licensed units[H20 class]", 62);
  };
  EXPECT_GT(licensed(0.15), 1.1 * licensed(1));
  EXPECT_LT(licensed(3.5), 0.9 * licensed(1));
}

TEST(FlagshipGates, BeijingSeesTheShortageLate) {
  const Flagship one = flagship_with({"Shortage", "Shortage seen"});
  const Futures today(one, "today");
  EXPECT_GT(today.at("Shortage seen", 75), today.at("Shortage", 75)) << "it ebbs";
}

// Used up, the H200 is no longer what buyers order: another legal part is.
TEST(FlagshipGates, WhatMayNoLongerBeLicensedIsNotOrdered) {
  const Flagship one = flagship_with(
      {"Choice share", "US take", "Import offered", "Cumulative units sold", "List price"});
  const std::string share = "Choice share[H200 class,ByteDance]";
  const Futures capped(one, "h200_beijing_open");
  const Futures free(one, "h200x_beijing_open");
  EXPECT_LT(capped.at(share, 100), 0.2);
  EXPECT_GT(free.at(share, 66), 0.5);
  // Three ways to license none of it differ by what was licensed before, not by what is ordered.
  const Futures refused(one, "h200_beijing_open", {{"us_h200_approval", 0}});
  const Futures no_quota(one, "h200_beijing_open", {{"us_cap_share", 0}});
  const Futures no_cap(one, "h200_beijing_open", {{"us_cap_per_buyer", 0}});
  const std::string sold = "Cumulative units sold[H200 class]";
  const double earlier =
      (no_quota.at(sold, 107) - refused.at(sold, 107)) * no_quota.at("List price[H200 class]", 57);
  const double more = no_quota.at("US take", 107) - refused.at("US take", 107);
  EXPECT_GT(more, 0) << "licences granted before run on";
  EXPECT_LT(more, earlier) << "and bring no more than what is sold on them";
  EXPECT_NEAR(no_cap.at("US take", 107) / no_quota.at("US take", 107), 1, 0.02);
}

// Put on offer, a class takes orders from the others and brings none to them.
TEST(FlagshipGates, AClassPutOnOfferRaisesNoOthersOrders) {
  const Flagship one = flagship_with({"New intentions", "Cumulative units sold", "US take"});
  const Futures without(one, "no_new_licences");
  const Futures offered(one, "h200");
  for (const char* other : {"H20", "B30A", "Frontier", "AMD", "Variant"}) {
    for (const char* buyer : {"ByteDance", "Tencent", "State and telecom"}) {
      const std::string cell = std::string("New intentions[") + other + " class," + buyer + "]";
      const double most = without.sum(cell, 57, 119);
      EXPECT_LE(offered.sum(cell, 57, 119), 1.002 * most + 1e-9) << cell;
    }
  }
  const std::string sold = "Cumulative units sold[H200 class]";
  const Futures ban(one, "ban");
  EXPECT_GT(offered.at(sold, 107), 1.05 * without.at(sold, 107));
  EXPECT_GT(without.at(sold, 107), ban.at(sold, 107));
  EXPECT_GT(offered.at("US take", 107), without.at("US take", 107));
  EXPECT_GT(without.at("US take", 107), ban.at("US take", 107));
}

// A class that quota or cap rations takes its room; who is turned away takes the next best.
TEST(FlagshipGates, ARationedClassHandsOnWhoIsTurnedAway) {
  const Flagship one = flagship_with({"Choice share", "First wish", "Room of class"});
  const Futures capped(one, "h200_beijing_open");
  const std::string h200 = "[H200 class,ByteDance]";
  for (const double time : {60.0, 72.0, 96.0}) {
    for (std::size_t m = 0; m < kMembers; ++m) {
      const double room = capped.value("Room of class" + h200, time, m);
      const double share = capped.value("Choice share" + h200, time, m);
      EXPECT_LE(share, room + 1e-12);
      if (capped.value("First wish[H200 class]", time, m) > room) {
        EXPECT_NEAR(share, room, 1e-9);
      }
      EXPECT_NEAR(share + capped.value("Choice share[Variant class,ByteDance]", time, m), 1, 2e-3)
          << "no one waits beside a part that is free to all";
    }
  }
}

// More let through sells more of the class; what the US earns may fall by a few percent, where a
// part that waits for its licence and the laboratory is preferred to one that is free, and by up to
// a tenth at first, while it waits, or where an offer is honoured in few cases (AMD at 0.05 to
// 0.1).
TEST(FlagshipGates, MoreLetThroughSellsMoreAndEarnsLittleLess) {
  const Flagship one = flagship_with({"Cumulative units sold", "US take"});
  const auto climbs = [&](const char* lever, const char* of, const std::vector<double>& settings) {
    double sold = 0;
    double take = 0;
    double early = 0;
    for (const double setting : settings) {
      const Futures run(one, "h200_beijing_open", {{lever, setting}});
      const double units = run.at(std::string("Cumulative units sold[") + of + " class]", 107);
      EXPECT_GE(units, 0.99 * sold) << lever << setting;
      EXPECT_GE(run.at("US take", 107), 0.9 * take) << lever << setting;
      EXPECT_GE(run.at("US take", 71), 0.88 * early) << lever << setting;
      sold = std::max(sold, units);
      take = std::max(take, run.at("US take", 107));
      early = std::max(early, run.at("US take", 71));
    }
  };
  climbs("us_cap_per_buyer", "H200", {0, 20, 75, 100, 200, 1000, 100000});
  climbs("us_cap_share", "H200", {0, 0.1, 0.3, 0.5, 1, 100});
  for (const char* of : {"H20", "H200", "AMD"}) {
    const std::string lever = of == std::string("H20")    ? "us_h20_approval"
                              : of == std::string("H200") ? "us_h200_approval"
                                                          : "us_amd_approval";
    climbs(lever.c_str(), of, {0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.7, 1});
  }
}

// Money is spent once: what went into domestic chips meanwhile is no import order again.
TEST(FlagshipGates, MoneySpentAtHomeIsNotOrderedAgain) {
  const std::vector<std::string> asked = {"Money placed at home", "Purchase intentions",
                                          "Spending placed again"};
  const Flagship one = flagship_with(asked);
  const Flagship twice({.variables = asked, .rewrite = [](std::string text) {
                          return edited(std::move(text), "(1 - Money placed at home)",
                                        "(1 - 0 * Money placed at home)");
                        }});
  const Futures late(one, "ban_then_h200");
  const Futures spent_twice(twice, "ban_then_h200");
  const std::string cell = "[H200 class,ByteDance]";
  for (std::size_t m = 0; m < kMembers; ++m) {
    for (double time = 39; time <= 119; ++time) {
      const double home = late.value("Money placed at home", time, m);
      EXPECT_TRUE(home > 0.05 && home < 1) << home << " at " << time;
    }
  }
  EXPECT_GT(late.at("Spending placed again[ByteDance]", 56), 5);
  EXPECT_LT(late.at("Purchase intentions" + cell, 56),
            0.95 * spent_twice.at("Purchase intentions" + cell, 56));
}

// With no lever moved, Washington licenses after the decision as before it.
TEST(FlagshipGates, TodayIsTodayAtBothGates) {
  const Flagship one =
      flagship_with({"Approval", "Cap per buyer in force", "Cap share in force", "Tariff in force",
                     "Licence required", "Hong Kong share in force"});
  const Futures today(one, "today");
  for (const char* of : {"H20", "H200", "B30A", "AMD"}) {
    for (const char* what : {"Approval", "Licence required"}) {
      const std::string cell = std::string(what) + "[" + of + " class]";
      // Washington's rule has begun to move: by what it has read in one step.
      EXPECT_NEAR(today.at(cell, 57), today.at(cell, 56), 0.01 * today.at(cell, 56)) << cell;
    }
  }
  for (const char* what : {"Cap per buyer in force", "Cap share in force", "Tariff in force",
                           "Hong Kong share in force"}) {
    EXPECT_EQ(today.at(what, 57), today.at(what, 56)) << what;
  }
  EXPECT_NEAR(today.at("Approval[H200 class]", 57), 0.4, 0.004);
}

// Freed by Beijing, the state spends at home what it does not import, and where no cap names firms
// it imports.
TEST(FlagshipGates, StateSitesThatAreFreeBuyAbroadAndAtHome) {
  const std::string state = "[State and telecom]";
  const Flagship one = flagship_with({"Domestic orders", "Licences held", "Effective by buyer"});
  const Settings free = {{"cn_state_share", 0}};
  const Futures fenced(one, "h200x_beijing_open");
  const Futures freed(one, "h200x_beijing_open", free);
  const Futures capped(one, "h200_beijing_open", free);
  const std::string held = "Licences held[H200 class,State and telecom]";
  EXPECT_LT(fenced.at(held, 83), 0.05 * freed.at(held, 83)) << "orders of before the fence";
  EXPECT_EQ(capped.at(held, 83), 0) << "no firm of the state is cleared";
  EXPECT_GT(freed.at(held, 83), 20);
  EXPECT_GT(freed.at("Domestic orders" + state, 83),
            0.3 * fenced.at("Domestic orders" + state, 83));
  EXPECT_GT(capped.at("Domestic orders" + state, 83),
            0.6 * fenced.at("Domestic orders" + state, 83));
  EXPECT_GT(freed.at("Effective by buyer" + state, 95),
            0.8 * fenced.at("Effective by buyer" + state, 95));
}

// Beijing's say by buyer and by place.
TEST(FlagshipGates, BeijingLetsFirmsThatItNamedInFirst) {
  const Flagship one = flagship_with({"Units delivered to buyer", "Permission of buyer"});
  const Futures today(one, "h200");
  const Futures named(one, "h200", {{"cn_other_firms", 0}});
  const std::string others = "Units delivered to buyer[H200 class,Other internet firms]";
  const std::string first = "Units delivered to buyer[H200 class,ByteDance]";
  EXPECT_EQ(named.at("Permission of buyer[AI labs]", 70), 1);
  EXPECT_EQ(today.at("Permission of buyer[Other internet firms]", 40), 1) << "before 2026-01";
  EXPECT_LT(named.sum(others, 66, 107), 0.2 * today.sum(others, 66, 107));
  EXPECT_GT(named.sum(first, 66, 107), 0.95 * today.sum(first, 66, 107));
}

TEST(FlagshipGates, BeijingMayShutComputeAbroad) {
  const Flagship one =
      flagship_with({"Owned abroad flow", "Leased abroad flow", "Compute abroad", "Leverage24"});
  const Futures today(one, "today");
  const Futures home(one, "today", {{"cn_abroad", 0}});
  EXPECT_EQ(home.at("Owned abroad flow", 80), 0);
  EXPECT_EQ(home.at("Leased abroad flow", 80), 0);
  EXPECT_LT(home.at("Compute abroad", 107), 0.2 * today.at("Compute abroad", 107));
  EXPECT_LT(home.at("Leverage24", 107), today.at("Leverage24", 107));
}

TEST(FlagshipGates, AHigherCapPerBuyerSellsMore) {
  const Flagship one = flagship_with({"Cumulative units sold", "US take"});
  double sold = 0;
  double take = 0;
  for (const double cap : {0.0, 20.0, 75.0, 100.0, 200.0, 1000.0}) {
    const Futures capped(one, "h200", {{"us_cap_per_buyer", cap}});
    EXPECT_GE(capped.at("Cumulative units sold[H200 class]", 107), sold) << cap;
    EXPECT_GE(capped.at("US take", 107), take) << cap;
    sold = capped.at("Cumulative units sold[H200 class]", 107);
    take = capped.at("US take", 107);
  }
}

// Hardly anything licensed is hardly anything else than nothing licensed.
TEST(FlagshipGates, ApprovalHasNoCliffAtNought) {
  const Flagship one = flagship_with({"US take"});
  const auto take = [&](const char* scenario, const char* lever, double approval) {
    return Futures(one, scenario, {{lever, approval}}).at("US take", 107);
  };
  for (const char* scenario : {"today", "h200_beijing_open"}) {
    for (const char* lever : {"us_h20_approval", "us_h200_approval", "us_amd_approval"}) {
      const double none = take(scenario, lever, 0);
      EXPECT_NEAR(take(scenario, lever, 0.001) / none, 1, 0.003) << scenario << lever;
      EXPECT_NEAR(take(scenario, lever, 0.01) / none, 1, 0.06) << scenario << lever;
      const double half = take(scenario, lever, 0.5);
      EXPECT_NEAR(take(scenario, lever, 0.499) / half, 1, 0.003) << scenario << lever;
    }
  }
  EXPECT_GT(take("today", "us_h200_approval", 1), take("today", "us_h200_approval", 0.1));
  EXPECT_GT(take("today", "us_h200_approval", 0.1), take("today", "us_h200_approval", 0));
}

// A ban sends back what stands in the laboratory or before Beijing's permit: it is stranded, not
// lost.
TEST(FlagshipGates, WhatABanCatchesOnItsWayGoesBack) {
  const Flagship one = flagship_with(
      {"Awaiting Beijing permit", "In US lab and transit", "Sent back", "Stranded parts"});
  const Futures ban(one, "ban");
  EXPECT_GT(ban.at("Sent back[H200 class]", 58), 0);
  for (const char* buyer : {"ByteDance", "Tencent"}) {
    const std::string cell = std::string("[H200 class,") + buyer + "]";
    EXPECT_LT(ban.at("Awaiting Beijing permit" + cell, 83), 1e-3);
    EXPECT_LT(ban.at("In US lab and transit" + cell, 83), 1e-3);
  }
  EXPECT_EQ(Futures(one, "h200").at("Sent back[H200 class]", 70), 0);
}

TEST(FlagshipGates, WhatBeijingReservesIsSpentAtHome) {
  const Flagship one =
      flagship_with({"Domestic revenue", "Unmet import share", "AI wafer capacity"});
  const Futures today(one, "today");
  const Futures reserved(one, "today", {{"cn_private_share", 1}});
  EXPECT_GT(reserved.sum("Domestic revenue", 60, 83), 1.01 * today.sum("Domestic revenue", 60, 83));
  EXPECT_GT(reserved.at("AI wafer capacity", 107), 0.995 * today.at("AI wafer capacity", 107));
  EXPECT_GE(reserved.at("Unmet import share", 90), today.at("Unmet import share", 90));
}

TEST(FlagshipGates, HowComputeIsCountedChangesNoDeal) {
  const Flagship one = flagship_with(
      {"Cumulative units sold", "US take", "Domestic revenue", "China training compute"});
  const Futures plain(one, "today");
  for (const double basis : {2.0, 3.0}) {
    const Futures other(one, "today", {{"compute_basis", basis}});
    EXPECT_NEAR(other.at("Cumulative units sold[H20 class]", 38) /
                    plain.at("Cumulative units sold[H20 class]", 38),
                1, 1e-3);
    // Shares of a composite that is counted otherwise still move the stack a little.
    EXPECT_NEAR(other.at("US take", 107) / plain.at("US take", 107), 1, 0.01);
    EXPECT_NEAR(other.at("Domestic revenue", 107) / plain.at("Domestic revenue", 107), 1, 0.01);
    EXPECT_GT(
        std::abs(other.at("China training compute", 107) / plain.at("China training compute", 107) -
                 1),
        0.02);
  }
}

TEST(FlagshipGates, MemoryCountsBesideBandwidth) {
  const Flagship one = flagship_with({"Decoding per unit", "Memory bandwidth per unit"});
  const Futures today(one, "today");
  const auto of = [&](const std::string& name, const std::string& chip) {
    return today.at(name + "[" + chip + " class]", 60);
  };
  EXPECT_NEAR(of("Memory bandwidth per unit", "A800"), 2039.0 / 3350, 1e-12)
      << "the letters and buyers look at one number";
  EXPECT_GT(of("Decoding per unit", "AMD"), of("Memory bandwidth per unit", "AMD"));
  EXPECT_LT(of("Decoding per unit", "AMD"), 192.0 / 80) << "its memory over the H100's";
  EXPECT_NEAR(of("Decoding per unit", "H800"), 1, 1e-9) << "an H100 by either";
  // What is cut in bandwidth keeps its memory.
  EXPECT_GT(of("Decoding per unit", "Variant"), 1.02 * of("Memory bandwidth per unit", "Variant"));
}

TEST(FlagshipGates, ReversalsComeAtTheDrawnHazard) {
  const Flagship one = flagship_with({"Reversals so far"});
  const Futures drawn(one, "reversals_drawn");
  EXPECT_EQ(Futures(one, "h200").at("Reversals so far", 119), 0);
  double sum = 0;
  for (std::size_t m = 0; m < kMembers; ++m) sum += drawn.value("Reversals so far", 119, m);
  // About 0.8 a year over five years and two months, and at most six.
  EXPECT_NEAR(sum / static_cast<double>(kMembers), 3.7, 0.9);
}

}  // namespace
}  // namespace sluice::tests
