// Families from stated quantiles ("p5 = 0.4, p95 = 0.75").
//
// With as many quantiles as parameters the fit is exact. With more, the lowest and the highest fix
// the family if those between then come out within 10 % of their distance; else all are fitted by
// least squares on the family's natural scale (identity, log or logit) and `agrees` is false, so
// that the study's author is told what the fit implies. Halves go through three and take no more.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>

#include "study/distribution.h"

namespace sluice::study {

struct StatedQuantile {
  double probability = 0;  // 0..1, exclusive
  double value = 0;
};

enum class Kind : std::uint8_t {
  constant,
  uniform,
  triangular,
  normal,
  lognormal,
  logit_normal,
  beta,
  pert,
  gamma,
  discrete,
  listed,
  mixture,
  normal_halves,
  lognormal_halves,
  logit_normal_halves,
};
// The scale of the three last; none of the others.
std::optional<Halves::Scale> halves_scale(Kind kind);

struct FitRequest {
  Kind kind{};
  std::span<const StatedQuantile> quantiles;  // ascending in probability and value; at least two
  std::optional<double> mode;                 // triangular and PERT: instead of a middle quantile
  double low = 0, high = 1;                   // the interval of a beta
};

struct Fit {
  Distribution distribution;  // untruncated
  bool agrees = true;
};

// The error says why no such distribution exists, as the end of a sentence.
std::expected<Fit, std::string> fit(const FitRequest& request);

// A PERT is the beta with mean (low + 4 mode + high) / 6 (Malcolm and others 1959,
// doi:10.1287/opre.7.5.646).
Beta pert(double low, double mode, double high);

}  // namespace sluice::study
