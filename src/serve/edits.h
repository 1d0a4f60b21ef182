// Trial equations: the model's text with some equations in the place of the written ones.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/model.h"
#include "serve/studio.h"

namespace sluice::serve {

struct WrittenEquation {
  std::string text;  // "Name = expression", as in the file
  bool editable = false;
};
// Each equation of a variable once, in the order of the file; Edit::part counts these.
std::vector<WrittenEquation> written_equations(const Edition& edition,
                                               const model::Variable& variable);

// Errors: an unknown variable, what is no equation, a file that is not Vensim text.
Checked<std::string> edited_text(const Edition& edition, const std::vector<Edit>& edits);

}  // namespace sluice::serve
