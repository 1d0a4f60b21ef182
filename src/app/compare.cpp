#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/single_run.h"
#include "report/differences.h"

namespace sluice::app {

int compare(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  const study::Study& study = futures.value->study();
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  auto policies = policies_named(study, {arguments.first, arguments.second}, "compare");
  auto worldview = find_worldview(study, arguments.sampling.worldview);
  auto shown = with_outcomes(study, arguments.outcomes);
  auto runner = ensemble::Runner::make(futures.value->bound, false);
  append(diagnostics, std::move(policies.diagnostics));
  append(diagnostics, std::move(worldview.diagnostics));
  append(diagnostics, std::move(shown.diagnostics));
  append(diagnostics, std::move(runner.diagnostics));
  append(diagnostics, find_no_outcomes(arguments.path, study));
  if (has_error(diagnostics)) return tell_and_exit(diagnostics);
  mention_warnings(arguments.path, diagnostics);
  const auto draws = draw_futures(*futures.value, *worldview.value);
  const auto run = run_futures(*runner.value, *policies.value, draws, arguments.threads, "compare");
  if (!run.complete) return tell_interrupted();
  const auto& first = run.ensemble.scenarios.front();
  const auto& second = run.ensemble.scenarios.back();  // the same one where A is B
  const report::Comparison comparison{&first, &second,
                                      analysis::differences_of(*shown.value, first, second)};
  const auto making = making_of("compare", *futures.value, draws, arguments.sampling.worldview);
  return print_and_exit(
      arguments.json ? report::comparison_json(making, study, comparison)
                     : report::comparison_text(making, study, comparison, output_terminal()));
}

}  // namespace sluice::app
