// Conveyors whose speed or leakage changes in the run, or that may be arrested: the belt is written
// out in slats, one for the material of each step, the first one at the end. In a step the first
// slat leaves, all others move on, and what enters is laid onto the slat that its transit time says
// (isee's notes on the computation of conveyors). What lies there at the start lies as a constant
// inflow would have left it.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "syntax/xmile/belt.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/maker.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::size_t kMostSlats = 1000;
// Where something leaks, also what comes off after the end of the run has to lie somewhere.
constexpr std::size_t kLeastLeaking = 100;

// Of many terms, without a deep tree.
Expr total(std::vector<Expr> terms, Span span) {
  if (terms.empty()) return number(0, span);
  while (terms.size() > 1) {
    std::vector<Expr> pairs;
    for (std::size_t i = 0; i + 1 < terms.size(); i += 2) {
      pairs.push_back(binary(BinaryOp::add, std::move(terms[i]), std::move(terms[i + 1]), span));
    }
    if (terms.size() % 2 == 1) pairs.push_back(std::move(terms.back()));
    terms = std::move(pairs);
  }
  return std::move(terms.front());
}

}  // namespace

// How many steps the run has, where that is plain to see.
std::optional<std::size_t> EquationWriter::steps_of_run() const {
  const auto start = setting("initial time"), stop = setting("final time");
  const auto step = setting("time step");
  if (!start || !stop || !step || !(*step > 0)) return std::nullopt;
  const double steps = std::round((*stop - *start) / *step) + 1;
  constexpr double kCountable = 1e9;
  if (!(steps >= 1) || steps > kCountable) return std::nullopt;
  return static_cast<std::size_t>(steps);
}

// How many slats can matter: as many as the belt may become long, with room for an input that makes
// it longer; where that is not plain to see, as many as the run has steps, for what is laid beyond
// its end never comes off.
std::optional<std::size_t> EquationWriter::slats_needed(const Node& length, bool leaks) const {
  const auto steps = steps_of_run();
  auto bounds = bounds_of(length);
  if (bounds && !std::isfinite(bounds->second)) bounds.reset();
  const auto step = setting("time step");
  std::optional<std::size_t> longest;
  if (bounds && step && *step > 0 && bounds->second / *step <= kMostSlats) {
    longest = static_cast<std::size_t>(std::max(1.0, std::ceil(bounds->second / *step - 0.5)));
  }
  if (bounds && !longest && leaks) return std::nullopt;
  std::optional<std::size_t> slats = steps;
  if (leaks && steps) slats = std::max(*steps, kLeastLeaking);
  if (longest) {
    const std::size_t room = std::clamp(2 * *longest, kLeastLeaking, kMostSlats);
    slats = leaks || !steps ? room : std::min(*steps, room);
  }
  return slats && *slats <= kMostSlats ? slats : std::nullopt;
}

// One belt of many slats.
struct EquationWriter::Slats {
  EquationWriter& writer;
  Belt& belt;
  Maker make;
  std::size_t size = 0;
  // Slats that a load takes now and took at the start; 1 where the belt moves; what enters in a
  // step, and what would have entered in each before the start.
  Expr count, first_count, moves, entered, first;
  std::vector<std::string> slat, kept;  // what lies on each slat, and what leakage leaves of it
  std::vector<std::vector<std::string>> shares;  // linear: by leak and slat, what leaks in a step
  std::vector<std::vector<Expr>> leaking;
  std::vector<Belt::Zone> zones;  // of the leaks, on the belt as it is now

  const Conveyor& conveyor() const { return *belt.stock->conveyor; }

  void write(const std::vector<Node>& length) {
    set_speed(length);
    set_loads();
    for (std::size_t i = 0; i < size; ++i) leak_from(i);
    for (std::size_t i = 0; i < size; ++i) move_onto(i);
    drive();
  }

  // The transit time in steps, as it was when it was last sampled.
  void set_speed(const std::vector<Node>& length) {
    const Span span = make.span;
    Expr now = belt.slats_of(make.translator.translate(length.front()));
    if (conveyor().sample) {
      const std::string sampled = make.name("sampled"), before = make.name("sampled before");
      make.set(sampled, make.choose(writer.expression(*conveyor().sample, make.translator), now,
                                    make.at(before)));
      make.set(before, make.a_step_ago(make.at(sampled), now));
      now = make.at(sampled);
    }
    count = make.keep("slats", std::move(now));
    first_count = make.keep("slats at the start", call_of("initial", span, count));
    Expr goes = number(1, span);
    if (conveyor().arrest) {
      goes = binary(BinaryOp::equal, writer.expression(*conveyor().arrest, make.translator),
                    make.zero(), span);
    }
    moves = make.keep("moves", std::move(goes));
    if (conveyor().arrest) writer.moves_[belt.stock] = name_of(moves);
  }

  void set_loads() {
    entered = make.keep("entered", make.times(belt.entering, make.step()));
    Expr content = call_of("initial", make.span, make.translator.refer_to(*belt.stock, make.span));
    Expr before = make.over(std::move(content), belt.in_balance(first_count));
    first = make.keep("before the start", make.times(std::move(before), make.step()));
    for (std::size_t k = 0; k < belt.leaks.size(); ++k) {
      const Belt::Zone zone = belt.zone_of(k, count);
      zones.push_back({make.keep("zone from", zone.from), make.keep("zone to", zone.to)});
    }
    shares.resize(belt.leaks.size());
    leaking.resize(belt.leaks.size());
    for (std::size_t i = 0; i < size; ++i) {
      slat.push_back(make.name("slat"));
      kept.push_back(make.name("slat left"));
      if (conveyor().exponential) continue;
      for (auto& of_leak : shares) of_leak.push_back(make.name("share"));
    }
  }

  Expr place(std::size_t i) const { return number(static_cast<double>(i + 1), make.span); }
  Expr laid_here(std::size_t i) const {
    return binary(BinaryOp::equal, count, place(i), make.span);
  }
  Expr full_at_start(std::size_t i) const { return make.at_most(place(i), first_count); }

  // Counted from where things enter; what a shorter belt has left behind it lies there.
  Expr in_zone(std::size_t i, const Belt::Zone& zone) const {
    const Expr at = make.not_negative(make.minus(count, place(i)));
    return make.both(make.at_most(zone.from, at), make.below(at, zone.to));
  }

  void leak_from(std::size_t i) {
    Expr left = make.at(slat[i]);
    for (std::size_t k = 0; k < belt.leaks.size(); ++k) {
      Expr amount =
          conveyor().exponential
              ? make.times(make.times(belt.leaks[k].fraction, make.step()), make.at(slat[i]))
              : make.at(shares[k][i]);
      amount = call_of("min", make.span, std::move(amount), make.not_negative(left));
      amount = make.choose(in_zone(i, zones[k]), std::move(amount), make.zero());
      Expr leak = make.keep("slat leak", make.times(moves, std::move(amount)));
      left = make.minus(std::move(left), leak);
      leaking[k].push_back(std::move(leak));
      if (!conveyor().exponential) move_share(k, i);
    }
    make.set(kept[i], std::move(left));
  }

  // What the material of a slat loses in each step of the zone, fixed when it enters.
  Expr share_of(std::size_t k, Expr material, const Belt::Zone& zone) const {
    return make.over(make.times(belt.leaks[k].fraction, std::move(material)),
                     make.minus(zone.to, zone.from));
  }

  void move_share(std::size_t k, std::size_t i) {
    Expr above = i + 1 < size ? make.at(shares[k][i + 1]) : make.zero();
    Expr laid = make.choose(laid_here(i), share_of(k, entered, zones[k]), make.zero());
    Expr next =
        make.choose(moves, make.plus(std::move(above), std::move(laid)), make.at(shares[k][i]));
    Expr start = make.choose(full_at_start(i), share_of(k, first, belt.zone_of(k, first_count)),
                             make.zero());
    make.set(shares[k][i], make.a_step_ago(std::move(next), std::move(start)));
  }

  void move_onto(std::size_t i) {
    Expr above = i + 1 < size ? make.at(kept[i + 1]) : make.zero();
    Expr laid = make.choose(laid_here(i), entered, make.zero());
    Expr next = make.choose(moves, make.plus(std::move(above), std::move(laid)), make.at(slat[i]));
    Expr left = belt.left_after(make.minus(first_count, place(i)), first_count);
    Expr start = make.choose(full_at_start(i), make.times(first, std::move(left)), make.zero());
    make.set(slat[i], make.a_step_ago(std::move(next), std::move(start)));
  }

  void drive() {
    for (std::size_t k = 0; k < belt.leaks.size(); ++k) {
      Expr sum = make.over(total(std::move(leaking[k]), make.span), make.step());
      // What lies beyond the last slat leaks too, nobody knows how much.
      const Expr last = number(static_cast<double>(size), make.span);
      const Expr unknown = number(std::nan(""), make.span);
      writer.leak(belt, k, make.choose(make.below(last, count), unknown, sum));
    }
    Expr end = make.times(moves, make.over(make.at(kept[0]), make.step()));
    // What lies beyond the last slat comes off in no run of at most as many steps.
    const Expr last = number(static_cast<double>(size), make.span);
    const Expr run = make.over(
        make.minus(refer("FINAL TIME", make.span), refer("INITIAL TIME", make.span)), make.step());
    const Expr fitting = number(static_cast<double>(size) - 0.5, make.span);
    Expr misses = make.both(make.below(last, count), make.below(fitting, run));
    end = make.choose(std::move(misses), number(std::nan(""), make.span), std::move(end));
    writer.driven_[belt.outflow] = name_of(make.keep("end", std::move(end)));
  }
};

bool EquationWriter::write_slats(Belt& belt, const std::vector<Node>& length) {
  const auto slats = slats_needed(length.front(), !belt.leaks.empty());
  whole_.written_out += slats.value_or(0) * (1 + belt.leaks.size());
  if (!slats || whole_.written_out > kMostWrittenOut) {
    return refuse(
        belt.stock->conveyor->span,
        format("the conveyor \"{}\" changes, and nobody can tell how long it becomes",
               belt.stock->local_name),
        format("it is written out step by step, for at most {} steps of its transit time or of the "
               "run",
               kMostSlats),
        "make DT longer, or bound the transit time: MIN(..., 10)");
  }
  Slats made{*this,  belt, Maker{*belt.translator, belt.axes, belt.span},
             *slats, {},   {},
             {},     {},   {},
             {},     {},   {},
             {},     {}};
  made.write(length);
  return true;
}

}  // namespace sluice::syntax::xmile
