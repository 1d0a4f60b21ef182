// Units of measure as products of named base units with integer or rational powers.
#pragma once

#include <map>
#include <string>

namespace sluice::model {

struct Unit {
  // base unit (canonical: lower case, singular by the equivalence table) -> power; empty is
  // dimensionless. `known` is false where the model gives no unit: it balances with anything.
  std::map<std::string, double> powers;
  bool known = false;
  bool operator==(const Unit&) const = default;
};

std::string to_text(const Unit& unit);  // "usd/(unit*month)"; "dimensionless"

}  // namespace sluice::model
