// Conveyors whose speed or leakage changes in the run, or that may be arrested: the belt is written
// out in slats, one for the material of each step, the first one at the end. In a step the first
// slat leaves, all others move on, and what enters is laid onto the slat that its transit time says
// (isee's notes on the computation of conveyors). What lies there at the start lies evenly.
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "syntax/xmile/belt.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::size_t kMostSlats = 1000;

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

// How many slats can matter: material that is laid beyond the run's end never comes off.
std::optional<std::size_t> EquationWriter::slats_needed() const {
  const auto value = [&](const char* name) -> std::optional<double> {
    for (const Equation& equation : whole_.tree.equations) {
      if (key_of(equation.name) != name || !equation.right) continue;
      if (const auto* found = std::get_if<Number>(&equation.right->node)) return found->value;
    }
    const Variable* own = whole_.root.find(name);
    return own != nullptr && own->equation ? number_in(own->equation->value) : std::nullopt;
  };
  const auto start = value("initial time"), stop = value("final time"), step = value("time step");
  if (!start || !stop || !step || !(*step > 0)) return std::nullopt;
  const double steps = std::round((*stop - *start) / *step) + 1;
  if (!(steps >= 1) || steps > kMostSlats) return std::nullopt;
  return static_cast<std::size_t>(steps);
}

bool EquationWriter::write_slats(Belt& belt, const std::vector<Node>& length) {
  const Span span = belt.span;
  const Conveyor& conveyor = *belt.stock->conveyor;
  const auto slats = slats_needed();
  whole_.written_out += slats.value_or(0) * (1 + belt.leaks.size());
  if (!slats || whole_.written_out > kMostWrittenOut) {
    return refuse(
        conveyor.span,
        format("the conveyor \"{}\" changes in a run of too many steps", belt.stock->local_name),
        format("its belt is written out step by step, for at most {} steps", kMostSlats),
        "make DT longer, or let transit time and leakage be constant");
  }
  Translator& translator = *belt.translator;
  const Expr step = time_step(span), zero = number(0, span);
  const auto hidden = [&](const std::string& name) {
    return translator.reference_to(name, belt.axes, span);
  };
  const auto choose = [&](Expr condition, Expr yes, Expr no) {
    return call_of("if_then_else", span, std::move(condition), std::move(yes), std::move(no));
  };
  const auto times = [&](Expr a, Expr b) {
    return binary(BinaryOp::multiply, std::move(a), std::move(b), span);
  };
  const auto minus = [&](Expr a, Expr b) {
    return binary(BinaryOp::subtract, std::move(a), std::move(b), span);
  };
  // The transit time in steps, as it was when it was last sampled.
  Expr now =
      call_of("max", span, number(1, span),
              call_of("round", span,
                      binary(BinaryOp::divide, translator.translate(length.front()), step, span)));
  if (conveyor.sample) {
    const std::string sampled = translator.hidden_name("sampled"),
                      before = translator.hidden_name("sampled before");
    translator.hide_as(sampled,
                       choose(expression(*conveyor.sample, translator), now, hidden(before)),
                       belt.axes, span);
    translator.hide_as(before, call_of("delay_fixed", span, hidden(sampled), step, now), belt.axes,
                       span);
    now = hidden(sampled);
  }
  const Expr count = belt.hide("slats", std::move(now));
  const Expr moves = belt.hide(
      "moves", conveyor.arrest
                   ? binary(BinaryOp::equal, expression(*conveyor.arrest, translator), zero, span)
                   : number(1, span));
  if (conveyor.arrest) moves_[belt.stock] = std::get<Reference>(moves.node).name;
  const Expr entered = belt.hide("entered", times(belt.entering, step));
  const Expr first_count = call_of("initial", span, count);
  const Expr first = belt.hide(
      "at the start",
      binary(BinaryOp::divide, call_of("initial", span, translator.refer_to(*belt.stock, span)),
             first_count, span));
  std::vector<std::string> slat, kept;
  for (std::size_t i = 0; i < *slats; ++i) {
    slat.push_back(translator.hidden_name("slat"));
    kept.push_back(translator.hidden_name("slat left"));
  }
  std::vector<std::vector<Expr>> leaking(belt.leaks.size());
  std::vector<std::vector<std::string>> shares(belt.leaks.size());
  for (std::size_t k = 0; k < belt.leaks.size(); ++k) {
    for (std::size_t i = 0; i < *slats && !conveyor.exponential; ++i) {
      shares[k].push_back(translator.hidden_name("share"));
    }
  }
  const auto laid_here = [&](std::size_t i) {
    return binary(BinaryOp::equal, count, number(static_cast<double>(i + 1), span), span);
  };
  const auto full_at_start = [&](std::size_t i) {
    return binary(BinaryOp::less_equal, number(static_cast<double>(i + 1), span), first_count,
                  span);
  };
  for (std::size_t i = 0; i < *slats; ++i) {
    Expr left = hidden(slat[i]);
    for (std::size_t k = 0; k < belt.leaks.size(); ++k) {
      const auto& zone = belt.leaks[k].flow->leak;
      // Where the slat lies, from the inflowing end: 0 to 1.
      const Expr place =
          minus(number(1, span),
                binary(BinaryOp::divide, number(static_cast<double>(i) + 0.5, span), count, span));
      Expr inside = binary(BinaryOp::logical_and,
                           binary(BinaryOp::less, number(zone.zone_start, span),
                                  call_of("max", span, place, number(1e-9, span)), span),
                           binary(BinaryOp::less, place, number(zone.zone_end, span), span), span);
      Expr amount = conveyor.exponential
                        ? times(times(belt.leaks[k].fraction, step), hidden(slat[i]))
                        : hidden(shares[k][i]);
      amount = call_of("min", span, std::move(amount), call_of("max", span, left, zero));
      Expr leak =
          belt.hide("slat leak", times(moves, choose(std::move(inside), std::move(amount), zero)));
      left = minus(std::move(left), leak);
      leaking[k].push_back(std::move(leak));
      if (conveyor.exponential) continue;
      // What the material of this slat loses in each step, fixed when it enters.
      const double width = std::max(zone.zone_end - zone.zone_start, 1e-12);
      const auto part_of = [&](Expr material, Expr slats_there) {
        return binary(BinaryOp::divide, times(belt.leaks[k].fraction, std::move(material)),
                      times(number(width, span), std::move(slats_there)), span);
      };
      Expr above = i + 1 < *slats ? hidden(shares[k][i + 1]) : zero;
      Expr next = choose(laid_here(i), part_of(entered, count), zero);
      next = choose(moves, binary(BinaryOp::add, std::move(above), std::move(next), span),
                    hidden(shares[k][i]));
      Expr start = choose(full_at_start(i), part_of(first, first_count), zero);
      translator.hide_as(shares[k][i],
                         call_of("delay_fixed", span, std::move(next), step, std::move(start)),
                         belt.axes, span);
    }
    translator.hide_as(kept[i], std::move(left), belt.axes, span);
  }
  for (std::size_t i = 0; i < *slats; ++i) {
    Expr above = i + 1 < *slats ? hidden(kept[i + 1]) : zero;
    Expr laid = choose(laid_here(i), entered, zero);
    Expr next = choose(moves, binary(BinaryOp::add, std::move(above), std::move(laid), span),
                       hidden(slat[i]));
    Expr start = choose(full_at_start(i), first, zero);
    translator.hide_as(slat[i],
                       call_of("delay_fixed", span, std::move(next), step, std::move(start)),
                       belt.axes, span);
  }
  for (std::size_t k = 0; k < belt.leaks.size(); ++k) {
    Expr leak = belt.hide("leakage",
                          binary(BinaryOp::divide, total(std::move(leaking[k]), span), step, span));
    driven_[belt.leaks[k].flow] = std::get<Reference>(leak.node).name;
  }
  Expr out = belt.hide("end", times(moves, binary(BinaryOp::divide, hidden(kept[0]), step, span)));
  driven_[belt.outflow] = std::get<Reference>(out.node).name;
  return true;
}

}  // namespace sluice::syntax::xmile
