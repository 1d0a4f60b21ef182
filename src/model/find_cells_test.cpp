#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

using testing::ElementsAre;

Model arrays() {
  return model_of(
      "region: north, south, west ~~|\ncoast: north, west ~~|\ngood: steel, oil ~~|\n"
      "price[region, good] = 1 ~~|\n\"total \\\"net\\\" sales\" = 3 ~~|\n");
}

std::vector<std::string> names(const std::string& text) {
  const Model model = arrays();
  const auto cells = find_cells(model, text, {});
  std::vector<std::string> found;
  for (const CellRef& cell : cells.value.value_or(std::vector<CellRef>{})) {
    found.push_back(model.cell_name(model.at(cell.variable), cell.cell));
  }
  return found;
}

std::string said(const std::string& text) {
  const Place place{.file = "study.toml", .line = 0, .column = 0, .length = 1, .line_text = ""};
  return texts_of(find_cells(arrays(), text, place).diagnostics);
}

TEST(FindCells, OneElement) {
  EXPECT_THAT(names("Price[South, OIL]"), ElementsAre("price[south,oil]"));
}

TEST(FindCells, AllOfADimensionOrSubrange) {
  EXPECT_THAT(names("price[coast,oil]"), ElementsAre("price[north,oil]", "price[west,oil]"));
  EXPECT_EQ(names("price").size(), 6U);
}

TEST(FindCells, UnderscoresAreBlanks) { EXPECT_THAT(names("TIME_STEP"), ElementsAre("TIME STEP")); }

TEST(FindCells, UnknownVariable) {
  EXPECT_EQ(said("pricee[north,oil]"),
            "study.toml: error M240: the model has no variable \"pricee\"\n"
            "mend: did you mean \"price\"?\n");
}

TEST(FindCells, UnknownElement) {
  EXPECT_EQ(said("price[nroth,oil]"),
            "study.toml: error M240: \"price\" has no element \"nroth\"\n"
            "why: it is price[region,good]\nmend: did you mean \"north\"?\n");
}

TEST(FindCells, NothingStandsAfterAnElement) {
  EXPECT_THAT(said("price[north,oil] at sea"),
              ::testing::HasSubstr("the model has no variable \"price[north,oil] at sea\"\n"));
  EXPECT_THAT(said("price[north,oil"),
              ::testing::HasSubstr("the model has no variable \"price[north,oil\"\n"));
}

TEST(FindCells, WrongCount) {
  EXPECT_EQ(said("price[oil]"),
            "study.toml: error M240: \"price\" does not have 1 subscript\n"
            "why: it is price[region,good]\n");
}

}  // namespace
}  // namespace sluice::model
