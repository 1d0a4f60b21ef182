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

void read(const Document& document, const std::vector<Document>& included, Whole& whole,
          Complaints& complaints) {
  read_header(document, whole, complaints);
  for (const Document& other : included) {
    read_dimensions(other, whole, complaints);
    read_units(other, whole, complaints);
  }
  read_dimensions(document, whole, complaints);
  read_units(document, whole, complaints);
  for (const Document& other : included) read_macros(other, whole, complaints);
  read_macros(document, whole, complaints);
  read_models(document, whole, complaints);
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
  const std::vector<Document> included = read_includes(*document, sources, complaints);
  auto whole = std::make_unique<Whole>();
  read(*document, included, *whole, complaints);
  const bool failed = complaints.has_errors();
  return {failed ? std::nullopt : std::optional(std::move(whole->tree)), complaints.take()};
}

}  // namespace sluice::syntax
