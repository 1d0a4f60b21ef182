// A tree as Vensim text: the reverse of the reader. Reading what is written gives the same tree,
// spans aside.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "syntax/print_expression.h"
#include "syntax/tree.h"

namespace sluice::syntax {

// `drawing` is put at the end as it is: sketches and settings, from "\\\---///" on, or nothing. The
// tree must be in Vensim's words (see convert/). Warnings (writing_changed) name the notes and
// units that had to be changed because a sign in them would end the field; `name` is the file's,
// for their places.
Checked<std::string> write_mdl(const Tree& tree, std::string_view drawing, const std::string& name);

// The settings that a model needs: unit equivalences and the integration method. The end of a
// drawing section; begins with the mark that ends the sketches.
std::string mdl_settings(const Tree& tree);

namespace mdl {

// In quotes unless it can be read without.
std::string print_name(std::string_view name);
// Vensim's words; with the macros of the tree.
Wording wording_of(const Tree& tree);

}  // namespace mdl

}  // namespace sluice::syntax
