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

const std::string kRecursive =
    "<macro name=\"FACT\"><parm>x</parm><eqn>IF x &lt;= 1 THEN 1 ELSE x * FACT(x - 1)</eqn></macro>"
    "<macro name=\"FACTSUM\"><parm>x</parm><eqn>IF x &lt;= 1 THEN 1 ELSE FACT(x) + FACTSUM(x - 1)"
    "</eqn></macro>"
    "<macro name=\"FIB\"><parm>x</parm><eqn>IF x &lt; 2 THEN x ELSE FIB(x - 1) + FIB(x - 2)</eqn>"
    "</macro>"
    "<macro name=\"EVEN\"><parm>x</parm><eqn>IF x &lt;= 0 THEN 1 ELSE ODD(x - 1)</eqn></macro>"
    "<macro name=\"ODD\"><parm>x</parm><eqn>IF x &lt;= 0 THEN 0 ELSE EVEN(x - 1)</eqn></macro>";

TEST(Macros, MayCallThemselves) {
  EXPECT_EQ(xmile_value("FACT(5)", {}, kRecursive), 120);
  EXPECT_EQ(xmile_value("FACTSUM(4)", {}, kRecursive), 24 + 6 + 2 + 1);
  EXPECT_EQ(xmile_value("FIB(10)", {}, kRecursive), 55);
  EXPECT_EQ(xmile_value("10 * EVEN(150) + ODD(150)", {}, kRecursive), 10);
}

TEST(Macros, MayCallThemselvesAsOftenAsTheRunSays) {
  EXPECT_THAT(xmile_values(aux("y", "FACT(1 + TIME)"), "y", {4}, kRecursive),
              ElementsAre(1, 2, 6, 24, 120));
  EXPECT_EQ(xmile_value("ODD(k)", aux("k", "63"), kRecursive), 1);
  EXPECT_TRUE(std::isnan(xmile_value("ODD(k)", aux("k", "200"), kRecursive)));  // beyond 64
}

// The standard's example (4.8.3): the loop runs from 1 to x by steps of 1.
const std::string kLoops =
    "<macro name=\"LOOP\"><parm>x</parm><eqn>f</eqn><sim_specs><start>1</start><stop>x</stop>"
    "</sim_specs><variables><stock name=\"f\"><eqn>1</eqn><inflow>c</inflow></stock>"
    "<flow name=\"c\"><eqn>f * TIME</eqn></flow></variables></macro>"
    "<macro name=\"HALVES\"><parm>a</parm><parm>b</parm><eqn>s + STARTTIME + STOPTIME * 10 + "
    "TIME * 100</eqn><sim_specs><start>a</start><stop>b</stop><dt reciprocal=\"true\">2</dt>"
    "</sim_specs><variables><stock name=\"s\"><eqn>0</eqn><inflow>i</inflow></stock>"
    "<flow name=\"i\"><eqn>TIME * DT</eqn></flow></variables></macro>";

TEST(Macros, MayRunByAClockOfTheirOwn) {
  EXPECT_EQ(xmile_value("LOOP(4)", {}, kLoops), 24);
  EXPECT_EQ(xmile_value("LOOP(1) + LOOP(0)", {}, kLoops), 2);  // no step at all
  // From 1 to 2 by halves: 0.5 x (1 x 0.5) + 0.5 x (1.5 x 0.5)
  EXPECT_EQ(xmile_value("HALVES(1, 2)", {}, kLoops), 0.25 + 0.375 + 1 + 20 + 200);
}

TEST(Macros, GoBeforeFunctionsOfTheirName) {
  const std::string macros =
      "<macro name=\"R\"><parm>a</parm><eqn>IF a &lt;= 0 THEN 0 ELSE R(a - 1) + MIN(2, 3)</eqn>"
      "</macro><macro name=\"MIN\"><parm>a</parm><parm>b</parm><eqn>a * 100 + b</eqn></macro>";
  EXPECT_EQ(xmile_value("R(3)", {}, macros), 3 * 203);
}

// A clock that is not a number gives none.
TEST(Macros, RunByAClockThatIsKnown) {
  EXPECT_TRUE(std::isnan(xmile_value("LOOP(0 / 0)", {}, kLoops)));
  EXPECT_TRUE(std::isnan(xmile_value("LOOP(k)", aux("k", "SQRT(TIME - 1)"), kLoops)));
}

TEST(Macros, WithAClockGoByTheirOwnTime) {
  const auto said = [](const std::string& inflow, const std::string& more = {}) {
    SourceSet sources;
    const std::string macro =
        more +
        "<macro name=\"L\"><parm>x</parm><eqn>f</eqn><sim_specs><start>0</start><stop>x"
        "</stop></sim_specs><variables><stock name=\"f\"><eqn>0</eqn><inflow>i</inflow></stock>" +
        flow("i", inflow) + "</variables></macro>";
    const std::string text = xmile_file(aux("y", "L(4)"), {}, macro);
    Checked<syntax::Tree> tree = syntax::read_xmile(sources, sources.add("m.xmile", text));
    if (!tree.value) return texts_of(tree.diagnostics);
    const Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
    return model.value ? std::string() : texts_of(model.diagnostics);
  };
  const std::string late =
      "why: that goes by the time of the model, not by that of the macro\n"
      "mend: write it by TIME in the macro's own variables: IF TIME >= 2 THEN 1 ELSE 0";
  for (const std::string name : {"STEP", "RAMP"}) {
    const std::string text = said(name + "(1, 2)");
    EXPECT_THAT(text, testing::HasSubstr(
                          format("M232: the macro L has a clock of its own and holds {}\n", name)));
    EXPECT_THAT(text, testing::HasSubstr(late));
  }
  EXPECT_THAT(said("LATE(1)", "<macro name=\"LATE\"><parm>a</parm><eqn>a * TIME</eqn></macro>"),
              testing::HasSubstr("holds Time in LATE\n"));
  EXPECT_EQ(said("TWICE(TIME)", "<macro name=\"TWICE\"><parm>a</parm><eqn>a * 2</eqn></macro>"),
            "");
}

TEST(Macros, RunByAClockAsLongAsTheRunSays) {
  EXPECT_THAT(xmile_values(aux("y", "LOOP(1 + TIME)"), "y", {4}, kLoops),
              ElementsAre(1, 2, 6, 24, 120));
  EXPECT_EQ(xmile_value("HALVES(k, k + 1)", aux("k", "1"), kLoops), 0.25 + 0.375 + 1 + 20 + 200);
  EXPECT_EQ(xmile_value("LOOP(k) / LOOP(k - 1)", aux("k", "65"), kLoops), 65);
  EXPECT_TRUE(std::isnan(xmile_value("LOOP(k)", aux("k", "66"), kLoops)));  // more than 64 steps
}

}  // namespace
}  // namespace sluice::lower
