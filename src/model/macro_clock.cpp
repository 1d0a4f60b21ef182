#include "model/macro_clock.h"

#include <set>
#include <utility>
#include <vector>

#include "base/format.h"
#include "model/builtins.h"
#include "model/macro_parts.h"
#include "model/macros.h"

namespace sluice::model {
namespace {

using syntax::Expr;
using syntax::key_of;

const syntax::Call* integral_in(const Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const auto builtin = call != nullptr ? find_builtin(call->name) : std::nullopt;
  return builtin && *builtin == Builtin::integ && call->arguments.size() == 2 ? call : nullptr;
}

bool reads_time(Builtin builtin) {
  switch (builtin) {
    case Builtin::step:
    case Builtin::pulse:
    case Builtin::pulse_train:
    case Builtin::pulse_volume:
    case Builtin::ramp:
    case Builtin::time_base:
    case Builtin::time_shift:
    case Builtin::cumulate:
    case Builtin::cumulatef:
    case Builtin::get_time_value: return true;
    default: return false;
  }
}

bool keeps_something(Builtin builtin) {
  const BuiltinClass kind = info_of(builtin).builtin_class;
  return kind == BuiltinClass::stateful || kind == BuiltinClass::initial ||
         builtin == Builtin::simultaneous || builtin == Builtin::find_zero ||
         builtin == Builtin::reinitial;
}

// Looks through a macro with a clock, and those without one that it calls: these go by the clock of
// the model.
class Search {
 public:
  explicit Search(const Macros& macros) : macros_(macros) {}

  Misplaced run(const syntax::Macro& macro) {
    for (const syntax::Equation& equation : macro.equations) {
      if (!equation.right) continue;
      if (const syntax::Call* integral = integral_in(*equation.right)) {
        for (const Expr& argument : integral->arguments) look(argument);
      } else {
        look(*equation.right);
      }
    }
    while (found_.name.empty() && !called_.empty()) {
      const syntax::Macro* next = called_.back();
      called_.pop_back();
      look_through(*next);
    }
    return found_;
  }

 private:
  void look_through(const syntax::Macro& macro) {
    inside_ = &macro;
    own_.clear();
    for (const auto& input : macro.inputs) own_.insert(key_of(input.name));
    for (const syntax::Equation& equation : macro.equations) own_.insert(key_of(equation.name));
    for (const syntax::Equation& equation : macro.equations) {
      if (equation.right) look(*equation.right);
    }
  }

  void look(const Expr& expr) {
    if (!found_.name.empty()) return;
    if (const auto* name = std::get_if<syntax::Reference>(&expr.node)) look_at(*name);
    if (const auto* call = std::get_if<syntax::Call>(&expr.node)) look_at(*call);
    for_each_part(expr, [&](const Expr& part) { look(part); });
  }

  void look_at(const syntax::Reference& name) {
    const std::string key = key_of(name.name);
    if (inside_ != nullptr && is_clock_name(key) && !own_.contains(key)) take(name.name, true);
  }

  void look_at(const syntax::Call& call) {
    if (const auto macro = macros_.find(key_of(call.name)); macro != macros_.end()) {
      const bool fresh = seen_.insert(macro->first).second;
      if (fresh && !macro->second->clock) called_.push_back(macro->second);
      return;
    }
    const auto builtin = find_builtin(call.name);
    if (!builtin) return;
    const std::string name(info_of(*builtin).name);
    if (keeps_something(*builtin)) take(*builtin == Builtin::integ ? "a stock" : name, false);
    if (reads_time(*builtin)) take(name, true);
  }

  void take(const std::string& name, bool reads_time) {
    if (!found_.name.empty()) return;
    const std::string where = inside_ != nullptr ? format(" in {}", inside_->name) : "";
    found_ = {name + where, reads_time};
  }

  const Macros& macros_;
  const syntax::Macro* inside_ = nullptr;
  std::set<std::string> own_, seen_;
  std::vector<const syntax::Macro*> called_;
  Misplaced found_;
};

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

// Variables of a clock that only the run knows. Names of the macro's own have a step behind them.
constexpr const char *kStart = "start of its clock", *kStop = "stop of its clock",
                     *kStep = "step of its clock";

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
      if (step == 0) write_clock();
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

  // What the clock says, once for all steps.
  void write_clock() {
    add(kStart, macro_.clock->start);
    add(kStop, macro_.clock->stop);
    add(kStep, macro_.clock->step);
  }

  static std::string at(const std::string& name, std::size_t step) {
    return format("{} at step {}", name, step);
  }

  Expr refer(std::string name) const {
    return {macro_.span, syntax::Reference{std::move(name), {}}};
  }

  Expr step_size() const { return run_ ? Expr(macro_.clock->step) : refer(kStep); }

  Expr time_at(std::size_t step) const {
    if (run_) {
      const double time = run_->start + static_cast<double>(step) * run_->step;
      return {macro_.span, syntax::Number{time}};
    }
    if (step == 0) return refer(kStart);
    Expr next = joined(syntax::BinaryOp::add, refer(at("time", step - 1)), refer(kStep));
    return kept_unless_running(std::move(next), at("time", step - 1), step - 1);
  }

  // Whether there is a step from here on.
  Expr runs_at(std::size_t step) const {
    Expr half =
        joined(syntax::BinaryOp::divide, refer(kStep), Expr{macro_.span, syntax::Number{2}});
    Expr time = joined(syntax::BinaryOp::add, refer(at("time", step)), std::move(half));
    return joined(syntax::BinaryOp::less, std::move(time), refer(kStop));
  }

  Expr kept_unless_running(Expr next, const std::string& before, std::size_t step) const {
    if (run_) return next;
    return choice(refer(at("runs", step)), std::move(next), refer(before));
  }

  Expr value_at(const syntax::Equation& local, std::size_t step) const {
    const syntax::Call* integral = integral_in(*local.right);
    if (integral == nullptr) return moved(*local.right, step);
    if (step == 0) return moved(integral->arguments[1], 0);
    Expr change =
        joined(syntax::BinaryOp::multiply, step_size(), moved(integral->arguments[0], step - 1));
    Expr next = joined(syntax::BinaryOp::add, refer(at(local.name, step - 1)), std::move(change));
    return kept_unless_running(std::move(next), at(local.name, step - 1), step - 1);
  }

  Expr result_at(const syntax::Equation& local, std::size_t step) const {
    Expr result = moved(*local.right, step);
    if (run_) return result;
    Expr ended = choice(refer(at("runs", step)), no_number(), std::move(result));
    return choice(clock_is_known(), std::move(ended), no_number());
  }

  Expr number(double value) const { return {macro_.span, syntax::Number{value}}; }
  Expr no_number() const { return joined(syntax::BinaryOp::divide, number(0), number(0)); }

  // Whether start, stop and step are numbers: what is not, less itself, is not 0.
  Expr clock_is_known() const {
    const auto sum = [&] {
      Expr ends = joined(syntax::BinaryOp::add, refer(kStart), refer(kStop));
      return joined(syntax::BinaryOp::add, std::move(ends), refer(kStep));
    };
    Expr rest = joined(syntax::BinaryOp::subtract, sum(), sum());
    return joined(syntax::BinaryOp::equal, std::move(rest), number(0));
  }

  // Names as they are in a step.
  Expr moved(Expr expr, std::size_t step) const {
    move(expr, step);
    return expr;
  }

  void move(Expr& expr, std::size_t step) const {
    for_each_part(expr, [&](Expr& part) { move(part, step); });
    const auto* name = std::get_if<syntax::Reference>(&expr.node);
    if (name == nullptr) return;
    const std::string key = key_of(name->name);
    if (locals_.contains(key)) {
      expr.node = syntax::Reference{at(name->name, step), {}};
    } else if (key == "time") {
      expr = run_ ? time_at(step) : refer(at("time", step));
    } else if (key == "time step") {
      expr = step_size();
    } else if (key == "initial time") {
      expr = run_ ? Expr(macro_.clock->start) : refer(kStart);
    } else if (key == "final time") {
      expr = run_ ? Expr(macro_.clock->stop) : refer(kStop);
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

bool is_clock_name(const std::string& key) {
  return key == "time" || key == "time step" || key == "initial time" || key == "final time";
}

Misplaced misplaced_in(const syntax::Macro& macro, const Macros& macros) {
  return Search(macros).run(macro);
}

syntax::Macro without_clock(const syntax::Macro& macro, const std::optional<MacroRun>& run) {
  return Unroller(macro, run).write();
}

}  // namespace sluice::model
