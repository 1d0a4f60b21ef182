#include "syntax/mdl/equation.h"

#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

using testing_only::complaints_on;
using testing_only::read;
using testing_only::show;

// The first equation of a text that must read without a complaint.
Equation equation(const std::string& text) {
  const Checked<Tree> tree = read(text);
  EXPECT_EQ(complaints_on(text), "");
  return tree.value ? tree.value->equations.at(0) : Equation{};
}

std::string right(const std::string& text) { return show(equation(text).right.value()); }

TEST(Equation, HasUnitRangeNoteAndFlag) {
  const Equation read = equation(
      "{UTF-8}\n"
      "profit = revenue - cost\n\t~\t$/year {real} [-5,500E6]\n"
      "\t~\tThe profit of \\\n\t\tour company.\n\t\t\n\t\tSecond line.\n\t~\t:SUPPLEMENTARY "
      "\n\t|\n");
  EXPECT_EQ(read.name, "profit");
  EXPECT_EQ(show(read.right.value()), "(revenue - cost)");
  EXPECT_EQ(read.unit, "$/year");
  EXPECT_EQ(read.minimum, -5);
  EXPECT_EQ(read.maximum, 500e6);
  EXPECT_EQ(read.note, "The profit of our company.\n\nSecond line.");
  EXPECT_TRUE(read.supplementary);
  EXPECT_EQ(read.kind, EquationKind::ordinary);
  EXPECT_EQ(read.data_mode, DataMode::standard);
}

TEST(Equation, HasSpansOfItsParts) {
  const std::string text = "\n a b = 1 ~ Widgets / Month [0,?] ~ note |";
  SourceSet sources;
  const Checked<Tree> tree = read_mdl(sources, sources.add("m.mdl", text));
  const Equation& read = tree.value->equations.at(0);
  EXPECT_EQ(sources.text_of(read.span), "a b = 1 ~ Widgets / Month [0,?] ~ note ");
  EXPECT_EQ(sources.text_of(read.name_span), "a b");
  EXPECT_EQ(sources.text_of(read.unit_span), "Widgets / Month");
}

TEST(Equation, ReadsEveryKindOfRange) {
  struct Case {
    const char* written;
    std::optional<double> minimum, maximum;
  };
  const Case cases[] = {
      {"[0,?]", 0.0, {}},           {"[?,10]", {}, 10.0},    {"[?]x", {}, {}},
      {"[1,30,.5]", 1.0, 30.0},     {"[-inf, inf]", {}, {}}, {"[nan, nan]", {}, {}},
      {"[ +1 , 2e3 ]", 1.0, 2000.0}};
  for (const Case& each : cases) {
    const Equation read = equation(std::string("x = 1 ~ Month ") + each.written + " ~ |");
    EXPECT_EQ(read.minimum, each.minimum) << each.written;
    EXPECT_EQ(read.maximum, each.maximum) << each.written;
  }
}

TEST(Equation, NeedsNeitherUnitNorNote) {
  EXPECT_EQ(right("x = 1 ~~|"), "1");
  EXPECT_EQ(right("x = 1 ~ u |"), "1");
  EXPECT_EQ(right("x = 1 |"), "1");
  EXPECT_EQ(equation("x=1~u|").unit, "u");
}

TEST(Equation, HasCommentsInsideComments) {
  EXPECT_EQ(right("x = 1 { 365 {366 in a leap year}, a year } + 2 ~~|"), right("x = 1 + 2 ~~|"));
  // Where they do not come out even the first brace closes.
  EXPECT_EQ(right("x = 1 { a { b } + 2 ~~|"), right("x = 1 + 2 ~~|"));
  EXPECT_EQ(right("x = 1 { a { b } + { c {d} } 2 ~~|"), right("x = 1 + 2 ~~|"));
}

// However the braces of one field come out, those of the next ones are not theirs.
TEST(Equation, HasNoCommentOverTheNextFieldForABraceTooMany) {
  const Equation one = equation("x = 1 { a { b } + 7 ~ u ~ note :-} |");
  EXPECT_EQ(one.unit, "u");
  EXPECT_EQ(one.note, "note :-}");
  EXPECT_EQ(right("x = 1 { a { b } + 7 ~ u ~ note :-} |"), right("x = 1 + 7 ~~|"));
  const Checked<Tree> two = read("x = 1 { a { b } + 7 ~~|\ny = 5 ~~ note :-} |");
  ASSERT_EQ(two.value->equations.size(), 2U);
  EXPECT_EQ(two.value->equations[1].name, "y");
}

TEST(Equation, KeepsATildeAndQuotesInsideANote) {
  EXPECT_EQ(equation("x = 1 ~ u ~ about ~5 of \"them |").note, "about ~5 of \"them");
  EXPECT_EQ(equation("x = 1 ~ u ~ it's {open |").note, "it's {open");
}

TEST(Equation, TellsItsKindByItsSign) {
  EXPECT_EQ(equation("x == 3 ~~|").kind, EquationKind::unchangeable);
  EXPECT_EQ(equation("x := a * 2 ~~|").kind, EquationKind::data);
  EXPECT_EQ(equation("x :IS: 'file.csv' ~~|").kind, EquationKind::text);
  EXPECT_EQ(right("x :is: 'file.csv' ~~|"), "'file.csv'");
  const Equation bare = equation("historical sales ~ Widgets ~ from a file |");
  EXPECT_EQ(bare.kind, EquationKind::data);
  EXPECT_FALSE(bare.right.has_value());
}

TEST(Equation, ReadsDataModes) {
  EXPECT_EQ(equation("x:INTERPOLATE: ~~|").data_mode, DataMode::interpolate);
  EXPECT_EQ(equation("x[d]:HOLD BACKWARD: ~~|").data_mode, DataMode::hold_backward);
  EXPECT_EQ(equation("x :Look_Forward: ~~|").data_mode, DataMode::look_forward);
  EXPECT_EQ(equation("Y :RAW: := historical ~~|").data_mode, DataMode::raw);
  const Equation read = equation("x[d]:INTERPOLATE::=GET XLS DATA('a','b','c','d') ~~|");
  EXPECT_EQ(read.kind, EquationKind::data);
  EXPECT_EQ(show(read.right.value()), "GET XLS DATA('a', 'b', 'c', 'd')");
}

TEST(Equation, ReadsSubscriptsAndExceptions) {
  const Equation read = equation("inv[store, product] :EXCEPT: [s3, p5] , [s1,\\\n\t\tp1]= 1 ~~|");
  EXPECT_EQ(show(read.subscripts), "[store,product]");
  ASSERT_EQ(read.exceptions.size(), 2U);
  EXPECT_EQ(show(read.exceptions[0]), "[s3,p5]");
  EXPECT_EQ(show(read.exceptions[1]), "[s1,p1]");
  EXPECT_EQ(show(equation("x[\"a-b\",c d] = 1 ~~|").subscripts), "[a-b,c d]");
}

TEST(Equation, ReadsNumberLists) {
  EXPECT_EQ(right("x[d] = 1,-2, +3.5,1e3 ~~|"), "1 -2 3.5 1000 ; ");
  EXPECT_EQ(right("x[a,b] = 1,2;3,4; ~~|"), "1 2 ; 3 4 ; ");
  EXPECT_EQ(right("x[a] = 1;2;3 ~~|"), "1 ; 2 ; 3 ; ");
  EXPECT_EQ(right("x[a] = :NA:, 2 ~~|"), to_text(kNotAvailable) + " 2 ; ");
  EXPECT_EQ(right("x[d] = 1, 2,\\\n\t\t 3 ~~|"), "1 2 3 ; ");
}

TEST(Equation, ReadsTabbedArraysLineByLine) {
  EXPECT_EQ(right("x[a,b] = TABBED ARRAY(\n\t1\t2\t-3\n\t4 5\t+6.5) ~~|"), "1 2 -3 ; 4 5 6.5 ; ");
  EXPECT_EQ(right("x[a,b] = Tabbed_Array( 1 2\r\n 3 4 \r\n) ~~|"), "1 2 ; 3 4 ; ");
  EXPECT_EQ(right("x[a] = TABBED ARRAY(1 2 \\\n\t3) ~~|"), "1 2 3 ; ");
}

TEST(Equation, ReadsLookups) {
  EXPECT_EQ(right("f([(0,0)-(10,10)],(0,0),(1,2),(3.5,-1e2)) ~~|"), "{(0, 0)(1, 2)(3.5, -100)}");
  EXPECT_EQ(right("f([(0,0)-(4,2),(1,1)],\\\n\t\t(0,0),(1,2)) ~~|"), "{(0, 0)(1, 2)}");
  EXPECT_EQ(right("f((0,0),(1,2)) ~~|"), "{(0, 0)(1, 2)}");
  EXPECT_EQ(right("f(((0,0),(1,2))) ~~|"), "{(0, 0)(1, 2)}");
  EXPECT_EQ(right("f(0,1,2, 10,11,12) ~~|"), "{(0, 10)(1, 11)(2, 12)}");
  EXPECT_EQ(right("f[a,b]( GET XLS LOOKUPS('a','b','c','d')) ~~|"),
            "GET XLS LOOKUPS('a', 'b', 'c', 'd')");
  EXPECT_EQ(equation("f[a]((0,0),(1,2)) ~~|").kind, EquationKind::lookup);
}

TEST(Equation, ReadsAnyLineEnd) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    std::string text = "a =@\t1 +\\@\t\tb@\t~\tu@\t~\tone@\t\ttwo@\t|@c = 2 ~~|@";
    for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos;) {
      text.replace(at, 1, end);
    }
    const Checked<Tree> tree = read(text);
    ASSERT_TRUE(tree.value) << complaints_on(text);
    ASSERT_EQ(tree.value->equations.size(), 2U);
    EXPECT_EQ(show(tree.value->equations[0].right.value()), "(1 + b)");
    EXPECT_EQ(tree.value->equations[0].note, "one\ntwo");
  }
}

TEST(Equation, BelongsToTheGroupAboveIt) {
  const Checked<Tree> tree = read(
      "a = 1 ~~|\n"
      "********************************************************\n\t.Control\n"
      "********************************************************~\n\t\tSimulation | \n"
      "b = 1 ~~|\n{**Second_part**}\nc = 1 ~~|\n*****\n.Third~ only a line |\nd = 1 ~~|");
  ASSERT_TRUE(tree.value);
  std::vector<std::string> groups;
  for (const Equation& each : tree.value->equations) groups.push_back(each.group);
  EXPECT_EQ(groups, (std::vector<std::string>{"", "Control", "Second part", "Third"}));
}

TEST(Equation, StandsBesideReadableOnesWhenItIsWrong) {
  const std::string said = complaints_on("a = 1 + ~~|\nb = 2 ~~|\nc = ( ~~|\n");
  EXPECT_NE(said.find("m.mdl:1:7: error S120"), std::string::npos) << said;
  EXPECT_NE(said.find("m.mdl:3:5: error S120"), std::string::npos) << said;
  EXPECT_EQ(said.find("m.mdl:2"), std::string::npos) << said;
}

}  // namespace
}  // namespace sluice::syntax
