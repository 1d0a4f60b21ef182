// Files that are given as models and hold something else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace sluice::syntax {

// The error that says what the file holds and what to give instead; none where it may be the text
// of a model. `name` is the file's, whose ending counts too.
std::optional<Diagnostic> find_no_model(const std::string& name, std::string_view content);

}  // namespace sluice::syntax
