#include "model/equation_loops.h"

#include <algorithm>
#include <utility>

#include "model/dependencies.h"
#include "model/macro_parts.h"
#include "model/simultaneous.h"

namespace sluice::model {
namespace {

// What an equation needs at the same instant for what it gives: of the two that solve loops, the
// expression that closes the loop.
const syntax::Expr& needed_part(syntax::Equation& equation) {
  if (const auto* call = sole_call(equation, Builtin::simultaneous)) return call->arguments[0];
  if (const auto* call = sole_call(equation, Builtin::find_zero)) return call->arguments[1];
  return *equation.right;
}

// Visits the names that an expression needs at the same instant, or at the start of the run for
// what it is then; of calls that keep state or draw, `lasting`.
template <class Visit, class Lasting>
void for_each_need(const syntax::Expr& expr, bool at_start, const Visit& visit,
                   const Lasting& lasting) {
  const auto go_on = [&](const syntax::Expr& part) {
    for_each_need(part, at_start, visit, lasting);
  };
  if (std::holds_alternative<syntax::Reference>(expr.node)) visit(expr);
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const auto builtin = call != nullptr ? find_builtin(call->name) : std::nullopt;
  if (!builtin) return for_each_part(expr, go_on);
  const BuiltinClass kind = info_of(*builtin).builtin_class;
  if (kind == BuiltinClass::stateful || kind == BuiltinClass::random ||
      kind == BuiltinClass::initial) {
    lasting();
  }
  for (std::size_t i = 0; i < call->arguments.size(); ++i) {
    const Needs needs = needs_of_argument(*builtin, i);
    if (at_start ? needs.start || needs.fill : needs.now) go_on(call->arguments[i]);
  }
}

const std::string& name_of(const syntax::Expr& reference) {
  return std::get<syntax::Reference>(reference.node).name;
}

}  // namespace

syntax::Call* sole_call(syntax::Equation& equation, Builtin function) {
  auto* call = equation.right ? std::get_if<syntax::Call>(&equation.right->node) : nullptr;
  const bool is_one = call != nullptr && find_builtin(call->name) == function &&
                      call->arguments.size() == info_of(function).least_arguments;
  return is_one ? call : nullptr;
}

EquationLoops::EquationLoops(syntax::Tree& tree) : tree_(tree) {
  for (std::size_t i = 0; i < tree.equations.size(); ++i) {
    const std::string name = syntax::key_of(tree.equations[i].name);
    equations_[name].push_back(i);
    if (tree.equations[i].right) find_needs(name, tree.equations[i]);
  }
  for (const auto& [user, needed] : needs_) {
    for (const std::string& one : needed) used_by_[one].insert(user);
  }
}

void EquationLoops::find_needs(const std::string& name, syntax::Equation& equation) {
  const syntax::Expr& needed = needed_part(equation);
  for_each_need(
      needed, false,
      [&](const syntax::Expr& other) { needs_[name].insert(syntax::key_of(name_of(other))); },
      [&] { lasting_.insert(name); });
  for_each_need(
      needed, true,
      [&](const syntax::Expr& other) { starts_[name].insert(syntax::key_of(name_of(other))); },
      [] {});
}

const syntax::Expr* EquationLoops::part_that_needs(const syntax::Expr& expr,
                                                   const std::string& name) const {
  const syntax::Expr* found = nullptr;
  for (const bool at_start : {false, true}) {
    for_each_need(
        expr, at_start,
        [&](const syntax::Expr& other) {
          const std::string key = syntax::key_of(name_of(other));
          const bool needs =
              key == name || reached_from(key, at_start ? starts_ : needs_).contains(name);
          if (found == nullptr && needs) found = &other;
        },
        [] {});
  }
  return found;
}

EquationLoops::Names EquationLoops::reached_from(
    const std::string& start, const std::unordered_map<std::string, Names>& edges) const {
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

bool EquationLoops::needs_itself(const std::string& name) const {
  return reached_from(name, needs_).contains(name);
}

std::vector<std::string> EquationLoops::loop_of(const std::string& name) const {
  const Names below = reached_from(name, needs_);
  const Names above = reached_from(name, used_by_);
  std::vector<std::string> loop;
  Names taken;
  for (const syntax::Equation& equation : tree_.equations) {
    std::string key = syntax::key_of(equation.name);
    const bool in = key == name || (below.contains(key) && above.contains(key));
    if (in && taken.insert(key).second) loop.push_back(std::move(key));
  }
  return loop;
}

std::size_t EquationLoops::parts_of(const std::vector<std::string>& loop, std::size_t most) const {
  std::size_t parts = 0;
  for (const std::string& name : loop) {
    for (const std::size_t number : equations_.at(name)) {
      const auto& right = tree_.equations[number].right;
      if (right) parts += model::parts_of(*right, most);
    }
  }
  return parts;
}

std::string name_at(const std::string& name, int turn) {
  return turns_of(name) + std::to_string(turn);
}

syntax::Expr call_of(const char* function, std::vector<syntax::Expr> arguments, Span span) {
  return syntax::Expr{span, syntax::Call{function, {}, std::move(arguments)}};
}

syntax::Expr joined(syntax::BinaryOp op, syntax::Expr a, syntax::Expr b) {
  const Span span = a.span;
  syntax::Binary binary{op, {}};
  binary.operands.push_back(std::move(a));
  binary.operands.push_back(std::move(b));
  return syntax::Expr{span, std::move(binary)};
}

}  // namespace sluice::model
