// The steps of one FIND ZERO as equations. Private to src/model.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/equation_loops.h"
#include "syntax/tree.h"

namespace sluice::model {

// The arguments that are looked at.
enum FindZeroArgument : std::size_t {
  kScaleX,
  kZero,
  kScaleZero,
  kGuess,
  kCount,
  kSkip,
  kTolerance,
  kArgumentsUsed
};

// `number`: the place of the call's equation in the tree, whose last subscript is the vector's
// dimension; `loop`: the names that need it and that it needs, by key. The equation itself is
// changed, those of the steps go to `made`, and a dimension more to the tree.
void write_search(syntax::Tree& tree, const EquationLoops& loops, std::vector<std::string> loop,
                  std::size_t number, std::vector<syntax::Equation>& made);

}  // namespace sluice::model
