#include "lower/lower.h"

#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

using program::InputKind;
using program::OpCode;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<OpCode> codes(const std::vector<program::Op>& ops) {
  std::vector<OpCode> found;
  for (const program::Op& op : ops) found.push_back(op.code);
  return found;
}

Options wanting(const model::Model& model, std::vector<std::string> outputs) {
  Options options;
  for (const std::string& name : outputs) options.outputs.push_back(cell(model, name));
  return options;
}

TEST(Levels, FollowFromWhatIsRead) {
  const model::Model model = text_model(
      "c = 3 ~~| drawn = 5 ~~| once = c * 2 ~~| member = drawn + once ~~|"
      "y = member - Time ~~|");
  Options options = wanting(model, {"y"});
  options.inputs = {{cell(model, "drawn"), InputKind::member}};
  const program::Program program = lowered(model, options);
  EXPECT_THAT(codes(program.once), ElementsAre(OpCode::multiply));
  EXPECT_THAT(codes(program.initial), ElementsAre(OpCode::add));
  EXPECT_THAT(codes(program.step), ElementsAre(OpCode::subtract));
}

TEST(Levels, OfInputsAreTheirKinds) {
  const auto section_of = [](InputKind kind) -> std::string {
    const model::Model model = text_model("lever = 3 ~~| y = lever * 2 ~~|");
    Options options = wanting(model, {"y"});
    options.inputs = {{cell(model, "lever"), kind}};
    const program::Program program = lowered(model, options);
    return !program.once.empty() ? "once" : !program.initial.empty() ? "initial" : "step";
  };
  EXPECT_EQ(section_of(InputKind::uniform), "once");
  EXPECT_EQ(section_of(InputKind::member), "initial");
  EXPECT_EQ(section_of(InputKind::scheduled), "step");
}

TEST(Levels, OfPartsOfAnEquationDiffer) {
  const model::Model model = text_model("a = 2 ~~| b = 3 ~~| y = Time * (a / b) ~~|");
  const program::Program program = lowered(model, wanting(model, {"y"}));
  EXPECT_THAT(codes(program.once), ElementsAre(OpCode::divide));
  EXPECT_THAT(codes(program.step), ElementsAre(OpCode::multiply));
}

TEST(Inputs, KeepTheirOrderAndTheModelsValue) {
  const model::Model model =
      text_model("d: a, b ~~| p[d] = 7, 8 ~~| q = -3 ~~| y = p[a] + p[b] + q ~~|");
  Options options = wanting(model, {"y"});
  options.inputs = {{cell(model, "q"), InputKind::member},
                    {cell(model, "p[b]"), InputKind::uniform}};
  const program::Program program = lowered(model, options);
  ASSERT_EQ(program.inputs.size(), 2U);
  EXPECT_EQ(program.inputs[0].name, "q");
  EXPECT_EQ(program.inputs[0].central, -3);
  EXPECT_EQ(program.inputs[1].name, "p[b]");
  EXPECT_EQ(program.inputs[1].central, 8);
  EXPECT_EQ(program::run_member(program, program::central_inputs(program)).front(), 12);
}

TEST(Inputs, ThatAreScheduledReachStartingValues) {
  const model::Model model = text_model("lever = 3 ~~| y = INTEG(lever, lever * 2) ~~|", {3});
  Options options = wanting(model, {"y"});
  options.inputs = {{cell(model, "lever"), InputKind::scheduled}};
  const program::Program program = lowered(model, options);
  program::MemberInputs inputs = program::central_inputs(program);
  inputs.schedules[0] = {1, {0, 2}, {10, 100}};
  EXPECT_THAT(program::run_member(program, inputs), ElementsAre(20, 30, 40, 140));
}

TEST(Reachability, LeavesOutWhatNoOutputNeeds) {
  const model::Model model = text_model(
      "used = Time ~~| y = used + 1 ~~| idle = INTEG(y, 0) ~~| noise = SMOOTH(idle, 3) ~~|");
  const program::Program program = lowered(model, wanting(model, {"y"}));
  EXPECT_THAT(program.stocks, IsEmpty());
  EXPECT_EQ(program.step.size(), 2U);
  EXPECT_EQ(lowered(model, wanting(model, {"noise"})).stocks.size(), 2U);
}

TEST(Reachability, FollowsRatesOfStocksThatAreRead) {
  const model::Model model =
      text_model("a = INTEG(b, 1) ~~| b = INTEG(c, 1) ~~| c = INTEG(-a, 1) ~~| y = a ~~|");
  EXPECT_EQ(lowered(model, wanting(model, {"y"})).stocks.size(), 3U);
}

TEST(Cells, OfAVariableHaveConsecutiveSlots) {
  const model::Model model =
      text_model("d: a, b, c ~~| y[d] = Time * d ~~| z[a] = 1 ~~| z[b] = Time ~~| z[c] = y[a] ~~|");
  Options options;
  options.outputs = {cell(model, "z[c]"), cell(model, "z[a]"), cell(model, "z[b]")};
  const program::Program program = lowered(model, options);
  EXPECT_EQ(program.outputs[1].slot + 1, program.outputs[2].slot);
  EXPECT_EQ(program.outputs[2].slot + 1, program.outputs[0].slot);
}

TEST(Cells, OfChainsOfTenThousandDoNotOverflow) {
  std::string text = "x0 = Time ~~|\n";
  for (int i = 1; i <= 10000; ++i) text += format("x{} = x{} + 1 ~~|\n", i, i - 1);
  EXPECT_EQ(values_of(text, "x10000", {0}).front(), 10000);
  std::string starts = "x0 = INTEG(1, 5) ~~|\n";
  for (int i = 1; i <= 10000; ++i) starts += format("x{} = INTEG(1, x{} + 1) ~~|\n", i, i - 1);
  EXPECT_EQ(values_of(starts, "x10000", {0}).front(), 10005);
}

TEST(Outputs, MayBeEveryCellThatHasAValue) {
  const model::Model model = text_model("d: a, b ~~| t((0,0),(1,1)) ~~| y[d] = t(d) ~~| k = 2 ~~|");
  Options options;
  options.all_outputs = true;
  std::vector<std::string> names;
  for (const program::Output& output : lowered(model, options).outputs)
    names.push_back(output.name);
  EXPECT_THAT(names, ElementsAre("y[a]", "y[b]", "k", "INITIAL TIME", "FINAL TIME", "TIME STEP",
                                 "SAVEPER"));
}

// Names that the model makes up begin with the sign too.
TEST(Outputs, HoldNamesThatBeginWithANumberSign) {
  Options options;
  options.all_outputs = true;
  const program::Program program = lowered(
      text_model(
          "\"# of firms\" = 2 ~~| \"#firms\" = 3 ~~| \"#1 rank\" = 4 ~~| \"# 1: a\" = 5 ~~|"),
      options);
  std::vector<std::string> names;
  for (const program::Output& output : program.outputs) names.push_back(output.name);
  names.resize(4);
  EXPECT_THAT(names, ElementsAre("# of firms", "#firms", "#1 rank", "# 1: a"));
}

TEST(Names, TellWhereACellWasDefined) {
  const model::Model model = text_model("a = 2 ~~|\ny = a * Time ~ m ~ note |");
  const program::Program program = lowered(model, wanting(model, {"y"}));
  ASSERT_EQ(program.names.size(), 2U);
  const program::SlotName& name =
      program.names[0].name == "y" ? program.names[0] : program.names[1];
  EXPECT_EQ(name.file, "model.mdl");
  EXPECT_EQ(name.line, 3U);
  EXPECT_EQ(program.outputs[0].unit, "m");
}

TEST(Control, GivesTheTiming) {
  const model::Model model = text_model("y = Time ~~|", {3, 0.5, 1});
  const program::Program program = lowered(model, wanting(model, {"y"}));
  EXPECT_EQ(program.timing, (program::Timing{1, 0.5, 0.5, 4, {}, {}}));
  EXPECT_EQ(program.method, program::Method::euler);
}

TEST(Control, MayBeReplacedAndWhatFollowsFromItFollows) {
  const model::Model model = text_model("y = TIME STEP + SAVEPER + FINAL TIME ~~|", {3, 0.5});
  Options options = wanting(model, {"y"});
  options.time_step = 0.25;
  options.final_time = 4;
  const program::Program program = lowered(model, options);
  EXPECT_EQ(program.timing, (program::Timing{0, 0.25, 0.25, 16, {}, {}}));
  EXPECT_EQ(program::run_member(program, program::central_inputs(program)).front(), 4.5);
}

}  // namespace
}  // namespace sluice::lower
