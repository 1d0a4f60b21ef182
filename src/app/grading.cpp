#include "app/grading.h"

#include <algorithm>
#include <cmath>

#include "analysis/yearly.h"
#include "app/signals.h"
#include "results/reading.h"

namespace sluice::app {
namespace {

constexpr std::size_t kMostFutures = 128, kLeastFutures = 16, kFuturesOfMany = 64,
                      kFuturesOfAll = 2048;

bool is_listed(const study::Uncertainty& input) {
  return std::holds_alternative<study::Listed>(input.distribution.family);
}

// Many policies share the futures that one would have, down to a number that still tells.
std::size_t futures_for(const GradedRun& run) {
  const study::Study& study = run.futures.study();
  const bool listed = std::ranges::any_of(study.uncertainties, is_listed);
  const auto members = static_cast<std::size_t>(study.members);
  if (study.uncertainties.empty() || listed || members < kLeastFutures) return 0;
  const std::size_t share = kFuturesOfAll / std::max<std::size_t>(run.policies.size(), 1);
  return std::min(members, std::clamp(share, kFuturesOfMany, kMostFutures));
}

// Keeps what is read of each future: [policy][reading][member], NaN where it gave none.
class Readings : public ensemble::FutureSink {
 public:
  Readings(std::vector<results::Reading> readings, std::size_t policies, std::size_t members)
      : readings_(std::move(readings)),
        numbers_(policies, Numbers(readings_.size(), std::vector(members, std::nan("")))) {}

  using Numbers = std::vector<std::vector<double>>;

  void take(const ensemble::FutureBlock& block) override {
    const auto first = static_cast<std::size_t>(block.first_member);
    for (const auto& policy : block.policies) {
      for (std::size_t k = 0; k < readings_.size(); ++k) {
        std::vector<double>& row = numbers_[policy.policy][k];
        results::read_values(policy.values, readings_[k], row.data() + first);
        for (const auto& bad : policy.bad) row[static_cast<std::size_t>(bad.member)] = std::nan("");
      }
    }
  }

  const Numbers& of(std::size_t policy) const { return numbers_[policy]; }

 private:
  std::vector<results::Reading> readings_;
  std::vector<Numbers> numbers_;
};

// Which years of an outcome's readings count: from the decision on; of a date the last alone.
std::size_t first_year_graded(const study::Study& study, const std::vector<analysis::Year>& years,
                              study::Yearly how) {
  if (how == study::Yearly::last) return years.size() - 1;
  const int decision = study.decision.months / 12;
  const auto found = std::ranges::find_if(
      years, [&](const analysis::Year& year) { return year.year >= decision; });
  return found == years.end() ? 0 : static_cast<std::size_t>(found - years.begin());
}

using Points = std::vector<std::vector<double>>;

// `points_of(k)`: the numbers of reading k, of each policy or of the change between them.
template <class PointsOf>
std::vector<analysis::Grade> graded(const study::Study& shown, const results::Frame& shape,
                                    const analysis::GradeDraws& draws, const PointsOf& points_of) {
  const auto years = analysis::years_of(shown, shape);
  std::vector<analysis::Grade> grades;
  std::size_t reading = 0;
  for (const auto& outcome : shown.outcomes) {
    Points points;
    for (std::size_t k = years.empty() ? 0 : first_year_graded(shown, years, outcome.yearly);
         k < years.size(); ++k) {
      std::ranges::move(points_of(reading + k), std::back_inserter(points));
    }
    grades.push_back(analysis::no_better_than(outcome.grade, analysis::grade_of(draws, points)));
    reading += years.size();
  }
  return grades;
}

template <class PointsOf>
std::vector<analysis::Grade> grades_by(const GradedRun& run, const study::Study& shown,
                                       const PointsOf& points_of) {
  const auto draws = grade_draws_for(run);
  if (!draws) return {};
  const auto shape = frame_without_numbers(run.runner);
  Readings readings(analysis::yearly_readings(shown, shape), run.policies.size(),
                    draws->draws.members);
  if (!run_graded(run, *draws, readings)) return {};
  return graded(shown, shape, *draws, [&](std::size_t k) { return points_of(readings, k); });
}

}  // namespace

// Neighbouring Sobol' points mirror one another; those of a Latin hypercube do not.
std::optional<analysis::GradeDraws> grade_draws_for(const GradedRun& run) {
  const std::size_t futures = futures_for(run);
  if (futures == 0) return std::nullopt;
  study::Study study = run.futures.study();
  study.design = study::Design::latin_hypercube;
  const auto twice = ensemble::draw(study, run.worldview, 2 * futures, study.seed);
  return analysis::grade_draws(twice, analysis::input_grades(study, run.worldview));
}

bool run_graded(const GradedRun& run, const analysis::GradeDraws& draws,
                ensemble::FutureSink& sink) {
  ensemble::RunOptions options;
  options.threads = run.threads;
  options.cancel = &interrupted();
  ensemble::Stream stream(run.runner, run.policies,
                          ensemble::DrawPlan(run.futures.bound.study, draws.draws),
                          ensemble::Blocks::all_policies);
  return stream.run(0, draws.draws.members, sink, options);
}

std::vector<analysis::Grade> grades_of_outcomes(const GradedRun& run, const study::Study& shown) {
  return grades_by(run, shown, [&](const Readings& readings, std::size_t k) {
    Points points;
    for (std::size_t p = 0; p < run.policies.size(); ++p) points.push_back(readings.of(p)[k]);
    return points;
  });
}

std::vector<analysis::Grade> grades_of_changes(const GradedRun& run, const study::Study& shown) {
  return grades_by(run, shown, [&](const Readings& readings, std::size_t k) {
    std::vector<double> changes = readings.of(run.policies.size() - 1)[k];
    std::ranges::transform(changes, readings.of(0)[k], changes.begin(), std::minus{});
    return Points{std::move(changes)};
  });
}

}  // namespace sluice::app
