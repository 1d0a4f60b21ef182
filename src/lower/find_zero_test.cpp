// FIND ZERO: what each search finds, worked out by hand.
#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

// x over d, with scales of 1, looked for from `guess` on.
std::string search(const std::string& guess, const std::string& zero,
                   const std::string& how = "ELMCOUNT(d), 0, 1e-9, 100, 0") {
  return "one[d] = 1 ~~| x[d] = FIND ZERO(one[d], z[d], one[d], g[d], " + how +
         ") ~~| g[d] = " + guess + " ~~| " + zero + " ~~| ";
}

TEST(FindZero, FindsARoot) {
  const std::string one = "d: a ~~| ";
  EXPECT_NEAR(value_of(one + search("1", "z[d] = x[d]^2 - 2"), "x[a]"), std::sqrt(2.0), 1e-14);
  EXPECT_NEAR(value_of(one + search("-1", "z[d] = x[d]^2 - 2"), "x[a]"), -std::sqrt(2.0), 1e-14);
  EXPECT_NEAR(value_of(one + search("1", "z[d] = x[d] - COS(x[d])"), "x[a]"), 0.7390851332151607,
              1e-14);
  // Far from the guess, and from a slope that would lead far beyond.
  EXPECT_NEAR(value_of(one + search("1", "z[d] = x[d] - 1e6"), "x[a]"), 1e6, 1e-6);
  EXPECT_NEAR(value_of(one + search("0.001", "z[d] = x[d]^2 - 1e6"), "x[a]"), 1000, 1e-9);
  // z has no slope there: as near as the tolerance asks.
  EXPECT_NEAR(value_of(one + search("3", "z[d] = (x[d] - 1)^2"), "x[a]"), 1, 1e-4);
}

TEST(FindZero, FindsAllElementsTogether) {
  // Their sum is 3 and their product 2.
  const std::string pair =
      "d: a, b ~~| " + search("0.5, 3", "z[a] = x[a] + x[b] - 3 ~~| z[b] = x[a] * x[b] - 2");
  EXPECT_NEAR(value_of(pair, "x[a]"), 1, 1e-12);
  EXPECT_NEAR(value_of(pair, "x[b]"), 2, 1e-12);
  EXPECT_NEAR(value_of(pair, "z[b]"), 0, 1e-12);
  // y = (y's sum + 1, 2, 4) / 4: the sum is 7.
  const std::string shared =
      "d: (a1-a3) ~~| " + search("1",
                                 "z[d] = x[d] - f[d] ~~| f[d] = (total + k[d]) / 4 ~~| "
                                 "k[d] = 1, 2, 4 ~~| total = SUM(x[d!])");
  EXPECT_NEAR(value_of(shared, "x[a1]"), 2, 1e-12);
  EXPECT_NEAR(value_of(shared, "x[a3]"), 2.75, 1e-12);
  EXPECT_NEAR(value_of(shared, "total"), 7, 1e-12);
}

TEST(FindZero, FindsItAnewAtEachStepAndForEachOfTheOtherSubscripts) {
  const std::string moving =
      "d: a ~~| " + search("1",
                           "z[d] = square[d] - level ~~| square[d] = x[d]^2 ~~| "
                           "level = INTEG(1, 1) ~~| grows = INTEG(x[a], 0)");
  EXPECT_THAT(values_of(moving, "x[a]", {2}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{1, std::sqrt(2.0), std::sqrt(3.0)}));
  EXPECT_THAT(values_of(moving, "grows", {2}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{0, 1, 1 + std::sqrt(2.0)}));
  const std::string two =
      "r: n, s ~~| d: a, b ~~| k[r,d] = 1, 4; 9, 16; ~~| one[d] = 1 ~~| "
      "x[r,d] = FIND ZERO(one[d], z[r,d], one[d], 1, 2, 0, 1e-9, 100, 0) ~~| "
      "z[r,d] = x[r,d]^2 - k[r,d] ~~| ";
  EXPECT_NEAR(value_of(two, "x[n,b]"), 2, 1e-12);
  EXPECT_NEAR(value_of(two, "x[s,a]"), 3, 1e-12);
  EXPECT_NEAR(value_of(two, "x[s,b]"), 4, 1e-12);
}

// Vensim's manual has `skip` for systems that are homogeneous of degree 0. Only the ratio of these
// two prices counts, and where one market is cleared so is the other: price by price, the two
// excess demands add up to nothing.
TEST(FindZero, KeepsTheFirstElementsWhereTheyAreSkipped) {
  const std::string markets =
      "d: a, b ~~| " +
      search("3, 1", "z[a] = x[b] / x[a] - 2 ~~| z[b] = 2 * x[a] / x[b] - 1", "2, 1, 1e-9, 100, 0");
  EXPECT_EQ(value_of(markets, "x[a]"), 3);
  EXPECT_NEAR(value_of(markets, "x[b]"), 6, 1e-12);
  // Of a count below the number of elements those behind it stay where they are.
  const std::string fewer = "d: a, b ~~| " + search("2", "z[d] = x[d]^2 - 9", "1, 0, 1e-9, 100, 0");
  EXPECT_NEAR(value_of(fewer, "x[a]"), 3, 1e-12);
  EXPECT_EQ(value_of(fewer, "x[b]"), 2);
}

TEST(FindZero, MayBeASubrangeBesideOthers) {
  const std::string part =
      "d: a, b, c ~~| e: b, c ~~| x[a] = 5 ~~| g[e] = 1 ~~| "
      "x[e] = FIND ZERO(g[e], z[e], g[e], g[e], 2, 0, 1e-9, 100, 0) ~~| "
      "z[e] = x[e] + all - 20 ~~| all = SUM(x[d!]) ~~| ";
  // b = c, 2 b + b + 5 = 20.
  EXPECT_NEAR(value_of(part, "x[b]"), 5, 1e-12);
  EXPECT_NEAR(value_of(part, "x[c]"), 5, 1e-12);
  EXPECT_EQ(value_of(part, "x[a]"), 5);
  EXPECT_NEAR(value_of(part, "all"), 15, 1e-12);
}

TEST(FindZero, ScalesOfZeroCountAsOne) {
  const std::string pair =
      "d: a, b ~~| x[d] = FIND ZERO(0, z[d], 0, 1, 2, 0, 1e-8, 100, 1) ~~| "
      "z[a] = x[a]^2 + x[b] - 6 ~~| z[b] = x[a] - x[b] ~~| ";
  EXPECT_NEAR(value_of(pair, "x[a]"), 2, 1e-9);
  EXPECT_NEAR(value_of(pair, "x[b]"), 2, 1e-9);
  EXPECT_NEAR(value_of(pair, "z[a]"), 0, 1e-8);
}

// What starts at a value of its own needs nothing of what is looked for.
TEST(FindZero, MayBeginAtWhatStartsByItself) {
  const std::string start =
      "d: a, b ~~| x[d] = FIND ZERO(1, z[d], 1, h[d], 2, 0, 1e-8, 100, 1) ~~| z[d] = x[d] - 2 ~~| "
      "own[d] = ACTIVE INITIAL(x[d], 1) ~~| h[d] = INTEG(0, own[d]) ~~| ";
  EXPECT_NEAR(value_of(start, "x[a]"), 2, 1e-12);
  EXPECT_EQ(value_of(start, "h[b]"), 1);
}

TEST(FindZero, IsNotANumberWhereThereIsNone) {
  EXPECT_THAT(value_of("d: a ~~| " + search("1", "z[d] = x[d]^2 + 1"), "x[a]"), testing::IsNan());
  EXPECT_THAT(value_of("d: a ~~| " + search("1", "z[d] = 1 + 0 * x[d]"), "x[a]"), testing::IsNan());
}

}  // namespace
}  // namespace sluice::lower
