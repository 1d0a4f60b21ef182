#include <algorithm>
#include <map>

#include "base/format.h"
#include "base/unicode.h"
#include "ensemble/backtest.h"
#include "ensemble/bind_times.h"
#include "ensemble/ensemble.h"
#include "model/written.h"
#include "study/quantile.h"

namespace sluice::ensemble {
namespace {

using model::CellRef;
using model::Model;
using model::Variable;
using model::VariableKind;

std::string unit_key(std::string_view text) { return to_lower(trimmed(text, " \t")); }

// Joins one study with one model; says what does not fit.
class Binder {
 public:
  Binder(const study::Study& study, const Model& model) : study_(study), model_(model) {}

  Bound bind() {
    Bound bound;
    check_time_unit();
    for (const study::Lever& lever : study_.levers) bound.lever_cells.push_back(bind_lever(lever));
    for (const study::Uncertainty& input : study_.uncertainties) {
      bound.uncertainty_cells.push_back(bind_uncertainty(input));
    }
    for (const study::Outcome& outcome : study_.outcomes) {
      const std::string what = format("outcome \"{}\"", outcome.name);
      bound.outcome_cells.push_back(bind_read(what, outcome.variable, outcome.unit, outcome.place));
    }
    for (const study::History& history : study_.histories) {
      const std::string what = format("history \"{}\"", history.name);
      bound.history_cells.push_back(bind_read(what, history.variable, history.unit, history.place));
    }
    return bound;
  }

  Diagnostics diagnostics;

 private:
  void say(Code code, const Place& place, std::string message, std::string reason = {},
           std::string hint = {}) {
    diagnostics.push_back(
        make_diagnostic(code, place, std::move(message), std::move(reason), std::move(hint)));
  }

  void check_time_unit() {
    const std::string& unit = model_.control.time_unit;
    const std::string wanted(name_of(study_.time_unit));
    if (may_be_time_in(wanted, unit_key(unit), model_.unit_names)) return;
    say(Code::time_unit_differs, {study_.folder + "/study.toml", 0, 0, 1, {}},
        format("the model's time is in {}, the study's in {}", unit, wanted),
        "dates would fall on the wrong model times",
        format("set time_unit in [study], or the unit of TIME STEP in {}", study_.model_path));
  }

  // The one cell that `text` names; empty after saying why there is none.
  std::optional<CellRef> find_cell(const std::string& what, const std::string& text,
                                   const Place& place) {
    auto cells = model::find_cells(model_, text, place);
    append(diagnostics, std::move(cells.diagnostics));
    if (!cells.value || cells.value->empty()) return {};
    if (cells.value->size() == 1) return cells.value->front();
    const CellRef first = cells.value->front();
    say(Code::name_needs_element, place,
        format("{} needs one number, but \"{}\" has {}", what, text, cells.value->size()), {},
        format("name an element, as in \"{}\"",
               model_.cell_name(model_.at(first.variable), first.cell)));
    return {};
  }

  void check_unit(const std::string& what, const std::string& unit, CellRef cell,
                  const Place& place) {
    const Variable& variable = model_.at(cell.variable);
    if (unit_key(unit) == unit_key(variable.unit_text)) return;
    const auto stated = model::parse_unit(unit, model_.unit_names);
    if (stated && stated->known && *stated == variable.unit) return;
    // What has no unit in the model can only be stated as a plain number.
    const auto plain = model::parse_unit("Dmnl", model_.unit_names);
    if (variable.unit_text.empty() && stated && plain && *stated == *plain) return;
    const std::string in_model =
        variable.unit_text.empty() ? "none" : '"' + variable.unit_text + '"';
    say(Code::units_differ, place,
        format("{} has the unit \"{}\", but \"{}\" in the model has {}", what, unit, variable.name,
               in_model),
        "its numbers would be read in the wrong unit");
  }

  CellRef bind_read(const std::string& what, const std::string& variable, const std::string& unit,
                    const Place& place) {
    const auto cell = find_cell(what, variable, place);
    if (!cell) return {};
    if (model_.at(cell->variable).kind == VariableKind::lookup) {
      say(Code::input_not_constant, place,
          format("{} reads \"{}\", which is a table and no number", what, variable));
    }
    check_unit(what, unit, *cell, place);
    return *cell;
  }

  std::optional<CellRef> bind_input(const std::string& what, const std::string& variable,
                                    const std::string& unit, const Place& place) {
    const auto cell = find_cell(what, variable, place);
    if (!cell) return {};
    const VariableKind kind = model_.at(cell->variable).kind;
    if (kind != VariableKind::constant) {
      say(Code::input_not_constant, place,
          format("{} sets \"{}\", which the model computes", what, variable),
          "only a constant can be set from outside",
          "name a constant, or give the model one that this variable multiplies or adds");
      return {};
    }
    check_unit(what, unit, *cell, place);
    const auto [owner, first_time] =
        owners_.emplace(std::pair(static_cast<std::uint32_t>(cell->variable), cell->cell), what);
    if (!first_time) {
      say(Code::study_same_variable, place,
          format("{} sets \"{}\", which {} sets too", what, variable, owner->second));
    }
    return cell;
  }

  CellRef bind_lever(const study::Lever& lever) {
    const std::string what = format("lever \"{}\"", lever.name);
    const auto cell = bind_input(what, lever.variable, lever.unit, lever.place);
    if (!cell) return {};
    const auto value = model::written_value(model_, *cell);
    if (value && *value != lever.preset) {
      say(Code::preset_differs, lever.place,
          format("the default of {} is {}, but the model has {} = {}", what, to_text(lever.preset),
                 lever.variable, to_text(*value)),
          "the model alone would run another policy than the study's baseline",
          "make the two numbers equal");
    }
    return *cell;
  }

  // A model that runs far from where its draws lie points at a wrong unit or a slip of the pen.
  CellRef bind_uncertainty(const study::Uncertainty& input) {
    const std::string what = format("uncertainty \"{}\"", input.name);
    const auto cell = bind_input(what, input.variable, input.unit, input.place);
    if (!cell) return {};
    const auto value = model::written_value(model_, *cell);
    if (!value || std::holds_alternative<study::Constant>(input.distribution.family)) return *cell;
    constexpr double kTail = 0.001;
    const double low = study::quantile(input.distribution, kTail);
    const double high = study::quantile(input.distribution, 1 - kTail);
    const double slack = 0.01 * (high - low);  // an end of the support is a fair central value
    if (*value < low - slack || *value > high + slack) {
      say(Code::central_far_from_model, input.place,
          format("the model has {} = {}, but 99.8 % of the draws of {} lie between {} and {}",
                 input.variable, to_text(*value), what, to_significant(low, 3),
                 to_significant(high, 3)),
          "the model alone would run a future that the study takes for next to impossible");
    }
    return *cell;
  }

  const study::Study& study_;
  const Model& model_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> owners_;
};

}  // namespace

Checked<Bound> join(std::shared_ptr<const study::Study> study,
                    std::shared_ptr<const model::Model> model) {
  Binder binder(*study, *model);
  Bound bound = binder.bind();
  append(binder.diagnostics, check_times(*study, *model));
  Checked<Bound> result{.value = {}, .diagnostics = std::move(binder.diagnostics)};
  if (has_error(result.diagnostics)) return result;
  bound.study = std::move(study);
  bound.model = std::move(model);
  result.value = std::move(bound);
  return result;
}

Checked<Bound> bind(study::Study study, model::Model model) {
  auto bound = join(std::make_shared<const study::Study>(std::move(study)),
                    std::make_shared<const model::Model>(std::move(model)));
  if (!bound.value) return bound;
  append(bound.diagnostics, check_backtests(*bound.value));
  if (has_error(bound.diagnostics)) bound.value.reset();
  return bound;
}

}  // namespace sluice::ensemble
