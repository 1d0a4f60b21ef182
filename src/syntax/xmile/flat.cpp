// Arrays as lists: elements by their place in row-major order, and which parts of an expression run
// over whole arrays.
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

// The place, from 1, of the element at these subscripts.
Expr Translator::flat_index(const std::vector<std::size_t>& dimensions,
                            const std::vector<Subscript>& at, Span span) {
  std::optional<Expr> index;
  for (std::size_t axis = 0; axis < at.size(); ++axis) {
    const std::size_t dimension = dimensions[axis];
    Expr place = refer(whole_.dimensions.index(dimension), span, {at[axis]});
    if (!index) {
      index = std::move(place);
      continue;
    }
    const auto size = static_cast<double>(whole_.dimensions.size_of(dimension));
    Expr before = binary(BinaryOp::subtract, std::move(*index), number(1, span), span);
    before = binary(BinaryOp::multiply, std::move(before), number(size, span), span);
    index = binary(BinaryOp::add, std::move(before), std::move(place), span);
  }
  return index ? std::move(*index) : number(1, span);
}

// A part that is not just a name or a number is worked out once, apart from all loops.
Expr Translator::settled(const Node& node) {
  Reduction* const outer = std::exchange(reduction_, nullptr);
  Expr value = translate(node);
  const bool plain =
      std::holds_alternative<Reference>(value.node) || std::holds_alternative<Number>(value.node);
  if (!plain) value = hide("place", std::move(value), free_axes(), node.span);
  reduction_ = outer;
  return value;
}

// A(10): the tenth element in row-major order.
Expr Translator::flat(const Variable& variable, const Node& argument, Span span) {
  if (const auto* value = std::get_if<Number>(&argument.form)) {
    return flat_element(variable, value->value, span);
  }
  const Expr place = settled(argument);
  std::vector<Subscript> each;
  for (const std::string& axis : variable.axes) each.push_back({axis, true, span});
  const Expr index = flat_index(variable.dimensions, each, span);
  Expr next = binary(BinaryOp::add, index, number(1, span), span);
  Expr is_it = binary(BinaryOp::logical_and, binary(BinaryOp::less_equal, index, place, span),
                      binary(BinaryOp::less, place, std::move(next), span), span);
  Expr value = call_of("sum", span,
                       call_of("if_then_else", span, std::move(is_it),
                               refer(name_of(variable), span, std::move(each)), number(0, span)));
  return reduction_ == nullptr ? value : hide("element", std::move(value), free_axes(), span);
}

Expr Translator::flat_element(const Variable& variable, double place, Span span) {
  const double cells = cells_in(variable.dimensions);
  if (!(place >= 1 && place < cells + 1)) {
    complaints_.say(Code::xmile_outside, span,
                    format("\"{}\" has no element {}", variable.local_name, to_text(place)),
                    format("it has {} elements; the value is 0", to_text(cells)), "");
    return number(0, span);
  }
  auto rest = static_cast<std::size_t>(place) - 1;
  std::vector<Subscript> subscripts(variable.axes.size());
  for (std::size_t axis = variable.axes.size(); axis-- > 0;) {
    const auto& elements = whole_.dimensions.at(variable.dimensions[axis]).elements;
    subscripts[axis] = {elements[rest % elements.size()], false, span};
    rest /= elements.size();
  }
  return refer(name_of(variable), span, std::move(subscripts));
}

bool Translator::has_loops(const Node& node, bool plain_arrays) const {
  const auto any = [&](const std::vector<Node>& parts) {
    return std::ranges::any_of(parts,
                               [&](const Node& part) { return has_loops(part, plain_arrays); });
  };
  if (const auto* joined = std::get_if<Joined>(&node.form)) return any(joined->operands);
  if (const auto* sign = std::get_if<Signed>(&node.form)) return any(sign->operand);
  if (const auto* choice = std::get_if<Choice>(&node.form)) return any(choice->parts);
  if (const auto* applied = std::get_if<Applied>(&node.form)) return any(applied->arguments);
  const auto* name = std::get_if<Name>(&node.form);
  if (name == nullptr) return false;
  for (const Index& index : name->indices) {
    const bool loops = index.kind == Index::Kind::wildcard || index.kind == Index::Kind::range;
    const Name* part = index.parts.empty() ? nullptr : written_plainly(index.parts[0]);
    const bool own = part != nullptr && is_own_in_macro(*part);
    const auto named = part != nullptr && !own && part->path.size() == 1
                           ? whole_.dimensions.find(part->path[0])
                           : std::nullopt;
    const bool follows = named && (owner_axis(*named, 0) || (plain_arrays && leads_here(*named)));
    if (loops || (named && !follows)) return true;
  }
  if (!plain_arrays || !name->indices.empty()) return false;
  const auto found = find(name->path);
  return found && !found.variable->axes.empty() && !follows_owner(*found.variable);
}

// One that an index names by its position: v[2].
void Translator::place_number(Places& places, const Variable& variable, std::size_t axis,
                              double value, Span span) {
  const auto& elements = whole_.dimensions.at(variable.dimensions[axis]).elements;
  const bool inside = value >= 1 && value < static_cast<double>(elements.size()) + 1;
  const auto named = whole_.dimensions.place_of(variable.dimensions[axis], to_text(value));
  if (!inside) {
    complaints_.say(Code::xmile_outside, span,
                    format("\"{}\" has no element {}", variable.local_name, to_text(value)),
                    format("its dimension has {} elements; the value is {}", elements.size(),
                           whole_.bad_index_is_nan ? "not a number" : "0"),
                    named ? format("a number is a position; write the element of that name as "
                                   "\"{}\", in quotes",
                                   to_text(value))
                          : std::string());
  }
  places.outside = places.outside || !inside;
  const std::size_t place = inside ? static_cast<std::size_t>(value) - 1 : 0;
  if (inside && named && *named != place) {
    complaints_.say(
        Code::xmile_outside, span,
        format("{} is a position, that of the element {}", to_text(value), elements[place]),
        format("the element named {} stands at position {}", to_text(value), *named + 1),
        format("write \"{}\", in quotes, where the element of that name is meant", to_text(value)));
  }
  places.subscripts.push_back({elements[place], false, span});
}

}  // namespace sluice::syntax::xmile
