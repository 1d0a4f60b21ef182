#include "syntax/xmile/belt.h"

#include <algorithm>
#include <set>

namespace sluice::syntax::xmile {

Expr EquationWriter::Belt::slats_of(Expr transit_time) const {
  const Maker make = maker();
  Expr steps = call_of("round", span, make.over(std::move(transit_time), make.step()));
  return call_of("max", span, number(1, span), std::move(steps));
}

Expr EquationWriter::Belt::border(double share, const Expr& slats) const {
  if (share <= 0) return number(0, span);
  if (share >= 1) return slats;
  return call_of("round", span, maker().times(number(share, span), slats));
}

EquationWriter::Belt::Zone EquationWriter::Belt::zone_of(std::size_t leak,
                                                         const Expr& slats) const {
  const auto& written = leaks[leak].flow->leak;
  Zone zone{border(written.zone_start, slats), border(written.zone_end, slats)};
  if (exponential()) return zone;
  const Maker make = maker();
  if (written.zone_start > 0) {
    zone.from = call_of("min", span, zone.from, make.minus(slats, number(1, span)));
  }
  if (written.zone_end < 1) {
    zone.to = call_of("max", span, zone.to, make.plus(zone.from, number(1, span)));
  }
  return zone;
}

void EquationWriter::Belt::limit_leaks() {
  Maker make = maker();
  double written = 0;
  const bool sound = std::ranges::all_of(leaks, [&](const Leak& leak) {
    const auto* known = std::get_if<Number>(&leak.fraction.node);
    if (known != nullptr) written += known->value;
    return known != nullptr && known->value >= 0;
  });
  if (sound && (exponential() || written <= 1)) return;
  Expr rest = number(1, span);
  for (Leak& leak : leaks) {
    Expr fraction = make.not_negative(leak.fraction);
    if (!exponential()) fraction = call_of("min", span, std::move(fraction), rest);
    leak.fraction = make.keep("fraction", std::move(fraction));
    if (!exponential()) rest = make.keep("rest", make.minus(rest, leak.fraction));
  }
}

bool EquationWriter::Belt::leaks_in(std::size_t leak, const Stretch& stretch) const {
  const auto& zone = leaks[leak].flow->leak;
  return zone.zone_start <= stretch.from && zone.zone_end >= stretch.to;
}

void EquationWriter::Belt::cut() {
  Maker make = maker();
  std::set<double> borders{0, 1};
  for (const Leak& leak : leaks) {
    borders.insert(std::clamp(leak.flow->leak.zone_start, 0.0, 1.0));
    borders.insert(std::clamp(leak.flow->leak.zone_end, 0.0, 1.0));
  }
  for (auto next = std::next(borders.begin()); next != borders.end(); ++next) {
    Stretch stretch{*std::prev(next), *next, number(0, span), number(1, span), number(1, span), {}};
    Expr active = number(0, span);
    for (std::size_t i = 0; i < leaks.size(); ++i) {
      if (!leaks_in(i, stretch)) continue;
      stretch.leaks.push_back(i);
      active = make.plus(std::move(active), leaks[i].fraction);
    }
    if (!stretch.leaks.empty()) {
      const Expr in_step = make.keep("in a step", make.times(std::move(active), make.step()));
      Expr excess = call_of("max", span, number(1, span), in_step);
      stretch.scale = make.keep("scale", make.over(number(1, span), std::move(excess)));
      stretch.active = make.over(make.times(in_step, stretch.scale), make.step());
      stretch.kept = make.minus(number(1, span), make.times(in_step, stretch.scale));
    }
    stretches.push_back(std::move(stretch));
  }
}

Expr EquationWriter::Belt::length_of(const Stretch& stretch, const Expr& slats) const {
  Expr to = border(stretch.to, slats);
  if (stretch.from <= 0) return to;
  return maker().minus(std::move(to), border(stretch.from, slats));
}

Expr EquationWriter::Belt::in_balance(const Expr& slats) const {
  return exponential() ? balance_exponential(slats) : balance_linear(slats);
}

// Each leakage has taken, from what lies there, half of its part in its zone and all behind it.
Expr EquationWriter::Belt::balance_linear(const Expr& slats) const {
  const Maker make = maker();
  Expr content = slats;
  for (std::size_t i = 0; i < leaks.size(); ++i) {
    const Zone zone = zone_of(i, slats);
    Expr inside = make.minus(make.minus(zone.to, zone.from), number(1, span));
    inside = make.over(std::move(inside), number(2, span));
    Expr gone = make.plus(std::move(inside), make.minus(slats, zone.to));
    content = make.minus(std::move(content), make.times(leaks[i].fraction, std::move(gone)));
  }
  return make.times(std::move(content), make.step());
}

Expr EquationWriter::Belt::balance_exponential(const Expr& slats) const {
  Expr content = number(0, span);
  for (const Stretch& stretch : stretches) {
    content = maker().plus(std::move(content), content_of(stretch, slats));
  }
  return content;
}

Expr EquationWriter::Belt::content_of(const Stretch& stretch, const Expr& slats) const {
  const Maker make = maker();
  const Expr length = length_of(stretch, slats);
  Expr here = make.times(length, make.step());
  if (!stretch.leaks.empty()) {
    Expr left = binary(BinaryOp::power, stretch.kept, length, span);
    here = call_of("safe_divide", span, make.minus(number(1, span), std::move(left)),
                   stretch.active, std::move(here));
  }
  for (const Stretch& before : stretches) {
    if (before.from >= stretch.from || before.leaks.empty()) continue;
    Expr left = binary(BinaryOp::power, before.kept, length_of(before, slats), span);
    here = make.times(std::move(here), std::move(left));
  }
  return here;
}

Expr EquationWriter::Belt::left_after(const Expr& gone, const Expr& slats) const {
  const Maker make = maker();
  const auto within = [&](const Expr& from, Expr length) {
    Expr inside = make.not_negative(make.minus(gone, from));
    return call_of("min", span, std::move(inside), std::move(length));
  };
  Expr left = number(1, span);
  if (!exponential()) {
    for (std::size_t i = 0; i < leaks.size(); ++i) {
      const Zone zone = zone_of(i, slats);
      const Expr length = make.minus(zone.to, zone.from);
      Expr part = make.over(make.times(leaks[i].fraction, within(zone.from, length)), length);
      left = make.minus(std::move(left), std::move(part));
    }
    return left;
  }
  for (const Stretch& stretch : stretches) {
    if (stretch.leaks.empty()) continue;
    Expr steps = within(border(stretch.from, slats), length_of(stretch, slats));
    left =
        make.times(std::move(left), binary(BinaryOp::power, stretch.kept, std::move(steps), span));
  }
  return left;
}

// What leaks; where only whole units do, what would have is gathered until there is one.
void EquationWriter::leak(Belt& belt, std::size_t which, Expr amount) {
  Maker make = belt.maker();
  const Variable* flow = belt.leaks[which].flow;
  if (!flow->leak.integers) {
    driven_[flow] = name_of(make.keep("leakage", std::move(amount)));
    return;
  }
  const std::string rest = make.name("leakage left");
  Expr before = make.keep("leakage before", make.a_step_ago(make.at(rest), make.zero()));
  const Expr gathered =
      make.keep("leakage gathered", make.plus(before, make.times(std::move(amount), make.step())));
  constexpr double kRounding = 1e-9;  // ten tenths are one
  const Expr units = make.keep(
      "units", call_of("floor", belt.span, make.plus(gathered, number(kRounding, belt.span))));
  make.set(rest, make.minus(gathered, units));
  driven_[flow] = name_of(make.keep("leakage", make.over(units, make.step())));
}

}  // namespace sluice::syntax::xmile
