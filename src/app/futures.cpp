#include "app/futures.h"

#include <algorithm>
#include <memory>

#include "app/console.h"
#include "app/open.h"
#include "app/place.h"
#include "app/sensitivity.h"
#include "app/signals.h"
#include "base/format.h"
#include "ensemble/design.h"

namespace sluice::app {

Futures with_sampling(Futures futures, const Sampling& sampling) {
  const study::Study& study = futures.study();
  auto changed = std::make_shared<study::Study>(study);
  changed->members = sampling.members.value_or(study.members);
  changed->seed = sampling.seed.value_or(study.seed);
  changed->design = sampling.design.value_or(study.design);
  futures.bound.study = std::move(changed);
  return futures;
}

Checked<Futures> open_futures(const Arguments& arguments) {
  Checked<ensemble::Bound> bound =
      arguments.sensitivity.empty()
          ? open_study(arguments.path, arguments.with, arguments.data)
          : open_sensitivity({arguments.path, arguments.sensitivity, arguments.save,
                              arguments.changes, arguments.data});
  if (!bound.value) return {std::nullopt, std::move(bound.diagnostics)};
  return {with_sampling({std::move(*bound.value), bound.diagnostics}, arguments.sampling),
          bound.diagnostics};
}

Checked<std::vector<ensemble::Policy>> policies_named(const study::Study& study,
                                                      const std::vector<std::string>& names,
                                                      const char* where) {
  std::vector<std::string> wanted = names;
  if (wanted.empty()) {
    for (const auto& scenario : study.scenarios) wanted.push_back(scenario.name);
  }
  std::vector<ensemble::Policy> policies;
  Diagnostics diagnostics;
  for (const auto& name : wanted) {
    const auto same = [&](const ensemble::Policy& policy) { return policy.name == name; };
    if (std::ranges::any_of(policies, same)) continue;
    auto policy = ensemble::find_policy(study, name, place_at(where));
    append(diagnostics, std::move(policy.diagnostics));
    if (policy.value) policies.push_back(std::move(*policy.value));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(policies), std::move(diagnostics)};
}

results::Draws draw_futures(const Futures& futures, const study::Worldview* worldview) {
  const study::Study& study = futures.study();
  return ensemble::draw(study, worldview, study.members, study.seed);
}

ensemble::DrawPlan draw_plan(const Futures& futures, const study::Worldview* worldview) {
  const study::Study& study = futures.study();
  return {futures.bound.study, worldview, study.members, study.seed};
}

Run run_futures(const ensemble::Runner& runner, const std::vector<ensemble::Policy>& policies,
                const results::Draws& draws, unsigned threads, const std::string& title) {
  ProgressBar bar(title);
  ensemble::RunOptions options;
  options.threads = threads;
  options.cancel = &interrupted();
  options.progress = [&](const ensemble::Progress& progress) {
    bar.show(progress.members_done, progress.members_total);
  };
  results::Ensemble ensemble = runner.run(policies, draws, options);
  return {std::move(ensemble), !interrupted()};
}

int tell_interrupted() {
  write_message("sluice: interrupted\n");
  return kInterrupted;
}

report::Making making_of(const std::string& command, const Futures& futures,
                         const results::Draws& draws, const std::string& worldview) {
  return {command, futures.study().name, draws.members, draws.seed, draws.design, worldview};
}

report::Making making_of(const std::string& command, const Futures& futures, std::uint64_t members,
                         const std::string& worldview) {
  const study::Study& study = futures.study();
  return {command,  study.name, members, study.seed, std::string(ensemble::name_of(study.design)),
          worldview};
}

results::Frame frame_without_numbers(const ensemble::Runner& runner) {
  results::Frame frame;
  frame.series = runner.series();
  frame.times = runner.times();
  return frame;
}

std::vector<results::ScenarioResult> without_frames(const ensemble::FanRun& fans,
                                                    const results::Frame& shape) {
  std::vector<results::ScenarioResult> results;
  for (std::size_t k = 0; k < fans.policies().size(); ++k) {
    results::ScenarioResult one{fans.policies()[k].name, shape, fans.bad(k), {}};
    one.frame.members = static_cast<std::size_t>(fans.members());
    results.push_back(std::move(one));
  }
  return results;
}

ensemble::Bound with_only_outcomes(const ensemble::Bound& bound,
                                   const std::vector<std::string>& outcomes) {
  ensemble::Bound kept = bound;
  auto study = std::make_shared<study::Study>(*bound.study);
  study->outcomes.clear();
  kept.outcome_cells.clear();
  for (std::size_t k = 0; k < bound.study->outcomes.size(); ++k) {
    const study::Outcome& outcome = bound.study->outcomes[k];
    if (std::ranges::find(outcomes, outcome.name) == outcomes.end()) continue;
    study->outcomes.push_back(outcome);
    kept.outcome_cells.push_back(bound.outcome_cells[k]);
  }
  kept.study = std::move(study);
  return kept;
}

Diagnostics find_no_outcomes(const std::string& path, const study::Study& study) {
  if (!study.outcomes.empty()) return {};
  return {make_diagnostic(Code::study_lacks, place_at(path), "this study asks for no outcomes", {},
                          "add [[outcome]] entries to study.toml")};
}

Checked<study::Study> with_outcomes(const study::Study& study,
                                    const std::vector<std::string>& outcomes) {
  Diagnostics diagnostics;
  std::vector<std::string> known;
  for (const auto& outcome : study.outcomes) known.push_back(outcome.name);
  for (const auto& name : outcomes) {
    if (std::ranges::find(known, name) != known.end()) continue;
    diagnostics.push_back(make_diagnostic(Code::unknown_name, place_at("--outcomes"),
                                          format("the study has no outcome \"{}\"", name), {},
                                          near_or_all(name, known, "outcomes")));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  study::Study shown = study;
  if (!outcomes.empty()) {
    std::erase_if(shown.outcomes, [&](const study::Outcome& outcome) {
      return std::ranges::find(outcomes, outcome.name) == outcomes.end();
    });
  }
  return {std::move(shown), {}};
}

}  // namespace sluice::app
