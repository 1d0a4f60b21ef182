// Reads the sketches of a Vensim text. Source: Vensim Reference Manual, "Sketch information": a
// line for each object, with its kind, id and fields between commas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syntax/views.h"

namespace sluice::syntax::mdl {

// `drawing`: from the mark "\\\---///" on. Lines that say nothing of variables are passed over, and
// so are those that are no sketch lines. Valves lend their place to the flow that is named beside
// them.
std::vector<View> read_sketches(std::string_view drawing);

// The same the other way, up to the mark that begins the settings. Reading it gives the same views
// but for ids, and pipes end in the middle of their stocks.
std::string write_sketches(const std::vector<View>& views);

}  // namespace sluice::syntax::mdl
