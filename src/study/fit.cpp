#include "study/fit.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <vector>

#include "base/format.h"
#include "study/halves.h"
#include "study/normal.h"
#include "study/quantile.h"
#include "vmath/vmath.h"

namespace sluice::study {
namespace {

using Quantiles = std::span<const StatedQuantile>;
using Result = std::expected<Fit, std::string>;

constexpr double kAgreement = 0.1;  // of the distance between the outer quantiles

std::unexpected<std::string> no_fit(std::string why) { return std::unexpected(std::move(why)); }

using Scale = std::function<double(double)>;

// Measured on the natural scale: 10 % of a range of powers of ten would let any median pass.
bool all_agree(const Distribution& distribution, Quantiles stated, const Scale& natural) {
  const double width = natural(stated.back().value) - natural(stated.front().value);
  return std::ranges::all_of(stated, [&](const StatedQuantile& one) {
    const double implied = natural(quantile(distribution, one.probability));
    return std::abs(implied - natural(one.value)) <= kAgreement * width;
  });
}

// --- families that are a straight line of a fixed score on their natural scale ---

struct Line {
  double at_zero = 0, slope = 1;
};

Line line_through(const std::vector<double>& x, const std::vector<double>& y) {
  double mean_x = 0;
  double mean_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / static_cast<double>(x.size());
    mean_y += y[i] / static_cast<double>(x.size());
  }
  double together = 0;
  double spread = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    together += (x[i] - mean_x) * (y[i] - mean_y);
    spread += (x[i] - mean_x) * (x[i] - mean_x);
  }
  const double slope = together / spread;
  return {mean_y - slope * mean_x, slope};
}

struct LineFamily {
  double (*score)(double probability);
  double (*natural)(double value);
  Distribution (*make)(Line line);
};

double itself(double value) { return value; }
double logit(double value) { return vmath::log(value / (1 - value)); }
double natural_log(double value) { return vmath::log(value); }

const LineFamily kUniform = {
    itself, itself, [](Line line) {
      return Distribution{.family = Uniform{line.at_zero, line.at_zero + line.slope}};
    }};
const LineFamily kNormal = {normal_quantile, itself, [](Line line) {
                              return Distribution{.family = Normal{line.at_zero, line.slope}};
                            }};
const LineFamily kLognormal = {normal_quantile, natural_log, [](Line line) {
                                 return Distribution{.family = Lognormal{line.at_zero, line.slope}};
                               }};
const LineFamily kLogitNormal = {
    normal_quantile, logit, [](Line line) {
      return Distribution{.family = LogitNormal{line.at_zero, line.slope}};
    }};

Distribution fit_line_to(const LineFamily& family, Quantiles stated) {
  std::vector<double> scores;
  std::vector<double> values;
  for (const StatedQuantile& one : stated) {
    scores.push_back(family.score(one.probability));
    values.push_back(family.natural(one.value));
  }
  return family.make(line_through(scores, values));
}

Result fit_line(const LineFamily& family, Quantiles stated) {
  const StatedQuantile outer[] = {stated.front(), stated.back()};
  Fit result{fit_line_to(family, outer), true};
  if (all_agree(result.distribution, stated, family.natural)) return result;
  return Fit{fit_line_to(family, stated), false};
}

// --- triangular and PERT: a location, a scale, and where in between the mode lies (0..1) ---

using ShapeFamily = Distribution (*)(double low, double mode, double high);

Distribution make_triangular(double low, double mode, double high) {
  return {.family = Triangular{low, mode, high}};
}
Distribution make_pert(double low, double mode, double high) {
  return {.family = pert(low, mode, high)};
}

Distribution place_shape(ShapeFamily make, double shape, Quantiles stated) {
  const Distribution standard = make(0, shape, 1);
  std::vector<double> scores;
  std::vector<double> values;
  for (const StatedQuantile& one : stated) {
    scores.push_back(quantile(standard, one.probability));
    values.push_back(one.value);
  }
  const Line line = line_through(scores, values);
  const double high = line.at_zero + line.slope;
  return make(line.at_zero, line.at_zero + shape * line.slope, high);
}

// Halves [0, 1] until the rising function changes sign; an end where it does not.
double solve_shape(const std::function<double(double)>& rising) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (rising(middle) > 0 ? high : low) = middle;
  }
  constexpr double kAtEnd = 1e-12;
  if (low < kAtEnd) return 0;
  return high > 1 - kAtEnd ? 1 : low;
}

Result fit_shape_to_middle(ShapeFamily make, Quantiles stated) {
  const StatedQuantile outer[] = {stated.front(), stated.back()};
  const StatedQuantile middle = stated[stated.size() / 2];
  const double shape = solve_shape([&](double tried) {
    return quantile(place_shape(make, tried, outer), middle.probability) - middle.value;
  });
  const Distribution through_outer = place_shape(make, shape, outer);
  if (all_agree(through_outer, stated, itself)) return Fit{through_outer, true};
  return Fit{place_shape(make, shape, stated), false};
}

double mode_of(const Distribution& distribution, double shape) {
  const Support support = support_of(distribution);
  return support.low + shape * (support.high - support.low);
}

Result fit_shape_to_mode(ShapeFamily make, Quantiles stated, double mode) {
  const double shape = solve_shape(
      [&](double tried) { return mode_of(place_shape(make, tried, stated), tried) - mode; });
  const Distribution fitted = place_shape(make, shape, stated);
  const double width = stated.back().value - stated.front().value;
  if (std::abs(mode_of(fitted, shape) - mode) > 1e-6 * width) {
    return no_fit("no such distribution has its mode that far to one side");
  }
  return Fit{fitted, true};
}

Result fit_shape(ShapeFamily make, const FitRequest& request) {
  if (request.mode) return fit_shape_to_mode(make, request.quantiles, *request.mode);
  if (request.quantiles.size() < 3) {
    return no_fit("two quantiles leave its shape open: give p50 or mode too");
  }
  return fit_shape_to_middle(make, request.quantiles);
}

// --- beta and gamma: two positive parameters found by damped Gauss-Newton steps on their logs ---

struct TwoLogs {
  double first = 0, second = 0;
};
struct CurveFamily {
  std::function<Distribution(TwoLogs)> make;
  Scale natural;
};

std::vector<double> residuals(const CurveFamily& family, Quantiles stated, TwoLogs at) {
  const Distribution tried = family.make(at);
  std::vector<double> result;
  for (const StatedQuantile& one : stated) {
    result.push_back(family.natural(quantile(tried, one.probability)) - family.natural(one.value));
  }
  return result;
}

double sum_of_squares(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value * value;
  return sum;
}

// One Levenberg-Marquardt step from `at`, derivatives by differences.
TwoLogs step_from(const CurveFamily& family, Quantiles stated, TwoLogs at,
                  const std::vector<double>& here, double damping) {
  constexpr double kDifference = 1e-6;
  const auto first = residuals(family, stated, {at.first + kDifference, at.second});
  const auto second = residuals(family, stated, {at.first, at.second + kDifference});
  double aa = 0, ab = 0, bb = 0, ar = 0, br = 0;
  for (std::size_t i = 0; i < here.size(); ++i) {
    const double a = (first[i] - here[i]) / kDifference;
    const double b = (second[i] - here[i]) / kDifference;
    aa += a * a;
    ab += a * b;
    bb += b * b;
    ar += a * here[i];
    br += b * here[i];
  }
  aa *= 1 + damping;
  bb *= 1 + damping;
  const double determinant = aa * bb - ab * ab;
  const auto limited = [](double step) { return std::clamp(step, -2.0, 2.0); };
  return {at.first + limited((ab * br - bb * ar) / determinant),
          at.second + limited((ab * ar - aa * br) / determinant)};
}

struct Descent {
  TwoLogs at;
  double error = 0;  // sum of squared residuals on the natural scale
};

Descent descend(const CurveFamily& family, Quantiles stated, TwoLogs at) {
  std::vector<double> here = residuals(family, stated, at);
  double error = sum_of_squares(here);
  double damping = 1e-3;
  for (int i = 0; i < 200 && error > 1e-26 && damping < 1e12; ++i) {
    const TwoLogs tried = step_from(family, stated, at, here, damping);
    std::vector<double> there = residuals(family, stated, tried);
    const double tried_error = sum_of_squares(there);
    if (!(tried_error < error)) {
      damping *= 8;
      continue;
    }
    const bool settled = error - tried_error < 1e-14 * error;
    at = tried;
    here = std::move(there);
    error = tried_error;
    damping = std::max(damping / 8, 1e-9);
    if (settled) break;
  }
  return {at, error};
}

Result fit_curve(const CurveFamily& family, Quantiles stated, TwoLogs start) {
  const StatedQuantile outer[] = {stated.front(), stated.back()};
  const Descent exact = descend(family, outer, start);
  if (!(exact.error < 1e-12)) return no_fit("no parameters were found that give these quantiles");
  const Distribution through_outer = family.make(exact.at);
  if (all_agree(through_outer, stated, family.natural)) return Fit{through_outer, true};
  return Fit{family.make(descend(family, stated, exact.at).at), false};
}

// The mean and standard deviation of the normal through the outer quantiles: where searches start.
Normal rough_normal(Quantiles stated) {
  const StatedQuantile outer[] = {stated.front(), stated.back()};
  return std::get<Normal>(fit_line_to(kNormal, outer).family);
}

Result fit_beta(const FitRequest& request) {
  const double low = request.low;
  const double width = request.high - low;
  const CurveFamily family{
      [&](TwoLogs at) {
        return Distribution{
            .family = Beta{vmath::exp(at.first), vmath::exp(at.second), low, request.high}};
      },
      [=](double value) {
        constexpr double kEdge = 1e-15;  // keeps the logit finite
        return logit(std::clamp((value - low) / width, kEdge, 1 - kEdge));
      }};
  const Normal rough = rough_normal(request.quantiles);
  const double mean = std::clamp((rough.mean - low) / width, 0.01, 0.99);
  const double sd = rough.sd / width;
  const double weight = std::max(mean * (1 - mean) / (sd * sd) - 1, 0.2);
  return fit_curve(family, request.quantiles,
                   {vmath::log(mean * weight), vmath::log((1 - mean) * weight)});
}

Result fit_gamma(const FitRequest& request) {
  const CurveFamily family{
      [](TwoLogs at) {
        return Distribution{.family = Gamma{vmath::exp(at.first), vmath::exp(at.second)}};
      },
      [](double value) { return vmath::log(std::max(value, 1e-300)); }};
  const Normal rough = rough_normal(request.quantiles);
  const double shape = std::max(rough.mean * rough.mean / (rough.sd * rough.sd), 0.1);
  const double scale = std::abs(rough.mean) / shape;
  return fit_curve(family, request.quantiles, {vmath::log(shape), vmath::log(scale)});
}

Result fit_halves(Halves::Scale scale, Quantiles stated) {
  if (stated.size() != 3 || stated[1].probability != 0.5) {
    return no_fit("halves go through p50, one quantile below it and one above");
  }
  const HalfPoint low{stated[0].probability, stated[0].value};
  const HalfPoint high{stated[2].probability, stated[2].value};
  return Fit{{.family = halves_through(scale, low, stated[1].value, high)}, true};
}

}  // namespace

std::optional<Halves::Scale> halves_scale(Kind kind) {
  switch (kind) {
    case Kind::normal_halves: return Halves::Scale::plain;
    case Kind::lognormal_halves: return Halves::Scale::logarithm;
    case Kind::logit_normal_halves: return Halves::Scale::logit;
    default: return {};
  }
}

Beta pert(double low, double mode, double high) {
  const double width = high - low;
  return {1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, high};
}

std::expected<Fit, std::string> fit(const FitRequest& request) {
  assert(request.quantiles.size() >= 2);
  if (const auto scale = halves_scale(request.kind)) return fit_halves(*scale, request.quantiles);
  switch (request.kind) {
    case Kind::uniform: return fit_line(kUniform, request.quantiles);
    case Kind::normal: return fit_line(kNormal, request.quantiles);
    case Kind::lognormal: return fit_line(kLognormal, request.quantiles);
    case Kind::logit_normal: return fit_line(kLogitNormal, request.quantiles);
    case Kind::triangular: return fit_shape(make_triangular, request);
    case Kind::pert: return fit_shape(make_pert, request);
    case Kind::beta: return fit_beta(request);
    case Kind::gamma: return fit_gamma(request);
    case Kind::constant:
    case Kind::discrete:
    case Kind::listed:
    case Kind::mixture:
    case Kind::normal_halves:
    case Kind::lognormal_halves:
    case Kind::logit_normal_halves: break;
  }
  return no_fit("this kind is not stated by quantiles");
}

}  // namespace sluice::study
