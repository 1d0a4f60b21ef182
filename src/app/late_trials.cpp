#include "app/late_trials.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/control.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

constexpr double kLess = 0.9, kMore = 1.1;

bool names(const model::Expr& expr, model::VariableId id) {
  const auto* reference = std::get_if<model::Reference>(&expr.node);
  if (reference != nullptr) return reference->variable == id;
  return model::any_part(expr, [&](const model::Expr& part) { return names(part, id); });
}

bool is_time(const model::Model& model, const model::Expr& expr) {
  const auto* reference = std::get_if<model::Reference>(&expr.node);
  return reference != nullptr && reference->variable == model.time;
}

bool takes_dates(model::Builtin builtin) {
  using enum model::Builtin;
  constexpr std::array kOfDates = {step, pulse, pulse_train, ramp, pulse_volume};
  return std::ranges::find(kOfDates, builtin) != kOfDates.end();
}

bool may_hold_against_time(model::BinaryOp op) {
  return op != model::BinaryOp::multiply && op != model::BinaryOp::divide &&
         op != model::BinaryOp::power && op != model::BinaryOp::logical_and &&
         op != model::BinaryOp::logical_or;
}

bool dates(const model::Model& model, const model::Expr& expr, model::VariableId id) {
  if (const auto* binary = std::get_if<model::Binary>(&expr.node)) {
    const auto &left = binary->operands[0], &right = binary->operands[1];
    const bool against =
        (is_time(model, left) && names(right, id)) || (is_time(model, right) && names(left, id));
    if (against && may_hold_against_time(binary->op)) return true;
  }
  if (const auto* call = std::get_if<model::Call>(&expr.node)) {
    if (takes_dates(call->builtin) && names(expr, id)) return true;
  }
  return model::any_part(expr, [&](const model::Expr& part) { return dates(model, part, id); });
}

class Making {
 public:
  Making(const ensemble::Bound& whole, const study::Backtest& backtest)
      : study_(*whole.study), model_(*whole.model) {
    trials_.backtest = backtest;
  }

  void add(const LeftInput& input, std::size_t left) {
    switch (input.kind) {
      case LeftInput::Kind::lever: trials_.levers.push_back({left, {}, input.place}); break;
      case LeftInput::Kind::uncertainty:
        trials_.drawn.push_back({left, {drawn_of(study_.uncertainties[input.place])}});
        break;
      case LeftInput::Kind::numbers: add_constant(input, left); break;
    }
  }
  Trials made() { return std::move(trials_); }

 private:
  static Trial::Drawn drawn_of(const study::Uncertainty& input) {
    const auto end_at = [&](double probability) {
      const double end = study::quantile(input.distribution, probability);
      return input.distribution.integer ? std::nearbyint(end) : end;
    };
    return {input.name, end_at(0.05), end_at(0.95)};
  }

  void add_constant(const LeftInput& input, std::size_t left) {
    const model::VariableId id = input.cells.begin()->variable;
    const model::Variable& variable = model_.at(id);
    if (variable.kind != model::VariableKind::constant || model::is_control_name(variable.name)) {
      return;
    }
    const bool date = is_date(model_, id);
    if (!date && has_zero(input)) return;  // it would be left where it is: half a try
    std::vector<Trial::Drawn> together;
    for (const auto& cell : input.cells) {
      const auto value = model::constant_value(model_, cell);
      if (!value || *value == 0) continue;
      const std::string name = model_.cell_name(variable, cell.cell);
      draw(name, *value);
      if (date) {
        trials_.drawn.push_back({left, {{name, *value - 1, *value + 1}}});
      } else {
        together.push_back({name, kLess * *value, kMore * *value});
      }
    }
    if (!together.empty()) trials_.drawn.push_back({left, std::move(together)});
  }

  bool has_zero(const LeftInput& input) const {
    return std::ranges::any_of(input.cells, [&](const model::CellRef& cell) {
      return model::constant_value(model_, cell) == 0.0;
    });
  }

  void draw(const std::string& name, double value) {
    study::BacktestSetting setting;
    setting.target = study::BacktestSetting::Target::constant;
    setting.name = name;
    setting.distribution.family = study::Constant{value};
    setting.place = trials_.backtest.place;
    trials_.backtest.settings.push_back(std::move(setting));
  }

  const study::Study& study_;
  const model::Model& model_;
  Trials trials_;
};

}  // namespace

Trials trials_of(const ensemble::Bound& whole, const study::Backtest& backtest,
                 const std::vector<LeftInput>& left) {
  Making making(whole, backtest);
  for (std::size_t k = 0; k < left.size(); ++k) {
    if (!left[k].late_row.empty()) making.add(left[k], k);
  }
  return making.made();
}

bool is_date(const model::Model& model, model::VariableId id) {
  return std::ranges::any_of(model.variables, [&](const model::Variable& variable) {
    return std::ranges::any_of(variable.equations, [&](const model::Equation& equation) {
      return dates(model, equation.right, id);
    });
  });
}

}  // namespace sluice::app
