// Functions that XMILE lacks, by Vensim's names, as its exporter and converters of its models keep
// them: those whose arguments are graphs, dimensions or loops over arrays. All others are read by
// their rows in the table alone.
#include <algorithm>

#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

struct GraphFunction {
  std::string_view name;
  const char* id;
  std::size_t arguments;
};
constexpr GraphFunction kOfGraphs[] = {
    {"lookup area", "lookup_area", 3},       {"lookup invert", "lookup_invert", 2},
    {"lookup slope", "lookup_slope", 3},     {"lookup extrapolate", "lookup_extrapolate", 2},
    {"lookup forward", "lookup_forward", 2}, {"lookup backward", "lookup_backward", 2},
};

}  // namespace

std::optional<Expr> Translator::vensim_function(const std::string& name, const Applied& form,
                                                Span span) {
  const auto* of_graph = std::ranges::find(kOfGraphs, name, &GraphFunction::name);
  if (of_graph != std::end(kOfGraphs)) {
    const std::size_t count = of_graph->arguments;
    if (!count_is(form.path.back(), form, span, count, count)) return number(0, span);
    const Found graph = graph_named(form.arguments[0]);
    if (!graph) return no_such_graph(form.arguments[0], form.path.back());
    std::vector<Expr> arguments;
    arguments.push_back(graph_reference(form.arguments[0], *graph.variable));
    for (std::size_t i = 1; i < count; ++i) arguments.push_back(argument(form, i));
    return call(of_graph->id, std::move(arguments), span);
  }
  const bool least = name == "vmin";
  if ((least || name == "vmax") && count_is(least ? "VMIN" : "VMAX", form, span, 1, 1)) {
    return reduced(name, form.arguments[0], span);
  }
  if (name == "elmcount" && count_is("ELMCOUNT", form, span, 1, 1)) return size_of(form, span);
  if (name == "reinitial" && count_is("REINITIAL", form, span, 1, 1)) {
    return call_of("initial", span, argument(form, 0));
  }
  if (name == "random 0 1" && count_is("RANDOM 0 1", form, span, 0, 0)) {
    return seeded("random_uniform", {}, number(0, span), number(1, span), form, 0, span);
  }
  if (name == "vector select" && count_is("VECTOR SELECT", form, span, 5, 5)) {
    return vector_select(form, span);
  }
  return std::nullopt;
}

// Selector and elements run over the same loops.
Expr Translator::vector_select(const Applied& form, Span span) {
  Reduction loops;
  for (const std::size_t i : {0U, 1U}) {
    loops.explicit_loops = loops.explicit_loops || has_loops(form.arguments[i], false);
  }
  std::vector<Expr> arguments;
  Reduction* const outer = std::exchange(reduction_, &loops);
  for (const std::size_t i : {0U, 1U}) arguments.push_back(argument(form, i));
  reduction_ = outer;
  check_loops(loops, span);
  for (const std::size_t i : {2U, 3U, 4U}) arguments.push_back(argument(form, i));
  return call("vector_select", std::move(arguments), span);
}

}  // namespace sluice::syntax::xmile
