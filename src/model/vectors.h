// What functions over whole vectors look at: which of their arguments run along the left-hand side,
// which start at a named element and go on from there. Shared by the resolver, which refuses other
// shapes, the walk over dependencies and `lower`.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/cells.h"
#include "model/model.h"

namespace sluice::model {

// The axes of the left-hand side that the result runs along, and the positions on each that the
// equation defines, ascending.
struct VectorPlan {
  std::vector<std::uint32_t> axes;
  std::vector<std::vector<std::uint32_t>> places;

  std::size_t size() const;
};
// From the last index of the first argument (INVERT MATRIX: the last two). Empty where there is
// none that follows the left-hand side.
VectorPlan plan_of(const Call& call);
// Calls `visit` with `left` at each combination of the plan's places, the last axis fastest; `left`
// is as before in the end.
void for_each_place(const VectorPlan& plan, Positions& left, const std::function<void()>& visit);

// The same reference `steps` further along an axis that names one element; `from_end` 0 is the last
// axis. The elements from the named one on: how many there are.
Reference further(const Reference& reference, std::size_t from_end, std::uint32_t steps);
std::uint32_t elements_from(const Model& model, const Reference& reference, std::size_t from_end);

// The four fields of a priority profile: type, priority, width, extra.
inline constexpr std::uint32_t kProfileFields = 4;

// An argument that the resolver let pass as one.
const Reference& reference_of(const Expr& expr);

}  // namespace sluice::model
