#include "program/return_rate.h"

#include <cmath>
#include <optional>

#include "base/number.h"
#include "vmath/vmath.h"

namespace sluice::program {
namespace {

constexpr double kWidth = 1.0 / 256;  // of the stretches in which a change of sign is looked for
constexpr int kStretches = 256;
constexpr int kMostTrials = 200;

double present_value(std::span<const double> amounts, double rate) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < amounts.size(); i += 2) {
    sum += amounts[i] * vmath::pow(1 + rate, -amounts[i + 1]);
  }
  return sum;
}

// Between two rates with values of different sign, or one that is 0.
std::optional<double> root_between(std::span<const double> amounts, double low, double high) {
  const double at_low = present_value(amounts, low), at_high = present_value(amounts, high);
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  if (!(at_low < 0 && at_high > 0) && !(at_low > 0 && at_high < 0)) return std::nullopt;
  for (int trial = 0; trial < kMostTrials; ++trial) {
    const double middle = low + 0.5 * (high - low);
    if (!(middle > low && middle < high)) break;
    const double value = present_value(amounts, middle);
    if (value == 0) return middle;
    ((value < 0) == (at_low < 0) ? low : high) = middle;
  }
  return low + 0.5 * (high - low);
}

}  // namespace

double rate_of_return(std::span<const double> amounts) {
  bool any = false;
  for (std::size_t i = 0; i + 1 < amounts.size(); i += 2) {
    if (!std::isfinite(amounts[i]) || !std::isfinite(amounts[i + 1])) return std::nan("");
    any = any || amounts[i] != 0;
  }
  if (!any) return kNotAvailable;
  for (int i = 0; i < kStretches; ++i) {
    const double near = i * kWidth, far = (i + 1) * kWidth;
    if (const auto up = root_between(amounts, near, far)) return *up;
    if (i + 1 == kStretches) break;  // money that loses all has no present value
    if (const auto down = root_between(amounts, -far, -near)) return *down;
  }
  return kNotAvailable;
}

}  // namespace sluice::program
