// Dimensions, macros, reality checks, the sketch and the settings.
#include <gmock/gmock.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

using testing_only::complaints_on;
using testing_only::read;
using testing_only::show;

Dimension dimension(const std::string& text) {
  const Checked<Tree> tree = read(text + " ~ index ~ a note |");
  EXPECT_TRUE(tree.value) << complaints_on(text);
  return tree.value ? tree.value->dimensions.at(0) : Dimension{};
}

std::string elements(const std::string& text) { return show(dimension(text).elements); }

TEST(Dimension, ListsElementsAndRanges) {
  EXPECT_EQ(elements("d: a, b c, \"x-1\""), "[a,b c,x-1]");
  EXPECT_EQ(elements("d:(A1-A3)"), "[A1,A2,A3]");
  EXPECT_EQ(elements("d: A9-A11, last"), "[A9,A10,A11,last]");
  EXPECT_EQ(elements("d: first, (layer 1 - Layer 3), (x01-x02)"),
            "[first,layer 1,layer 2,layer 3,x01,x02]");
  EXPECT_EQ(elements("d: (A4-A4)"), "[A4]");
  EXPECT_EQ(dimension("d: a, b").note, "a note");
  EXPECT_EQ(dimension("Two_words : a").name, "Two words");
}

TEST(Dimension, MapsToOthers) {
  const Dimension plain = dimension("skills: a, b\n\t-> products, \"other-one\"");
  ASSERT_EQ(plain.mappings.size(), 2U);
  EXPECT_EQ(plain.mappings[0].target.name, "products");
  EXPECT_TRUE(plain.mappings[0].elements.empty());
  EXPECT_EQ(plain.mappings[1].target.name, "other-one");

  const Dimension listed = dimension("d: a, b->(e: x, y), f, (g: (z1-z3)), (h)");
  ASSERT_EQ(listed.mappings.size(), 4U);
  EXPECT_EQ(show(listed.mappings[0].elements), "[x,y]");
  EXPECT_EQ(listed.mappings[1].target.name, "f");
  EXPECT_EQ(show(listed.mappings[2].elements), "[z1,z2,z3]");
  EXPECT_EQ(listed.mappings[3].target.name, "h");
  EXPECT_EQ(dimension("company : (c1-c5)->scompany").mappings.at(0).target.name, "scompany");
}

TEST(Dimension, MayEqualAnother) {
  EXPECT_EQ(dimension("j<->\n\ti").equivalent_to, "i");
  EXPECT_EQ(dimension("Dim B <-> Dim A").name, "Dim B");
}

TEST(Macro, HoldsItsOwnEquations) {
  const Checked<Tree> tree = read(
      "{UTF-8}\n:MACRO: PINK NOISE(mean, std deviation : level)\n"
      "PINK NOISE = INTEG(change, mean) ~ mean ~ note |\n"
      "change = TIME STEP$ * 2 ~~|\n:END OF MACRO:\n"
      ":MACRO: TWO(a)\nTWO = a * 2 ~~|\n:END OF MACRO:|\n"
      "x = PINK NOISE(1, 2 : y) ~~|");
  ASSERT_TRUE(tree.value);
  ASSERT_EQ(tree.value->macros.size(), 2U);
  const Macro& macro = tree.value->macros[0];
  EXPECT_EQ(macro.name, "PINK NOISE");
  EXPECT_EQ(show(macro.inputs), "[mean,std deviation]");
  EXPECT_EQ(show(macro.outputs), "[level]");
  ASSERT_EQ(macro.equations.size(), 2U);
  EXPECT_EQ(show(macro.equations[1].right.value()), "(TIME STEP$ * 2)");
  ASSERT_EQ(tree.value->equations.size(), 1U);
  EXPECT_EQ(tree.value->equations[0].name, "x");
}

TEST(RealityCheck, OfPlainStatementsIsAVariable) {
  const Checked<Tree> tree =
      read("no workers:THE CONDITION: workers[a]<=0:IMPLIES:output[a]=0 ~~ Never idle. |\n");
  ASSERT_TRUE(tree.value);
  ASSERT_EQ(tree.value->equations.size(), 1U);
  const Equation& check = tree.value->equations[0];
  EXPECT_EQ(check.name, "no workers");
  EXPECT_EQ(check.note, "Never idle.");
  EXPECT_TRUE(check.supplementary);
  EXPECT_EQ(testing_only::show(*check.right), "((not (workers[a] <= 0)) or (output[a] = 0))");
  EXPECT_TRUE(tree.diagnostics.empty());
}

TEST(RealityCheck, ThatChangesInputsIsLeftOutWithANote) {
  const std::string text =
      "no workers:THE CONDITION: zero[a]:IMPLIES:output[a] <= RC STEP CHECK(1, x, 0) ~~|\n"
      "zero[s]:TEST INPUT: p[s] = RC STEP(p[s], 0) ~~|\nx = 1 ~~|";
  const Checked<Tree> tree = read(text);
  ASSERT_TRUE(tree.value);
  EXPECT_EQ(tree.value->equations.size(), 1U);
  EXPECT_EQ(complaints_on(text),
            "m.mdl:1:1: note S145: the reality check \"no workers\" is left out\n"
            "    1 | no workers:THE CONDITION: zero[a]:IMPLIES:output[a] <= RC STEP CHECK(1, x, 0) "
            "~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: it is no part of the model, but a test of it\n"
            "m.mdl:2:1: note S145: the reality check \"zero\" is left out\n"
            "    2 | zero[s]:TEST INPUT: p[s] = RC STEP(p[s], 0) ~~|\n"
            "      | ^~~~\n"
            "why: it is no part of the model, but a test of it");
}

// In a condition `=` sets a variable, in what it implies it compares.
TEST(RealityCheck, WhoseConditionSetsAVariableIsLeftOut) {
  for (const char* condition : {"stock[a] = 3 * demand", "(b > 1 :AND: stock = 3)"}) {
    const std::string text =
        format("stocked:THE CONDITION: {}:IMPLIES:shipments >= demand ~~|\nx = 1 ~~|", condition);
    const Checked<Tree> tree = read(text);
    ASSERT_TRUE(tree.value);
    EXPECT_EQ(tree.value->equations.size(), 1U);
    EXPECT_NE(complaints_on(text).find("note S145: the reality check \"stocked\" is left out\n"),
              std::string::npos);
  }
}

// Vensim's manual, Reality Check: a condition names a test input, and test inputs are left out.
TEST(RealityCheck, ThatNamesATestInputIsLeftOutToo) {
  const std::string text =
      "fill orders :THE CONDITION: always have stock :AND: x > 0 :IMPLIES: x >= y ~~|\n"
      "always have stock :TEST INPUT: Inventory = 3*y ~~|\nx = 1 ~~|\n"
      "other :THE CONDITION: x > 0 :IMPLIES: x >= y ~~|\ny = 2 ~~|";
  const Checked<Tree> tree = read(text);
  ASSERT_TRUE(tree.value);
  ASSERT_EQ(tree.value->equations.size(), 3U);
  EXPECT_EQ(tree.value->equations[1].name, "other");
  const std::string said = complaints_on(text);
  EXPECT_THAT(said, testing::HasSubstr("the reality check \"always have stock\" is left out\n"));
  EXPECT_THAT(said, testing::HasSubstr(
                        "m.mdl:1:1: note S145: the reality check \"fill orders\" is left out\n"));
}

TEST(Ignore, IsAnEquationThatIsNotSettled) {
  EXPECT_EQ(complaints_on("x = a * 2 :IGNORE: b, c ~~|\na = 1 ~~|"),
            "m.mdl:1:11: error S121: the equation of \"x\" is not settled: what it shall read "
            "stands behind :IGNORE:\n"
            "    1 | x = a * 2 :IGNORE: b, c ~~|\n"
            "      |           ^~~~~~~~\n"
            "why: Vensim runs such a model only in part\n"
            "mend: settle the equation, or take :IGNORE: and what follows it away");
}

constexpr const char* kSketch =
    "x = 1 ~~|\n\\\\\\---/// Sketch information\nV300 a = ( | ~ \"\n*View 1\n22:not,this\n"
    "///---\\\\\\\n:L<%^E!@\n1:Current.vdf\n22:$,Dollar, Dollars "
    ",$s\n15:0,0,0,{},0,0\r\n22:Day,Days";

std::string sketch_with(const char* method) {
  std::string text = kSketch;
  return text.replace(text.find("{}"), 2, method);
}

TEST(Settings, GiveUnitEquivalences) {
  const Checked<Tree> tree = read(sketch_with("0"));
  ASSERT_TRUE(tree.value);
  EXPECT_EQ(tree.value->equations.size(), 1U);
  EXPECT_EQ(tree.value->unit_equivalences, (std::vector<std::vector<std::string>>{
                                               {"$", "Dollar", "Dollars", "$s"}, {"Day", "Days"}}));
}

TEST(Settings, GiveTheMethodOfIntegration) {
  struct Case {
    const char* code;
    std::optional<Integration> method;
    bool noted;
  };
  const Case cases[] = {{"0", Integration::euler, false},    {"1", Integration::rk4, true},
                        {"2", Integration::euler, true},     {"3", Integration::midpoint, true},
                        {"4", Integration::midpoint, false}, {"5", Integration::rk4, false},
                        {"9", std::nullopt, false}};
  for (const Case& each : cases) {
    const Checked<Tree> tree = read(sketch_with(each.code));
    ASSERT_TRUE(tree.value);
    EXPECT_EQ(tree.value->integration, each.method) << each.code;
    EXPECT_EQ(tree.diagnostics.size(), each.noted ? 1U : 0U) << each.code;
  }
  EXPECT_EQ(read("x = 1 ~~|").value->integration, std::nullopt);
}

TEST(Settings, NoteThatAutomaticStepsAreFixed) {
  EXPECT_EQ(
      complaints_on(sketch_with("1")),
      "m.mdl:10:1: note S146: the model asks for Runge-Kutta integration with automatic steps\n"
      "   10 | 15:0,0,0,1,0,0\n"
      "      | ^~~~~~~~~~~~~~\n"
      "why: here every step has the length of TIME STEP\n"
      "mend: see whether a shorter TIME STEP changes the results");
}

TEST(Settings, NoteThatDifferenceEquationsAreEulers) {
  EXPECT_EQ(complaints_on(sketch_with("2")),
            "m.mdl:10:1: note S148: the model asks for difference equations (Diff)\n"
            "   10 | 15:0,0,0,2,0,0\n"
            "      | ^~~~~~~~~~~~~~\n"
            "why: it is run by Euler's method, whose numbers they are; but Vensim then saves "
            "auxiliaries as they were one save earlier, and here they belong to their time");
}

}  // namespace
}  // namespace sluice::syntax
