#include "analysis/partners.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/chance.h"
#include "study/normal.h"

namespace sluice::analysis {
namespace {

double dot(const Row& first, const Row& second) {
  return std::inner_product(first.begin(), first.end(), second.begin(), 0.0);
}

void subtract(Row& from, double times, const Row& what) {
  for (std::size_t m = 0; m < from.size(); ++m) from[m] -= times * what[m];
}

// Ranks turned into standard normal scores, with mean 0.
Row scores_of(const Row& values) {
  Row scores = mid_ranks(values);
  const auto members = static_cast<double>(values.size());
  for (double& score : scores) score = study::normal_quantile((score + 0.5) / members);
  const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / members;
  for (double& score : scores) score -= mean;
  return scores;
}

// Takes the directions found so far out of a row, twice: once leaves rounding behind.
void remove(Row& row, const std::vector<Row>& directions) {
  for (int pass = 0; pass < 2; ++pass) {
    for (const Row& direction : directions) {
      subtract(row, dot(row, direction) / dot(direction, direction), direction);
    }
  }
}

constexpr double kNothingLeft = 1e-9;  // of a row's square length: a copy of the others

}  // namespace

std::vector<std::vector<std::size_t>> partners_of(
    const std::vector<std::string>& names, const std::vector<study::Correlation>& correlations) {
  std::vector<std::size_t> group(names.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  for (const auto& one : correlations) {
    const auto first = std::ranges::find(names, one.first);
    const auto second = std::ranges::find(names, one.second);
    if (one.value == 0 || first == names.end() || second == names.end()) continue;
    const std::size_t from = group[static_cast<std::size_t>(second - names.begin())];
    const std::size_t to = group[static_cast<std::size_t>(first - names.begin())];
    std::ranges::replace(group, from, to);
  }
  std::vector<std::vector<std::size_t>> partners(names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    for (std::size_t other = 0; other < names.size(); ++other) {
      if (other != k && group[other] == group[k]) partners[k].push_back(other);
    }
  }
  return partners;
}

Row own_part(const Row& input, const std::vector<Row>& others) {
  std::vector<Row> directions;
  for (const Row& other : others) {
    Row row = scores_of(other);
    const double whole = dot(row, row);
    remove(row, directions);
    if (dot(row, row) > kNothingLeft * whole) directions.push_back(std::move(row));
  }
  Row own = scores_of(input);
  const double whole = dot(own, own);
  remove(own, directions);
  if (dot(own, own) <= kNothingLeft * whole) std::ranges::fill(own, 0.0);
  return own;
}

}  // namespace sluice::analysis
