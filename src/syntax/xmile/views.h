// The <views> of an XMILE file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_set.h"
#include "syntax/views.h"

namespace sluice::syntax {

// The stock and flow diagrams of all models, each where a module shows it, with its variables by
// the names that the reader of models gives them ("hares.births"). A module stands there as a text.
// The file must be well-formed: what read_xmile took.
//
// Source: XMILE 1.0, section 6. Where an object has a width and a height, x and y are its upper
// left corner, else its middle.
std::vector<View> read_xmile_views(const SourceSet& sources, std::uint32_t file);

// As elements that stand in a <model>; nothing where there are none.
std::string xmile_views(const std::vector<View>& views);

}  // namespace sluice::syntax
