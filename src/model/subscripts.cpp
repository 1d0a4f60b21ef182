#include "model/subscripts.h"

#include <algorithm>

#include "base/format.h"
#include "model/cell_claims.h"

namespace sluice::model {
namespace {

// Where an index begins: the element that it names, or the first of those it follows.
std::optional<std::uint32_t> first_position(const Index& index) {
  if (const auto* fixed = std::get_if<FixedElement>(&index)) return fixed->position;
  const auto* bound = std::get_if<BoundIndex>(&index);
  if (bound == nullptr) return std::nullopt;
  for (const std::uint32_t position : bound->position) {
    if (position != kNoPosition) return position;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Loop> SubscriptResolver::close_reduction() {
  std::vector<Loop> loops = std::move(scopes_.back());
  scopes_.pop_back();
  return loops;
}

std::optional<std::vector<Index>> SubscriptResolver::resolve_all(
    const Variable& target, const std::vector<syntax::Subscript>& written, Span span) {
  if (written.size() != target.axes.size()) {
    std::string shape;
    for (const DimensionId axis : target.axes) {
      const Dimension& dimension = draft_.model.at(axis);
      // One that some elements have by themselves is named by the element.
      const bool one = dimension.name.starts_with('{') && dimension.elements.size() == 1;
      shape += (shape.empty() ? "" : ",") +
               (one ? draft_.name_of(dimension.elements.front()) : dimension.name);
    }
    draft_.say(Code::model_subscript_count, span,
               format("\"{}\" has {}, not {}", target.name, subscript_count(target.axes.size()),
                      written.size()),
               "every axis of an array is named where it is used",
               target.axes.empty() ? format("write {} without brackets", target.name)
                                   : format("it is {}[{}]", target.name, shape));
    return std::nullopt;
  }
  std::vector<Index> indices;
  for (std::size_t axis = 0; axis < written.size(); ++axis) {
    auto index = resolve(target, target.axes[axis], written[axis]);
    if (index) indices.push_back(std::move(*index));
  }
  if (indices.size() != written.size()) return std::nullopt;
  return indices;
}

std::optional<Index> SubscriptResolver::resolve_number(const std::string& name, Span span) {
  if (const auto written = draft_.dimension(name)) {
    const DimensionId family = draft_.model.at(*written).family;
    return bound(name, family, *written, span);
  }
  const ElementId element = *draft_.element(name);
  const DimensionId family = draft_.family_of_element[static_cast<std::size_t>(element)];
  return FixedElement{*draft_.place_in(family, element)};
}

std::optional<Index> SubscriptResolver::resolve(const Variable& target, DimensionId axis,
                                                const syntax::Subscript& subscript) {
  const auto written = draft_.dimension(subscript.name);
  if (written && subscript.each) return loop(target, axis, *written, subscript);
  if (written) return bound(target.name, axis, *written, subscript.span);
  const auto element = draft_.element(subscript.name);
  if (element && !subscript.each) return fixed(target, axis, *element, subscript.span);
  draft_.say(Code::model_unknown_subscript, subscript.span,
             element ? format("\"{}\" is an element, not a dimension", subscript.name)
                     : format("there is no element or dimension \"{}\"", subscript.name),
             element ? "`!` runs over the elements of a dimension"
                     : format("it stands as a subscript of \"{}\"", target.name),
             element ? format("write {} without `!`", subscript.name)
                     : hint_for_unknown(subscript.name, target, axis));
  return std::nullopt;
}

std::string SubscriptResolver::hint_for_unknown(const std::string& name, const Variable& target,
                                                DimensionId axis) const {
  std::string hint = did_you_mean(name, draft_.subscript_names());
  if (!hint.empty()) return hint;
  const Dimension& over = draft_.model.at(axis);
  const std::string elements =
      first_few(over.elements, 3, [&](ElementId id) { return draft_.name_of(id); });
  return format("\"{}\" is an array over {}: name that, or one of its elements ({})", target.name,
                over.name, elements);
}

std::optional<Index> SubscriptResolver::fixed(const Variable& target, DimensionId axis,
                                              ElementId element, Span span) {
  if (const auto place = draft_.place_in(axis, element)) return FixedElement{*place};
  say_missing(target.name, {element}, span);
  return std::nullopt;
}

std::optional<Index> SubscriptResolver::loop(const Variable& target, DimensionId axis,
                                             DimensionId over, const syntax::Subscript& subscript) {
  if (scopes_.empty()) {
    draft_.say(
        Code::model_each_outside_reduction, subscript.span,
        format("\"{}!\" stands outside SUM, PROD, VMIN, VMAX and VECTOR SELECT", subscript.name),
        "`!` says over which dimension such a function runs",
        format("put {} inside one of them, or take the `!` away", target.name));
    return std::nullopt;
  }
  if (draft_.refuses_repeated(over, subscript.span)) return std::nullopt;
  std::vector<Loop>& loops = scopes_.back();
  auto found = std::find_if(loops.begin(), loops.end(),
                            [&](const Loop& known) { return known.dimension == over; });
  if (found == loops.end()) found = loops.insert(loops.end(), Loop{next_loop_++, over});
  LoopIndex index{.loop = found->id, .position = {}};
  std::vector<ElementId> missing;
  for (const ElementId element : draft_.model.at(over).elements) {
    const auto place = draft_.place_in(axis, element);
    if (!place) missing.push_back(element);
    index.position.push_back(place.value_or(kNoPosition));
  }
  if (missing.empty()) return index;
  say_missing(target.name, missing, subscript.span);
  return std::nullopt;
}

std::optional<Index> SubscriptResolver::bound(const std::string& owner, DimensionId axis,
                                              DimensionId written, Span span) {
  if (const auto left = match(written)) return bind(*left, owner, axis, span);
  return bound_back(owner, axis, written, span);
}

std::optional<Index> SubscriptResolver::bound_back(const std::string& owner, DimensionId axis,
                                                   DimensionId written, Span span) {
  for (std::uint32_t left = 0; left < equation_.left.size(); ++left) {
    const auto pairs = turned(written, left);
    if (!pairs) continue;
    const std::string& from = draft_.model.at(equation_.left[left].dimension).name;
    const std::string& to = draft_.model.at(written).name;
    draft_.say(
        Code::model_mapping_turned, span,
        format("\"{}\" follows \"{}\" by the mapping {} -> {}", to, from, from, to),
        format("no mapping leads from {} to {}, so this one is read the other way", to, from),
        format("map it the way it is used: {}: ... -> {}", to, from));
    const Mapping back{written, equation_.left[left].dimension, *pairs};
    return bind({left, &back}, owner, axis, span);
  }
  say_not_on_left(written, span);
  return std::nullopt;
}

// Each element on the left must be led to one on the right, and to one only.
std::optional<SubscriptResolver::Pairs> SubscriptResolver::turned(DimensionId written,
                                                                  std::size_t axis) const {
  const LeftSubscript& left = equation_.left[axis];
  if (left.fixed) return std::nullopt;
  for (const Mapping& mapping : draft_.mappings) {
    if (!draft_.contains(mapping.from, left.dimension)) continue;
    Pairs pairs;
    bool single = true;
    for (const auto& [target, source] : mapping.source) {
      const bool wanted = std::ranges::find(left.elements, source) != left.elements.end();
      if (!wanted || !draft_.place_in(written, target)) continue;
      single = pairs.emplace(source, target).second && single;
    }
    if (single && pairs.size() == left.elements.size()) return pairs;
  }
  return std::nullopt;
}

// The left-hand subscript that a dimension on the right follows: the same one, else one that a
// mapping leads to, else one whose elements all lie inside it.
std::optional<SubscriptResolver::LeftMatch> SubscriptResolver::match(DimensionId written) const {
  const std::size_t count = equation_.left.size();
  for (std::uint32_t axis = 0; axis < count; ++axis) {
    const LeftSubscript& left = equation_.left[axis];
    if (!left.fixed && left.dimension == written) return LeftMatch{axis, nullptr};
  }
  for (std::uint32_t axis = 0; axis < count; ++axis) {
    if (const Mapping* mapping = mapping_to(written, axis)) return LeftMatch{axis, mapping};
  }
  for (std::uint32_t axis = 0; axis < count; ++axis) {
    if (!equation_.left[axis].fixed && inside(written, axis)) return LeftMatch{axis, nullptr};
  }
  return std::nullopt;
}

const Mapping* SubscriptResolver::mapping_to(DimensionId written, std::size_t axis) const {
  if (equation_.left[axis].fixed) return nullptr;
  for (const Mapping& mapping : draft_.mappings) {
    if (draft_.contains(mapping.from, written) && covers(mapping, written, axis)) return &mapping;
  }
  return nullptr;
}

bool SubscriptResolver::covers(const Mapping& mapping, DimensionId written,
                               std::size_t axis) const {
  const std::vector<ElementId>& elements = equation_.left[axis].elements;
  return std::all_of(elements.begin(), elements.end(), [&](ElementId element) {
    const auto source = mapping.source.find(element);
    return source != mapping.source.end() && draft_.place_in(written, source->second).has_value();
  });
}

bool SubscriptResolver::inside(DimensionId written, std::size_t axis) const {
  const std::vector<ElementId>& elements = equation_.left[axis].elements;
  return std::all_of(elements.begin(), elements.end(), [&](ElementId element) {
    return draft_.place_in(written, element).has_value();
  });
}

std::optional<Index> SubscriptResolver::bind(const LeftMatch& match, const std::string& owner,
                                             DimensionId axis, Span span) {
  const std::vector<bool>& used = equation_.left[match.axis].used;
  const std::vector<ElementId>& elements = draft_.model.at(variable_.axes[match.axis]).elements;
  BoundIndex index{.left_axis = match.axis, .position = {}};
  index.position.assign(elements.size(), kNoPosition);
  std::vector<ElementId> missing;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (!used[i]) continue;
    const ElementId source = match.mapping ? match.mapping->source.at(elements[i]) : elements[i];
    const auto place = draft_.place_in(axis, source);
    if (place) index.position[i] = *place;
    if (!place) missing.push_back(source);
  }
  if (missing.empty()) return index;
  say_missing(owner, missing, span);
  return std::nullopt;
}

void SubscriptResolver::lay_matrix(const Variable& target, std::vector<Index>& indices) const {
  const std::size_t count = indices.size(), left = variable_.axes.size();
  if (count < 2 || left < 2) return;
  Index& row = indices[count - 2];
  Index& column = indices[count - 1];
  const auto *rows = std::get_if<BoundIndex>(&row), *columns = std::get_if<BoundIndex>(&column);
  if (rows && columns && rows->left_axis != columns->left_axis) return;
  const auto first_row = first_position(row), first_column = first_position(column);
  if (!first_row || !first_column) return;
  auto down = laid_from(*first_row, target.axes[count - 2], left - 2);
  auto across = laid_from(*first_column, target.axes[count - 1], left - 1);
  if (!down || !across) return;
  row = std::move(*down);
  column = std::move(*across);
}

// The elements of `along` from the first on, one for each that the left-hand side has on an axis.
std::optional<Index> SubscriptResolver::laid_from(std::uint32_t first, DimensionId along,
                                                  std::size_t axis) const {
  const std::vector<bool>& used = equation_.left[axis].used;
  const std::size_t size = draft_.model.at(along).elements.size();
  BoundIndex index{.left_axis = static_cast<std::uint32_t>(axis), .position = {}};
  index.position.assign(used.size(), kNoPosition);
  std::uint32_t next = first;
  for (std::size_t place = 0; place < used.size(); ++place) {
    if (used[place]) index.position[place] = next++;
  }
  return next <= size ? std::optional<Index>(std::move(index)) : std::nullopt;
}

void SubscriptResolver::say_missing(const std::string& owner, const std::vector<ElementId>& missing,
                                    Span span) {
  const std::string listed = first_few(
      missing, 3, [&](ElementId element) { return format("\"{}\"", draft_.name_of(element)); });
  const auto variable = draft_.variable(owner);
  const auto is_apart = [&](DimensionId axis) {
    return std::ranges::none_of(missing, [&](ElementId element) {
      return draft_.place_in(draft_.model.at(axis).family, element).has_value();
    });
  };
  const std::string message = format("\"{}\" is not defined for {}", owner, listed);
  const auto& axes = variable ? draft_.model.at(*variable).axes : std::vector<DimensionId>{};
  if (!axes.empty() && std::ranges::all_of(axes, is_apart)) {
    const std::string over =
        first_few(axes, axes.size(), [&](DimensionId axis) { return draft_.model.at(axis).name; });
    return draft_.say(
        Code::model_wrong_element, span, message,
        format("\"{}\" is an array over {}, of which no such element is a part", owner, over),
        format("write {}[{}], or name an element of it", owner, over));
  }
  draft_.say(Code::model_wrong_element, span, message,
             "the subscript names elements that its equations leave out",
             "use a subrange that it has, or define it for them too");
}

void SubscriptResolver::say_not_on_left(DimensionId written, Span span) {
  const std::string& name = draft_.model.at(written).name;
  draft_.say(Code::model_subscript_not_on_left, span,
             format("the dimension \"{}\" stands on the right but not on the left", name),
             "it is not clear which of its elements is meant",
             format("add it on the left, name one element, reduce it with SUM(...[{}!]), or map it "
                    "to a dimension that stands there",
                    name));
}

}  // namespace sluice::model
