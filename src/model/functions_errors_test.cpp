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
a = GET DIRECT DATA('f.csv', ',', 'A', 'B2') ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:5: error M205: GET DIRECT DATA is not read yet
    2 | a = GET DIRECT DATA('f.csv', ',', 'A', 'B2') ~~|
      |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
why: Vensim has it (data from a file); this program does not compute it so far
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

}  // namespace
}  // namespace sluice::model
