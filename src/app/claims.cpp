#include <algorithm>
#include <map>

#include "analysis/claims.h"
#include "app/claims_plan.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/place.h"
#include "base/format.h"
#include "report/claims.h"

namespace sluice::app {
namespace {

// Outcomes that some of the claims read, each once.
std::vector<std::string> outcomes_read(const std::vector<const study::Claim*>& claims) {
  std::vector<std::string> names;
  for (const auto* claim : claims) {
    for (auto& name : analysis::outcomes_of(*claim)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

// A smaller program computes, and keeps, only what the claims read.
Checked<ensemble::Runner> runner_for(const ensemble::Bound& bound,
                                     const std::vector<const study::Claim*>& claims) {
  return ensemble::Runner::make(with_only_outcomes(bound, outcomes_read(claims)), false);
}

struct Runners {
  ensemble::Runner scenarios;
  std::map<std::string, ensemble::Runner> grids;  // by the grid's name
};

std::vector<const study::Claim*> claims_about(const std::vector<const study::Claim*>& claims,
                                              const std::string& grid) {
  std::vector<const study::Claim*> about;
  std::ranges::copy_if(claims, std::back_inserter(about), [&](const study::Claim* claim) {
    return claim->kind == study::ClaimKind::exists && claim->grid == grid;
  });
  return about;
}

Checked<Runners> runners_for(const ClaimsPlan& plan) {
  auto scenarios = runner_for(plan.futures.bound, plan.claims);
  if (!scenarios.value) return {std::nullopt, std::move(scenarios.diagnostics)};
  Runners runners{std::move(*scenarios.value), {}};
  for (const auto* claim : plan.claims) {
    if (claim->kind != study::ClaimKind::exists || runners.grids.contains(claim->grid)) continue;
    auto grid = runner_for(plan.futures.bound, claims_about(plan.claims, claim->grid));
    if (!grid.value) return {std::nullopt, std::move(grid.diagnostics)};
    runners.grids.emplace(claim->grid, std::move(*grid.value));
  }
  return {std::move(runners), {}};
}

class Judge {
 public:
  Judge(const ClaimsPlan& plan, const Runners& runners, unsigned threads)
      : plan_(plan), runners_(runners), threads_(threads) {}

  // Empty where a signal ended it.
  std::optional<report::WorldviewAnswers> judge(const study::Worldview* worldview,
                                                const results::Draws& draws) {
    report::WorldviewAnswers view;
    if (worldview != nullptr) {
      view.name = worldview->name;
      view.label = worldview->label;
    }
    const std::string title = worldview == nullptr ? "claims" : "claims, " + view.name;
    const auto run = run_futures(runners_.scenarios, plan_.policies, draws, threads_, title);
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
  bool run_grid(const study::Claim& claim, const results::Draws& draws, const std::string& title) {
    if (grids_.contains(claim.grid)) return true;
    const auto& study = plan_.futures.study();
    const auto grid = std::ranges::find(study.grids, claim.grid, &study::Grid::name);
    auto run = run_futures(runners_.grids.at(claim.grid), ensemble::policies_of(study, *grid),
                           draws, threads_, title + ", " + claim.grid);
    if (!run.complete) return false;
    grids_.emplace(claim.grid, std::move(run.ensemble));
    return true;
  }

  const ClaimsPlan& plan_;
  const Runners& runners_;
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
  Checked<ClaimsPlan> plan = plan_claims(arguments);
  if (!plan.value) return tell_and_exit(plan.diagnostics);
  auto runners = runners_for(*plan.value);
  append(plan.diagnostics, std::move(runners.diagnostics));
  if (!runners.value) return tell_and_exit(plan.diagnostics);
  mention_warnings(arguments.path, plan.diagnostics);
  Judge judge(*plan.value, *runners.value, arguments.threads);
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
