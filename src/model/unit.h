// Units of measure as products of named base units with powers.
//
// Written as in Vensim: names (blanks allowed inside), `*`, `/`, `^`, parentheses and the number 1,
// as in "usd/(unit*month)" or "1/year". Dmnl, dimensionless and 1 are dimensionless. Names compare
// without case; which names are one unit (year, years) is a table that the model file can extend.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::model {

struct Unit {
  // base unit (canonical: lower case, the first name of its equivalence) -> power; empty is
  // dimensionless. `known` is false where the model gives no unit: it balances with anything.
  std::map<std::string, double> powers;
  bool known = false;
  bool operator==(const Unit&) const = default;
};

inline Unit dimensionless() { return Unit{{}, true}; }
// Unknown if either is unknown.
Unit times(const Unit& a, const Unit& b);
Unit over(const Unit& a, const Unit& b);
Unit to_the(const Unit& unit, double power);

std::string to_text(const Unit& unit);  // "usd/(unit*month)"; "dimensionless"; "unknown"

// Which names mean the same base unit. Starts with Vensim's defaults: times in singular and plural,
// person/people, unit/units, $/dollar.
class UnitNames {
 public:
  UnitNames();
  // Names that are one unit; the first gives the canonical name unless one of them has it already.
  void add(const std::vector<std::string>& names);
  std::string canonical(std::string_view name) const;

 private:
  std::unordered_map<std::string, std::string> canonical_;
};

// Nothing where the text is no unit. An empty text gives the unknown unit.
std::optional<Unit> parse_unit(std::string_view text, const UnitNames& names);

}  // namespace sluice::model
