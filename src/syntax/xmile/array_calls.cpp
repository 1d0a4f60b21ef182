// The array functions: SUM, MEAN, MIN, MAX, PROD, SIZE, STDDEV and RANK over wildcards, ranges, and
// arrays whose subscripts are left out (OASIS XMILE 1.0, 3.7.1.3).
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

std::size_t cells_of(const std::map<std::string, std::size_t>& loops) {
  std::size_t cells = 1;
  for (const auto& [dimension, size] : loops) cells *= size;
  return cells;
}

// What differs between one number and the slats or batches that it is the sum of.
bool looks_inside(const std::string& name) {
  constexpr std::string_view kNames[] = {"mean", "min", "max", "prod", "product", "size", "stddev"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

std::vector<Subscript> subscripts_of(const std::vector<std::string>& names, bool each, Span span) {
  std::vector<Subscript> subscripts;
  for (const std::string& name : names) subscripts.push_back({name, each, span});
  return subscripts;
}

bool is_container(const Variable& stock) { return stock.conveyor || stock.queue || stock.oven; }

void refuse_contents(const std::string& function, const Name& stock, Span span,
                     Complaints& complaints) {
  std::string name = function;
  for (char& letter : name) letter = static_cast<char>(letter - 'a' + 'A');
  const std::string& inside = stock.path.back();
  complaints.say(Code::xmile_not_read, span,
                 format("{} does not read what lies in \"{}\"", name, inside),
                 "it would go through the slats of a conveyor, or the batches of a queue or an "
                 "oven, and they have no names here",
                 format("SUM({}) and {} are all that is in it", inside, inside));
}

}  // namespace

Translator::Argument Translator::reduce(const Node& node) {
  Argument argument{number(0, node.span), {}};
  argument.reduction.explicit_loops = has_loops(node, false);
  Reduction* const outer = std::exchange(reduction_, &argument.reduction);
  argument.expr = translate(node);
  reduction_ = outer;
  check_loops(argument.reduction, node.span);
  return argument;
}

// The function of this id over what the argument runs over; the argument itself where it is one
// number.
Expr Translator::reduced(const std::string& id, const Node& node, Span span, std::size_t* count) {
  Argument one = reduce(node);
  if (count != nullptr) *count = cells_of(one.reduction.loops);
  if (one.reduction.loops.empty()) return std::move(one.expr);
  return call_of(id, span, std::move(one.expr));
}

std::optional<Expr> Translator::array_function(const std::string& name, const Applied& form,
                                               Span span) {
  // STELLA 9 and 10 had names of their own for three of them.
  constexpr std::pair<std::string_view, const char*> kOlder[] = {
      {"arraysum", "sum"}, {"arraymean", "mean"}, {"arraystddev", "stddev"}};
  for (const auto& [older, now] : kOlder) {
    if (name == older) return array_function(now, form, span);
  }
  if (looks_inside(name) && form.arguments.size() == 1) {
    const Node& node = form.arguments[0];
    const auto* inside = std::get_if<Name>(&node.form);
    const Found found = inside != nullptr ? find(inside->path) : Found{};
    const bool one = found && (found.variable->axes.empty() ||
                               (!inside->indices.empty() && !has_loops(node, false)));
    if (one && is_container(*source_of(whole_, found).variable)) {
      refuse_contents(name, *inside, node.span, complaints_);
      return number(0, span);
    }
  }
  if (name == "sum" && count_is("SUM", form, span, 1, 1)) {
    return reduced("sum", form.arguments[0], span);
  }
  if ((name == "prod" || name == "product") && count_is("PROD", form, span, 1, 1)) {
    return reduced("prod", form.arguments[0], span);
  }
  if (name == "mean" && form.arguments.size() == 1) {
    std::size_t count = 1;
    Expr sum = reduced("sum", form.arguments[0], span, &count);
    return binary(BinaryOp::divide, std::move(sum), number(static_cast<double>(count), span), span);
  }
  if (name == "mean" && count_is("MEAN", form, span, 1, 100)) {  // isee: of several numbers
    Expr sum = argument(form, 0);
    for (std::size_t i = 1; i < form.arguments.size(); ++i) {
      sum = binary(BinaryOp::add, std::move(sum), argument(form, i), span);
    }
    const auto count = static_cast<double>(form.arguments.size());
    return binary(BinaryOp::divide, std::move(sum), number(count, span), span);
  }
  if (name == "size" && count_is("SIZE", form, span, 1, 1)) return size_of(form, span);
  if (name == "stddev" && count_is("STDDEV", form, span, 1, 1)) return deviation(form, span);
  if (name == "rank" && count_is("RANK", form, span, 2, 3)) return rank(form, span);
  const bool largest = name == "max";
  if ((largest || name == "min") && count_is(largest ? "MAX" : "MIN", form, span, 1, 100)) {
    return extreme(largest, form, span);
  }
  return std::nullopt;
}

// Numbers, and arrays that stand for all their values: one argument alone always does, one of
// several where it does not follow the equation's own array.
Expr Translator::extreme(bool largest, const Applied& form, Span span) {
  std::optional<Expr> found;
  for (const Node& node : form.arguments) {
    const bool whole = form.arguments.size() == 1 || has_loops(node, true);
    const bool inner = reduction_ != nullptr && form.arguments.size() > 1;
    Expr next = whole && !inner ? reduced(largest ? "vmax" : "vmin", node, span) : translate(node);
    found = found ? call_of(largest ? "max" : "min", span, std::move(*found), std::move(next))
                  : std::move(next);
  }
  return std::move(*found);
}

Expr Translator::size_of(const Applied& form, Span span) {
  if (const Found graph = graph_named(form.arguments[0]); graph && graph.variable->axes.empty()) {
    const auto& table = graph.variable->table;
    if (table) return number(static_cast<double>(table->points.size()), span);
  }
  if (const auto* name = std::get_if<Name>(&form.arguments[0].form)) {
    const auto dimension = name->path.size() == 1 && name->indices.empty()
                               ? whole_.dimensions.find(name->path[0])
                               : std::nullopt;
    const bool variable = !!find(name->path);
    if (dimension && !variable) {
      return number(static_cast<double>(whole_.dimensions.size_of(*dimension)), span);
    }
  }
  Reduction all;
  all.explicit_loops = has_loops(form.arguments[0], false);
  Reduction* const outer = std::exchange(reduction_, &all);
  const std::size_t hidden = site_.sink->size();
  translate(form.arguments[0]);
  reduction_ = outer;
  site_.sink->resize(hidden);
  return number(static_cast<double>(cells_of(all.loops)), span);
}

// Of all values, not of a sample of them: the mean square of what differs from the mean.
Expr Translator::deviation(const Applied& form, Span span) {
  // Its argument is written out twice, so that nesting doubles it each time.
  constexpr int kDeepest = 3;
  if (deviations_ >= kDeepest) {
    complain_of_subscript(span, "STDDEV stands inside STDDEV too often",
                          format("it may stand {} deep", kDeepest),
                          "give a part of it a name of its own");
    return number(0, span);
  }
  ++deviations_;
  std::size_t count = 1;
  Expr sum = reduced("sum", form.arguments[0], span, &count);
  const Expr cells = number(static_cast<double>(count), span);
  Expr mean =
      hide("mean", binary(BinaryOp::divide, std::move(sum), cells, span), free_axes(), span);
  Argument one = reduce(form.arguments[0]);
  --deviations_;
  if (one.reduction.loops.empty()) return number(0, span);
  Expr gap = binary(BinaryOp::subtract, std::move(one.expr), std::move(mean), span);
  Expr squares =
      call_of("sum", span, binary(BinaryOp::power, std::move(gap), number(2, span), span));
  return call_of("sqrt", span, binary(BinaryOp::divide, std::move(squares), cells, span));
}

// The flat index of the element of that rank: of equal ones the one that comes first, or whose
// partner in the second array is smaller. How many come before each element is an array of its own.
Expr Translator::rank(const Applied& form, Span span) {
  const auto array = ranked(form.arguments[0]);
  const bool two = form.arguments.size() > 2;
  const auto partner = two && array ? ranked(form.arguments[2]) : std::nullopt;
  if (!array || (two && (!partner || partner->dimensions != array->dimensions))) {
    complain_of_subscript(form.arguments[0].span, "RANK needs an array, or a part with wildcards",
                          two ? "it gives the place of an element in it, and looks at the same "
                                "place of the second"
                              : "it gives the place of an element in it",
                          "as in RANK(price, 1) or RANK(price[north, *], 1)");
    return number(0, span);
  }
  Expr place =
      binary(BinaryOp::add,
             call_of("sum", span, comes_before(*array, partner ? &*partner : nullptr, span)),
             number(1, span), span);
  std::vector<std::string> axes = array->outer;
  axes.insert(axes.end(), array->axes.begin(), array->axes.end());
  Expr hidden = hide("rank", std::move(place), axes, span);
  std::vector<Subscript>& subscripts = std::get<Reference>(hidden.node).subscripts;
  const std::vector<Subscript> each = subscripts_of(array->axes, true, span);
  std::ranges::copy(each, subscripts.begin() + static_cast<std::ptrdiff_t>(array->outer.size()));
  const bool last = is_bare_size(form.arguments[1]);
  Expr wanted = last ? number(cells_in(array->dimensions), span) : settled(form.arguments[1]);
  Expr is_it = binary(BinaryOp::equal, std::move(hidden), std::move(wanted), span);
  return call_of("sum", span,
                 call_of("if_then_else", span, std::move(is_it),
                         flat_index(array->dimensions, each, span), number(0, span)));
}

std::optional<Translator::Ranked> Translator::ranked(const Node& node) {
  const auto* name = std::get_if<Name>(&node.form);
  const Found found = name != nullptr ? find(name->path) : Found{};
  if (!found || found.variable->axes.empty()) return std::nullopt;
  const Variable& array = *found.variable;
  if (name->indices.empty()) return Ranked{name_of(array), {}, array.axes, array.dimensions};
  // A part is an array of its own, for each cell of the equation, over axes apart from those.
  Expr part = reduce(node).expr;
  auto* reference = std::get_if<Reference>(&part.node);
  if (reference == nullptr || key_of(reference->name) != key_of(name_of(array)))
    return std::nullopt;
  Ranked ranked{{}, free_axes(), {}, {}};
  for (std::size_t axis = 0; axis < array.axes.size(); ++axis) {
    constexpr std::size_t kApart = 24;
    Subscript& subscript = reference->subscripts[axis];
    if (!subscript.each) continue;
    if (subscript.name != array.axes[axis]) return std::nullopt;  // a range of it
    ranked.axes.push_back(whole_.dimensions.axis(array.dimensions[axis], kApart + axis));
    ranked.dimensions.push_back(array.dimensions[axis]);
    subscript = {ranked.axes.back(), false, node.span};
  }
  if (ranked.axes.empty()) return std::nullopt;
  std::vector<std::string> axes = ranked.outer;
  axes.insert(axes.end(), ranked.axes.begin(), ranked.axes.end());
  const Expr hidden = hide("part", std::move(part), axes, node.span);
  ranked.name = std::get<Reference>(hidden.node).name;
  return ranked;
}

// RANK(Q, SIZE) is the largest: the standard's own example.
bool Translator::is_bare_size(const Node& node) const {
  const Name* name = written_plainly(node);
  return name != nullptr && name->path.size() == 1 && key_of(name->path[0]) == "size" &&
         !find(name->path);
}

double Translator::cells_in(const std::vector<std::size_t>& dimensions) const {
  double cells = 1;
  for (const std::size_t dimension : dimensions) {
    cells *= static_cast<double>(whole_.dimensions.size_of(dimension));
  }
  return cells;
}

// Whether another element (a loop over axes apart) comes before the one that the equation is for.
Expr Translator::comes_before(const Ranked& array, const Ranked* partner, Span span) {
  const std::vector<Subscript> outer = subscripts_of(array.outer, false, span);
  const std::vector<Subscript> own = subscripts_of(array.axes, false, span);
  std::vector<Subscript> other;
  for (std::size_t axis = 0; axis < array.axes.size(); ++axis) {
    constexpr std::size_t kApart = 16;
    other.push_back({whole_.dimensions.axis(array.dimensions[axis], kApart + axis), true, span});
  }
  const auto element = [&](const Ranked& of, const std::vector<Subscript>& at) {
    std::vector<Subscript> subscripts = of.outer.empty() ? std::vector<Subscript>() : outer;
    subscripts.insert(subscripts.end(), at.begin(), at.end());
    return refer(of.name, span, std::move(subscripts));
  };
  const auto compared = [&](BinaryOp op, const Ranked& of) {
    return binary(op, element(of, other), element(of, own), span);
  };
  const auto both = [&](Expr a, Expr b) {
    return binary(BinaryOp::logical_and, std::move(a), std::move(b), span);
  };
  const auto either = [&](Expr a, Expr b) {
    return binary(BinaryOp::logical_or, std::move(a), std::move(b), span);
  };
  Expr earlier = binary(BinaryOp::less, flat_index(array.dimensions, other, span),
                        flat_index(array.dimensions, own, span), span);
  if (partner != nullptr) {
    earlier = either(compared(BinaryOp::less, *partner),
                     both(compared(BinaryOp::equal, *partner), std::move(earlier)));
  }
  return either(compared(BinaryOp::less, array),
                both(compared(BinaryOp::equal, array), std::move(earlier)));
}

// INTERPOLATE(array, place, ...): straight between the elements, with a place from 0 (the first) to
// 1 (the last) for each dimension (isee's help, Array builtins). Each element counts the more, the
// nearer it lies; those further off than one do not count.
Expr Translator::interpolated(const Applied& form, Span span) {
  const Name* name = form.arguments.empty() ? nullptr : written_plainly(form.arguments[0]);
  const Found found = name == nullptr ? Found{} : find(name->path);
  const std::size_t places = form.arguments.size() - (form.arguments.empty() ? 0 : 1);
  if (!found || found.variable->axes.empty() || found.variable->axes.size() != places) {
    complain_of_subscript(span, "INTERPOLATE needs an array and a place for each of its dimensions",
                          "a place is a number from 0, the first element, to 1, the last",
                          "as in INTERPOLATE(price, 0.5), or INTERPOLATE(table, 0.5, 0.25)");
    return number(0, span);
  }
  const Variable& variable = *found.variable;
  std::vector<Subscript> each;
  std::optional<Expr> weight;
  for (std::size_t axis = 0; axis < places; ++axis) {
    each.push_back({variable.axes[axis], true, span});
    const auto last = static_cast<double>(whole_.dimensions.size_of(variable.dimensions[axis])) - 1;
    Expr share = call_of("max", span,
                         call_of("min", span, settled(form.arguments[axis + 1]), number(1, span)),
                         number(0, span));
    Expr at = binary(BinaryOp::multiply, std::move(share), number(last, span), span);
    Expr index = refer(whole_.dimensions.index(variable.dimensions[axis]), span, {each.back()});
    Expr own = binary(BinaryOp::subtract, std::move(index), number(1, span), span);
    Expr apart =
        call_of("abs", span, binary(BinaryOp::subtract, std::move(at), std::move(own), span));
    Expr near = call_of("max", span, number(0, span),
                        binary(BinaryOp::subtract, number(1, span), std::move(apart), span));
    weight = weight ? binary(BinaryOp::multiply, std::move(*weight), std::move(near), span)
                    : std::move(near);
  }
  Expr part = binary(BinaryOp::multiply, *weight, refer(name_of(variable), span, each), span);
  Expr counts = binary(BinaryOp::greater, std::move(*weight), number(0, span), span);
  return hide(
      "interpolated",
      call_of("sum", span,
              call_of("if_then_else", span, std::move(counts), std::move(part), number(0, span))),
      free_axes(), span);
}

}  // namespace sluice::syntax::xmile
