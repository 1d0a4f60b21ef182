// Areas under graphical functions, their mean heights, and where they have a value: isee's, beyond
// the standard (isee's help, Graphical builtins).
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

using Range = std::pair<double, double>;

// What `range` says of the tables of a graphical function, where it is the same of all its cells.
std::optional<Range> common_range(const Variable& graph, Range (*range)(const Table& one)) {
  std::vector<const Table*> tables;
  if (graph.table) tables.push_back(&*graph.table);
  for (const Element& element : graph.elements) {
    if (element.table) tables.push_back(&*element.table);
  }
  if (tables.empty() || tables.front()->points.empty()) return std::nullopt;
  const Range first = range(*tables.front());
  const bool same = std::ranges::all_of(
      tables, [&](const Table* one) { return !one->points.empty() && range(*one) == first; });
  return same ? std::optional(first) : std::nullopt;
}

Range range_of_x(const Table& one) { return {one.points.front().first, one.points.back().first}; }

}  // namespace

// The first and last x of a graphical function, where all its cells have the same.
std::optional<std::pair<double, double>> Translator::reach_of(const Variable& table) {
  return common_range(table, range_of_x);
}

// A graphical function by its name, through connections.
Found Translator::graph_named(const Node& node) const {
  const auto* name = std::get_if<Name>(&node.form);
  const auto found = name != nullptr ? find(name->path) : Found{};
  const Found source = found ? source_of(whole_, found) : Found{};
  return source && source.variable->has_table() ? source : Found{};
}

// Between its points a straight line, beyond them the last value: what areas and inverses are read
// of.
bool Translator::is_continuous(const Variable& table) {
  const auto holds = [](const std::optional<Table>& one) {
    return !one || one->kind == TableKind::hold;
  };
  return holds(table.table) &&
         std::ranges::all_of(table.elements, [&](const Element& one) { return holds(one.table); });
}

Expr Translator::graph_reference(const Node& node, const Variable& table) {
  whole_.applied.insert(&table);
  Places places;
  const auto& indices = std::get<Name>(node.form).indices;
  if (!table.axes.empty()) places = places_of(table, indices, false, node.span);
  const bool own = table.sort == Sort::table;
  return refer(own ? table.name : "#table of " + table.name, node.span,
               std::move(places.subscripts));
}

Expr Translator::no_such_graph(const Node& node, const std::string& function) {
  complaints_.say(Code::xmile_not_read, node.span, format("{} does not read this", function),
                  "it reads continuous graphical functions, of arrays those with one range of x",
                  "name a variable that has a <gf>");
  return number(0, node.span);
}

std::optional<Expr> Translator::graph_function(const std::string& name, const Applied& form,
                                               Span span) {
  const bool area = name == "lookuparea", mean = name == "lookupmean",
             inverse = name == "lookupinv";
  if (!(area || mean || inverse)) return std::nullopt;
  const std::string function = inverse ? "LOOKUPINV" : mean ? "LOOKUPMEAN" : "LOOKUPAREA";
  if (!count_is(function, form, span, inverse ? 2 : 1, inverse ? 2 : 3)) return number(0, span);
  const Found graph = graph_named(form.arguments[0]);
  if (!graph || !is_continuous(*graph.variable)) return no_such_graph(form.arguments[0], function);
  if (!inverse) return graph_area(form, *graph.variable, mean, span);
  return graph_inverse(form, *graph.variable, span);
}

// LOOKUPINV(graph, y): the first x that has the value; where none has, that of the value nearest to
// it (Vensim's LOOKUP INVERT is :NA: there).
Expr Translator::graph_inverse(const Applied& form, const Variable& graph, Span span) {
  const Node& node = form.arguments[0];
  Expr least, most;
  if (const auto range = common_range(graph, range_of_y)) {
    least = number(range->first, span);
    most = number(range->second, span);
  } else {
    whole_.inverted.insert(&graph);
    const auto bound = [&](double which) {
      Places places;
      const auto& indices = std::get<Name>(node.form).indices;
      if (!graph.axes.empty()) places = places_of(graph, indices, false, node.span);
      Call call{"#range of " + graph.name, std::move(places.subscripts), {}};
      call.arguments.push_back(number(which, span));
      return Expr{span, std::move(call)};
    };
    least = bound(0);
    most = bound(1);
  }
  Expr value = call_of("min", span, argument(form, 1), std::move(most));
  return call_of("lookup_invert", span, graph_reference(node, graph),
                 call_of("max", span, std::move(value), std::move(least)));
}

// LOOKUPAREA(graph, to, from) and LOOKUPMEAN(graph, to, from): the area, and the mean height,
// between two x in whichever order; from its start, or over all of it, where they are left out.
// Beyond its ends there is nothing.
Expr Translator::graph_area(const Applied& form, const Variable& graph, bool mean, Span span) {
  const Node& node = form.arguments[0];
  const auto reach = reach_of(graph);
  if (!reach) return no_such_graph(node, mean ? "LOOKUPMEAN" : "LOOKUPAREA");
  const auto [least, most] = *reach;
  const auto within = [&, low = least, high = most](Expr x) {
    return call_of("max", span, call_of("min", span, std::move(x), number(high, span)),
                   number(low, span));
  };
  const bool both = form.arguments.size() > 2;
  Expr to = form.arguments.size() > 1 ? within(once(form, 1, span)) : number(most, span);
  Expr from = both ? within(once(form, 2, span)) : number(least, span);
  if (both) {
    Expr smaller = call_of("min", span, to, from);
    to = call_of("max", span, std::move(to), std::move(from));
    from = std::move(smaller);
  }
  Expr area = call_of("lookup_area", span, graph_reference(node, graph), from, to);
  if (!mean) return area;
  Expr width = binary(BinaryOp::subtract, std::move(to), from, span);
  Expr height = read_table(graph, std::get<Name>(node.form).indices, std::move(from), span);
  return call_of("safe_divide", span, std::move(area), std::move(width), std::move(height));
}

}  // namespace sluice::syntax::xmile
