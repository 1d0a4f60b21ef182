#include <algorithm>
#include <map>

#include "analysis/claims.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/place.h"
#include "app/single_run.h"
#include "base/format.h"
#include "report/claims.h"

namespace sluice::app {
namespace {

std::string full_name(const study::Claim& claim) { return claim.name + "." + claim.variant; }

std::vector<std::string> claim_names(const study::Study& study) {
  std::vector<std::string> names;
  for (const auto& claim : study.claims) names.push_back(full_name(claim));
  return names;
}

Checked<std::vector<const study::Claim*>> claims_named(const study::Study& study,
                                                       const std::vector<std::string>& wanted) {
  std::vector<const study::Claim*> claims;
  Diagnostics diagnostics;
  for (const auto& claim : study.claims) {
    const bool named = std::ranges::any_of(wanted, [&](const std::string& name) {
      return name == claim.name || name == full_name(claim);
    });
    if (wanted.empty() || named) claims.push_back(&claim);
  }
  for (const auto& name : wanted) {
    const bool found = std::ranges::any_of(claims, [&](const study::Claim* claim) {
      return name == claim->name || name == full_name(*claim);
    });
    if (found) continue;
    diagnostics.push_back(make_diagnostic(Code::unknown_name, place_at("--claim"),
                                          format("the study has no claim \"{}\"", name), {},
                                          did_you_mean(name, claim_names(study))));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(claims), {}};
}

Checked<std::vector<const study::Worldview*>> worldviews_named(const study::Study& study,
                                                               const std::string& name) {
  if (name == "all") {
    std::vector<const study::Worldview*> all = {nullptr};
    for (const auto& worldview : study.worldviews) all.push_back(&worldview);
    return {std::move(all), {}};
  }
  auto one = find_worldview(study, name);
  if (!one.value) return {std::nullopt, std::move(one.diagnostics)};
  return {{{*one.value}}, {}};
}

// "hooked.A@2030-12=likely no difference"
struct Expectation {
  std::string claim, horizon, verdict;
};

Checked<std::vector<Expectation>> expectations_in(const std::vector<std::string>& texts,
                                                  const std::vector<const study::Claim*>& claims) {
  std::vector<Expectation> expectations;
  Diagnostics diagnostics;
  for (const auto& text : texts) {
    const std::size_t sign = text.find('=');
    const std::string what = text.substr(0, sign);
    const std::string claim = what.substr(0, what.find('@'));
    const bool known = std::ranges::any_of(
        claims, [&](const study::Claim* one) { return full_name(*one) == claim; });
    if (sign == std::string::npos || !known) {
      diagnostics.push_back(
          make_diagnostic(Code::wrong_use, place_at("--expect"), format("cannot read \"{}\"", text),
                          known ? "" : format("no claim \"{}\" is asked for", claim),
                          "write it as --expect \"name.variant@2030-12=very likely\""));
      continue;
    }
    const bool dated = what.size() > claim.size();
    expectations.push_back(
        {claim, dated ? what.substr(claim.size() + 1) : "", text.substr(sign + 1)});
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(expectations), {}};
}

// What is asked, found in the study.
struct Plan {
  Futures futures;
  std::vector<const study::Claim*> claims;
  std::vector<const study::Worldview*> worldviews;
  std::vector<Expectation> expectations;
  std::vector<ensemble::Policy> policies;  // that the claims read
};

Diagnostics find_lacking(const std::string& path, const study::Study& study) {
  if (!study.claims.empty()) return {};
  return {make_diagnostic(Code::study_lacks, place_at(path), "this study makes no claims", {},
                          "add [[claim]] entries to study.toml")};
}

std::vector<std::string> scenarios_read(const std::vector<const study::Claim*>& claims) {
  std::vector<std::string> names;
  for (const auto* claim : claims) {
    for (auto& name : analysis::scenarios_of(*claim)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

Checked<Plan> plan_of(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return {std::nullopt, std::move(futures.diagnostics)};
  const study::Study& study = futures.value->study();
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  append(diagnostics, find_lacking(arguments.path, study));
  auto claims = claims_named(study, arguments.claims);
  auto worldviews = worldviews_named(study, arguments.sampling.worldview);
  append(diagnostics, std::move(claims.diagnostics));
  append(diagnostics, std::move(worldviews.diagnostics));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  auto expectations = expectations_in(arguments.expected, *claims.value);
  append(diagnostics, std::move(expectations.diagnostics));
  const double first = futures.value->bound.model->control.initial_time;
  const double last = futures.value->bound.model->control.final_time;
  for (const auto* claim : *claims.value) {
    append(diagnostics, analysis::check_dates(study, *claim, first, last));
  }
  auto names = scenarios_read(*claims.value);
  if (names.empty()) names.push_back(study.baseline);  // its members are the futures
  auto policies = policies_named(study, names, "claims");
  append(diagnostics, std::move(policies.diagnostics));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {Plan{std::move(*futures.value), std::move(*claims.value), std::move(*worldviews.value),
               std::move(*expectations.value), std::move(*policies.value)},
          std::move(diagnostics)};
}

// Only the series that a claim reads: a grid of many policies would not fit in memory whole.
results::ScenarioResult with_series(const results::ScenarioResult& from,
                                    const std::vector<std::string>& names) {
  results::ScenarioResult kept{from.name, {}, from.bad};
  kept.frame.times = from.frame.times;
  kept.frame.members = from.frame.members;
  const std::size_t block = from.frame.times.size() * from.frame.members;
  for (std::size_t k = 0; k < from.frame.series.size(); ++k) {
    if (std::ranges::find(names, from.frame.series[k].name) == names.end()) continue;
    kept.frame.series.push_back(from.frame.series[k]);
    const auto* begin = from.frame.values.data() + k * block;
    kept.frame.values.insert(kept.frame.values.end(), begin, begin + block);
  }
  return kept;
}

class Judge {
 public:
  Judge(const Plan& plan, const ensemble::Runner& runner, unsigned threads)
      : plan_(plan), runner_(runner), threads_(threads) {}

  // Empty where a signal ended it.
  std::optional<report::WorldviewAnswers> judge(const study::Worldview* worldview,
                                                const results::Draws& draws) {
    report::WorldviewAnswers view;
    if (worldview != nullptr) {
      view.name = worldview->name;
      view.label = worldview->label;
    }
    const std::string title = worldview == nullptr ? "claims" : "claims, " + view.name;
    const auto run = run_futures(runner_, plan_.policies, draws, threads_, title);
    if (!run.complete) return std::nullopt;
    grids_.clear();
    for (const auto* claim : plan_.claims) {
      const results::Ensemble* grid = nullptr;
      if (claim->kind == study::ClaimKind::exists) {
        if (!run_grid(*claim, draws, title)) return std::nullopt;
        grid = &grids_.at(claim->grid);
      }
      view.claims.push_back(
          {claim, analysis::judge(plan_.futures.study(), *claim, run.ensemble, grid)});
    }
    return view;
  }

 private:
  // Every outcome that a claim about the grid reads.
  std::vector<std::string> outcomes_read(const std::string& grid) const {
    std::vector<std::string> names;
    for (const auto* claim : plan_.claims) {
      if (claim->grid != grid) continue;
      for (auto& name : analysis::outcomes_of(*claim)) names.push_back(std::move(name));
    }
    return names;
  }

  bool run_grid(const study::Claim& claim, const results::Draws& draws, const std::string& title) {
    if (grids_.contains(claim.grid)) return true;
    const auto& study = plan_.futures.study();
    const auto grid = std::ranges::find(study.grids, claim.grid, &study::Grid::name);
    const auto policies = ensemble::policies_of(study, *grid);
    const auto names = outcomes_read(claim.grid);
    results::Ensemble kept;
    kept.draws = draws;
    for (std::size_t k = 0; k < policies.size(); ++k) {
      const std::string progress =
          format("{}, {} policy {} of {}", title, claim.grid, k + 1, policies.size());
      const auto one = run_futures(runner_, {policies[k]}, draws, threads_, progress);
      if (!one.complete) return false;
      kept.scenarios.push_back(with_series(one.ensemble.scenarios.front(), names));
    }
    grids_.emplace(claim.grid, std::move(kept));
    return true;
  }

  const Plan& plan_;
  const ensemble::Runner& runner_;
  unsigned threads_;
  std::map<std::string, results::Ensemble> grids_;
};

Diagnostics find_unexpected(const std::vector<Expectation>& expectations,
                            const report::WorldviewAnswers& view) {
  Diagnostics diagnostics;
  for (const auto& expected : expectations) {
    bool found = false;
    for (const auto& judged : view.claims) {
      if (full_name(*judged.claim) != expected.claim) continue;
      for (const auto& answer : judged.answers) {
        if (!expected.horizon.empty() && answer.horizon != expected.horizon) continue;
        found = true;
        if (answer.verdict == expected.verdict) continue;
        diagnostics.push_back(
            make_diagnostic(Code::verdict_unexpected, place_at("--expect"),
                            format("{}{} is \"{}\", not \"{}\"", expected.claim,
                                   answer.horizon.empty() ? "" : " at " + answer.horizon,
                                   answer.verdict, expected.verdict)));
      }
    }
    if (found) continue;
    diagnostics.push_back(
        make_diagnostic(Code::verdict_unexpected, place_at("--expect"),
                        format("{} has no answer at {}", expected.claim, expected.horizon)));
  }
  return diagnostics;
}

}  // namespace

int claims(const Arguments& arguments) {
  Checked<Plan> plan = plan_of(arguments);
  if (!plan.value) return tell_and_exit(plan.diagnostics);
  auto runner = ensemble::Runner::make(plan.value->futures.bound, false);
  append(plan.diagnostics, std::move(runner.diagnostics));
  if (!runner.value) return tell_and_exit(plan.diagnostics);
  tell(plan.diagnostics);
  Judge judge(*plan.value, *runner.value, arguments.threads);
  std::vector<report::WorldviewAnswers> views;
  report::Making making;
  for (const auto* worldview : plan.value->worldviews) {
    const auto draws = draw_futures(plan.value->futures, worldview);
    auto view = judge.judge(worldview, draws);
    if (!view) return tell_interrupted();
    if (views.empty()) making = making_of("claims", plan.value->futures, draws, view->name);
    views.push_back(std::move(*view));
  }
  const auto& study = plan.value->futures.study();
  const int printed =
      print_and_exit(arguments.json ? report::claims_json(making, study, views)
                                    : report::claims_text(making, study, views, output_terminal()));
  const auto unexpected = find_unexpected(plan.value->expectations, views.front());
  if (unexpected.empty()) return printed;
  tell(unexpected);
  return static_cast<int>(Exit::test_failed);
}

}  // namespace sluice::app
