#include "syntax/xmile/parser.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "syntax/expression.h"

namespace sluice::syntax::xmile {
namespace {

constexpr int kLoosest = 1;
constexpr int kComparison = 3;
constexpr int kUnary = 7;

struct Operator {
  int strength = 0;
  Joint joint = Joint::plain;
  BinaryOp op{};
};

std::optional<Operator> operator_of(Word word) {
  switch (word) {
    case Word::logical_or: return Operator{1, Joint::plain, BinaryOp::logical_or};
    case Word::logical_and: return Operator{2, Joint::plain, BinaryOp::logical_and};
    case Word::equal: return Operator{3, Joint::plain, BinaryOp::equal};
    case Word::not_equal: return Operator{3, Joint::plain, BinaryOp::not_equal};
    case Word::less: return Operator{4, Joint::plain, BinaryOp::less};
    case Word::less_equal: return Operator{4, Joint::plain, BinaryOp::less_equal};
    case Word::greater: return Operator{4, Joint::plain, BinaryOp::greater};
    case Word::greater_equal: return Operator{4, Joint::plain, BinaryOp::greater_equal};
    case Word::plus: return Operator{5, Joint::plain, BinaryOp::add};
    case Word::minus: return Operator{5, Joint::plain, BinaryOp::subtract};
    case Word::times: return Operator{6, Joint::plain, BinaryOp::multiply};
    case Word::divide: return Operator{6, Joint::plain, BinaryOp::divide};
    case Word::safe_divide: return Operator{6, Joint::safe_divide, {}};
    case Word::modulo: return Operator{6, Joint::modulo, {}};
    default: return std::nullopt;
  }
}

std::optional<UnaryOp> sign_of(Word word) {
  switch (word) {
    case Word::plus: return UnaryOp::plus;
    case Word::minus: return UnaryOp::minus;
    case Word::logical_not: return UnaryOp::logical_not;
    default: return std::nullopt;
  }
}

Span joined(Span first, Span last) {
  return {first.file, first.begin, std::max(first.end, last.end)};
}

class Parser {
 public:
  Parser(const std::vector<Token>& tokens, bool is_of_vensim, Complaints& complaints)
      : tokens_(tokens), is_of_vensim_(is_of_vensim), complaints_(complaints) {}

  std::optional<std::vector<Node>> parse() {
    std::vector<Node> nodes;
    if (at(Word::end)) return nodes;
    do {
      auto built = operators(kLoosest);
      if (!built) return std::nullopt;
      nodes.push_back(std::move(built->node));
    } while ((take_if(Word::comma) || take_if(Word::semicolon)) && !at(Word::end));
    if (!at(Word::end)) return complain_of_leftover(peek(), complaints_), std::nullopt;
    return nodes;
  }

  std::optional<std::vector<Index>> parse_indices() {
    std::vector<Index> indices;
    do {
      auto one = index();
      if (!one) return std::nullopt;
      indices.push_back(std::move(one->first));
    } while (take_if(Word::comma));
    if (!at(Word::end)) return complain_of_leftover(peek(), complaints_), std::nullopt;
    return indices;
  }

 private:
  struct Built {
    Node node;
    int height = 1;
  };
  using Result = std::optional<Built>;

  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(position_ + ahead, tokens_.size() - 1)];
  }
  bool at(Word word) const { return peek().word == word; }
  const Token& take() {
    const Token& token = peek();
    if (token.word != Word::end) ++position_;
    return token;
  }
  bool take_if(Word word) {
    if (!at(word)) return false;
    take();
    return true;
  }
  Span previous() const { return tokens_[position_ == 0 ? 0 : position_ - 1].span; }

  Result operators(int strength) {
    if (depth_ >= kDeepestNesting) return complain_of_depth();
    ++depth_;
    Result left = strength >= kUnary ? unary() : operators(kUnary);
    while (left) {
      const auto next = operator_of(peek().word);
      if (!next || next->strength < strength || strength >= kUnary) break;
      take();
      Result right = operators(next->strength + 1);
      left = right ? join(*next, std::move(*left), std::move(*right)) : std::nullopt;
    }
    --depth_;
    return left;
  }

  // A sign binds looser than a power: -2^2 is -4. So does NOT; where it stands for Vensim's :NOT:,
  // which binds looser than comparisons, what follows is one of these.
  Result unary() {
    const auto sign = sign_of(peek().word);
    if (!sign) return power();
    const Span start = take().span;
    const bool loose = is_of_vensim_ && *sign == UnaryOp::logical_not;
    Result operand = loose ? operators(kComparison) : nested_unary();
    if (!operand) return std::nullopt;
    const Span span = joined(start, operand->node.span);
    if (const auto* number = std::get_if<Number>(&operand->node.form);
        number != nullptr && *sign != UnaryOp::logical_not) {
      const double value = *sign == UnaryOp::minus ? -number->value : number->value;
      return Built{{span, Number{value}}, 1};
    }
    Signed form{*sign, {}};
    form.operand.push_back(std::move(operand->node));
    return checked({{span, std::move(form)}, operand->height + 1});
  }

  Result nested_unary() {
    if (depth_ >= kDeepestNesting) return complain_of_depth();
    ++depth_;
    Result result = unary();
    --depth_;
    return result;
  }

  Result power() {
    Result base = postfix();
    if (!base || !take_if(Word::power)) return base;
    Result exponent = nested_unary();
    if (!exponent) return std::nullopt;
    return join({kUnary, Joint::plain, BinaryOp::power}, std::move(*base), std::move(*exponent));
  }

  Result postfix() {
    Result value = primary();
    while (value && at(Word::transpose)) {
      const Span mark = take().span;
      auto* name = std::get_if<Name>(&value->node.form);
      if (name == nullptr) {
        complaints_.say(Code::missing_operator, mark, "\"'\" cannot stand here",
                        "it turns an array around, so it follows the name of one");
        return std::nullopt;
      }
      name->transposed = !name->transposed;
      value->node.span = joined(value->node.span, mark);
    }
    return value;
  }

  Result primary() {
    switch (const Token& token = peek(); token.word) {
      case Word::number: take(); return Built{{token.span, Number{token.number}}, 1};
      case Word::name: return name();
      case Word::open_parenthesis: return parenthesis();
      case Word::if_: return choice();
      default: return complain_of_missing_value();
    }
  }

  Result parenthesis() {
    const Span open = take().span;
    Result inside = operators(kLoosest);
    if (!inside || !close(Word::close_parenthesis, open)) return std::nullopt;
    inside->node.span = joined(open, previous());
    return inside;
  }

  Result choice() {
    const Span start = take().span;
    Choice form;
    int height = 0;
    for (const Word next : {Word::then_, Word::else_, Word::end}) {
      Result part = operators(kLoosest);
      if (!part) return std::nullopt;
      height = std::max(height, part->height);
      form.parts.push_back(std::move(part->node));
      if (next != Word::end && !take_if(next)) return complain_of_choice(start, next);
    }
    return checked({{joined(start, previous()), std::move(form)}, height + 1});
  }

  // Converters leave blanks in names: words side by side are one name.
  Token name_token() {
    Token token = take();
    while (at(Word::name) && peek().path.size() == 1) {
      token.path.back() += " " + peek().path[0];
      token.span = joined(token.span, take().span);
    }
    return token;
  }

  Result name() {
    const Token token = name_token();
    std::vector<Index> indices;
    int height = 1;
    if (at(Word::open_bracket) && !bracket(indices, height)) return std::nullopt;
    if (!at(Word::open_parenthesis)) {
      const Span span = joined(token.span, previous());
      return checked({{span, Name{token.path, std::move(indices), false}}, height});
    }
    Applied form{token.path, std::move(indices), {}, {}};
    const Span open = take().span;
    bool in_results = false;
    while (!at(Word::close_parenthesis)) {
      if (at(Word::comma)) return complain_of_missing_argument(form.path.back());
      Result argument = operators(kLoosest);
      if (!argument) return std::nullopt;
      height = std::max(height, argument->height + 1);
      (in_results ? form.results : form.arguments).push_back(std::move(argument->node));
      const bool colon = !in_results && take_if(Word::colon);
      in_results = in_results || colon;
      if (!colon && !take_if(Word::comma)) break;
      if (at(Word::close_parenthesis)) return complain_of_missing_argument(form.path.back());
    }
    if (!close(Word::close_parenthesis, open)) return std::nullopt;
    return checked({{joined(token.span, previous()), std::move(form)}, height});
  }

  bool bracket(std::vector<Index>& indices, int& height) {
    const Span open = take().span;
    do {
      auto one = index();
      if (!one) return false;
      height = std::max(height, one->second + 1);
      indices.push_back(std::move(one->first));
    } while (take_if(Word::comma));
    return close(Word::close_bracket, open);
  }

  std::optional<std::pair<Index, int>> index() {
    Index result;
    const Span start = peek().span;
    int height = 1;
    if (at(Word::name) && peek(1).word == Word::dot_star) {
      result.kind = Index::Kind::wildcard;
      const Token& dimension = take();
      result.parts.push_back(Node{dimension.span, Name{dimension.path, {}, false}});
      take();
    } else if (take_if(Word::times)) {
      result.kind = Index::Kind::wildcard;
      if (take_if(Word::colon) && !index_part(result, height)) return std::nullopt;
    } else if (take_if(Word::at)) {
      result.kind = Index::Kind::position;
      if (!at(Word::number) || peek().number < 1 || peek().number > 1000) {
        complain_of_missing_value();
        return std::nullopt;
      }
      result.position = static_cast<std::size_t>(take().number);
    } else {
      if (!index_part(result, height)) return std::nullopt;
      if (take_if(Word::colon)) {
        result.kind = Index::Kind::range;
        if (!index_part(result, height)) return std::nullopt;
      }
    }
    result.span = joined(start, previous());
    return std::pair(std::move(result), height);
  }

  bool index_part(Index& index, int& height) {
    Result part = operators(kLoosest);
    if (!part) return false;
    height = std::max(height, part->height);
    index.parts.push_back(std::move(part->node));
    return true;
  }

  bool close(Word word, Span open) {
    if (take_if(word)) return true;
    const bool bracket = word == Word::close_bracket;
    if (!at(Word::end)) return complain_of_leftover(peek(), complaints_), false;
    complaints_.say(bracket ? Code::unclosed_bracket : Code::unclosed_parenthesis, open,
                    format("this \"{}\" is never closed", bracket ? "[" : "("), "",
                    format("add the \"{}\" that belongs to it", bracket ? "]" : ")"));
    return false;
  }

  Result join(Operator next, Built left, Built right) {
    const Span span = joined(left.node.span, right.node.span);
    const int height = std::max(left.height, right.height) + 1;
    Joined form{next.joint, next.op, {}};
    form.operands.reserve(2);
    form.operands.push_back(std::move(left.node));
    form.operands.push_back(std::move(right.node));
    return checked({{span, std::move(form)}, height});
  }

  // Half of what a tree may have: what a function is made of adds to it.
  Result checked(Built built) {
    if (built.height > kTallestTree / 2) return complain_of_depth();
    return built;
  }

  Result complain_of_depth() {
    complaints_.say(Code::too_deep, peek().span, "this expression is too deep or too long",
                    format("parentheses may nest {} deep, and operators and functions build on "
                           "each other up to {} times",
                           kDeepestNesting, kTallestTree / 2),
                    "give a part of it a name of its own");
    return std::nullopt;
  }

  std::string_view written(Span span) const { return complaints_.text_of(span); }

  Result complain_of_missing_value() {
    if (at(Word::end)) {
      complaints_.say(Code::missing_value, previous(),
                      format("the equation ends after \"{}\"", written(previous())),
                      "a number, a name or a parenthesis must follow", "complete the equation");
      return std::nullopt;
    }
    complaints_.say(Code::missing_value, peek().span,
                    format("expected a value before \"{}\"", written(peek().span)),
                    "here a number, a name or a parenthesis must stand",
                    at(Word::modulo) ? "the remainder is written with MOD between: x MOD y" : "");
    return std::nullopt;
  }

  Result complain_of_missing_argument(const std::string& function) {
    complaints_.say(Code::missing_argument, peek().span,
                    format("an argument of \"{}\" is missing here", function),
                    "nothing stands between two commas, or between a comma and the parenthesis",
                    "write the argument, or remove the comma");
    return std::nullopt;
  }

  Result complain_of_choice(Span start, Word missing) {
    const char* const word = missing == Word::then_ ? "THEN" : "ELSE";
    complaints_.say(Code::missing_operator, start, format("this IF has no {}", word),
                    at(Word::end) ? std::string("the equation ends before it")
                                  : format("it must stand before \"{}\"", written(peek().span)),
                    "write IF condition THEN value ELSE value");
    return std::nullopt;
  }

  const std::vector<Token>& tokens_;
  bool is_of_vensim_ = false;
  Complaints& complaints_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<std::vector<Node>> parse_equation(const Text& text, Complaints& complaints) {
  const Tokens tokens = scan(text, complaints);
  if (!tokens.sound) return std::nullopt;
  return Parser(tokens.tokens, text.is_of_vensim, complaints).parse();
}

std::optional<std::vector<Index>> parse_element(const Text& text, Complaints& complaints) {
  const Tokens tokens = scan(text, complaints);
  if (!tokens.sound) return std::nullopt;
  return Parser(tokens.tokens, text.is_of_vensim, complaints).parse_indices();
}

}  // namespace sluice::syntax::xmile
