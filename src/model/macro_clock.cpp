#include "model/macro_clock.h"

#include <set>
#include <utility>
#include <vector>

#include "base/format.h"
#include "model/builtins.h"

namespace sluice::model {
namespace {

using syntax::Expr;
using syntax::key_of;

const syntax::Call* integral_in(const Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const auto builtin = call != nullptr ? find_builtin(call->name) : std::nullopt;
  return builtin && *builtin == Builtin::integ && call->arguments.size() == 2 ? call : nullptr;
}

std::string lasting_in(const Expr& expr) {
  const auto first_of = [](const std::vector<Expr>& parts) {
    for (const Expr& part : parts) {
      if (std::string found = lasting_in(part); !found.empty()) return found;
    }
    return std::string();
  };
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) return first_of(unary->operand);
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
    return first_of(binary->operands);
  }
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call == nullptr) return {};
  const auto builtin = find_builtin(call->name);
  const BuiltinClass kind = builtin ? info_of(*builtin).builtin_class : BuiltinClass::elementary;
  if (kind == BuiltinClass::stateful || kind == BuiltinClass::initial) {
    return std::string(info_of(*builtin).name);
  }
  return first_of(call->arguments);
}

Expr joined(syntax::BinaryOp op, Expr a, Expr b) {
  const Span span = a.span;
  syntax::Binary binary{op, {}};
  binary.operands.push_back(std::move(a));
  binary.operands.push_back(std::move(b));
  return {span, std::move(binary)};
}

Expr choice(Expr condition, Expr yes, Expr no) {
  const Span span = condition.span;
  syntax::Call call{"#if_then_else", {}, {}};
  call.arguments.push_back(std::move(condition));
  call.arguments.push_back(std::move(yes));
  call.arguments.push_back(std::move(no));
  return {span, std::move(call)};
}

class Unroller {
 public:
  Unroller(const syntax::Macro& macro, const std::optional<MacroRun>& run)
      : macro_(macro), run_(run) {
    for (const syntax::Equation& one : macro.equations) {
      if (!is_table(one)) locals_.insert(key_of(one.name));
    }
  }

  syntax::Macro write() {
    made_.span = macro_.span;
    made_.name = macro_.name;
    made_.inputs = macro_.inputs;
    made_.outputs = macro_.outputs;
    const std::size_t last = run_ ? run_->steps : kMacroStepsAtMost;
    for (std::size_t step = 0; step <= last; ++step) write_step(step, last);
    return std::move(made_);
  }

 private:
  bool is_result(const syntax::Equation& equation) const {
    return key_of(equation.name) == key_of(macro_.name);
  }

  void write_step(std::size_t step, std::size_t last) {
    if (!run_) {
      add(at("time", step), time_at(step));
      add(at("runs", step), runs_at(step));
    }
    for (const syntax::Equation& local : macro_.equations) {
      if (!local.right) continue;
      if (is_table(local)) {
        if (step == 0) made_.equations.push_back(local);
      } else if (!is_result(local)) {
        add(at(local.name, step), value_at(local, step));
      } else if (step == last) {
        add(local.name, result_at(local, step));
      }
    }
  }

  static bool is_table(const syntax::Equation& equation) {
    return equation.kind == syntax::EquationKind::lookup ||
           (equation.right && std::holds_alternative<syntax::Table>(equation.right->node));
  }

  static std::string at(const std::string& name, std::size_t step) {
    return format("{} at step {}", name, step);
  }

  Expr refer(std::string name) const {
    return {macro_.span, syntax::Reference{std::move(name), {}}};
  }

  Expr time_at(std::size_t step) const {
    if (run_) {
      const double time = run_->start + static_cast<double>(step) * run_->step;
      return {macro_.span, syntax::Number{time}};
    }
    if (step == 0) return macro_.clock->start;
    Expr next = joined(syntax::BinaryOp::add, refer(at("time", step - 1)), macro_.clock->step);
    return kept_unless_running(std::move(next), at("time", step - 1), step - 1);
  }

  // Whether there is a step from here on.
  Expr runs_at(std::size_t step) const {
    Expr half =
        joined(syntax::BinaryOp::divide, macro_.clock->step, Expr{macro_.span, syntax::Number{2}});
    Expr time = joined(syntax::BinaryOp::add, refer(at("time", step)), std::move(half));
    return joined(syntax::BinaryOp::less, std::move(time), macro_.clock->stop);
  }

  Expr kept_unless_running(Expr next, const std::string& before, std::size_t step) const {
    if (run_) return next;
    return choice(refer(at("runs", step)), std::move(next), refer(before));
  }

  Expr value_at(const syntax::Equation& local, std::size_t step) const {
    const syntax::Call* integral = integral_in(*local.right);
    if (integral == nullptr) return moved(*local.right, step);
    if (step == 0) return moved(integral->arguments[1], 0);
    Expr change = joined(syntax::BinaryOp::multiply, macro_.clock->step,
                         moved(integral->arguments[0], step - 1));
    Expr next = joined(syntax::BinaryOp::add, refer(at(local.name, step - 1)), std::move(change));
    return kept_unless_running(std::move(next), at(local.name, step - 1), step - 1);
  }

  Expr result_at(const syntax::Equation& local, std::size_t step) const {
    Expr result = moved(*local.right, step);
    if (run_) return result;
    Expr nothing = joined(syntax::BinaryOp::divide, Expr{macro_.span, syntax::Number{0}},
                          Expr{macro_.span, syntax::Number{0}});
    return choice(refer(at("runs", step)), std::move(nothing), std::move(result));
  }

  // Names as they are in a step.
  Expr moved(Expr expr, std::size_t step) const {
    move(expr, step);
    return expr;
  }

  void move(Expr& expr, std::size_t step) const {
    const auto all = [&](std::vector<Expr>& parts) {
      for (Expr& part : parts) move(part, step);
    };
    if (auto* unary = std::get_if<syntax::Unary>(&expr.node)) all(unary->operand);
    if (auto* binary = std::get_if<syntax::Binary>(&expr.node)) all(binary->operands);
    if (auto* call = std::get_if<syntax::Call>(&expr.node)) all(call->arguments);
    const auto* name = std::get_if<syntax::Reference>(&expr.node);
    if (name == nullptr) return;
    const std::string key = key_of(name->name);
    if (locals_.contains(key)) {
      expr.node = syntax::Reference{at(name->name, step), {}};
    } else if (key == "time") {
      expr = run_ ? time_at(step) : refer(at("time", step));
    } else if (key == "time step") {
      expr = Expr(macro_.clock->step);
    } else if (key == "initial time") {
      expr = Expr(macro_.clock->start);
    } else if (key == "final time") {
      expr = Expr(macro_.clock->stop);
    }
  }

  void add(std::string name, Expr right) {
    syntax::Equation equation;
    equation.span = equation.name_span = macro_.span;
    equation.name = std::move(name);
    equation.right = std::move(right);
    made_.equations.push_back(std::move(equation));
  }

  const syntax::Macro& macro_;
  const std::optional<MacroRun>& run_;
  std::set<std::string> locals_;
  syntax::Macro made_;
};

}  // namespace

std::string lasting_function_in(const syntax::Macro& macro) {
  for (const syntax::Equation& equation : macro.equations) {
    if (!equation.right) continue;
    std::string found;
    if (const syntax::Call* integral = integral_in(*equation.right)) {
      for (const Expr& argument : integral->arguments) {
        if (found.empty()) found = lasting_in(argument);
      }
    } else {
      found = lasting_in(*equation.right);
    }
    if (!found.empty()) return found;
  }
  return {};
}

syntax::Macro without_clock(const syntax::Macro& macro, const std::optional<MacroRun>& run) {
  return Unroller(macro, run).write();
}

}  // namespace sluice::model
