#include "syntax/xmile/dimensions.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/number.h"

namespace sluice::syntax::xmile {

namespace {

std::vector<Subscript> subscripts_of(const std::vector<std::string>& elements, Span span) {
  std::vector<Subscript> subscripts;
  for (const std::string& element : elements) subscripts.push_back({element, false, span});
  return subscripts;
}

std::string index_name(const std::string& dimension) { return "#index of " + dimension; }

Equation index_equation(const Dimensions::Dimension& dimension) {
  Equation equation;
  equation.span = equation.name_span = dimension.span;
  equation.name = index_name(dimension.name);
  equation.subscripts = {{dimension.name, false, dimension.span}};
  equation.supplementary = true;
  NumberList list;
  for (std::size_t i = 0; i < dimension.elements.size(); ++i) {
    list.values.push_back(static_cast<double>(i + 1));
  }
  list.row_lengths.push_back(list.values.size());
  equation.right = Expr{dimension.span, std::move(list)};
  return equation;
}

}  // namespace

bool Dimensions::add(Dimension dimension) {
  if (!by_key_.emplace(key_of(dimension.name), dimensions_.size()).second) return false;
  auto& places = places_.emplace_back();
  for (std::size_t i = 0; i < dimension.elements.size(); ++i) {
    places.emplace(key_of(dimension.elements[i]), i);
  }
  elements_ += dimension.elements.size();
  dimensions_.push_back(std::move(dimension));
  return true;
}

std::optional<std::size_t> Dimensions::find(std::string_view name) const {
  const auto found = by_key_.find(key_of(name));
  return found == by_key_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Dimensions::place_of(std::size_t id, std::string_view element) const {
  const auto found = places_[id].find(key_of(element));
  return found == places_[id].end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Dimensions::place_named(std::size_t id, std::string_view name) const {
  if (const auto place = place_of(id, name)) return place;
  const auto number = number_in(name);
  const bool counts = number && *number >= 1 && *number <= static_cast<double>(size_of(id));
  return counts ? std::optional(static_cast<std::size_t>(*number) - 1) : std::nullopt;
}

bool Dimensions::advance(std::vector<std::size_t>& places,
                         const std::vector<std::size_t>& over) const {
  for (std::size_t axis = places.size(); axis-- > 0;) {
    if (++places[axis] < size_of(over[axis])) return true;
    places[axis] = 0;
  }
  return false;
}

bool Dimensions::holds(std::size_t wide, std::size_t narrow) const {
  return std::ranges::all_of(dimensions_[narrow].elements, [&](const std::string& element) {
    return place_of(wide, element).has_value();
  });
}

std::map<std::string, std::string> Dimensions::keep_elements_apart() {
  std::map<std::string, std::string> renamed, by_key;
  const auto is_taken = [this](const std::string& name) {
    const auto holds_it = [&](const auto& places) { return places.contains(key_of(name)); };
    return by_key_.contains(key_of(name)) || std::ranges::any_of(places_, holds_it);
  };
  const auto free_name = [&](const std::string& element) {
    std::string name = format("{} (element)", element);
    for (int number = 2; is_taken(name); ++number)
      name = format("{} (element {})", element, number);
    return name;
  };
  for (std::size_t id = 0; id < dimensions_.size(); ++id) {
    for (std::size_t place = 0; place < dimensions_[id].elements.size(); ++place) {
      std::string& element = dimensions_[id].elements[place];
      const std::string key = key_of(element);
      if (!by_key_.contains(key)) continue;
      if (!by_key.contains(key)) by_key[key] = free_name(element);
      renamed.emplace(element, by_key[key]);
      element = by_key[key];
    }
  }
  if (renamed.empty()) return renamed;
  for (std::size_t id = 0; id < dimensions_.size(); ++id) {
    for (std::size_t place = 0; place < dimensions_[id].elements.size(); ++place) {
      places_[id].emplace(key_of(dimensions_[id].elements[place]), place);
    }
  }
  return renamed;
}

std::string Dimensions::axis(std::size_t id, std::size_t occurrence) {
  if (occurrence == 0) return dimensions_[id].name;
  std::string name = format("{} ({})", dimensions_[id].name, occurrence + 1);
  axes_.emplace(name, id);
  return name;
}

std::optional<std::string> Dimensions::range(std::size_t id, std::size_t first, std::size_t last) {
  const Dimension& whole = dimensions_[id];
  std::string name = format("{} {}:{}", whole.name, first + 1, last + 1);
  if (ranges_.contains(name)) return name;
  constexpr std::size_t kMostElements = 2000000;
  range_elements_ += last - first + 1;
  if (range_elements_ > kMostElements) return std::nullopt;
  Dimension part{name, {}, whole.span};
  for (std::size_t i = first; i <= last; ++i) part.elements.push_back(whole.elements[i]);
  ranges_.emplace(name, std::move(part));
  return name;
}

std::string Dimensions::index(std::size_t id) {
  indices_.insert(id);
  return index_name(dimensions_[id].name);
}

void Dimensions::write(Tree& tree) const {
  for (const Dimension& dimension : dimensions_) {
    syntax::Dimension made;
    made.span = dimension.span;
    made.name = dimension.name;
    made.elements = subscripts_of(dimension.elements, dimension.span);
    tree.dimensions.push_back(std::move(made));
  }
  write_maps(tree);
  for (const auto& [name, id] : axes_) {
    syntax::Dimension made;
    made.span = dimensions_[id].span;
    made.name = name;
    made.equivalent_to = dimensions_[id].name;
    tree.dimensions.push_back(std::move(made));
  }
  for (const auto& [name, dimension] : ranges_) {
    syntax::Dimension made;
    made.span = dimension.span;
    made.name = name;
    made.elements = subscripts_of(dimension.elements, dimension.span);
    tree.dimensions.push_back(std::move(made));
  }
  for (const std::size_t id : indices_) tree.equations.push_back(index_equation(dimensions_[id]));
}

}  // namespace sluice::syntax::xmile
