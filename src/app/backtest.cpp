#include "analysis/backtest.h"

#include <algorithm>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/foretold.h"
#include "app/futures.h"
#include "app/late_effects.h"
#include "app/place.h"
#include "app/room.h"
#include "app/signals.h"
#include "base/format.h"
#include "ensemble/backtest.h"
#include "ensemble/design.h"
#include "report/backtest.h"

namespace sluice::app {
namespace {

Checked<std::vector<const study::Backtest*>> backtests_named(
    const std::string& path, const study::Study& study, const std::vector<std::string>& wanted) {
  std::vector<const study::Backtest*> found;
  std::vector<std::string> known;
  Diagnostics diagnostics;
  for (const auto& one : study.backtests) {
    known.push_back(one.name);
    if (wanted.empty() || std::ranges::find(wanted, one.name) != wanted.end()) {
      found.push_back(&one);
    }
  }
  if (known.empty()) {
    diagnostics.push_back(make_diagnostic(Code::study_lacks, place_at(path),
                                          "this study has no back-tests", {},
                                          "add [[backtest]] entries to study.toml"));
  }
  for (const auto& name : wanted) {
    if (known.empty() || std::ranges::find(known, name) != known.end()) continue;
    diagnostics.push_back(make_diagnostic(Code::unknown_name, place_at("--backtest"),
                                          format("the study has no back-test \"{}\"", name), {},
                                          near_or_all(name, known, "back-tests")));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(found), {}};
}

// Empty value without an error where a signal ended it.
Checked<std::optional<report::BacktestFinding>> find(const Futures& futures,
                                                     const study::Backtest& backtest,
                                                     unsigned threads) {
  auto bound = ensemble::bind_backtest(futures.bound, backtest);
  if (!bound.value) return {std::nullopt, std::move(bound.diagnostics)};
  const auto left = left_inputs(futures.bound, backtest);
  const auto effects = late_effects(futures.bound, backtest, left, threads);
  if (!effects.value) return {std::nullopt, effects.diagnostics};
  if (interrupted()) return {std::optional<report::BacktestFinding>(), {}};
  bound.value->study =
      with_foretold(futures.bound, backtest, *bound.value->study, left, *effects.value);
  auto runner = ensemble::Runner::make(*bound.value, true);
  if (!runner.value) return {std::nullopt, std::move(runner.diagnostics)};
  const study::Study& study = *bound.value->study;
  const auto policy = ensemble::find_policy(study, ensemble::kBacktestPolicy, {});
  expect_room("sluice backtest", kept_by(*runner.value, 1, study.members));
  const auto draws = ensemble::draw(study, &study.worldviews.front(), study.members, study.seed);
  const auto run =
      run_futures(*runner.value, {*policy.value}, draws, threads, "backtest, " + backtest.name);
  if (!run.complete) return {std::optional<report::BacktestFinding>(), {}};
  const auto& result = run.ensemble.scenarios.front();
  report::BacktestFinding finding{&backtest, analysis::backtest_fit(study, backtest, result), {}};
  finding.late = by_effect(finding.fit, left, *effects.value);
  return {std::move(finding), {}};
}

// A share within its Monte Carlo error of what is needed condemns nothing: another seed might meet
// it.
bool is_missed(const report::BacktestFinding& finding) {
  const std::string& verdict = finding.fit.verdict;
  return finding.backtest->needed && verdict != "met" && verdict != "too close to tell";
}

Diagnostics find_unlikely(const std::vector<report::BacktestFinding>& findings) {
  Diagnostics diagnostics;
  for (const auto& finding : findings) {
    if (!is_missed(finding)) continue;
    diagnostics.push_back(make_diagnostic(
        Code::backtest_unlikely, finding.backtest->place,
        format("what came after {} falls into the boxes of back-test \"{}\" in {} of {} futures, "
               "less than the {} that are needed",
               study::to_text(finding.backtest->cut), finding.backtest->name, finding.fit.inside,
               finding.fit.members, to_text(*finding.backtest->needed)),
        {}, "what was believed then, or the model, makes the observed next to impossible"));
  }
  return diagnostics;
}

}  // namespace

int backtest(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  const study::Study& study = futures.value->study();
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  auto chosen = backtests_named(arguments.path, study, arguments.names);
  append(diagnostics, std::move(chosen.diagnostics));
  if (has_error(diagnostics)) return tell_and_exit(diagnostics);
  mention_warnings(arguments.path, diagnostics);
  std::vector<report::BacktestFinding> findings;
  for (const auto* one : *chosen.value) {
    auto finding = find(*futures.value, *one, arguments.threads);
    if (has_error(finding.diagnostics)) return tell_and_exit(finding.diagnostics);
    if (!*finding.value) return tell_interrupted();
    findings.push_back(std::move(**finding.value));
  }
  const report::Making making{"backtest",
                              study.name,
                              study.members,
                              study.seed,
                              std::string(ensemble::name_of(study.design)),
                              ""};
  const int printed = print_and_exit(
      arguments.json ? report::backtests_json(making, findings)
                     : report::backtests_text(making, study, findings, output_terminal()));
  const auto unlikely = find_unlikely(findings);
  if (unlikely.empty()) return printed;
  tell(unlikely);
  return static_cast<int>(Exit::test_failed);
}

}  // namespace sluice::app
