// The parts of an XMILE file around its variables: simulation settings, dimensions, units, modules,
// macros, groups.
#pragma once

#include "syntax/xmile/variables.h"
#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

void read_header(const Document& document, Whole& whole, Complaints& complaints);
void read_dimensions(const Document& document, Whole& whole, Complaints& complaints);
void read_units(const Document& document, Whole& whole, Complaints& complaints);
void read_macros(const Document& document, Whole& whole, Complaints& complaints);
// The files that the model includes: their macros, dimensions and units are read.
std::vector<Document> read_includes(const Document& document, SourceSet& sources,
                                    Complaints& complaints);
// All models, as modules inside the root.
void read_models(const Document& document, Whole& whole, Complaints& complaints);
// INITIAL TIME and the other controls, and the method of integration.
void write_settings(const Document& document, Whole& whole, Complaints& complaints);
// Units that others make up are written out in the equations of the tree.
void write_out_units(Whole& whole);

}  // namespace sluice::syntax::xmile
