// How good a forecast was: scores of intervals, what their coverage says, and where the error of a
// series lies. Pure functions of numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sluice::analysis {

// The width of a central interval, plus 2/alpha times how far the observation lies outside; alpha
// is 1 - the interval's probability (Gneiting and Raftery 2007, doi:10.1198/016214506000001437).
// The smaller the better, in the unit of the numbers.
double interval_score(double low, double high, double alpha, double observed);

// An observation against its bands. Its weight, of at least 1, says how much it tells.
struct Held {
  unsigned weight = 1;
  bool in50 = false, in90 = false;
};
// Probability that the weights of those that happen add up to at most, and to at least, `sum`, of
// independent events of one probability (with weights of 1 the binomial distribution).
double at_most(std::size_t sum, const std::vector<unsigned>& weights, double probability);
double at_least(std::size_t sum, const std::vector<unsigned>& weights, double probability);

// Fewer points than these tell little: they are pooled, and are not said to pass.
inline constexpr std::size_t kEnoughPoints = 8;

enum class Judgement : unsigned char {
  too_few,
  not_refuted,
  passes,
  misses,
  too_wide,
  unknown,
  fitted
};
struct CoverageVerdict {
  Judgement judgement{};
  std::string reason;
};
// Bands of 50 and 90 % against n observations; how many they hold is counted by weight. misses:
// true bands would hold so little with a probability below 2.5 %. too_wide: true 50 % bands would
// hold so much with a probability below 2.5 %, or 90 % bands hold more than 98 % where that is told
// from 90 % at 5 % (29 points of one weight and more). too_few: no result could have failed.
// not_refuted: fewer than 8 points do not miss, which a wrong model would seldom do either.
// unknown: there are no bands. fitted: the model was set to them, see judge_fitted.
CoverageVerdict judge_coverage(const std::vector<Held>& points);
// Of points that the model was set to: bands may still miss them, but that they hold them is no
// test, and in an interval that was fitted too many lie by construction.
CoverageVerdict judge_fitted(const std::vector<Held>& points);

// The mean square error of a series in three parts that sum to 1: unequal means, unequal
// variation, and what does not move together (Theil 1966; Sterman 1984,
// https://hdl.handle.net/1721.1/48577). Nothing where there is no error or fewer than 8 points.
struct Theil {
  double bias = 0, variance = 0, covariance = 0;
};
std::optional<Theil> theil_of(const std::vector<double>& simulated,
                              const std::vector<double>& observed);

}  // namespace sluice::analysis
