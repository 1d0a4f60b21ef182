// A conveyor while its equations are written.
//
// All places on it are counted in slats, one for the material of each step, from where it enters
// (0) to where it leaves: the transit time and the borders of zones are snapped to whole slats
// once, here, so that nothing can lie between them.
#pragma once

#include <string>
#include <vector>

#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/maker.h"

namespace sluice::syntax::xmile {

struct EquationWriter::Belt {
  struct Leak {
    const Variable* flow = nullptr;
    Expr fraction;
  };
  struct Zone {  // of slats: from the first to before the last
    Expr from, to;
  };
  struct Stretch {  // exponential: between two borders of zones
    double from = 0, to = 1;
    Expr active;  // what leaks here in a unit of time, as a share of what is left
    Expr scale;   // less than 1 where the fractions would take more than all
    Expr kept;    // what is left of a unit after a step
    std::vector<std::size_t> leaks;  // which of them
  };
  const Variable* stock = nullptr;
  const Variable* outflow = nullptr;
  std::vector<Leak> leaks;
  std::vector<Stretch> stretches;
  Translator* translator = nullptr;
  std::vector<std::string> axes;
  Span span;
  Expr entering;  // all inflows

  bool exponential() const { return stock->conveyor->exponential; }
  Maker maker() const { return {*translator, axes, span}; }

  // The transit time in whole slats, at least one.
  Expr slats_of(Expr transit_time) const;
  // The slat at which a share of a belt of so many slats ends.
  Expr border(double share, const Expr& slats) const;
  // Where a leak leaks. A linear one leaks its fraction however short its zone is: in one slat at
  // least.
  Zone zone_of(std::size_t leak, const Expr& slats) const;
  // Linear fractions together take no more than all, and none gives.
  void limit_leaks();
  // Exponential: into stretches between the borders of all zones.
  void cut();
  Expr length_of(const Stretch& stretch, const Expr& slats) const;

  // What lies on the belt or a stretch, in units of time, for each unit of a constant inflow.
  Expr in_balance(const Expr& slats) const;
  Expr content_of(const Stretch& stretch, const Expr& slats) const;
  // How much of a unit that entered so many slats ago is left.
  Expr left_after(const Expr& gone, const Expr& slats) const;

 private:
  Expr balance_linear(const Expr& slats) const;
  Expr balance_exponential(const Expr& slats) const;
  bool leaks_in(std::size_t leak, const Stretch& stretch) const;
};

// Of a belt whose transit time stays: how long it is, and the constant inflow that would have left
// what lies on it at the start.
struct EquationWriter::Steady {
  Expr slats, length, before;
};

}  // namespace sluice::syntax::xmile
