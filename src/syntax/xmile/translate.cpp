#include "syntax/xmile/translate.h"

#include <algorithm>
#include <limits>
#include <numbers>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/functions.h"

namespace sluice::syntax::xmile {

namespace {

bool is_namespace(const std::string& name) {
  constexpr std::string_view kNamespaces[] = {"std", "isee", "vensim", "user"};
  return std::ranges::find(kNamespaces, to_lower(name)) != std::end(kNamespaces);
}

std::string joined(const std::vector<std::string>& path) {
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) name += (i == 0 ? "" : ".") + path[i];
  return name;
}

}  // namespace

bool Translator::is_marked(const std::vector<std::string>& path) const {
  return whole_.is_of_vensim && site_.scope->is_macro && path.size() == 1 && path[0].size() > 1 &&
         path[0].ends_with('$');
}

Found Translator::find(const std::vector<std::string>& path) const {
  const Found found = find_variable(whole_, *site_.scope, path);
  if (found || !is_marked(path)) return found;
  if (const Found whole = find_variable(whole_, whole_.root, path)) return whole;
  return find_variable(whole_, whole_.root, {path[0].substr(0, path[0].size() - 1)});
}

std::string Translator::name_of(const Variable& variable) const {
  const Scope& scope = *site_.scope;
  const bool own = !scope.is_macro || scope.find(variable.local_name) == &variable;
  // The result of a macro that is being written stands in no scope.
  return own || &variable == site_.owner ? variable.name : variable.name + "$";
}

Expr Translator::translate(const Node& node) {
  return std::visit([&](const auto& form) { return from(form, node.span); }, node.form);
}

Expr Translator::from(const Number& form, Span span) { return number(form.value, span); }

Expr Translator::from(const Name& form, Span span) {
  const auto& path = form.path;
  if (form.transposed) {  // or a name that ends so
    std::vector<std::string> longer = path;
    longer.back() += '\'';
    const auto found = find(longer);
    if (found) return refer_to(*found.variable, form.indices, false, span);
  }
  if (const auto one = stands_for_.find(path[0]); one != stands_for_.end()) return one->second;
  if (const auto found = find(path)) {
    return refer_to(*found.variable, form.indices, form.transposed, span);
  }
  const auto& parameters = site_.scope->parameters;
  const auto is_same = [&](const std::string& one) { return key_of(one) == key_of(path[0]); };
  if (path.size() == 1 && std::ranges::any_of(parameters, is_same)) {
    if (!form.indices.empty()) refuse_subscripts(path[0], span);
    return refer(path[0], span);
  }
  if (path.size() == 2) {
    const auto dimension = whole_.dimensions.find(path[0]);
    const auto place = dimension ? whole_.dimensions.place_of(*dimension, path[1]) : std::nullopt;
    if (place) return number(static_cast<double>(*place + 1), span);
  }
  if (path.size() == 1 || (path.size() == 2 && is_namespace(path[0]))) {
    if (path.size() == 1) {
      if (const auto id = whole_.dimensions.find(path[0])) return dimension_number(*id, span);
    }
    std::string name = key_of(path.back());
    if (is_marked(path)) name.pop_back();
    if (name == "self") return refer_to(*site_.owner, form.indices, form.transposed, span);
    if (auto value = constant(name, span)) return std::move(*value);
  }
  return refer(joined(path), span);  // unknown: told when the model is made
}

void Translator::refuse_subscripts(const std::string& parameter, Span span) {
  complain_of_subscript(span, format("\"{}\" is given as one number", parameter),
                        "here an element of it is taken, and a call gives no array for it",
                        "give the call the name of an array");
}

// The functions that take no argument.
std::optional<Expr> Translator::constant(const std::string& name, Span span) {
  if (name == "time") return refer("Time", span);
  if (name == "dt") return time_step(span);
  if (name == "starttime") return refer("INITIAL TIME", span);
  if (name == "stoptime") return refer("FINAL TIME", span);
  if (name == "pi") return number(std::numbers::pi, span);
  if (name == "inf") return number(std::numeric_limits<double>::infinity(), span);
  if (name == "nan") return binary(BinaryOp::divide, number(0, span), number(0, span), span);
  // How many runs there were before this one: isee's.
  if (name == "runcount" || name == "sensiruncount" || name == "sensiruntotal") {
    return number(0, span);
  }
  if (name == "self") return refer_to(*site_.owner, span);
  if (name == "clocktime") return stella_function(name, Applied{{"CLOCKTIME"}, {}, {}, {}}, span);
  return std::nullopt;
}

Expr Translator::from(const Joined& form, Span span) {
  Expr left = translate(form.operands[0]);
  Expr right = translate(form.operands[1]);
  switch (form.joint) {
    case Joint::plain: return binary(form.op, std::move(left), std::move(right), span);
    case Joint::modulo:
      return call_of(whole_.is_of_vensim ? "modulo" : "floored_modulo", span, std::move(left),
                     std::move(right));
    case Joint::safe_divide: break;
  }
  return call_of("safe_divide", span, std::move(left), std::move(right), number(0, span));
}

Expr Translator::from(const Signed& form, Span span) {
  Unary unary{form.op, {}};
  unary.operand.push_back(translate(form.operand[0]));
  return {span, std::move(unary)};
}

Expr Translator::from(const Choice& form, Span span) {
  std::vector<Expr> parts;
  for (const Node& part : form.parts) parts.push_back(translate(part));
  return call("if_then_else", std::move(parts), span);
}

Expr Translator::from(const Applied& form, Span span) {
  const auto& path = form.path;
  if (path.size() == 1 && form.arguments.size() == 1) {
    const auto named = site_.scope->graphs.find(key_of(path[0]));
    if (named != site_.scope->graphs.end() && site_.scope->find(path[0]) == nullptr) {
      return read_graph(named->second, form, span);
    }
  }
  if (const auto found = find(path)) {
    const Found source = source_of(whole_, found);
    const bool one = form.arguments.size() == 1;
    if (source.variable->has_table() && one) {
      return read_table(*source.variable, form.indices, translate(form.arguments[0]), span);
    }
    // Many models have a variable "delay" beside calls of DELAY, or an array "init" beside INIT.
    if (path.size() == 1 && is_function(key_of(path[0]))) return apply(key_of(path[0]), form, span);
    const bool array = !found.variable->axes.empty() && form.indices.empty();
    if (array && one) return flat(*found.variable, form.arguments[0], span);
    return {span, Call{name_of(*found.variable), {}, arguments_of(form)}};  // told by the model
  }
  const auto& parameters = site_.scope->parameters;
  const auto is_same = [&](const std::string& one) { return key_of(one) == key_of(path[0]); };
  if (path.size() == 1 && std::ranges::any_of(parameters, is_same)) {
    return {span, Call{path[0], {}, arguments_of(form)}};
  }
  if (path.size() == 1 || (path.size() == 2 && is_namespace(path[0]))) {
    if (form.arguments.empty()) {
      if (auto value = constant(key_of(path.back()), span)) return std::move(*value);
    }
    return apply(key_of(path.back()), form, span);
  }
  return unknown(joined(path), form, span);
}

bool Translator::is_function(const std::string& name) const {
  return is_composed(name) || !functions_named(name).empty() || find_vensim_function(name) ||
         !whole_.macros_named(name).empty();
}

Expr Translator::read_graph(const Graph& graph, const Applied& form, Span span) {
  const Variable& variable = *graph.variable;
  Expr input = translate(form.arguments[0]);
  if (!graph.element) return read_table(variable, form.indices, std::move(input), span);
  std::vector<Subscript> cell;
  const std::vector<std::size_t>& places = variable.elements[*graph.element].places;
  for (std::size_t axis = 0; axis < places.size(); ++axis) {
    const auto& dimension = whole_.dimensions.at(variable.dimensions[axis]);
    cell.push_back({dimension.elements[places[axis]], false, span});
  }
  return read_table_at(variable, std::move(cell), std::move(input), span);
}

Expr Translator::read_table(const Variable& table, const std::vector<Index>& indices, Expr input,
                            Span span) {
  Places places;
  if (!table.axes.empty()) places = places_of(table, indices, false, span);
  return read_table_at(table, std::move(places.subscripts), std::move(input), span);
}

Expr Translator::read_table_at(const Variable& table, std::vector<Subscript> cell, Expr input,
                               Span span) {
  whole_.applied.insert(&table);
  const std::string name = (table.sort == Sort::table ? "" : "#table of ") + name_of(table);
  std::vector<Expr> arguments;
  arguments.push_back(std::move(input));
  return {span, Call{name, std::move(cell), std::move(arguments)}};
}

std::vector<std::string> Translator::free_axes() const {
  std::vector<std::string> axes;
  for (std::size_t axis = 0; axis < site_.owner->axes.size(); ++axis) {
    const bool fixed = axis < site_.fixed.size() && site_.fixed[axis];
    if (!fixed) axes.push_back(site_.owner->axes[axis]);
  }
  return axes;
}

std::string Translator::hidden_name(const std::string& what) {
  const std::string& owner = site_.owner->name;
  const unsigned count = ++whole_.hidden[what + " " + key_of(owner)];
  return format("#{} {} of {}", what, count, owner);
}

void Translator::hide_as(std::string name, Expr expr, const std::vector<std::string>& axes,
                         Span span) {
  Equation equation;
  equation.span = equation.name_span = span;
  equation.name = std::move(name);
  for (const std::string& axis : axes) equation.subscripts.push_back({axis, false, span});
  equation.supplementary = true;
  equation.group = site_.owner->group;
  equation.right = std::move(expr);
  site_.sink->push_back(std::move(equation));
}

Expr Translator::hide(const std::string& what, Expr expr, const std::vector<std::string>& axes,
                      Span span) {
  std::string name = hidden_name(what);
  std::vector<Subscript> subscripts;
  for (const std::string& axis : axes) subscripts.push_back({axis, false, span});
  Expr reference = refer(name, span, std::move(subscripts));
  hide_as(std::move(name), std::move(expr), axes, span);
  return reference;
}

Expr Translator::reference_to(const std::string& name, const std::vector<std::string>& axes,
                              Span span) const {
  std::vector<Subscript> subscripts;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    subscripts.push_back(axis < site_.owner->axes.size() ? bound(axis, span)
                                                         : Subscript{axes[axis], false, span});
  }
  return refer(name, span, std::move(subscripts));
}

}  // namespace sluice::syntax::xmile
