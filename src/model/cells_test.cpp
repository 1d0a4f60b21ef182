#include "model/cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

using testing::ElementsAre;

const std::string kDimensions =
    "region: north, south, west ~~|\ncoast: north, west ~~|\ngood: steel, oil ~~|\n"
    "zone <-> region ~~|\nbuyer: b1, b2, b3 -> region ~~|\n";

// The number or list value of a constant cell.
double number_at(const Model& model, const std::string& name) {
  const auto cells = find_cells(model, name, {});
  if (!cells.value || cells.value->size() != 1) return -1e9;
  const CellRef cell = cells.value->front();
  const Equation& equation = *equation_of(model.at(cell.variable), cell.cell);
  if (equation.values.empty()) return std::get<Number>(equation.right.node).value;
  const auto place = std::find(equation.cells.begin(), equation.cells.end(), cell.cell);
  return equation.values[static_cast<std::size_t>(place - equation.cells.begin())];
}

// The names of the cells that a cell refers to.
std::vector<std::string> read_by(const Model& model, const std::string& name) {
  const CellRef cell = find_cells(model, name, {}).value->front();
  const Equation& equation = *equation_of(model.at(cell.variable), cell.cell);
  const Positions left = positions_of(model, model.at(cell.variable), cell.cell);
  const auto& reference = std::get<Reference>(equation.right.node);
  return {model.cell_name(model.at(reference.variable), cell_of(model, reference, left, {}))};
}

TEST(Cells, AreRowMajorWithTheLastAxisFastest) {
  const Model model = model_of(kDimensions + "a[region, good] = 1, 2; 3, 4; 5, 6; ~~|\n");
  const Variable& a = model.at(*model.find("A"));
  EXPECT_THAT(model.shape_of(a), ElementsAre(3, 2));
  EXPECT_EQ(model.cell_name(a, 3), "a[south,oil]");
  EXPECT_THAT(positions_of(model, a, 3), ElementsAre(1, 1));
  EXPECT_EQ(cell_at(model, a, Positions{1, 1}), 3U);
}

TEST(Cells, NumberListsFollowTheSubscriptsAsWritten) {
  const Model model = model_of(kDimensions +
                               "a[region, good] = 1, 2; 3, 4; 5, 6; ~~|\n"
                               "b[region, steel] = 10, 20, 30 ~~|\nb[region, oil] = 7 ~~|\n"
                               "c[north, good] = 1, 2 ~~|\nc[south, good] = 3, 4 ~~|\n"
                               "c[west, good] = 5, 6 ~~|\n");
  EXPECT_EQ(number_at(model, "a[south,oil]"), 4);
  EXPECT_EQ(number_at(model, "a[west,steel]"), 5);
  EXPECT_EQ(number_at(model, "b[south,steel]"), 20);
  EXPECT_EQ(number_at(model, "b[west,oil]"), 7);
  EXPECT_EQ(number_at(model, "c[south,oil]"), 4);
  EXPECT_EQ(model.at(*model.find("b")).kind, VariableKind::constant);
}

TEST(Cells, AListOverASubrangeFillsItsElements) {
  const Model model = model_of(
      "d: a, b, c ~~|\nback: c, a ~~|\n"
      "x[back] = 30, 10 ~~|\nx[b] = 20 ~~|\n");
  EXPECT_EQ(number_at(model, "x[a]"), 10);
  EXPECT_EQ(number_at(model, "x[b]"), 20);
  EXPECT_EQ(number_at(model, "x[c]"), 30);
  EXPECT_EQ(model.at(model.at(*model.find("x")).axes[0]).name, "d");
}

TEST(Cells, ExceptionsLeaveTheirCellsToOtherEquations) {
  const Model model = model_of(kDimensions +
                               "a[region, good] :EXCEPT: [north, steel], [coast, oil] = 1 ~~|\n"
                               "a[north, steel] = 2 ~~|\na[coast, oil] = 3 ~~|\n");
  EXPECT_EQ(number_at(model, "a[north,steel]"), 2);
  EXPECT_EQ(number_at(model, "a[west,steel]"), 1);
  EXPECT_EQ(number_at(model, "a[west,oil]"), 3);
  EXPECT_EQ(number_at(model, "a[south,oil]"), 1);
}

TEST(Cells, AListWithExceptionsStillCountsThem) {
  const Model model = model_of("d: a, b, c ~~|\nx[d] :EXCEPT: [b] = 1, 2, 3 ~~|\nx[b] = 9 ~~|\n");
  EXPECT_EQ(number_at(model, "x[a]"), 1);
  EXPECT_EQ(number_at(model, "x[b]"), 9);
  EXPECT_EQ(number_at(model, "x[c]"), 3);
}

TEST(Cells, SubrangesReadTheSameElementOfTheFamily) {
  const Model model = model_of(kDimensions + "a[region] = 1, 2, 3 ~~|\nb[coast] = a[coast] ~~|\n");
  EXPECT_THAT(read_by(model, "b[west]"), ElementsAre("a[west]"));
  EXPECT_EQ(model.cell_count(model.at(*model.find("b"))), 2U);
}

TEST(Cells, ADimensionFollowsASubrangeOfItOnTheLeft) {
  const Model model = model_of(kDimensions + "a[region] = 1, 2, 3 ~~|\nb[coast] = a[region] ~~|\n");
  EXPECT_THAT(read_by(model, "b[west]"), ElementsAre("a[west]"));
}

TEST(Cells, EquivalentDimensionsAreTheSameElements) {
  const Model model = model_of(kDimensions + "a[region] = 1, 2, 3 ~~|\nb[zone] = a[zone] ~~|\n");
  EXPECT_THAT(read_by(model, "b[south]"), ElementsAre("a[south]"));
}

TEST(Cells, MappingsReadThePartner) {
  const Model model = model_of(kDimensions + "a[buyer] = 1, 2, 3 ~~|\nb[region] = a[buyer] ~~|\n");
  EXPECT_THAT(read_by(model, "b[south]"), ElementsAre("a[b2]"));
}

TEST(Cells, MappingsMayLeadToSubranges) {
  const Model model = model_of(
      "land: cn, us, de, fr ~~|\neurope: de, fr ~~|\n"
      "bloc: asia, america, eu -> (land: cn, us, europe) ~~|\n"
      "a[bloc] = 1, 2, 3 ~~|\nb[land] = a[bloc] ~~|\n");
  EXPECT_THAT(read_by(model, "b[cn]"), ElementsAre("a[asia]"));
  EXPECT_THAT(read_by(model, "b[fr]"), ElementsAre("a[eu]"));
}

TEST(Cells, PreviousCohortByMapping) {
  const Model model = model_of(
      "age: a0, a1, a2 ~~|\nolder: a1, a2 ~~|\n"
      "previous: a0, a1 -> older ~~|\n"
      "x[age] = 1, 2, 3 ~~|\ny[older] = x[previous] ~~|\n");
  EXPECT_THAT(read_by(model, "y[a1]"), ElementsAre("x[a0]"));
  EXPECT_THAT(read_by(model, "y[a2]"), ElementsAre("x[a1]"));
}

TEST(Cells, ASubscriptNameIsItsPlaceInTheFamily) {
  const Model model = model_of(kDimensions + "a[coast] = coast ~~|\nb = west ~~|\n");
  const Equation& a = model.at(*model.find("a")).equations[0];
  const Index& index = std::get<ElementNumber>(a.right.node).index;
  EXPECT_EQ(position_of(index, Positions{1}, {}) + 1, 3U);
  const Equation& b = model.at(*model.find("b")).equations[0];
  EXPECT_EQ(position_of(std::get<ElementNumber>(b.right.node).index, {}, {}) + 1, 3U);
}

TEST(Cells, PartialArraysGetAnAxisOfTheirOwn) {
  const Model model = model_of("d: a, b, c ~~|\nx[c] = 3 ~~|\nx[a] = 1 ~~|\n");
  const Variable& x = model.at(*model.find("x"));
  EXPECT_EQ(model.at(x.axes[0]).name, "{a, c}");
  EXPECT_EQ(model.cell_name(x, 1), "x[c]");
}

}  // namespace
}  // namespace sluice::model
