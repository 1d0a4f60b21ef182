#include "model/simultaneous.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/format.h"
#include "model/builtins.h"
#include "model/dependencies.h"
#include "model/macro_parts.h"

namespace sluice::model {
namespace {

using syntax::Equation;
using syntax::Expr;
using Names = std::unordered_set<std::string>;

syntax::Call* simultaneous_of(Equation& equation) {
  auto* call = equation.right ? std::get_if<syntax::Call>(&equation.right->node) : nullptr;
  const bool is_one = call != nullptr && syntax::key_of(call->name) == "simultaneous" &&
                      call->arguments.size() == 2;
  return is_one ? call : nullptr;
}

Expr call_of(const char* function, std::vector<Expr> arguments, Span span) {
  return Expr{span, syntax::Call{function, {}, std::move(arguments)}};
}
Expr joined(syntax::BinaryOp op, Expr a, Expr b) {
  const Span span = a.span;
  syntax::Binary binary{op, {}};
  binary.operands.push_back(std::move(a));
  binary.operands.push_back(std::move(b));
  return Expr{span, std::move(binary)};
}

// Visits what an expression needs at the same instant; of calls that keep state or draw, `lasting`.
template <class Visit, class Lasting>
void for_each_need(const Expr& expr, const Visit& visit, const Lasting& lasting) {
  const auto all = [&](const std::vector<Expr>& operands) {
    for (const Expr& operand : operands) for_each_need(operand, visit, lasting);
  };
  if (const auto* name = std::get_if<syntax::Reference>(&expr.node)) visit(name->name);
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) all(unary->operand);
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) all(binary->operands);
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call == nullptr) return;
  const auto builtin = find_builtin(call->name);
  if (!builtin) return all(call->arguments);
  const BuiltinClass kind = info_of(*builtin).builtin_class;
  if (kind == BuiltinClass::stateful || kind == BuiltinClass::random ||
      kind == BuiltinClass::initial) {
    lasting();
  }
  for (std::size_t i = 0; i < call->arguments.size(); ++i) {
    if (needs_of_argument(*builtin, i).now) for_each_need(call->arguments[i], visit, lasting);
  }
}

// As many as macros written out may make (macros.cpp).
constexpr std::size_t kMostParts = 1'000'000;

class LoopWriter {
 public:
  LoopWriter(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics) {}

  bool write() {
    for (std::size_t i = 0; i < tree_.equations.size(); ++i) note(i);
    if (solved_.empty()) return false;
    for (const auto& [name, indices] : equations_) find_needs(name, indices);
    const std::vector<std::string> solved(solved_.begin(), solved_.end());
    for (const std::string& name : solved) {
      if (!done_.contains(name)) write_loop(loop_of(name));
    }
    tree_.equations.insert(tree_.equations.end(), std::make_move_iterator(made_.begin()),
                           std::make_move_iterator(made_.end()));
    return true;
  }

 private:
  void note(std::size_t number) {
    const std::string name = syntax::key_of(tree_.equations[number].name);
    equations_[name].push_back(number);
    const bool found = simultaneous_of(tree_.equations[number]) != nullptr;
    if (found && std::ranges::find(solved_, name) == solved_.end()) solved_.push_back(name);
  }

  void find_needs(const std::string& name, const std::vector<std::size_t>& numbers) {
    for (const std::size_t number : numbers) {
      Equation& equation = tree_.equations[number];
      if (!equation.right) continue;
      const syntax::Call* call = simultaneous_of(equation);
      for_each_need(
          call != nullptr ? call->arguments[0] : *equation.right,
          [&](const std::string& other) { needs_[name].insert(syntax::key_of(other)); },
          [&] { lasting_.insert(name); });
    }
  }

  Names reached_from(const std::string& start,
                     const std::unordered_map<std::string, Names>& edges) const {
    Names reached;
    std::vector<std::string> open{start};
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      const auto found = edges.find(name);
      if (found == edges.end()) continue;
      for (const std::string& next : found->second) {
        if (reached.insert(next).second) open.push_back(next);
      }
    }
    return reached;
  }

  // The names that need this one and that it needs, itself among them, in the model's order.
  std::vector<std::string> loop_of(const std::string& name) {
    if (used_by_.empty()) {
      for (const auto& [user, needed] : needs_) {
        for (const std::string& one : needed) used_by_[one].insert(user);
      }
    }
    const Names below = reached_from(name, needs_);
    const Names above = reached_from(name, used_by_);
    std::vector<std::string> loop;
    for (const Equation& equation : tree_.equations) {
      const std::string key = syntax::key_of(equation.name);
      const bool in = key == name || (below.contains(key) && above.contains(key));
      if (in && std::ranges::find(loop, key) == loop.end()) loop.push_back(key);
    }
    return loop;
  }

  void write_loop(const std::vector<std::string>& loop) {
    members_ = Names(loop.begin(), loop.end());
    for (const std::string& name : loop) {
      done_.insert(name);
      if (lasting_.contains(name)) return refuse(name, loop.front());
    }
    if (parts_of(loop) > kMostParts / kTurns) return refuse_size(loop.front());
    for (int turn = 0; turn <= kTurns; ++turn) {
      for (const std::string& name : loop) {
        for (const std::size_t number : equations_[name]) write_turn(number, turn);
      }
    }
    for (const std::string& name : loop) {
      for (const std::size_t number : equations_[name]) finish(tree_.equations[number]);
    }
  }

  std::size_t parts_of(const std::vector<std::string>& loop) const {
    std::size_t parts = 0;
    for (const std::string& name : loop) {
      for (const std::size_t number : equations_.at(name)) {
        const auto& right = tree_.equations[number].right;
        if (right) parts += model::parts_of(*right, kMostParts);
      }
    }
    return parts;
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

  static std::string name_at(const std::string& name, int turn) {
    return format("#{} turn {}", name, turn);
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
    const Equation& equation = tree_.equations[equations_[lasting].front()];
    const Equation& named = tree_.equations[equations_[first].front()];
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
    const Equation& named = tree_.equations[equations_[first].front()];
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
      for (const std::size_t number : equations_[name]) {
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
  std::unordered_map<std::string, std::vector<std::size_t>> equations_;
  std::unordered_map<std::string, Names> needs_, used_by_;
  std::vector<std::string> solved_;  // that SIMULTANEOUS defines, in the model's order
  Names lasting_, done_, members_;
  std::vector<Equation> made_;
};

}  // namespace

bool write_out_simultaneous(syntax::Tree& tree, const SourceSet& sources,
                            Diagnostics& diagnostics) {
  return LoopWriter(tree, sources, diagnostics).write();
}

}  // namespace sluice::model
