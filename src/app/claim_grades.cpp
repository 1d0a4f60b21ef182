// Grades of the answers to claims: of the numbers that they test.
#include <algorithm>
#include <cmath>
#include <mutex>
#include <span>

#include "app/claims_hearing.h"
#include "app/grading.h"

namespace sluice::app {
namespace {

using report::JudgedClaim;

bool searches(const study::Claim& claim) { return claim.kind == study::ClaimKind::exists; }

// The best policies of the claims' grids, each once; the horizons may have different ones.
std::vector<ensemble::Policy> best_policies(const study::Study& study,
                                            const report::WorldviewAnswers& view) {
  std::vector<ensemble::Policy> best;
  for (const JudgedClaim& judged : view.claims) {
    if (!searches(*judged.claim)) continue;
    const auto grid = std::ranges::find(study.grids, judged.claim->grid, &study::Grid::name);
    for (auto& policy : ensemble::policies_of(study, *grid)) {
      const bool is_best = std::ranges::any_of(
          judged.answers, [&](const auto& answer) { return answer.best_policy == policy.name; });
      const bool known =
          std::ranges::find(best, policy.name, &ensemble::Policy::name) != best.end();
      if (is_best && !known) best.push_back(std::move(policy));
    }
  }
  return best;
}

// The tested numbers of every answer, [claim][horizon][leg][member].
class TestedNumbers : public ensemble::FutureSink {
 public:
  TestedNumbers(const GradedRun& run, const report::WorldviewAnswers& view, std::size_t scenarios,
                std::size_t members)
      : run_(run), view_(view), scenarios_(scenarios), members_(members) {
    for (const JudgedClaim& judged : view.claims) numbers_.emplace_back(judged.answers.size());
  }

  void take(const ensemble::FutureBlock& block) override {
    const auto scenarios = ensemble_of(block, run_.runner, run_.policies, 0, scenarios_);
    for (std::size_t c = 0; c < view_.claims.size(); ++c) hear(c, scenarios, block);
  }

  const std::vector<std::vector<double>>& of(std::size_t claim, std::size_t horizon) const {
    return numbers_[claim][horizon];
  }

 private:
  void hear(std::size_t claim, const results::Ensemble& scenarios,
            const ensemble::FutureBlock& block) {
    const JudgedClaim& judged = view_.claims[claim];
    const study::Study& study = run_.futures.study();
    if (!searches(*judged.claim)) {
      keep(claim, block, analysis::tested_numbers(study, *judged.claim, scenarios, nullptr));
      return;
    }
    for (std::size_t place = 0; place < run_.policies.size(); ++place) {
      const auto is_best = [&](const analysis::ClaimAnswer& answer) {
        return answer.best_policy == run_.policies[place].name;
      };
      if (std::ranges::none_of(judged.answers, is_best)) continue;
      const auto policy = ensemble_of(block, run_.runner, run_.policies, place, place + 1);
      const auto tested = analysis::tested_numbers(study, *judged.claim, scenarios, &policy);
      for (std::size_t h = 0; h < judged.answers.size(); ++h) {
        if (is_best(judged.answers[h])) keep_at(claim, h, block, tested[h]);
      }
    }
  }

  void keep(std::size_t claim, const ensemble::FutureBlock& block,
            const std::vector<std::vector<std::vector<double>>>& tested) {
    for (std::size_t h = 0; h < tested.size(); ++h) keep_at(claim, h, block, tested[h]);
  }

  void keep_at(std::size_t claim, std::size_t horizon, const ensemble::FutureBlock& block,
               const std::vector<std::vector<double>>& tested) {
    const std::scoped_lock lock(mutex_);
    auto& legs = numbers_[claim][horizon];
    legs.resize(tested.size(), std::vector(members_, std::nan("")));
    const auto first = static_cast<std::ptrdiff_t>(block.first_member);
    for (std::size_t k = 0; k < tested.size(); ++k) {
      std::ranges::copy(tested[k], legs[k].begin() + first);
    }
  }

  const GradedRun& run_;
  const report::WorldviewAnswers& view_;
  std::size_t scenarios_, members_;
  std::mutex mutex_;
  std::vector<std::vector<std::vector<std::vector<double>>>> numbers_;
};

void grade_inputs(const GradedRun& run, report::WorldviewAnswers& view) {
  const study::Study& study = run.futures.study();
  for (JudgedClaim& judged : view.claims) {
    for (auto& answer : judged.answers) {
      for (auto& effect : answer.inputs) {
        const auto input =
            std::ranges::find(study.uncertainties, effect.uncertainty, &study::Uncertainty::name);
        const auto place = static_cast<std::size_t>(input - study.uncertainties.begin());
        effect.grade = analysis::input_grade(study, run.worldview, place);
      }
    }
  }
}

// Of the numbers that a claim tests (one a leg; of a score one in all), and of the outcomes that it
// reads.
analysis::Grade worst_of(const study::Study& study, const study::Claim& claim,
                         const analysis::GradeDraws& draws,
                         const std::vector<std::vector<double>>& tested) {
  analysis::Grade worst;
  for (const auto& numbers : tested) {
    worst = analysis::worse_of(worst, analysis::grade_of(draws, std::span(&numbers, 1)));
  }
  for (const study::Leg& leg : claim.legs) {
    const auto outcome = std::ranges::find(study.outcomes, leg.outcome, &study::Outcome::name);
    worst = analysis::no_better_than(outcome->grade, std::move(worst));
  }
  return worst;
}

}  // namespace

void grade_claims(const GradedRun& run, report::WorldviewAnswers& view) {
  grade_inputs(run, view);
  GradedRun all = run;
  for (auto& policy : best_policies(run.futures.study(), view)) {
    all.policies.push_back(std::move(policy));
  }
  const auto draws = grade_draws_for(all);
  if (!draws) return;
  TestedNumbers numbers(all, view, run.policies.size(), draws->draws.members);
  if (!run_graded(all, *draws, numbers)) return;
  for (std::size_t c = 0; c < view.claims.size(); ++c) {
    auto& answers = view.claims[c].answers;
    for (std::size_t h = 0; h < answers.size(); ++h) {
      answers[h].grade =
          worst_of(run.futures.study(), *view.claims[c].claim, *draws, numbers.of(c, h));
    }
  }
}

}  // namespace sluice::app
