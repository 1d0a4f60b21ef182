#include "report/history.h"

#include <algorithm>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/place.h"
#include "app/room.h"
#include "app/single_run.h"
#include "base/format.h"
#include "report/fit_tables.h"

namespace sluice::app {
namespace {

Diagnostics find_lacking(const std::string& path, const study::Study& study) {
  if (!study.histories.empty()) return {};
  return {make_diagnostic(Code::study_lacks, place_at(path), "this study has no history to compare",
                          {}, "add [[history]] entries to study.toml")};
}

bool fails(const analysis::CoverageVerdict& verdict) {
  return verdict.judgement == analysis::Judgement::misses ||
         verdict.judgement == analysis::Judgement::too_wide ||
         verdict.judgement == analysis::Judgement::unknown;
}

Diagnostics find_failing(const study::Study& study, const std::vector<analysis::SeriesFit>& fits) {
  Diagnostics diagnostics;
  const auto say = [&](const Place& place, const std::string& what,
                       const analysis::CoverageVerdict& verdict) {
    if (!fails(verdict)) return;
    diagnostics.push_back(make_diagnostic(Code::history_fails, place,
                                          format("{} {}", what, report::judged(verdict))));
  };
  for (std::size_t k = 0; k < fits.size(); ++k) {
    if (!fits[k].scored || fits[k].points.empty()) continue;
    say(study.histories[k].place, format("history \"{}\"", fits[k].name), fits[k].fit.verdict);
  }
  for (const auto& pool : analysis::pooled(fits)) {
    say(place_at(study.folder + "/study.toml"), pool.name, pool.fit.verdict);
  }
  return diagnostics;
}

}  // namespace

int history(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  const study::Study& study = futures.value->study();
  const std::string scenario = arguments.first.empty() ? study.baseline : arguments.first;
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  append(diagnostics, find_lacking(arguments.path, study));
  auto policies = policies_named(study, {scenario}, "--scenario");
  auto worldview = find_worldview(study, arguments.sampling.worldview);
  auto runner = ensemble::Runner::make(futures.value->bound, true);
  append(diagnostics, std::move(policies.diagnostics));
  append(diagnostics, std::move(worldview.diagnostics));
  append(diagnostics, std::move(runner.diagnostics));
  if (has_error(diagnostics)) return tell_and_exit(diagnostics);
  mention_warnings(arguments.path, diagnostics);
  expect_room("sluice history", kept_by(*runner.value, policies.value->size(), study.members));
  const auto draws = draw_futures(*futures.value, *worldview.value);
  const auto run = run_futures(*runner.value, *policies.value, draws, arguments.threads, "history");
  if (!run.complete) return tell_interrupted();
  const auto fits = analysis::fits_of(study, run.ensemble.scenarios.front());
  const auto shown = [](const auto& fit) { return !fit.points.empty(); };
  if (std::ranges::none_of(fits, shown)) {
    return tell_and_exit({make_diagnostic(Code::study_lacks, place_at(arguments.path),
                                          "no observed period lies inside the run", {},
                                          "add rows to the history files for dates that the model "
                                          "runs through")});
  }
  const auto making = making_of("history", *futures.value, draws, arguments.sampling.worldview);
  const int printed = print_and_exit(
      arguments.json ? report::history_json(making, study, run.ensemble.scenarios.front(), fits)
                     : report::history_text(making, study, run.ensemble.scenarios.front(), fits,
                                            output_terminal()));
  const auto failing = arguments.strict ? find_failing(study, fits) : Diagnostics{};
  if (failing.empty()) return printed;
  tell(failing);
  return static_cast<int>(Exit::test_failed);
}

}  // namespace sluice::app
