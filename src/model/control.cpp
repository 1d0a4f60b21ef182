#include "model/control.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "base/format.h"
#include "base/saving.h"
#include "model/cells.h"
#include "syntax/tree.h"
#include "vmath/vmath.h"

namespace sluice::model {

bool is_control_name(std::string_view name) {
  const std::string key = syntax::key_of(name);
  return key == "initial time" || key == "final time" || key == "time step" || key == "saveper";
}

namespace {

using Value = std::optional<double>;

class ConstantReader {
 public:
  ConstantReader(const Model& model, const std::vector<Replacement>& replacements)
      : model_(model), replacements_(replacements) {}

  Value read(const Expr& expr, const Positions& left) {
    left_ = left;
    return evaluate(expr);
  }

  // Takes time and stocks as they are at the start.
  void look_at_start(double initial_time) { initial_time_ = initial_time; }

  Value read(CellRef cell) {
    if (initial_time_ && cell.variable == model_.time) return initial_time_;
    for (const auto& [replaced, value] : replacements_) {
      if (replaced == cell) return value;
    }
    const Variable& variable = model_.at(cell.variable);
    const Equation* equation = equation_of(variable, cell.cell);
    if (equation == nullptr) return std::nullopt;
    const std::uint64_t key = std::uint64_t{static_cast<std::uint32_t>(cell.variable)} << 32U;
    const auto [kept, fresh] = known_.try_emplace(key | cell.cell);  // what runs in a circle: none
    if (!fresh) return kept->second;
    const Value value = read(variable, *equation, cell);
    return known_[key | cell.cell] = value;
  }

 private:
  Value read(const Variable& variable, const Equation& equation, CellRef cell) {
    if (!equation.values.empty()) {
      const auto place = std::find(equation.cells.begin(), equation.cells.end(), cell.cell);
      return equation.values[static_cast<std::size_t>(place - equation.cells.begin())];
    }
    const Positions outer = std::exchange(left_, positions_of(model_, variable, cell.cell));
    const Positions loops = std::exchange(loops_, {});
    const Value value = evaluate(equation.right);
    loops_ = loops;
    left_ = outer;
    return value;
  }

  Value evaluate(const Expr& expr) {
    return std::visit([&](const auto& node) { return of(node); }, expr.node);
  }
  Value of(const Number& node) { return node.value; }
  Value of(const Table&) { return std::nullopt; }
  Value of(const LookupCall&) { return std::nullopt; }
  Value of(const ElementNumber& node) {
    if (!is_placed(node.index)) return std::nullopt;
    return static_cast<double>(position_of(node.index, left_, loops_)) + 1;
  }
  Value of(const Reference& node) {
    for (const Index& index : node.indices) {
      if (!is_placed(index)) return std::nullopt;
    }
    return read({node.variable, cell_of(model_, node, left_, loops_)});
  }
  // Part of an expression may stand inside loops that are not gone through here.
  bool is_placed(const Index& index) const {
    const auto* loop = std::get_if<LoopIndex>(&index);
    return loop == nullptr || loop->loop < loops_.size();
  }
  Value of(const Unary& node) {
    const Value value = evaluate(node.operand[0]);
    if (!value) return value;
    return node.op == UnaryOp::minus ? -*value : static_cast<double>(*value == 0);
  }
  Value of(const Binary& node) {
    const Value a = evaluate(node.operands[0]), b = evaluate(node.operands[1]);
    if (!a || !b) return std::nullopt;
    switch (node.op) {
      case BinaryOp::add: return *a + *b;
      case BinaryOp::subtract: return *a - *b;
      case BinaryOp::multiply: return *a * *b;
      case BinaryOp::divide: return *a / *b;
      case BinaryOp::power: return vmath::pow(*a, *b);
      case BinaryOp::less: return *a < *b;
      case BinaryOp::less_equal: return *a <= *b;
      case BinaryOp::greater: return *a > *b;
      case BinaryOp::greater_equal: return *a >= *b;
      case BinaryOp::equal: return *a == *b;
      case BinaryOp::not_equal: return *a != *b;
      case BinaryOp::logical_and: return *a != 0 && *b != 0;
      case BinaryOp::logical_or: return *a != 0 || *b != 0;
    }
    return std::nullopt;
  }
  Value of(const Call& node) {
    if (initial_time_ && node.builtin == Builtin::integ) return evaluate(node.arguments[1]);
    if (!node.loops.empty()) return reduced(node, 0, start_of(node.builtin));
    std::vector<double> values;
    for (const Expr& argument : node.arguments) {
      const Value value = evaluate(argument);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
    return value_of(node.builtin, values);
  }

  // As the reference evaluator has them (program/evaluate_op.h).
  static Value value_of(Builtin builtin, const std::vector<double>& of) {
    constexpr double kTiny = 1e-6;
    switch (builtin) {
      case Builtin::min: return std::min(of[0], of[1]);
      case Builtin::max: return std::max(of[0], of[1]);
      case Builtin::abs: return std::abs(of[0]);
      case Builtin::integer: return std::trunc(of[0]);
      case Builtin::if_then_else: return of[0] != 0 ? of[1] : of[2];
      case Builtin::active_initial:
      case Builtin::initial: return of[0];
      case Builtin::sqrt: return std::sqrt(of[0]);
      case Builtin::exp: return vmath::exp(of[0]);
      case Builtin::ln: return vmath::log(of[0]);
      case Builtin::log: return vmath::log(of[0]) / vmath::log(of[1]);
      case Builtin::power: return vmath::pow(of[0], of[1]);
      case Builtin::modulo: return of[0] - of[1] * std::trunc(of[0] / of[1]);
      case Builtin::quantum: return of[1] <= 0 ? of[0] : of[1] * std::trunc(of[0] / of[1]);
      case Builtin::zidz: return std::abs(of[1]) < kTiny ? 0 : of[0] / of[1];
      case Builtin::xidz: return std::abs(of[1]) < kTiny ? of[2] : of[0] / of[1];
      default: return std::nullopt;
    }
  }

  static Value start_of(Builtin builtin) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    switch (builtin) {
      case Builtin::sum: return 0;
      case Builtin::prod: return 1;
      case Builtin::vmin: return kInfinity;
      case Builtin::vmax: return -kInfinity;
      default: return std::nullopt;
    }
  }

  // SUM and the like over the loops from `loop` on, begun with `so_far`.
  Value reduced(const Call& node, std::size_t loop, Value so_far) {
    if (!so_far) return so_far;
    if (loop == node.loops.size()) {
      const Value value = evaluate(node.arguments[0]);
      if (!value) return value;
      if (node.builtin == Builtin::sum) return *so_far + *value;
      if (node.builtin == Builtin::prod) return *so_far * *value;
      return node.builtin == Builtin::vmin ? std::min(*so_far, *value) : std::max(*so_far, *value);
    }
    const Loop& here = node.loops[loop];
    if (loops_.size() <= here.id) loops_.resize(here.id + 1);
    const std::size_t count = model_.at(here.dimension).elements.size();
    for (std::uint32_t place = 0; place < count; ++place) {
      loops_[here.id] = place;
      so_far = reduced(node, loop + 1, so_far);
    }
    return so_far;
  }

  const Model& model_;
  const std::vector<Replacement> replacements_;
  std::optional<double> initial_time_;
  Positions left_, loops_;
  std::unordered_map<std::uint64_t, Value> known_;  // by variable and cell
};

constexpr double kRounding = 1e-6;

bool is_multiple(double value, double part) {
  const double times = std::round(value / part);
  return std::abs(value - times * part) <= kRounding * part;
}

// "saved are the times 0, 1.5, 3, ..., 9".
std::string saved_times(const Control& control) {
  constexpr double kMostSteps = 1e7;
  const double steps = std::round((control.final_time - control.initial_time) / control.time_step);
  std::vector<double> times;
  std::size_t count = 0;
  for (double step = 0; step <= std::min(steps, kMostSteps); ++step) {
    if (!is_step_saved(step, control.time_step, control.save_period)) continue;
    if (++count > 4) times.pop_back();
    times.push_back(control.initial_time + step * control.time_step);
  }
  std::string text = count == 1 ? "the only time saved is" : "saved are the times";
  for (std::size_t i = 0; i < times.size(); ++i) {
    const bool gap = i == 3 && count > 4;
    text += format("{} {}{}", i == 0 ? "" : ",", gap ? "..., " : "",
                   sluice::to_text(std::round(times[i] * 1e9) / 1e9));
  }
  return text;
}

Place whole_file_of(const Model& model) {
  Place place;
  if (model.sources.size() > 0) place.file = model.sources.name(0);
  return place;
}

class ControlReader {
 public:
  ControlReader(const Model& model, const std::vector<Replacement>& replacements)
      : model_(model), replacements_(replacements) {}

  Checked<Control> read() {
    Control control;
    control.initial_time = initial_time();
    control.final_time_changes = find_changing_end(control);
    if (!control.final_time_changes) {
      control.final_time = value_of("FINAL TIME", "the time at which a run ends");
    }
    control.time_step = time_step(control);
    control.save_period = save_period(control);
    if (const auto step = model_.find("TIME STEP")) control.time_unit = model_.at(*step).unit_text;
    if (!has_error(diagnostics_)) check_run(control);
    if (has_error(diagnostics_)) return {std::nullopt, std::move(diagnostics_)};
    return {std::move(control), std::move(diagnostics_)};
  }

 private:
  double value_of(const std::string& name, const std::string& meaning) {
    const auto id = model_.find(name);
    if (!id) {
      say(Code::model_control_missing, whole_file(), format("the model does not say {}", name),
          meaning, format("add an equation: {} = ...", name));
      return 0;
    }
    const auto value = constant_value(model_, {*id, 0}, replacements_);
    if (!value) {
      say(Code::model_control_not_constant, place_of(*id), format("{} is not constant", name),
          format("it is {}, so it must be known before the run", meaning),
          name == "TIME STEP" ? "write a number, or an expression of constants, Time and stocks"
                              : "write a number, or an expression of constants");
    }
    return value.value_or(0);
  }

  // What is computed in the run, as it is at its start, if that can be told.
  Value at_start(const char* name, double initial_time) const {
    const auto id = model_.find(name);
    if (!id || constant_value(model_, {*id, 0}, replacements_)) return std::nullopt;
    ConstantReader reader(model_, replacements_);
    reader.look_at_start(initial_time);
    return reader.read(CellRef{*id, 0});
  }

  // One that goes by the time is what it would be at time 0.
  double initial_time() {
    const Value found = at_start("INITIAL TIME", 0);
    return found ? *found : value_of("INITIAL TIME", "the time at which a run starts");
  }

  double time_step(Control& control) {
    const Value found = at_start("TIME STEP", control.initial_time);
    control.time_step_changes = found.has_value();
    return found ? *found : value_of("TIME STEP", "the time between two computations");
  }

  double save_period(Control& control) const {
    const auto id = model_.find("SAVEPER");
    if (!id) {
      control.save_period_changes = control.time_step_changes;
      return control.time_step;
    }
    const auto value = constant_value(model_, {*id, 0}, replacements_);
    control.save_period_changes = !value;
    if (value) return *value;
    return at_start("SAVEPER", control.initial_time).value_or(control.time_step);
  }

  // FINAL TIME may be computed in the run, if it can be told what it is at the start.
  bool find_changing_end(Control& control) const {
    const Value found = at_start("FINAL TIME", control.initial_time);
    if (found) control.final_time = std::max(*found, control.initial_time);
    return found.has_value();
  }

  void check_run(const Control& control) {
    const std::pair<const char*, double> values[] = {{"INITIAL TIME", control.initial_time},
                                                     {"FINAL TIME", control.final_time},
                                                     {"TIME STEP", control.time_step},
                                                     {"SAVEPER", control.save_period}};
    for (const auto& [name, value] : values) {
      if (!std::isfinite(value)) say_impossible(name, value, "must be a finite number");
    }
    if (has_error(diagnostics_)) return;
    if (!(control.time_step > 0)) {
      say_impossible("TIME STEP", control.time_step, "must be above 0");
    }
    if (!(control.final_time >= control.initial_time)) {
      say_impossible(
          "FINAL TIME", control.final_time,
          format("comes before INITIAL TIME ({})", sluice::to_text(control.initial_time)));
    }
    // SAVEPER = TIME STEP has the fault of TIME STEP.
    if (!(control.save_period > 0) && control.save_period != control.time_step) {
      say_impossible("SAVEPER", control.save_period, "must be above 0");
    }
    if (!has_error(diagnostics_)) append(diagnostics_, find_uneven_saving(model_, control));
  }

  void say_impossible(const std::string& name, double value, const std::string& fault) {
    const auto id = model_.find(name);
    say(Code::model_control_impossible, id ? place_of(*id) : whole_file(),
        format("{} is {}: it {}", name, sluice::to_text(value), fault), "there would be no run",
        "");
  }

  void say(Code code, Place place, std::string message, std::string reason, std::string hint) {
    diagnostics_.push_back(make_diagnostic(code, std::move(place), std::move(message),
                                           std::move(reason), std::move(hint)));
  }

  Place place_of(VariableId id) const { return model_.sources.place_of(model_.at(id).span); }
  Place whole_file() const { return whole_file_of(model_); }

  const Model& model_;
  const std::vector<Replacement>& replacements_;
  Diagnostics diagnostics_;
};

// Where the three do not divide each other, the saved times are not those that a reader expects.
class SavingCheck {
 public:
  explicit SavingCheck(const Model& model) : model_(model) {}
  Diagnostics check(const Control& control) {
    if (control.time_step_changes) return {};
    const double length = control.final_time - control.initial_time;
    if (!is_multiple(length, control.time_step)) {
      say_uneven("FINAL TIME",
                 format("the run, {} to {}, is no whole number of steps of {}",
                        sluice::to_text(control.initial_time), sluice::to_text(control.final_time),
                        sluice::to_text(control.time_step)),
                 control);
    }
    if (!control.save_period_changes && !is_multiple(control.save_period, control.time_step)) {
      say_uneven("SAVEPER",
                 format("SAVEPER ({}) is no whole multiple of TIME STEP ({})",
                        sluice::to_text(control.save_period), sluice::to_text(control.time_step)),
                 control);
    }
    return std::move(diagnostics_);
  }

 private:
  void say_uneven(const std::string& name, std::string message, const Control& control) {
    const auto id = model_.find(name);
    diagnostics_.push_back(
        make_diagnostic(Code::model_saves_unevenly,
                        id ? model_.sources.place_of(model_.at(*id).span) : whole_file_of(model_),
                        std::move(message), saved_times(control),
                        "choose a TIME STEP that divides both SAVEPER and the run"));
  }

  const Model& model_;
  Diagnostics diagnostics_;
};

}  // namespace

std::optional<double> constant_value(const Model& model, const Expr& expr, const Positions& left) {
  return ConstantReader(model, {}).read(expr, left);
}

std::optional<double> constant_value(const Model& model, CellRef cell,
                                     const std::vector<Replacement>& replacements) {
  return ConstantReader(model, replacements).read(cell);
}

Diagnostics find_uneven_saving(const Model& model, const Control& control) {
  return SavingCheck(model).check(control);
}

Checked<Control> read_control(const Model& model, const std::vector<Replacement>& replacements) {
  return ControlReader(model, replacements).read();
}

}  // namespace sluice::model
