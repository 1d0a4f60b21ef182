// Reads a Vensim model in its text form (.mdl).
//
// Source: the Vensim reference manual (vensim.com/documentation: equations, operators, subscripts,
// lookups, macros), and the SDXorg test models where it leaves something open.
#pragma once

#include <cstdint>

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::syntax {

// `file` must hold UTF-8. All mistakes are collected; after one, reading goes on behind the next
// "|".
Checked<Tree> read_mdl(const SourceSet& sources, std::uint32_t file);

}  // namespace sluice::syntax
