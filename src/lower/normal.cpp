// The normal distribution, spelled out in plain operations, so that every executor gives the same
// bits. Sources: W. J. Cody, Rational Chebyshev approximations for the error function, 1969 (as in
// his ANORM); M. J. Wichura, The percentage points of the normal distribution, AS 241, 1988.
#include <iterator>
#include <span>

#include "lower/lowering.h"

namespace sluice::lower {
namespace {

// Quotients of polynomials, the highest power first.
constexpr double kNearAbove[] = {0.065682337918207449113, 2.2352520354606839287,
                                 161.02823106855587881, 1067.6894854603709582,
                                 18154.981253343561249};
constexpr double kNearBelow[] = {1, 47.20258190468824187, 976.09855173777669322,
                                 10260.932208618978205, 45507.789335026729956};
constexpr double kMiddleAbove[] = {
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412,
    93.506656132177855979,    597.27027639480026226,  2494.5375852903726711,
    6848.1904505362823326,    11602.651437647350124,  9842.7148383839780218};
constexpr double kMiddleBelow[] = {1,
                                   22.266688044328115691,
                                   235.38790178262499861,
                                   1519.377599407554805,
                                   6485.558298266760755,
                                   18615.571640885098091,
                                   34900.952721145977266,
                                   38912.003286093271411,
                                   19685.429676859990727};
constexpr double kFarAbove[] = {0.02307344176494017303,  0.21589853405795699,
                                0.1274011611602473639,   0.022235277870649807,
                                0.001421619193227893466, 2.9112874951168792e-5};
constexpr double kFarBelow[] = {1,
                                1.28426009614491121,
                                0.468238212480865118,
                                0.0659881378689285515,
                                0.00378239633202758244,
                                7.29751555083966205e-5};
constexpr double kNear = 0.66291, kFar = 5.656854249492380195;  // where one gives way to the next
constexpr double kOneOverRootOfTwoPi = 0.398942280401432677940;

constexpr double kInnerAbove[] = {
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080};
constexpr double kInnerBelow[] = {
    5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
    5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1};
constexpr double kOuterAbove[] = {7.74545014278341407640e-4, 0.0227238449892691845833,
                                  0.241780725177450611770,   1.27045825245236838258,
                                  3.64784832476320460504,    5.76949722146069140550,
                                  4.63033784615654529590,    1.42343711074968357734};
constexpr double kOuterBelow[] = {1.05075007164441684324e-9, 5.47593808499534494600e-4,
                                  0.0151986665636164571966,  0.148103976427480074590,
                                  0.689767334985100004550,   1.67638483018380384940,
                                  2.05319162663775882187,    1};
constexpr double kTailAbove[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                 0.00124266094738807843860, 0.0265321895265761230930,
                                 0.296560571828504891230,   1.78482653991729133580,
                                 5.46378491116411436990,    6.65790464350110377720};
constexpr double kTailBelow[] = {2.04426310338993978564e-15, 1.42151175831644588870e-7,
                                 1.84631831751005468180e-5,  7.86869131145613259100e-4,
                                 0.0148753612908506148525,   0.136929880922735805310,
                                 0.599832206555887937690,    1};

}  // namespace

Slot Lowering::rational(Slot x, std::span<const double> above, std::span<const double> below,
                        World world) {
  const auto polynomial = [&](std::span<const double> factors) {
    Slot sum = draft_.constant(factors[0]);
    for (const double factor : factors.subspan(1)) {
      const Slot scaled = draft_.emit(world, OpCode::multiply, sum, x);
      sum = draft_.emit(world, OpCode::add, scaled, draft_.constant(factor));
    }
    return sum;
  };
  const Slot numerator = polynomial(above);
  return draft_.emit(world, OpCode::divide, numerator, polynomial(below));
}

// The share of a standard normal distribution that lies below x; where x is above 0, beyond it.
Slot Lowering::normal_tail(Slot x, World world) {
  const auto emit = [&](OpCode code, Slot a, Slot b = 0, Slot c = 0) {
    return draft_.emit(world, code, a, b, c);
  };
  const auto constant = [&](double value) { return draft_.constant(value); };
  const Slot size = emit(OpCode::absolute, x);
  const Slot square = emit(OpCode::multiply, x, x);
  const Slot near =
      emit(OpCode::subtract, constant(0.5),
           emit(OpCode::multiply, size, rational(square, kNearAbove, kNearBelow, world)));
  // e to the -x^2 / 2, with x^2 as the square of a short number and a small rest.
  const Slot sixteenths = emit(OpCode::truncate, emit(OpCode::multiply, size, constant(16)));
  const Slot rough = emit(OpCode::divide, sixteenths, constant(16));
  const Slot rest =
      emit(OpCode::multiply, emit(OpCode::subtract, size, rough), emit(OpCode::add, size, rough));
  const auto falls = [&](Slot by) {
    return emit(OpCode::exponential, emit(OpCode::multiply, by, constant(-0.5)));
  };
  const Slot bell =
      emit(OpCode::multiply, falls(emit(OpCode::multiply, rough, rough)), falls(rest));
  const Slot middle =
      emit(OpCode::multiply, bell, rational(size, kMiddleAbove, kMiddleBelow, world));
  const Slot inverse = emit(OpCode::divide, constant(1), square);
  Slot far = emit(OpCode::multiply, inverse, rational(inverse, kFarAbove, kFarBelow, world));
  far = emit(OpCode::subtract, constant(kOneOverRootOfTwoPi), far);
  far = emit(OpCode::divide, emit(OpCode::multiply, bell, far), size);
  const Slot beyond = emit(OpCode::select, emit(OpCode::less, constant(kFar), size), far, middle);
  const Slot tail = emit(OpCode::select, emit(OpCode::less, size, constant(kNear)), near, beyond);
  // Nothing lies beyond where the bell is 0: at infinity all of the above is no number.
  const Slot ends = emit(OpCode::less, constant(40), size);
  return emit(OpCode::select, ends, constant(0), tail);
}

// The share of a normal distribution (mean, deviation) between two values: differences of the
// smaller tails, so that those far out keep their digits.
Slot Lowering::lower_normal_share(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const Slot mean = lower(call.arguments[2], site), deviation = lower(call.arguments[3], site);
  const auto standard = [&](std::size_t argument) {
    const Slot gap =
        draft_.emit(world, OpCode::subtract, lower(call.arguments[argument], site), mean);
    return draft_.emit(world, OpCode::divide, gap, deviation);
  };
  const Slot left = standard(0), right = standard(1), zero = draft_.constant(0);
  const Slot left_tail = normal_tail(left, world), right_tail = normal_tail(right, world);
  const Slot left_above = draft_.emit(world, OpCode::less, zero, left);
  const Slot right_above = draft_.emit(world, OpCode::less, zero, right);
  const auto apart = [&](Slot a, Slot b) { return draft_.emit(world, OpCode::subtract, a, b); };
  const Slot across =
      apart(draft_.constant(1), draft_.emit(world, OpCode::add, left_tail, right_tail));
  const Slot back =
      apart(draft_.emit(world, OpCode::add, left_tail, right_tail), draft_.constant(1));
  const Slot right_of_0 =
      draft_.emit(world, OpCode::select, right_above, apart(left_tail, right_tail), back);
  const Slot left_of_0 =
      draft_.emit(world, OpCode::select, right_above, across, apart(right_tail, left_tail));
  return draft_.emit(world, OpCode::select, left_above, right_of_0, left_of_0, wanted);
}

// The value below which a share of a standard normal distribution lies.
Slot Lowering::normal_quantile(Slot share, World world, Slot wanted) {
  const auto emit = [&](OpCode code, Slot a, Slot b = 0, Slot c = 0) {
    return draft_.emit(world, code, a, b, c);
  };
  const auto constant = [&](double value) { return draft_.constant(value); };
  const Slot from_middle = emit(OpCode::subtract, share, constant(0.5));
  const Slot bow =
      emit(OpCode::subtract, constant(0.180625), emit(OpCode::multiply, from_middle, from_middle));
  const Slot inner =
      emit(OpCode::multiply, from_middle, rational(bow, kInnerAbove, kInnerBelow, world));
  const Slot below = emit(OpCode::less, from_middle, constant(0));
  const Slot tail = emit(OpCode::minimum, share, emit(OpCode::subtract, constant(1), share));
  const Slot depth = emit(OpCode::square_root, emit(OpCode::negate, emit(OpCode::logarithm, tail)));
  const Slot outer =
      rational(emit(OpCode::subtract, depth, constant(1.6)), kOuterAbove, kOuterBelow, world);
  const Slot far =
      rational(emit(OpCode::subtract, depth, constant(5)), kTailAbove, kTailBelow, world);
  const Slot size = emit(OpCode::select, emit(OpCode::less_equal, depth, constant(5)), outer, far);
  const Slot aside = emit(OpCode::select, below, emit(OpCode::negate, size), size);
  const Slot is_inner =
      emit(OpCode::less_equal, emit(OpCode::absolute, from_middle), constant(0.425));
  const Slot found = emit(OpCode::select, is_inner, inner, aside);
  // 0 and 1 have their values at infinity.
  const Slot none = emit(OpCode::divide, from_middle, constant(0));
  const Slot ends = emit(OpCode::equal, tail, constant(0));
  return draft_.emit(world, OpCode::select, ends, none, found, wanted);
}

}  // namespace sluice::lower
