// Macros stay macros in what is written, both ways, and what readers and conversion make of
// equations stays out of sight.
#include <gmock/gmock.h>

#include <algorithm>

#include "base/format.h"
#include "convert/convert.h"
#include "model/load.h"
#include "model/macros.h"

namespace sluice::convert {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kClock =
    "INITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";

const char* const kSmoother =
    ":MACRO: SMOOTHER(what, delay : pace)\n"
    "SMOOTHER = INTEG(pace, what) ~ what ~ Moves slowly. |\n"
    "pace = (what - SMOOTHER) / delay * factor$ * curve(TIME STEP$) ~~|\n"
    "curve((0,1),(9,1)) ~~|\n"
    ":END OF MACRO:\n"
    ":MACRO: TWICE(what)\nTWICE = SMOOTHER(what, 2) * 2 + inside ~~|\n"
    "inside = IF THEN ELSE(Time > 2, MODULO(what, 3), ZIDZ(what, 2)) ~~|\n:END OF MACRO:\n"
    "R: n, s ~~|\nx[R] = 5, 7 ~~|\nfactor = 0.5 ~~|\n"
    "y = SMOOTHER(Time * 2, 3 : speed) + 1 ~~|\n"
    "z[R] = TWICE(x[R] + y) ~~|\nw = speed ~~|\n"
    "level = INTEG(TWICE(level) - 1, 3) ~~|\n";

std::string written(const std::string& name, const std::string& text, Format format) {
  const auto made = convert_text(name, text, {format, false});
  EXPECT_TRUE(made.value) << to_text(made.diagnostics);
  EXPECT_THAT(to_text(made.diagnostics), Not(HasSubstr("S184")));
  return made.value.value_or("");
}

// The names that tables show.
std::string shown_in(const std::string& name, const std::string& text) {
  const auto model = model::load_model_text({name, text});
  EXPECT_TRUE(model.value) << to_text(model.diagnostics) << text;
  if (!model.value) return {};
  std::vector<std::string> names;
  for (const model::Variable& variable : model.value->variables) {
    if (!model::is_macro_local(variable.name)) names.push_back(variable.name);
  }
  std::ranges::sort(names);
  return joined(names);
}

TEST(Macros, StayMacrosBothWays) {
  const std::string text = std::string(kSmoother) + kClock;
  const std::string xmile = written("m.mdl", text, Format::xmile);
  EXPECT_THAT(xmile, HasSubstr("<macro name=\"SMOOTHER\">\n    <parm>what</parm>\n    "
                               "<parm>delay</parm>\n    <eqn>SMOOTHER</eqn>\n"));
  EXPECT_THAT(xmile, HasSubstr("<aux name=\"pace\" access=\"output\">"));
  EXPECT_THAT(xmile, HasSubstr("* .factor * curve(DT)</eqn>"));
  EXPECT_THAT(xmile, HasSubstr("<eqn>SMOOTHER(TIME * 2, 3 : speed) + 1</eqn>"));
  EXPECT_THAT(xmile, HasSubstr("<eqn>TWICE(x[R] + y)</eqn>"));
  const std::string again = written("m.xmile", xmile, Format::mdl);
  EXPECT_THAT(again, HasSubstr(":MACRO: SMOOTHER(what, delay : pace)\n"));
  EXPECT_THAT(again, HasSubstr("factor$"));
  EXPECT_THAT(again, HasSubstr("SMOOTHER(Time * 2, 3 : speed) + 1"));
  EXPECT_EQ(shown_in("m.xmile", xmile), shown_in("m.mdl", text));
  EXPECT_EQ(shown_in("m.mdl", again), shown_in("m.mdl", text));
  // From then on nothing changes.
  EXPECT_EQ(written("m.xmile", written("m.mdl", again, Format::xmile), Format::mdl), again);
}

// What a macro of the one format cannot be in the other is written out, as before.
TEST(Macros, ThatCallThemselvesAreWrittenOut) {
  const std::string text =
      ":MACRO: FACT(n)\nFACT = IF THEN ELSE(n < 2, 1, n * FACT(n - 1)) ~~|\n:END OF MACRO:\n"
      ":MACRO: HALF(n)\nHALF = n / 2 ~~|\n:END OF MACRO:\n"
      "x = FACT(4) + HALF(6) ~~|\n" +
      std::string(kClock);
  const auto made = convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(made.value) << to_text(made.diagnostics);
  EXPECT_THAT(to_text(made.diagnostics), HasSubstr("the macro FACT is written out"));
  EXPECT_THAT(to_text(made.diagnostics), Not(HasSubstr("the macro HALF is written out")));
  EXPECT_THAT(*made.value, HasSubstr("HALF(6)"));
  EXPECT_EQ(shown_in("m.xmile", *made.value), shown_in("m.mdl", text));
}

// Their draws follow from the number of the call, which an array's own equations change.
TEST(Macros, ThatDrawOrAreGivenDrawsAreWrittenOut) {
  const std::string text =
      ":MACRO: NOISE(a)\nNOISE = a + RANDOM UNIFORM(0, 1, 0) ~~|\n:END OF MACRO:\n"
      ":MACRO: PINK(a)\nPINK = RANDOM PINK NOISE(a, 1, 2, 1, 0) ~~|\n:END OF MACRO:\n"
      ":MACRO: LOUD(a)\nLOUD = NOISE(a) * 2 ~~|\n:END OF MACRO:\n"
      ":MACRO: GIVEN(a)\nGIVEN = a / 2 ~~|\n:END OF MACRO:\n"
      ":MACRO: HALF(a)\nHALF = a / 2 ~~|\n:END OF MACRO:\n"
      "x = LOUD(PINK(1)) ~~|\ny = GIVEN(3 * RANDOM UNIFORM(0, 1, 0)) ~~|\nz = HALF(x) ~~|\n" +
      std::string(kClock);
  const auto made = convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(made.value) << to_text(made.diagnostics);
  for (const char* name : {"NOISE", "PINK", "LOUD", "GIVEN"}) {
    EXPECT_THAT(to_text(made.diagnostics), HasSubstr(format("the macro {} is written out", name)));
    EXPECT_THAT(*made.value, Not(HasSubstr(format("<macro name=\"{}\">", name))));
  }
  EXPECT_THAT(*made.value, HasSubstr("<macro name=\"HALF\">"));
  EXPECT_THAT(*made.value, HasSubstr("<eqn>HALF(x)</eqn>"));
}

// A kept call waits for nothing, so the loop has to be found before.
TEST(Macros, HideNoLoop) {
  const std::string smooth =
      ":MACRO: SM(a, b)\nSM = INTEG((a - SM) / b, a) ~~|\n:END OF MACRO:\n"
      "x = SM(y, 3) ~~|\ny = SM(x, 2) + 1 ~~|\n";
  const std::string itself = ":MACRO: F(a)\nF = a * 2 ~~|\n:END OF MACRO:\nx = F(x) ~~|\n";
  for (const auto& [text, code] : {std::pair(smooth, "M227"), std::pair(itself, "M226")}) {
    const auto made = convert_text("m.mdl", text + kClock, {Format::xmile, false});
    EXPECT_FALSE(made.value) << *made.value;
    EXPECT_THAT(to_text(made.diagnostics), HasSubstr(format("error {}", code)));
  }
}

TEST(Hidden, RatesAndStartsGoBackIntoTheirEquations) {
  const std::string text =
      "x = INTEG(2 * y - x, 1) ~~|\ny = ACTIVE INITIAL(x / 2, 3) ~~|\n" + std::string(kClock);
  const std::string again = written("m.xmile", written("m.mdl", text, Format::xmile), Format::mdl);
  EXPECT_THAT(again, HasSubstr("x=\n\tINTEG(2 * y - x, 1)"));
  EXPECT_THAT(again, HasSubstr("y=\n\tACTIVE INITIAL(x / 2, 3)"));
  EXPECT_THAT(again, Not(HasSubstr("net flow")));
  EXPECT_THAT(again, Not(HasSubstr("#")));
}

TEST(RealityChecks, StayInVensimsTextAndAreToldInOthers) {
  const std::string text =
      "x = 1 ~~|\nnever :THE CONDITION: x > 3 :IMPLIES: x < 9 ~~ So. |\n"
      "often :TEST INPUT: x = RC RAMP(x, 0, 2, 10) ~~|\n"
      "then :THE CONDITION: often :IMPLIES: x > 0 ~~|\n" +
      std::string(kClock);
  const std::string again = written("m.mdl", text, Format::mdl);
  for (const char* part : {"\nnever :THE CONDITION: x > 3 :IMPLIES: x < 9 ~~ So. |\n",
                           "\noften :TEST INPUT: x = RC RAMP(x, 0, 2, 10) ~~|\n",
                           "\nthen :THE CONDITION: often :IMPLIES: x > 0 ~~|\n"}) {
    EXPECT_THAT(again, HasSubstr(part));
  }
  EXPECT_THAT(again, Not(HasSubstr("never=")));
  EXPECT_EQ(written("m.mdl", again, Format::mdl), again);
  const auto xmile = convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(xmile.value) << to_text(xmile.diagnostics);
  const std::string said = to_text(xmile.diagnostics);
  EXPECT_THAT(said,
              HasSubstr("warning S180: the reality check \"never\" is written as a variable\n"));
  EXPECT_THAT(said, HasSubstr("warning S183: the reality check \"often\" is left out\n"));
  EXPECT_THAT(said, HasSubstr("warning S183: the reality check \"then\" is left out\n"));
}

TEST(RealityChecks, BeginBehindWhatEndsAMacroAndBehindComments) {
  const std::string text =
      "{UTF-8}\n:MACRO: F(a)\nF = a * 2 ~~|\n:END OF MACRO:\n"
      "never :THE CONDITION: x > 3 :IMPLIES: x < 9 ~~|\nx {a|b} = F(1) ~~|\n"
      "{of :TEST INPUT: and | bars}\n\"o:ten\" :TEST INPUT: x = RC STEP(x, 0) ~~|\n" +
      std::string(kClock);
  const std::string again = written("m.mdl", text, Format::mdl);
  EXPECT_EQ(again.find(":END OF MACRO:"), again.rfind(":END OF MACRO:")) << again;
  EXPECT_THAT(again, HasSubstr("|\n\nnever :THE CONDITION: x > 3 :IMPLIES: x < 9 ~~|\n"));
  EXPECT_THAT(again, HasSubstr("|\n\n\"o:ten\" :TEST INPUT: x = RC STEP(x, 0) ~~|\n"));
  EXPECT_THAT(again, Not(HasSubstr("never=")));
  EXPECT_EQ(written("m.mdl", again, Format::mdl), again);
  const auto xmile = convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(xmile.value) << to_text(xmile.diagnostics);
  const std::string said = to_text(xmile.diagnostics);
  EXPECT_THAT(said, HasSubstr("S180: the reality check \"never\" is written as a variable\n"));
  EXPECT_THAT(said, HasSubstr("S183: the reality check \"o:ten\" is left out\n"));
}

TEST(Hidden, ChainsGoIntoPlaceAndStocksStay) {
  const std::string text =
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" "
      "xmlns:sluice=\"urn:sluice:xmile\"><sim_specs><start>0</start><stop>4</stop></sim_specs>"
      "<model><variables>\n<aux name=\"x\"><eqn>a</eqn></aux><aux name=\"y\"><eqn>s</eqn></aux>"
      "<aux name=\"a\" sluice:hidden=\"true\"><eqn>b</eqn></aux>"
      "<aux name=\"b\" sluice:hidden=\"true\"><eqn>TIME * 2</eqn></aux>"
      "<stock name=\"s\" sluice:hidden=\"true\"><eqn>1</eqn><inflow>f</inflow></stock>"
      "<flow name=\"f\" sluice:hidden=\"true\"><eqn>TIME * 3</eqn></flow></variables></model>"
      "</xmile>";
  const std::string vensim = written("m.xmile", text, Format::mdl);
  EXPECT_THAT(vensim, HasSubstr("x=\n\tTime * 2"));
  EXPECT_THAT(vensim, HasSubstr("INTEG(Time * 3, 1)"));
  EXPECT_THAT(vensim, Not(HasSubstr("y=\n\tINTEG")));
  EXPECT_EQ(shown_in("m.mdl", vensim), shown_in("m.xmile", text));
}

TEST(Hidden, TableOfAGraphStaysOutOfTables) {
  const std::string text =
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
      "<sim_specs><start>0</start><stop>4</stop></sim_specs><model><variables>\n"
      "<aux name=\"steps\"><eqn>TIME</eqn><gf type=\"discrete\"><xpts>0,2,4</xpts>"
      "<ypts>1,3,2</ypts></gf></aux></variables></model></xmile>";
  const std::string vensim = written("m.xmile", text, Format::mdl);
  EXPECT_THAT(vensim, HasSubstr("LOOKUP BACKWARD(\"#table of steps\", Time)"));
  EXPECT_EQ(shown_in("m.mdl", vensim), shown_in("m.xmile", text));
  EXPECT_THAT(written("m.mdl", vensim, Format::xmile), HasSubstr("type=\"discrete\""));
}

TEST(Data, KeepBetweenTheirPointsWhatTheirEquationsSay) {
  const std::string text =
      "rain ~ mm ~|\na := rain * 2 ~~|\nb :RAW: := rain ~~|\nR: n, s ~~|\n"
      "c[R] :HOLD BACKWARD: := a ~~|\nfile :IS: 'prices.csv' ~~|\n" +
      std::string(kClock);
  const std::string xmile = written("m.mdl", text, Format::xmile);
  for (const char* part : {"<eqn>:=rain * 2</eqn>", "<eqn>:RAW::=rain</eqn>",
                           "<eqn>:HOLD BACKWARD::=a</eqn>", "<eqn>:IS: 'prices.csv'</eqn>"}) {
    EXPECT_THAT(xmile, HasSubstr(part));
  }
}

TEST(Hidden, StaysOutOfTablesOfVensimsText) {
  const std::string text =
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
      "<sim_specs><start>0</start><stop>4</stop></sim_specs><dimensions><dim name=\"R\"><elem "
      "name=\"n\"/><elem name=\"s\"/></dim></dimensions><model><variables>\n<aux name=\"a\">"
      "<dimensions><dim name=\"R\"/></dimensions><eqn>R * 2</eqn></aux><aux name=\"k\"><eqn>2"
      "</eqn></aux><aux name=\"y\"><eqn>a[k] + PREVIOUS(k, 1)</eqn></aux></variables></model>"
      "</xmile>";
  EXPECT_EQ(shown_in("m.mdl", written("m.xmile", text, Format::mdl)), shown_in("m.xmile", text));
}

}  // namespace
}  // namespace sluice::convert
