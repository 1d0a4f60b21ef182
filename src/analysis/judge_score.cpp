#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/judgement.h"

namespace sluice::analysis {
namespace {

void compositions(std::size_t metrics, int left, std::vector<int>& parts,
                  std::vector<std::vector<int>>& found) {
  if (parts.size() + 1 == metrics) {
    parts.push_back(left);
    found.push_back(parts);
    parts.pop_back();
    return;
  }
  for (int part = 0; part <= left; ++part) {
    parts.push_back(part);
    compositions(metrics, left - part, parts, found);
    parts.pop_back();
  }
}

int divisions(std::size_t metrics) {
  switch (metrics) {
    case 1: return 0;
    case 2: return 200;
    case 3: return 20;
    case 4: return 10;
    case 5: return 7;
    default: return 5;
  }
}

std::vector<double> weights_of(const study::Claim& claim) {
  std::vector<double> weights;
  double total = 0;
  for (const auto& leg : claim.legs) total += leg.weight;
  for (const auto& leg : claim.legs) {
    weights.push_back(total > 0 ? leg.weight / total : 1 / static_cast<double>(claim.legs.size()));
  }
  return weights;
}

// How far the policy's index lies below the nearest baseline's; positive is worse than all.
double index_gap(const study::Claim& claim, const Shortfalls& all,
                 const std::vector<double>& weights, std::size_t member) {
  double least = 0;
  for (std::size_t b = 0; b < all.size(); ++b) {
    double gap = 0;
    for (std::size_t leg = 0; leg < weights.size(); ++leg) {
      gap += weights[leg] * all[b][leg][member] / claim.legs[leg].scale;
    }
    least = b == 0 || std::isnan(gap) ? gap : std::min(least, gap);
    if (std::isnan(gap)) return gap;
  }
  return least;
}

Answer score_of(const Hearing& hearing, const Shortfalls& all, double stated,
                const std::vector<std::vector<double>>& simplex, std::size_t member) {
  if (std::isnan(stated)) return Answer::unusable;
  std::size_t below = 0, above = 0;
  for (const auto& weights : simplex) {
    const double gap = index_gap(hearing.claim, all, weights, member);
    below += gap > 0 ? 1U : 0U;
    above += gap < 0 ? 1U : 0U;
  }
  const double needed = hearing.claim.stable_share * static_cast<double>(simplex.size());
  if (stated > 0 && static_cast<double>(below) >= needed) return Answer::holds;
  if (stated < 0 && static_cast<double>(above) >= needed) return Answer::fails;
  return Answer::no_difference;
}

}  // namespace

std::vector<std::vector<double>> simplex_weights(std::size_t metrics) {
  const int parts = divisions(metrics);
  std::vector<std::vector<int>> cells;
  std::vector<int> begun;
  compositions(metrics, parts, begun, cells);
  std::vector<std::vector<double>> weights;
  for (const auto& cell : cells) {
    std::vector<double> point;
    for (const int part : cell) {
      point.push_back((part + 1.0 / static_cast<double>(metrics)) / (parts + 1.0));
    }
    weights.push_back(point);
  }
  return weights;
}

ClaimAnswer judge_score(const Hearing& hearing) {
  const Shortfalls all = shortfalls_of(hearing);
  assert(!all.empty());
  const auto stated = weights_of(hearing.claim);
  const auto simplex = simplex_weights(stated.size());
  ClaimAnswer answer;
  answer.leg_values.resize(1);
  for (std::size_t m = 0; m < hearing.members(); ++m) {
    const double gap = index_gap(hearing.claim, all, stated, m);
    answer.leg_values.front().push_back(gap);
    answer.members.push_back(score_of(hearing, all, gap, simplex, m));
  }
  exclude_all_bad(hearing, answer.members);
  return answer;
}

}  // namespace sluice::analysis
