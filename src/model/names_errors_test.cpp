#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

TEST(ModelNames, UndefinedName) {
  const std::string model = R"(
births = population * brith rate ~~|
population = 1 ~~|
birth rate = 2 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:23: error M201: there is no variable "brith rate"
    2 | births = population * brith rate ~~|
      |                       ^~~~~~~~~~
why: the equation of "births" needs it
mend: did you mean "birth rate"?
)");
}

TEST(ModelNames, UndefinedNameWithNothingNear) {
  const std::string model = R"(
a = zzzz qqqq ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M201: there is no variable "zzzz qqqq"
    2 | a = zzzz qqqq ~~|
      |     ^~~~~~~~~
why: the equation of "a" needs it
mend: write an equation for it: zzzz qqqq = ...
)");
}

TEST(ModelNames, DefinedTwice) {
  const std::string model = R"(
a = 1 ~~|
b = 2 ~~|
A = 3 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:4:1: error M202: "a" is defined twice
    4 | A = 3 ~~|
      | ^
why: model.mdl:2 defines it already
mend: take one of the two equations away, or rename it
)");
}

TEST(ModelNames, NameOfADimension) {
  const std::string model = R"(
region: north, south ~~|
region = 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:1: error M203: "region" is the name of a dimension too
    3 | region = 1 ~~|
      | ^~~~~~
why: a name can mean one thing only
mend: rename one of the two
)");
}

TEST(ModelNames, NameOfAnElement) {
  const std::string model = R"(
region: north, south ~~|
North = 1 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:1: error M203: "North" is the name of an element of a dimension too
    3 | North = 1 ~~|
      | ^~~~~
why: a name can mean one thing only
mend: rename one of the two
)");
}

TEST(ModelNames, TimeIsReserved) {
  const std::string model = R"(
Time = 3 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M237: "Time" cannot be defined
    2 | Time = 3 ~~|
      | ^~~~
why: it is the model's clock
mend: use another name
)");
}

TEST(ModelNames, TextIsNotANumber) {
  const std::string model = R"(
a = 'hello' ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M234: the text 'hello' is not a number
    2 | a = 'hello' ~~|
      |     ^~~~~~~
why: a model computes with numbers; texts are not read yet
)");
}

TEST(ModelNames, ANameMayStandForAText) {
  EXPECT_EQ(said_of("file :IS: 'hello' ~~|\n"), "");
  EXPECT_EQ(said_of("file :IS: 'hello' ~~|\na = FILE + 1 ~~|\n"),
            "model.mdl:2:5: error M234: the text 'hello' is not a number\n"
            "    2 | a = FILE + 1 ~~|\n"
            "      |     ^~~~\n"
            "why: a model computes with numbers; texts are not read yet\n");
}

TEST(ModelNames, ATextMayBeDefinedOnlyOnce) {
  EXPECT_EQ(said_of("file :IS: 'hello' ~~|\nFile :IS: 'world' ~~|\n"),
            "model.mdl:2:1: error M202: \"File\" is defined twice\n"
            "    2 | File :IS: 'world' ~~|\n"
            "      | ^~~~\n"
            "why: model.mdl:1 defines it already\n"
            "mend: take one of the two equations away, or rename it\n");
}

TEST(ModelNames, MessagesAreNotShown) {
  EXPECT_THAT(texts_of(check_text("note :IS: 'hello' ~~|\na = MESSAGE(note, 1) ~~|\n").diagnostics,
                       Severity::note),
              testing::HasSubstr(
                  "model.mdl:2:5: note M254: the text of MESSAGE is not shown\n"
                  "    2 | a = MESSAGE(note, 1) ~~|\n"
                  "      |     ^~~~~~~~~~~~~~~~\n"
                  "why: its value is what counts here: 1 where it would be shown, else 0\n"));
}

TEST(ModelNames, AllMistakesAtOnce) {
  const std::string model = R"(
a = x1 ~~|
b = SINN(a) ~~|
c = MIN(a) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M201: there is no variable "x1"
    2 | a = x1 ~~|
      |     ^~
why: the equation of "a" needs it
mend: write an equation for it: x1 = ...
model.mdl:3:5: error M204: there is no function or lookup "SINN"
    3 | b = SINN(a) ~~|
      |     ^~~~~~~
why: the equation of "b" applies it
mend: did you mean "SIN" or "SINH"?
model.mdl:4:5: error M206: MIN takes 2 arguments, not 1
    4 | c = MIN(a) ~~|
      |     ^~~~~~
why: MIN: the smaller of two values
mend: write it as MIN(a, b)
)");
}

}  // namespace
}  // namespace sluice::model
