#include "model/vectors.h"

namespace sluice::model {
namespace {

void add_axis(const Index& index, VectorPlan& plan) {
  const auto* bound = std::get_if<BoundIndex>(&index);
  if (bound == nullptr) return;
  std::vector<std::uint32_t> places;
  for (std::uint32_t place = 0; place < bound->position.size(); ++place) {
    if (bound->position[place] != kNoPosition) places.push_back(place);
  }
  plan.axes.push_back(bound->left_axis);
  plan.places.push_back(std::move(places));
}

void visit_from(const VectorPlan& plan, std::size_t axis, Positions& left,
                const std::function<void()>& visit) {
  if (axis == plan.axes.size()) return visit();
  const std::uint32_t own = left[plan.axes[axis]];
  for (const std::uint32_t place : plan.places[axis]) {
    left[plan.axes[axis]] = place;
    visit_from(plan, axis + 1, left, visit);
  }
  left[plan.axes[axis]] = own;
}

}  // namespace

std::size_t VectorPlan::size() const {
  std::size_t size = 1;
  for (const auto& on_axis : places) size *= on_axis.size();
  return size;
}

VectorPlan plan_of(const Call& call) {
  VectorPlan plan;
  const auto* reference = std::get_if<Reference>(&call.arguments[0].node);
  if (reference == nullptr || reference->indices.empty()) return plan;
  const std::size_t count = reference->indices.size();
  if (call.builtin == Builtin::invert_matrix && count >= 2) {
    add_axis(reference->indices[count - 2], plan);
  }
  add_axis(reference->indices[count - 1], plan);
  return plan;
}

void for_each_place(const VectorPlan& plan, Positions& left, const std::function<void()>& visit) {
  visit_from(plan, 0, left, visit);
}

Reference further(const Reference& reference, std::size_t from_end, std::uint32_t steps) {
  Reference moved = reference;
  Index& index = moved.indices[moved.indices.size() - 1 - from_end];
  std::get<FixedElement>(index).position += steps;
  return moved;
}

std::uint32_t elements_from(const Model& model, const Reference& reference, std::size_t from_end) {
  const std::size_t axis = reference.indices.size() - 1 - from_end;
  const auto* fixed = std::get_if<FixedElement>(&reference.indices[axis]);
  if (fixed == nullptr) return 0;
  const DimensionId dimension = model.at(reference.variable).axes[axis];
  return static_cast<std::uint32_t>(model.at(dimension).elements.size()) - fixed->position;
}

const Reference& reference_of(const Expr& expr) { return std::get<Reference>(expr.node); }

}  // namespace sluice::model
