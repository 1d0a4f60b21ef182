// What an expression is before the run, as far as written numbers tell. Private to src/model.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "syntax/tree.h"

namespace sluice::model {

// The macros of a tree, by key. A file's own macro goes before a function of its name.
using Macros = std::unordered_map<std::string, const syntax::Macro*>;

// Puts the value in place of sums, products, comparisons and the like of numbers, and the branch
// that is taken in place of an IF THEN ELSE whose condition is a number.
void fold(syntax::Expr& expr, const Macros& macros);
std::optional<double> number_in(const syntax::Expr& expr);
bool is_choice(const syntax::Call& call, const Macros& macros);
bool is_macro(const syntax::Call& call, const Macros& macros);

}  // namespace sluice::model
