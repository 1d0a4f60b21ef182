// Trees as Vensim text: what is written, and that it reads back as the same tree.
#include "syntax/mdl/writer.h"

#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

using testing_only::read;
using testing_only::right_side;

std::string rewritten(const std::string& text) {
  const Checked<Tree> tree = read(text);
  if (!tree.value) return to_text(tree.diagnostics);
  return write_mdl(*tree.value, "", "m.mdl").value.value();
}

// The right-hand side as it is written anew.
std::string printed(const std::string& expression) {
  const Checked<Tree> tree = read("x = " + expression + " ~~|");
  if (!tree.value) return to_text(tree.diagnostics);
  return joined(print_expression(*tree.value->equations.at(0).right, mdl::wording_of(*tree.value)));
}

TEST(MdlWriter, WritesAnEntryWithAllItsFields) {
  EXPECT_EQ(rewritten("stock[d] :EXCEPT: [a],[b] = INTEG(in[d],-1.5) ~ $/year [0,?,0.5] ~ a\n b ~ "
                      ":SUPPLEMENTARY |"),
            "{UTF-8}\nstock[d] :EXCEPT: [a], [b]=\n\tINTEG(in[d], -1.5)\n\t~\t$/year [0,?,0.5]\n"
            "\t~\ta\n\t\tb\n\t~\t:SUPPLEMENTARY\n\t|\n\n");
}

TEST(MdlWriter, WritesDimensionsWithRangesAndMappings) {
  EXPECT_EQ(rewritten("d: (A1-A5), b, c1, c2 -> e, (f: x, y) ~~ of kinds |\ng <-> d ~~|"),
            "{UTF-8}\nd:\n\t(A1-A5), b, c1, c2 -> e, (f: x, y)\n\t~\t\n\t~\tof kinds\n\t|\n\n"
            "g <-> d\n\t~\t\n\t~\t\n\t|\n\n");
}

TEST(MdlWriter, WritesMacrosAndLookupsAndLists) {
  const std::string text =
      "{UTF-8}\n:MACRO: F(a, b : c)\nF=\n\ta * b\n\t~\tx\n\t~\t\n\t|\n\n:END OF MACRO:\n\n"
      "t(\n\t[(0,0)-(9,9)],(0,1),(2,3))\n\t~\t\n\t~\t\n\t|\n\n"
      "v[d]=\n\t1, 2, :NA:\n\t~\t\n\t~\t\n\t|\n\nrain:RAW:\n\t~\tmm\n\t~\t\n\t|\n\n"
      "y=\n\tF(1, 2 : z) + WITH LOOKUP(t(3), ((0,1),(2,3)))\n\t~\t\n\t~\t\n\t|\n\n";
  EXPECT_EQ(rewritten(text), text);
}

TEST(MdlWriter, PutsWhatIsInNoGroupFirst) {
  const std::string written =
      rewritten("****\n\t.A\n****~\n\t\t|\nx = 1 ~~|\n****\n\t.B\n****~\n\t\t|\ny = 2 ~~|");
  EXPECT_NE(written.find("\t.A\n"), std::string::npos);
  EXPECT_LT(written.find("x="), written.find("\t.B\n"));
  EXPECT_LT(written.find("\t.B\n"), written.find("y="));
}

TEST(MdlWriter, PrintsWhatReadsBackAsTheSameExpression) {
  for (const char* expression : {"-2^2",
                                 "(-2)^2",
                                 "2^3^2",
                                 "(2^3)^2",
                                 "a - (b - c)",
                                 "a - b - c",
                                 "a / (b * c)",
                                 "-(a + b)",
                                 "--a",
                                 "a * -b",
                                 "a - -3",
                                 ":NOT: (a > b)",
                                 ":NOT: a > b :AND: c",
                                 "(a :OR: b) :AND: c",
                                 "(a > b) = (c > d)",
                                 "a > b > c",
                                 "1 + (:NOT: a)",
                                 "MAX(a, -b)",
                                 "+a",
                                 "a + (b + c)",
                                 "2^-x",
                                 "(a = b) + 1",
                                 "\"R&D\" + \"a \\\"b\\\"\"",
                                 "x[a!, \"1\"]",
                                 "1e+22 - 1e-07",
                                 "IF THEN ELSE(a :AND: b, GET XLS DATA('f.xls', 'b'), :NA:)"}) {
    EXPECT_EQ(right_side(printed(expression)), right_side(expression)) << printed(expression);
  }
}

TEST(MdlWriter, PutsParenthesesWhereProgramsDiffer) {
  EXPECT_EQ(printed("-2^2"), "-(2^2)");
  EXPECT_EQ(printed("2^3^2"), "2^(3^2)");
  EXPECT_EQ(printed("a - -3"), "a - (-3)");
  EXPECT_EQ(printed("a * -b"), "a * (-b)");
  EXPECT_EQ(printed("a * b / c + d"), "a * b / c + d");
}

TEST(MdlWriter, BreaksLongLinesBetweenWords) {
  std::string sum = "variable number 0";
  for (int i = 1; i < 20; ++i) sum += " + variable number " + std::to_string(i);
  const std::string written = rewritten("x = " + sum + " ~~|");
  EXPECT_NE(written.find("\\\n\t\t+ variable"), std::string::npos) << written;
  EXPECT_EQ(rewritten(written), written);
}

TEST(MdlWriter, SaysWhatCannotStandInAField) {
  Tree tree = *read("x = 1 ~~|").value;
  tree.equations[0].note = "a | b ~ c ~ d\\\nnext";
  tree.equations[0].unit = "cup|spoon]";
  const Checked<std::string> written = write_mdl(tree, "", "m.mdl");
  EXPECT_EQ(*written.value,
            "{UTF-8}\nx=\n\t1\n\t~\tcup/spoon)\n\t~\ta / b - c - d\n\t\tnext\n\t|\n\n");
  std::string said;
  for (const Diagnostic& one : written.diagnostics) said += to_text(one) + "\n";
  EXPECT_EQ(said,
            "m.mdl: warning S180: \"]\" in the unit of \"x\" is written as \")\"\n"
            "why: in Vensim's text it would end the field\n"
            "m.mdl: warning S180: \"|\" in the unit of \"x\" is written as \"/\"\n"
            "why: in Vensim's text it would end the field\n"
            "m.mdl: warning S180: \"|\" in the note of \"x\" is written as \"/\"\n"
            "why: in Vensim's text it would end the field\n"
            "m.mdl: warning S180: \"~\" in the note of \"x\" is written as \"-\"\n"
            "why: in Vensim's text it would end the field\n"
            "m.mdl: warning S180: a \"\\\" at the end of a line in the note of \"x\" is left out\n"
            "why: it would join the lines\n");
}

TEST(MdlWriter, WritesTheSettingsThatAModelNeeds) {
  Tree tree;
  tree.unit_equivalences = {{"$", "Dollar"}};
  tree.integration = Integration::rk4;
  EXPECT_EQ(mdl_settings(tree), "///---\\\\\\\n:L\x7F<%^E!@\n22:$,Dollar\n15:0,0,0,5,0,0\n");
}

}  // namespace
}  // namespace sluice::syntax
