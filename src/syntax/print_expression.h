// Prints expressions in the words of one format: the reverse of the expression parser. Reading what
// is printed gives the same tree. Signs before powers, powers of powers and negative numbers behind
// an operator stand in parentheses even where our parser needs none: programs differ there.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "syntax/tree.h"

namespace sluice::syntax {

// How a format spells what all have in common.
struct Wording {
  std::string (*name)(std::string_view name) = nullptr;  // of a variable, in quotes where needed
  std::string (*subscript)(const Subscript& subscript) = nullptr;
  std::string_view logical_and, logical_or, logical_not, not_available;
  // By key: after how many arguments of a macro its outputs begin, behind a colon.
  std::unordered_map<std::string, std::size_t> outputs_after;
  bool chooses_in_words = false;  // IF a THEN b ELSE c, and not IF THEN ELSE(a, b, c)
};

std::string_view sign_of(BinaryOp op, const Wording& wording);
// The text in pieces: a line may be broken between any two of them. Blanks stand inside pieces.
std::vector<std::string> print_expression(const Expr& expr, const Wording& wording);
std::string joined(const std::vector<std::string>& pieces);

std::string print_subscripts(const std::vector<Subscript>& subscripts, const Wording& wording);
// A number that every reader of models takes: an infinity is 1/0, and what is not a number 0/0.
std::string print_number(double value);
// "(0,1),(2,3)"
std::vector<std::string> print_points(const Table& table);

}  // namespace sluice::syntax
