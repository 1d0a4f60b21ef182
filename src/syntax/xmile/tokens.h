// The words of an XMILE equation. They differ from those of Vensim's text enough (keywords, MOD,
// //, ranges, ', @) to have a scanner and a grammar of their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "syntax/xmile/xml.h"

namespace sluice::syntax::xmile {

enum class Word : std::uint8_t {
  number,
  name,
  plus,
  minus,
  times,
  divide,
  safe_divide,
  power,
  modulo,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
  if_,
  then_,
  else_,
  open_parenthesis,
  close_parenthesis,
  open_bracket,
  close_bracket,
  comma,
  semicolon,
  dot_star,  // of Dim.*
  colon,
  transpose,
  at,
  end,
};

struct Token {
  Word word = Word::end;
  Span span;
  double number = 0;
  std::vector<std::string>
      path;  // of a name: "Module.Stock" has two parts, ".Stock" "" and "Stock"
};

// All words of an equation, the last one `end`. What cannot be a word is told and skipped; `sound`
// is then false.
struct Tokens {
  std::vector<Token> tokens;
  bool sound = true;
};
Tokens scan(const Text& text, Complaints& complaints);

// What stands behind a whole expression (leftover.cpp).
void complain_of_leftover(const Token& found, Complaints& complaints);

// A name as an attribute or an <inflow> gives it: outer quotes off, escapes read, blanks folded.
std::string name_in(std::string_view written);

}  // namespace sluice::syntax::xmile
