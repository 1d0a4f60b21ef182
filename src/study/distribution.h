// A distribution as a study states it. Numbers are parameters after fitting (study/fit.h); quantile
// and distribution functions are in study/quantile.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::study {

struct Constant {
  double value = 0;
};
struct Uniform {
  double low = 0, high = 1;
};
struct Triangular {
  double low = 0, mode = 0, high = 1;
};
struct Normal {
  double mean = 0, sd = 1;
};
struct Lognormal {  // ln x ~ normal(mu, sigma)
  double mu = 0, sigma = 1;
};
struct LogitNormal {  // ln(x / (1 - x)) ~ normal(mu, sigma)
  double mu = 0, sigma = 1;
};
struct Beta {  // scaled to [low, high]
  double alpha = 1, beta = 1, low = 0, high = 1;
};
struct Gamma {
  double shape = 1, scale = 1;
};
struct Discrete {
  std::vector<double> values, weights;  // values ascending; weights sum to 1
};
// Half a normal to each side of a median, each with its own width, on a scale (study/halves.h).
struct Halves {
  enum class Scale : std::uint8_t { plain, logarithm, logit };
  Scale scale = Scale::plain;
  double median = 0;            // of the values themselves
  double below = 1, above = 1;  // standard deviations on the scale
};
struct Listed {  // a member takes the value at its place, and so on from the first again
  std::vector<double> values, ascending;
};
struct Distribution;
struct Mixture {
  std::vector<double> weights;  // sum to 1
  std::vector<Distribution> components;
};

struct Distribution {
  // PERT is kept as the Beta it is.
  std::variant<Constant, Uniform, Triangular, Normal, Lognormal, LogitNormal, Beta, Gamma, Discrete,
               Mixture, Halves, Listed>
      family;
  std::optional<double> minimum = {}, maximum = {};  // truncation
  std::optional<double> central = {};                // for single runs; else the median
  bool integer = false;  // draws are rounded to the nearest whole number
};

}  // namespace sluice::study
