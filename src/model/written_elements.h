// The dimensions of a tree before they are resolved. Private to src/model.
#pragma once

#include <functional>
#include <string>

#include "syntax/tree.h"

namespace sluice::model {

const syntax::Dimension* dimension_named(const syntax::Tree& tree, const std::string& name);

// Visits the key of each element as written; where an element is a dimension, those of that one.
// False where more is to come: from files, from the dimension that it is equal to, or without end.
bool for_each_written_element(const syntax::Tree& tree, const syntax::Dimension& dimension,
                              const std::function<void(const std::string& key)>& visit);

}  // namespace sluice::model
