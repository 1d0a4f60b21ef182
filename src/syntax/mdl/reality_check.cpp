// Reality checks that are plain statements about the model's variables become variables themselves.
#include <algorithm>
#include <string>
#include <utility>

#include "base/source_set.h"
#include "syntax/expression.h"
#include "syntax/mdl/equation.h"

namespace sluice::syntax::mdl {

namespace {

using Tokens = std::vector<Token>;

bool says(const Token& token, const Complaints& complaints, std::string_view word) {
  return token.kind == TokenKind::reality_check && key_of(complaints.text_of(token.span)) == word;
}

// RC STEP, RC RAMP and the like change an input of the model, which a variable cannot.
bool changes_inputs(const Token& token) {
  return token.kind == TokenKind::name && key_of(token.text).starts_with("rc ");
}

// A part of the tokens, with an end of its own, as an expression.
std::optional<Expr> parse_part(Tokens::const_iterator first, Tokens::const_iterator last,
                               const SourceSet& sources) {
  if (first == last) return std::nullopt;
  Tokens tokens(first, last);
  const Span end = tokens.back().span;
  tokens.push_back({TokenKind::end, {end.file, end.end, end.end}, 0, {}});
  Complaints unheard(sources);
  Cursor cursor(tokens);
  std::optional<Expr> expr = parse_expression(cursor, unheard);
  if (!cursor.at(TokenKind::end)) return std::nullopt;
  return expr;
}

// "stock = 3 * demand" in a condition sets the stock, as a test input does, rather than compares
// it.
bool sets_something(const Expr& condition) {
  const auto* binary = std::get_if<Binary>(&condition.node);
  if (binary == nullptr) return false;
  if (binary->op == BinaryOp::equal) {
    return std::holds_alternative<Reference>(binary->operands[0].node);
  }
  const bool joins = binary->op == BinaryOp::logical_and || binary->op == BinaryOp::logical_or;
  return joins && std::ranges::any_of(binary->operands, sets_something);
}

Expr implication(Expr condition, Expr consequence) {
  const Span span{condition.span.file, condition.span.begin, consequence.span.end};
  Unary negated{UnaryOp::logical_not, {}};
  negated.operand.push_back(std::move(condition));
  Binary either{BinaryOp::logical_or, {}};
  either.operands.push_back(Expr{span, std::move(negated)});
  either.operands.push_back(std::move(consequence));
  return Expr{span, std::move(either)};
}

}  // namespace

std::optional<Equation> parse_reality_check(const Entry& entry, Complaints& complaints) {
  const Tokens& tokens = entry.tokens;
  const bool plain = tokens.size() > 4 && tokens[0].kind == TokenKind::name &&
                     says(tokens[1], complaints, ":the condition:") &&
                     std::ranges::none_of(tokens, changes_inputs);
  const auto is_check = [](const Token& token) { return token.kind == TokenKind::reality_check; };
  if (!plain || std::ranges::count_if(tokens, is_check) != 2) return std::nullopt;
  const auto implies = std::find_if(tokens.begin() + 2, tokens.end(), is_check);
  if (!says(*implies, complaints, ":implies:")) return std::nullopt;
  auto condition = parse_part(tokens.begin() + 2, implies, complaints.sources());
  auto consequence = parse_part(implies + 1, tokens.end() - 1, complaints.sources());
  if (!condition || !consequence || sets_something(*condition)) return std::nullopt;
  Equation equation;
  equation.span = entry.span;
  equation.name = tokens[0].text;
  equation.name_span = tokens[0].span;
  equation.right = implication(std::move(*condition), std::move(*consequence));
  equation.note = note_of(entry, complaints);
  equation.supplementary = true;
  return equation;
}

}  // namespace sluice::syntax::mdl
