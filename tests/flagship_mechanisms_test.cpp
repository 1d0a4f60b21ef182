// Each mechanism of the chips model shows what its evidence says it must, and no longer does with
// its switch off: so each fact is known to come from its mechanism. The world around is in
// flagship_world_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flagship_futures.h"
#include "results/frame.h"

namespace sluice::tests {
namespace {

// ---- the five that decide

TEST(FlagshipMechanisms, TheH20IsLittleForTrainingAndMuchForDecoding) {
  const Flagship one = flagship_with({"Training per unit", "Decoding per unit", "Value per unit"},
                                     {"Two services switch"});
  const Futures both(one, "today", kBeijingOpen);
  EXPECT_LT(both.at("Training per unit[H20 class]", 60), 0.2);
  EXPECT_GT(both.at("Decoding per unit[H20 class]", 60), 1.1);
  const auto worth = [](const Futures& futures) {
    return futures.at("Value per unit[H20 class]", 40) /
           futures.at("Value per unit[H200 class]", 40);
  };
  EXPECT_GT(worth(both), 0.5);
  EXPECT_LT(worth(Futures(one, "today", {{"Two services switch", 0}})), 0.2);
}

TEST(FlagshipMechanisms, EachOffshoreRouteHasItsOwnSwitch) {
  const Flagship one =
      flagship_with({"Owned abroad flow", "Leased abroad flow", "Leverage24"}, {"Offshore switch"});
  const Futures today(one, "today");
  const Futures leases(one, "today", {{"us_leases_barred", 1}});
  const Futures owned(one, "today", {{"us_owned_barred", 1}});
  const Futures none(one, "today", {{"Offshore switch", 0}});
  EXPECT_EQ(leases.at("Leased abroad flow", 80), 0);
  EXPECT_GT(leases.at("Owned abroad flow", 80), 0);
  EXPECT_EQ(owned.at("Owned abroad flow", 80), 0);
  EXPECT_GT(owned.at("Leased abroad flow", 80), 0);
  EXPECT_EQ(none.at("Leased abroad flow", 80), 0);
  // Leased compute goes dark at once: most of the leverage hangs on it.
  EXPECT_LT(leases.at("Leverage24", 107), 0.6 * today.at("Leverage24", 107));
}

// Dollars of domestic sales lost for each dollar imported, between an open market and a ban.
double displacement(const Flagship& one, double from, double to, const Settings& settings,
                    const std::string& scenario = "h200x_beijing_open") {
  const Futures open(one, scenario, settings);
  const Futures shut(one, "ban", settings);
  std::vector<double> ratios;
  for (std::size_t m = 0; m < kMembers; ++m) {
    const double imports = open.summed("Legal import spending", from, to, m) -
                           shut.summed("Legal import spending", from, to, m);
    const double lost =
        shut.summed("Domestic revenue", from, to, m) - open.summed("Domestic revenue", from, to, m);
    ratios.push_back(lost / imports);
  }
  return results::quantile(ratios, 0.5);
}

// Bernstein: 16.8 bn USD of lost H20 raised domestic sales by 1.5 while sold out.
TEST(FlagshipMechanisms, ImportsDisplaceLittleWhileSoldOutAndMuchAfterTheTurn) {
  const Flagship one = flagship_with({"Legal import spending", "Domestic revenue"},
                                     {"Rationing switch", "Path dependence switch"});
  const double now = displacement(one, 58, 70, {});
  const double later = displacement(one, 96, 119, {});
  EXPECT_LT(now, 0.3);
  EXPECT_GT(later, 2 * std::max(now, 0.1));
  EXPECT_GT(later, 0.5);
  // A dollar takes a dollar; more only by a domestic stack that grows less.
  EXPECT_LT(later, 1.4);
  EXPECT_LT(displacement(one, 96, 119, {{"Path dependence switch", 0}}), 1.15);
  for (const char* scenario : {"h200x_beijing_open", "h200_beijing_open", "no_new_licences"}) {
    EXPECT_LT(displacement(one, 57, 119, {}, scenario), 1.1)
        << "from the decision on: " << scenario;
  }
  // In the year in which orders that would have waited are missed, it takes more.
  EXPECT_LT(displacement(one, 84, 95, {}, "h200_beijing_open"), 3);
  EXPECT_GT(displacement(one, 58, 70, {{"Rationing switch", 0}}), 2 * std::max(now, 0.1));
}

// The free money of the state is spent as private money is: without feedbacks a dollar of imports,
// as budgets remember them, takes a dollar of orders at home.
TEST(FlagshipMechanisms, ADollarImportedTakesADollarFromWhoeverImports) {
  Settings free = {{"cn_state_share", 0}};
  std::vector<std::string> feedbacks;
  for (const char* of :
       {"Path dependence", "Price response", "Investment", "Induced effort", "Porting"}) {
    feedbacks.push_back(std::string(of) + " switch");
    free.emplace_back(feedbacks.back(), 0);
  }
  const Flagship one = flagship_with({"Import spending remembered", "Domestic orders"}, feedbacks);
  const Futures open(one, "h200x_beijing_open", free);
  const Futures shut(one, "ban", free);
  for (const std::string buyer : {"[State and telecom]", "[ByteDance]"}) {
    const auto more = [&](const std::string& what, std::size_t m) {
      return open.summed(what + buyer, 84, 119, m) - shut.summed(what + buyer, 84, 119, m);
    };
    std::vector<double> ratios;
    for (std::size_t m = 0; m < kMembers; ++m)
      ratios.push_back(-more("Domestic orders", m) / more("Import spending remembered", m));
    EXPECT_NEAR(results::quantile(ratios, 0.5), 0.98, 0.06) << buyer;
  }
}

// What Beijing requires of firms binds the free money of the state as well: all is spent at home.
TEST(FlagshipMechanisms, ARequirementBindsTheFreeMoneyOfTheState) {
  const Flagship one = flagship_with({"Residual budget", "Domestic orders"});
  const Futures bound(one, "ban", {{"cn_state_share", 0}, {"cn_private_share", 1}});
  const auto spent = [&](const std::string& buyer) {
    return bound.value("Domestic orders" + buyer, 80, 0) /
           bound.value("Residual budget" + buyer, 80, 0);
  };
  EXPECT_NEAR(spent("[State and telecom]"), spent("[ByteDance]"), 1e-9);
}

TEST(FlagshipMechanisms, TheRingFenceIsAFloorUnderDomesticSales) {
  const std::string state = "Import spending by buyer[State and telecom]";
  const Flagship one =
      flagship_with({"Import spending by buyer", "Domestic orders"}, {"Ring fence switch"});
  const Settings open = with(kBeijingOpen, {{"us_h20_approval", 1}});
  const Futures fenced(one, "h20_only", open);
  const Futures free(one, "h20_only", with(open, {{"Ring fence switch", 0}}));
  EXPECT_GT(free.at(state, 70), 10);
  EXPECT_LT(fenced.at(state, 70), 0.2 * free.at(state, 70)) << "orders of before the fence";
  EXPECT_GT(fenced.at("Domestic orders[State and telecom]", 70),
            1.2 * free.at("Domestic orders[State and telecom]", 70));
}

const Settings kNoCapPerBuyer = {{"us_cap_per_buyer", 1e5}};

TEST(FlagshipMechanisms, TheQuotaAsWrittenIsAStockAndNotAFlow) {
  const std::string licensed = "Cumulative licensed units[H200 class]";
  const Flagship one = flagship_with({"Cumulative licensed units", "Quota"}, {"Quota switch"});
  const Futures capped(one, "h200_beijing_open", kNoCapPerBuyer);
  const Futures free(one, "h200_beijing_open", with(kNoCapPerBuyer, {{"Quota switch", 0}}));
  const double quota = capped.at("Quota[H200 class]", 119);
  EXPECT_LE(capped.at(licensed, 119), quota);
  // Orders ebb as the quota fills and as the H200 ages, so that its last part goes slowly.
  EXPECT_GT(capped.at(licensed, 119), 0.92 * quota);
  EXPECT_LT(capped.at(licensed, 119) - capped.at(licensed, 83), 0.08 * capped.at(licensed, 83));
  EXPECT_LT(capped.at(licensed, 119) - capped.at(licensed, 107), 0.035 * capped.at(licensed, 83));
  EXPECT_GT(free.at(licensed, 119), 1.5 * capped.at(licensed, 119));
}

TEST(FlagshipMechanisms, TheCapPerBuyerBindsBeforeTheQuotaDoes) {
  const Flagship one = flagship_with({"Cumulative licensed units", "Licences held", "Quota"});
  const Futures capped(one, "h200_beijing_open", {{"us_cap_per_buyer", 75}});
  const Futures free(one, "h200_beijing_open", kNoCapPerBuyer);
  EXPECT_LT(capped.at("Cumulative licensed units[H200 class]", 119),
            0.9 * capped.at("Quota[H200 class]", 119));
  EXPECT_LE(capped.at("Licences held[H200 class,ByteDance]", 119), 75 + 1e-6);
  EXPECT_GT(free.at("Licences held[H200 class,ByteDance]", 119), 1.2 * 75);
}

// ---- China's supply

TEST(FlagshipMechanisms, YieldIsAnSCurveAcrossANodeChange) {
  const Flagship one = flagship_with({"Die yield"}, {"Learning switch"});
  const Flagship without({.variables = {"Die yield"}, .rewrite = [](std::string text) {
                            return edited(std::move(text), "\nNode change month = 66\n",
                                          "\nNode change month = 200\n");
                          }});
  const Futures learns(one, "today");
  const Futures never(without, "today");
  const auto loss = [&](double time) {
    return never.at("Die yield", time) - learns.at("Die yield", time);
  };
  EXPECT_GT(learns.at("Die yield", 65), learns.at("Die yield", 47));
  EXPECT_EQ(loss(65), 0);
  EXPECT_GT(loss(77), 0.02) << "the node change";
  EXPECT_LT(loss(119), loss(77)) << "learnt again";
  const Futures knows(one, "today", {{"Learning switch", 0}});
  EXPECT_EQ(knows.at("Die yield", 119), knows.at("Die yield", 20));
}

TEST(FlagshipMechanisms, WithoutInducedEffortTheResponseToDenialDisappears) {
  const Flagship one =
      flagship_with({"Advanced wafer capacity"},
                    {"Induced effort switch", "Investment switch", "Porting switch"});
  const Settings alone = {{"Investment switch", 0}, {"Porting switch", 0}};
  const auto response = [&](double effort) {
    const Settings settings = with(alone, {{"Induced effort switch", effort}});
    return Futures(one, "ban", settings).at("Advanced wafer capacity", 119) /
               Futures(one, "h200x_beijing_open", settings).at("Advanced wafer capacity", 119) -
           1;
  };
  EXPECT_GT(response(1), 1e-3);
  EXPECT_NEAR(response(0), 0, 1e-9);
}

TEST(FlagshipMechanisms, UnfilledOrdersDrawCapacity) {
  const Flagship one =
      flagship_with({"Advanced wafer capacity"},
                    {"Investment switch", "Induced effort switch", "Porting switch"});
  const auto response = [&](double on) {
    const Settings settings = {
        {"Investment switch", on}, {"Induced effort switch", 0}, {"Porting switch", 0}};
    const Futures shut(one, "ban", settings), open(one, "h200x_beijing_open", settings);
    std::vector<double> ratios;
    for (std::size_t m = 0; m < kMembers; ++m) {
      ratios.push_back(shut.value("Advanced wafer capacity", 107, m) /
                       open.value("Advanced wafer capacity", 107, m));
    }
    return results::quantile(ratios, 0.5) - 1;
  };
  EXPECT_GT(response(1), 1e-3);
  EXPECT_NEAR(response(0), 0, 1e-9);
}

TEST(FlagshipMechanisms, RedesignLoosensTheMemoryLimitAfterADelay) {
  const Flagship one =
      flagship_with({"In house share", "Ascend units shipped"}, {"Redesign switch"});
  const Futures moves(one, "today");
  const Futures stays(one, "today", {{"Redesign switch", 0}});
  EXPECT_EQ(moves.at("In house share", 48), 0) << "the part is not there yet";
  EXPECT_GT(moves.at("In house share", 71), stays.at("In house share", 71));
  EXPECT_GT(moves.sum("Ascend units shipped", 60, 71), stays.sum("Ascend units shipped", 60, 71));
}

TEST(FlagshipMechanisms, DearMemoryDrawsHbmWafersAway) {
  const Flagship one = flagship_with({"Domestic HBM made"}, {"Memory price switch"});
  const Futures dear(one, "today");
  const Futures same(one, "today", {{"Memory price switch", 0}});
  EXPECT_GT(dear.at("Domestic HBM made", 119), same.at("Domestic HBM made", 119))
      << "cheaper DRAM after 2028 frees wafers, relative to 2026";
}

TEST(FlagshipMechanisms, AlliedToolsAreTheLargerPartOfToolControls) {
  const Flagship one = flagship_with({"Advanced wafer capacity"}, {"Allied controls switch"});
  const Futures today(one, "today");
  const Futures us(one, "today", {{"us_tool_stringency", 1}});
  const Futures allied(one, "today", {{"us_allied_tools", 1}});
  const Futures alone(one, "today", {{"us_allied_tools", 1}, {"Allied controls switch", 0}});
  std::size_t larger = 0;  // how much larger is uncertain
  for (std::size_t m = 0; m < kMembers; ++m) {
    const double with_allied = allied.value("Advanced wafer capacity", 119, m);
    if (with_allied < us.value("Advanced wafer capacity", 119, m)) ++larger;
  }
  EXPECT_GT(2 * larger, kMembers);
  EXPECT_LT(us.at("Advanced wafer capacity", 119), today.at("Advanced wafer capacity", 119));
  EXPECT_EQ(alone.at("Advanced wafer capacity", 119), today.at("Advanced wafer capacity", 119));
}

TEST(FlagshipMechanisms, WithoutSlackWafersLogicPilesUp) {
  const Flagship one = flagship_with({"Ascend dies"}, {"Logic slack switch"});
  EXPECT_GT(Futures(one, "today", {{"Logic slack switch", 0}}).at("Ascend dies", 59),
            1.2 * Futures(one, "today").at("Ascend dies", 59));
}

// A price rose by 60 percent in 2026-08 (CS196).
TEST(FlagshipMechanisms, ShortageLiftsDomesticPrices) {
  const Flagship one = flagship_with({"Price index"}, {"Price response switch"});
  EXPECT_GT(Futures(one, "today").at("Price index", 56), 1.02);
  EXPECT_NEAR(Futures(one, "today", {{"Price response switch", 0}}).at("Price index", 56), 1, 1e-9);
}

// ---- dependence, anticipation, side doors

TEST(FlagshipMechanisms, TheShareReturnsOnlyPartlyAfterABan) {
  const Flagship one =
      flagship_with({"Domestic stack", "Desired import share"}, {"Path dependence switch"});
  const Settings open = with(kBeijingOpen, {{"us_cap_share", 100}, {"us_cap_per_buyer", 1e5}});
  const auto lost = [&](const std::string& what, double on) {
    const Settings settings = with(open, {{"Path dependence switch", on}});
    const Futures sold(one, "h200", settings);
    const Futures late(one, "ban_then_h200", settings);
    std::vector<double> losses;
    for (std::size_t m = 0; m < kMembers; ++m) {
      losses.push_back(sold.value(what, 119, m) - late.value(what, 119, m));
    }
    return results::quantile(losses, 0.5);
  };
  EXPECT_LT(lost("Domestic stack", 1), -0.02);
  EXPECT_GT(lost("Desired import share", 1), 0.003);
  EXPECT_LT(std::abs(lost("Desired import share", 0)), 0.2 * lost("Desired import share", 1));
}

// Share of China's effective compute in the channels that Washington can stop.
double stoppable(const Futures& futures, std::size_t member) {
  const auto held = [&](const char* channel) {
    return futures.value(std::string("Effective by channel[") + channel + "]", 119, member);
  };
  const double stopped = held("Mainland legal") + held("Hong Kong legal") + held("Owned abroad") +
                         held("Leased abroad");
  return stopped / (stopped + held("Smuggled") + held("Domestic"));
}

// The same US supply beside ever fewer domestic chips: each point of share gives more power.
TEST(FlagshipMechanisms, LeverageIsSteepNearFullControl) {
  const std::string loss = "Leverage24";
  const Flagship one = flagship_with({"Effective by channel", loss}, {"Memory availability"});
  const Futures low(one, "open");
  const Futures some(one, "open", {{"Memory availability", 0.3}});
  const Futures high(one, "open", {{"Memory availability", 0.05}});
  std::size_t steeper = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    const auto slope = [&](const Futures& from, const Futures& to) {
      return (to.value(loss, 119, m) - from.value(loss, 119, m)) /
             (stoppable(to, m) - stoppable(from, m));
    };
    steeper += slope(some, high) > 1.2 * slope(low, some) ? 1U : 0U;
  }
  EXPECT_GE(3 * steeper, 2 * kMembers);
}

// 16 bn USD of orders in 2025Q1 and deliveries that grew by an eighth (CI099, CI010-CI014).
TEST(FlagshipMechanisms, AnExpectedClosingShowsInOrdersAndNotInDeliveries) {
  const std::string h20 = "Legal units delivered[H20 class]";
  const Flagship one =
      flagship_with({"Order spending", "Legal units delivered"}, {"Stockpiling switch"});
  const Futures alarmed(one, "today");
  EXPECT_GT(alarmed.sum("Order spending", 36, 38), 1.8 * alarmed.sum("Order spending", 33, 35));
  EXPECT_LT(alarmed.sum(h20, 36, 38), 1.45 * alarmed.sum(h20, 33, 35));
  std::size_t reached = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    reached += alarmed.summed("Order spending", 36, 38, m) > 16000 ? 1U : 0U;
  }
  EXPECT_GE(reached, kMembers / 8) << "of million USD";
  const Futures calm(one, "today", {{"Stockpiling switch", 0}});
  EXPECT_LT(calm.sum("Order spending", 36, 38), 1.4 * calm.sum("Order spending", 33, 35));
}

TEST(FlagshipMechanisms, LegalSalesLowerThePremiumAndTheSmuggledFlow) {
  const Flagship one = flagship_with({"Grey premium", "Smuggled flow"}, {"Smuggling rents switch"});
  const auto cut = [&](const std::string& what, double rents) {
    const Settings settings = {{"Smuggling rents switch", rents}};
    const Futures open(one, "h200x_beijing_open", settings);
    const Futures ban(one, "ban", settings);
    std::vector<double> cuts;
    for (std::size_t m = 0; m < kMembers; ++m) {
      cuts.push_back(1 - open.value(what, 83, m) / ban.value(what, 83, m));
    }
    return results::quantile(cuts, 0.5);
  };
  EXPECT_GT(cut("Grey premium", 1), 0.03);
  EXPECT_GT(cut("Smuggled flow", 1), 0.05);
  // The rest is money: whoever buys legally has less of it for grey chips.
  EXPECT_LT(cut("Smuggled flow", 0), 0.6 * cut("Smuggled flow", 1));
}

TEST(FlagshipMechanisms, ClosedImportsSendBuyersAbroad) {
  const Flagship one = flagship_with({"Offshore demand"}, {"Offshore substitution switch"});
  const auto rise = [&](double on) {
    const Settings settings = {{"Offshore substitution switch", on}};
    return Futures(one, "ban", settings).at("Offshore demand", 90) /
               Futures(one, "h200x_beijing_open", settings).at("Offshore demand", 90) -
           1;
  };
  EXPECT_GT(rise(1), 0.01);
  EXPECT_NEAR(rise(0), 0, 1e-9);
}

TEST(FlagshipMechanisms, WithoutDiffusionEverySaleLooksDecisive) {
  const Flagship one = flagship_with({"Lag to US frontier"}, {"Diffusion switch"});
  const auto shorter = [&](double on) {
    const Settings settings = {{"Diffusion switch", on}};
    const Futures ban(one, "ban", settings);
    const Futures open(one, "h200x_beijing_open", settings);
    std::vector<double> months;
    for (std::size_t m = 0; m < kMembers; ++m) {
      months.push_back(ban.value("Lag to US frontier", 71, m) -
                       open.value("Lag to US frontier", 71, m));
    }
    return results::quantile(months, 0.5);
  };
  EXPECT_GT(shorter(1), 0);
  EXPECT_GT(shorter(0), 1.5 * shorter(1));
}

TEST(FlagshipMechanisms, WeakerPartsMakeWorseClusters) {
  const Flagship one =
      flagship_with({"Domestic software factor", "Package against frontier"}, {"Cluster switch"});
  const std::string factor = "Domestic software factor[Training]";
  const Futures real(one, "today");
  EXPECT_LT(real.at("Package against frontier", 119), real.at("Package against frontier", 47));
  EXPECT_LT(real.at(factor, 119), Futures(one, "today", {{"Cluster switch", 0}}).at(factor, 119));
}

// ---- Beijing's rule

TEST(FlagshipMechanisms, BeijingOpensWithShortageAndClosesWithImports) {
  const Flagship one = flagship_with({"Mainland openness", "Shortage", "Closing factor"},
                                     {"Shortage response switch", "Swamping switch"});
  const Futures rule(one, "h200x");
  const Futures deaf(one, "h200x", {{"Shortage response switch", 0}});
  const Futures bold(one, "h200x", {{"Swamping switch", 0}});
  EXPECT_LT(rule.at("Shortage", 110), 0.6 * rule.at("Shortage", 58));
  EXPECT_GT(deaf.at("Mainland openness", 110), 1.2 * rule.at("Mainland openness", 110));
  // Imports close the gate by degrees, and only where Beijing fears them.
  EXPECT_LT(rule.at("Closing factor", 60), 0.97);
  EXPECT_EQ(bold.at("Closing factor", 60), 1);
  EXPECT_LT(rule.at("Mainland openness", 60), 0.97 * bold.at("Mainland openness", 60));
  EXPECT_LT(rule.at("Closing factor", 48), 0.7) << "after a year of H20";
}

}  // namespace
}  // namespace sluice::tests
