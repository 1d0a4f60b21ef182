// `sluice convert` to XMILE in Vensim's own words, where XMILE has none.
#include <gtest/gtest.h>

#include "commands_testing.h"
#include "convert/convert.h"

namespace sluice::tests {
namespace {

using convert::Format;

// What XMILE has no words for stands in those that Vensim itself puts into it.
TEST(ToXmile, UsesVensimsWordsForDataTextsAndVectors) {
  const std::string text =
      "d: a, b, c ~~|\nx[d] = 3, 1, 2 ~~|\nrain ~ mm ~|\nsun :HOLD BACKWARD: ~~|\n"
      "both :LOOK FORWARD: := rain * 2 + sun ~~|\nfile :IS: 'prices.csv' ~~|\n"
      "order[d] = VECTOR SORT ORDER(x[d], 1) ~~|\nnext[d] = VECTOR ELM MAP(x[a], order[d]) ~~|\n"
      "sum = VECTOR SELECT(x[d!], x[d!], 0, 0, 0) + both ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  for (const char* part :
       {"<eqn>:INTERPOLATE:</eqn>", "<eqn>:HOLD BACKWARD:</eqn>",
        "<eqn>:LOOK FORWARD::=rain * 2 + sun</eqn>", "<eqn>:IS: 'prices.csv'</eqn>",
        "VECTOR_SORT_ORDER(x[d], 1)", "VECTOR_ELM_MAP(x[a], order[d])", "xmlns:vensim="}) {
    EXPECT_NE(written.value->find(part), std::string::npos) << part << "\n" << *written.value;
  }
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", text);
  write_text(scratch.path() / "m.xmile", *written.value);
  write_text(scratch.path() / "data.csv", "Time,rain,sun\n0,1,10\n2,5,20\n");
  const auto run = [&](const char* model) {
    return run_sluice(scratch.path(),
                      {"run", model, "--data", "data.csv", "--variables", "both,order,next,sum"})
        .output;
  };
  EXPECT_EQ(run("m.mdl"), run("m.xmile"));
  EXPECT_EQ(run("m.xmile"),
            "Time,both,order[a],order[b],order[c],next[a],next[b],next[c],sum\n"
            "0,12,1,2,0,1,2,3,26\n1,30,1,2,0,1,2,3,44\n2,30,1,2,0,1,2,3,44\n");
}

// What is written of a group stays with it, on the way there and back.
TEST(Convert, KeepsTheNotesOfGroups) {
  const std::string text =
      "{UTF-8}\n*****\n\t.Farms\n*****~\n\t\tAll that grows:\n\t\tcorn & <hay>\n\t|\n"
      "a = 1 ~~|\n*****\n\t.Control\n*****~\n\t\tSimulation Control Parameters\n\t|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto again = convert::convert_text("m.mdl", text, {Format::mdl, false});
  const auto xmile = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(again.value && xmile.value);
  const auto back = convert::convert_text("m.xmile", *xmile.value, {Format::mdl, false});
  ASSERT_TRUE(back.value) << to_text(back.diagnostics);
  EXPECT_THAT(*xmile.value, testing::HasSubstr("<group name=\"Farms\">\n"
                                               "        <doc>All that grows:\n"
                                               "corn &amp; &lt;hay&gt;</doc>\n"));
  for (const std::string& written : {*again.value, *back.value}) {
    EXPECT_THAT(written, testing::HasSubstr("~\n\t\tAll that grows:\n\t\tcorn & <hay>\n\t|\n"));
    EXPECT_THAT(written, testing::HasSubstr("~\n\t\tSimulation Control Parameters\n\t|\n"));
  }
}

// A macro that stays reads what the model has under the name that it is written by.
TEST(ToXmile, WritesTheModelsNewNamesInMacrosToo) {
  const std::string text =
      ":MACRO: F(a)\nF = a * dt$ ~~|\n:END OF MACRO:\ndt = 7 ~~|\nx = F(2) ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  EXPECT_THAT(*written.value, testing::HasSubstr("<eqn>a * .dt_2</eqn>"));
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.xmile", *written.value);
  const Finished run = run_sluice(scratch.path(), {"run", "m.xmile", "--variables", "x"});
  EXPECT_THAT(run.output, testing::StartsWith("Time,x\n0,14\n")) << run.errors;
}

// XMILE has no word for a search, so its steps stand there; the file finds the same.
TEST(ToXmile, WritesTheStepsOfASearchOut) {
  const std::string text =
      "e: a, b ~~|\nx[e] = FIND ZERO(1, z[e], 1, 1, 2, 0, 1e-8, 100, 1) ~~|\n"
      "z[e] = x[e]^2 - 3 ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  EXPECT_EQ(to_text(written.diagnostics),
            "m.mdl:2:1: note S184: FIND ZERO of \"x\" is written out: each of its 40 steps has its "
            "own equations\n"
            "    2 | x[e] = FIND ZERO(1, z[e], 1, 1, 2, 0, 1e-8, 100, 1) ~~|\n"
            "      | ^\n"
            "m.mdl:2:8: warning S182: XMILE has no INVERT MATRIX; it is written by its name in "
            "Vensim\n"
            "    2 | x[e] = FIND ZERO(1, z[e], 1, 1, 2, 0, 1e-8, 100, 1) ~~|\n"
            "      |        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
            "why: Sluice reads it so, and programs that know Vensim's functions; others may not\n"
            "mend: for other programs, give them the numbers of the inverse; what FIND ZERO looks "
            "for, which needs one at each step, let a stock approach\n");
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", text);
  write_text(scratch.path() / "m.xmile", *written.value);
  const auto run = [&](const char* model) {
    return run_sluice(scratch.path(), {"run", model, "--variables", "x"}).output;
  };
  EXPECT_EQ(run("m.mdl"), run("m.xmile"));
}

TEST(ToXmile, SaysWhatOfTheGraphsIsLeftOut) {
  const std::string text =
      "a = 1 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n"
      "\\\\\\---/// Sketch information - do not modify anything except names\n"
      "V300  Do not put anything below this section - it will be ignored\n*View 1\n"
      "$192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0\n"
      "///---\\\\\\\n:GRAPH g1\n:TITLE g1\n:VAR a\n:L<%^E!@\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value);
  EXPECT_EQ(to_text(written.diagnostics),
            "m.mdl: warning S183: the definition of a graph or table is left out\n"
            "why: XMILE has others, which programs make anew\n"
            "mend: make them in the program that reads it\n");
}

// In XMILE an array or a graph may stand before a parenthesis, as functions do.
TEST(ToXmile, RenamesArraysAndLookupsThatHaveTheNameOfAFunction) {
  const std::string text =
      "d: a, b ~~|\ninit[d] = 10, 20 ~~|\nint((0,5),(9,6)) ~~|\nabs[d] = 7, 8 ~~|\n"
      "s = INTEG(1, 3.5) ~~|\nx = INITIAL(s * 2) ~~|\ny = INTEGER(s) + int(s) ~~|\n"
      "z = ABS(-s) + init[b] + abs[a] ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  EXPECT_THAT(to_text(written.diagnostics),
              testing::HasSubstr("warning S180: \"init\" is written as \"init 2\"\n"));
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", text);
  write_text(scratch.path() / "m.xmile", *written.value);
  const auto run = [&](const char* model) {
    return run_sluice(scratch.path(), {"run", model, "--variables", "x,y,z"}).output;
  };
  EXPECT_THAT(run("m.mdl"), testing::StartsWith("Time,x,y,z\n0,7,8.3888"));
  EXPECT_EQ(run("m.mdl"), run("m.xmile"));
}

TEST(ToXmile, QuotesElementsWithCommas) {
  const std::string text =
      "d: \"c, d\", e ~~|\nx[\"c, d\"] = 1 ~~|\nx[e] = Time ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  EXPECT_THAT(*written.value, testing::HasSubstr("subscript=\"&quot;c, d&quot;\""));
  const auto back = convert::convert_text("m.xmile", *written.value, {Format::mdl, false});
  ASSERT_TRUE(back.value) << to_text(back.diagnostics);
  EXPECT_THAT(*back.value, testing::HasSubstr("x[\"c, d\"]="));
}

// An array of lookups stays one: it has no value of its own.
TEST(ToXmile, KeepsArraysOfLookups) {
  const std::string text =
      "d: p, q ~~|\nall[d]((0,0),(10,5)) ~~|\neach[p]((0,0),(10,1)) ~~|\n"
      "each[q]((0,0),(10,2)) ~~|\ny[d] = all[d](Time) + each[d](Time) ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", text);
  write_text(scratch.path() / "m.xmile", *written.value);
  const Finished run = run_sluice(scratch.path(), {"run", "m.xmile"});
  EXPECT_THAT(run.output, testing::StartsWith("Time,y[p],y[q],INITIAL TIME,"));
  EXPECT_EQ(run.output, run_sluice(scratch.path(), {"run", "m.mdl"}).output);
}

}  // namespace
}  // namespace sluice::tests
