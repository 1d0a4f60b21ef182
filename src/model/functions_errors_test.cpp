#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

TEST(ModelFunctions, UnknownFunction) {
  const std::string model = R"(
a = SMOTH3(1, 2) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M204: there is no function or lookup "SMOTH3"
    2 | a = SMOTH3(1, 2) ~~|
      |     ^~~~~~~~~~~~
why: the equation of "a" applies it
mend: did you mean "SMOOTH3", "SMOOTH" or "SMOOTHI"?
)");
}

TEST(ModelFunctions, FunctionNotReadYet) {
  const std::string model = R"(
a = GET VDF DATA(3, 1) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M205: GET VDF DATA is not read yet
    2 | a = GET VDF DATA(3, 1) ~~|
      |     ^~~~~~~~~~~~~~~~~~
why: Vensim has it (data from a run); this program does not compute it so far
mend: save the run as CSV (in Vensim: Model, Export Dataset) and read it with GET DIRECT DATA
)");
}

TEST(ModelFunctions, RelationNotWrittenDown) {
  const std::string model = R"(
a = A FUNCTION OF(b) ~~|
b = 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M229: "a" has no equation yet
    2 | a = A FUNCTION OF(b) ~~|
      |     ^~~~~~~~~~~~~~~~
why: A FUNCTION OF only lists what it will depend on, as a diagram shows it
mend: write how it depends on them
)");
}

TEST(ModelFunctions, DelayPWithoutItsOutput) {
  const std::string model = R"(
a = DELAYP(1, 2) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:5: error M206: DELAYP takes an input, a time and, after a colon, the name of a new variable
    2 | a = DELAYP(1, 2) ~~|
      |     ^~~~~~~~~~~~
why: that variable holds what is under way
mend: write out = DELAYP(input, delay time: work in progress)
)");
}

TEST(ModelFunctions, QueueInsideAnExpression) {
  const std::string model = R"(
f((0,1),(1,1)) ~~|
a = 1 + QUEUE FIFO(1, 1, f, 0, 1) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:9: error M223: QUEUE FIFO stands inside an expression
    3 | a = 1 + QUEUE FIFO(1, 1, f, 0, 1) ~~|
      |         ^~~~~~~~~~~~~~~~~~~~~~~~~
why: it must be the whole right-hand side of its equation
mend: give the stock a variable of its own and use that here
)");
}

TEST(ModelFunctions, ShiftOfNoFirstElement) {
  const std::string model = R"(
d: x, y ~~|
s[d] = INTEG(1, 0) ~~|
a = SHIFT IF TRUE(3, 1, 2, 0, 0) ~~|
b = QUEUE AGE OLDEST(3) ~~|
m = MARKETP(1, 2, 3, 4, 5) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:4:19: error M248: argument 1 of SHIFT IF TRUE does not name the first element of its last subscript
    4 | a = SHIFT IF TRUE(3, 1, 2, 0, 0) ~~|
      |                   ^
why: SHIFT IF TRUE: moves the contents of an array of stocks (named with its first element) one element on while the second is true: so many elements (third), the last one gathering them where the fourth is not 0, the first one taking the fifth; gives what left the last
mend: left = SHIFT IF TRUE(people[age0], MODULO(Time, 1) = 0, ELMCOUNT(age), 1, 0)
model.mdl:5:22: error M248: argument 1 of QUEUE AGE OLDEST is no queue
    5 | b = QUEUE AGE OLDEST(3) ~~|
      |                      ^
why: QUEUE AGE OLDEST: age of the oldest in a queue
mend: name a variable that is QUEUE FIFO(...)
model.mdl:6:13: error M248: argument 1 of MARKETP does not name the first element of its last subscript
    6 | m = MARKETP(1, 2, 3, 4, 5) ~~|
      |             ^
why: MARKETP: the market priority at which ALLOC P shares out the supply (fifth) to requests (first) by their priorities (second), each named with its first element; third: how many there are; fourth: the width
mend: mp = MARKETP(request[first], priority[first], ELMCOUNT(buyer), width, supply)
)");
}

TEST(ModelFunctions, ArgumentCount) {
  const std::string model = R"(
a = MAX(1, 2, 3) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M206: MAX takes 2 arguments, not 3
    2 | a = MAX(1, 2, 3) ~~|
      |     ^~~~~~~~~~~~
why: MAX: the larger of two values
mend: write it as MAX(a, b)
)");
}

TEST(ModelFunctions, ArgumentCountOfOne) {
  const std::string model = R"(
a = ABS(1, 2) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M206: ABS takes 1 argument, not 2
    2 | a = ABS(1, 2) ~~|
      |     ^~~~~~~~~
why: ABS: the absolute value
mend: write it as ABS(x)
)");
}

TEST(ModelFunctions, IntegInsideAnExpression) {
  const std::string model = R"(
a = 1 + INTEG(2, 3) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:9: error M223: INTEG stands inside an expression
    2 | a = 1 + INTEG(2, 3) ~~|
      |         ^~~~~~~~~~~
why: it must be the whole right-hand side of its equation
mend: give the stock a variable of its own and use that here
)");
}

TEST(ModelFunctions, ActiveInitialInsideAnExpression) {
  const std::string model = R"(
a = 2 * ACTIVE INITIAL(2, 3) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:9: error M223: ACTIVE INITIAL stands inside an expression
    2 | a = 2 * ACTIVE INITIAL(2, 3) ~~|
      |         ^~~~~~~~~~~~~~~~~~~~
why: it must be the whole right-hand side of its equation
mend: give the value a variable of its own and use that here
)");
}

TEST(ModelFunctions, AVectorFunctionNeedsAVector) {
  EXPECT_EQ(
      said_of("d: a, b ~~| v[d] = 1, 2 ~~| y[d] = VECTOR RANK(v[a], 1) ~~|\n"),
      "model.mdl:1:48: error M248: argument 1 of VECTOR RANK is no vector along a dimension "
      "of the left-hand side\n"
      "    1 | d: a, b ~~| v[d] = 1, 2 ~~| y[d] = VECTOR RANK(v[a], 1) ~~|\n"
      "      |                                                ^~~~\n"
      "why: VECTOR RANK: rank (from 1) of each element along the last subscript, the smallest "
      "first if the second argument is above 0\n"
      "mend: rank[place] = VECTOR RANK(value[place], 1)\n");
  EXPECT_EQ(said_of("x = 1 ~~| y = GET DATA AT TIME(x, 3) ~~|\n"),
            "model.mdl:1:32: warning M264: \"x\" is no data variable, so GET DATA AT TIME is :NA:\n"
            "    1 | x = 1 ~~| y = GET DATA AT TIME(x, 3) ~~|\n"
            "      |                                ^\n"
            "why: it looks into a series from outside the model\n"
            "mend: name a variable that has its values from a data file\n");
  EXPECT_EQ(said_of("x = 1 ~~| y = TIME SHIFT(x, 3) ~~|\n"),
            "model.mdl:1:26: error M248: argument 1 of TIME SHIFT is no data variable\n"
            "    1 | x = 1 ~~| y = TIME SHIFT(x, 3) ~~|\n"
            "      |                          ^\n"
            "why: it looks into a series from outside the model\n"
            "mend: name a variable that has its values from a data file\n");
}

TEST(FunctionErrors, XIfMissingElsewhere) {
  const std::string out =
      "why: it must be the whole right-hand side of an equation between data\n"
      "mend: as in: x := X IF MISSING(a + b, 0)\n";
  EXPECT_EQ(said_of("d ~~|\nx = X IF MISSING(d, 0) ~~|\n"),
            "model.mdl:2:5: error M223: X IF MISSING stands where it cannot\n"
            "    2 | x = X IF MISSING(d, 0) ~~|\n"
            "      |     ^~~~~~~~~~~~~~~~~~\n" +
                out);
  EXPECT_EQ(said_of("d ~~|\nx := 1 + X IF MISSING(d, 0) ~~|\n"),
            "model.mdl:2:10: error M223: X IF MISSING stands where it cannot\n"
            "    2 | x := 1 + X IF MISSING(d, 0) ~~|\n"
            "      |          ^~~~~~~~~~~~~~~~~~\n" +
                out);
}

TEST(ModelFunctions, NamesThatOtherProgramsUse) {
  EXPECT_EQ(said_of("a = IF(Time > 5, 1, 2) ~~|\n"),
            "model.mdl:1:5: error M204: there is no function or lookup \"IF\"\n"
            "    1 | a = IF(Time > 5, 1, 2) ~~|\n"
            "      |     ^~~~~~~~~~~~~~~~~~\n"
            "why: the equation of \"a\" applies it\n"
            "mend: in Vensim that is IF THEN ELSE(condition, value where it is true, value where "
            "it is false)\n");
  EXPECT_THAT(
      said_of("a = LOOKUP(Time) ~~|\n"),
      testing::HasSubstr("mend: in Vensim that is the lookup's own name, as in table(x)\n"));
}

TEST(ModelFunctions, ArgumentsAsTheMeaningListsThem) {
  EXPECT_THAT(said_of("a = DELAY FIXED(Time, 3) ~~|\n"),
              testing::HasSubstr("mend: write it as DELAY FIXED(input, time, start)\n"));
}

// What Vensim writes for a variable that a diagram has no equation for yet.
TEST(ModelFunctions, APlaceholderBesideAnEquationCountsForNothing) {
  EXPECT_EQ(said_of("x = A FUNCTION OF( ) ~~|\nx = 1 ~~|\ny = x ~~|\n"), "");
  EXPECT_THAT(said_of("R: a, b ~~|\nx[a] = A FUNCTION OF(y) ~~|\nx[b] = 1 ~~|\ny = x[b] ~~|\n"),
              testing::HasSubstr("error M229: "));
  EXPECT_THAT(said_of("x = A FUNCTION OF(y) ~~|\ny = 1 ~~|\n"),
              testing::HasSubstr("error M229: \"x\" has no equation yet\n"));
}

TEST(ModelFunctions, WordsThatVensimWritesOtherwise) {
  EXPECT_THAT(said_of("x = NOT(1) ~~|\n"), testing::HasSubstr("mend: in Vensim that is :NOT: x\n"));
  EXPECT_THAT(said_of("a = 1 ~~|\nb = 1 ~~|\nx = a AND b ~~|\n"),
              testing::HasSubstr("mend: the logical \"and\" is written :AND: in Vensim\n"));
  EXPECT_THAT(said_of("x = research and development ~~|\n"),
              testing::HasSubstr("mend: write an equation for it: research and development"));
  EXPECT_THAT(said_of("x = frobnicate(2) ~~|\n"),
              testing::HasSubstr("mend: define a lookup of that name, or write an operator between "
                                 "\"frobnicate\" and the parenthesis\n"));
  EXPECT_THAT(said_of("x = RANDOM NORMAL(0, 1, 0.5) ~~|\n"),
              testing::HasSubstr("mend: write it as RANDOM NORMAL(least, most, mean, standard "
                                 "deviation, seed)\n"));
  EXPECT_THAT(said_of("x = WITH LOOKUP(Time, (0,0), (5,5)) ~~|\n"),
              testing::HasSubstr("mend: write it as WITH LOOKUP(input, ((x, y), (x, y)))\n"));
}

}  // namespace
}  // namespace sluice::model
