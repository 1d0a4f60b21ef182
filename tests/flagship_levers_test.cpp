// What a policy or an input of the chips model does that has no switch of its own: each pushes the
// way it must, Beijing's quota is kept, and going back and forth is worst for no reason but alarm
// and loss.
#include <gtest/gtest.h>

#include <algorithm>

#include "flagship_futures.h"

namespace sluice::tests {
namespace {

struct Push {
  const char* of;  // a lever or an input
  double low, high;
  const char* variable;
  int sign;  // of what the higher setting does to the sum from the decision on
  const char* scenario = "today";
  Settings beside = {};
};

bool is_lever(const Flagship& flagship, const char* name) {
  const auto& levers = flagship.study().levers;
  return std::ranges::find(levers, name, &study::Lever::name) != levers.end();
}

// `levers` sees every variable that is asked; an input needs a study of its own.
double sum_of(const Flagship& levers, const Push& push, double setting) {
  const std::string name = push.variable;
  if (is_lever(levers, push.of)) {
    return Futures(levers, push.scenario, with(push.beside, {{push.of, setting}}))
        .sum(name, 57, 119);
  }
  const Flagship one(
      {.variables = {name.substr(0, name.find('['))}, .fixed = {{push.of, setting}}});
  return Futures(one, push.scenario, push.beside).sum(name, 57, 119);
}

TEST(FlagshipLevers, EachPushesTheWayItMust) {
  const Push pushes[] = {
      {"cn_customs", 0, 0.9, "Smuggled flow", -1},
      {"us_enforcement", 0, 3, "Smuggled flow", -1},
      {"cn_domestic_ratio", 0, 4, "Legal import spending", -1},
      {"cn_capacity_subsidy", 0, 70, "AI wafer capacity", 1},
      {"cn_power_subsidy", 0, 0.6, "Domestic value per money", 1},
      {"cn_hbm_directive", 0, 0.5, "Domestic HBM made", 1},
      {"us_hbm_stringency", 0, 1, "Stacks ever had", -1},
      {"us_tool_stringency", 0, 1, "Advanced wafer capacity", -1},
      {"cn_hong_kong_share", 0, 1, "Compute in Hong Kong", 1},
      {"us_tariff", 0, 0.6, "Legal import spending", -1, "h200_beijing_open"},
      {"interdiction", 0.1, 0.8, "Smuggled flow", -1, "today", {{"us_enforcement", 2}}},
      {"die_bank", 2000, 3000, "Ascend dies", 1},
      {"foreign_hbm", 10000, 14000, "Stacks ever had", 1},
      {"chip_life", 42, 84, "China effective compute", 1},
      {"tariff_pass_through", 0.005, 0.6, "Buyer price[H200 class]", 1, "h200_beijing_open"},
      {"smuggling_time", 6, 30, "Smuggled flow", -1},
      {"algorithmic_progress", 1.7, 8, "Threshold year", -1},
      {"reversal_memory", 6, 48, "Perceived hazard", 1, "whiplash"}};
  const Flagship levers = flagship_with(
      {"Smuggled flow", "Legal import spending", "AI wafer capacity", "Domestic value per money",
       "Domestic HBM made", "Stacks ever had", "Advanced wafer capacity", "Compute in Hong Kong"});
  for (const Push& push : pushes) {
    const double low = sum_of(levers, push, push.low);
    const double high = sum_of(levers, push, push.high);
    EXPECT_GT(push.sign * (high - low), 1e-4 * low) << push.of << ": " << low << ", " << high;
  }
}

// The stop-order is felt in what is sold of the part that it names.
TEST(FlagshipLevers, TheStopOrderEndsSalesOfThePartItNames) {
  const Flagship one = flagship_with({"Cumulative units sold"}, {"Month of stop order"});
  const Futures stopped(one, "today", {{"Month of stop order", 43.5}});
  const Futures never(one, "today", {{"Month of stop order", 200}});
  const std::string h20 = "Cumulative units sold[H20 class]";
  EXPECT_LT(stopped.at(h20, 56) - stopped.at(h20, 43),
            0.5 * (never.at(h20, 56) - never.at(h20, 43)));
  EXPECT_EQ(stopped.at(h20, 43), never.at(h20, 43));
}

// No year's permits for the mainland exceed the quota, in any future.
TEST(FlagshipLevers, BeijingsQuotaOfAYearIsKept) {
  const Flagship one = flagship_with({"Permits granted"});
  const auto run =
      one.run({one.policy("h200x_beijing_open", {{"cn_mainland_quota", 100}})}, kMembers);
  const results::Frame& frame = run.scenarios.front().frame;
  for (double year = 60; year + 12 <= 119; year += 12) {
    for (std::size_t m = 0; m < frame.members; ++m) {
      double granted = 0;
      for (const std::size_t s : series_of(frame, "Permits granted")) {
        if (!frame.series[s].name.ends_with("Mainland]")) continue;
        for (double month = year; month < year + 12; ++month) {
          granted += frame.at(s, time_of(frame, month))[m];
        }
      }
      EXPECT_LE(granted, 100 * (1 + 1e-9)) << year << ", " << m;
      EXPECT_GT(granted, 50) << "it binds";
    }
  }
}

// MODEL-REVIEW section 4, trap (i): a mixture of two policies lies between them. Over new licences
// alone it does in money, and what is left of being worse goes with alarm, loss and porting.
TEST(FlagshipLevers, GoingBackAndForthOverNewLicencesLiesBetweenItsTwoPolicies) {
  const Flagship one = flagship_with(
      {"US take", "Leverage24", "Cumulative licensed units", "Regime for what is granted"},
      {"Stockpiling switch", "Stranding switch", "Porting switch"});
  const Settings off = {{"Stockpiling switch", 0}, {"Stranding switch", 0}, {"Porting switch", 0}};
  const Futures none(one, "no_new_licences", off);
  const Futures turns(one, "whiplash_new_licences", off);
  const Futures steady(one, "h200_steady", off);
  const Futures stopped(one, "whiplash", off);
  std::size_t below = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    const auto of = [&](const Futures& futures, const char* what) {
      return futures.value(what, 107, m);
    };
    below += of(turns, "US take") < std::min(of(none, "US take"), of(steady, "US take")) - 500;
    EXPECT_LT(of(stopped, "US take"), of(turns, "US take"))
        << "where a shut month also holds up what was granted, less is sold";
    EXPECT_NEAR(of(turns, "Leverage24"), of(steady, "Leverage24"), 0.01);
  }
  EXPECT_EQ(below, 0U) << "a dead-band below both: trap (i)";
}

}  // namespace
}  // namespace sluice::tests
