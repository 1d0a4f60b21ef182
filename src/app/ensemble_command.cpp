#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/output.h"
#include "app/signals.h"
#include "app/single_run.h"
#include "app/stored.h"
#include "report/fans.h"
#include "results/result_file.h"

namespace sluice::app {
namespace {

std::vector<report::ScenarioFans> fans_by_scenario(const study::Study& shown,
                                                   const std::vector<ensemble::Policy>& policies,
                                                   const results::Ensemble& ensemble) {
  std::vector<report::ScenarioFans> scenarios;
  for (std::size_t k = 0; k < ensemble.scenarios.size(); ++k) {
    const auto& result = ensemble.scenarios[k];
    scenarios.push_back({&result, policies[k].label, analysis::fans_of(shown, result)});
  }
  return scenarios;
}

// All that the command line says, found in the study.
struct Plan {
  Futures futures;
  study::Study shown;
  std::vector<ensemble::Policy> policies;
  const study::Worldview* worldview = nullptr;
};

Checked<Plan> plan_of(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return {std::nullopt, std::move(futures.diagnostics)};
  const study::Study& study = futures.value->study();
  auto policies = policies_named(study, arguments.scenarios, "--scenario");
  auto worldview = find_worldview(study, arguments.sampling.worldview);
  auto shown = with_outcomes(study, arguments.outcomes);
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  append(diagnostics, std::move(policies.diagnostics));
  append(diagnostics, std::move(worldview.diagnostics));
  append(diagnostics, std::move(shown.diagnostics));
  append(diagnostics, find_no_outcomes(arguments.path, study));
  append(diagnostics, find_unwritable(arguments.output));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {Plan{std::move(*futures.value), std::move(*shown.value), std::move(*policies.value),
               *worldview.value},
          std::move(diagnostics)};
}

}  // namespace

int ensemble(const Arguments& arguments) {
  Checked<Plan> plan = plan_of(arguments);
  if (!plan.value) return tell_and_exit(plan.diagnostics);
  const Futures& futures = plan.value->futures;
  auto runner = ensemble::Runner::make(futures.bound, false);
  append(plan.diagnostics, std::move(runner.diagnostics));
  if (!runner.value) return tell_and_exit(plan.diagnostics);
  mention_warnings(arguments.path, plan.diagnostics);
  const auto draws = draw_futures(futures, plan.value->worldview);
  const std::string& worldview = arguments.sampling.worldview;
  auto run = run_futures(*runner.value, plan.value->policies, draws, arguments.threads, "ensemble");
  if (!arguments.output.empty()) {
    auto file = result_file_of("ensemble", futures, worldview, plan.value->policies, run.ensemble);
    file.made.complete = run.complete;
    const auto failed = results::write_result(arguments.output, file, run.complete);
    if (has_error(failed)) return tell_and_exit(failed);
  }
  if (!run.complete) return tell_interrupted();
  const auto making = making_of("ensemble", futures, draws, worldview);
  const auto fans = fans_by_scenario(plan.value->shown, plan.value->policies, run.ensemble);
  return print_and_exit(arguments.json
                            ? report::fans_json(making, futures.study(), fans)
                            : report::fans_text(making, futures.study(), fans,
                                                arguments.all_quantiles, output_terminal()));
}

}  // namespace sluice::app
