#include <algorithm>
#include <cmath>

#include "app/audits.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

using report::InputAudit;

std::vector<std::string> scenarios_of(const study::Study& study) {
  std::vector<std::string> names = study.audit.scenarios;
  if (!names.empty()) return names;
  for (const auto& scenario : study.scenarios) names.push_back(scenario.name);
  return names;
}

// The study's draws 2 K + 1 times over: as they are, then for each input at its low and its high
// end.
results::Draws spread(const study::Study& study, const results::Draws& draws) {
  const std::size_t copies = 2 * study.uncertainties.size() + 1;
  results::Draws all = draws;
  all.members = draws.members * copies;
  all.values.clear();
  for (std::size_t input = 0; input < study.uncertainties.size(); ++input) {
    const auto& distribution = study.uncertainties[input].distribution;
    const auto end_at = [&](double probability) {
      const double end = study::quantile(distribution, probability);
      return distribution.integer ? std::nearbyint(end) : end;
    };
    const double low = end_at(0.05), high = end_at(0.95);
    for (std::size_t copy = 0; copy < copies; ++copy) {
      const bool mine = copy > 0 && (copy - 1) / 2 == input;
      for (std::size_t m = 0; m < draws.members; ++m) {
        const double end = copy % 2 == 1 ? low : high;
        all.values.push_back(mine ? end : draws.of(input)[m]);
      }
    }
  }
  return all;
}

class InputAuditor {
 public:
  InputAuditor(const ensemble::Bound& bound, const ensemble::Runner& runner,
               const AuditOptions& options)
      : study_(*bound.study),
        runner_(runner),
        options_(options),
        draws_(ensemble::draw(study_, nullptr, options.members, study_.seed)) {
    for (const auto& lever : study_.levers) audits_.push_back({true, lever.name, "", {}});
    for (const auto& input : study_.uncertainties) audits_.push_back({false, input.name, "", {}});
  }

  std::vector<InputAudit> run() {
    const results::Draws spread_draws = spread(study_, draws_);
    for (const auto& name : scenarios_of(study_)) {
      const auto policy = ensemble::find_policy(study_, name, {});
      try_inputs(*policy.value, spread_draws);
      try_levers(*policy.value);
    }
    return std::move(audits_);
  }

 private:
  ensemble::RunOptions run_options() const {
    ensemble::RunOptions options;
    options.threads = options_.threads;
    return options;
  }

  void keep_larger(std::size_t input, const std::string& scenario, const analysis::Effect& effect) {
    auto& known = audits_[input].effect.known;
    known = known || effect.known;
    if (!analysis::tells_more(effect, audits_[input].effect)) return;
    audits_[input].effect = effect;
    audits_[input].scenario = scenario;
  }

  void try_inputs(const ensemble::Policy& policy, const results::Draws& spread_draws) {
    const auto ensemble = runner_.run({policy}, spread_draws, run_options());
    const auto frame = analysis::published(study_, ensemble.scenarios.front().frame);
    bands_ = analysis::bands_of(frame, draws_.members);
    for (std::size_t k = 0; k < study_.uncertainties.size(); ++k) {
      const std::size_t low = (2 * k + 1) * draws_.members, high = low + draws_.members;
      keep_larger(study_.levers.size() + k, policy.name,
                  analysis::largest_effect({&frame, low}, {&frame, high}, draws_.members, bands_,
                                           analysis::Middle::mean));
    }
  }

  void try_levers(const ensemble::Policy& policy) {
    for (std::size_t k = 0; k < study_.levers.size(); ++k) {
      ensemble::Policy low = policy, high = policy;
      low.settings[k] = study_.levers[k].low;
      high.settings[k] = study_.levers[k].high;
      const auto ends = runner_.run({low, high}, draws_, run_options());
      const auto at_low = analysis::published(study_, ends.scenarios[0].frame);
      const auto at_high = analysis::published(study_, ends.scenarios[1].frame);
      keep_larger(k, policy.name,
                  analysis::largest_effect({&at_low, 0}, {&at_high, 0}, draws_.members, bands_,
                                           analysis::Middle::mean));
    }
  }

  const study::Study& study_;
  const ensemble::Runner& runner_;
  AuditOptions options_;
  results::Draws draws_;
  std::vector<InputAudit> audits_;
  analysis::Bands bands_;
};

}  // namespace

Checked<std::vector<InputAudit>> audit_inputs(const ensemble::Bound& bound,
                                              const AuditOptions& options) {
  const auto runner = ensemble::Runner::make(bound, false);
  if (!runner.value) return {std::nullopt, runner.diagnostics};
  return {InputAuditor(bound, *runner.value, options).run(), {}};
}

}  // namespace sluice::app
