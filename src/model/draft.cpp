#include "model/draft.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace sluice::model {
namespace {

template <class Map>
auto found_in(const Map& map, std::string_view name) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(syntax::key_of(name));
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

void Draft::say(Code code, Span span, std::string message, std::string reason, std::string hint) {
  diagnostics.push_back(make_diagnostic(code, model.sources.place_of(span), std::move(message),
                                        std::move(reason), std::move(hint)));
}

std::optional<ElementId> Draft::element(std::string_view name) const {
  return found_in(elements, name);
}
std::optional<DimensionId> Draft::dimension(std::string_view name) const {
  return found_in(dimensions, name);
}
std::optional<VariableId> Draft::variable(std::string_view name) const {
  return found_in(variables, name);
}

bool Draft::refuses_repeated(DimensionId id, Span span) {
  if (!repeated.contains(id)) return false;
  const std::string& name = model.at(id).name;
  say(Code::model_element_twice, span, format("\"{}\" has elements that stand in it twice", name),
      "so it can follow its mapping on the right-hand side, but is no dimension of arrays, counts "
      "and sums",
      format("use a dimension here that has each element of {} once", name));
  return true;
}

const std::string& Draft::name_of(ElementId id) const {
  return model.elements[static_cast<std::size_t>(id)];
}

std::optional<std::uint32_t> Draft::place_in(DimensionId dimension, ElementId element) const {
  const auto& of = places[static_cast<std::size_t>(dimension)];
  const auto found = of.find(static_cast<std::uint32_t>(element));
  if (found == of.end()) return std::nullopt;
  return found->second;
}

bool Draft::contains(DimensionId wide, DimensionId narrow) const {
  const std::vector<ElementId>& inner = model.at(narrow).elements;
  return std::all_of(inner.begin(), inner.end(),
                     [&](ElementId element) { return place_in(wide, element).has_value(); });
}

DimensionId Draft::add_dimension(Dimension dimension) {
  const auto id = DimensionId{static_cast<std::uint32_t>(model.dimensions.size())};
  auto& of = places.emplace_back();
  for (std::size_t i = 0; i < dimension.elements.size(); ++i) {
    of.emplace(static_cast<std::uint32_t>(dimension.elements[i]), static_cast<std::uint32_t>(i));
  }
  model.dimensions.push_back(std::move(dimension));
  return id;
}

std::vector<std::string> Draft::variable_names() const {
  std::vector<std::string> names;
  for (const Variable& variable : model.variables) names.push_back(variable.name);
  return names;
}

std::vector<std::string> Draft::subscript_names() const {
  std::vector<std::string> names = model.elements;
  for (const Dimension& dimension : model.dimensions) {
    if (!dimension.name.starts_with('{')) names.push_back(dimension.name);
  }
  return names;
}

std::string Draft::hint_for_subscript(const std::string& name) const {
  std::string hint = did_you_mean(name, subscript_names());
  return hint.empty() ? format("define it, as a dimension with its elements: {}: a, b, c", name)
                      : hint;
}

}  // namespace sluice::model
