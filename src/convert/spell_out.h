// A checked model back into a tree, in the part of the language that every program has: macros,
// mappings, equal dimensions and :EXCEPT: are gone; an equation over a dimension stays one where
// its right-hand side follows the dimension by name, else it becomes one for each element.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "convert/names.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::convert {

// What the target has words for.
struct Arrays {
  bool subranges = true;     // one equation for some elements of an axis, by a subrange's name
  bool number_lists = true;  // x[d] = 1, 2, 3
  bool mixed = true;         // x[d, a]: an element on one axis, all of them on another
  // Whether it can say this reduction over `!` subscripts; else it is written term by term.
  bool (*says)(const model::Model& model, const model::Call& call) = nullptr;
};

// `written_out`: the tree that the model was made of, its macros written out: for what a Model does
// not keep. Errors (writing_not_expressible) where an equation cannot be taken apart.
Checked<syntax::Tree> spell_out(const model::Model& model, const syntax::Tree& written_out,
                                const Arrays& arrays, Names& names);

}  // namespace sluice::convert
