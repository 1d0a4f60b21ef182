// Macros: what a name means inside one, and that an argument is one number.
#include "lower/text_model_testing.h"
#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::Each;
using testing::ElementsAre;

TEST(Macros, ComputeAnArgumentOnce) {
  const std::string twice = ":MACRO: APART(in)\nAPART = in - in ~~|\n:END OF MACRO:\n";
  EXPECT_THAT(values_of(twice + "y = APART(RANDOM UNIFORM(0, 1, 3)) ~~|", "y", {3}), Each(0));
  const std::string xmile = "<macro name=\"APART\"><parm>a</parm><eqn>a - a</eqn></macro>";
  EXPECT_THAT(xmile_values(aux("y", "APART(RANDOM(0, 1))"), "y", {3}, xmile), Each(0));
}

TEST(Macros, ComputeAnArgumentForEachElementAndCall) {
  const std::string text =
      ":MACRO: HALF(in)\nHALF = in / 2 ~~|\n:END OF MACRO:\n"
      "d: a, b, c ~~| x[d] = 1, 2, 4 ~~|"
      "y[d] :EXCEPT: [b] = HALF(x[d] * 3) + HALF(x[d] + 1) ~~| y[b] = HALF(x[b] * 100) ~~|";
  EXPECT_EQ(value_of(text, "y[a]"), 1.5 + 1);
  EXPECT_EQ(value_of(text, "y[b]"), 100);
  EXPECT_EQ(value_of(text, "y[c]"), 6 + 2.5);
}

TEST(Macros, TakeASumForAnArgument) {
  const std::string text =
      ":MACRO: TWICE(in)\nTWICE = in * 2 ~~|\n:END OF MACRO:\n"
      "d: a, b ~~| v[d] = 1, 2 ~~| y = TWICE(SUM(v[d!])) + SUM(TWICE(5) * v[d!]) ~~|";
  EXPECT_EQ(value_of(text, "y"), 6 + 30);
}

TEST(Macros, HaveLookupsOfTheirOwn) {
  const std::string macro =
      ":MACRO: SEEN(a)\nSEEN = look(a) ~~|\nlook((0,0),(10,100)) ~~|\n:END OF MACRO:\n";
  EXPECT_EQ(value_of(macro + "y = SEEN(5) ~~|", "y"), 50);
  EXPECT_EQ(value_of(macro + "look((0,0),(10,10)) ~~| y = SEEN(5) + look(5) ~~|", "y"), 55);
}

TEST(Macros, KeepTheOutputsOfCallsInsideThemToThemselves) {
  const std::string macros =
      ":MACRO: INNER(in : rest)\nINNER = in * 2 ~~|\nrest = in * 3 ~~|\n:END OF MACRO:\n"
      ":MACRO: OUTER(x : over)\nOUTER = first + over ~~|\nfirst = INNER(x : over) ~~|\n"
      ":END OF MACRO:\n";
  const std::string text = macros + "y = OUTER(1) ~~| z = OUTER(10 : more) ~~| over = 7 ~~|";
  EXPECT_EQ(value_of(text, "y"), 5);
  EXPECT_EQ(value_of(text, "z"), 50);
  EXPECT_EQ(value_of(text, "more"), 30);
  EXPECT_EQ(value_of(text, "over"), 7);
}

}  // namespace
}  // namespace sluice::lower
