#include "analysis/grades.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

namespace sluice::analysis {
namespace {

char letter_of(const std::string& grade) { return grade.size() == 1 ? grade.front() : 'D'; }

// Places in ascending order, the middle one for equal numbers; NaN stays.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order;
  for (std::size_t m = 0; m < values.size(); ++m) {
    if (!std::isnan(values[m])) order.push_back(m);
  }
  std::ranges::sort(order, {}, [&](std::size_t m) { return values[m]; });
  std::vector<double> ranks(values.size(), std::nan(""));
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double rank = static_cast<double>(begin + end - 1) / 2;
    for (; begin < end; ++begin) ranks[order[begin]] = rank;
  }
  return ranks;
}

// Of the numbers there are; NaN for less than two.
double variance_of(const std::vector<double>& values) {
  double sum = 0, squares = 0, count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    squares += value * value;
    ++count;
  }
  return count < 2 ? std::nan("") : (squares - sum * sum / count) / (count - 1);
}

// Half the mean square of what the futures change by when some inputs are those of others.
double half_square(const std::vector<double>& ranks, std::size_t futures, std::size_t block) {
  double squares = 0, count = 0;
  for (std::size_t m = 0; m < futures; ++m) {
    const double change = ranks[block * futures + m] - ranks[m];
    if (std::isnan(change)) continue;
    squares += change * change;
    ++count;
  }
  return squares / count / 2;
}

}  // namespace

char input_grade(const study::Study& study, const study::Worldview* worldview, std::size_t input) {
  const study::Uncertainty& one = study.uncertainties[input];
  const bool replaced = worldview != nullptr && worldview->replacements.contains(one.name);
  return letter_of(replaced ? worldview->evidence.grade : one.evidence.grade);
}

std::vector<char> input_grades(const study::Study& study, const study::Worldview* worldview) {
  std::vector<char> grades(study.uncertainties.size());
  for (std::size_t k = 0; k < grades.size(); ++k) grades[k] = input_grade(study, worldview, k);
  return grades;
}

GradeDraws grade_draws(const results::Draws& twice, const std::vector<char>& grades) {
  assert(!grades.empty() && twice.names.size() == grades.size());
  GradeDraws made;
  made.futures = twice.members / 2;
  const std::set<char, std::greater<>> worst_first(grades.begin(), grades.end());
  made.redrawn.assign(worst_first.begin(), worst_first.end());
  made.best = made.redrawn.back();
  made.redrawn.pop_back();
  made.draws = twice;
  made.draws.members = made.futures * (1 + made.redrawn.size());
  made.draws.values.clear();
  for (std::size_t input = 0; input < grades.size(); ++input) {
    const auto own = twice.of(input).first(made.futures);
    const auto others = twice.of(input).subspan(made.futures, made.futures);
    auto& values = made.draws.values;
    values.insert(values.end(), own.begin(), own.end());
    for (const char grade : made.redrawn) {
      const auto from = grades[input] >= grade ? others : own;
      values.insert(values.end(), from.begin(), from.end());
    }
  }
  return made;
}

Grade grade_of(const GradeDraws& draws, std::span<const std::vector<double>> points) {
  std::vector<double> sums(draws.redrawn.size(), 0);
  double count = 0;
  for (const auto& values : points) {
    const auto ranks = ranks_of(values);
    const double variance = variance_of(ranks);
    if (!(variance > 0)) continue;
    ++count;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const double share = half_square(ranks, draws.futures, k + 1) / variance;
      sums[k] += std::isnan(share) ? 0 : share;
    }
  }
  Grade grade;
  if (count == 0) return grade;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const double before = grade.shares.empty() ? 0 : grade.shares.back().share;
    grade.shares.push_back({draws.redrawn[k], std::clamp(sums[k] / count, before, 1.0)});
  }
  grade.shares.push_back({draws.best, 1});
  // Twice the relative error of a mean of squares.
  const double doubt = 1 + 2 * std::sqrt(2 / static_cast<double>(draws.futures));
  const auto worst = std::ranges::find_if(
      grade.shares, [&](const GradeShare& one) { return one.share * doubt >= kRestsOn; });
  grade.grade = worst->grade;
  grade.share = worst->share;
  return grade;
}

Grade worse_of(const Grade& one, const Grade& other) {
  if (!one.known() || !other.known()) return one.known() ? one : other;
  Grade worse = one;
  for (std::size_t k = 0; k < worse.shares.size(); ++k) {
    worse.shares[k].share = std::max(one.shares[k].share, other.shares[k].share);
  }
  const Grade& decides = other.grade > one.grade ? other : one;
  worse.grade = decides.grade;
  worse.declared = decides.declared;
  if (worse.declared) return worse;
  const auto found = std::ranges::find(worse.shares, worse.grade, &GradeShare::grade);
  worse.share = found->share;
  return worse;
}

Grade no_better_than(char declared, Grade found) {
  if (!found.known() || declared <= found.grade) return found;
  found.grade = declared;
  found.declared = true;
  return found;
}

}  // namespace sluice::analysis
