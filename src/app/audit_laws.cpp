#include <algorithm>
#include <cmath>
#include <memory>

#include "app/audits.h"
#include "model/dependencies.h"

namespace sluice::app {
namespace {

using model::Variable;
using model::VariableKind;
using report::LawAudit;

// What is watched: a law's cells or a stock's, and what its size is measured against.
struct Watched {
  std::string name;
  bool stock = false;
  std::vector<std::string> own, scale;  // outcomes
};

class Watch {
 public:
  explicit Watch(const ensemble::Bound& bound)
      : bound_(bound), model_(*bound.model), audit_(bound.study->audit) {
    for (std::size_t k = 0; k < model_.variables.size(); ++k) {
      const auto id = static_cast<model::VariableId>(k);
      if (is_law(id)) watch(id, model::causes_of(model_, id), false);
      if (is_thing(model_.at(id))) watch(id, {id}, true);
    }
  }

  const std::vector<Watched>& watched() const { return watched_; }

  // The study with the watched cells as its outcomes.
  Checked<ensemble::Bound> study() const {
    auto study = std::make_shared<study::Study>(*bound_.study);
    study->outcomes = outcomes_;
    study->claims.clear();
    study->histories.clear();
    return ensemble::join(std::move(study), bound_.model);
  }

 private:
  bool is_law(model::VariableId id) const {
    const Variable& variable = model_.at(id);
    return variable.kind == VariableKind::auxiliary && variable.group.ends_with(audit_.laws) &&
           model::uses_of(model_, id).empty();
  }

  bool is_thing(const Variable& variable) const {
    const auto& accounts = audit_.signed_stocks;
    return variable.kind == VariableKind::stock &&
           std::ranges::find(accounts, variable.name) == accounts.end();
  }

  void watch(model::VariableId id, const std::vector<model::VariableId>& scale, bool stock) {
    Watched one{model_.at(id).name, stock, outcomes_of(id), {}};
    for (const auto other : scale) {
      const Variable& variable = model_.at(other);
      if (variable.kind == VariableKind::lookup || other == model_.time) continue;
      for (auto& name : outcomes_of(other)) one.scale.push_back(std::move(name));
    }
    watched_.push_back(std::move(one));
  }

  std::vector<std::string> outcomes_of(model::VariableId id) {
    const Variable& variable = model_.at(id);
    std::vector<std::string> names;
    for (std::size_t cell = 0; cell < model_.cell_count(variable); ++cell) {
      if (variable.equation_of_cell[cell] == model::kNoEquation) continue;
      study::Outcome outcome;
      outcome.name = outcome.variable = outcome.label = model_.cell_name(variable, cell);
      outcome.unit = variable.unit_text;
      names.push_back(outcome.name);
      const auto known = std::ranges::find(outcomes_, outcome.name, &study::Outcome::name);
      if (known == outcomes_.end()) outcomes_.push_back(std::move(outcome));
    }
    return names;
  }

  const ensemble::Bound& bound_;
  const model::Model& model_;
  study::Audit audit_;
  std::vector<Watched> watched_;
  std::vector<study::Outcome> outcomes_;
};

std::size_t series_of(const results::Frame& frame, const std::string& name) {
  const auto found = std::ranges::find(frame.series, name, &results::SeriesInfo::name);
  return static_cast<std::size_t>(found - frame.series.begin());
}

double largest(const results::Frame& frame, const std::vector<std::string>& names) {
  double largest = 0;
  for (const auto& name : names) {
    const std::size_t series = series_of(frame, name);
    for (std::size_t t = 0; t < frame.times.size(); ++t) {
      for (const double value : frame.at(series, t)) {
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
      }
    }
  }
  return largest;
}

// The first number that is none decides: what follows from it is no further news.
void keep_unknown(const results::ScenarioResult& result, std::size_t member, double time,
                  LawAudit& audit) {
  if (audit.unknown) return;
  audit.unknown = true;
  audit.worst = INFINITY;
  audit.scenario = result.name;
  audit.member = member;
  audit.time = time;
}

void look_at(const results::ScenarioResult& result, const Watched& watched, LawAudit& audit) {
  const results::Frame& frame = result.frame;
  const double scale = std::max(largest(frame, watched.scale), 1e-300);
  for (const auto& name : watched.own) {
    const std::size_t series = series_of(frame, name);
    for (std::size_t t = 0; t < frame.times.size(); ++t) {
      const auto row = frame.at(series, t);
      for (std::size_t m = 0; m < row.size(); ++m) {
        const double off = (watched.stock ? std::max(0.0, -row[m]) : std::abs(row[m])) / scale;
        if (!std::isfinite(row[m])) keep_unknown(result, m, frame.times[t], audit);
        if (audit.unknown || !(off > audit.worst)) continue;
        audit.worst = off;
        audit.scenario = result.name;
        audit.member = m;
        audit.time = frame.times[t];
      }
    }
  }
}

}  // namespace

Checked<std::vector<LawAudit>> audit_laws(const ensemble::Bound& bound,
                                          const AuditOptions& options) {
  const Watch watch(bound);
  const auto watched_study = watch.study();
  if (!watched_study.value) return {std::nullopt, watched_study.diagnostics};
  const auto runner = ensemble::Runner::make(*watched_study.value, false);
  if (!runner.value) return {std::nullopt, runner.diagnostics};
  const study::Study& study = *bound.study;
  const auto draws = ensemble::draw(study, nullptr, options.members, study.seed);
  std::vector<LawAudit> audits;
  for (const auto& one : watch.watched()) audits.push_back({one.name, "", one.stock});
  ensemble::RunOptions run_options;
  run_options.threads = options.threads;
  // One scenario at a time: all stocks of all futures are many numbers.
  for (const auto& scenario : study.scenarios) {
    const auto policy = ensemble::find_policy(study, scenario.name, {});
    const auto run = runner.value->run({*policy.value}, draws, run_options);
    for (std::size_t k = 0; k < audits.size(); ++k) {
      look_at(run.scenarios.front(), watch.watched()[k], audits[k]);
    }
  }
  return {std::move(audits), {}};
}

}  // namespace sluice::app
