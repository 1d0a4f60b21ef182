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
a = SIMULTANEOUS(3, 1) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M205: SIMULTANEOUS is not read yet
    2 | a = SIMULTANEOUS(3, 1) ~~|
      |     ^~~~~~~~~~~~~~~~~~
why: Vensim has it (solves a simultaneous loop); this program does not compute it so far
mend: write the relation with functions that are read: see the language page
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
            "model.mdl:1:32: error M248: argument 1 of GET DATA AT TIME is no data variable\n"
            "    1 | x = 1 ~~| y = GET DATA AT TIME(x, 3) ~~|\n"
            "      |                                ^\n"
            "why: it looks into a series from outside the model\n"
            "mend: name a variable that has its values from a data file\n");
}

}  // namespace
}  // namespace sluice::model
