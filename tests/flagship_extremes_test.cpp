// The chips model at its extremes, where everyone knows the answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flagship.h"

namespace sluice::tests {
namespace {

constexpr double kDecision = 57;  // the end of 2026-10
constexpr std::size_t kMembers = 32;

const Settings kBeijingOpen = {{"cn_endogenous", 0},
                               {"cn_mainland_share", 1},
                               {"cn_hong_kong_share", 1},
                               {"cn_domestic_ratio", 0}};
const Settings kBeijingClosed = {
    {"cn_endogenous", 0}, {"cn_mainland_share", 0}, {"cn_hong_kong_share", 0}};

Settings join(Settings first, const Settings& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

results::Frame frame_of(const Flagship& flagship, const std::string& scenario,
                        const Settings& settings, std::size_t members = kMembers) {
  auto ensemble = flagship.run({flagship.policy(scenario, settings)}, members);
  EXPECT_TRUE(ensemble.scenarios.front().bad.empty()) << scenario;
  return std::move(ensemble.scenarios.front().frame);
}

// Of one member, over all elements of a variable.
double total(const results::Frame& frame, const std::string& variable, double time, std::size_t m) {
  double sum = 0;
  for (const std::size_t s : series_of(frame, variable)) {
    sum += frame.at(s, time_of(frame, time))[m];
  }
  return sum;
}

double difference(const results::Frame& one, const results::Frame& other,
                  const std::string& series) {
  double found = 0;
  for (const std::size_t s : series_of(one, series)) {
    for (std::size_t t = 0; t < one.times.size(); ++t) {
      for (std::size_t m = 0; m < one.members; ++m) {
        found = std::max(found, std::abs(one.at(s, t)[m] - other.at(s, t)[m]));
      }
    }
  }
  return found;
}

// Once the gate is shut only what has passed it still arrives, as fast as customs work.
void expect_only_customs_drain(const results::Frame& frame) {
  for (std::size_t m = 0; m < frame.members; ++m) {
    const double waiting = total(frame, "In customs", kDecision, m);
    const double arrived = total(frame, "Cumulative legal deliveries", 119, m) -
                           total(frame, "Cumulative legal deliveries", kDecision, m);
    const double left = total(frame, "In customs", 119, m);
    EXPECT_NEAR(arrived + left, waiting, 1e-6 * std::max(1.0, waiting)) << "member " << m;
    // Customs drain with a time constant of at most a year, and five have gone by.
    EXPECT_LT(left, 6e-3 * waiting + 1e-12) << "member " << m;
    EXPECT_LT(total(frame, "Legal deliveries", kDecision + 36, m), 1e-2 * waiting + 1e-12)
        << "member " << m;
  }
}

TEST(FlagshipExtremes, BanAndPerfectEnforcementEndAllInflowWithinTheChannelDelay) {
  const Flagship flagship(
      {.variables = {"Legal deliveries", "Cumulative legal deliveries", "In customs",
                     "Owned abroad flow", "Leased abroad flow", "Smuggled flow", "Compute added"}});
  // So much enforcement that nothing passes, whatever share today's effort stops, and no part that
  // is weak enough to need no licence.
  const Settings perfect = {{"us_enforcement", 1e5},
                            {"us_owned_barred", 1},
                            {"us_leases_barred", 1},
                            {"us_letter_bandwidth", 0}};
  const results::Frame shut = frame_of(flagship, "ban", perfect);
  expect_only_customs_drain(shut);
  for (const char* door : {"Owned abroad flow", "Leased abroad flow", "Smuggled flow"}) {
    EXPECT_GT(largest(shut, door, kDecision - 1), 1) << door << " before the decision";
    EXPECT_LT(largest(shut, door, kDecision), 1e-9) << door;
  }
  for (const char* channel : {"Owned abroad", "Leased abroad", "Smuggled"}) {
    for (const char* service : {"Training", "Decoding"}) {
      const std::string name = std::string("Compute added[") + channel + "," + service + "]";
      EXPECT_LT(largest(shut, name, kDecision), 1e-9) << name;
    }
  }
  const results::Frame ban = frame_of(flagship, "ban", {});
  EXPECT_GT(largest(ban, "Smuggled flow", 110), 1) << "a ban alone stops no smuggling";
}

TEST(FlagshipExtremes, NoMemoryNoAccelerators) {
  const Flagship flagship({.variables = {"Domestic output", "Domestic shipments", "HBM stock"},
                           .switches = {"Memory availability"}});
  const results::Frame none = frame_of(flagship, "today", {{"Memory availability", 0}});
  EXPECT_EQ(largest(none, "Domestic output"), 0);
  EXPECT_EQ(largest(none, "HBM stock"), 0);
  // All that ships is the one package of each product of the first day.
  EXPECT_LT(largest(none, "Domestic shipments", 12), 1e-3);
  const results::Frame some = frame_of(flagship, "today", {});
  for (const std::size_t product : series_of(some, "Domestic output")) {
    EXPECT_GT(largest(some, product), 1) << some.series[product].name;
  }
}

TEST(FlagshipExtremes, WithBeijingClosedNoLeverOfWashingtonMovesTheMainland) {
  const Flagship flagship({.variables = {"Legal deliveries"}});
  const std::vector<std::string> policies = {"h200", "h200x", "b30a", "open", "whiplash", "today"};
  const results::Frame ban = frame_of(flagship, "ban", kBeijingClosed);
  const results::Frame open_ban = frame_of(flagship, "ban", kBeijingOpen);
  for (const std::string& name : policies) {
    const results::Frame closed = frame_of(flagship, name, kBeijingClosed);
    const results::Frame open = frame_of(flagship, name, kBeijingOpen);
    for (const std::size_t s : series_of(ban, "Legal deliveries")) {
      const std::string& series = ban.series[s].name;
      if (!series.ends_with("Mainland]")) continue;
      EXPECT_EQ(difference(closed, ban, series), 0) << name << ", " << series;
    }
    const std::string h200 = "Legal deliveries[H200 class,ByteDance,Mainland]";
    EXPECT_GT(difference(open, open_ban, h200), 1) << name << " with Beijing open";
  }
}

TEST(FlagshipExtremes, NoDemandNoOrdersAndNoSmuggling) {
  const std::vector<std::string> wants = {
      "New intentions", "Order spending",    "Legal deliveries",   "Domestic orders",
      "Smuggled flow",  "Owned abroad flow", "Leased abroad flow", "Licences issued"};
  const Flagship flagship({.variables = wants, .switches = {"Demand scale"}});
  const results::Frame none = frame_of(flagship, "open", {{"Demand scale", 0}});
  const results::Frame some = frame_of(flagship, "open", {});
  for (const std::string& name : wants) {
    EXPECT_EQ(largest(none, name), 0) << name;
    EXPECT_GT(largest(some, name), 1) << name;
  }
}

TEST(FlagshipExtremes, ATariffAboveTheGrossMarginEndsLegalSales) {
  const Flagship flagship({.variables = {"Legal deliveries", "Cumulative legal deliveries",
                                         "In customs", "Permits granted", "Seller participation"}});
  // So high that the seller's part is above every margin, however much of it the buyer pays; and no
  // part is weak enough to need no licence, for what needs none never passes the United States.
  const Settings prohibitive = join(kBeijingOpen, {{"us_tariff", 100}, {"us_letter_bandwidth", 0}});
  const results::Frame ended = frame_of(flagship, "open", prohibitive);
  EXPECT_EQ(largest(ended, "Seller participation", kDecision), 0);
  EXPECT_EQ(largest(ended, "Permits granted", kDecision), 0);
  expect_only_customs_drain(ended);
  const results::Frame sold = frame_of(flagship, "open", join(kBeijingOpen, {{"us_tariff", 0.25}}));
  EXPECT_GT(largest(sold, "Permits granted", kDecision), 1);
}

// Mean over the futures of the distance that the whiplash makes at a time.
double effect(const Flagship& flagship, const Settings& switches, const std::string& variable,
              double time) {
  const results::Frame steady = frame_of(flagship, "h200_steady_beijing_open", switches);
  const results::Frame turns = frame_of(flagship, "whiplash_beijing_open", switches);
  double sum = 0;
  for (std::size_t m = 0; m < turns.members; ++m) {
    sum += std::abs(total(turns, variable, time, m) - total(steady, variable, time, m));
  }
  return sum / static_cast<double>(turns.members);
}

class FlagshipWhiplash : public testing::Test {
 protected:
  FlagshipWhiplash()
      : flagship_({.variables = {"Orders ahead", "Stranded parts", "Parts stranded",
                                 "Work stranded", "Domestic stack", "Advanced wafer capacity",
                                 "Cumulative write downs", "Cumulative licensed units"},
                   .switches = {"Stockpiling switch", "Stranding switch", "Porting switch"}}) {}
  Flagship flagship_;
};

TEST_F(FlagshipWhiplash, WithoutStockpilingNobodyOrdersAhead) {
  const std::string scenario = "whiplash_beijing_open";
  EXPECT_GT(largest(frame_of(flagship_, scenario, {}), "Orders ahead"), 1);
  const results::Frame calm = frame_of(flagship_, scenario, {{"Stockpiling switch", 0}});
  EXPECT_EQ(largest(calm, "Orders ahead"), 0);
}

TEST_F(FlagshipWhiplash, WithoutStrandingNoPartIsWrittenDown) {
  const std::string scenario = "whiplash_beijing_open";
  EXPECT_GT(largest(frame_of(flagship_, scenario, {}), "Parts stranded", kDecision), 1);
  const results::Frame saleable = frame_of(flagship_, scenario, {{"Stranding switch", 0}});
  for (const char* name : {"Parts stranded", "Work stranded", "Stranded parts"}) {
    EXPECT_EQ(largest(saleable, name), 0) << name;
  }
  EXPECT_LT(effect(flagship_, {{"Stranding switch", 0}}, "Cumulative write downs", 107),
            0.65 * effect(flagship_, {}, "Cumulative write downs", 107))
      << "what is left is the charge on stock that does not sell";
}

// Handley and Limao: what counts beside the mean is that it goes back and forth. Both schedules
// offer as many licences; what the steady one sells, the whiplash sells as well, in turns.
TEST_F(FlagshipWhiplash, AtTheSameLicencesLeavesMoreOfTheDomesticStack) {
  const results::Frame steady = frame_of(flagship_, "h200_steady", {});
  const results::Frame turns = frame_of(flagship_, "whiplash", {});
  const std::size_t stack = one_series(turns, "Domestic stack");
  const auto at = time_of(turns, 119);
  std::size_t more = 0;
  double licences = 0, licences_in_turns = 0;
  for (std::size_t m = 0; m < turns.members; ++m) {
    more += turns.at(stack, at)[m] > steady.at(stack, at)[m] + 0.01 ? 1U : 0U;
    licences += total(steady, "Cumulative licensed units", 119, m);
    licences_in_turns += total(turns, "Cumulative licensed units", 119, m);
  }
  EXPECT_GE(more, turns.members * 9 / 10);
  EXPECT_NEAR(licences_in_turns, licences, 0.05 * licences);
}

TEST_F(FlagshipWhiplash, WithoutPortingTheDomesticStackGainsLess) {
  for (const char* variable : {"Domestic stack", "Advanced wafer capacity"}) {
    const double with = effect(flagship_, {}, variable, 107);
    const double without = effect(flagship_, {{"Porting switch", 0}}, variable, 107);
    EXPECT_GT(with, 0) << variable;
    EXPECT_LT(without, 0.8 * with) << variable;
  }
}

}  // namespace
}  // namespace sluice::tests
