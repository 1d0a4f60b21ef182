// The parts of writing a macro's copy that know nothing of other macros. Private to src/model.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/folding.h"
#include "syntax/tree.h"

namespace sluice::model {

// How names of one copy of a macro read in the model.
struct Substitution {
  std::unordered_map<std::string, const syntax::Expr*> inputs;  // by key: the argument as written
  std::unordered_map<std::string, std::string> locals;          // by key: the name in the model
  std::unordered_map<std::string, std::string> tables;          // those that are lookups
  std::unordered_set<std::string> arrays;     // those that have subscripts of their own
  std::vector<syntax::Subscript> subscripts;  // of the calling equation
  std::size_t* parts = nullptr;  // that are still to be had; at 0 nothing more is put in
};

// How many parts of expressions what is written out may have, all copies together: macros that call
// macros multiply.
inline constexpr std::size_t kMostParts = 1'000'000;

// Visits the names of the variables that calls in an expression make: what stands behind the inputs
// of a macro, or of DELAYP.
void for_each_output(const syntax::Expr& expr, const Macros& macros,
                     const std::function<void(const std::string& name)>& visit);
// How many parts an expression has, counted up to `most`.
std::size_t parts_of(const syntax::Expr& expr, std::size_t most);
// A number, a name, a table: means the same wherever it stands, and costs nothing there.
bool is_plain(const syntax::Expr& expr);
// Whether it has a `!` that no reduction in it runs over.
bool runs_over(const syntax::Expr& expr);
// Rewrites an expression of the macro's body for one call.
void substitute(syntax::Expr& expr, const Substitution& names);
// An argument is computed once for each call, by a variable of its own, however often the macro
// reads it: what is drawn by chance is one number, and nothing grows with the uses.
syntax::Expr keep_argument(const syntax::Expr& argument, const std::string& name,
                           const syntax::Equation& owner, syntax::Tree& result);
syntax::Equation local_equation(const syntax::Equation& local, const Substitution& names,
                                const syntax::Equation& owner);

}  // namespace sluice::model
