#include "ensemble/backtest.h"

#include <algorithm>
#include <memory>

#include "base/format.h"

namespace sluice::ensemble {
namespace {

using study::Backtest;
using study::BacktestSetting;
using Target = BacktestSetting::Target;

// What a study needs to be drawn and run; its evidence stays with the whole study.
study::Study bare_copy(const study::Study& study) {
  study::Study bare;
  bare.name = study.name;
  bare.folder = study.folder;
  bare.model_path = study.model_path;
  bare.time_zero = study.time_zero;
  bare.decision = study.decision;
  bare.time_unit = study.time_unit;
  bare.members = study.members;
  bare.seed = study.seed;
  bare.design = study.design;
  bare.levers = study.levers;
  bare.uncertainties = study.uncertainties;
  bare.correlations = study.correlations;
  return bare;
}

// A constant of the model that is no input of the study becomes one, drawn like the others.
study::Uncertainty input_of(const BacktestSetting& setting, const model::Model& model) {
  study::Uncertainty input;
  input.name = input.variable = input.label = setting.name;
  input.distribution = setting.distribution;
  input.place = setting.place;
  const auto cells = model::find_cells(model, setting.name, setting.place);
  if (cells.value) input.unit = model.at(cells.value->front().variable).unit_text;
  return input;
}

void add_settings(const Backtest& backtest, const model::Model& model, study::Scenario& scenario,
                  study::Worldview& worldview, study::Study& study) {
  for (const auto& setting : backtest.settings) {
    switch (setting.target) {
      case Target::lever: scenario.settings[setting.name] = setting.lever; break;
      case Target::uncertainty: worldview.replacements[setting.name] = setting.distribution; break;
      case Target::constant: study.uncertainties.push_back(input_of(setting, model)); break;
    }
  }
}

study::Outcome outcome_of(const study::Box& box, std::size_t k) {
  study::Outcome outcome;
  outcome.name = box_series(k);
  outcome.variable = box.variable;
  outcome.label = box.label;
  outcome.unit = box.unit;
  outcome.place = box.place;
  return outcome;
}

void add_scored(const Backtest& backtest, const study::Study& whole, study::Study& study) {
  for (std::size_t k = 0; k < backtest.boxes.size(); ++k) {
    study.outcomes.push_back(outcome_of(backtest.boxes[k], k));
  }
  for (const auto& history : whole.histories) {
    if (std::ranges::find(backtest.histories, history.name) == backtest.histories.end()) continue;
    study.histories.push_back(history);
    std::erase_if(study.histories.back().points, [&](const study::ObservedPoint& point) {
      return point.end <= backtest.cut || point.end > backtest.until;
    });
  }
}

study::Study study_of(const Bound& bound, const Backtest& backtest) {
  const study::Study& whole = *bound.study;
  study::Study study = bare_copy(whole);
  study.name = backtest.label;
  const auto base = std::ranges::find(whole.scenarios, backtest.scenario, &study::Scenario::name);
  study::Scenario scenario = *base;
  study::Worldview worldview;
  add_settings(backtest, *bound.model, scenario, worldview, study);
  scenario.name = worldview.name = study.baseline = kBacktestPolicy;
  study.scenarios = {std::move(scenario)};
  study.worldviews = {std::move(worldview)};
  add_scored(backtest, whole, study);
  return study;
}

Diagnostics outside_run(const Bound& bound, const Backtest& backtest) {
  const Calendar calendar = bound.study->calendar();
  const Date first = calendar.month_at(bound.model->control.initial_time);
  const Date last = calendar.month_at(bound.model->control.final_time);
  Diagnostics diagnostics;
  for (const auto& box : backtest.boxes) {
    if (box.from >= first && box.at <= last) continue;
    diagnostics.push_back(make_diagnostic(
        Code::backtest_outside_run, box.place,
        format("back-test \"{}\" reads \"{}\" in {}, outside the run ({} to {})", backtest.name,
               box.variable, study::to_text(box.from < first ? box.from : box.at),
               study::to_text(first), study::to_text(last)),
        {}, "choose a date inside the run, or change INITIAL TIME or FINAL TIME in the model"));
  }
  return diagnostics;
}

}  // namespace

std::string box_series(std::size_t k) { return format("box {}", k + 1); }

Checked<Bound> bind_backtest(const Bound& bound, const study::Backtest& backtest) {
  auto study = std::make_shared<const study::Study>(study_of(bound, backtest));
  auto joined = join(std::move(study), bound.model);
  append(joined.diagnostics, outside_run(bound, backtest));
  if (has_error(joined.diagnostics)) joined.value.reset();
  return joined;
}

Diagnostics check_backtests(const Bound& bound) {
  Diagnostics diagnostics;
  for (const auto& backtest : bound.study->backtests) {
    for (auto& one : bind_backtest(bound, backtest).diagnostics) {
      // What is wrong with the study itself has been said.
      if (one.severity == Severity::error) diagnostics.push_back(std::move(one));
    }
  }
  return diagnostics;
}

}  // namespace sluice::ensemble
