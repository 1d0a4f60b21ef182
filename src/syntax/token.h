// The words of an equation, the same for every format: each reader's scanner makes these, and the
// one expression parser reads them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace sluice::syntax {

enum class TokenKind : std::uint8_t {
  name,
  number,
  text,
  not_available,
  plus,
  minus,
  times,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
  open_parenthesis,
  close_parenthesis,
  open_bracket,
  close_bracket,
  comma,
  semicolon,
  colon,
  bang,
  double_equal,
  data_equal,
  text_equal,  // == := :IS:
  arrow,
  double_arrow,  // -> <->
  except,
  interpolate,
  hold_backward,
  look_forward,
  raw,
  ignore,         // :IGNORE:
  reality_check,  // :TEST INPUT: and the other words of reality checks
  macro,
  end_of_macro,
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  double number = 0;  // number
  std::string text;   // name, with its blanks folded; text, without its quotes
};

// Goes through tokens of which the last is `end`.
class Cursor {
 public:
  explicit Cursor(const std::vector<Token>& tokens) : tokens_(tokens) {}

  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(position_ + ahead, tokens_.size() - 1)];
  }
  bool at(TokenKind kind) const { return peek().kind == kind; }
  const Token& take() {
    const Token& token = peek();
    if (token.kind != TokenKind::end) ++position_;
    return token;
  }
  bool take_if(TokenKind kind) {
    if (!at(kind)) return false;
    take();
    return true;
  }
  // The token before the next one; the next one itself at the beginning.
  const Token& previous() const { return tokens_[position_ == 0 ? 0 : position_ - 1]; }

 private:
  const std::vector<Token>& tokens_;
  std::size_t position_ = 0;
};

}  // namespace sluice::syntax
