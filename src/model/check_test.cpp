#include "model/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "base/format.h"
#include "model/cells.h"
#include "model/check_testing.h"
#include "model/control.h"

namespace sluice::model {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

VariableKind kind_of(const Model& model, const std::string& name) {
  return model.at(*model.find(name)).kind;
}

const Expr& right_of(const Model& model, const std::string& name) {
  return model.at(*model.find(name)).equations[0].right;
}

TEST(Check, Kinds) {
  const Model model = model_of(
      "a = -3 ~~|\nb = 10/3 ~~|\nc = INTEG(1, 2) ~~|\nd ~~|\n"
      "t((0,0),(1,1)) ~~|\ne = t(d) ~~|\nna = :NA: ~~|\n");
  EXPECT_EQ(kind_of(model, "a"), VariableKind::constant);
  EXPECT_EQ(kind_of(model, "b"), VariableKind::auxiliary);
  EXPECT_EQ(kind_of(model, "c"), VariableKind::stock);
  EXPECT_EQ(kind_of(model, "d"), VariableKind::data);
  EXPECT_EQ(kind_of(model, "t"), VariableKind::lookup);
  EXPECT_EQ(std::get<Number>(right_of(model, "a").node).value, -3);
  EXPECT_EQ(std::get<Number>(right_of(model, "na").node).value, -0x1p109);
}

TEST(Check, NamesAreOneWhateverTheirCaseAndBlanks) {
  const Model model = model_of("Birth  Rate = 3 ~~|\nb = birth_rate * 2 ~~|\n");
  EXPECT_TRUE(model.find("BIRTH RATE").has_value());
  EXPECT_EQ(model.at(*model.find("birth rate")).name, "Birth Rate");
}

TEST(Check, RewrittenFunctionsAreGone) {
  const Model model = model_of(
      "d: a, b, c ~~|\nx = GAME(y) ~~|\ny = ELMCOUNT(d) ~~|\n"
      "z = RANDOM 0 1() ~~|\nt((0,0),(1,1)) ~~|\n"
      "w = LOOKUP EXTRAPOLATE(t, y) ~~|\n");
  EXPECT_TRUE(std::holds_alternative<Reference>(right_of(model, "x").node));
  EXPECT_EQ(std::get<Number>(right_of(model, "y").node).value, 3);
  EXPECT_EQ(std::get<Call>(right_of(model, "z").node).builtin, Builtin::random_uniform);
  EXPECT_EQ(std::get<LookupCall>(right_of(model, "w").node).mode, LookupMode::extrapolate);
}

TEST(Check, ReductionsKeepTheirLoopsApart) {
  const Model model = model_of(
      "r: n, s ~~|\nx[r] = 1, 2 ~~|\n"
      "a = SUM(x[r!] * SUM(x[r!])) ~~|\nb = SUM(x[r!] * x[r!]) ~~|\n");
  const auto& outer = std::get<Call>(right_of(model, "a").node);
  const auto& product = std::get<Binary>(outer.arguments[0].node);
  const auto& inner = std::get<Call>(product.operands[1].node);
  ASSERT_EQ(outer.loops.size(), 1U);
  ASSERT_EQ(inner.loops.size(), 1U);
  EXPECT_NE(outer.loops[0].id, inner.loops[0].id);
  EXPECT_EQ(std::get<Call>(right_of(model, "b").node).loops.size(), 1U);
}

TEST(Check, ArraysMayMixStocksAndConstants) {
  const Model model = model_of("r: n, s ~~|\nx[n] = INTEG(1, 2) ~~|\nx[s] = 5 ~~|\n");
  const Variable& x = model.at(*model.find("x"));
  EXPECT_EQ(x.kind, VariableKind::stock);
  EXPECT_NE(integ_of(*equation_of(x, 0)), nullptr);
  EXPECT_EQ(integ_of(*equation_of(x, 1)), nullptr);
}

TEST(Check, StocksDelaysAndInitialsBreakLoops) {
  EXPECT_EQ(said_of("a = INTEG(b, 1) ~~|\nb = a * 2 ~~|\n"), "");
  EXPECT_EQ(said_of("a = SMOOTHI(b, 5, 1) ~~|\nb = a * 2 ~~|\n"), "");
  EXPECT_EQ(said_of("a = DELAY FIXED(b, 5, 1) ~~|\nb = a * 2 ~~|\n"), "");
  EXPECT_EQ(said_of("a = INTEG(1, b) ~~|\nb = ACTIVE INITIAL(a * 2, 3) ~~|\n"), "");
  EXPECT_EQ(said_of("d: i, j, k ~~|\nx[i] = 1 ~~|\nx[j] = x[i] + 1 ~~|\nx[k] = x[j] + 1 ~~|\n"),
            "");
}

TEST(Check, MacrosAreWrittenOutForEachCall) {
  const Model model = model_of(
      ":MACRO: GROW(rate, start : speed)\nGROW = INTEG(speed, start) ~~|\n"
      "speed = GROW * rate ~~|\n:END OF MACRO:\n"
      "r: n, s ~~|\ng[r] = 1, 2 ~~|\n"
      "x[r] = 2 * GROW(g[r], 100) ~~|\ny = GROW(3, 5 : how fast) ~~|\n"
      "z = how fast ~~|\n");
  const Variable& stock = model.at(*model.find("#GROW 1: GROW"));
  EXPECT_EQ(stock.kind, VariableKind::stock);
  EXPECT_EQ(model.cell_count(stock), 2U);
  EXPECT_EQ(kind_of(model, "#GROW 2: GROW"), VariableKind::stock);
  EXPECT_TRUE(model.find("how fast").has_value());
}

TEST(Check, ControlFollowsConstants) {
  const std::string text =
      "years = 5 ~~|\nINITIAL TIME = 2 ~~|\nFINAL TIME = INITIAL TIME + 12 * "
      "years ~~|\nTIME STEP = 0.25 ~ month ~|\nSAVEPER = TIME STEP ~~|\n";
  const Checked<Model> model = check_whole_text(text);
  ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
  EXPECT_EQ(model.value->control.final_time, 62);
  EXPECT_EQ(model.value->control.save_period, 0.25);
  EXPECT_EQ(model.value->control.time_unit, "month");
  const CellRef step = find_cells(*model.value, "TIME STEP", {}).value->front();
  EXPECT_EQ(read_control(*model.value, {{step, 0.5}}).value->save_period, 0.5);
}

TEST(Check, ControlMayBeAnyExpressionOfConstants) {
  const std::string text =
      "d: a, b, c ~~|\nn[d] = 1, 2, 5 ~~|\nINITIAL TIME = VMIN(n[d!]) - LN(EXP(1)) ~~|\n"
      "FINAL TIME = SUM(n[d!] * 2) + MODULO(7, 4) + XIDZ(1, 0, 3) ~~|\n"
      "TIME STEP = 2 ^ -1 * ZIDZ(1, 2) ~~|\nSAVEPER = SQRT(POWER(2, -2)) ~~|\n";
  const Checked<Model> model = check_whole_text(text);
  ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
  EXPECT_EQ(model.value->control.initial_time, 0);
  EXPECT_EQ(model.value->control.final_time, 22);
  EXPECT_EQ(model.value->control.time_step, 0.25);
  EXPECT_EQ(model.value->control.save_period, 0.5);
}

TEST(Check, SaveperDefaultsToTheTimeStep) {
  const Checked<Model> model =
      check_whole_text("INITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nTIME STEP = 0.5 ~~|\n");
  ASSERT_TRUE(model.value);
  EXPECT_EQ(model.value->control.save_period, 0.5);
}

SourceSet one_blank_file() {
  SourceSet sources;
  sources.add("made.mdl", "\n");
  return sources;
}

// Mistakes that the reader of .mdl already refuses, as another reader may make them.
std::string said_of_tree(syntax::Expr right, syntax::EquationKind kind) {
  syntax::Tree tree;
  syntax::Equation equation;
  equation.name = "x";
  equation.kind = kind;
  equation.right = std::move(right);
  tree.equations.push_back(equation);
  return texts_of(check_model(tree, one_blank_file()).diagnostics);
}

TEST(Check, ListInsideAnExpression) {
  syntax::Unary minus{syntax::UnaryOp::minus, {}};
  minus.operand.push_back(syntax::Expr{{}, syntax::NumberList{{1, 2}, {2}}});
  EXPECT_THAT(said_of_tree(syntax::Expr{{}, minus}, syntax::EquationKind::ordinary),
              HasSubstr("error M238: a list of numbers stands inside an expression\n"
                        "why: a list can only be the whole right-hand side of a constant\n"));
}

TEST(Check, NoRightHandSide) {
  syntax::Tree tree;
  syntax::Equation equation;
  equation.name = "x";
  tree.equations.push_back(equation);
  EXPECT_THAT(texts_of(check_model(tree, one_blank_file()).diagnostics),
              HasSubstr("error M229: \"x\" has no right-hand side\n"
                        "why: only data variables may stand without one\n"
                        "mend: write its equation, or give it data\n"));
}

TEST(Check, AMixtureUsedByTheControlIsOneMistake) {
  EXPECT_THAT(texts_of(check_whole_text("TIME STEP = 1 ~~|\nTIME STEP((0,0),(1,1)) ~~|\n"
                                        "INITIAL TIME = 0 ~~|\nFINAL TIME = 9 ~~|\n")
                           .diagnostics),
              HasSubstr("error M233: \"TIME STEP\" is a lookup here and a number on line 1"));
}

TEST(Check, EmptyTreeIsAModelWithoutControl) {
  const Checked<Model> model = check_model({}, {});
  EXPECT_FALSE(model.value);
  EXPECT_EQ(model.diagnostics.size(), 3U);
}

TEST(Check, TenThousandEquationsInWellUnderASecond) {
  std::string text = "d: (e1-e100) ~~|\nx0[d] = INTEG(x4999[d], 1) ~ ton ~|\n";
  for (int i = 1; i < 5000; ++i) {
    text += format("x{}[d] = x{}[d] * y{} + MAX(x0[d], 0) ~ ton ~|\ny{} = {} ~ Dmnl ~|\n", i, i - 1,
                   i, i, i);
  }
  // The processor's time: other work on the machine does not count.
  const std::clock_t begin = std::clock();
  const Checked<Model> model = check_text(text);
  const double spent = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  EXPECT_TRUE(model.value) << texts_of(model.diagnostics);
  EXPECT_LT(spent, 20.0) << "500,000 cells; generous, for sanitizers";
  RecordProperty("seconds", std::to_string(spent));
}

}  // namespace
}  // namespace sluice::model
