// Subscripts of XMILE: left out where they follow the equation's own array, wildcards and ranges in
// array functions, numbers, names of elements and dimensions, and places that are computed.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/parts.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {
namespace {

// Two arrays in one array function, one over a part of the other's dimension: element by element or
// each with each, the numbers would differ, and nothing written says which.
void check_nested(const Dimensions& dimensions, const std::map<std::string, std::size_t>& loops,
                  std::size_t dimension, Span span, Complaints& complaints) {
  const auto other = nested_loop(dimensions, loops, dimension);
  if (!other) return;
  const bool wider = dimensions.size_of(dimension) > dimensions.size_of(*other);
  const std::string& part = dimensions.at(wider ? *other : dimension).name;
  const std::string& whole = dimensions.at(wider ? dimension : *other).name;
  complaints.say(Code::xmile_bad_subscript, span,
                 format("it is not clear how this runs over \"{}\" beside \"{}\"", part, whole),
                 format("\"{}\" is a part of \"{}\"", part, whole),
                 format("write [{}] at both for element by element, or [{}.*] and [{}.*] for each "
                        "with each",
                        part, part, whole));
}

// x[W] of an x over a part of W goes by the names where the equation is over W, as x does.
bool goes_by_names(const Dimensions& dimensions, const std::vector<std::size_t>& axes,
                   std::size_t dimension, std::size_t axis) {
  return std::ranges::find(axes, dimension) == axes.end() &&
         dimensions.size_of(axes[axis]) > dimensions.size_of(dimension) &&
         axis_with_part(dimensions, axes, dimension) == axis;
}

}  // namespace

const Name* written_plainly(const Node& node) {
  const auto* name = std::get_if<Name>(&node.form);
  return name != nullptr && name->indices.empty() && !name->transposed ? name : nullptr;
}

void Translator::complain_of_subscript(Span span, std::string message, std::string reason,
                                       std::string hint) {
  complaints_.say(Code::xmile_bad_subscript, span, std::move(message), std::move(reason),
                  std::move(hint));
}

std::size_t Translator::occurrence_of(const Variable& variable, std::size_t axis) const {
  const auto begin = variable.dimensions.begin();
  return static_cast<std::size_t>(
      std::count(begin, begin + static_cast<std::ptrdiff_t>(axis), variable.dimensions[axis]));
}

// The axis of the owner that a dimension follows: the same dimension, else one whose elements lie
// inside it.
std::optional<std::size_t> Translator::owner_axis(std::size_t dimension,
                                                  std::size_t occurrence) const {
  const std::vector<std::size_t>& axes = site_.owner->dimensions;
  std::optional<std::size_t> last;
  std::size_t count = 0;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (axes[axis] != dimension) continue;
    last = axis;
    if (count++ == occurrence) return axis;
  }
  if (last) return last;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (whole_.dimensions.holds(dimension, axes[axis])) return axis;
  }
  return std::nullopt;
}

Subscript Translator::bound(std::size_t axis, Span span) const {
  const bool fixed = axis < site_.fixed.size() && site_.fixed[axis];
  if (!fixed) return {site_.owner->axes[axis], false, span};
  const std::size_t dimension = site_.owner->dimensions[axis];
  return {whole_.dimensions.at(dimension).elements[*site_.fixed[axis]], false, span};
}

bool Translator::follows_owner(const Variable& variable) const {
  for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
    if (!owner_axis(variable.dimensions[axis], occurrence_of(variable, axis))) return false;
  }
  return true;
}

Expr Translator::refer_to(const Variable& variable, Span span) {
  return refer_to(variable, {}, false, span);
}

Expr Translator::refer_to(const Variable& variable, const std::vector<Index>& indices,
                          bool transposed, Span span) {
  if (variable.axes.empty() && indices.empty()) return refer(name_of(variable), span);
  const Places places = places_of(variable, indices, transposed, span);
  if (places.outside) {
    return whole_.bad_index_is_nan
               ? binary(BinaryOp::divide, number(0, span), number(0, span), span)
               : Expr{span, Number{0, true}};
  }
  if (!places.computed.empty()) return pick(variable, places, span);
  return refer(name_of(variable), span, places.subscripts);
}

Translator::Places Translator::places_of(const Variable& variable,
                                         const std::vector<Index>& indices, bool transposed,
                                         Span span) {
  Places places;
  const std::size_t count = variable.axes.size();
  if (!indices.empty() && indices.size() != count) {
    complain_of_subscript(
        span,
        format("\"{}\" has {} dimensions, not {}", variable.local_name, count, indices.size()),
        count == 0 ? std::string("it is no array")
                   : format("it is an array over {}", sluice::joined(variable.axes)),
        "write one subscript for each, or none at all");
    return places;
  }
  places.loops = std::ranges::any_of(indices, [](const Index& index) {
    return index.kind == Index::Kind::wildcard || index.kind == Index::Kind::range;
  });
  for (std::size_t axis = 0; axis < count; ++axis) {
    if (!indices.empty()) {
      place(places, variable, axis, indices[axis]);
    } else if (transposed && site_.owner->axes.size() == count) {
      places.subscripts.push_back(bound(count - 1 - axis, span));
    } else {
      place_plain(places, variable, axis, span);
    }
  }
  return places;
}

void Translator::place_each(Places& places, const std::string& dimension, std::size_t size,
                            Span span) {
  reduction_->loops[dimension] = size;
  places.subscripts.push_back({dimension, true, span});
}

// No subscript is written.
void Translator::place_plain(Places& places, const Variable& variable, std::size_t axis,
                             Span span) {
  const std::size_t dimension = variable.dimensions[axis];
  const auto own = owner_axis(dimension, occurrence_of(variable, axis));
  const bool follows =
      own && (reduction_ == nullptr || (reduction_->explicit_loops && follows_owner(variable)));
  if (follows) {
    places.subscripts.push_back(bound(*own, span));
  } else if (reduction_ != nullptr) {
    check_nested(whole_.dimensions, reduction_->loops, dimension, span, complaints_);
    place_each(places, variable.axes[axis], whole_.dimensions.size_of(dimension), span);
  } else if (!place_matched(places, dimension, span)) {
    complain_of_subscript(
        span, format("\"{}\" is an array, and here one number is needed", variable.local_name),
        format("it is an array over {}, which \"{}\" is not", sluice::joined(variable.axes),
               site_.owner->local_name),
        format("name one element, or sum it up: SUM({})", variable.local_name));
    places.subscripts.push_back({whole_.dimensions.at(dimension).elements.front(), false, span});
  }
}

void Translator::place(Places& places, const Variable& variable, std::size_t axis,
                       const Index& index) {
  const std::size_t dimension = variable.dimensions[axis];
  switch (index.kind) {
    case Index::Kind::position:
      if (index.position <= site_.owner->axes.size()) {
        places.subscripts.push_back(bound(index.position - 1, index.span));
      } else {
        complain_of_subscript(
            index.span, format("there is no dimension @{}", index.position),
            format("\"{}\" has {} dimensions", site_.owner->local_name, site_.owner->axes.size()),
            "");
      }
      return;
    case Index::Kind::range: return place_range(places, variable, axis, index);
    case Index::Kind::wildcard: {
      const Name* part = index.parts.empty() ? nullptr : written_plainly(index.parts[0]);
      const auto named = part != nullptr ? whole_.dimensions.find(part->path.back()) : std::nullopt;
      if (reduction_ == nullptr) return place_plain(places, variable, axis, index.span);
      const std::size_t over = named.value_or(dimension);
      if (!named) {
        check_nested(whole_.dimensions, reduction_->loops, over, index.span, complaints_);
      }
      return place_each(places, named ? whole_.dimensions.at(over).name : variable.axes[axis],
                        whole_.dimensions.size_of(over), index.span);
    }
    case Index::Kind::expression: break;
  }
  const Node& node = index.parts[0];
  if (const auto* value = std::get_if<Number>(&node.form)) {
    return place_number(places, variable, axis, value->value, index.span);
  }
  place_name(places, variable, axis, index);
}

// What a macro calls so is neither an element nor a dimension there.
bool Translator::is_own_in_macro(const Name& name) const {
  if (!site_.scope->is_macro || name.path.size() != 1) return false;
  const auto is_it = [&](const std::string& one) { return key_of(one) == key_of(name.path[0]); };
  return std::ranges::any_of(site_.scope->parameters, is_it) ||
         site_.scope->find(name.path[0]) != nullptr;
}

// A name of an element, a dimension, or a variable; or something computed.
void Translator::place_name(Places& places, const Variable& variable, std::size_t axis,
                            const Index& index) {
  const std::size_t dimension = variable.dimensions[axis];
  const Node& node = index.parts[0];
  if (const Name* name = written_plainly(node); name != nullptr && !is_own_in_macro(*name)) {
    const bool qualified = name->path.size() == 2 && whole_.dimensions.find(name->path[0]);
    const std::string& last = name->path.back();
    if (name->path.size() == 1 || qualified) {
      if (const auto place = whole_.dimensions.place_of(dimension, last)) {
        const auto& elements = whole_.dimensions.at(dimension).elements;
        places.subscripts.push_back({elements[*place], false, index.span});
        return;
      }
    }
    if (const auto named = whole_.dimensions.find(last); named && !qualified) {
      const std::size_t written = *named;
      // An array function runs over what is named, beside a wildcard over that alone.
      if (leads_here(written) && reduction_ != nullptr && !places.loops) {
        reduction_->leads_here = written;
        return place_each(places, written == dimension ? variable.axes[axis] : last,
                          whole_.dimensions.size_of(written), index.span);
      }
      if (auto partner = mapped(written, index.span)) {
        places.subscripts.push_back(std::move(*partner));
        return;
      }
      const std::vector<std::size_t>& axes = site_.owner->dimensions;
      if (const auto own = owner_axis(written, occurrence_of(variable, axis))) {
        const bool by_name = goes_by_names(whole_.dimensions, axes, dimension, *own);
        if (by_name && place_matched(places, dimension, index.span)) return;
        places.subscripts.push_back(bound(*own, index.span));
      } else if (reduction_ != nullptr) {
        if (axis_with_part(whole_.dimensions, axes, written)) reduction_->leads_here = written;
        place_each(places, written == dimension ? variable.axes[axis] : last,
                   whole_.dimensions.size_of(written), index.span);
      } else if (written != dimension || !place_matched(places, dimension, index.span)) {
        complain_of_subscript(index.span,
                              format("the dimension \"{}\" does not belong to this equation", last),
                              format("\"{}\" is no array over it", site_.owner->local_name),
                              format("name one element of {}", last));
        places.subscripts.push_back(
            {whole_.dimensions.at(dimension).elements.front(), false, index.span});
      }
      return;
    }
  }
  places.computed.emplace_back(axis, &node);
  places.subscripts.push_back({variable.axes[axis], true, index.span});
}

// The place, from 1, that one end of a range names. A dimension of the equation means the cell that
// the equation is for, as in SUM(w[1:Year]); where it is for all, `otherwise` stands in.
std::optional<double> Translator::place_in_range(const Node& node, std::size_t dimension,
                                                 std::size_t otherwise) {
  if (const auto* value = std::get_if<Number>(&node.form)) return value->value;
  const Name* name = written_plainly(node);
  if (name == nullptr) return std::nullopt;
  const auto place = whole_.dimensions.place_of(dimension, name->path.back());
  if (place) return static_cast<double>(*place + 1);
  const auto named = name->path.size() == 1 ? whole_.dimensions.find(name->path[0]) : std::nullopt;
  const auto own = named ? owner_axis(*named, 0) : std::nullopt;
  if (!own) return std::nullopt;
  if (*own < site_.fixed.size() && site_.fixed[*own]) {
    return static_cast<double>(*site_.fixed[*own] + 1);
  }
  needs_cells_ = true;
  return static_cast<double>(otherwise);
}

void Translator::place_range(Places& places, const Variable& variable, std::size_t axis,
                             const Index& index) {
  const std::size_t dimension = variable.dimensions[axis];
  const std::size_t size = whole_.dimensions.size_of(dimension);
  const auto first = place_in_range(index.parts[0], dimension, 1);
  const auto last = place_in_range(index.parts[1], dimension, size);
  const bool sound =
      first && last && *first >= 1 && *last >= *first && *last < static_cast<double>(size) + 1;
  if (!sound) {
    complain_of_subscript(
        index.span, format("this is no range of \"{}\"", whole_.dimensions.at(dimension).name),
        format("it has the elements 1 to {}", size),
        "both ends are numbers or names of elements, the smaller first");
    places.subscripts.push_back({whole_.dimensions.at(dimension).elements[0], false, index.span});
    return;
  }
  const auto from = static_cast<std::size_t>(*first) - 1, to = static_cast<std::size_t>(*last) - 1;
  if (reduction_ != nullptr) {
    const auto range = whole_.dimensions.range(dimension, from, to);
    if (range) return place_each(places, *range, to - from + 1, index.span);
    complain_of_subscript(index.span, "there are too many ranges", "", "");
    return place_each(places, variable.axes[axis], size, index.span);
  }
  // The first element of the owner takes the first of the range, and so on.
  auto own = owner_axis(dimension, occurrence_of(variable, axis));
  if (!own && site_.owner->axes.size() == 1) own = 0;
  if (!own) return place_plain(places, variable, axis, index.span);
  const bool fixed = *own < site_.fixed.size() && site_.fixed[*own];
  needs_cells_ = needs_cells_ || !fixed;
  const std::size_t place = from + (fixed ? *site_.fixed[*own] : 0);
  places.outside = places.outside || place > to;
  places.subscripts.push_back(
      {whole_.dimensions.at(dimension).elements[std::min(place, to)], false, index.span});
}

// A computed place: the sum over the axis of the element whose number it is, and nothing else. A
// variable of its own, so that what gives the place is worked out once and loops do not mix.
Expr Translator::pick(const Variable& variable, const Places& places, Span span) {
  std::vector<std::string> axes = free_axes();
  std::vector<Subscript> inside = places.subscripts, outside;
  for (const std::string& axis : axes) outside.push_back({axis, false, span});
  for (std::size_t axis = 0; axis < inside.size(); ++axis) {
    const bool computed =
        std::ranges::any_of(places.computed, [&](const auto& one) { return one.first == axis; });
    if (computed || !inside[axis].each) continue;
    // Over the other loops of an array function it is an array itself.
    constexpr std::size_t kApart = 8;
    const std::string own = whole_.dimensions.axis(variable.dimensions[axis], kApart + axis);
    axes.push_back(own);
    outside.push_back({inside[axis].name, true, inside[axis].span});
    inside[axis] = {own, false, inside[axis].span};
  }
  std::optional<Expr> chosen;
  for (const auto& [axis, node] : places.computed) {
    const Expr place = settled(*node);
    const Expr index = refer(whole_.dimensions.index(variable.dimensions[axis]), span,
                             {{variable.axes[axis], true, span}});
    Expr next = binary(BinaryOp::add, index, number(1, span), span);
    Expr is_it = binary(BinaryOp::logical_and, binary(BinaryOp::less_equal, index, place, span),
                        binary(BinaryOp::less, place, std::move(next), span), span);
    chosen = chosen ? binary(BinaryOp::logical_and, std::move(*chosen), std::move(is_it), span)
                    : std::move(is_it);
  }
  Expr value = call_of("sum", span,
                       call_of("if_then_else", span, *chosen,
                               refer(name_of(variable), span, inside), number(0, span)));
  if (whole_.bad_index_is_nan) {
    Expr none = binary(BinaryOp::equal, call_of("sum", span, *chosen), number(0, span), span);
    Expr nan = binary(BinaryOp::divide, number(0, span), number(0, span), span);
    value = call_of("if_then_else", span, std::move(none), std::move(nan), std::move(value));
  }
  Expr hidden = hide("element", std::move(value), axes, span);
  std::get<Reference>(hidden.node).subscripts = std::move(outside);
  return hidden;
}

// A dimension as a number: the place of the element that the equation is for.
Expr Translator::dimension_number(std::size_t dimension, Span span) {
  const auto own = owner_axis(dimension, 0);
  const bool fixed = own && *own < site_.fixed.size() && site_.fixed[*own];
  if (fixed && site_.owner->dimensions[*own] == dimension) {
    return number(static_cast<double>(*site_.fixed[*own] + 1), span);
  }
  if (own) return refer(whole_.dimensions.index(dimension), span, {bound(*own, span)});
  const std::string& name = whole_.dimensions.at(dimension).name;
  if (reduction_ != nullptr) {
    reduction_->loops[name] = whole_.dimensions.size_of(dimension);
    return refer(whole_.dimensions.index(dimension), span, {{name, true, span}});
  }
  complain_of_subscript(
      span, format("the dimension \"{}\" does not belong to this equation", name),
      format("\"{}\" is no array over it, so it has no number here", site_.owner->local_name),
      format("for the number of its elements write SIZE({})", name));
  return number(0, span);
}

}  // namespace sluice::syntax::xmile
