// The audit of a study: dead inputs, laws, numerical error.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "analysis/effects.h"
#include "analysis/movement.h"
#include "report/making.h"
#include "report/terminal.h"

namespace sluice::report {

inline constexpr double kDead = 0.01;          // of an outcome's 90 % band
inline constexpr double kMostMoved = 0.005;    // of a headline's 90 % band, by step or method
inline constexpr double kLawTolerance = 1e-9;  // of the largest number in the balance

struct InputAudit {
  bool lever = false;
  std::string name, scenario;  // the scenario in which it does most
  analysis::Effect effect;
  bool unknown() const { return !effect.known; }  // no future gave numbers at both ends
  bool dead() const { return !unknown() && !(effect.share >= kDead); }
};
struct LawAudit {
  std::string name, scenario;  // a balance, or a stock that must not be negative
  bool stock = false;
  double worst = 0;  // the largest break, over the largest number in the balance
  std::size_t member = 0;
  double time = 0;
  bool unknown = false;  // there, for the first time, it is no finite number
  bool broken() const { return !(worst <= kLawTolerance); }
};
struct ExtremeAudit {
  std::string label, scenario;     // the scenario in which most is left
  double at_most = 0;              // what may be left
  double most = 0, otherwise = 0;  // the largest number with the extreme's settings, and without
  std::vector<std::string> idle = {};  // its variables that vanish without them too
  bool all_idle = false;
  bool broken() const { return !(most <= at_most); }
  bool shows_nothing() const { return !idle.empty(); }
};
struct NumericsAudit {
  std::string outcome;
  bool headline = false;
  analysis::Movement by_step, by_method;  // shares of the 90 % band
  // A headline that moves too far beyond what the number of futures leaves open.
  bool moved() const { return headline && !(lower() <= kMostMoved); }
  // It may move too far, or not: the futures are too few to say.
  bool open() const { return headline && !moved() && !(upper() <= kMostMoved); }
  double lower() const { return std::max(by_step.low, by_method.low); }
  double upper() const { return std::max(by_step.high, by_method.high); }
};
struct Audit {
  std::vector<InputAudit> inputs;
  std::vector<LawAudit> laws;
  std::vector<NumericsAudit> numerics;
  std::size_t scenarios = 0;  // in which the laws were checked
  std::vector<ExtremeAudit> extremes = {};
};

std::string audit_text(const Making& making, const study::Study& study, const Audit& audit,
                       const Terminal& terminal);
std::string audit_json(const Making& making, const Audit& audit);

}  // namespace sluice::report
