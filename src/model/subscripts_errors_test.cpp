#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/cells.h"
#include "model/check_testing.h"
#include "model/dependencies.h"

namespace sluice::model {
namespace {

TEST(ModelSubscripts, UnknownElementOnTheLeft) {
  const std::string model = R"(
region: north, south ~~|
a[nroth] = 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:3: error M207: there is no element or dimension "nroth"
    3 | a[nroth] = 1 ~~|
      |   ^~~~~
why: it stands as a subscript of "a"
mend: did you mean "north"?
)");
}

TEST(ModelSubscripts, UnknownElementOnTheRight) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1, 2 ~~|
b = a[nroth] ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:7: error M207: there is no element or dimension "nroth"
    4 | b = a[nroth] ~~|
      |       ^~~~~
why: it stands as a subscript of "a"
mend: did you mean "north"?
)");
}

TEST(ModelSubscripts, DimensionNotOnTheLeft) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1, 2 ~~|
b = a[region] ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:4:7: error M215: the dimension "region" stands on the right but not on the left
    4 | b = a[region] ~~|
      |       ^~~~~~
why: it is not clear which of its elements is meant
mend: add it on the left, name one element, reduce it with SUM(...[region!]), or map it to a dimension that stands there
)");
}

TEST(ModelSubscripts, SubscriptsMissing) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1, 2 ~~|
b = a ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:5: error M213: "a" has 1 subscript, not 0
    4 | b = a ~~|
      |     ^
why: every axis of an array is named where it is used
mend: it is a[region]
)");
}

TEST(ModelSubscripts, SubscriptsTooMany) {
  const std::string model = R"(
region: north, south ~~|
a = 1 ~~|
b = a[north] ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:5: error M213: "a" has no subscripts, not 1
    4 | b = a[north] ~~|
      |     ^~~~~~~~
why: every axis of an array is named where it is used
mend: write a without brackets
)");
}

TEST(ModelSubscripts, CountsDiffer) {
  const std::string model = R"(
region: north, south ~~|
a[north] = 1 ~~|
a = 2 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:4:1: error M213: "a" has no subscripts here and 1 subscript on line 3
    4 | a = 2 ~~|
      | ^
why: all equations of a variable must have the same number of subscripts
)");
}

TEST(ModelSubscripts, ExceptionCountDiffers) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil ~~|
a[region, good] :EXCEPT: [north] = 1 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:4:27: error M213: the exception has 1 subscript, "a" has 2 subscripts
    4 | a[region, good] :EXCEPT: [north] = 1 ~~|
      |                           ^~~~~
why: :EXCEPT: takes cells away, so it needs every subscript
)");
}

TEST(ModelSubscripts, ElementThatIsNotDefined) {
  const std::string model = R"(
region: north, south ~~|
a[north] = 1 ~~|
b[region] = a[region] ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:15: error M214: "a" is not defined for "south"
    4 | b[region] = a[region] ~~|
      |               ^~~~~~
why: the subscript names elements that its equations leave out
mend: use a subrange that it has, or define it for them too
)");
}

TEST(ModelSubscripts, EachOutsideAReduction) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1, 2 ~~|
b = a[region!] ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:4:7: error M216: "region!" stands outside SUM, PROD, VMIN, VMAX and VECTOR SELECT
    4 | b = a[region!] ~~|
      |       ^~~~~~
why: `!` says over which dimension such a function runs
mend: put a inside one of them, or take the `!` away
)");
}

TEST(ModelSubscripts, EachOfAnElement) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1, 2 ~~|
b = SUM(a[north!]) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:11: error M207: "north" is an element, not a dimension
    4 | b = SUM(a[north!]) ~~|
      |           ^~~~~
why: `!` runs over the elements of a dimension
mend: write north without `!`
)");
}

TEST(ModelSubscripts, ReductionWithoutEach) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1, 2 ~~|
b[region] = SUM(a[region]) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:13: error M217: nothing for SUM to run over
    4 | b[region] = SUM(a[region]) ~~|
      |             ^~~~~~~~~~~~~~
why: it runs over the subscripts marked with `!` inside it
mend: mark a subscript: SUM(x[dimension!])
)");
}

TEST(ModelSubscripts, CellTwice) {
  const std::string model = R"(
region: north, south ~~|
a[region] = 1 ~~|
a[south] = 2 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:1: error M202: "a[south]" is defined twice
    4 | a[south] = 2 ~~|
      | ^
why: model.mdl:3 defines it already
mend: take one away, or keep the cells apart with :EXCEPT:
)");
}

const char* const kWithHole = R"(
region: north, south ~~|
good: steel, oil ~~|
a[region, steel] = 1 ~~|
a[north, oil] = 2 ~~|
)";

TEST(ModelSubscripts, CellsWithoutEquationThatNothingReads) {
  const auto model = check_text(kWithHole);
  EXPECT_TRUE(model.value.has_value());
  EXPECT_NE(texts_of(model.diagnostics, Severity::note)
                .find(
                    R"(model.mdl:4:1: note M218: no equation defines a[south,oil]
    4 | a[region, steel] = 1 ~~|
      | ^
why: nothing can read it, and results leave it out
mend: if it was meant to have a value, add an equation or widen one that is there
)"),
            std::string::npos);
}

TEST(ModelSubscripts, CellsWithoutEquationThatSomethingReads) {
  EXPECT_EQ(said_of(std::string(kWithHole) + "b[good] = SUM(a[region!, good]) ~~|\n"),
            R"(model.mdl:6:15: error M214: this needs a[south,oil], which no equation defines
    6 | b[good] = SUM(a[region!, good]) ~~|
      |               ^~~~~~~~~~~~~~~~
why: an array may leave elements out only where nothing reads them
mend: use a subrange of what is defined, or add an equation for the rest
)");
}

TEST(ModelSubscripts, NamesMeanOnlyCellsWithAnEquation) {
  const Model model = model_of(kWithHole);
  EXPECT_EQ(find_cells(model, "a", {}).value->size(), 3U);
  EXPECT_EQ(find_cells(model, "a[south,good]", {}).value->size(), 1U);
  const auto hole = find_cells(model, "a[south,oil]", {});
  EXPECT_FALSE(hole.value.has_value());
  EXPECT_NE(texts_of(hole.diagnostics).find("M240: no equation defines a[south,oil]"),
            std::string::npos);
}

TEST(ModelSubscripts, ListTooShort) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil ~~|
a[region, good] = 1, 2, 3 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:4:19: error M219: the list has 3 numbers for the 4 cells of "a"
    4 | a[region, good] = 1, 2, 3 ~~|
      |                   ^~~~~~~
why: a list gives one number for each combination of the left-hand subscripts
mend: rows of 2, the last subscript fastest
)");
}

TEST(ModelSubscripts, RowsOfTheWrongLength) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil, wood ~~|
a[region, good] = 1, 2; 3, 4; 5, 6; ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:19: error M219: row 1 of the list has 2 numbers, not 3
    4 | a[region, good] = 1, 2; 3, 4; 5, 6; ~~|
      |                   ^~~~~~~~~~~~~~~~~
why: a row runs over the last subscript of the left-hand side
mend: end each row with `;`
)");
}

TEST(ModelSubscripts, AxesInDifferentDimensions) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil ~~|
a[north] = 1 ~~|
a[oil] = 2 ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:5:3: error M235: "north" and "oil" are subscripts of "a" in the same place, but no dimension holds both
    5 | a[oil] = 2 ~~|
      |   ^~~
why: one axis of an array must lie inside one dimension
mend: define a dimension that holds them all
)");
}

TEST(ModelSubscripts, TooManyCells) {
  const std::string model = R"(
a: (a1-a1000) ~~|
b: (b1-b1000) ~~|
x[a, b, a] = 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:1: error M245: "x" has 1000000000 cells
    4 | x[a, b, a] = 1 ~~|
      | ^
why: the most a variable may have is 5000000
mend: use smaller dimensions, or fewer
)");
}

// The example of Vensim's manual (Order of Computing): the dimension on the left is mapped.
TEST(ModelSubscripts, AMappingTurnedRound) {
  const std::string model = R"(
age: baby, young, mid, old ~~|
ageh: young, mid, old -> agel ~~|
agel: baby, young, mid ~~|
flexibility[ageh] = prev flex[ageh] * 0.7 ~~|
flexibility[baby] = 1 ~~|
prev flex[ageh] = flexibility[agel] ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:7:31: warning M265: "agel" follows "ageh" by the mapping ageh -> agel
    7 | prev flex[ageh] = flexibility[agel] ~~|
      |                               ^~~~
why: no mapping leads from agel to ageh, so this one is read the other way
mend: map it the way it is used: agel: ... -> ageh
)");
  const Model checked = model_of(model);
  const CellRef old = find_cells(checked, "prev flex[old]", {}).value->front();
  for_each_reference(
      checked, old.variable, old.cell, [&](const Reference&, Span, CellRef target, const Needs&) {
        EXPECT_EQ(checked.cell_name(checked.at(target.variable), target.cell), "flexibility[mid]");
      });
}

TEST(ModelSubscripts, WhatToDoAboutNamesThatAreNone) {
  const std::string model = "d: a, b ~~|\nx[d] = 1 ~~|\nq: m, n ~~|\n";
  EXPECT_THAT(
      said_of("x[R] = 1 ~~|\n"),
      testing::HasSubstr("mend: define it, as a dimension with its elements: R: a, b, c\n"));
  EXPECT_THAT(
      said_of(model + "y = x[zone] ~~|\n"),
      testing::HasSubstr("mend: \"x\" is an array over d: name that, or one of its elements "
                         "(a, b)\n"));
  EXPECT_EQ(said_of(model + "y[q] = x[q] ~~|\n"),
            "model.mdl:4:10: error M214: \"x\" is not defined for \"m\", \"n\"\n"
            "    4 | y[q] = x[q] ~~|\n"
            "      |          ^\n"
            "why: \"x\" is an array over d, of which no such element is a part\n"
            "mend: write x[d], or name an element of it\n");
}

// An axis that one element has by itself is named by the element.
TEST(ModelSubscripts, CountedOnAnArrayOfOneElement) {
  EXPECT_THAT(said_of("d: a, b ~~|\nx[b] = 1 ~~|\ny = x ~~|\n"),
              testing::HasSubstr("mend: it is x[b]\n"));
}

}  // namespace
}  // namespace sluice::model
