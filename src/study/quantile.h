// Quantile and distribution functions of every family of study/distribution.h, truncation included.
// Normal, lognormal, logit-normal, halves of these, uniform, triangular and discrete quantiles give
// the same bits on every machine of the baseline; beta and gamma go through Boost.Math and so
// through the C library's exp and log, which is why drawn values travel with a result.
#pragma once

#include <limits>

#include "study/distribution.h"

namespace sluice::study {

// The smallest and largest values that can be drawn (infinite where unbounded).
struct Support {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};
Support support_of(const Distribution& distribution);

// P(X <= value) before truncation, and P(X < value) (they differ at an atom).
double untruncated_cdf(const Distribution& distribution, double value);
double untruncated_cdf_below(const Distribution& distribution, double value);
// P(X <= value) of the distribution as drawn (before rounding to whole numbers).
double cdf(const Distribution& distribution, double value);

// Quantiles of one distribution, the bounds of its truncation worked out once. The distribution
// must outlive it. Probabilities lie strictly between 0 and 1.
class QuantileFunction {
 public:
  explicit QuantileFunction(const Distribution& distribution);
  double operator()(double probability) const;
  // The share of the untruncated distribution that truncation keeps.
  double kept() const { return high_ - low_; }

 private:
  const Distribution& distribution_;
  double low_ = 0, high_ = 1;
};

double quantile(const Distribution& distribution, double probability);
// For single runs: `central` where stated, else the median; whole for whole-number inputs.
double central_value(const Distribution& distribution);

}  // namespace sluice::study
