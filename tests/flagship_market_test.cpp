// China's supply and market in the chips model follow demand: nobody runs a line for years of
// stock, buyers who can choose take the better value, more supply is never less compute. And what a
// rule does not reach, it does not reach: no tariff, laboratory, quota or cap on what needs no
// licence.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flagship_futures.h"

namespace sluice::tests {
namespace {

// The model with one thing otherwise in every future, whatever is drawn.
Flagship with_text(const std::vector<std::string>& variables, const std::string& from,
                   const std::string& to) {
  return Flagship({.variables = variables,
                   .rewrite = [=](std::string text) { return edited(std::move(text), from, to); }});
}

double worst(const Futures& futures, const std::string& series, double time) {
  double most = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    most = std::max(most, futures.value(series, time, m));
  }
  return most;
}

double domestic_compute(const std::string& from, const std::string& to) {
  const Flagship one = with_text({"Effective by channel"}, from, to);
  return Futures(one, "today").at("Effective by channel[Domestic]", 107);
}

TEST(FlagshipMarket, MoreWafersNeverGiveLessDomesticCompute) {
  std::vector<double> compute;
  for (const char* growth : {"1.15", "1.45", "1.75", "2.1"}) {
    compute.push_back(
        domestic_compute("LN(Growth of advanced wafers)",
                         std::string("LN(") + growth + " + 0 * Growth of advanced wafers)"));
  }
  EXPECT_GT(compute[1], 1.2 * compute[0]);
  // Past the turn money binds and more wafers bring little, but they take nothing away.
  for (std::size_t k = 1; k < compute.size(); ++k)
    EXPECT_GT(compute[k], 0.99 * compute[k - 1]) << k;
}

TEST(FlagshipMarket, GoodDiesAndMemoryStillMatterAfterTheTurn) {
  const auto with_yield = [](const char* factor) {
    return domestic_compute("Good dies = Ascend wafer starts",
                            std::string("Good dies = ") + factor + " * Ascend wafer starts");
  };
  EXPECT_GT(with_yield("1.4"), 1.02 * with_yield("0.6"));
}

TEST(FlagshipMarket, NoLineIsRunForYearsOfStock) {
  const Flagship one = flagship_with({"Die cover", "Finished stock", "Domestic shipments"});
  for (const char* scenario : {"today", "h200x_beijing_open"}) {
    const Futures futures(one, scenario);
    EXPECT_LT(futures.at("Die cover", 119), 18) << scenario;
    EXPECT_LT(worst(futures, "Die cover", 119), 36) << scenario;
    for (const char* line : {"[Ascend HBM]", "[Ascend in house memory]", "[Other domestic]"}) {
      EXPECT_LT(futures.at(std::string("Finished stock") + line, 119),
                9 * futures.at(std::string("Domestic shipments") + line, 119))
          << scenario << line;
    }
  }
}

TEST(FlagshipMarket, WithSlackTheBetterValueSellsFirstAndNoOrderIsLost) {
  const Flagship one = flagship_with(
      {"First choice", "Product value", "Shipped value", "Value on offer", "Sell through"});
  const Futures today(one, "today");
  const auto of = [&](const char* what, const char* line, double time) {
    return today.at(std::string(what) + line, time);
  };
  EXPECT_GT(of("Product value", "[Ascend HBM]", 107),
            2 * of("Product value", "[Ascend in house memory]", 107));
  EXPECT_GT(of("First choice", "[Ascend HBM]", 107),
            2 * of("First choice", "[Ascend in house memory]", 107));
  for (const double time : {50.0, 80.0, 107.0, 119.0}) {
    for (std::size_t m = 0; m < kMembers; ++m) {
      const double wanted =
          today.value("Sell through", time, m) * today.value("Value on offer", time, m);
      EXPECT_NEAR(today.value("Shipped value", time, m), wanted, 1e-9 * wanted) << time;
    }
  }
}

// Orders that a vendor can deliver within the usual time wait for nothing.
TEST(FlagshipMarket, ABacklogIsWhatWaitsLongerThanADelivery) {
  const Flagship one =
      flagship_with({"Huawei backlog", "Huawei revenue", "Domestic fill rate", "Market clearing"});
  const Futures today(one, "today");
  EXPECT_GT(today.at("Huawei backlog", 54), today.at("Huawei revenue", 54)) << "sold out";
  std::size_t slack = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    if (today.value("Market clearing", 113, m) > 0.9 ||
        today.value("Market clearing", 119, m) > 0.9)
      continue;
    ++slack;
    EXPECT_LT(today.value("Huawei backlog", 119, m), 0.05 * today.value("Huawei revenue", 119, m));
  }
  EXPECT_GT(slack, kMembers / 4);
}

// The one episode that was measured: the H20 of 2025 that was not let in raised domestic sales by
// 0.09 a dollar (CS149, CS151), since vendors were sold out.
TEST(FlagshipMarket, WhatTheLetterOf2025KeptOutRaisedDomesticSalesByLittle) {
  const std::vector<std::string> asked = {"Domestic revenue", "Legal import spending"};
  const Flagship as_it_was = flagship_with(asked);
  const Flagship without({.variables = asked, .rewrite = [](std::string text) {
                            text =
                                edited(std::move(text), "\nLetter bandwidth limit of 2025 = 1400\n",
                                       "\nLetter bandwidth limit of 2025 = 100000\n");
                            return edited(std::move(text), "\nLetter sum limit = 1700\n",
                                          "\nLetter sum limit = 100000\n");
                          }});
  const Futures letter(as_it_was, "today");
  const Futures none(without, "today");
  const double kept_out =
      none.sum("Legal import spending", 36, 47) - letter.sum("Legal import spending", 36, 47);
  const double raised =
      letter.sum("Domestic revenue", 36, 47) - none.sum("Domestic revenue", 36, 47);
  EXPECT_GT(kept_out, 3000);
  EXPECT_NEAR(raised / kept_out, 0.06, 0.01);  // as README has it; observed: 0.09 (CS149, CS151)
}

// MODEL-REVIEW section 1 row 10: below three months' use between 2025-10 and 2026-12. No report
// says when, so it is asked of futures; before that the stock of 2024 is far from used up.
TEST(FlagshipMarket, ForeignMemoryRunsShortWhenTheReviewDerivesIt) {
  const Flagship one = flagship_with({"HBM cover", "HBM used"});
  const auto today = one.run({one.policy("today")}, kFlagshipMembers);
  const results::Frame& frame = today.scenarios.front().frame;
  const std::size_t cover = one_series(frame, "HBM cover");
  std::size_t short_then = 0, short_before = 0;
  for (std::size_t m = 0; m < frame.members; ++m) {
    double least = 1e300, before = 1e300;
    for (double time = 35; time < 45; ++time)
      before = std::min(before, frame.at(cover, time_of(frame, time))[m]);
    for (double time = 45; time <= 59; ++time)
      least = std::min(least, frame.at(cover, time_of(frame, time))[m]);
    short_then += least < 3 ? 1U : 0U;
    short_before += before < 3 ? 1U : 0U;
  }
  EXPECT_GT(short_then, frame.members * 2 / 5);
  EXPECT_EQ(short_before, 0U);
}

TEST(FlagshipMarket, LaterRoadmapsAndDearerChipsMeanLessDomesticCompute) {
  const std::string lag = "Years behind the roadmap = Roadmap delay";
  const double plan = domestic_compute(lag, "Years behind the roadmap = 0 * Roadmap delay");
  const double late =
      domestic_compute(lag, "Years behind the roadmap = (12 * One month + 0 * Roadmap delay)");
  EXPECT_LT(late, 0.93 * plan);
  const double dear = domestic_compute("Price drift = EXP(", "Price drift = EXP(2 * ");
  EXPECT_LT(dear, domestic_compute("Price drift = EXP(", "Price drift = EXP(0 * "));
}

// ---- what needs no licence

// The limits lifted so far that the H200 needs no licence, and the state may buy abroad.
const Settings kNoLicence =
    with(kBeijingOpen,
         {{"us_licence_tpp", 60000}, {"us_letter_bandwidth", 10000}, {"cn_state_share", 0}});

TEST(FlagshipGate, WhatNeedsNoLicenceHasNoQuotaAndNoCap) {
  const Flagship one = flagship_with({"Licence required", "Units sold", "Legal deliveries"});
  const Futures free(one, "h200", kNoLicence);
  EXPECT_EQ(free.at("Licence required[H200 class]", 70), 0);
  // No firm of the state holds a licence: it buys as soon as none is needed.
  EXPECT_GT(free.sum("Legal deliveries[H200 class,State and telecom,Mainland]", 62, 95), 50);
  EXPECT_GT(free.sum("Units sold[H200 class]", 62, 119), 900) << "more than the quota holds";
  const Futures held(one, "h200", with(kBeijingOpen, {{"cn_state_share", 0}}));
  EXPECT_EQ(held.at("Licence required[H200 class]", 70), 1);
  EXPECT_LT(held.sum("Legal deliveries[H200 class,State and telecom,Mainland]", 62, 95), 1);
}

TEST(FlagshipGate, WhatNeedsNoLicencePaysNoTariffAndPassesNoLaboratory) {
  const Flagship one =
      flagship_with({"Tariff revenue", "Units sold", "Lab time", "Seller participation"});
  const Futures dear(one, "looser_letters", {{"us_tariff", 1}});
  const Futures cheap(one, "looser_letters", {{"us_tariff", 0}});
  EXPECT_GT(dear.sum("Units sold[Variant class]", 70, 95), 100);
  // What H200s were under way at the decision is taxed in one and not in the other, and an order
  // that lapses for it is placed again.
  EXPECT_NEAR(dear.sum("Units sold[Variant class]", 70, 95) /
                  cheap.sum("Units sold[Variant class]", 70, 95),
              1, 3e-2);
  EXPECT_EQ(dear.at("Lab time[Variant class]", 80), 0.5);
  EXPECT_LT(dear.sum("Tariff revenue", 84, 119), 1e-6);
  const Futures licensed(one, "h200_beijing_open");
  EXPECT_GT(licensed.sum("Tariff revenue", 60, 95), 100) << "of million USD";
  EXPECT_LT(Futures(one, "h200_beijing_open", {{"us_tariff", 1}})
                .at("Seller participation[H200 class]", 70),
            0.5);
}

TEST(FlagshipGate, TheMoneyLawSeesATariffThatNobodyPays) {
  const Flagship wrong = with_text({"Money balance error", "Paid by buyers"},
                                   "Tariff revenue = SUM(Tariff on class[Class!] *",
                                   "Tariff revenue = SUM((Tariff on class[Class!] + 0.25) *");
  const Flagship right = flagship_with({"Money balance error", "Paid by buyers"});
  const auto share = [](const Flagship& one) {
    const Futures futures(one, "h200_beijing_open");
    return std::abs(futures.at("Money balance error", 119)) / futures.at("Paid by buyers", 119);
  };
  EXPECT_LT(share(right), 1e-9);
  EXPECT_GT(share(wrong), 0.05);
}

// A reopening ships what was written down before it builds as much again.
TEST(FlagshipMarket, WrittenDownPartsAreShippedBeforeMoreAreBuilt) {
  const std::vector<std::string> asked = {"Starts for China", "Stranded parts"};
  const Flagship one = flagship_with(asked);
  const Flagship blind = with_text(asked, "- Stranded parts[Class] * US gate open[Class])", ")");
  const Settings open = with(kBeijingOpen, {{"us_h20_approval", 1}});
  const Futures sees(one, "h20_only", open);
  const Futures builds(blind, "h20_only", open);
  EXPECT_GT(sees.at("Stranded parts[H20 class]", 56), 100);
  EXPECT_LT(sees.sum("Starts for China[H20 class]", 57, 66),
            0.85 * builds.sum("Starts for China[H20 class]", 57, 66));
}

// Vendors ship no faster than the laboratory passes: a longer queue is no reason to ship more.
TEST(FlagshipMarket, ANarrowerLaboratorySellsNoMore) {
  for (const char* scenario : {"today", "h200"}) {
    double sold = 0;
    for (const char* pace : {"5", "10", "20", "40", "80"}) {
      const Flagship one =
          with_text({"Cumulative units sold", "Lab time"}, "1, 0), US lab throughput)",
                    std::string("1, 0), ") + pace + " + 0 * US lab throughput)");
      const Futures futures(one, scenario);
      for (const double month : {57.0, 107.0}) {
        EXPECT_LT(futures.at("Lab time[H200 class]", month), 1) << pace;
      }
      EXPECT_GE(futures.at("Cumulative units sold[H200 class]", 107), sold) << pace;
      sold = futures.at("Cumulative units sold[H200 class]", 107);
    }
  }
}

}  // namespace
}  // namespace sluice::tests
