// Graphviz's `dot`, run as a program: it is needed by `sluice document` alone.
#pragma once

#include <string>

#include "base/diagnostic.h"

namespace sluice::app {

// The drawing of a text in dot's language, as SVG without an XML header. Error where `dot` is not
// installed or fails.
Checked<std::string> svg_of(const std::string& dot);

}  // namespace sluice::app
