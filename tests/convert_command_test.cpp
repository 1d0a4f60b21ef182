// `sluice convert` as a user meets it, and what it says where a format has no form for something.
#include <algorithm>

#include "base/format.h"
#include "commands_testing.h"
#include "convert/convert.h"
#include "model/load.h"
#include "model/macros.h"

namespace sluice::tests {
namespace {

using convert::Format;

const std::string kControl =
    "INITIAL TIME = 0 ~ Month ~|\nFINAL TIME = 4 ~ Month ~|\nTIME STEP = 1 ~ Month ~|\n"
    "SAVEPER = 1 ~ Month ~|\n";

Checked<std::string> converted(const std::string& model, Format format, bool plain = false) {
  return convert::convert_text("m.mdl", model + kControl, {format, plain});
}

std::string said_of(const std::string& model, Format format, bool plain = false) {
  std::string all;
  for (const Diagnostic& one : converted(model, format, plain).diagnostics) {
    all += to_text(one) + "\n";
  }
  return all;
}

TEST(ConvertCommand, WritesWhatReadsBack) {
  const ScratchFolder folder;
  const std::string written = (folder.path() / "tea.mdl").string();
  const Finished done = data({"convert", "two_regions.mdl", written});
  EXPECT_EQ(done.exit, 0) << done.errors;
  EXPECT_EQ(done.output + done.errors, "");
  EXPECT_EQ(data({"run", written}).output, data({"run", "two_regions.mdl"}).output);
  EXPECT_FALSE(std::filesystem::exists(written + ".partial"));
}

TEST(ConvertCommand, LeavesNothingWhereTheModelIsWrong) {
  const ScratchFolder folder;
  const Finished done =
      data({"convert", "misspelt.mdl", (folder.path() / "x.mdl").string(), "--plain"});
  EXPECT_EQ(done.exit, 2);
  EXPECT_NE(done.errors, "");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ConvertCommand, AsksForAnEndingThatItKnows) {
  expect_wrong(data({"convert", "two_regions.mdl", "tea.txt"}),
               "OUT: error S103: \"tea.txt\" does not say which format to write\n"
               "why: the format goes by the ending: .mdl for Vensim's text, .xmile for XMILE\n"
               "mend: give OUT one of these endings\n");
}

TEST(ConvertCommand, DoesNotReplaceWhatItReads) {
  expect_wrong(data({"convert", "two_regions.mdl", "./two_regions.mdl"}),
               "OUT: error A800: writing ./two_regions.mdl would replace the model that is read\n"
               "mend: give another name\n");
}

TEST(ConvertCommand, PlainIsVensimText) {
  expect_wrong(data({"convert", "two_regions.mdl", "tea.xmile", "--plain"}),
               "--plain: error A800: --plain writes Vensim's text, and tea.xmile is XMILE\n"
               "mend: give OUT the ending .mdl, or leave --plain out\n");
}

TEST(Plain, WritesOutWhatOtherEnginesDoNotRead) {
  const auto written = converted(
      "d: a, b, c ~~|\ne <-> d ~~|\nx[d] :EXCEPT: [b] = LOG(10, 2) + d ~~|\nx[b] = 0 ~~|\n"
      "y[e] = x[e] * 2 ~~|\n",
      Format::mdl, true);
  ASSERT_TRUE(written.value.has_value()) << to_text(written.diagnostics);
  EXPECT_EQ(written.value->substr(0, written.value->find("INITIAL TIME")),
            "{UTF-8}\nd:\n\ta, b, c\n\t~\t\n\t~\t\n\t|\n\n"
            "e:\n\ta, b, c\n\t~\t\n\t~\t\n\t|\n\n"
            "x[a]=\n\tLN(10) / LN(2) + 1\n\t~\t\n\t~\t\n\t|\n\n"
            "x[c]=\n\tLN(10) / LN(2) + 3\n\t~\t\n\t~\t\n\t|\n\n"
            "x[b]=\n\t0\n\t~\t\n\t~\t\n\t|\n\n"
            "y[e]=\n\tx[e] * 2\n\t~\t\n\t~\t\n\t|\n\n");
}

TEST(Plain, NamesWhatStaysOutsideTheCommonPart) {
  EXPECT_EQ(said_of("x = SINH(1) + SINH(2) ~~|\n", Format::mdl, true),
            "m.mdl:1:5: warning S182: SINH stays as it is, and SDEverywhere cannot read it\n"
            "    1 | x = SINH(1) + SINH(2) ~~|\n"
            "      |     ^~~~~~~\n"
            "why: no form of it in functions that every engine has gives the same numbers\n"
            "mend: to compare engines, write the relation with stocks and simple functions\n");
}

TEST(Plain, SaysThatCommentsAndMacrosGo) {
  EXPECT_EQ(
      said_of(":MACRO: TWICE(a)\nTWICE = 2 * a {so} ~~|\n:END OF MACRO:\nx = TWICE(3) ~~|\n",
              Format::mdl, true),
      "m.mdl:2:15: warning S183: this comment in braces is left out\n"
      "    2 | TWICE = 2 * a {so} ~~|\n"
      "      |               ^~~~\n"
      "why: they stand inside equations, which are written anew\n"
      "mend: put what they say into the notes of the variables\n"
      "m.mdl:1:1: note S184: the macro TWICE is written out: each call has its own equations\n"
      "    1 | :MACRO: TWICE(a)\n"
      "      | ^~~~~~~~~~~~~~~~\n");
}

// An element that stays as it is stands among stocks as one without a flow.
TEST(ToXmile, TakesConstantElementsAmongStocks) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             "Fuel: oil, coal, gas ~~|\nk = 3 ~~|\nrent[oil] = INTEG(2, 1) ~~|\n"
             "rent[coal] = 0 ~~|\nrent[gas] = k * 2 ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  ASSERT_EQ(run_sluice(scratch.path(), {"convert", "m.mdl", "x.xmile"}).exit, 0);
  EXPECT_EQ(run_sluice(scratch.path(), {"run", "x.xmile", "--variables", "rent"}).output,
            "Time,rent[oil],rent[coal],rent[gas]\n0,1,0,6\n1,3,0,6\n2,5,0,6\n");
}

// Rates, starts and macros go by other names in XMILE, and draw the same numbers.
TEST(ToXmile, KeepsDraws) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             ":MACRO: WALK(seed)\nWALK = INTEG(w * 2, RANDOM NORMAL(-6, 6, 0, 1, seed)) ~~|\n"
             "w = RANDOM NORMAL(-6, 6, 0, 1, seed) ~~|\n:END OF MACRO:\n"
             "Place: north, south ~~|\n"
             "s[Place] = INTEG(RANDOM NORMAL(-6, 6, 0, 1, 3) + RANDOM UNIFORM(0, 1, 3), "
             "RANDOM NORMAL(-6, 6, 0, 1, 3)) ~~|\na = WALK(3) + RANDOM UNIFORM(0, 1, 3) ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  const auto run = [&](const std::string& file) {
    return run_sluice(scratch.path(), {"run", file, "--variables", "s,a"}).output;
  };
  ASSERT_EQ(run_sluice(scratch.path(), {"convert", "m.mdl", "x.xmile"}).exit, 0);
  ASSERT_EQ(run_sluice(scratch.path(), {"convert", "x.xmile", "again.mdl"}).exit, 0);
  EXPECT_THAT(run("m.mdl"), testing::StartsWith("Time,s[north],s[south],a\n0,"));
  EXPECT_EQ(run("x.xmile"), run("m.mdl"));
  EXPECT_EQ(run("again.mdl"), run("m.mdl"));
}

// An array whose elements have equations of their own calls the macro more often than before.
TEST(ToXmile, KeepsDrawsOfMacrosInArrays) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             ":MACRO: NOISE(a)\nNOISE = a + RANDOM UNIFORM(0, 1, 0) ~~|\n:END OF MACRO:\n"
             ":MACRO: HALF(a)\nHALF = a / 2 ~~|\n:END OF MACRO:\n"
             "Place: north, south, west ~~|\nx[Place] :EXCEPT: [west] = NOISE(1) ~~|\n"
             "y = NOISE(2) + HALF(RANDOM UNIFORM(0, 1, 0)) ~~|\nx[west] = NOISE(y) ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  const auto run = [&](const std::string& file) {
    return run_sluice(scratch.path(), {"run", file, "--variables", "x,y"}).output;
  };
  ASSERT_EQ(run_sluice(scratch.path(), {"convert", "m.mdl", "x.xmile"}).exit, 0);
  EXPECT_THAT(run("m.mdl"), testing::StartsWith("Time,x[north],x[south],x[west],y\n0,"));
  EXPECT_EQ(run("x.xmile"), run("m.mdl"));
}

TEST(ToXmile, SaysWhereDrawsChange) {
  EXPECT_THAT(
      said_of("s = INTEG(RANDOM UNIFORM(0, 1, 3), 0) ~~|\ns net flow = 4 ~~|\n", Format::xmile),
      testing::StartsWith(
          "m.mdl:1:1: warning S180: \"s\" draws other numbers in what is written\n"
          "    1 | s = INTEG(RANDOM UNIFORM(0, 1, 3), 0) ~~|\n"
          "      | ^\n"
          "why: draws follow from names, and its own there, \"s net flow\", is taken\n"
          "mend: give what is called so another name first, to get the same numbers\n"));
  EXPECT_THAT(said_of(":MACRO: M(x)\nM = RANDOM UNIFORM(0, x, 2) ~~|\n:END OF MACRO:\n"
                      "y = M(3) ~~|\nM 1 M = 4 ~~|\n",
                      Format::xmile),
              testing::HasSubstr("\"M 1 M 2\" draws other numbers in what is written"));
}

TEST(ToXmile, WritesStocksFlowsArraysAndTables) {
  const auto written = converted(
      "d: a, b ~~|\nlevel[d] = INTEG(in[d] - out[d], 5) ~ cup [0,?] ~ What is \"there\". |\n"
      "in[d] = 1, 2 ~ cup/Month ~|\nout[d] = level[d] * t(Time) ~ cup/Month ~|\n"
      "t((0,0),(1,0.5)) ~ 1/Month ~|\nall = SUM(level[d!]) ~ cup ~|\n"
      "odd = INTEG(all * 2, 0) ~ cup*Month ~|\n",
      Format::xmile);
  ASSERT_TRUE(written.value.has_value()) << to_text(written.diagnostics);
  for (const char* part :
       {"<dim name=\"d\"><elem name=\"a\"/><elem name=\"b\"/></dim>",
        "      <stock name=\"level\">\n        <doc>What is &quot;there&quot;.</doc>\n"
        "        <dimensions><dim name=\"d\"/></dimensions>\n        <eqn>5</eqn>\n"
        "        <inflow>in</inflow>\n        <outflow>out</outflow>\n"
        "        <units>cup</units>\n        <range min=\"0\"/>\n      </stock>\n",
        "<element subscript=\"b\">\n          <eqn>2</eqn>", "<flow name=\"out\">",
        "<eqn>level[d] * t(TIME)</eqn>",
        "<gf name=\"t\" type=\"continuous\">\n        <xpts>0,1</xpts>\n"
        "        <yscale min=\"0\" max=\"0.5\"/>\n        <ypts>0,0.5</ypts>",
        "<eqn>SUM(level[*])</eqn>",
        "<flow name=\"odd net flow\" sluice:hidden=\"true\">\n        <eqn>all * 2</eqn>\n"
        "        <units>(cup*Month)/Month</units>",
        "<inflow>odd_net_flow</inflow>", "<start>0</start>\n    <stop>4</stop>\n    <dt>1</dt>"}) {
    EXPECT_NE(written.value->find(part), std::string::npos) << part << "\n" << *written.value;
  }
}

TEST(ToXmile, SaysWhatXmileHasNoFormFor) {
  EXPECT_EQ(
      said_of("d: a, b ~~|\nx[a] = Time ~~|\nx[b] = INTEG(1, 0) ~~|\nrain ~ mm ~|\n"
              "y = rain ~ ~ ~ :SUPPLEMENTARY |\n",
              Format::xmile),
      "m.mdl:2:1: error S181: XMILE has no array like \"x\": some elements are stocks, others "
      "are computed\n"
      "    2 | x[a] = Time ~~|\n      | ^\n"
      "why: all elements of an array are of one kind there\n"
      "mend: split it into two variables\n");
  EXPECT_EQ(said_of("rain ~~|\ny = GET DATA LAST TIME(rain) ~~|\n", Format::xmile),
            "m.mdl:2:5: error S181: XMILE has no form for GET DATA LAST TIME\n"
            "    2 | y = GET DATA LAST TIME(rain) ~~|\n"
            "      |     ^~~~~~~~~~~~~~~~~~~~~~~~\n"
            "why: the equation of \"y\" needs it\n"
            "mend: write the relation with simpler functions\n");
}

std::string read_data(const char* name) { return text_in(kData / "xmile" / name); }

TEST(FromXmile, DrawsTheViewsAsSketches) {
  const auto written =
      convert::convert_text("pond.xmile", read_data("pond.xmile"), {Format::mdl, false});
  ASSERT_TRUE(written.value.has_value()) << to_text(written.diagnostics);
  // Its stock may not run below zero under Runge-Kutta; nothing is said of the views.
  EXPECT_EQ(
      to_text(written.diagnostics),
      "pond.xmile: warning S180: stocks that may not be negative are limited otherwise within a "
      "step\n"
      "why: what is written limits their outflows by what is left at each stage of Runge-Kutta, "
      "not "
      "by what a stock held at the start of the step: the numbers differ where a stock comes near "
      "to empty\n"
      "mend: choose Euler to get the same numbers\n");
  for (const char* part :
       {"*The pond\n", "*Season\n", "10,1,\"Fish in<the> pond\",430,223,30,23,3,3,",
        "10,4,birth rate,260,120,", "Young fish need food\n", ",8,2,0,0,-1,0,0,0\n",
        "|10||0-128-64\n", "12,11,48,220,200,10,8,"}) {
    EXPECT_NE(written.value->find(part), std::string::npos) << part << "\n" << *written.value;
  }
  const auto back = convert::convert_text("pond.mdl", *written.value, {Format::xmile, false});
  ASSERT_TRUE(back.value.has_value()) << to_text(back.diagnostics);
  for (const char* part : {"<view type=\"stock_flow\" name=\"The pond\">",
                           "<aux name=\"birth rate\" x=\"260\" y=\"120\"/>",
                           ">Young fish need food</text_box>", "<of>birth_rate</of>"}) {
    EXPECT_NE(back.value->find(part), std::string::npos) << part << "\n" << *back.value;
  }
}

TEST(FromXmile, NamesVariablesOfModulesWithTheirModule) {
  const auto written =
      convert::convert_text("modules.xmile", read_data("modules.xmile"), {Format::mdl, false});
  ASSERT_TRUE(written.value.has_value()) << to_text(written.diagnostics);
  for (const char* part : {"\"hares.births\"=", "*hares\n", ",\"hares.hares\","}) {
    EXPECT_NE(written.value->find(part), std::string::npos) << part << "\n" << *written.value;
  }
}

// What conversion makes of macros and rates stands in no list, as in the model it comes from.
TEST(ToXmile, HidesWhatItMakes) {
  const auto written = convert::convert_text(
      "m.mdl",
      ":MACRO: M(a)\nM = INTEG((a - M) / 2, a) ~~|\n:END OF MACRO:\nx = M(Time) ~~|\n"
      "s = INTEG(2 * x, 1) ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~~|\n"
      "SAVEPER = 1 ~~|\n",
      {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  const auto again = model::load_model_text({"m.xmile", *written.value});
  ASSERT_TRUE(again.value) << to_text(again.diagnostics);
  std::vector<std::string> names;
  for (const model::Variable& variable : again.value->variables) {
    if (!model::is_macro_local(variable.name)) names.push_back(variable.name);
  }
  std::ranges::sort(names);
  EXPECT_EQ(joined(names), "FINAL TIME, INITIAL TIME, SAVEPER, TIME STEP, Time, s, x")
      << *written.value;
}

// In XMILE an element may be called as a variable is.
TEST(FromXmile, ToVensimGivesVariablesNamesOfTheirOwn) {
  const auto written = convert::convert_text(
      "m.xmile",
      "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\"><sim_specs><start>0</start>"
      "<stop>4</stop></sim_specs><dimensions><dim name=\"R\"><elem name=\"n\"/></dim></dimensions>"
      "<model><variables>\n<aux name=\"n\"><eqn>3</eqn></aux><aux name=\"y\"><eqn>n</eqn></aux>"
      "</variables></model></xmile>",
      {Format::mdl, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  EXPECT_NE(written.value->find("n 2=\n\t3"), std::string::npos) << *written.value;
  EXPECT_NE(to_text(written.diagnostics).find("warning S180: \"n\" is written as \"n 2\"\n"),
            std::string::npos);
  EXPECT_NE(to_text(written.diagnostics)
                .find("why: a dimension or an element has that name, and in Vensim's text no two "
                      "things have the same\n"),
            std::string::npos);
}

TEST(FromXmile, ToXmileKeepsEveryElement) {
  for (const char* name : {"pond.xmile", "modules.xmile", "macros.xmile", "belts.xmile",
                           "arrays.xmile", "functions.xmile"}) {
    const auto written = convert::convert_text(name, read_data(name), {Format::xmile, false});
    ASSERT_TRUE(written.value.has_value()) << to_text(written.diagnostics);
    const auto count = [](const std::string& text, const char* sign) {
      std::size_t found = 0;
      for (std::size_t at = 0; (at = text.find(sign, at)) != std::string::npos; ++at) ++found;
      return found;
    };
    for (const char* tag : {"<module", "<macro", "<conveyor", "<queue", "<stock", "<flow", "<aux",
                            "<view ", "<connector", "<alias", "<pt ", "<gf", "<element", "<doc"}) {
      EXPECT_EQ(count(*written.value, tag), count(read_data(name), tag)) << name << " " << tag;
    }
    const auto again = convert::convert_text(name, *written.value, {Format::xmile, false});
    EXPECT_EQ(again.value, written.value);
  }
}

TEST(ToXmile, KeepsWhatOnlyVensimHasAPlaceFor) {
  const std::string model =
      "d: a, b ~ ~ Two of\n them. |\nx[d] = 1 ~ cup [0,9,3] ~ ~ :SUPPLEMENTARY |\n";
  const auto written = converted(model, Format::xmile);
  ASSERT_TRUE(written.value.has_value()) << to_text(written.diagnostics);
  const auto back = convert::convert_text("m.xmile", *written.value, {Format::mdl, false});
  ASSERT_TRUE(back.value.has_value()) << to_text(back.diagnostics);
  EXPECT_NE(back.value->find("x[d]=\n\t1\n\t~\tcup [0,9,3]\n\t~\t\n\t~\t:SUPPLEMENTARY"),
            std::string::npos)
      << *back.value;
}

TEST(ToXmile, SaysWhereNamesAndPulsesChange) {
  EXPECT_EQ(said_of("DT = 5 ~~|\nx = DT ~~|\n", Format::xmile),
            "m.mdl:1:1: warning S180: \"DT\" is written as \"DT 2\"\n"
            "    1 | DT = 5 ~~|\n"
            "      | ^~\n"
            "why: XMILE has that name for something of its own\n");
  const std::string runge_kutta =
      "x = PULSE(1, 2) ~~|\n" + kControl +
      "\\\\\\---/// Sketch information\n///---\\\\\\\n:L\x7F<%^E!@\n15:0,0,0,5,0,0\n";
  const auto pulse = convert::convert_text("m.mdl", runge_kutta, {Format::xmile, false});
  ASSERT_EQ(pulse.diagnostics.size(), 1U);
  EXPECT_EQ(to_text(pulse.diagnostics.front()),
            "m.mdl:1:5: warning S180: PULSE is written as the difference of two STEPs\n"
            "    1 | x = PULSE(1, 2) ~~|\n"
            "      |     ^~~~~~~~~~~\n"
            "why: a pulse that ends exactly in the middle of a time step lasts one step longer "
            "there\n"
            "mend: let pulses begin and end at time steps");
}

TEST(Methods, OfSecondOrderAreKeptOrSaidToDiffer) {
  const std::string vensims = "x = INTEG(Time, 0) ~~|\n" + kControl +
                              "\\\\\\---/// Sketch information\n///---\\\\\\\n15:0,0,0,4,0,0\n";
  const auto xmile = convert::convert_text("m.mdl", vensims, {Format::xmile, false});
  ASSERT_TRUE(xmile.value.has_value());
  EXPECT_NE(xmile.value->find("method=\"midpoint, rk2\""), std::string::npos) << *xmile.value;
  ASSERT_EQ(xmile.diagnostics.size(), 1U);
  EXPECT_EQ(to_text(xmile.diagnostics[0]),
            "m.mdl: warning S180: the method of integration, Vensim's RK2, is written as "
            "\"midpoint, rk2\", of which other programs take rk2\n"
            "why: Vensim's goes by the rates in the middle of a step, XMILE's by the mean of those "
            "at both ends: the numbers may differ a little\n"
            "mend: compare runs of both with a shorter time step");
  const auto back = convert::convert_text("m.xmile", *xmile.value, {Format::mdl, false});
  ASSERT_TRUE(back.value.has_value());
  EXPECT_NE(back.value->find("\n15:0,0,0,4,0,0"), std::string::npos);
  EXPECT_TRUE(back.diagnostics.empty());

  std::string stellas = *xmile.value;
  stellas.replace(stellas.find("midpoint, rk2"), 13, "rk2");
  const auto mdl = convert::convert_text("m.xmile", stellas, {Format::mdl, false});
  ASSERT_TRUE(mdl.value.has_value());
  EXPECT_NE(mdl.value->find("\n15:0,0,0,4,0,0"), std::string::npos);
  ASSERT_EQ(mdl.diagnostics.size(), 1U);
  EXPECT_NE(to_text(mdl.diagnostics[0]).find("integration, rk2, is written as Vensim's RK2\n"),
            std::string::npos);
}

TEST(ToXmile, RefusesAnEndThatIsComputedInTheRun) {
  const auto written = convert::convert_text(
      "m.mdl",
      "x = 1 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = IF THEN ELSE(x > 0, Time, 9) ~~|\n"
      "TIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n",
      {Format::xmile, false});
  EXPECT_FALSE(written.value.has_value());
  EXPECT_EQ(to_text(written.diagnostics),
            "m.mdl:3:1: error S181: XMILE has no form for a FINAL TIME that is computed in the "
            "run\n"
            "    3 | FINAL TIME = IF THEN ELSE(x > 0, Time, 9) ~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: in <sim_specs> stand numbers\n"
            "mend: write the number, or run the model as Vensim's text\n");
}

TEST(ToXmile, NamesFunctionsThatGoByVensimsName) {
  EXPECT_EQ(said_of("x = QUANTUM(7, 2) ~~|\n", Format::xmile),
            "m.mdl:1:5: warning S182: XMILE has no QUANTUM; it is written by its name in Vensim\n"
            "    1 | x = QUANTUM(7, 2) ~~|\n"
            "      |     ^~~~~~~~~~~~~\n"
            "why: Sluice reads it so, and programs that know Vensim's functions; others may not\n"
            "mend: for other programs, write the relation with stocks and simple functions\n");
}

}  // namespace
}  // namespace sluice::tests
