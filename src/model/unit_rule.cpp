#include "model/unit_rule.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <string>

namespace sluice::model {
namespace {

UnitTerm parse_term(std::string_view text) {
  UnitTerm term;
  const std::size_t first = text.find_first_not_of(' ');
  term.anything = first != text.npos && text[first] == '*';
  double sign = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (letter == '*') sign = 1;
    if (letter == '/') sign = -1;
    if (letter < 'a' || letter > 'z') continue;
    double power = 1;
    if (i + 1 < text.size() && text[i + 1] == '^') {
      power = std::strtod(std::string(text.substr(i + 2)).c_str(), nullptr);
    }
    term.powers[letter] += sign * power;
  }
  return term;
}

using Letters = std::map<char, Unit>;

// The product of the bound letters, and the one letter that is not bound, if it is one with
// power 1.
struct Reading {
  Unit bound = dimensionless();
  std::vector<char> open;
};

Reading read(const UnitTerm& term, const Letters& letters) {
  Reading reading;
  for (const auto& [letter, power] : term.powers) {
    const auto found = letters.find(letter);
    if (found == letters.end()) {
      reading.open.push_back(letter);
    } else {
      reading.bound = times(reading.bound, to_the(found->second, power));
    }
  }
  return reading;
}

}  // namespace

UnitRule parse_unit_rule(std::string_view text) {
  UnitRule rule;
  const std::size_t arrow = text.find("->");
  assert(arrow != text.npos);
  rule.result = parse_term(text.substr(arrow + 2));
  std::string_view arguments = text.substr(0, arrow);
  while (arguments.find_first_not_of(' ') != arguments.npos) {
    const std::size_t comma = std::min(arguments.find(','), arguments.size());
    rule.arguments.push_back(parse_term(arguments.substr(0, comma)));
    arguments.remove_prefix(std::min(comma + 1, arguments.size()));
  }
  return rule;
}

RuleOutcome apply(const UnitRule& rule, const std::vector<Measured>& arguments, const Unit& time) {
  RuleOutcome outcome;
  Letters letters{{'t', time}};
  const std::size_t count = std::min(arguments.size(), rule.arguments.size());
  for (std::size_t i = 0; i < count; ++i) {
    const UnitTerm& term = rule.arguments[i];
    const Measured& argument = arguments[i];
    if (term.anything || argument.literal || !argument.unit.known) continue;
    const Reading reading = read(term, letters);
    if (reading.open.size() == 1) {
      letters[reading.open[0]] = over(argument.unit, reading.bound);
    } else if (reading.open.empty() && reading.bound.known && reading.bound != argument.unit &&
               !outcome.misfit) {
      outcome.misfit = i;
      outcome.expected = reading.bound;
    }
  }
  if (rule.result.anything) return outcome;
  Reading result = read(rule.result, letters);
  const bool all_literal = std::all_of(arguments.begin(), arguments.end(),
                                       [](const Measured& argument) { return argument.literal; });
  const bool lone = rule.result.powers.size() == 1;
  outcome.result.literal = all_literal && lone && !result.open.empty();
  // A literal in a quotient is a pure number.
  for (const char letter : result.open) {
    for (std::size_t i = 0; i < count; ++i) {
      const bool asks = rule.arguments[i].powers.contains(letter);
      if (asks && !arguments[i].literal) return outcome;
      if (asks && lone) return outcome;
    }
  }
  outcome.result.unit = result.bound;
  return outcome;
}

}  // namespace sluice::model
