// Two halves of normals that meet at the median: the kind that goes through any three quantiles of
// which the middle one is p50. Its quantile function is continuous; its density jumps at the
// median, where half of the mass lies to each side. (The "split normal" of the literature meets at
// the mode instead, and so has no stated median.)
#pragma once

#include "study/distribution.h"

namespace sluice::study {

// P(X < value), and the value below which a share lies.
double halves_cdf(const Halves& halves, double value);
double halves_quantile(const Halves& halves, double probability);

// Through these: low and high are the quantiles of the probabilities below and above a half.
struct HalfPoint {
  double probability = 0, value = 0;
};
Halves halves_through(Halves::Scale scale, HalfPoint low, double median, HalfPoint high);

}  // namespace sluice::study
