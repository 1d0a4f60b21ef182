#include "syntax/xmile/given_arrays.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

constexpr char kMark = '\x02';  // begins what no file can write

Node name_node(std::string name, Span span) { return {span, Name{{std::move(name)}, {}, false}}; }

// The subscripts of the array for those of the parameter; `written` may be none at all.
std::vector<Index> all_indices(const GivenArray& given, std::vector<Index> written, Span span) {
  std::vector<Index> all;
  const bool none = written.empty();
  std::size_t next = 0;
  for (const GivenArray::Axis& axis : given.axes) {
    Index index;
    index.span = span;
    if (!axis.parameter.empty()) {
      index.parts.push_back(name_node(axis.parameter, span));
    } else if (axis.place > 0) {
      index.parts.push_back(Node{span, Number{axis.place}});
    } else if (next < written.size()) {
      index = std::move(written[next++]);
    } else if (none) {
      index.kind = Index::Kind::wildcard;
    } else {
      continue;  // too few: told of the array
    }
    all.push_back(std::move(index));
  }
  // Too many: told likewise.
  while (next < written.size()) all.push_back(std::move(written[next++]));
  return all;
}

bool is_all(const GivenArray::Axis& axis) { return axis.parameter.empty() && axis.place == 0; }
bool is_whole(const GivenArray& given) { return std::ranges::all_of(given.axes, is_all); }

// Puts arrays in the place of the parameters that they are given for.
class ArrayPlacer {
 public:
  explicit ArrayPlacer(const Scope& scope) : scope_(scope) {}

  void place(Node& node) const {
    if (auto* joined = std::get_if<Joined>(&node.form)) place(joined->operands);
    if (auto* sign = std::get_if<Signed>(&node.form)) place(sign->operand);
    if (auto* choice = std::get_if<Choice>(&node.form)) place(choice->parts);
    if (auto* name = std::get_if<Name>(&node.form)) {
      for (Index& index : name->indices) place(index.parts);
      place(*name, node.span);
    } else if (auto* call = std::get_if<Applied>(&node.form)) {
      for (Index& index : call->indices) place(index.parts);
      place(call->arguments);
      place(*call, node);
    }
  }

 private:
  void place(std::vector<Node>& nodes) const {
    for (Node& node : nodes) place(node);
  }

  const GivenArray* given_for(const std::vector<std::string>& path) const {
    const auto found = path.size() == 1 ? scope_.arrays.find(key_of(path[0])) : scope_.arrays.end();
    return found != scope_.arrays.end() ? &found->second : nullptr;
  }

  void place(Name& name, Span span) const {
    const GivenArray* given = given_for(name.path);
    if (given == nullptr) return;
    name.path = {given->name};
    if (name.indices.empty() && is_whole(*given)) return;
    name.indices = all_indices(*given, std::move(name.indices), span);
  }

  // A(3): the third of all, or of the one axis that is free.
  void place(Applied& call, Node& node) const {
    const GivenArray* given = given_for(call.path);
    if (given == nullptr) return;
    call.path = {given->name};
    if (is_whole(*given) || call.arguments.size() != 1) return;
    std::vector<Index> written(1);
    written[0].span = node.span;
    written[0].parts.push_back(std::move(call.arguments[0]));
    node.form = Name{{given->name}, all_indices(*given, std::move(written), node.span), false};
  }

  const Scope& scope_;
};

std::unique_ptr<WrittenMacro> copy_of(const WrittenMacro& macro) {
  auto copy = std::make_unique<WrittenMacro>();
  copy->name = macro.name;
  copy->equation = macro.equation;
  copy->has_clock = macro.has_clock;
  copy->start = macro.start;
  copy->stop = macro.stop;
  copy->step = macro.step;
  copy->step_is_reciprocal = macro.step_is_reciprocal;
  copy->span = macro.span;
  copy->in_module_file = macro.in_module_file;
  copy->scope.is_macro = true;
  std::unordered_map<const Variable*, const Variable*> copies;
  for (const auto& variable : macro.scope.variables) {
    copy->scope.variables.push_back(std::make_unique<Variable>(*variable));
    Variable* const own = copy->scope.variables.back().get();
    copy->scope.by_key.emplace(key_of(own->local_name), own);
    copies.emplace(variable.get(), own);
  }
  for (const auto& [key, graph] : macro.scope.graphs) {
    copy->scope.graphs.emplace(key, Graph{copies.at(graph.variable), graph.element});
  }
  return copy;
}

// A name for one of the places of an array, which nothing in the macro has.
std::string name_of_place(const WrittenMacro& macro, const std::string& parameter,
                          std::size_t axis) {
  std::string name = format("{} at {}", parameter, axis + 1);
  const auto is_it = [&](const MacroParameter& one) { return key_of(one.name) == key_of(name); };
  while (macro.scope.find(name) != nullptr || std::ranges::any_of(macro.parameters, is_it)) {
    name += " too";
  }
  return name;
}

}  // namespace

std::optional<std::vector<Node>> parse_in(const Scope& scope, const Text& text,
                                          Complaints& complaints) {
  auto nodes = parse_equation(text, complaints);
  if (!nodes || scope.arrays.empty()) return nodes;
  for (Node& node : *nodes) ArrayPlacer(scope).place(node);
  return nodes;
}

std::optional<std::size_t> given_number(std::string_view name) {
  if (name.empty() || name.front() != kMark) return std::nullopt;
  std::size_t number = 0;
  const auto read = std::from_chars(name.data() + 1, name.data() + name.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

// All places, or the one that a number or a name says, or the one that is computed, by a parameter
// of the macro; nothing where it is some of them.
std::optional<GivenArray::Axis> Translator::given_axis(std::size_t dimension, const Index& index) {
  GivenArray::Axis all;
  if (index.kind == Index::Kind::wildcard && index.parts.empty()) return all;
  if (index.kind != Index::Kind::expression) return std::nullopt;
  const Node& part = index.parts[0];
  const auto* number = std::get_if<Number>(&part.form);
  if (number != nullptr && number->value >= 1) return GivenArray::Axis{{}, number->value};
  GivenArray::Axis computed{std::string(1, '?'), 0};
  const Name* name = written_plainly(part);
  if (name == nullptr || is_own_in_macro(*name)) return computed;
  const auto place = whole_.dimensions.place_of(dimension, name->path.back());
  if (place) return GivenArray::Axis{{}, static_cast<double>(*place + 1)};
  const auto written =
      name->path.size() == 1 ? whole_.dimensions.find(name->path[0]) : std::nullopt;
  return written && !owner_axis(*written, 0) ? all : computed;
}

// An array by its name, with at least one axis whole; the other subscripts say where it lies.
std::optional<Translator::Given> Translator::given_in(const Node& node) {
  const auto* name = std::get_if<Name>(&node.form);
  const Found found = name != nullptr && !name->transposed ? find(name->path) : Found{};
  const bool array = found && !found.variable->axes.empty() && !found.scope->is_macro &&
                     found.variable->sort != Sort::table;
  if (!array) return std::nullopt;
  const Variable& variable = *found.variable;
  if (!name->indices.empty() && name->indices.size() != variable.axes.size()) return std::nullopt;
  Given given;
  given.array.axes.resize(variable.axes.size());
  for (std::size_t axis = 0; axis < name->indices.size(); ++axis) {
    auto placed = given_axis(variable.dimensions[axis], name->indices[axis]);
    if (!placed) return std::nullopt;
    if (!placed->parameter.empty()) given.places.push_back(name->indices[axis].parts.data());
    given.array.axes[axis] = std::move(*placed);
  }
  if (std::ranges::none_of(given.array.axes, is_all)) return std::nullopt;
  const auto same = std::ranges::find(whole_.given, found.variable, &Found::variable);
  given.array.name = format("{}{}", kMark, same - whole_.given.begin());
  if (same == whole_.given.end()) whole_.given.push_back(found);
  return given;
}

std::vector<std::optional<Translator::Given>> Translator::given_in(const WrittenMacro& macro,
                                                                   const Applied& form) {
  std::vector<std::optional<Given>> given(form.arguments.size());
  for (std::size_t i = 0; i < given.size() && i < macro.takes_arrays.size(); ++i) {
    if (macro.takes_arrays[i]) given[i] = given_in(form.arguments[i]);
  }
  return given;
}

namespace {

bool makes_one_number(const std::string& function, std::size_t arguments) {
  constexpr std::string_view kNames[] = {"sum",  "mean",   "prod", "product",
                                         "size", "stddev", "rank"};
  const bool extreme = function == "min" || function == "max";
  return (extreme && arguments == 1) || std::ranges::find(kNames, function) != std::end(kNames);
}

}  // namespace

// What is computed from arrays has no name by which a macro could call it.
bool Translator::may_be_given(const WrittenMacro& macro, const Node& node, Span span) {
  const auto* name = std::get_if<Name>(&node.form);
  // An array function, or a macro that takes arrays, makes one number of them.
  const std::function<bool(const Node&)> gives_array = [&](const Node& inner) {
    const auto* applied = std::get_if<Applied>(&inner.form);
    if (const auto* joined = std::get_if<Joined>(&inner.form)) {
      return std::ranges::any_of(joined->operands, gives_array);
    }
    if (const auto* negative = std::get_if<Signed>(&inner.form)) {
      return gives_array(negative->operand[0]);
    }
    if (const auto* choice = std::get_if<Choice>(&inner.form)) {
      return std::ranges::any_of(choice->parts, gives_array);
    }
    if (applied == nullptr || !has_loops(inner, true)) return has_loops(inner, true);
    const std::string function = key_of(applied->path.back());
    const std::size_t count = applied->arguments.size();
    if (makes_one_number(function, count)) return false;
    const WrittenMacro* called = macro_for(function, count, inner.span.file);
    for (std::size_t i = 0; i < count; ++i) {
      const bool taken =
          called != nullptr && i < called->takes_arrays.size() && called->takes_arrays[i];
      if (!taken && gives_array(applied->arguments[i])) return true;
    }
    return false;
  };
  if (name != nullptr ? !has_loops(node, false) : !gives_array(node)) return true;
  complain_of_subscript(
      span,
      format("\"{}\" is given what is computed from an array, or a part of its elements",
             macro.name),
      "a macro takes an array by its name, with * or an element for each dimension",
      "give what is computed, or the part, a variable of its own");
  return false;
}

// Arrays are no values; a number stands where they are given.
std::vector<Expr> Translator::arguments_of(const WrittenMacro& macro, const Applied& form,
                                           const std::vector<std::optional<Given>>& given) {
  std::vector<Expr> arguments;
  ++nested_;
  for (std::size_t i = 0; i < form.arguments.size(); ++i) {
    const Node& node = form.arguments[i];
    const bool asks = i < macro.takes_arrays.size() && macro.takes_arrays[i];
    const bool none = given[i] || (asks && !may_be_given(macro, node, node.span));
    arguments.push_back(none ? number(0, node.span) : translate(node));
  }
  --nested_;
  return arguments;
}

// The places in an array that a call gives stand where the array does.
std::vector<Expr> Translator::with_places(std::vector<Expr> arguments,
                                          const std::vector<std::optional<Given>>& given) {
  std::vector<Expr> all;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i >= given.size() || !given[i]) {
      all.push_back(std::move(arguments[i]));
      continue;
    }
    for (const Node* place : given[i]->places) all.push_back(translate(*place));
  }
  return all;
}

// The macro with these arrays in the place of its parameters.
std::unique_ptr<WrittenMacro> Translator::written_for(
    const WrittenMacro& macro, const std::vector<std::optional<Given>>& given) {
  std::unique_ptr<WrittenMacro> made = copy_of(macro);
  made->tree_name = free_macro_name(macro.name, whole_);
  for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
    const std::string& parameter = macro.parameters[i].name;
    if (i >= given.size() || !given[i]) {
      made->parameters.push_back({parameter, std::nullopt});
      continue;
    }
    GivenArray array = given[i]->array;
    for (std::size_t axis = 0; axis < array.axes.size(); ++axis) {
      if (array.axes[axis].parameter.empty()) continue;
      array.axes[axis].parameter = name_of_place(macro, parameter, axis);
      made->parameters.push_back({array.axes[axis].parameter, std::nullopt});
    }
    made->scope.arrays.emplace(key_of(parameter), std::move(array));
  }
  for (const MacroParameter& one : made->parameters) made->scope.parameters.push_back(one.name);
  return made;
}

// Each is written once; it may call itself.
const WrittenMacro* Translator::macro_for_arrays(const WrittenMacro* macro,
                                                 const std::vector<std::optional<Given>>& given,
                                                 Span span) {
  constexpr std::size_t kMostForArrays = 2000;
  std::string key = macro->tree_name;
  bool any = false;
  for (const auto& one : given) {
    any = any || one;
    key += one ? "|" + one->array.name : std::string("|");
    if (!one) continue;
    for (const GivenArray::Axis& axis : one->array.axes) {
      key += format(",{}{}", axis.parameter, to_text(axis.place));
    }
  }
  const auto known = whole_.by_given.find(key);
  if (known != whole_.by_given.end()) return known->second;
  const bool many = any && whole_.for_arrays.size() >= kMostForArrays;
  if (many) {
    complaints_.say(
        Code::bad_macro, span,
        format("macros take more than {} arrays, last \"{}\"", kMostForArrays, macro->name),
        "a macro is written out for each array that it is given", "let a macro take fewer arrays");
    return macro;
  }
  WrittenMacro* made = nullptr;
  if (any) {
    whole_.for_arrays.push_back(written_for(*macro, given));
    made = whole_.for_arrays.back().get();
  } else {
    const auto own = std::ranges::find(whole_.macros, macro, &std::unique_ptr<WrittenMacro>::get);
    made = own->get();
  }
  whole_.by_given.emplace(key, made);
  whole_.asked_for.push_back(made);
  return made;
}

}  // namespace sluice::syntax::xmile
