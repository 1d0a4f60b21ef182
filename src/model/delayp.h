// DELAYP(input, delay time : pipeline), written out. Private to src/model.
#pragma once

#include <string>

#include "syntax/tree.h"

namespace sluice::model {

// Whether any equation of the tree, or of its macros, calls it.
bool calls_delayp(const syntax::Tree& tree);
bool is_delayp(const syntax::Call& call);

// Two equations in its place: `name` is DELAY3 of the same arguments, and the variable after the
// colon is a stock of what is under way.
struct WrittenDelay {
  syntax::Equation delay, pipeline;
};
WrittenDelay write_delayp(const syntax::Call& call, const std::string& name,
                          const syntax::Equation& owner, Span span);

}  // namespace sluice::model
