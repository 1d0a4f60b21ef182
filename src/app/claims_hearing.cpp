#include "app/claims_hearing.h"

#include <algorithm>

#include "app/console.h"
#include "app/grading.h"
#include "app/room.h"
#include "app/signals.h"
#include "base/format.h"

namespace sluice::app {
namespace {

using Claims = std::vector<const study::Claim*>;

// Outcomes that some of the claims read, each once.
std::vector<std::string> outcomes_read(const Claims& claims) {
  std::vector<std::string> names;
  for (const auto* claim : claims) {
    for (auto& name : analysis::outcomes_of(*claim)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

Checked<ensemble::Runner> runner_for(const ensemble::Bound& bound, const Claims& claims) {
  return ensemble::Runner::make(with_only_outcomes(bound, outcomes_read(claims)),
                                ensemble::RunnerOptions{});
}

bool searches(const study::Claim* claim) { return claim->kind == study::ClaimKind::exists; }

Claims claims_about(const Claims& claims, const std::string& grid) {
  Claims about;
  std::ranges::copy_if(claims, std::back_inserter(about), [&](const study::Claim* claim) {
    return searches(claim) && claim->grid == grid;
  });
  return about;
}

// Hears some claims over scenarios and, after them, the policies of their grid.
class Hearing : public ensemble::FutureSink {
 public:
  Hearing(const ensemble::Runner& runner, std::vector<ensemble::Policy> policies,
          std::size_t scenarios, std::vector<analysis::ClaimHearing*> claims)
      : runner_(runner),
        policies_(std::move(policies)),
        scenarios_(scenarios),
        claims_(std::move(claims)) {}

  void take(const ensemble::FutureBlock& block) override {
    const auto scenarios = ensemble_of(block, runner_, policies_, 0, scenarios_);
    const auto grid = ensemble_of(block, runner_, policies_, scenarios_, policies_.size());
    for (auto* claim : claims_) {
      claim->hear(static_cast<std::size_t>(block.first_member), scenarios,
                  grid.scenarios.empty() ? nullptr : &grid);
    }
  }

  bool run(const ensemble::DrawPlan& draws, unsigned threads, const std::string& title) {
    ProgressBar bar(title);
    ensemble::RunOptions options;
    options.threads = threads;
    options.cancel = &interrupted();
    options.progress = [&](const ensemble::Progress& progress) {
      bar.show(progress.members_done, progress.members_total);
    };
    ensemble::Stream stream(runner_, policies_, draws, ensemble::Blocks::all_policies);
    return claims_.empty() || stream.run(0, draws.members(), *this, options);
  }

 private:
  const ensemble::Runner& runner_;
  std::vector<ensemble::Policy> policies_;
  std::size_t scenarios_;
  std::vector<analysis::ClaimHearing*> claims_;
};

std::vector<ensemble::Policy> grid_policies(const study::Study& study, const std::string& name) {
  const auto grid = std::ranges::find(study.grids, name, &study::Grid::name);
  return ensemble::policies_of(study, *grid);
}

std::vector<analysis::ClaimHearing> hearings_of(const ClaimsPlan& plan) {
  const study::Study& study = plan.futures.study();
  std::vector<analysis::ClaimHearing> hearings;
  for (const auto* claim : plan.claims) {
    std::vector<std::string> names;
    if (searches(claim)) {
      for (const auto& policy : grid_policies(study, claim->grid)) names.push_back(policy.name);
    }
    hearings.emplace_back(study, *claim, study.members, std::move(names));
  }
  return hearings;
}

}  // namespace

results::Ensemble ensemble_of(const ensemble::FutureBlock& block, const ensemble::Runner& runner,
                              const std::vector<ensemble::Policy>& policies, std::size_t begin,
                              std::size_t end) {
  results::Ensemble all;
  all.draws.members = block.members;
  for (std::size_t k = begin; k < end; ++k) {
    results::ScenarioResult one;
    one.name = policies[k].name;
    one.frame.series = runner.series();
    one.frame.times = runner.times();
    one.frame.members = block.members;
    const results::BlockView& from = block.policies[k].values;
    const std::size_t rows = runner.series().size() * runner.times().size();
    one.frame.values.reserve(rows * block.members);
    for (std::size_t row = 0; row < rows; ++row) {
      const double* const numbers = from.values + row * from.stride;
      one.frame.values.insert(one.frame.values.end(), numbers, numbers + block.members);
    }
    for (const auto& bad : block.policies[k].bad) {
      one.bad.push_back({bad.member - block.first_member, bad.time});
    }
    all.scenarios.push_back(std::move(one));
  }
  return all;
}

Checked<ClaimRunners> claim_runners(const ClaimsPlan& plan) {
  auto scenarios = runner_for(plan.futures.bound, plan.claims);
  if (!scenarios.value) return {std::nullopt, std::move(scenarios.diagnostics)};
  ClaimRunners runners{std::move(*scenarios.value), {}};
  for (const auto* claim : plan.claims) {
    if (!searches(claim) || runners.grids.contains(claim->grid)) continue;
    auto grid = runner_for(plan.futures.bound, claims_about(plan.claims, claim->grid));
    if (!grid.value) return {std::nullopt, std::move(grid.diagnostics)};
    runners.grids.emplace(claim->grid, std::move(*grid.value));
  }
  return {std::move(runners), {}};
}

std::optional<report::WorldviewAnswers> answer_claims(const ClaimsPlan& plan,
                                                      const ClaimRunners& runners,
                                                      const study::Worldview* worldview,
                                                      unsigned threads) {
  report::WorldviewAnswers view;
  if (worldview != nullptr) {
    view.name = worldview->name;
    view.label = worldview->label;
  }
  const std::string title = worldview == nullptr ? "claims" : "claims, " + view.name;
  const auto draws = draw_plan(plan.futures, worldview);
  expect_room("sluice claims", {draws.members(), draws.names().size() + plan.claims.size()});
  auto hearings = hearings_of(plan);
  // The claims that search this grid; without a name those that search none.
  const auto of_grid = [&](const std::string& grid) {
    std::vector<analysis::ClaimHearing*> some;
    for (std::size_t k = 0; k < hearings.size(); ++k) {
      const bool wanted = searches(plan.claims[k]) ? plan.claims[k]->grid == grid : grid.empty();
      if (wanted) some.push_back(&hearings[k]);
    }
    return some;
  };
  const std::size_t scenarios = plan.policies.size();
  Hearing paired(runners.scenarios, plan.policies, scenarios, of_grid(""));
  if (!paired.run(draws, threads, title)) return std::nullopt;
  for (const auto& [grid, runner] : runners.grids) {
    auto policies = plan.policies;
    for (auto& one : grid_policies(plan.futures.study(), grid)) policies.push_back(std::move(one));
    Hearing searched(runner, std::move(policies), scenarios, of_grid(grid));
    if (!searched.run(draws, threads, format("{}, {}", title, grid))) return std::nullopt;
  }
  const auto all = draws.block(0, static_cast<std::size_t>(draws.members()));
  for (std::size_t k = 0; k < hearings.size(); ++k) {
    view.claims.push_back({plan.claims[k], hearings[k].answers(all)});
  }
  grade_claims({plan.futures, runners.scenarios, plan.policies, worldview, threads}, view);
  if (interrupted()) return std::nullopt;
  return view;
}

}  // namespace sluice::app
