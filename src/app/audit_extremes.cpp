#include <algorithm>
#include <cmath>
#include <map>

#include "app/audits.h"
#include "base/format.h"
#include "ensemble/backtest.h"

namespace sluice::app {
namespace {

using report::ExtremeAudit;

// "[Mainland]" or "[H20 class,Mainland]", but not an element whose name only begins so.
bool holds_element(const std::string& cell, const std::string& element) {
  if (element.empty()) return true;
  const std::size_t open = cell.find('[');
  if (open == std::string::npos) return false;
  const std::string inside = "," + cell.substr(open + 1, cell.size() - open - 2) + ",";
  return inside.find("," + element + ",") != std::string::npos;
}

// The back-test machinery sets constants of the model and reads any cell.
study::Backtest probe_of(const study::Extreme& extreme, const std::string& scenario,
                         const ensemble::Bound& bound) {
  const model::Model& model = *bound.model;
  const study::Date start = bound.study->calendar().month_at(model.control.initial_time);
  study::Backtest probe;
  probe.name = probe.label = extreme.label;
  probe.scenario = scenario;
  probe.place = extreme.place;
  for (const auto& name : extreme.variables) {
    const auto id = model.find(name);
    if (!id) continue;
    const model::Variable& variable = model.at(*id);
    for (std::size_t cell = 0; cell < model.cell_count(variable); ++cell) {
      if (variable.equation_of_cell[cell] == model::kNoEquation) continue;
      const std::string whole = model.cell_name(variable, cell);
      if (!holds_element(whole, extreme.element)) continue;
      study::Box box;
      box.variable = box.label = whole;
      box.unit = variable.unit_text;
      box.reduce = study::HistoryReduce::end;
      box.from = box.at = start;  // all saved times are read, not this one
      box.place = extreme.place;
      probe.boxes.push_back(std::move(box));
    }
  }
  return probe;
}

// The largest absolute value from the date on; a number that is none counts as larger than any.
double most_from(const study::Study& study, const results::Frame& frame, std::size_t series,
                 const std::optional<study::Date>& from) {
  double most = 0;
  for (std::size_t t = 0; t < frame.times.size(); ++t) {
    if (from && study.calendar().month_at(frame.times[t]) < *from) continue;
    for (const double value : frame.at(series, t)) {
      most = std::isfinite(value) ? std::max(most, std::abs(value)) : INFINITY;
    }
  }
  return most;
}

// Variable -> the most of any of its cells.
using Most = std::map<std::string, double>;

Most most_by_variable(const study::Study& study, const results::Frame& frame,
                      const study::Backtest& probe, const std::optional<study::Date>& from) {
  Most most;
  for (std::size_t k = 0; k < probe.boxes.size(); ++k) {
    const std::string& cell = probe.boxes[k].variable;
    double& known = most[cell.substr(0, cell.find('['))];
    known = std::max(known, most_from(study, frame, k, from));
  }
  return most;
}

double largest(const Most& most) {
  double whole = 0;
  for (const auto& [name, value] : most) whole = std::max(whole, value);
  return whole;
}

Checked<Most> run_probe(const ensemble::Bound& bound, const study::Backtest& probe,
                        const study::Extreme& extreme, const AuditOptions& options) {
  auto whole = ensemble::bind_backtest(bound, probe);
  if (!whole.value) return {std::nullopt, std::move(whole.diagnostics)};
  const auto runner = ensemble::Runner::make(*whole.value, false);
  if (!runner.value) return {std::nullopt, runner.diagnostics};
  const study::Study& study = *whole.value->study;
  const auto policy = ensemble::find_policy(study, ensemble::kBacktestPolicy, {});
  const auto draws = ensemble::draw(study, &study.worldviews.front(), options.members, study.seed);
  ensemble::RunOptions run_options;
  run_options.threads = options.threads;
  const auto run = runner.value->run({*policy.value}, draws, run_options);
  return {most_by_variable(study, run.scenarios.front().frame, probe, extreme.from), {}};
}

Diagnostics find_nothing_watched(const study::Backtest& probe, const study::Extreme& extreme,
                                 const model::Model& model) {
  for (const auto& name : extreme.variables) {
    if (model.find(name)) continue;
    return {make_diagnostic(Code::study_bad_backtest, extreme.place,
                            format("the extreme \"{}\" watches \"{}\", which the model does not "
                                   "have",
                                   extreme.label, name))};
  }
  if (!probe.boxes.empty()) return {};
  return {make_diagnostic(Code::study_bad_backtest, extreme.place,
                          format("the extreme \"{}\" watches no cell", extreme.label), {},
                          "name variables, and an element that they have")};
}

}  // namespace

Checked<std::vector<ExtremeAudit>> audit_extremes(const ensemble::Bound& bound,
                                                  const AuditOptions& options) {
  std::vector<ExtremeAudit> audits;
  for (const auto& extreme : bound.study->audit.extremes) {
    ExtremeAudit audit{extreme.label, "", extreme.at_most};
    Most without;
    for (const auto& scenario : extreme.scenarios) {
      study::Backtest probe = probe_of(extreme, scenario, bound);
      auto diagnostics = find_nothing_watched(probe, extreme, *bound.model);
      if (!diagnostics.empty()) return {std::nullopt, std::move(diagnostics)};
      const auto plain = run_probe(bound, probe, extreme, options);
      probe.settings = extreme.settings;
      const auto set = run_probe(bound, probe, extreme, options);
      for (const auto* one : {&plain, &set}) {
        if (!one->value) return {std::nullopt, one->diagnostics};
      }
      const double left = largest(*set.value);
      if (audit.scenario.empty() || left > audit.most) audit.scenario = scenario;
      audit.most = std::max(audit.most, left);
      for (const auto& [name, value] : *plain.value) without[name] = std::max(without[name], value);
    }
    audit.otherwise = largest(without);
    for (const auto& [name, value] : without) {
      if (!(value > extreme.at_most)) audit.idle.push_back(name);
    }
    audit.all_idle = audit.idle.size() == without.size();
    audits.push_back(std::move(audit));
  }
  return {std::move(audits), {}};
}

}  // namespace sluice::app
