#include <algorithm>
#include <limits>

#include "ensemble/ensemble.h"
#include "ensemble/stream.h"
#include "lower/lower.h"
#include "program/passes/optimise.h"
#include "study/quantile.h"

namespace sluice::ensemble {
namespace {

using program::InputKind;

// Scheduled only where some scenario needs it: what a uniform lever touches is computed once.
InputKind kind_of(const study::Study& study, const study::Lever& lever) {
  const bool scheduled = std::ranges::any_of(study.scenarios, [&](const study::Scenario& one) {
    const auto found = one.settings.find(lever.name);
    return found != one.settings.end() && !std::holds_alternative<double>(found->second);
  });
  return scheduled ? InputKind::scheduled : InputKind::uniform;
}

lower::Options options_of(const Bound& bound, const RunnerOptions& wanted) {
  lower::Options options;
  const study::Study& study = *bound.study;
  for (std::size_t i = 0; i < study.levers.size(); ++i) {
    const InputKind kind =
        wanted.any_schedule ? InputKind::scheduled : kind_of(study, study.levers[i]);
    options.inputs.push_back({bound.lever_cells[i], kind});
  }
  for (const model::CellRef cell : bound.uncertainty_cells) {
    options.inputs.push_back({cell, InputKind::member});
  }
  options.outputs = bound.outcome_cells;
  if (wanted.with_history) {
    options.outputs.insert(options.outputs.end(), bound.history_cells.begin(),
                           bound.history_cells.end());
  }
  return options;
}

std::vector<results::SeriesInfo> series_of(const study::Study& study, bool with_history) {
  std::vector<results::SeriesInfo> series;
  for (const study::Outcome& one : study.outcomes) {
    series.push_back({one.name, one.label, one.unit, one.definition});
  }
  if (!with_history) return series;
  for (const study::History& one : study.histories) {
    series.push_back({"history:" + one.name, one.label, one.unit, one.note});
  }
  return series;
}

std::vector<double> saved_times(const program::Program& program) {
  std::vector<double> times;
  for (const std::uint32_t step : program::saved_steps(program.timing)) {
    times.push_back(program::time_at(program.timing, step));
  }
  return times;
}

// Every future of every policy, kept. Each block has places of its own, so nothing is locked.
class Frames : public FutureSink {
 public:
  Frames(const Runner& runner, const std::vector<Policy>& policies, std::size_t members)
      : bad_(policies.size() * members) {
    results::Frame empty;
    empty.series = runner.series();
    empty.times = runner.times();
    empty.members = members;
    for (const Policy& policy : policies) {
      results::ScenarioResult result{policy.name, empty, {}, {}};
      result.frame.values.assign(empty.series.size() * empty.times.size() * members,
                                 std::numeric_limits<double>::quiet_NaN());
      result.unreached.assign(members, 1);
      results_.push_back(std::move(result));
    }
  }

  void take(const FutureBlock& block) override {
    for (const PolicyBlock& one : block.policies) {
      results::ScenarioResult& result = results_[one.policy];
      const auto first = static_cast<std::size_t>(block.first_member);
      for (std::size_t row = 0; row < result.frame.series.size() * result.frame.times.size();
           ++row) {
        std::copy_n(one.values.values + row * one.values.stride, block.members,
                    result.frame.values.data() + row * result.frame.members + first);
      }
      std::fill_n(result.unreached.begin() + static_cast<std::ptrdiff_t>(first), block.members, 0);
      for (const auto& bad : one.bad) bad_[one.policy * result.frame.members + bad.member] = bad;
    }
  }

  std::vector<results::ScenarioResult> take_results() {
    for (std::size_t policy = 0; policy < results_.size(); ++policy) finish(policy);
    return std::move(results_);
  }

 private:
  void finish(std::size_t policy) {
    results::ScenarioResult& result = results_[policy];
    for (std::size_t m = 0; m < result.frame.members; ++m) {
      const auto& bad = bad_[policy * result.frame.members + m];
      if (bad) result.bad.push_back(*bad);
    }
    if (std::ranges::find(result.unreached, 1) == result.unreached.end()) result.unreached.clear();
  }

  std::vector<results::ScenarioResult> results_;
  std::vector<std::optional<results::BadMember>> bad_;  // [policy][member]
};

}  // namespace

Checked<Runner> Runner::make(const Bound& bound, const RunnerOptions& options) {
  Checked<program::Program> program = lower::lower(*bound.model, options_of(bound, options));
  Checked<Runner> result{.value = {}, .diagnostics = std::move(program.diagnostics)};
  if (!program.value) return result;
  Runner runner;
  runner.kernel_ =
      std::make_shared<const execute::Kernel>(program::optimise(std::move(*program.value)));
  runner.bound_ = std::make_shared<const Bound>(bound);
  runner.series_ = series_of(*bound.study, options.with_history);
  runner.times_ = saved_times(runner.kernel_->program());
  result.value = std::move(runner);
  return result;
}

results::Ensemble Runner::run(const std::vector<Policy>& policies, const results::Draws& draws,
                              const RunOptions& options) const {
  Frames frames(*this, policies, draws.members);
  Stream stream(*this, policies, DrawPlan(bound_->study, draws), Blocks::one_policy);
  stream.run(0, draws.members, frames, options);
  return {draws, frames.take_results()};
}

std::vector<double> Runner::central_values() const {
  std::vector<double> values;
  for (const study::Uncertainty& input : bound_->study->uncertainties) {
    values.push_back(study::central_value(input.distribution));
  }
  return values;
}

}  // namespace sluice::ensemble
