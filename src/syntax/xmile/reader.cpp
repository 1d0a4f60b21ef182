#include "syntax/xmile/reader.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/format.h"
#include "syntax/complaints.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/parser.h"
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

void write_macro(Whole& whole, Complaints& complaints, WrittenMacro& macro) {
  Macro made;
  made.span = macro.span;
  made.name = macro.tree_name;
  for (const MacroParameter& parameter : macro.parameters) {
    made.inputs.push_back({parameter.name, false, macro.span});
  }
  rename_result(macro);
  EquationWriter(whole, complaints, macro.scope, made.equations).write();
  Variable result;
  result.name = result.local_name = macro.tree_name;
  Equation equation;
  equation.span = equation.name_span = macro.span;
  equation.name = macro.tree_name;
  const auto nodes = macro.equation ? parse_equation(*macro.equation, complaints) : std::nullopt;
  if (nodes && nodes->size() == 1) {
    Translator translator(whole, complaints, Site{&macro.scope, &result, {}, &made.equations});
    equation.right = translator.translate(nodes->front());
  } else if (!macro.equation || nodes) {
    complaints.say(Code::bad_macro, macro.span, format("the macro \"{}\" has no <eqn>", macro.name),
                   "it says what the macro gives", "write <eqn>...</eqn> into it");
  }
  made.equations.push_back(std::move(equation));
  whole.tree.macros.push_back(std::move(made));
}

// Tables that belong to a variable and are called: lookups of their own.
void write_called_tables(Whole& whole) {
  for (const Variable* variable : whole.applied) {
    if (variable->sort == Sort::table) continue;
    const auto write = [&](const Table& table, const std::vector<std::size_t>& places) {
      Equation equation;
      equation.span = equation.name_span = variable->name_span;
      equation.name = "#table of " + variable->name;
      equation.kind = EquationKind::lookup;
      for (std::size_t axis = 0; axis < variable->axes.size(); ++axis) {
        const auto& elements = whole.dimensions.at(variable->dimensions[axis]).elements;
        equation.subscripts.push_back(
            {places.empty() ? variable->axes[axis] : elements[places[axis]], false,
             variable->name_span});
      }
      equation.right = Expr{variable->name_span, table};
      whole.tree.equations.push_back(std::move(equation));
    };
    if (variable->table) write(*variable->table, {});
    for (const Element& element : variable->elements) {
      if (element.table) write(*element.table, element.places);
    }
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

// A model of another file may have been made to run by itself.
void tell_other_clocks(const Document& document, const Document& linked, Complaints& complaints) {
  const pugi::xml_node own = document.child(document.root(), "sim_specs");
  const pugi::xml_node other = linked.child(linked.root(), "sim_specs");
  for (const char* const name : {"start", "stop", "dt"}) {
    const pugi::xml_node here = document.child(own, name), there = linked.child(other, name);
    if (!here || !there) continue;
    const auto wanted = document.text_of(here, complaints);
    const auto written = linked.text_of(there, complaints);
    if (name_in(wanted.value) == name_in(written.value)) continue;
    complaints.say(Code::xmile_control_differs, written.span(),
                   format("<{}> of this file is not used", name),
                   format("the whole model runs as its own file says: {}", name_in(wanted.value)),
                   "see whether the equations here depend on it");
  }
}

void read(const Document& document, const OtherFiles& files, Whole& whole, Complaints& complaints) {
  read_header(document, whole, complaints);
  std::vector<const Document*> others = files.included();
  for (const Document* other : others) tell_others(*other, complaints);
  for (const Document* other : files.linked()) {
    tell_other_clocks(document, *other, complaints);
    others.push_back(other);
  }
  for (const Document* other : others) {
    read_dimensions(*other, whole, complaints);
    read_units(*other, whole, complaints);
  }
  read_dimensions(document, whole, complaints);
  read_units(document, whole, complaints);
  for (const Document* other : others) read_macros(*other, false, whole, complaints);
  read_macros(document, true, whole, complaints);
  read_models(document, files, whole, complaints);
  write_settings(document, whole, complaints);
  for (const auto& macro : whole.macros) write_macro(whole, complaints, *macro);
  write_scope(whole, complaints, whole.root);
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
  read(*document, files, *whole, complaints);
  const bool failed = complaints.has_errors();
  return {failed ? std::nullopt : std::optional(std::move(whole->tree)), complaints.take()};
}

}  // namespace sluice::syntax
