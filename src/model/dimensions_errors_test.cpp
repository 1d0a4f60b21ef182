#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

TEST(ModelDimensions, DefinedTwice) {
  const std::string model = R"(
region: north, south ~~|
Region: east, west ~~|
a = 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:1: error M208: the dimension "Region" is defined twice
    3 | Region: east, west ~~|
      | ^~~~~~~~~~~~~~~~~~~~~
why: line 2 defines it already
mend: give one of them another name
)");
}

TEST(ModelDimensions, MadeOfItself) {
  const std::string model = R"(
d1: d2, a ~~|
d2: d1, b ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M210: the dimension "d1" is made of itself
    2 | d1: d2, a ~~|
      | ^~~~~~~~~~~~
why: a dimension lists elements, or subranges that come down to elements
)");
}

TEST(ModelDimensions, ElementTwice) {
  const std::string model = R"(
d: a, b, a ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M211: "a" stands twice in the dimension "d"
    2 | d: a, b, a ~~|
      | ^~~~~~~~~~~~~
why: each element of a dimension is one cell of every array over it
mend: take one of them away
)");
}

TEST(ModelDimensions, EquivalentToNothing) {
  const std::string model = R"(
region: north, south ~~|
zone <-> regoin ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:1: error M207: there is no dimension "regoin"
    3 | zone <-> regoin ~~|
      | ^~~~~~~~~~~~~~~~~~
why: "zone" is said to be equivalent to it
mend: did you mean "region"?
model.mdl:3:1: error M209: the dimension "zone" has no elements
    3 | zone <-> regoin ~~|
      | ^~~~~~~~~~~~~~~~~~
why: an array over it would have no cells
mend: list its elements after the colon
)");
}

TEST(ModelDimensions, MappingOfDifferentSizes) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil, wood -> region ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:3:27: error M212: the mapping from "good" to "region" pairs 3 with 2 elements
    3 | good: steel, oil, wood -> region ~~|
      |                           ^~~~~~
why: a mapping goes element by element, in order
mend: list the partners: -> (region: one for each element of good)
)");
}

TEST(ModelDimensions, MappingToNothing) {
  const std::string model = R"(
good: steel, oil -> regoin ~~|
region: north, south ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:21: error M207: there is no dimension "regoin"
    2 | good: steel, oil -> regoin ~~|
      |                     ^~~~~~
why: "good" is mapped to it
mend: did you mean "region"?
)");
}

TEST(ModelDimensions, MappingToUnknownElement) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil -> (region: north, soth) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:37: error M207: there is no element or dimension "soth"
    3 | good: steel, oil -> (region: north, soth) ~~|
      |                                     ^~~~
why: a mapping leads to elements or subranges of another dimension
mend: did you mean "south"?
)");
}

TEST(ModelDimensions, MappingWithTwoPartners) {
  const std::string model = R"(
region: north, south ~~|
good: steel, oil -> (region: north, north) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:22: error M241: "north" of "region" has two partners: "steel" and "oil"
    3 | good: steel, oil -> (region: north, north) ~~|
      |                      ^~~~~~
why: an element on the left must lead to one element on the right
mend: name each target once
)");
}

// It leads a mapping to the same element from several others, and is no dimension beside that.
TEST(ModelDimensions, WithAnElementTwiceForItsMapping) {
  const std::string model =
      "fuel: coal, gas, sun ~~|\nplant: old coal, new coal, roof ~~|\n"
      "burnt: coal, coal, sun -> plant ~~|\nprice[fuel] = 1, 2, 3 ~~|\n";
  EXPECT_EQ(said_of(model + "cost[plant] = price[burnt] ~~|\n"), "");
  EXPECT_EQ(said_of(model + "all = SUM(price[burnt!]) ~~|\n"),
            "model.mdl:5:17: error M211: \"burnt\" has elements that stand in it twice\n"
            "    5 | all = SUM(price[burnt!]) ~~|\n"
            "      |                 ^~~~~\n"
            "why: so it can follow its mapping on the right-hand side, but is no dimension of "
            "arrays, counts and sums\n"
            "mend: use a dimension here that has each element of burnt once\n");
  for (const char* const use : {"x[burnt] = 1 ~~|\n", "n = ELMCOUNT(burnt) ~~|\n"}) {
    EXPECT_THAT(said_of(model + use), testing::HasSubstr("error M211: \"burnt\" has elements"));
  }
}

TEST(ModelDimensions, AnElementNamedLikeWhatIsEquivalent) {
  EXPECT_EQ(said_of("R: r1, r2 ~~|\nR2 <-> R ~~|\nx[R] = 1 ~~|\n"),
            "model.mdl:1:8: error M210: \"r2\" is an element of \"R\" and the name of a dimension\n"
            "    1 | R: r1, r2 ~~|\n"
            "      |        ^~\n"
            "why: line 2 defines that as equivalent to R\n"
            "mend: give one of the two another name\n");
}

}  // namespace
}  // namespace sluice::model
