#include "study/quantile.h"

#include <algorithm>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "study/halves.h"
#include "study/normal.h"
#include "vmath/vmath.h"

namespace sluice::study {
namespace {

namespace policies = boost::math::policies;
// No promotion to long double (its library differs more between machines) and no exceptions.
using Quiet = policies::policy<
    policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>,
    policies::pole_error<policies::ignore_error>, policies::rounding_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct SupportOf {
  Support operator()(const Constant& family) const { return {family.value, family.value}; }
  Support operator()(const Uniform& family) const { return {family.low, family.high}; }
  Support operator()(const Triangular& family) const { return {family.low, family.high}; }
  Support operator()(const Normal&) const { return {}; }
  Support operator()(const Lognormal&) const { return {0, kInfinity}; }
  Support operator()(const LogitNormal&) const { return {0, 1}; }
  Support operator()(const Beta& family) const { return {family.low, family.high}; }
  Support operator()(const Gamma&) const { return {0, kInfinity}; }
  Support operator()(const Discrete& family) const {
    return {family.values.front(), family.values.back()};
  }
  Support operator()(const Listed& family) const {
    return {family.ascending.front(), family.ascending.back()};
  }
  Support operator()(const Mixture& family) const {
    Support whole{kInfinity, -kInfinity};
    for (const Distribution& component : family.components) {
      const Support one = support_of(component);
      whole = {std::min(whole.low, one.low), std::max(whole.high, one.high)};
    }
    return whole;
  }
  Support operator()(const Halves& family) const {
    if (family.scale == Halves::Scale::plain) return {};
    return {0, family.scale == Halves::Scale::logit ? 1 : kInfinity};
  }
};

double triangular_cdf(const Triangular& family, double value) {
  const double width = family.high - family.low;
  if (value <= family.low) return 0;
  if (value >= family.high) return 1;
  if (value <= family.mode) {
    return (value - family.low) * (value - family.low) / (width * (family.mode - family.low));
  }
  return 1 - (family.high - value) * (family.high - value) / (width * (family.high - family.mode));
}

double triangular_quantile(const Triangular& family, double probability) {
  const double width = family.high - family.low;
  if (probability * width <= family.mode - family.low) {
    return family.low + std::sqrt(probability * width * (family.mode - family.low));
  }
  return family.high - std::sqrt((1 - probability) * width * (family.high - family.mode));
}

// P(X < value), or P(X <= value) with `including`.
struct CdfAt {
  double value = 0;
  bool including = true;

  double operator()(const Constant& family) const { return reaches(family.value) ? 1 : 0; }
  double operator()(const Uniform& family) const {
    return std::clamp((value - family.low) / (family.high - family.low), 0.0, 1.0);
  }
  double operator()(const Triangular& family) const { return triangular_cdf(family, value); }
  double operator()(const Normal& family) const {
    return normal_cdf((value - family.mean) / family.sd);
  }
  double operator()(const Lognormal& family) const {
    return value <= 0 ? 0 : normal_cdf((vmath::log(value) - family.mu) / family.sigma);
  }
  double operator()(const LogitNormal& family) const {
    if (value <= 0 || value >= 1) return value <= 0 ? 0 : 1;
    return normal_cdf((vmath::log(value / (1 - value)) - family.mu) / family.sigma);
  }
  double operator()(const Beta& family) const {
    const double unit = std::clamp((value - family.low) / (family.high - family.low), 0.0, 1.0);
    return boost::math::ibeta(family.alpha, family.beta, unit, Quiet{});
  }
  double operator()(const Gamma& family) const {
    return value <= 0 ? 0 : boost::math::gamma_p(family.shape, value / family.scale, Quiet{});
  }
  double operator()(const Discrete& family) const {
    double sum = 0;
    for (std::size_t i = 0; i < family.values.size() && reaches(family.values[i]); ++i) {
      sum += family.weights[i];
    }
    return std::min(sum, 1.0);
  }
  double operator()(const Listed& family) const {
    const auto& values = family.ascending;
    const auto end = including ? std::upper_bound(values.begin(), values.end(), value)
                               : std::lower_bound(values.begin(), values.end(), value);
    return static_cast<double>(end - values.begin()) / static_cast<double>(values.size());
  }
  double operator()(const Mixture& family) const {
    double sum = 0;
    for (std::size_t i = 0; i < family.components.size(); ++i) {
      const Distribution& component = family.components[i];
      const double below =
          including ? cdf(component, value) : cdf(component, std::nextafter(value, -kInfinity));
      sum += family.weights[i] * below;
    }
    return std::min(sum, 1.0);
  }
  double operator()(const Halves& family) const { return halves_cdf(family, value); }

 private:
  bool reaches(double atom) const { return including ? atom <= value : atom < value; }
};

void gather_atoms(const Distribution& distribution, std::vector<double>& atoms) {
  if (const auto* constant = std::get_if<Constant>(&distribution.family)) {
    atoms.push_back(constant->value);
  } else if (const auto* discrete = std::get_if<Discrete>(&distribution.family)) {
    atoms.insert(atoms.end(), discrete->values.begin(), discrete->values.end());
  } else if (const auto* listed = std::get_if<Listed>(&distribution.family)) {
    atoms.insert(atoms.end(), listed->ascending.begin(), listed->ascending.end());
  } else if (const auto* mixture = std::get_if<Mixture>(&distribution.family)) {
    for (const Distribution& component : mixture->components) gather_atoms(component, atoms);
  }
}

// The smallest x with P(X <= x) >= probability. The answer lies between the components' own
// quantiles; an atom that spans the probability is the answer itself.
double mixture_quantile(const Mixture& family, double probability) {
  std::vector<double> atoms;
  double low = kInfinity;
  double high = -kInfinity;
  for (const Distribution& component : family.components) {
    gather_atoms(component, atoms);
    const double one = quantile(component, probability);
    low = std::min(low, one);
    high = std::max(high, one);
  }
  for (const double atom : atoms) {
    if (CdfAt{atom, false}(family) < probability && CdfAt{atom, true}(family) >= probability) {
      return atom;
    }
  }
  constexpr int kHalvings = 100;  // more than a double's bits
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (CdfAt{middle, true}(family) >= probability ? high : low) = middle;
  }
  return high;
}

struct QuantileAt {
  double probability = 0.5;

  double operator()(const Constant& family) const { return family.value; }
  double operator()(const Uniform& family) const {
    return family.low + probability * (family.high - family.low);
  }
  double operator()(const Triangular& family) const {
    return triangular_quantile(family, probability);
  }
  double operator()(const Normal& family) const {
    return family.mean + family.sd * normal_quantile(probability);
  }
  double operator()(const Lognormal& family) const {
    return vmath::exp(family.mu + family.sigma * normal_quantile(probability));
  }
  double operator()(const LogitNormal& family) const {
    return 1 / (1 + vmath::exp(-(family.mu + family.sigma * normal_quantile(probability))));
  }
  double operator()(const Beta& family) const {
    const double unit = boost::math::ibeta_inv(family.alpha, family.beta, probability, Quiet{});
    return family.low + (family.high - family.low) * unit;
  }
  double operator()(const Gamma& family) const {
    return family.scale * boost::math::gamma_p_inv(family.shape, probability, Quiet{});
  }
  double operator()(const Discrete& family) const {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < family.values.size(); ++i) {
      sum += family.weights[i];
      if (sum >= probability) return family.values[i];
    }
    return family.values.back();
  }
  double operator()(const Listed& family) const {
    const auto count = static_cast<double>(family.ascending.size());
    const double place = std::min(std::floor(probability * count), count - 1);
    return family.ascending[static_cast<std::size_t>(place)];
  }
  double operator()(const Mixture& family) const { return mixture_quantile(family, probability); }
  double operator()(const Halves& family) const { return halves_quantile(family, probability); }
};

}  // namespace

Support support_of(const Distribution& distribution) {
  const Support family = std::visit(SupportOf{}, distribution.family);
  return {std::max(family.low, distribution.minimum.value_or(-kInfinity)),
          std::min(family.high, distribution.maximum.value_or(kInfinity))};
}

double untruncated_cdf(const Distribution& distribution, double value) {
  return std::visit(CdfAt{value, true}, distribution.family);
}

double untruncated_cdf_below(const Distribution& distribution, double value) {
  return std::visit(CdfAt{value, false}, distribution.family);
}

double cdf(const Distribution& distribution, double value) {
  if (!distribution.minimum && !distribution.maximum) return untruncated_cdf(distribution, value);
  const Support support = support_of(distribution);
  if (value < support.low) return 0;
  if (value >= support.high) return 1;
  const double below =
      distribution.minimum ? untruncated_cdf_below(distribution, *distribution.minimum) : 0;
  const double above =
      distribution.maximum ? untruncated_cdf(distribution, *distribution.maximum) : 1;
  return (untruncated_cdf(distribution, value) - below) / (above - below);
}

QuantileFunction::QuantileFunction(const Distribution& distribution) : distribution_(distribution) {
  if (distribution.minimum) low_ = untruncated_cdf_below(distribution, *distribution.minimum);
  if (distribution.maximum) high_ = untruncated_cdf(distribution, *distribution.maximum);
}

double QuantileFunction::operator()(double probability) const {
  const double value =
      std::visit(QuantileAt{low_ + probability * (high_ - low_)}, distribution_.family);
  return std::clamp(value, distribution_.minimum.value_or(-kInfinity),
                    distribution_.maximum.value_or(kInfinity));
}

double quantile(const Distribution& distribution, double probability) {
  return QuantileFunction{distribution}(probability);
}

double central_value(const Distribution& distribution) {
  const double value = distribution.central ? *distribution.central : quantile(distribution, 0.5);
  return distribution.integer ? std::nearbyint(value) : value;
}

}  // namespace sluice::study
