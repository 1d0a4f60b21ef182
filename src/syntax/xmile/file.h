// The parts of an XMILE file around its variables: simulation settings, dimensions, units, modules,
// macros, groups.
#pragma once

#include "syntax/xmile/other_files.h"
#include "syntax/xmile/variables.h"
#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

void read_header(const Document& document, Whole& whole, Complaints& complaints);
void read_dimensions(const Document& document, Whole& whole, Complaints& complaints);
// The names of a dimension's <elem>.
std::vector<std::string> listed_elements(const Document& document, pugi::xml_node dimension,
                                         Complaints& complaints);
// In the order of Vensim's <vensim:members>, where that names the same elements.
void order_by_members(const Document& document, pugi::xml_node dimension,
                      std::vector<std::string>& elements, Complaints& complaints);
// What Vensim says of dimensions beside their elements: how they are made up, and where they lead.
void relate_dimensions(const Document& document, pugi::xml_node list, Whole& whole,
                       Complaints& complaints);
void read_units(const Document& document, Whole& whole, Complaints& complaints);
enum class Whose : std::uint8_t { models_own, included, of_module };
void read_macros(const Document& document, Whose whose, Whole& whole, Complaints& complaints);
// A name that no macro of the tree has yet; it is taken from then on.
std::string free_macro_name(const std::string& name, Whole& whole);
// All models, as modules inside the root.
void read_models(const Document& document, const OtherFiles& files, Whole& whole,
                 Complaints& complaints);
// <sim_specs>, of the file or of its first model that has them.
pugi::xml_node settings_of(const Document& document);
// INITIAL TIME and the other controls, and the method of integration.
void write_settings(const Document& document, Whole& whole, Complaints& complaints);
// Units that others make up are written out in the equations of the tree.
void write_out_units(Whole& whole);

}  // namespace sluice::syntax::xmile
