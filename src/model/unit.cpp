#include "model/unit.h"

#include <cmath>
#include <cstdlib>

#include "base/format.h"
#include "syntax/tree.h"

namespace sluice::model {
namespace {

constexpr std::string_view kDimensionless = "dmnl";
constexpr int kDeepest = 50;

Unit combined(const Unit& a, const Unit& b, double sign) {
  if (!a.known || !b.known) return {};
  Unit result = a;
  for (const auto& [name, power] : b.powers) {
    double& total = result.powers[name];
    total += sign * power;
    if (std::abs(total) < 1e-9) result.powers.erase(name);
  }
  return result;
}

// unit = factor { (*|/) factor };  factor = base [^ number];  base = 1 | name | ( unit )
class UnitParser {
 public:
  UnitParser(std::string_view text, const UnitNames& names) : text_(text), names_(names) {}

  std::optional<Unit> parse() {
    auto unit = product();
    skip_blanks();
    if (at_ != text_.size()) return std::nullopt;
    return unit;
  }

 private:
  std::optional<Unit> product() {
    if (++depth_ > kDeepest) return std::nullopt;
    auto unit = factor();
    while (unit) {
      const char operation = next();
      if (operation != '*' && operation != '/') break;
      ++at_;
      const auto other = factor();
      if (!other) return std::nullopt;
      unit = operation == '*' ? times(*unit, *other) : over(*unit, *other);
    }
    --depth_;
    return unit;
  }

  std::optional<Unit> factor() {
    auto unit = base();
    if (!unit || next() != '^') return unit;
    ++at_;
    const auto power = number();
    if (!power) return std::nullopt;
    return to_the(*unit, *power);
  }

  std::optional<double> number() {
    skip_blanks();
    const bool enclosed = next() == '(';
    if (enclosed) ++at_;
    skip_blanks();
    const std::string rest(text_.substr(at_, 32));
    char* end = nullptr;
    const double value = std::strtod(rest.c_str(), &end);
    if (end == rest.c_str() || !std::isfinite(value)) return std::nullopt;
    at_ += static_cast<std::size_t>(end - rest.c_str());
    if (enclosed && next() != ')') return std::nullopt;
    if (enclosed) ++at_;
    return value;
  }

  std::optional<Unit> base() {
    if (next() == '(') {
      ++at_;
      auto unit = product();
      if (!unit || next() != ')') return std::nullopt;
      ++at_;
      return unit;
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view("*/^()[],").find(text_[at_]) == text_.npos) {
      ++at_;
    }
    const std::string key = syntax::key_of(text_.substr(begin, at_ - begin));
    if (key.empty()) return std::nullopt;
    if (key == "1") return dimensionless();
    if (key.find_first_not_of("0123456789.") == key.npos) return std::nullopt;
    const std::string name = names_.canonical(key);
    if (name == kDimensionless) return dimensionless();
    return Unit{{{name, 1.0}}, true};
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  char next() {
    skip_blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  std::string_view text_;
  const UnitNames& names_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::string power_text(const std::string& name, double power) {
  return power == 1 ? name : name + "^" + sluice::to_text(power);
}

}  // namespace

Unit times(const Unit& a, const Unit& b) { return combined(a, b, 1); }
Unit over(const Unit& a, const Unit& b) { return combined(a, b, -1); }

Unit to_the(const Unit& unit, double power) {
  Unit result = unit;
  for (auto& [name, of] : result.powers) of *= power;
  if (power == 0) result.powers.clear();
  return result;
}

std::string to_text(const Unit& unit) {
  if (!unit.known) return "unknown";
  std::string above, below;
  int divisors = 0;
  for (const auto& [name, power] : unit.powers) {
    std::string& side = power > 0 ? above : below;
    if (!side.empty()) side += "*";
    side += power_text(name, std::abs(power));
    if (power < 0) ++divisors;
  }
  if (below.empty()) return above.empty() ? "dimensionless" : above;
  if (above.empty()) above = "1";
  return divisors > 1 ? above + "/(" + below + ")" : above + "/" + below;
}

UnitNames::UnitNames() {
  const std::vector<std::vector<std::string>> defaults = {
      {"dmnl", "dimensionless"}, {"second", "seconds"},
      {"minute", "minutes"},     {"hour", "hours"},
      {"day", "days"},           {"week", "weeks"},
      {"month", "months"},       {"quarter", "quarters"},
      {"year", "years"},         {"person", "people", "persons"},
      {"unit", "units"},         {"$", "dollar", "dollars", "$s"}};
  for (const auto& names : defaults) add(names);
}

void UnitNames::add(const std::vector<std::string>& names) {
  std::string canonical_name;
  for (const std::string& name : names) {
    const auto known = canonical_.find(syntax::key_of(name));
    if (known != canonical_.end()) canonical_name = known->second;
  }
  if (names.empty()) return;
  if (canonical_name.empty()) canonical_name = syntax::key_of(names.front());
  if (canonical_name == "1") canonical_name = kDimensionless;
  for (const std::string& name : names) {
    const std::string key = syntax::key_of(name);
    const auto [place, fresh] = canonical_.emplace(key, canonical_name);
    if (fresh || place->second == canonical_name) continue;
    // Two groups become one.
    const std::string old = place->second;
    for (auto& [other, target] : canonical_) {
      if (target == old) target = canonical_name;
    }
  }
}

std::string UnitNames::canonical(std::string_view name) const {
  const std::string key = syntax::key_of(name);
  const auto found = canonical_.find(key);
  return found == canonical_.end() ? key : found->second;
}

std::optional<Unit> parse_unit(std::string_view text, const UnitNames& names) {
  if (text.find_first_not_of(" \t") == text.npos) return Unit{};
  return UnitParser(text, names).parse();
}

}  // namespace sluice::model
