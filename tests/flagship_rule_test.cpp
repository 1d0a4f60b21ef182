// The rule as code: which chips need a licence follows from thresholds and attributes, vendors fill
// the variant slots with the best part that needs none, and four bars of the 2026 rule each stop
// the B30A alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "flagship.h"

namespace sluice::tests {
namespace {

constexpr double kDecision = 57;  // the end of 2026-10

using Edits = std::vector<std::pair<std::string, std::string>>;

results::Frame frame_of(const std::vector<std::string>& variables, const Edits& edits,
                        const std::string& scenario = "today", const Settings& settings = {},
                        std::size_t members = 1) {
  const Flagship flagship({.variables = variables, .rewrite = [&](std::string text) {
                             for (const auto& [from, to] : edits) text = edited(text, from, to);
                             return text;
                           }});
  auto ensemble = flagship.run({flagship.policy(scenario, settings)}, members);
  return std::move(ensemble.scenarios.front().frame);
}

double value(const results::Frame& frame, const std::string& name, double time) {
  return frame.at(one_series(frame, name), time_of(frame, time))[0];
}

bool needs_licence(const results::Frame& frame, const std::string& chip, double time) {
  return value(frame, "Licence required[" + chip + " class]", time) > 0.5;
}

const std::vector<std::string> kLicence = {"Licence required"};

TEST(FlagshipRule, EachRuleCatchesThePartsOfItsDay) {
  const results::Frame rule = frame_of(kLicence, {});
  // 87 FR 62186 asked for both tests: cut links were enough.
  EXPECT_FALSE(needs_licence(rule, "H200", 6));
  EXPECT_TRUE(needs_licence(rule, "H200", 10));
  for (const char* cut : {"A800", "H800", "H20"}) EXPECT_FALSE(needs_licence(rule, cut, 18)) << cut;
  // 88 FR 73458 dropped the links and caught both, but not the H20 and the MI308.
  for (const char* caught : {"A800", "H800", "H200", "B30A", "Frontier"}) {
    EXPECT_TRUE(needs_licence(rule, caught, 24)) << caught;
  }
  for (const char* under : {"H20", "AMD"}) EXPECT_FALSE(needs_licence(rule, under, 37)) << under;
  // The letters of 2025-04 caught these by their memory; the RTX Pro 6000D was cut to them.
  for (const char* caught : {"H20", "AMD"}) EXPECT_TRUE(needs_licence(rule, caught, 39)) << caught;
  EXPECT_FALSE(needs_licence(rule, "Variant", 50));
}

TEST(FlagshipRule, EditingAThresholdChangesWhichChipsNeedALicence) {
  const results::Frame loose = frame_of(kLicence, {{"\nLicence TPP limit of the rules = 4800\n",
                                                    "\nLicence TPP limit of the rules = 5000\n"}});
  EXPECT_FALSE(needs_licence(loose, "A800", 10)) << "4,992 is under 5,000";
  const results::Frame dense =
      frame_of(kLicence, {{"\nNotified density limit of dense parts = 3.2\n",
                           "\nNotified density limit of dense parts = 2.5\n"}});
  EXPECT_FALSE(needs_licence(dense, "H20", 30)) << "cut to the rule that there is";
  EXPECT_FALSE(needs_licence(dense, "AMD", 30)) << "the MI308 is a larger die";
  const results::Frame wide = frame_of(
      kLicence,
      {{"\nLetter bandwidth limit of 2025 = 1400\n", "\nLetter bandwidth limit of 2025 = 6000\n"},
       {"\nLetter sum limit = 1700\n", "\nLetter sum limit = 7300\n"}});
  EXPECT_FALSE(needs_licence(wide, "H20", 50));
  const results::Frame lever =
      frame_of(kLicence, {}, "today", {{"us_letter_bandwidth", 9000}, {"us_licence_tpp", 60000}});
  EXPECT_TRUE(needs_licence(lever, "H200", 56));
  EXPECT_FALSE(needs_licence(lever, "H200", 58));
}

const std::vector<std::string> kSlots = {"Designed TPP",     "Designed bandwidth",
                                         "Designed density", "Designed interconnect",
                                         "Slot announced",   "Slot in volume"};

void expect_near(const results::Frame& slots, const std::string& name, double observed) {
  EXPECT_NEAR(value(slots, name, 0), observed, 0.02 * observed) << name;
}

// Attributes of chips.csv.
TEST(FlagshipRule, TheVariantSlotsLandNearThePartsThatCame) {
  const results::Frame slots = frame_of(kSlots, {});
  expect_near(slots, "Designed interconnect[Ampere slot of 2022]", 400);  // A800
  expect_near(slots, "Designed TPP[Ampere slot of 2022]", 4992);
  expect_near(slots, "Designed interconnect[Hopper slot of 2022]", 400);  // H800
  expect_near(slots, "Designed TPP[Hopper slot of 2022]", 15832);
  expect_near(slots, "Designed bandwidth[Hopper slot of 2022]", 3350);
  expect_near(slots, "Designed TPP[Hopper slot of 2023]", 2368);  // H20
  expect_near(slots, "Designed density[Hopper slot of 2023]", 2.91);
  expect_near(slots, "Designed bandwidth[Hopper slot of 2023]", 4000);
  expect_near(slots, "Designed interconnect[Hopper slot of 2023]", 900);
  expect_near(slots, "Designed bandwidth[Blackwell slot of 2025]", 1398);  // RTX Pro 6000D
}

// The ceilings, the date and the market of the rule of 2026 decide on the licences of that year.
TEST(FlagshipRule, TheReviewPolicyActsFromTheRuleOn) {
  const std::vector<std::string> seen = {"Review open", "Cumulative licensed units"};
  const std::string licensed = "Cumulative licensed units[H200 class]";
  EXPECT_GT(value(frame_of(seen, {}), licensed, 56), 100);
  const Edits edits[] = {
      {{"\nTPP ceiling of the rule = 21000\n", "\nTPP ceiling of the rule = 15000\n"}},
      {{"\nBandwidth ceiling of the rule = 6500\n", "\nBandwidth ceiling of the rule = 4800\n"}},
      {{"\nMonth of 2026 rule = 47.5\n", "\nMonth of 2026 rule = 28\n"}}};
  for (const Edits& edit : edits) {
    const results::Frame edited = frame_of(seen, edit);
    EXPECT_EQ(value(edited, "Review open[H200 class]", 56), 0) << edit.front().second;
    EXPECT_EQ(value(edited, licensed, 56), 0) << edit.front().second;
  }
}

// Who edits a threshold of the past gets the part that would have come, not none.
TEST(FlagshipRule, PartsOfThePastAreCutToTheRuleOfTheirDay) {
  const std::vector<std::string> seen = {"Licence required", "Total processing performance",
                                         "Interconnect", "Training per unit",
                                         "Cumulative units sold"};
  const results::Frame plain = frame_of(seen, {});
  EXPECT_NEAR(value(plain, "Training per unit[H20 class]", 30), 0.15, 0.002);
  const results::Frame dense =
      frame_of(seen, {{"\nNotified density limit of dense parts = 3.2\n",
                       "\nNotified density limit of dense parts = 2.5\n"}});
  EXPECT_FALSE(needs_licence(dense, "H20", 30));
  EXPECT_NEAR(value(dense, "Total processing performance[H20 class]", 30), 0.99 * 2.5 * 814, 1);
  EXPECT_NEAR(value(dense, "Training per unit[H20 class]", 30), 0.15 * 0.99 * 2.5 * 814 / 2368,
              1e-9);
  EXPECT_GT(value(dense, "Cumulative units sold[H20 class]", 38), 1000);
  const results::Frame low =
      frame_of(seen, {{"\nNotified TPP limit = 2400\n", "\nNotified TPP limit = 1000\n"}});
  EXPECT_FALSE(needs_licence(low, "H20", 30)) << "1.6 a square millimetre, and no more";
  const results::Frame links = frame_of(
      seen, {{"\nInterconnect limit of 2022 = 600\n", "\nInterconnect limit of 2022 = 300\n"}});
  EXPECT_EQ(value(links, "Interconnect[A800 class]", 12), 200);
  EXPECT_FALSE(needs_licence(links, "A800", 12));
  EXPECT_NEAR(value(links, "Cumulative units sold[H800 class]", 20),
              value(plain, "Cumulative units sold[H800 class]", 20), 1e-6);
}

// A800 sold from 2022-10 (9), H800 from 2023-03 (14), H20 from 2024-01 (24), RTX Pro 6000D from
// 2025-09 (44); what varied among them is the width.
TEST(FlagshipRule, TheyComeAboutWhenTheyCame) {
  const results::Frame slots = frame_of(kSlots, {}, "today", {}, 64);
  const auto median = [&](const std::string& name) {
    const auto drawn = slots.at(one_series(slots, name), 0);
    return results::quantile(std::vector<double>(drawn.begin(), drawn.end()), 0.5);
  };
  const std::pair<const char*, double> came[] = {{"Ampere slot of 2022", 9},
                                                 {"Hopper slot of 2022", 14},
                                                 {"Hopper slot of 2023", 24},
                                                 {"Blackwell slot of 2025", 44}};
  for (const auto& [slot, month] : came) {
    const std::string in = std::string("[") + slot + "]";
    EXPECT_NEAR(median("Slot in volume" + in), month, 4.5) << slot;
    EXPECT_LT(median("Slot announced" + in), median("Slot in volume" + in));
  }
}

TEST(FlagshipRule, AnotherThresholdGivesAnotherPart) {
  const results::Frame plain = frame_of(kSlots, {});
  const results::Frame links = frame_of(
      kSlots, {{"\nInterconnect limit of 2022 = 600\n", "\nInterconnect limit of 2022 = 500\n"}});
  EXPECT_EQ(value(links, "Designed interconnect[Hopper slot of 2022]", 0), 400);
  const results::Frame fewer = frame_of(
      kSlots, {{"\nInterconnect limit of 2022 = 600\n", "\nInterconnect limit of 2022 = 400\n"}});
  EXPECT_EQ(value(fewer, "Designed interconnect[Hopper slot of 2022]", 0), 200);
  const results::Frame dense =
      frame_of(kSlots, {{"\nNotified density limit of dense parts = 3.2\n",
                         "\nNotified density limit of dense parts = 2.5\n"}});
  EXPECT_NEAR(value(dense, "Designed TPP[Hopper slot of 2023]", 0), 0.99 * 2.5 * 814, 1);
  EXPECT_LT(value(dense, "Designed TPP[Hopper slot of 2023]", 0),
            value(plain, "Designed TPP[Hopper slot of 2023]", 0));
}

const std::vector<std::string> kVariant = {
    "Variant TPP",    "Variant bandwidth", "Licence required",     "Design to rule switch",
    "Slot announced", "Slot in volume",    "Legal units delivered"};
const Settings kLooser = {{"us_licence_tpp", 9600}, {"us_letter_bandwidth", 4000},
                          {"us_h200_approval", 0},  {"us_h20_approval", 0},
                          {"us_amd_approval", 0},   {"cn_endogenous", 0},
                          {"cn_mainland_share", 1}, {"cn_domestic_ratio", 0}};

// Whatever the letters of 2025 had said, the part that is cut to them needs no licence.
TEST(FlagshipRule, ThePartCutToTheLettersNeedsNoLicence) {
  const std::vector<std::pair<std::string, std::string>> limits = {
      {"Letter bandwidth limit of 2025 = 1400", "5000"},
      {"Letter bandwidth limit of 2025 = 1400", "700"},
      {"Letter sum limit = 1700", "900"},
      {"Letter sum limit = 1700", "1500"},
      {"Letter sum limit = 1700", "4000"},
      {"Letter input output limit = 1100", "90"}};
  for (const auto& [limit, other] : limits) {
    const std::string name = limit.substr(0, limit.find(" ="));
    const results::Frame frame =
        frame_of({"Licence required", "Variant bandwidth"},
                 {{format("\n{}\n", limit), format("\n{} = {}\n", name, other)}});
    for (const double time : {44.0, 56.0, 58.0, 80.0}) {
      EXPECT_FALSE(needs_licence(frame, "Variant", time)) << name << other << time;
    }
    EXPECT_GT(value(frame, "Variant bandwidth", 50), 500) << name << other;
  }
}

// Nor does any part of a slot, whatever single leg of either paragraph is edited.
TEST(FlagshipRule, WhoeverEditsALegGetsAPartThatIsLegal) {
  const std::pair<const char*, const char*> edits[] = {
      {"Licence performance density limit = 5.92", "2.5"},
      {"Licence TPP limit of the rules = 4800", "2000"},
      {"Notified TPP limit = 2400", "4900"},
      {"Notified TPP limit of dense parts = 1600", "900"},
      {"Notified density limit = 1.6", "0.9"},
      {"Notified density limit of dense parts = 3.2", "1.2"}};
  for (const auto& [limit, other] : edits) {
    const std::string line = limit;
    const results::Frame frame = frame_of(
        {"Licence required", "Total processing performance"},
        {{format("\n{}\n", line), format("\n{} = {}\n", line.substr(0, line.find(" =")), other)}});
    for (const double time : {24.0, 30.0, 37.0}) {
      EXPECT_FALSE(needs_licence(frame, "H20", time)) << limit << time;
    }
    for (const double time : {46.0, 58.0, 100.0}) {
      EXPECT_FALSE(needs_licence(frame, "Variant", time)) << limit << time;
    }
    EXPECT_GT(value(frame, "Total processing performance[H20 class]", 30), 500) << limit;
  }
}

// An edit of the past lasts; the lever moves the limits from there.
TEST(FlagshipRule, AnEditedLimitOfThePastLastsBeyondTheDecision) {
  const Edits looser = {
      {"\nLicence TPP limit of the rules = 4800\n", "\nLicence TPP limit of the rules = 9600\n"},
      {"\nLetter bandwidth limit of 2025 = 1400\n", "\nLetter bandwidth limit of 2025 = 4500\n"}};
  const std::vector<std::string> seen = {"Licence required", "TPP limit in force",
                                         "Bandwidth limit in force", "Caught by paragraph b"};
  const results::Frame frame = frame_of(seen, looser);
  const results::Frame doubled = frame_of(seen, looser, "today", {{"us_licence_tpp", 9600}});
  EXPECT_EQ(value(frame, "TPP limit in force", 80), 9600);
  EXPECT_EQ(value(frame, "Bandwidth limit in force", 80), 4500);
  EXPECT_EQ(value(doubled, "TPP limit in force", 56), 9600);
  EXPECT_EQ(value(doubled, "TPP limit in force", 57), 19200);
  for (const char* chip : {"A800", "H800", "H20", "H200", "AMD"}) {
    EXPECT_EQ(needs_licence(frame, chip, 58), needs_licence(frame, chip, 56)) << chip;
    const std::string notice = std::string("Caught by paragraph b[") + chip + " class]";
    EXPECT_EQ(value(frame, notice, 58), value(frame, notice, 56)) << chip;
  }
}

TEST(FlagshipRule, ALooserRuleIsDesignedToAfterADelay) {
  const results::Frame looser = frame_of(kVariant, {}, "ban", kLooser);
  const double volume = value(looser, "Slot in volume[Next slot]", 0);
  EXPECT_GE(value(looser, "Slot announced[Next slot]", 0), kDecision + 1);
  EXPECT_LE(value(looser, "Slot announced[Next slot]", 0), kDecision + 5.5);
  EXPECT_GE(volume, value(looser, "Slot announced[Next slot]", 0) + 2);
  EXPECT_LE(volume, value(looser, "Slot announced[Next slot]", 0) + 6);
  const double before = value(looser, "Variant TPP", std::floor(volume) - 1);
  const double after = value(looser, "Variant TPP", std::ceil(volume) + 1);
  EXPECT_NEAR(before, 0.99 * 2400, 1);
  EXPECT_NEAR(after, 0.99 * 4800, 1) << "2,400 twice, on a die no denser than 3.2";
  EXPECT_FALSE(needs_licence(looser, "Variant", std::ceil(volume) + 1));
  EXPECT_GT(value(looser, "Legal units delivered[Variant class]", 107), 1);
}

TEST(FlagshipRule, WithoutDesignToRuleTheSlotStaysAsItIs) {
  const results::Frame still =
      frame_of(kVariant, {{"\nDesign to rule switch = 1\n", "\nDesign to rule switch = 0\n"}},
               "ban", kLooser);
  EXPECT_NEAR(value(still, "Variant TPP", 119), 0.99 * 2400, 1);
}

// ---- the bars against the B30A

const Settings kBarsLifted = {{"us_format", 0},          {"us_products_frozen", 0},
                              {"us_market_required", 0}, {"us_cap_family", 1},
                              {"us_b30a_approval", 1},   {"us_cap_per_buyer", 100000},
                              {"cn_endogenous", 0},      {"cn_mainland_share", 1},
                              {"cn_hong_kong_share", 1}, {"cn_domestic_ratio", 0}};

double b30a_delivered(const Settings& settings) {
  const results::Frame frame = frame_of({"Cumulative legal deliveries"}, {}, "h200", settings);
  return value(frame, "Cumulative legal deliveries[B30A class]", 119);
}

TEST(FlagshipRule, EachOfTheBarsAloneStopsTheB30A) {
  EXPECT_GT(b30a_delivered(kBarsLifted), 100);
  const std::pair<const char*, double> bars[] = {{"us_format", 1},
                                                 {"us_products_frozen", 1},
                                                 {"us_market_required", 1},
                                                 {"us_cap_family", 0},
                                                 {"us_b30a_approval", 0}};
  for (const auto& [bar, stands] : bars) {
    Settings settings = kBarsLifted;
    for (auto& [lever, setting] : settings) {
      if (lever == bar) setting = stands;
    }
    EXPECT_EQ(b30a_delivered(settings), 0) << bar;
  }
}

}  // namespace
}  // namespace sluice::tests
