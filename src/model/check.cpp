#include "model/check.h"

#include <utility>

#include "model/control.h"
#include "model/dimensions.h"
#include "model/draft.h"
#include "model/left_side.h"
#include "model/loops.h"
#include "model/resolve.h"

namespace sluice::model {

Checked<Model> check_model(const syntax::Tree& tree, SourceSet sources) {
  Draft draft;
  draft.model.sources = std::move(sources);
  add_dimensions(tree, draft);
  add_variables(tree, draft);
  mark_lookups_and_data(draft);
  resolve_equations(draft);
  draft.model.names = draft.variables;

  Checked<Control> control = read_control(draft.model);
  append(draft.diagnostics, std::move(control.diagnostics));
  if (control.value) draft.model.control = *control.value;
  if (!has_error(draft.diagnostics)) append(draft.diagnostics, find_loops(draft.model));
  if (has_error(draft.diagnostics)) return {std::nullopt, std::move(draft.diagnostics)};
  return {std::move(draft.model), std::move(draft.diagnostics)};
}

}  // namespace sluice::model
