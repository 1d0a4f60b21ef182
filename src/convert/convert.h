// A model in one format as the text of another, or of the same.
//
// Vensim text to Vensim text keeps everything, the sketches too. Into the other format a model goes
// as what it means: mappings are written out (spell_out.h), and macros that the other cannot have
// as they are (macro_calls.h). `plain` writes out all of them for Vensim's text as well and keeps
// to the functions that other engines read (plain.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source_set.h"

namespace sluice::convert {

enum class Format : std::uint8_t { mdl, xmile };

// By the ending of a file's name: .mdl; .xmile, .stmx, .itmx, .xml.
std::optional<Format> format_of(std::string_view name);

struct Wanted {
  Format format = Format::mdl;
  bool plain = false;
};

// Reads the model at `path` and writes it anew; the text is absent where something is an error.
// Warnings name what the text does not hold as the model had it.
Checked<std::string> convert(const std::string& path, const Wanted& wanted);

// The same for a text at hand; `name` tells its format.
Checked<std::string> convert_text(const std::string& name, const std::string& text,
                                  const Wanted& wanted);

}  // namespace sluice::convert
