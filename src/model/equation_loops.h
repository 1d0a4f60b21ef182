// Equations that need each other at one instant, found in the tree before there is a model: what
// SIMULTANEOUS and FIND ZERO solve. Private to src/model.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/builtins.h"
#include "syntax/tree.h"

namespace sluice::model {

// The call that is an equation's whole right-hand side, if it is of this function and has as many
// arguments as that takes; else nothing.
syntax::Call* sole_call(syntax::Equation& equation, Builtin function);

class EquationLoops {
 public:
  explicit EquationLoops(syntax::Tree& tree);

  // The names (as keys) that need this one and that it needs, with itself, in the model's order.
  std::vector<std::string> loop_of(const std::string& name) const;
  // Whether it needs itself, by whatever way.
  bool needs_itself(const std::string& name) const;
  // The first name in an expression that needs this one (is it, or follows from it), at the same
  // instant or at the start of the run; null where none does.
  const syntax::Expr* part_that_needs(const syntax::Expr& expr, const std::string& name) const;
  // Whether it keeps something from step to step, or draws by chance.
  bool lasts(const std::string& name) const { return lasting_.contains(name); }
  // Places in the tree's equations.
  const std::vector<std::size_t>& equations_of(const std::string& name) const {
    return equations_.at(name);
  }
  std::size_t parts_of(const std::vector<std::string>& loop, std::size_t most) const;

 private:
  using Names = std::unordered_set<std::string>;
  void find_needs(const std::string& name, syntax::Equation& equation);
  Names reached_from(const std::string& start,
                     const std::unordered_map<std::string, Names>& edges) const;

  syntax::Tree& tree_;
  std::unordered_map<std::string, std::vector<std::size_t>> equations_;
  std::unordered_map<std::string, Names> needs_, starts_, used_by_;
  Names lasting_;
};

// The variable in one of the turns: "#quality turn 7".
std::string name_at(const std::string& name, int turn);

// Parts of written expressions.
syntax::Expr call_of(const char* function, std::vector<syntax::Expr> arguments, Span span);
syntax::Expr joined(syntax::BinaryOp op, syntax::Expr a, syntax::Expr b);

}  // namespace sluice::model
