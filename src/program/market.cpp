#include "program/market.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number.h"
#include "program/allocate.h"

namespace sluice::program {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostTrials = 200;

struct Market {
  std::size_t demanders = 0;
  std::span<const double> entries;

  std::size_t size() const { return entries.size() / 5; }
  // Demand less supply: it never rises with the price.
  double excess(double price) const {
    double sum = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      const bool supply = i >= demanders;
      const double quantity = quantity_at_price(supply, price, entries.subspan(5 * i, 5));
      sum += supply ? -quantity : quantity;
    }
    return sum;
  }
};

// How far from its priority a curve may move the price. The tails of curves 3 and 4 never end:
// there Vensim looks no further (its own output for SDEverywhere's models/allocate_price, and that
// project's models/allocate_normal_width).
double price_reach_of(const Profile& profile) {
  if (profile.type == 3) return 5 * deviation_of(profile);
  if (profile.type == 4) return 10 * profile.width;
  return reach_of(profile);
}

// The lowest price at which the excess is no longer above (or not at) `bound`, to the last bit.
double crossing(const Market& market, double low, double high, bool strictly) {
  for (int trial = 0; trial < kMostTrials; ++trial) {
    const double middle = low + 0.5 * (high - low);
    if (!(middle > low && middle < high)) break;
    const double excess = market.excess(middle);
    const bool above = strictly ? excess >= 0 : excess > 0;
    (above ? low : high) = middle;
  }
  return high;
}

}  // namespace

double quantity_at_price(bool supply, double price, std::span<const double> entry) {
  const Profile profile{entry[1], entry[2], entry[3], entry[4]};
  if (!std::isfinite(entry[0]) || !is_sound(profile)) return kNaN;
  if (profile.type == 0) return entry[0];
  if (price != price) return kNaN;
  const double fraction = fraction_met(profile, price);
  return entry[0] * (supply ? 1 - fraction : fraction);
}

double market_price(double demanders, std::span<const double> entries) {
  const Market market{demanders > 0 ? static_cast<std::size_t>(demanders) : 0, entries};
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t i = 0; i < market.size(); ++i) {
    const auto entry = entries.subspan(5 * i, 5);
    const Profile profile{entry[1], entry[2], entry[3], entry[4]};
    if (!std::isfinite(entry[0]) || !is_sound(profile)) return kNaN;
    if (profile.type == 0) continue;
    low = std::min(low, profile.priority - price_reach_of(profile));
    high = std::max(high, profile.priority + price_reach_of(profile));
  }
  if (!(low <= high)) return kNotAvailable;
  if (market.excess(low) < 0) return low;
  if (market.excess(high) > 0) return high;
  const double first = crossing(market, low, high, false);
  const double last = crossing(market, low, high, true);
  return first + 0.5 * (last - first);
}

}  // namespace sluice::program
