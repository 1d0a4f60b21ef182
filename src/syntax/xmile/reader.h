// Reads an XMILE model (.xmile, .stmx, .itmx, .xml).
//
// Source: OASIS XMILE 1.0 (docs.oasis-open.org/xmile/xmile/v1.0), the older form that STELLA 10
// wrote (variables right inside <model>), and the SDXorg test models where the text leaves
// something open.
#pragma once

#include <cstdint>

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::syntax {

// `file` must hold UTF-8. All mistakes are collected. Files that it includes are added to
// `sources`.
Checked<Tree> read_xmile(SourceSet& sources, std::uint32_t file);

}  // namespace sluice::syntax
