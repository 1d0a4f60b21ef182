// Random functions other than uniform and normal. Those with an inverse distribution function are
// cut to their bounds exactly: a uniform number between the bounds' own shares. The others are
// drawn again where they fall outside, a few times, and then cut off. Arguments: Vensim reference
// manual, RANDOM number functions; each is stretched first, then shifted, then bounded.
#include <cmath>

#include "lower/lowering.h"

namespace sluice::lower {
namespace {

constexpr std::uint32_t kMostRedraws = 6;
constexpr std::size_t kFineness = 1000;

// The inverse of the distribution function of a density given by points, from 0 to 1.
std::vector<std::pair<double, double>> quantiles_of(
    const std::vector<std::pair<double, double>>& density) {
  std::vector<std::pair<double, double>> reached;
  double area = 0;
  const std::size_t pieces = kFineness / density.size() + 1;
  const auto parts = static_cast<double>(pieces);
  for (std::size_t i = 0; i + 1 < density.size(); ++i) {
    const auto& [x0, y0] = density[i];
    const auto& [x1, y1] = density[i + 1];
    for (std::size_t k = 0; k < pieces; ++k) {
      const double from = static_cast<double>(k) / parts, to = static_cast<double>(k + 1) / parts;
      const double low = std::max(0.0, y0 + (y1 - y0) * from);
      const double high = std::max(0.0, y0 + (y1 - y0) * to);
      if (reached.empty()) reached.emplace_back(0, x0);
      area += 0.5 * (low + high) * (x1 - x0) * (to - from);
      reached.emplace_back(area, x0 + (x1 - x0) * to);
    }
  }
  for (auto& [share, x] : reached) share = area > 0 ? share / area : 0;
  return reached;
}

}  // namespace

// The bounds of the result, and how a plain draw becomes it.
struct Lowering::Limits {
  Slot least = 0, most = 0, shift = 0, stretch = 0;
};

Slot Lowering::lower_shaped(const model::Call& call, Site& site, Slot wanted) {
  if (call.builtin == Builtin::random_triangular) return lower_triangular(call, site, wanted);
  const std::size_t first = call.builtin == Builtin::random_lookup ? 1 : 0;
  const std::size_t last = call.arguments.size() - 1;  // the stream
  Limits limits;
  limits.least = lower(call.arguments[first], site);
  limits.most = lower(call.arguments[first + 1], site);
  limits.shift = lower(call.arguments[last - 2], site);
  limits.stretch = lower(call.arguments[last - 1], site);
  switch (call.builtin) {
    case Builtin::random_exponential:
    case Builtin::random_weibull: return lower_inverse(call, limits, site, wanted);
    case Builtin::random_lookup: return lower_random_lookup(call, limits, site, wanted);
    default: return lower_redrawn(call, limits, site, wanted);
  }
}

Slot Lowering::stretched(Slot drawn, Slot shift, Slot stretch, World world, Slot wanted) {
  const Slot wide = draft_.emit(world, OpCode::multiply, drawn, stretch);
  return draft_.emit(world, OpCode::add, wide, shift, 0, wanted);
}

Slot Lowering::draw_between(Slot low, Slot high, std::uint32_t stream, World world) {
  return draft_.emit(world, OpCode::random_uniform, low, high, stream);
}

// With the power k (1 for the exponential): F(v) = 1 - exp(-(v / scale)^k). A Weibull of mean 1 has
// scale = 1 / gamma(1 + 1 / k).
Slot Lowering::lower_inverse(const model::Call& call, const Limits& limits, Site& site,
                             Slot wanted) {
  const World world = site.world;
  const Slot one = draft_.constant(1), zero = draft_.constant(0);
  const bool weibull = call.builtin == Builtin::random_weibull;
  const Slot power = weibull ? lower(call.arguments[2], site) : one;
  const Slot root = draft_.emit(world, OpCode::divide, one, power);
  Slot scale = one;
  if (weibull) {
    const Slot log = log_gamma(draft_.emit(world, OpCode::add, one, root), world, kAnySlot);
    scale = draft_.emit(world, OpCode::exponential, draft_.emit(world, OpCode::negate, log));
  }
  const auto survival_of = [&](Slot bound) {
    const Slot moved = draft_.emit(world, OpCode::subtract, bound, limits.shift);
    const Slot plain = draft_.emit(world, OpCode::divide, moved, limits.stretch);
    const Slot above = draft_.emit(world, OpCode::maximum, plain, zero);
    const Slot scaled = draft_.emit(world, OpCode::divide, above, scale);
    const Slot raised = draft_.emit(world, OpCode::power, scaled, power);
    return draft_.emit(world, OpCode::exponential, draft_.emit(world, OpCode::negate, raised));
  };
  const Slot share = draw_between(survival_of(limits.most), survival_of(limits.least),
                                  stream_of(call, site), world);
  const Slot log = draft_.emit(world, OpCode::logarithm, share);
  const Slot exponent = draft_.emit(world, OpCode::negate, log);
  const Slot shaped = draft_.emit(world, OpCode::power, exponent, root);
  const Slot drawn = draft_.emit(world, OpCode::multiply, shaped, scale);
  return stretched(drawn, limits.shift, limits.stretch, world, wanted);
}

// F rises as ((x - start) / (end - start)) and its square around the peak.
Slot Lowering::lower_triangular(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const auto emit = [&](OpCode code, Slot a, Slot b) { return draft_.emit(world, code, a, b); };
  const Slot least = lower(call.arguments[0], site), most = lower(call.arguments[1], site);
  const Slot start = lower(call.arguments[2], site), peak = lower(call.arguments[3], site);
  const Slot end = lower(call.arguments[4], site);
  const Slot one = draft_.constant(1);
  const Slot span = emit(OpCode::subtract, end, start);
  const Slot rise = emit(OpCode::subtract, peak, start), fall = emit(OpCode::subtract, end, peak);
  const Slot up = emit(OpCode::multiply, span, rise), down = emit(OpCode::multiply, span, fall);
  const Slot at_peak = emit(OpCode::divide, rise, span);
  const auto share_below = [&](Slot bound) {
    const Slot from = emit(OpCode::maximum, bound, start);
    const Slot x = emit(OpCode::minimum, from, end);
    const Slot left = emit(OpCode::subtract, x, start), right = emit(OpCode::subtract, end, x);
    const Slot below = emit(OpCode::divide, emit(OpCode::multiply, left, left), up);
    const Slot above = emit(OpCode::divide, emit(OpCode::multiply, right, right), down);
    const Slot rest = emit(OpCode::subtract, one, above);
    return draft_.emit(world, OpCode::select, emit(OpCode::less, x, peak), below, rest);
  };
  const Slot share =
      draw_between(share_below(least), share_below(most), stream_of(call, site), world);
  const Slot to_left = draft_.emit(world, OpCode::square_root, emit(OpCode::multiply, share, up));
  const Slot rest = emit(OpCode::subtract, one, share);
  const Slot to_right = draft_.emit(world, OpCode::square_root, emit(OpCode::multiply, rest, down));
  const Slot low = emit(OpCode::add, start, to_left), high = emit(OpCode::subtract, end, to_right);
  const Slot is_low = emit(OpCode::less, share, at_peak);
  return draft_.emit(world, OpCode::select, is_low, low, high, wanted);
}

Slot Lowering::lower_random_lookup(const model::Call& call, const Limits& limits, Site& site,
                                   Slot wanted) {
  const World world = site.world;
  const Points quantiles = quantiles_of(table_argument(call.arguments[0], site).points);
  if (quantiles.empty()) return hold_number(0, wanted);
  Points shares;
  for (const auto& [share, x] : quantiles) shares.emplace_back(x, share);
  const auto share_below = [&](Slot bound) {
    const Slot moved = draft_.emit(world, OpCode::subtract, bound, limits.shift);
    const Slot plain = draft_.emit(world, OpCode::divide, moved, limits.stretch);
    return read_points(plain, shares, program::TableMode::hold, site, kAnySlot);
  };
  const Slot share = draw_between(share_below(limits.least), share_below(limits.most),
                                  stream_of(call, site), world);
  const Slot drawn = read_points(share, quantiles, program::TableMode::hold, site, kAnySlot);
  return stretched(drawn, limits.shift, limits.stretch, world, wanted);
}

// The plain draw number `number` of a call.
Slot Lowering::one_draw(const model::Call& call, std::uint32_t number, Site& site) {
  const World world = site.world;
  const Slot zero = draft_.constant(0), one = draft_.constant(1);
  const auto stream = [&](std::uint32_t part) { return stream_of(call, site, 2 * number + part); };
  const Slot first = lower(call.arguments[2], site);
  if (call.builtin == Builtin::random_poisson) {
    return draft_.emit(world, OpCode::random_poisson, first, zero, stream(0));
  }
  if (call.builtin == Builtin::random_gamma) {
    const Slot order = draft_.emit(world, OpCode::maximum, first, one);
    return draft_.emit(world, OpCode::random_gamma, order, zero, stream(0));
  }
  const Slot second = lower(call.arguments[3], site);
  if (call.builtin == Builtin::random_binomial) {
    return draft_.emit(world, OpCode::random_binomial, second, first, stream(0));
  }
  if (call.builtin == Builtin::random_beta) {
    const Slot a = draft_.emit(world, OpCode::random_gamma, first, zero, stream(0));
    const Slot b = draft_.emit(world, OpCode::random_gamma, second, zero, stream(1));
    return draft_.emit(world, OpCode::divide, a, draft_.emit(world, OpCode::add, a, b));
  }
  // Failures before the n-th success: Poisson with a gamma mean; the trials are n more.
  const Slot failing = draft_.emit(world, OpCode::subtract, one, first);
  const Slot odds = draft_.emit(world, OpCode::divide, failing, first);
  const Slot drawn = draft_.emit(world, OpCode::random_gamma, second, zero, stream(0));
  const Slot mean = draft_.emit(world, OpCode::multiply, drawn, odds);
  const Slot failures = draft_.emit(world, OpCode::random_poisson, mean, zero, stream(1));
  return draft_.emit(world, OpCode::add, failures, second);
}

Slot Lowering::lower_redrawn(const model::Call& call, const Limits& limits, Site& site,
                             Slot wanted) {
  const World world = site.world;
  const auto draw = [&](std::uint32_t number) {
    return stretched(one_draw(call, number, site), limits.shift, limits.stretch, world, kAnySlot);
  };
  Slot result = draw(kMostRedraws);
  for (std::uint32_t number = kMostRedraws; number-- > 0;) {
    const Slot one = draw(number);
    const Slot fits = within(one, limits.least, limits.most, world);
    result = draft_.emit(world, OpCode::select, fits, one, result);
  }
  const Slot above = draft_.emit(world, OpCode::maximum, result, limits.least);
  return draft_.emit(world, OpCode::minimum, above, limits.most, 0, wanted);
}

}  // namespace sluice::lower
