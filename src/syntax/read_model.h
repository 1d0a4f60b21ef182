// Reads a model file of any known format into the one tree.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::syntax {

// Adds the file to `sources` and reads it. The format goes by the extension, and by the content
// where the extension says nothing. A text that is not UTF-8 is taken for Windows-1252, with a
// note.
Checked<Tree> read_model_file(SourceSet& sources, const std::string& path);

// The same for a text at hand; `name` is what messages show and what the format goes by.
Checked<Tree> read_model_text(SourceSet& sources, std::string name, std::string text);

}  // namespace sluice::syntax
