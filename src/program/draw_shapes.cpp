#include "program/draw_shapes.h"

#include <cassert>
#include <cmath>
#include <limits>

#include "program/draw.h"

namespace sluice::program {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallMean = 10;
constexpr double kFewTrials = 20;
constexpr double kMostCount = 1e9;

class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t member, std::uint32_t stream, std::uint32_t step)
      : seed_(seed), member_(static_cast<std::uint32_t>(member)), stream_(stream), step_(step) {}

  double uniform() {
    const auto words = next();
    return uniform_from(words[0], words[1]);
  }
  double normal() {
    const auto words = next();
    const double radius = std::sqrt(-2 * vmath::log(1 - uniform_from(words[0], words[1])));
    return radius * vmath::cos(kTwoPi * uniform_from(words[2], words[3]));
  }

  double gamma(double order) {
    if (order < 1) return gamma(order + 1) * vmath::pow(1 - uniform(), 1 / order);
    const double d = order - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    for (std::uint32_t trial = 0; trial < kMostDraws; ++trial) {
      const double x = normal(), root = 1 + c * x, v = root * root * root;
      const double u = 1 - uniform();
      if (root > 0 && vmath::log(u) < 0.5 * x * x + d - d * v + d * vmath::log(v)) return d * v;
    }
    return d;
  }

  double beta(double a, double b) {
    const double x = gamma(a);
    return x / (x + gamma(b));
  }

  double poisson(double mean) {
    double count = 0;
    while (mean > kSmallMean) {
      const double waits = std::floor(mean * 0.875);
      const double reached = gamma(waits);
      if (reached > mean) return count + binomial(waits - 1, mean / reached);
      count += waits;
      mean -= reached;
    }
    return count + small_poisson(mean);
  }

  double binomial(double trials, double chance) {
    double count = 0;
    while (trials > kFewTrials) {
      const double middle = std::floor(trials / 2) + 1;
      const double split = beta(middle, trials + 1 - middle);
      if (split <= chance) {
        count += middle;
        trials -= middle;
        chance = (chance - split) / (1 - split);
      } else {
        trials = middle - 1;
        chance /= split;
      }
    }
    for (double one = 0; one < trials; ++one) count += uniform() < chance ? 1 : 0;
    return count;
  }

 private:
  std::array<std::uint32_t, 4> next() { return philox(seed_, {member_, stream_, step_, draw_++}); }

  // The inverse of the distribution function, from 0 up.
  double small_poisson(double mean) {
    const double u = uniform();
    double probability = vmath::exp(-mean), reached = probability, count = 0;
    while (u >= reached && count < 200) {
      ++count;
      probability *= mean / count;
      reached += probability;
    }
    return count;
  }

  std::uint64_t seed_;
  std::uint32_t member_, stream_, step_, draw_ = 0;
};

}  // namespace

double draw_shape(OpCode code, std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                  std::uint32_t step, double a, double b) {
  Draws draws(seed, member, stream, step);
  switch (code) {
    case OpCode::random_gamma: return a > 0 && std::isfinite(a) ? draws.gamma(a) : kNaN;
    case OpCode::random_poisson: return a >= 0 && a <= kMostCount ? draws.poisson(a) : kNaN;
    case OpCode::random_binomial: {
      const double trials = std::round(a);
      const bool sound = trials >= 0 && trials <= kMostCount && b >= 0 && b <= 1;
      return sound ? draws.binomial(trials, b) : kNaN;
    }
    default: assert(false && "no draw of a shape"); return kNaN;
  }
}

}  // namespace sluice::program
