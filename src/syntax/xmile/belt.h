// A conveyor while its equations are written.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"

namespace sluice::syntax::xmile {

struct EquationWriter::Belt {
  struct Leak {
    const Variable* flow = nullptr;
    Expr fraction;
  };
  struct Stretch {  // between two borders of zones
    double from = 0, to = 1;
    Expr active;                     // exponential: the sum of the fractions that leak here
    std::vector<std::size_t> leaks;  // which of them
  };
  const Variable* stock = nullptr;
  const Variable* outflow = nullptr;
  std::vector<Leak> leaks;
  std::vector<Stretch> stretches;
  Translator* translator = nullptr;
  std::vector<std::string> axes;
  Span span;
  bool changes = false;           // a leakage fraction that may change in the run
  Expr length, entering, before;  // transit time, all inflows, the inflow before the start

  bool leaks_in(std::size_t leak, const Stretch& stretch) const {
    const auto& zone = leaks[leak].flow->leak;
    return zone.zone_start <= stretch.from && zone.zone_end >= stretch.to;
  }
  // Into stretches between the borders of all zones.
  void cut() {
    std::set<double> borders{0, 1};
    for (const Belt::Leak& leak : leaks) {
      borders.insert(std::clamp(leak.flow->leak.zone_start, 0.0, 1.0));
      borders.insert(std::clamp(leak.flow->leak.zone_end, 0.0, 1.0));
    }
    for (auto next = std::next(borders.begin()); next != borders.end(); ++next) {
      Belt::Stretch stretch{*std::prev(next), *next, number(0, span), {}};
      for (std::size_t i = 0; i < leaks.size(); ++i) {
        if (!leaks_in(i, stretch)) continue;
        stretch.leaks.push_back(i);
        stretch.active = binary(BinaryOp::add, std::move(stretch.active), leaks[i].fraction, span);
      }
      stretches.push_back(std::move(stretch));
    }
  }
  Expr hide(const std::string& what, Expr expr) {
    return translator->hide(what, std::move(expr), axes, span);
  }
  Expr share(double from, double to) const {
    return binary(BinaryOp::multiply, number(to - from, span), length, span);
  }
  // What flowed past a place on the belt, as it was when it entered.
  Expr delayed(const Expr& input, double part) const {
    if (part == 0) return input;
    return call_of("delay_fixed", span, input, share(0, part), before);
  }
};

}  // namespace sluice::syntax::xmile
