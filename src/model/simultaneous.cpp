#include "model/simultaneous.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/format.h"
#include "model/equation_loops.h"
#include "model/macro_parts.h"

namespace sluice::model {
namespace {

using syntax::Equation;
using syntax::Expr;
using Names = std::unordered_set<std::string>;

syntax::Call* simultaneous_of(Equation& equation) {
  return sole_call(equation, Builtin::simultaneous);
}

class LoopWriter {
 public:
  LoopWriter(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics) {}

  bool write() {
    for (Equation& equation : tree_.equations) note(equation);
    if (solved_.empty()) return false;
    loops_.emplace(tree_);
    const std::vector<std::string> solved(solved_.begin(), solved_.end());
    for (const std::string& name : solved) {
      if (!done_.contains(name)) write_loop(loops_->loop_of(name));
    }
    tree_.equations.insert(tree_.equations.end(), std::make_move_iterator(made_.begin()),
                           std::make_move_iterator(made_.end()));
    return true;
  }

 private:
  void note(Equation& equation) {
    std::string name = syntax::key_of(equation.name);
    const bool found = simultaneous_of(equation) != nullptr;
    if (found && !is_solved(name)) solved_.push_back(std::move(name));
  }

  void write_loop(const std::vector<std::string>& loop) {
    members_ = Names(loop.begin(), loop.end());
    for (const std::string& name : loop) {
      done_.insert(name);
      if (loops_->lasts(name)) return refuse(name, loop.front());
    }
    if (loops_->parts_of(loop, kMostParts) > kMostParts / kTurns) return refuse_size(loop.front());
    for (int turn = 0; turn <= kTurns; ++turn) {
      for (const std::string& name : loop) {
        for (const std::size_t number : loops_->equations_of(name)) write_turn(number, turn);
      }
    }
    for (const std::string& name : loop) {
      for (const std::size_t number : loops_->equations_of(name)) finish(tree_.equations[number]);
    }
  }

  void write_turn(std::size_t number, int turn) {
    const Equation& from = tree_.equations[number];
    if (!from.right) return;
    const syntax::Call* call = simultaneous_of(tree_.equations[number]);
    if (turn == 0 && call == nullptr && !is_solved(syntax::key_of(from.name))) return;
    Equation copy = from;
    copy.name = name_at(from.name, turn);
    copy.unit.clear();
    copy.note.clear();
    const bool list = std::holds_alternative<syntax::NumberList>(copy.right->node);
    if (call != nullptr) {
      copy.right = call->arguments[turn == 0 ? 1 : 0];
    } else if (turn == 0 && !list) {  // an element beside those that are guessed
      copy.right->node = syntax::Number{0};
    }
    if (turn > 0) move_to(*copy.right, turn);
    made_.push_back(std::move(copy));
  }

  bool is_solved(const std::string& key) const {
    return std::ranges::find(solved_, key) != solved_.end();
  }

  // Names of the loop as they are in a turn; what is solved for as it was before.
  void move_to(Expr& expr, int turn) const {
    for_each_part(expr, [&](Expr& part) { move_to(part, turn); });
    auto* name = std::get_if<syntax::Reference>(&expr.node);
    if (name == nullptr) return;
    const std::string key = syntax::key_of(name->name);
    if (members_.contains(key)) name->name = name_at(name->name, is_solved(key) ? turn - 1 : turn);
  }

  // x = IF THEN ELSE(ABS(last - before) <= kSettled * MAX(1, ABS(last)), last, 0 / 0)
  void finish(Equation& equation) {
    if (simultaneous_of(equation) == nullptr) return;
    const Span span = equation.right->span;
    const auto at = [&](int turn) {
      return Expr{span, syntax::Reference{name_at(equation.name, turn), equation.subscripts}};
    };
    const auto number = [&](double value) { return Expr{span, syntax::Number{value}}; };
    Expr change =
        call_of("ABS", {joined(syntax::BinaryOp::subtract, at(kTurns), at(kTurns - 1))}, span);
    Expr size = call_of("MAX", {number(1), call_of("ABS", {at(kTurns)}, span)}, span);
    Expr slack = joined(syntax::BinaryOp::multiply, number(kSettled), std::move(size));
    Expr settled = joined(syntax::BinaryOp::less_equal, std::move(change), std::move(slack));
    Expr nothing = joined(syntax::BinaryOp::divide, number(0), number(0));
    equation.right =
        call_of("IF THEN ELSE", {std::move(settled), at(kTurns), std::move(nothing)}, span);
  }

  void refuse(const std::string& lasting, const std::string& first) {
    const Equation& equation = tree_.equations[loops_->equations_of(lasting).front()];
    const Equation& named = tree_.equations[loops_->equations_of(first).front()];
    diagnostics_.push_back(make_diagnostic(
        Code::model_simultaneous_lasts, sources_.place_of(equation.name_span),
        format(
            "\"{}\" is part of a loop that SIMULTANEOUS solves, and keeps something from step to "
            "step, or draws by chance",
            equation.name),
        format("such a loop is gone round many times at one instant (it holds \"{}\")", named.name),
        "take that part out of the loop, into a variable of its own"));
    put_guesses();
  }

  void refuse_size(const std::string& first) {
    const Equation& named = tree_.equations[loops_->equations_of(first).front()];
    diagnostics_.push_back(make_diagnostic(
        Code::model_macros_too_large, sources_.place_of(named.name_span),
        format("the loop of \"{}\" written out makes more than {} parts", named.name, kMostParts),
        format("SIMULTANEOUS goes round its loop {} times, and each is a copy of its equations",
               kTurns),
        "make the loop smaller, or break it with a stock"));
    put_guesses();
  }

  // So that what is left has no loop, and its other mistakes are found.
  void put_guesses() {
    for (const std::string& name : members_) {
      for (const std::size_t number : loops_->equations_of(name)) {
        Equation& solved = tree_.equations[number];
        const syntax::Call* call = simultaneous_of(solved);
        if (call == nullptr) continue;
        Expr guess = call->arguments[1];
        solved.right = std::move(guess);
      }
    }
  }

  syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::optional<EquationLoops> loops_;
  std::vector<std::string> solved_;  // that SIMULTANEOUS defines, in the model's order
  Names done_, members_;
  std::vector<Equation> made_;
};

}  // namespace

std::string turns_of(const std::string& name) { return format("#{} turn ", name); }

bool write_out_simultaneous(syntax::Tree& tree, const SourceSet& sources,
                            Diagnostics& diagnostics) {
  return LoopWriter(tree, sources, diagnostics).write();
}

}  // namespace sluice::model
