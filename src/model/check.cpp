#include "model/check.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "model/control.h"
#include "model/delayp.h"
#include "model/dimensions.h"
#include "model/draft.h"
#include "model/extent.h"
#include "model/external.h"
#include "model/find_zero.h"
#include "model/holes.h"
#include "model/left_side.h"
#include "model/loops.h"
#include "model/macro_names.h"
#include "model/macros.h"
#include "model/resolve.h"
#include "model/simultaneous.h"
#include "model/texts.h"
#include "model/unit_check.h"
#include "model/usage.h"

namespace sluice::model {
namespace {

Method method_of(const syntax::Tree& tree) {
  switch (tree.integration.value_or(syntax::Integration::euler)) {
    case syntax::Integration::euler: return Method::euler;
    case syntax::Integration::midpoint: return Method::midpoint;
    case syntax::Integration::heun: return Method::heun;
    case syntax::Integration::rk4: return Method::rk4;
  }
  return Method::euler;
}

// Then half of what they make is missing, and nothing more can be said.
bool macros_are_too_large(const Diagnostics& diagnostics) {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& said) {
    return said.code == Code::model_macros_too_large;
  });
}

// Equations that are written out many times have the same mistakes each time.
void say_once(Diagnostics& diagnostics) {
  std::set<std::string> said;
  std::erase_if(diagnostics, [&](const Diagnostic& diagnostic) {
    return !said.insert(to_text(diagnostic)).second;
  });
}

// `x = A FUNCTION OF( )`, as Vensim writes for what a diagram shows, beside an equation of
// the same left side.
void drop_placeholders(syntax::Tree& tree) {
  const auto is_placeholder = [](const syntax::Equation& equation) {
    const auto* call = equation.right ? std::get_if<syntax::Call>(&equation.right->node) : nullptr;
    return call != nullptr && syntax::key_of(call->name) == "a function of";
  };
  const auto left_side = [](const syntax::Equation& equation) {
    std::string text = syntax::key_of(equation.name);
    for (const auto& subscript : equation.subscripts) text += '[' + syntax::key_of(subscript.name);
    return text;
  };
  std::set<std::string> defined;
  for (const syntax::Equation& equation : tree.equations) {
    if (!is_placeholder(equation)) defined.insert(left_side(equation));
  }
  std::erase_if(tree.equations, [&](const syntax::Equation& equation) {
    return is_placeholder(equation) && defined.contains(left_side(equation));
  });
}

// What is worth saying of a model that can run.
void check_further(Draft& draft) {
  append(draft.diagnostics, check_units(draft.model));
  append(draft.diagnostics, find_unused(draft.model));
}

}  // namespace

Checked<Model> check_model(const syntax::Tree& tree, SourceSet sources) {
  const std::string name = sources.size() > 0 ? sources.name(0) : "";
  ExternalFiles files(std::filesystem::path(name).parent_path().string());
  return check_model(tree, std::move(sources), files);
}

Checked<Model> check_model(const syntax::Tree& source, SourceSet sources, ExternalFiles& files) {
  Draft draft;
  draft.model.sources = std::move(sources);
  const bool plain = source.macros.empty() && !calls_delayp(source);
  syntax::Tree tree =
      plain ? source : write_out_macros(source, draft.model.sources, draft.diagnostics);
  tell_names_of_model(source, draft.model.sources, draft.diagnostics);
  if (macros_are_too_large(draft.diagnostics)) return {std::nullopt, std::move(draft.diagnostics)};
  if (tree.drawing.begin < tree.drawing.end) {
    files.take_tags(draft.model.sources.text(tree.drawing.file)
                        .substr(tree.drawing.begin, tree.drawing.end - tree.drawing.begin));
  }
  put_texts_in_place(tree, draft.model.sources, draft.diagnostics);
  const bool solved = write_out_find_zero(tree, draft.model.sources, draft.diagnostics);
  const bool repeats = write_out_simultaneous(tree, draft.model.sources, draft.diagnostics);
  take_elements(tree, draft, files);
  drop_placeholders(tree);
  split_mixed_data(tree);
  add_dimensions(tree, draft);
  add_variables(tree, draft);
  mark_lookups_and_data(draft);
  resolve_equations(draft, files);
  draft.model.external_files = files.texts();
  read_units(tree, draft);
  draft.model.names = draft.variables;

  Checked<Control> control = read_control(draft.model);
  append(draft.diagnostics, std::move(control.diagnostics));
  if (control.value) draft.model.control = *control.value;
  draft.model.control.method = method_of(tree);
  if (!has_error(draft.diagnostics)) append(draft.diagnostics, find_too_large(draft.model));
  if (!has_error(draft.diagnostics)) append(draft.diagnostics, find_reads_of_holes(draft.model));
  if (!has_error(draft.diagnostics)) append(draft.diagnostics, find_loops(draft.model));
  if (!has_error(draft.diagnostics)) check_further(draft);
  name_locals(source.macros, draft.diagnostics);
  if (solved || repeats) say_once(draft.diagnostics);
  if (has_error(draft.diagnostics)) return {std::nullopt, std::move(draft.diagnostics)};
  return {std::move(draft.model), std::move(draft.diagnostics)};
}

}  // namespace sluice::model
