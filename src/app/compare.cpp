#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/grading.h"
#include "app/place.h"
#include "app/signals.h"
#include "app/single_run.h"
#include "base/format.h"
#include "report/differences.h"

namespace sluice::app {
namespace {

bool run_all(ensemble::FanRun& fans, unsigned threads) {
  ProgressBar bar("compare");
  ensemble::RunOptions options;
  options.threads = threads;
  options.cancel = &interrupted();
  options.progress = [&](const ensemble::Progress& progress) {
    bar.show(progress.members_done, progress.members_total);
  };
  return fans.run_to(fans.most_members(), options);
}

}  // namespace

int compare(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  const study::Study& study = futures.value->study();
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  auto policies = policies_named(study, {arguments.first, arguments.second}, "compare");
  auto worldview = find_worldview(study, arguments.sampling.worldview);
  auto shown = with_outcomes(study, arguments.outcomes);
  auto runner = ensemble::Runner::make(futures.value->bound, ensemble::RunnerOptions{});
  append(diagnostics, std::move(policies.diagnostics));
  append(diagnostics, std::move(worldview.diagnostics));
  append(diagnostics, std::move(shown.diagnostics));
  append(diagnostics, std::move(runner.diagnostics));
  append(diagnostics, find_no_outcomes(arguments.path, study));
  if (arguments.first == arguments.second) {
    diagnostics.push_back(make_diagnostic(Code::wrong_use, place_at("compare"),
                                          format("\"{}\" is compared with itself", arguments.first),
                                          "every difference would be 0", "name two scenarios"));
  }
  if (has_error(diagnostics)) return tell_and_exit(diagnostics);
  mention_warnings(arguments.path, diagnostics);
  const auto shape = frame_without_numbers(*runner.value);
  const std::size_t last = policies.value->size() - 1;
  const GradedRun graded{*futures.value, *runner.value, *policies.value, *worldview.value,
                         arguments.threads};
  ensemble::FanRun fans(
      *runner.value, std::move(*policies.value), draw_plan(*futures.value, *worldview.value),
      {.readings = analysis::yearly_readings(*shown.value, shape), .pairs = {{0, last}}});
  if (!run_all(fans, arguments.threads)) return tell_interrupted();
  const auto results = without_frames(fans, shape);
  report::Comparison comparison{&results.front(), &results.back(),
                                analysis::differences_of(*shown.value, shape, fans.of_policy(0),
                                                         fans.of_policy(last), fans.of_pair(0))};
  const auto grades = grades_of_changes(graded, *shown.value);
  if (interrupted()) return tell_interrupted();
  for (std::size_t k = 0; k < grades.size(); ++k) comparison.differences[k].grade = grades[k];
  auto making = making_of("compare", *futures.value, fans.members(), arguments.sampling.worldview);
  if (!fans.exact()) {
    making.counted = {fans.exact_members(), analysis::largest_error(comparison.differences)};
  }
  return print_and_exit(
      arguments.json ? report::comparison_json(making, study, comparison)
                     : report::comparison_text(making, study, comparison, output_terminal()));
}

}  // namespace sluice::app
