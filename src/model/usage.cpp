#include "model/usage.h"

#include <algorithm>

#include "base/format.h"
#include "model/control.h"
#include "model/dependencies.h"
#include "model/macros.h"
#include "syntax/tree.h"

namespace sluice::model {
namespace {

bool is_control(const Variable& variable) {
  return syntax::key_of(variable.name) == "time" || is_control_name(variable.name);
}

// A variable that only its own equation mentions counts as unused.
std::vector<bool> used_variables(const Model& model) {
  std::vector<bool> used(model.variables.size());
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    for (const VariableId cause : causes_of(model, VariableId{static_cast<std::uint32_t>(i)})) {
      if (static_cast<std::size_t>(cause) != i) used[static_cast<std::size_t>(cause)] = true;
    }
  }
  return used;
}

std::string_view kind_text(VariableKind kind) {
  switch (kind) {
    case VariableKind::constant: return "constant";
    case VariableKind::lookup: return "lookup";
    case VariableKind::data: return "data variable";
    case VariableKind::auxiliary:
    case VariableKind::stock: break;
  }
  return "variable";
}

}  // namespace

Diagnostics find_unused(const Model& model) {
  Diagnostics diagnostics;
  const std::vector<bool> used = used_variables(model);
  std::vector<const Variable*> ends;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const Variable& variable = model.variables[i];
    if (used[i] || variable.supplementary || is_control(variable)) continue;
    if (is_macro_local(variable.name)) continue;
    const bool computed =
        variable.kind == VariableKind::auxiliary || variable.kind == VariableKind::stock;
    if (computed) {
      ends.push_back(&variable);
      continue;
    }
    diagnostics.push_back(make_diagnostic(
        Code::model_unused_variable, model.sources.place_of(variable.span),
        format("no equation uses the {} \"{}\"", kind_text(variable.kind), variable.name),
        "changing it would change nothing", "use it, take it away, or mark it :SUPPLEMENTARY"));
  }
  if (ends.empty()) return diagnostics;
  const std::string listed =
      first_few(ends, 5, [](const Variable* one) { return format("\"{}\"", one->name); });
  diagnostics.push_back(make_diagnostic(
      Code::model_unused_result, model.sources.place_of(ends[0]->span),
      format("computed, but used by no other equation: {}", listed),
      "outcomes stand here rightly; anything else may be a leftover or a missing link",
      "mark outcomes :SUPPLEMENTARY"));
  return diagnostics;
}

}  // namespace sluice::model
