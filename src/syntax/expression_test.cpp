#include "syntax/expression.h"

#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

using testing_only::read;
using testing_only::right_side;

struct Case {
  const char* written;
  const char* meant;
};

TEST(Expression, GroupsByPrecedence) {
  const Case cases[] = {
      {"a + b * c", "(a + (b * c))"},
      {"a * b + c", "((a * b) + c)"},
      {"a - b - c", "((a - b) - c)"},
      {"a / b / c", "((a / b) / c)"},
      {"a / b * c", "((a / b) * c)"},
      {"a ^ b ^ c", "(a ^ (b ^ c))"},
      {"a * b ^ c", "(a * (b ^ c))"},
      {"-a ^ b", "(-(a ^ b))"},
      {"-2 ^ 2", "(-(2 ^ 2))"},
      {"+a ^ b", "(+(a ^ b))"},
      {"a ^ -b ^ -c", "(a ^ (-(b ^ (-c))))"},
      {"30^ - 30^-c", "(30 ^ (-(30 ^ (-c))))"},
      {"-a * b", "((-a) * b)"},
      {"a * -b", "(a * (-b))"},
      {"a - -b", "(a - (-b))"},
      {"--a", "(-(-a))"},
      {"(a + b) * c", "((a + b) * c)"},
      {"((a))", "a"},
      {"a + b < c * d", "((a + b) < (c * d))"},
      {"a < b :AND: c >= d", "((a < b) and (c >= d))"},
      {"a :OR: b :AND: c", "(a or (b and c))"},
      {"a = b :OR: c <> d", "((a = b) or (c <> d))"},
      {":NOT: a > 5 :OR: b", "((not (a > 5)) or b)"},
      {":NOT: a = b :AND: c", "((not (a = b)) and c)"},
      {":NOT: :NOT: a", "(not (not a))"},
      {"a :AND: :NOT: b <= c", "(a and (not (b <= c)))"},
  };
  for (const Case& each : cases) EXPECT_EQ(right_side(each.written), each.meant) << each.written;
}

TEST(Expression, ReadsNumbers) {
  const Case cases[] = {{"5", "5"},           {"5.", "5"},      {".5", "0.5"}, {"1e6", "1000000"},
                        {"2.5E-3", "0.0025"}, {"1E+3", "1000"}, {"-3", "-3"},  {"+3", "3"},
                        {"- 3", "-3"},        {"1e-999", "0"},  {"0.1", "0.1"}};
  for (const Case& each : cases) EXPECT_EQ(right_side(each.written), each.meant) << each.written;
}

TEST(Expression, MakesOneNumberOfASignAndANumber) {
  const Checked<Tree> tree = read("x = - 3 ~~|");
  const Expr& right = tree.value->equations[0].right.value();
  EXPECT_EQ(std::get<Number>(right.node).value, -3);
  EXPECT_EQ(right.span, (Span{0, 4, 7}));
}

TEST(Expression, ReadsNamesAsWrittenButForBlanks) {
  const Case cases[] = {
      {"Two   words", "Two words"},
      {"two_words", "two words"},
      {"\"R&D (2025)\"", "R&D (2025)"},
      {"\"say \\\"hello\\\" \\\\ x\"", "say \"hello\" \\ x"},
      {"Bob's $ share", "Bob's $ share"},
      {"na\u00EFve \u4EBA\u53E3", "na\u00EFve \u4EBA\u53E3"},
      {"long\u2013term plan", "long\u2013term plan"},
      {"broken \\\n\t\tname", "broken name"},
      {"broken\\\r\n\t\t name", "broken name"},
      {"mid\\\n\t\tdle", "middle"},
      {"{why} a {because} + b", "(a + b)"},
  };
  for (const Case& each : cases) EXPECT_EQ(right_side(each.written), each.meant) << each.written;
}

TEST(Expression, ReadsCallsSubscriptsTextAndNotAvailable) {
  const Case cases[] = {
      {"MAX(a, b + 1)", "MAX(a, (b + 1))"},
      {"IF THEN ELSE ( a = b , 1 , 0 )", "IF THEN ELSE((a = b), 1, 0)"},
      {"f()", "f()"},
      {"SUM(stock[region!, age])", "SUM(stock[region!,age])"},
      {"table[region](Time / 2)", "table[region]((Time / 2))"},
      {"GET XLS DATA('a b.xls', 'Sheet', 'A', 'B2')",
       "GET XLS DATA('a b.xls', 'Sheet', 'A', 'B2')"},
      {":NA:", ":NA:"},
      {":na: + 1", "(:NA: + 1)"},
      {"a :and: b :Or: :not:c", "((a and b) or (not c))"},
      {"noise(a, b : c)", "noise(a, b, c)"},
  };
  for (const Case& each : cases) EXPECT_EQ(right_side(each.written), each.meant) << each.written;
}

TEST(Expression, ReadsPointsInsideCalls) {
  const Case cases[] = {
      {"WITH LOOKUP(Time, ([(0,0)-(9,9),(1,1),(2,2)],(0,1),(5,2)))",
       "WITH LOOKUP(Time, {(0, 1)(5, 2)})"},
      {"WITH LOOKUP (a, ((0,- 1),(+ 2.5,-3e1)))", "WITH LOOKUP(a, {(0, -1)(2.5, -30)})"},
      {"WITH LOOKUP(a, (0,1,2, 10,11,12))", "WITH LOOKUP(a, {(0, 10)(1, 11)(2, 12)})"},
      {"f((1), (a), (-b))", "f(1, a, (-b))"},
  };
  for (const Case& each : cases) EXPECT_EQ(right_side(each.written), each.meant) << each.written;
}

TEST(Expression, SpansCoverWhatWasWritten) {
  const std::string text = "x = (a + b[c]) * f(d) ~~|";
  SourceSet sources;
  const Checked<Tree> tree = read_mdl(sources, sources.add("m.mdl", text));
  const auto& product = std::get<Binary>(tree.value->equations[0].right->node);
  EXPECT_EQ(sources.text_of(tree.value->equations[0].right->span), "(a + b[c]) * f(d)");
  EXPECT_EQ(sources.text_of(product.operands[0].span), "(a + b[c])");
  EXPECT_EQ(sources.text_of(product.operands[1].span), "f(d)");
}

TEST(Expression, AcceptsLongSumsAndDeepParenthesesUpToItsLimits) {
  std::string sum = "a";
  for (int i = 1; i < kTallestTree; ++i) sum += "+a";
  EXPECT_TRUE(read("x = " + sum + " ~~|").value);
  EXPECT_FALSE(read("x = " + sum + "+a ~~|").value);
  const auto nested = [](int depth) {
    const auto count = static_cast<std::size_t>(depth);
    return "x = " + std::string(count, '(') + "a" + std::string(count, ')') + " ~~|";
  };
  EXPECT_TRUE(read(nested(kDeepestNesting - 1)).value);
  EXPECT_FALSE(read(nested(kDeepestNesting)).value);
  EXPECT_FALSE(read(nested(1000000)).value);
  EXPECT_FALSE(read("x = " + std::string(1000000, '-') + "a ~~|").value);
}

TEST(Names, CompareWithoutCaseBlanksAndUnderscores) {
  EXPECT_EQ(key_of("  Birth__Rate \t of\u00A0X "), "birth rate of x");
  EXPECT_EQ(key_of("\u00C9TAT"), key_of("\u00E9tat"));
  EXPECT_NE(key_of("birthrate"), key_of("birth rate"));
  EXPECT_EQ(fold_blanks(" Two__words "), "Two words");
}

}  // namespace
}  // namespace sluice::syntax
