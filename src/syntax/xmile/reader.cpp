#include "syntax/xmile/reader.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "base/format.h"
#include "syntax/complaints.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/given_arrays.h"
#include "syntax/xmile/imports.h"
#include "syntax/xmile/macro_results.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax {

namespace {

using namespace xmile;  // NOLINT(google-build-using-namespace)

void write_scope(Whole& whole, Complaints& complaints, const Scope& scope) {
  EquationWriter(whole, complaints, scope, whole.tree.equations).write();
  for (const auto& module : scope.modules) write_scope(whole, complaints, *module);
}

// A variable that a macro calls as the macro itself is called: the result's name is taken.
void rename_result(WrittenMacro& macro) {
  if (Variable* same = macro.scope.find(macro.tree_name)) same->name += " in it";
}

// A variable of the macro that its clock reads: they have no value before it runs.
std::string own_name_in(const Expr& expr, const Scope& scope) {
  const auto* name = std::get_if<Reference>(&expr.node);
  if (name != nullptr && scope.find(name->name) != nullptr) return name->name;
  std::string found;
  for_each_part(expr, [&](const Expr& part) {
    if (found.empty()) found = own_name_in(part, scope);
  });
  return found;
}

MacroClock clock_of(Whole& whole, Complaints& complaints, const WrittenMacro& macro,
                    const Variable& result, std::vector<Equation>& sink) {
  const auto number = [&](double value) { return Expr{macro.span, syntax::Number{value}}; };
  const auto value_of = [&](const char* name, const auto& text, bool needed) {
    const auto nodes = text ? parse_in(macro.scope, *text, complaints) : std::nullopt;
    if (nodes && nodes->size() == 1) {
      Translator translator(whole, complaints, Site{&macro.scope, &result, {}, &sink});
      Expr value = translator.translate(nodes->front());
      const std::string own = own_name_in(value, macro.scope);
      if (own.empty()) return value;
      complaints.say(Code::bad_macro, text->span(),
                     format("the clock of the macro \"{}\" reads \"{}\"", macro.name, own),
                     "that is a variable of the macro, which has no value before the clock runs",
                     "give it as a parameter, or write its equation here");
      return number(1);
    }
    if (needed && !text) {
      complaints.say(Code::bad_macro, macro.span,
                     format("the clock of the macro \"{}\" has no <{}>", macro.name, name),
                     "it says from when to when the macro runs",
                     format("write <{}>...</{}> into its <sim_specs>", name, name));
    }
    return number(1);
  };
  MacroClock clock{value_of("start", macro.start, true), value_of("stop", macro.stop, true),
                   value_of("dt", macro.step, false)};
  if (macro.step_is_reciprocal) {
    clock.step = binary(BinaryOp::divide, number(1), std::move(clock.step), macro.span);
  }
  return clock;
}

void write_macro(Whole& whole, Complaints& complaints, WrittenMacro& macro) {
  Macro made;
  made.span = macro.span;
  made.name = macro.tree_name;
  for (const MacroParameter& parameter : macro.parameters) {
    made.inputs.push_back({parameter.name, false, macro.span});
  }
  rename_result(macro);
  for (const Variable* output : further_results(macro)) {
    made.outputs.push_back({output->name, false, output->name_span});
  }
  EquationWriter(whole, complaints, macro.scope, made.equations).write();
  Variable result;
  result.name = result.local_name = macro.tree_name;
  Equation equation;
  equation.span = equation.name_span = macro.span;
  equation.name = macro.tree_name;
  const auto nodes =
      macro.equation ? parse_in(macro.scope, *macro.equation, complaints) : std::nullopt;
  if (nodes && nodes->size() == 1) {
    Translator translator(whole, complaints, Site{&macro.scope, &result, {}, &made.equations});
    equation.right = translator.translate(nodes->front());
  } else if (!macro.equation || nodes) {
    complaints.say(Code::bad_macro, macro.span, format("the macro \"{}\" has no <eqn>", macro.name),
                   "it says what the macro gives", "write <eqn>...</eqn> into it");
  }
  made.equations.push_back(std::move(equation));
  if (macro.has_clock) made.clock = clock_of(whole, complaints, macro, result, made.equations);
  whole.tree.macros.push_back(std::move(made));
}

// A lookup that is made of each table of a variable.
void write_tables(Whole& whole, const Variable& variable, const std::string& name,
                  const std::function<Table(const Table&)>& made) {
  const auto write = [&](const Table& table, const std::vector<std::size_t>& places) {
    Equation equation;
    equation.span = equation.name_span = variable.name_span;
    equation.name = name;
    equation.kind = EquationKind::lookup;
    for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
      const auto& elements = whole.dimensions.at(variable.dimensions[axis]).elements;
      equation.subscripts.push_back({places.empty() ? variable.axes[axis] : elements[places[axis]],
                                     false, variable.name_span});
    }
    equation.right = Expr{variable.name_span, made(table)};
    whole.tree.equations.push_back(std::move(equation));
  };
  if (variable.table) write(*variable.table, {});
  for (const Element& element : variable.elements) {
    if (element.table) write(*element.table, element.places);
  }
}

// Tables that belong to a variable and are called: lookups of their own. Of ranges that are asked
// for: the least y at 0 and the largest at 1.
void write_called_tables(Whole& whole) {
  for (const Variable* variable : whole.applied) {
    if (variable->sort == Sort::table) continue;
    write_tables(whole, *variable, "#table of " + variable->name,
                 [](const Table& table) { return table; });
  }
  for (const Variable* variable : whole.inverted) {
    write_tables(whole, *variable, "#range of " + variable->name, [](const Table& table) {
      const auto [least, most] = range_of_y(table);
      return Table{{{0, least}, {1, most}}, TableKind::hold, ""};
    });
  }
}

// What included files hold and nobody asks for.
void tell_others(const Document& included, Complaints& complaints) {
  constexpr std::string_view kTaken[] = {"macro",  "dimensions",     "model_units",
                                         "header", "model",          "behavior",
                                         "style",  "ai_information", "includes"};
  for (const pugi::xml_node part : included.root().children()) {
    const std::string_view name = included.name_of(part);
    const bool passed = part.type() != pugi::node_element ||
                        std::ranges::find(kTaken, name) != std::end(kTaken) ||
                        included.is_vendor(part);
    if (passed) continue;
    complaints.say(Code::xmile_left_out, included.span_of(part), format("<{}> is left out", name),
                   "of a file that is included, models, macros, dimensions and units are read",
                   "see whether the model's values depend on it");
  }
}

std::string written_in(const Document& document, pugi::xml_node specs, const char* name,
                       Complaints& complaints) {
  if (std::string_view(name) != "method") {
    return name_in(document.text_of(document.child(specs, name), complaints).value);
  }
  const auto method = document.attribute(specs, name, complaints);
  return method ? key_of(method->value) : "";
}

// A model of another file may have been made to run by itself, and submodels may have settings of
// their own: the run has one clock.
void tell_other_clocks(const Document& document, const Document& other, pugi::xml_node specs,
                       Complaints& complaints) {
  const pugi::xml_node own = settings_of(document);
  if (!specs || !own || specs == own) return;
  for (const char* const name : {"start", "stop", "dt", "method"}) {
    const std::string wanted = written_in(document, own, name, complaints);
    const std::string written = written_in(other, specs, name, complaints);
    if (written.empty() || wanted == written) continue;
    const pugi::xml_node node = other.child(specs, name);
    complaints.say(Code::xmile_control_differs, other.span_of(node ? node : specs),
                   format("this model is not run with {} {}", name, written),
                   format("the whole model has one clock, with {}{}", name,
                          wanted.empty() ? " left out" : " " + wanted),
                   "see whether its values depend on it");
  }
}

void tell_other_clocks(const Document& document, const OtherFiles& files, Complaints& complaints) {
  std::vector<const Document*> all = files.linked();
  all.push_back(&document);
  for (const Document* other : all) {
    tell_other_clocks(document, *other, other->child(other->root(), "sim_specs"), complaints);
    for (const pugi::xml_node model : other->children(other->root(), "model")) {
      tell_other_clocks(document, *other, other->child(model, "sim_specs"), complaints);
    }
  }
}

// In Vensim a dimension among the elements of another is a part of it.
void keep_elements_apart(const Document& document, Whole& whole, Complaints& complaints) {
  for (const auto& [element, name] : whole.dimensions.keep_elements_apart()) {
    const pugi::xml_node list = document.child(document.root(), "dimensions");
    complaints.say(Code::xmile_left_out, document.span_of(list ? list : document.root()),
                   format("the element \"{}\" goes by the name \"{}\"", element, name),
                   "a dimension has its name too", "write the new name in inputs and questions");
  }
}

void read(const Document& document, const OtherFiles& files, SourceSet& sources, Whole& whole,
          Complaints& complaints) {
  read_header(document, whole, complaints);
  const std::vector<const Document*> included = files.included();
  std::vector<const Document*> others = included;
  for (const Document* other : included) tell_others(*other, complaints);
  for (const Document* other : files.linked()) others.push_back(other);
  tell_other_clocks(document, files, complaints);
  for (const Document* other : others) {
    read_dimensions(*other, whole, complaints);
    read_units(*other, whole, complaints);
  }
  read_dimensions(document, whole, complaints);
  read_units(document, whole, complaints);
  if (!whole.is_of_vensim) keep_elements_apart(document, whole, complaints);
  for (const Document* other : included) {
    read_macros(*other, Whose::included, whole, complaints);
  }
  for (const Document* other : files.linked()) {
    read_macros(*other, Whose::of_module, whole, complaints);
  }
  read_macros(document, Whose::models_own, whole, complaints);
  read_models(document, files, whole, complaints);
  take_imports(document, sources, whole, complaints);
  write_settings(document, whole, complaints);
  declare_results(whole, complaints);
  find_array_parameters(whole, sources);
  for (const auto& macro : whole.macros) {
    if (!takes_arrays(*macro)) write_macro(whole, complaints, *macro);
  }
  write_scope(whole, complaints, whole.root);
  // They may ask for others.
  for (std::size_t i = 0; i < whole.asked_for.size(); ++i) {
    WrittenMacro* const macro = whole.asked_for[i];
    write_macro(whole, complaints, *macro);
  }
  write_called_tables(whole);
  whole.dimensions.write(whole.tree);
  whole.tree.elements_apart = true;
  write_out_units(whole);
}

}  // namespace

Checked<Tree> read_xmile(SourceSet& sources, std::uint32_t file) {
  Complaints complaints(sources);
  const auto document = Document::parse(sources.text(file), file, complaints);
  if (!document) return {std::nullopt, complaints.take()};
  if (document->name_of(document->root()) != "xmile") {
    complaints.say(Code::format_unknown, document->span_of(document->root()),
                   "no known model format",
                   format("the root of this XML file is <{}>, not <xmile>",
                          document->name_of(document->root())),
                   "give the file of the model");
    return {std::nullopt, complaints.take()};
  }
  const OtherFiles files(*document, sources, complaints);
  auto whole = std::make_unique<Whole>();
  read(*document, files, sources, *whole, complaints);
  const bool failed = complaints.has_errors();
  return {failed ? std::nullopt : std::optional(std::move(whole->tree)), complaints.take()};
}

}  // namespace sluice::syntax
