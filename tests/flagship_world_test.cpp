// The world around the two capitals in the chips model: other US designers, sites without power,
// third countries, retaliation, a truce that lapses, research paid by sales. Each shows what it
// must and no longer does with its switch off.
#include <gtest/gtest.h>

#include <cmath>

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
  EXPECT_GT(real.at("Displaced additions", 80), 0);
  EXPECT_EQ(Futures(one, "h200x_beijing_open", {{"Input displacement switch", 0}})
                .at("Displaced additions", 80),
            0);
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
  EXPECT_GE(off.at("Leased abroad flow", 95), today.at("Leased abroad flow", 95));
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
  const Flagship one = flagship_with({world}, {"R and D feedback switch"});
  const auto gain = [&](double on) {
    const Settings settings = {{"R and D feedback switch", on}};
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
