#include <gtest/gtest.h>

#include "model/check_testing.h"
#include "syntax/mdl/reader.h"

namespace sluice::model {
namespace {

TEST(ModelLookups, NotALookup) {
  const std::string model = R"(
a = 2 ~~|
b = a (3) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:5: error M221: "a" is not a lookup, so it cannot be applied to anything
    3 | b = a (3) ~~|
      |     ^~~~~
why: only lookups and functions take arguments in parentheses
mend: is an operator missing before the parenthesis?
)");
}

TEST(ModelLookups, LookupAsANumber) {
  const std::string model = R"(
table((0,0),(1,1)) ~~|
b = 2 * table ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:9: error M220: "table" is a lookup, not a number
    3 | b = 2 * table ~~|
      |         ^~~~~
why: a lookup gives a number only for some input
mend: write table(x)
)");
}

TEST(ModelLookups, LookupWithTwoArguments) {
  const std::string model = R"(
table((0,0),(1,1)) ~~|
b = table(1, 2) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:5: error M206: the lookup "table" takes 1 argument, not 2
    3 | b = table(1, 2) ~~|
      |     ^~~~~~~~~~~
why: a lookup is read at one input
)");
}

TEST(ModelLookups, LookupFunctionWithoutALookup) {
  const std::string model = R"(
a = 1 ~~|
b = LOOKUP EXTRAPOLATE(a, 2) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:24: error M221: the first argument of LOOKUP EXTRAPOLATE is not a lookup
    3 | b = LOOKUP EXTRAPOLATE(a, 2) ~~|
      |                        ^
why: it reads a lookup variable at its second argument
)");
}

TEST(ModelLookups, TableWithoutPoints) {
  SourceSet sources;
  const std::uint32_t file = sources.add("model.mdl", "{UTF-8}\ntable((0,0),(2,1)) ~~|\n");
  syntax::Tree tree = *syntax::read_mdl(sources, file).value;
  std::get<syntax::Table>(tree.equations[0].right->node).points.clear();
  EXPECT_NE(texts_of(check_model(tree, std::move(sources)).diagnostics)
                .find("error M222: the lookup of \"table\" has no points\n"),
            std::string::npos);
}

TEST(ModelLookups, TableGoesDown) {
  const std::string model = R"(
table((0,0),(2,1),(1,3)) ~~|
b = table(1) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:7: warning M258: the x values of the lookup of "table" go down from 2 to 1
    2 | table((0,0),(2,1),(1,3)) ~~|
      |       ^~~~~~~~~~~~~~~~~
why: a lookup is read from left to right: its points are taken in ascending order of x
mend: put the points in ascending order of x
)");
}

TEST(ModelLookups, WithLookupGoesDown) {
  const std::string model = R"(
b = WITH LOOKUP(Time, ((0,0),(2,1),(1,3))) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:2:23: warning M258: the x values of the lookup of "b" go down from 2 to 1
    2 | b = WITH LOOKUP(Time, ((0,0),(2,1),(1,3))) ~~|
      |                       ^~~~~~~~~~~~~~~~~~~
why: a lookup is read from left to right: its points are taken in ascending order of x
mend: put the points in ascending order of x
)");
}

TEST(ModelLookups, LookupAndNumber) {
  const std::string model = R"(
region: north, south ~~|
table[north]((0,0),(1,1)) ~~|
table[south] = 3 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:4:1: error M233: "table" is a number here and a lookup on line 3
    4 | table[south] = 3 ~~|
      | ^~~~~
why: all elements of an array are of one kind
mend: split it into two variables
)");
}

TEST(ModelLookups, ElementCountOfNoDimension) {
  const std::string model = R"(
region: north, south ~~|
a = ELMCOUNT(regoin) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:14: error M207: the argument of ELMCOUNT is not a dimension
    3 | a = ELMCOUNT(regoin) ~~|
      |              ^~~~~~
why: ELMCOUNT counts the elements of one
mend: did you mean "region"?
)");
}

}  // namespace
}  // namespace sluice::model
