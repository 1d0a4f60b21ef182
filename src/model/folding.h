// What an expression is before the run, as far as written numbers tell. Private to src/model.
#pragma once

#include <optional>

#include "syntax/tree.h"

namespace sluice::model {

// Puts the value in place of sums, products, comparisons and the like of numbers, and the branch
// that is taken in place of an IF THEN ELSE whose condition is a number.
void fold(syntax::Expr& expr);
std::optional<double> number_in(const syntax::Expr& expr);
bool is_choice(const syntax::Call& call);

}  // namespace sluice::model
