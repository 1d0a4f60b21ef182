// Which macros call themselves. Private to src/model.
#pragma once

#include <string>
#include <unordered_map>

#include "model/folding.h"
#include "syntax/tree.h"

namespace sluice::model {

// The macros of a tree that call themselves, directly or through others, by name; those of them
// that could end have a condition on the way.
struct Circles {
  std::unordered_map<std::string, bool> may_end;  // by key
};
Circles circles_in(const syntax::Tree& tree, const Macros& macros);

}  // namespace sluice::model
