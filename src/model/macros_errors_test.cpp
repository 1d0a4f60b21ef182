#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/format.h"
#include "model/check_testing.h"

namespace sluice::model {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(ModelMacros, AllocationWithoutRequests) {
  const std::string model = R"(
a = ALLOCATE AVAILABLE(1, 2, 3) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:5: error M228: the first argument of ALLOCATE AVAILABLE is no vector of requests
    2 | a = ALLOCATE AVAILABLE(1, 2, 3) ~~|
      |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~
why: its last subscript must be a dimension of the left-hand side, over which it is shared
mend: share[buyer] = ALLOCATE AVAILABLE(request[buyer], profile[buyer,ptype], available)
)");
}

TEST(ModelMacros, AllocationWithoutProfile) {
  const std::string model = R"(
region: north, south ~~|
d[region] = 1, 2 ~~|
p[region] = 1, 2 ~~|
a[region] = ALLOCATE AVAILABLE(d[region], p[region], 3) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:5:13: error M228: the second argument of ALLOCATE AVAILABLE is no priority profile
    5 | a[region] = ALLOCATE AVAILABLE(d[region], p[region], 3) ~~|
      |             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
why: its last subscript must be the first of four elements: type, priority, width, extra
mend: share[buyer] = ALLOCATE AVAILABLE(request[buyer], profile[buyer,ptype], available)
)");
}

TEST(ModelMacros, AnOutputNamedAsTheValue) {
  const std::string model = R"(
:MACRO: HALVES(x : other)
HALVES = x / 2 ~~|
other = x - HALVES ~~|
:END OF MACRO:
half = HALVES(7 : half) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:6:19: warning M253: "half" is the macro's value and its second output at once
    6 | half = HALVES(7 : half) ~~|
      |                   ^~~~
why: it keeps the value; the output is left out
mend: give the output after the colon a name of its own
)");
}

TEST(ModelMacros, MacroArgumentCount) {
  const std::string model = R"(
:MACRO: DOUBLE(x)
DOUBLE = 2 * x ~~|
:END OF MACRO:
a = DOUBLE(1, 2) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:5:5: error M206: the macro DOUBLE takes 1 argument, not 2
    5 | a = DOUBLE(1, 2) ~~|
      |     ^~~~~~~~~~~~
why: it is defined on line 2
)");
}

TEST(ModelMacros, MacroCallsItself) {
  const std::string model = R"(
:MACRO: TWICE(x)
TWICE = TWICE(x) ~~|
:END OF MACRO:
a = TWICE(1) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:9: error M232: the macro TWICE calls itself, directly or through others
    3 | TWICE = TWICE(x) ~~|
      |         ^~~~~~~~
why: it would never end
mend: break the circle
)");
}

TEST(ModelMacros, MacroThatDoesNotEnd) {
  const std::string model = R"(:MACRO: UP(x)
UP = IF THEN ELSE(x < 0, 0, UP(x + 1)) ~~|
:END OF MACRO:
a = UP(1) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:2:29: error M232: the macro UP calls itself, directly or through others
    2 | UP = IF THEN ELSE(x < 0, 0, UP(x + 1)) ~~|
      |                             ^~~~~~~~~
why: after 200 calls inside each other it has not ended
mend: let a condition on its inputs end it
)");
}

// A circle of many macros nests as deep as many calls of one.
TEST(ModelMacros, CircleThatDoesNotEnd) {
  constexpr int kMacros = 50;
  std::string model = "a = M0(1) ~~|\n";
  for (int i = 0; i < kMacros; ++i) {
    model +=
        format(":MACRO: M{}(x)\nM{} = IF THEN ELSE(x < 0, 0, M{}(x + 1)) ~~|\n:END OF MACRO:\n", i,
               i, (i + 1) % kMacros);
  }
  EXPECT_EQ(said_of(model),
            R"(model.mdl:150:30: error M232: the macro M0 calls itself, directly or through others
  150 | M49 = IF THEN ELSE(x < 0, 0, M0(x + 1)) ~~|
      |                              ^~~~~~~~~
why: after 400 calls inside each other it has not ended
mend: let a condition on its inputs end it
)");
}

TEST(ModelMacros, CallInTallEquationThatDoesNotEnd) {
  const std::string model = format(
      ":MACRO: M(x)\nM = IF THEN ELSE(x < 0, 0, {}M(x + 1){}) ~~|\n:END OF MACRO:\na = M(1) ~~|\n",
      repeated("ABS(", 90), std::string(90, ')'));
  EXPECT_THAT(said_of(model), testing::HasSubstr("calls inside each other it has not ended"));
}

TEST(ModelMacros, ChainThatIsTooLong) {
  std::string model = "a = M0(1) ~~|\n:MACRO: M5000(x)\nM5000 = x ~~|\n:END OF MACRO:\n";
  for (int i = 0; i < 5000; ++i) {
    model += format(":MACRO: M{}(x)\nM{} = M{}(x) ~~|\n:END OF MACRO:\n", i, i, i + 1);
  }
  EXPECT_EQ(said_of(model),
            R"(model.mdl:1203:8: error M232: the call of the macro M400 lies too deep inside others
 1203 | M399 = M400(x) ~~|
      |        ^~~~~~~
why: 400 calls and 2500 parts of equations may lie inside each other
mend: let a macro take what another gives as its input, instead of calling it
)");
}

TEST(ModelMacros, MacroOverEach) {
  const std::string model = R"(
region: north, south ~~|
:MACRO: DOUBLE(x)
DOUBLE = 2 * x ~~|
:END OF MACRO:
b[region] = 1, 2 ~~|
a = SUM(DOUBLE(b[region!])) ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:7:9: error M232: the macro DOUBLE is called over a `!` subscript
    7 | a = SUM(DOUBLE(b[region!])) ~~|
      |         ^~~~~~~~~~~~~~~~~~
why: each call keeps state of its own, so it needs an equation for each element
mend: give the call a variable over that dimension, and reduce the variable
)");
}

// "No connection will be made between the two names" (Vensim's manual, Macros): `c$` is the
// model's.
TEST(ModelMacros, ReadTheModelWithADollar) {
  const std::string model = R"(
:MACRO: F(a : over)
F = a * c + c + d$ + Time + TIME STEP + own + table(own) ~~|
own = G(a : made) + made ~~|
over = c ~~|
:END OF MACRO:
:MACRO: G(c : rest)
G = c ~~|
rest = 1 ~~|
:END OF MACRO:
c = 4 ~~|
d = 5 ~~|
own = 6 ~~|
made = 7 ~~|
table((0,0),(1,1)) ~~|
x = F(1 : c2) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:9: warning M262: the macro F reads the model's "c"
    3 | F = a * c + c + d$ + Time + TIME STEP + own + table(own) ~~|
      |         ^
why: in Vensim names in a macro are its own, and the model's stand with a $ behind them
mend: write c$, or make it an input of the macro
model.mdl:3:47: warning M262: the macro F reads the model's "table"
    3 | F = a * c + c + d$ + Time + TIME STEP + own + table(own) ~~|
      |                                               ^~~~~~~~~~
why: in Vensim names in a macro are its own, and the model's stand with a $ behind them
mend: write table$, or make it an input of the macro
)");
}

TEST(ModelMacros, AreNamedAsTheyAreWritten) {
  const std::string model = R"(
:MACRO: OUTER MACRO(x)
OUTER MACRO = look(x) ~~|
:END OF MACRO:
a = OUTER MACRO(1) ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:3:15: error M204: there is no function or lookup "look"
    3 | OUTER MACRO = look(x) ~~|
      |               ^~~~~~~
why: the equation of "OUTER MACRO's OUTER MACRO" applies it
mend: define a lookup of that name, or write an operator between "look" and the parenthesis
)");
}

TEST(ModelMacros, WithoutAResult) {
  EXPECT_EQ(said_of(":MACRO: F(a, b)\nG = a + b ~~|\n:END OF MACRO:\nx = F(1, 2) + F(2, 3) ~~|\n"),
            "model.mdl:1:1: error M229: the macro F has no equation for its result\n"
            "    1 | :MACRO: F(a, b)\n"
            "      | ^~~~~~~~~~~~~~~\n"
            "why: a call has the value of the variable that is named like the macro\n"
            "mend: write one in the macro: F = ...\n");
}

}  // namespace
}  // namespace sluice::model
