#include "model/dependencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

// "now", "next", "start", "fill" joined, by the name of the cell needed.
std::map<std::string, std::string> needs_of(const std::string& equations, const std::string& name) {
  const Model model = model_of(equations);
  const CellRef cell = find_cells(model, name, {}).value->front();
  std::map<std::string, std::string> texts;
  for_each_reference(model, cell.variable, cell.cell,
                     [&](const Reference&, Span, CellRef target, const Needs& needs) {
                       std::string& text =
                           texts[model.cell_name(model.at(target.variable), target.cell)];
                       text += needs.now ? "now " : "";
                       text += needs.next ? "next " : "";
                       text += needs.start ? "start " : "";
                       text += needs.fill ? "fill " : "";
                     });
  return texts;
}

const std::string kInputs = "x = Time ~~|\nt = 3 ~~|\ny = 2 ~~|\n";

TEST(Dependencies, OfAnAuxiliary) {
  EXPECT_THAT(needs_of(kInputs + "a = x + MAX(y, 1) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "now start "), Pair("y", "now start ")));
}

TEST(Dependencies, OfAStock) {
  EXPECT_THAT(needs_of(kInputs + "a = INTEG(x, y) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "next "), Pair("y", "start ")));
}

TEST(Dependencies, OfASmooth) {
  EXPECT_THAT(needs_of(kInputs + "a = SMOOTHI(x, t, y) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "next "), Pair("t", "next "), Pair("y", "start ")));
  EXPECT_THAT(needs_of(kInputs + "a = SMOOTH(x, t) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "next start "), Pair("t", "next ")));
}

TEST(Dependencies, TheTimeOfADelayIsNeededAtOnce) {
  EXPECT_THAT(needs_of(kInputs + "a = DELAY3(x, t) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "next start "), Pair("t", "now start ")));
}

TEST(Dependencies, ADelayFixedLooksAtItsTimeOnlyAtTheStart) {
  EXPECT_THAT(needs_of(kInputs + "a = DELAY FIXED(x, t, y) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "next "), Pair("t", "start "), Pair("y", "start ")));
}

TEST(Dependencies, OfInitialAndActiveInitial) {
  EXPECT_THAT(needs_of(kInputs + "a = INITIAL(x) ~~|\n", "a"), ElementsAre(Pair("x", "start ")));
  EXPECT_THAT(needs_of(kInputs + "a = ACTIVE INITIAL(x, y) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "now "), Pair("y", "start ")));
}

TEST(Dependencies, AHiddenStockIsFilledEvenWhereTheStartDoesNotAskForIt) {
  EXPECT_THAT(
      needs_of(kInputs + "a = ACTIVE INITIAL(SMOOTH(x, t), y) ~~|\n", "a"),
      UnorderedElementsAre(Pair("x", "next fill "), Pair("t", "next "), Pair("y", "start ")));
}

TEST(Dependencies, ASampleMayCompareWithWhatItHolds) {
  EXPECT_THAT(needs_of(kInputs + "a = SAMPLE IF TRUE(x > a, x, y) ~~|\n", "a"),
              UnorderedElementsAre(Pair("x", "now start now start "), Pair("a", "next "),
                                   Pair("y", "start ")));
  EXPECT_NE(said_of(kInputs + "a = SAMPLE IF TRUE(x > 1, x, a) ~~|\n"), "");
}

TEST(Dependencies, OfASumOverElements) {
  EXPECT_THAT(needs_of("r: n, s ~~|\ng: i, j ~~|\nx[r, g] = Time ~~|\n"
                       "a[g] = SUM(x[r!, g]) ~~|\n",
                       "a[j]"),
              UnorderedElementsAre(Pair("x[n,j]", "now start "), Pair("x[s,j]", "now start ")));
}

TEST(Dependencies, OneLoopOnTwoAxesIsTheDiagonal) {
  EXPECT_THAT(
      needs_of("r: n, s ~~|\nz <-> r ~~|\nx[r, z] = Time ~~|\na = SUM(x[r!, r!]) ~~|\n", "a"),
      UnorderedElementsAre(Pair("x[n,n]", "now start "), Pair("x[s,s]", "now start ")));
}

TEST(Dependencies, AShareNeedsAllRequestsAndProfiles) {
  const auto needs = needs_of(
      "b: b1, b2 ~~|\nf: ptype, ppriority, pwidth, pextra ~~|\nd[b] = 1, 2 ~~|\n"
      "p[b, f] = 1, 2, 3, 4; 1, 2, 3, 4; ~~|\n"
      "a[b] = ALLOCATE AVAILABLE(d[b], p[b, ptype], 3) ~~|\n",
      "a[b1]");
  EXPECT_EQ(needs.size(), 10U);
  EXPECT_TRUE(needs.contains("d[b2]"));
  EXPECT_TRUE(needs.contains("p[b2,pextra]"));
}

TEST(Dependencies, CausesAndUses) {
  const Model model = model_of(kInputs + "a = x * y ~~|\nb = a + x ~~|\n");
  EXPECT_THAT(causes_of(model, *model.find("b")), ElementsAre(*model.find("a"), *model.find("x")));
  EXPECT_THAT(uses_of(model, *model.find("x")), ElementsAre(*model.find("a"), *model.find("b")));
}

}  // namespace
}  // namespace sluice::model
