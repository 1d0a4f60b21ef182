// Queues, batches, shifted stocks, allocation in two steps and fiscal periods, with numbers worked
// by hand.
#include "lower/text_model_testing.h"
#include "model/data.h"

namespace sluice::lower {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr double kNone = kNotAvailable;

testing::Matcher<std::vector<double>> near(std::vector<double> numbers) {
  return Pointwise(DoubleNear(1e-12), std::move(numbers));
}

TEST(DelayP, GivesWhatIsUnderWayToo) {
  // Three stages of one time unit each, full at the start; 6 more go in from time 1 on.
  const std::string text = "y = DELAYP(10 + STEP(6, 1), 3: under way) ~~|";
  EXPECT_THAT(values_of(text, "y"), near({10, 10, 10, 10, 16}));
  EXPECT_THAT(values_of(text, "under way"), near({30, 30, 36, 42, 48}));
}

TEST(DelayP, StandsInArraysAndMacros) {
  const std::string array = "d: a, b ~~| t[d] = 3, 6 ~~| y[d] = DELAYP(10, t[d]: w) ~~|";
  EXPECT_THAT(values_of(array, "w[b]"), near({60, 60, 60, 60, 60}));
  const std::string macro =
      ":MACRO: LATE(x)\nLATE = DELAYP(x, 3: inside) + inside ~~|\n:END OF MACRO:\n"
      "y = LATE(10) + LATE(1) ~~|";
  EXPECT_THAT(values_of(macro, "y"), near({44, 44, 44, 44, 44}));
}

TEST(MarketP, SharesInTwoStepsAsAllocateByPriorityDoes) {
  // b, with the higher priority, is served whole; a gets 10 of 60: its rectangle from 4 down to 2
  // is a sixth full at 4 - 2 / 6.
  const std::string text =
      "buyer: a, b ~~|\nwant[buyer] = 60, 40 ~~|\npriority[buyer] = 3, 5 ~~|\nsupply = 50 ~~|\n"
      "mp = MARKETP(want[a], priority[a], ELMCOUNT(buyer), 2, supply) ~~|\n"
      "got[buyer] = ALLOC P(want[buyer], priority[buyer], 2, mp) ~~|\n"
      "same[buyer] = ALLOCATE BY PRIORITY(want[buyer], priority[buyer], 2, 2, supply) ~~|\n";
  EXPECT_NEAR(value_of(text, "mp"), 4 - 2.0 / 6, 1e-12);
  EXPECT_NEAR(value_of(text, "got[a]"), 10, 1e-10);
  EXPECT_NEAR(value_of(text, "got[b]"), 40, 1e-10);
  EXPECT_NEAR(value_of(text, "same[a]"), 10, 1e-10);
}

TEST(MarketP, WithEnoughAllGetAllAndWithNothingNone) {
  const auto shares = [](const std::string& supply) {
    const std::string text =
        "buyer: a, b ~~| want[buyer] = 60, 40 ~~| priority[buyer] = 3, 5 ~~|\n"
        "mp = MARKETP(want[a], priority[a], 2, 2, " +
        supply +
        ") ~~|\n"
        "got[buyer] = ALLOC P(want[buyer], priority[buyer], 2, mp) ~~|\n";
    return std::vector<double>{value_of(text, "got[a]"), value_of(text, "got[b]")};
  };
  EXPECT_THAT(shares("1000"), near({60, 40}));
  EXPECT_THAT(shares("0"), near({0, 0}));
}

TEST(DelayBatch, GathersAndGivesOutWhole) {
  // 20 wait, 10 come at each step. The first 25 begin at 1, when the batch of before comes out, and
  // take 2; the next begin at 3; at 5 only 20 wait, so the third begin at 6.
  EXPECT_THAT(values_of("y = DELAY BATCH(10, 25, 2, 7, 1, 20) ~~|", "y", {8}),
              ElementsAre(0, 7, 0, 25, 0, 25, 0, 0, 25));
  EXPECT_THAT(values_of("y = DELAY BATCH(0, 25, 2, 7, 0, 0) ~~|", "y", {3}),
              ElementsAre(7, 0, 0, 0));
  // Steps of a half: a batch of 10 comes out at a rate of 20 for one step.
  EXPECT_THAT(values_of("y = DELAY BATCH(0, 10, 1, 0, 0, 10) ~~|", "y", {2, 0.5}),
              ElementsAre(0, 0, 20, 0, 0));
}

const std::string kQueue = "flat((0,1),(1,1)) ~~|\nq = QUEUE FIFO(4, 3, flat, 6, 3) ~~|\n";

// At the start 2 of each age 1, 2, 3. The oldest 3 go at each step: at 1 there are 4, 2, 1 of ages
// 1, 2, 3; at 2 there are 4 of age 1 and 4 of age 2.
TEST(Queue, IsLeftInTheOrderOfComing) {
  EXPECT_THAT(values_of(kQueue, "q", {2}), near({6, 7, 8}));
  EXPECT_THAT(values_of(kQueue + "y = QUEUE AGE AVERAGE(q, 0) ~~|", "y", {2}),
              near({2, 11.0 / 7, 1.5}));
  EXPECT_EQ(values_of(kQueue + "y = QUEUE AGE AVERAGE(q) ~~|", "y", {2}),
            values_of(kQueue + "y = QUEUE AGE AVERAGE(q, 0) ~~|", "y", {2}));
  EXPECT_THAT(values_of(kQueue + "y = QUEUE AGE AVERAGE(q, 3) ~~|", "y", {2}),
              near({8.0 / 3, 7.0 / 3, 2}));
  EXPECT_THAT(values_of(kQueue + "y = QUEUE AGE OLDEST(q) ~~|", "y", {2}), near({3, 3, 2}));
  EXPECT_THAT(values_of(kQueue + "y = QUEUE AGE IN RANGE(q, 2, :NA:) ~~|", "y", {2}),
              near({4, 3, 4}));
  EXPECT_THAT(values_of(kQueue + "y = QUEUE AGE IN RANGE(q, :NA:, 1) ~~|", "y", {2}),
              near({2, 4, 4}));
}

TEST(Queue, OwesWhatIsTakenBeyondItsContents) {
  const std::string text =
      "flat((0,1),(1,1)) ~~|\nq = QUEUE FIFO(1, 3, flat, 2, 1) ~~|\nage = QUEUE AGE OLDEST(q) ~~|";
  EXPECT_THAT(values_of(text, "q", {3}), near({2, 0, -2, -4})) << "as a stock would";
  EXPECT_THAT(values_of(text, "age", {3}), near({1, 0, 1, 1}));
  EXPECT_THAT(values_of("flat((0,1),(1,1)) ~~|\nq = QUEUE FIFO(-1, -3, flat, 2, 1) ~~|", "q", {2}),
              near({2, 4, 6}))
      << "flows below 0 turn round";
}

TEST(Queue, MovesByTheStocksThatAskForIt) {
  // Only what is at least 2 old may leave: a pipeline of two steps.
  const std::string text =
      "flat((0,1),(1,1)) ~~|\nq = QUEUE FIFO(5, out, flat, 0, 1) ~~|\n"
      "out = QUEUE AGE IN RANGE(q, 2, 1e9) / TIME STEP ~~|";
  EXPECT_THAT(values_of(text, "out", {4}), near({0, 0, 5, 5, 5}));
}

const std::string kCars =
    "flat((0,1),(1,1)) ~~|\n"
    "q = QUEUE FIFO ATTRIB(4, 3, 10, 1, flat, flat, 6, 2, 3) ~~|\n";

// All begin with 2 and gain 1 at each step, as what comes in does: at 1 there are 4 with 11 and 3
// with 3.
TEST(Queue, CarriesAnAttribute) {
  EXPECT_THAT(values_of(kCars + "y = QUEUE ATTRIB AVERAGE(q, -1) ~~|", "y", {1}),
              near({2, 53.0 / 7}));
  EXPECT_THAT(values_of(kCars + "y = QUEUE ATTRIB MAX(q) ~~|", "y", {1}), near({2, 11}));
  EXPECT_THAT(values_of(kCars + "y = QUEUE ATTRIB MIN(q) ~~|", "y", {1}), near({2, 3}));
  EXPECT_THAT(values_of(kCars + "y = QUEUE ATTRIB IN RANGE(q, 3, 5) ~~|", "y", {1}), near({0, 3}));
  EXPECT_THAT(values_of(kCars + "y = QUEUE ATTRIB QUANTITY(q, 20) ~~|", "y", {1}), near({6, 4}))
      << "3 with 3 are 9, and one with 11";
  EXPECT_THAT(values_of(kCars + "y = QUEUE AGE OLDEST(q) ~~|", "y", {1}), near({3, 3}));
}

TEST(ShiftIfTrue, MovesARowOfStocks) {
  const std::string stocks =
      "age: a1, a2, a3 ~~|\nfirst[age] = 10, 20, 30 ~~|\nborn[age] = 1, 0, 0 ~~|\n"
      "people[age] = INTEG(born[age], first[age]) ~~|\n";
  const std::string out =
      "out = SHIFT IF TRUE(people[a1], MODULO(Time, 2) = 0, ELMCOUNT(age), 0, 5) ~~|\n";
  EXPECT_THAT(values_of(stocks + out, "out", {4}), near({30, 0, 20, 0, 10}));
  EXPECT_THAT(values_of(stocks + out, "people[a1]", {3}), near({10, 6, 7, 6}));
  EXPECT_THAT(values_of(stocks + out, "people[a2]", {3}), near({20, 10, 10, 7}));
  EXPECT_THAT(values_of(stocks + out, "people[a3]", {3}), near({30, 20, 20, 10}));
  const std::string gathers =
      "out = SHIFT IF TRUE(people[a1], MODULO(Time, 2) = 0, ELMCOUNT(age), 1, 5) ~~|\n";
  EXPECT_THAT(values_of(stocks + gathers, "out", {2}), near({0, 0, 0}));
  EXPECT_THAT(values_of(stocks + gathers, "people[a3]", {3}), near({30, 50, 50, 60}));
  const std::string two = "out = SHIFT IF TRUE(people[a1], Time = 0, 2, 0, 5) ~~|\n";
  EXPECT_THAT(values_of(stocks + two, "people[a3]", {2}), near({30, 30, 30}));
}

TEST(InternalRateOfReturn, MakesTheStreamWorthNothing) {
  const std::string later =
      "s = IF THEN ELSE(Time = 0, -100, IF THEN ELSE(Time = 1, 110, 0)) ~~|\n"
      "y = INTERNAL RATE OF RETURN(s, 1, 0, 0) ~~|\n";
  EXPECT_THAT(values_of(later, "y", {2}), near({kNone, 0.1, 0.1}));
  // 100 paid at the start, 60 back at the end of each period: 100 x^2 - 60 x - 60 = 0, x = 1 + r.
  const double x = (60 + std::sqrt(3600 + 4 * 100 * 60.0)) / 200;
  EXPECT_THAT(values_of("y = INTERNAL RATE OF RETURN(60, 1, -100, 0) ~~|", "y", {1}),
              near({-0.4, x - 1}));
  // In periods of two steps the first holds two payments.
  EXPECT_THAT(values_of("y = INTERNAL RATE OF RETURN(60, 2, -100, 0) ~~|", "y", {1}),
              near({-0.4, 0.2}));
  EXPECT_THAT(values_of("y = INTERNAL RATE OF RETURN(60, 1, 100, 0) ~~|", "y", {1}),
              near({kNone, kNone}));
}

TEST(DepreciateStraightline, WritesOffInEqualParts) {
  EXPECT_THAT(values_of("y = DEPRECIATE STRAIGHTLINE(PULSE(0, 1) * 30, 3, 1, 0) ~~|", "y", {4}),
              near({10, 10, 10, 0, 0}));
  EXPECT_THAT(values_of("y = DEPRECIATE STRAIGHTLINE(10, 4, 2, 10) ~~|", "y", {4}),
              near({10, 10, 10, 10, 10}));
  EXPECT_THAT(values_of("y = DEPRECIATE STRAIGHTLINE(10, 4, 2, 0) ~~|", "y", {4}),
              near({5, 5, 10, 10, 10}));
}

// Vensim's own numbers for SDEverywhere's models/depreciate: 1e9 in 2022 and 2.5e9 in 2026, over 20
// years.
TEST(DepreciateStraightline, GivesWhatVensimGives) {
  const std::vector<double> found = values_of(
      "spent = IF THEN ELSE(Time = 2022, 1e9, IF THEN ELSE(Time = 2026, 2.5e9, 0)) ~~|\n"
      "y = DEPRECIATE STRAIGHTLINE(spent, 20, 1, 0) ~~|",
      "y", {2050, 1, 2020});
  const auto in = [&found](std::size_t year) { return found[year - 2020]; };
  for (const std::size_t year : {2020U, 2021U, 2046U, 2050U}) EXPECT_EQ(in(year), 0) << year;
  for (const std::size_t year : {2022U, 2025U}) EXPECT_NEAR(in(year), 5e7, 1e-6) << year;
  for (const std::size_t year : {2026U, 2041U}) EXPECT_NEAR(in(year), 1.75e8, 1e-6) << year;
  for (const std::size_t year : {2042U, 2045U}) EXPECT_NEAR(in(year), 1.25e8, 1e-6) << year;
}

TEST(DepreciateBySchedule, WritesOffByTheSharesOfEachPeriod) {
  const std::string shares =
      "y3: y1, y2, y3rd ~~| none = 0 ~~| f[y3] = 50, 30, 20 ~~| b[y3] = 10, 5, 0 ~~|";
  const std::string once = shares + "y = DEPRECIATE BY SCHEDULE(PULSE(0, 1) * 100, f[y1], ";
  EXPECT_THAT(values_of(once + "none, 3, Time) ~~|", "y", {4}), near({50, 30, 20, 0, 0}));
  EXPECT_THAT(values_of(once + "b[y1], 3, Time) ~~|", "y", {4}), near({60, 35, 20, 0, 0}));
  // Half a period is invested in: 50 in all, of which 25 at once, then 15 and 10 a period.
  const std::string half =
      shares + "y = DEPRECIATE BY SCHEDULE(PULSE(0, 0.5) * 100, f[y1], none, 3, ";
  EXPECT_THAT(values_of(half + "Time) ~~|", "y", {3, 0.5}), near({50, 0, 15, 15, 10, 10, 0}));
  // The fiscal period turns at 0.5 already.
  EXPECT_THAT(values_of(half + "0.5) ~~|", "y", {3, 0.5}), near({50, 15, 15, 10, 10, 0, 0}));
  EXPECT_THAT(
      values_of(shares + "y = DEPRECIATE BY SCHEDULE(10, f[y1], none, 3, Time) ~~|", "y", {4}),
      near({5, 8, 10, 10, 10}));
}

TEST(Cumulate, AddsUpThePointsOfData) {
  model::Model model = text_model("d ~~|\ny := CUMULATE(d) ~~|\nz := CUMULATEF(d) ~~|");
  EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n1,10\n3,30\n4,50\n"), testing::IsEmpty());
  EXPECT_THAT(values_of(model, "y"), ElementsAre(10, 10, 25, 40, 90));
  EXPECT_THAT(values_of(model, "z"), ElementsAre(90, 90, 90, 90, 90));
}

TEST(Conditions, ThatAreNoNumbersAreTrueAsInC) {
  EXPECT_EQ(value_of("z = 0 ~~| y = IF THEN ELSE(z / z, 1, 2) ~~|", "y"), 1);
  EXPECT_EQ(value_of("z = 0 ~~| y = (z / z :AND: 1) + (:NOT: (z / z)) * 10 ~~|", "y"), 1);
}

TEST(Macros, HaveLookupsOfTheirOwn) {
  const std::string macro =
      ":MACRO: CURVED(x)\nCURVED = curve(x) ~~|\ncurve((0,1),(10,11)) ~~|\n:END OF MACRO:\n";
  EXPECT_EQ(value_of(macro + "y = CURVED(2) + CURVED(3) ~~|", "y"), 7);
  EXPECT_EQ(value_of(macro + "d: a, b ~~| x[d] = 4, 5 ~~| y[d] = CURVED(x[d]) ~~|", "y[b]"), 6);
}

// Known only from the start on, and another one for each element.
TEST(DelayN, TakesAComputedOrderForEachElement) {
  const std::string text =
      "d: a, b ~~| n[d] = 1, 2 ~~| order[d] = INITIAL(n[d] * n[d]) ~~|\n"
      "y[d] = DELAY N(PULSE(0, 1), 4, 0, order[d]) ~~|\n";
  EXPECT_THAT(values_of(text, "y[a]", {3}), near({0, 0.25, 0.1875, 0.140625}));
  EXPECT_THAT(values_of(text, "y[b]", {5}), near({0, 0, 0, 0, 1, 0}))
      << "four stages of one step each";
}

}  // namespace
}  // namespace sluice::lower
