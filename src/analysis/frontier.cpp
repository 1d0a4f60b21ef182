#include "analysis/frontier.h"

#include <algorithm>
#include <cmath>

namespace sluice::analysis {
namespace {

bool high_is_good(const study::Leg& leg) {
  using Relation = study::Bound::Relation;
  return leg.holds &&
         (leg.holds->relation == Relation::at_least || leg.holds->relation == Relation::more);
}

std::vector<double> medians_of(const Trial& trial) {
  std::vector<double> medians;
  for (const auto& leg : trial.leg_values) {
    std::vector<double> usable;
    for (std::size_t m = 0; m < std::min(leg.size(), kFrontierMembers); ++m) {
      if (trial.members[m] != Answer::unusable) usable.push_back(leg[m]);
    }
    medians.push_back(results::quantile(std::move(usable), 0.5));
  }
  return medians;
}

double share_of(const Trial& trial) {
  const auto count = [&](Answer answer) {
    return static_cast<double>(std::ranges::count(trial.members, answer));
  };
  const double usable = static_cast<double>(trial.members.size()) - count(Answer::unusable);
  return usable > 0 ? count(Answer::holds) / usable : std::nan("");
}

// Whether `other` is at least as good on all legs.
bool reaches(const study::Claim& claim, const std::vector<double>& other,
             const std::vector<double>& one) {
  for (std::size_t leg = 0; leg < one.size(); ++leg) {
    const bool high = high_is_good(claim.legs[leg]);
    if (!(high ? other[leg] >= one[leg] : other[leg] <= one[leg])) return false;
  }
  return true;
}

bool is_beaten(const study::Claim& claim, const std::vector<std::vector<double>>& all,
               std::size_t one) {
  for (std::size_t other = 0; other < all.size(); ++other) {
    const bool equal_and_later = all[other] == all[one] && other >= one;
    if (!equal_and_later && reaches(claim, all[other], all[one])) return true;
  }
  return false;
}

}  // namespace

std::vector<FrontierPolicy> frontier_of(const study::Claim& claim, const std::vector<Trial>& trials,
                                        const std::vector<std::string>& names) {
  std::vector<std::vector<double>> all;
  for (const auto& trial : trials) all.push_back(medians_of(trial));
  std::vector<FrontierPolicy> frontier;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const bool known = std::ranges::none_of(all[k], [](double value) { return std::isnan(value); });
    if (!known || is_beaten(claim, all, k)) continue;
    frontier.push_back({names[k], share_of(trials[k]), all[k]});
  }
  const bool high = !claim.legs.empty() && high_is_good(claim.legs.front());
  std::ranges::stable_sort(frontier, [&](const FrontierPolicy& a, const FrontierPolicy& b) {
    return high ? a.medians.front() > b.medians.front() : a.medians.front() < b.medians.front();
  });
  return frontier;
}

}  // namespace sluice::analysis
