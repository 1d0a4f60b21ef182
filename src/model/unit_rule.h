// The unit rules of builtins.def, parsed: "a, t -> a". Private to src/model.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "model/unit.h"

namespace sluice::model {

// A product of unit letters with powers; `t` is the time unit. `anything` for `*`.
struct UnitTerm {
  bool anything = false;
  std::map<char, double> powers;
};

struct UnitRule {
  std::vector<UnitTerm> arguments;
  UnitTerm result;
};

UnitRule parse_unit_rule(std::string_view text);

// What is known of a value's unit. A literal number takes whatever unit its place asks for.
struct Measured {
  Unit unit;
  bool literal = false;
};

struct RuleOutcome {
  Measured result;
  // The first argument that does not fit (from 0), with what was expected of it.
  std::optional<std::size_t> misfit;
  Unit expected;
};
RuleOutcome apply(const UnitRule& rule, const std::vector<Measured>& arguments, const Unit& time);

}  // namespace sluice::model
