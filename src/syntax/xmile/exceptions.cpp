// <vensim:except>:EXCEPT: [a], [b, c]</vensim:except>: cells that the equation of an array is not
// for. They have equations of their own in <element>, or none.
#include <algorithm>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/tokens.h"
#include "syntax/xmile/variables.h"

namespace sluice::syntax::xmile {

namespace {

// "[a], [b, c]" into the names in each bracket; nothing where it is anything else.
std::optional<std::vector<std::vector<std::string>>> brackets_in(std::string_view text) {
  std::vector<std::vector<std::string>> groups;
  while (!text.empty()) {
    const std::size_t close = text.find(']');
    if (text.front() != '[' || close == std::string_view::npos) return std::nullopt;
    auto& group = groups.emplace_back();
    for (const std::string_view name : split(text.substr(1, close - 1), ',')) {
      group.push_back(name_in(name));
    }
    text = trimmed(text.substr(close + 1), " \t\r\n,");
  }
  return groups.empty() ? std::nullopt : std::optional(std::move(groups));
}

}  // namespace

void VariableReader::read_exceptions(const Text& text, Variable& variable) {
  constexpr std::string_view kMark = ":except:";
  std::string_view written = trimmed(text.value);
  if (to_lower(written.substr(0, kMark.size())) == kMark) written.remove_prefix(kMark.size());
  const auto groups = brackets_in(trimmed(written));
  // An element as its dimension spells it, or a subrange.
  const auto settle = [&](std::string& name, std::size_t dimension) {
    const auto place = dimensions_.place_of(dimension, name);
    if (place) name = dimensions_.at(dimension).elements[*place];
    const auto part = place ? std::nullopt : dimensions_.find(name);
    if (part) name = dimensions_.at(*part).name;
    return place || part;
  };
  bool sound = groups.has_value();
  for (std::vector<std::string> group : groups.value_or(std::vector<std::vector<std::string>>())) {
    sound = sound && group.size() == variable.dimensions.size();
    for (std::size_t axis = 0; sound && axis < group.size(); ++axis) {
      sound = settle(group[axis], variable.dimensions[axis]);
    }
    variable.exceptions.push_back(std::move(group));
  }
  if (sound) return;
  variable.exceptions.clear();
  const std::string shape = sluice::joined(variable.axes);
  complaints_.say(
      Code::xmile_bad_element, text.span(),
      format("these exceptions are no cells of \"{}\"", variable.local_name),
      shape.empty() ? std::string("it has no dimensions") : format("it is an array over {}", shape),
      "write :EXCEPT: [a], [b], with an element or a subrange for each dimension");
}

std::vector<std::vector<Subscript>> EquationWriter::exceptions_of(const Variable& variable) {
  std::vector<std::vector<Subscript>> exceptions;
  for (const std::vector<std::string>& group : variable.exceptions) {
    auto& subscripts = exceptions.emplace_back();
    for (const std::string& name : group) subscripts.push_back({name, false, variable.name_span});
  }
  return exceptions;
}

bool EquationWriter::is_exception(const Variable& variable,
                                  const std::vector<std::size_t>& places) const {
  const auto covers = [&](const std::vector<std::string>& group) {
    for (std::size_t axis = 0; axis < group.size(); ++axis) {
      const auto& elements = whole_.dimensions.at(variable.dimensions[axis]).elements;
      if (!whole_.dimensions.reaches(group[axis], elements[places[axis]])) return false;
    }
    return true;
  };
  return std::ranges::any_of(variable.exceptions, covers);
}

}  // namespace sluice::syntax::xmile
