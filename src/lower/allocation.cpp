// ALLOCATE AVAILABLE(request, profile, available): one op gives the shares of all cells along the
// request's last subscript; the first of these cells makes it and the others read their share.
#include <algorithm>

#include "lower/lowering.h"

namespace sluice::lower {
namespace {

using model::Expr;

// ptype, ppriority, pwidth, pextra
constexpr std::uint32_t kProfileFields = 4;

const model::BoundIndex* shared_index(const Expr& request) {
  const auto* reference = std::get_if<model::Reference>(&request.node);
  if (reference == nullptr || reference->indices.empty()) return nullptr;
  return std::get_if<model::BoundIndex>(&reference->indices.back());
}

std::vector<std::uint32_t> defined_places(const model::BoundIndex& index) {
  std::vector<std::uint32_t> places;
  for (std::uint32_t place = 0; place < index.position.size(); ++place) {
    if (index.position[place] != model::kNoPosition) places.push_back(place);
  }
  return places;
}

}  // namespace

// Field 0..3 of a requester's profile: the elements from the one named (ptype) on.
Slot Lowering::lower_profile(const Expr& expr, Site& site, std::uint32_t field) {
  model::Reference reference = std::get<model::Reference>(expr.node);
  std::get<model::FixedElement>(reference.indices.back()).position += field;
  return lower_node(reference, site, kAnySlot);
}

std::vector<Slot> Lowering::allocation_operands(const model::Call& call, Site& site,
                                                std::uint32_t axis,
                                                const std::vector<std::uint32_t>& places) {
  std::vector<Slot> operands{lower(call.arguments[2], site)};
  const std::uint32_t own = site.left[axis];
  for (const std::uint32_t place : places) {
    site.left[axis] = place;
    operands.push_back(lower(call.arguments[0], site));
  }
  for (const std::uint32_t place : places) {
    site.left[axis] = place;
    for (std::uint32_t field = 0; field < kProfileFields; ++field) {
      operands.push_back(lower_profile(call.arguments[1], site, field));
    }
  }
  site.left[axis] = own;
  return operands;
}

// The first cell along the axis that the same equation defines.
CellRef Lowering::leader_of(const Site& site, std::uint32_t axis,
                            const std::vector<std::uint32_t>& places) const {
  const model::Variable& variable = model_.at(site.cell.variable);
  model::Positions left = site.left;
  for (const std::uint32_t place : places) {
    left[axis] = place;
    const std::uint32_t cell = model::cell_at(model_, variable, left);
    if (model::equation_of(variable, cell) == site.equation) return {site.cell.variable, cell};
  }
  return site.cell;
}

Slot Lowering::lower_allocation(const model::Call& call, Site& site, Slot wanted) {
  const model::BoundIndex* shared = shared_index(call.arguments[0]);
  if (shared == nullptr) {
    say(Code::lower_allocation, call.arguments[0].span,
        "the requests of ALLOCATE AVAILABLE are not shared over a subscript of the left side",
        "each element of the request's last subscript gets its own share",
        "write it as shares[requester] = ALLOCATE AVAILABLE(request[requester], ...)");
    return hold_number(0, wanted);
  }
  const std::uint32_t axis = shared->left_axis;
  const std::vector<std::uint32_t> places = defined_places(*shared);
  const auto count = static_cast<std::uint32_t>(places.size());
  const auto rank = std::find(places.begin(), places.end(), site.left[axis]) - places.begin();
  const Node& node = nodes_[at_work_];
  const bool alone = node.fragment >= 0 || node.world != site.world;
  const CellRef leader = alone ? site.cell : leader_of(site, axis, places);
  Slot first = kAnySlot;
  if (!alone) {
    Slot& kept =
        shares_.try_emplace({&call, {index_of(leader), site.world}}, kAnySlot).first->second;
    if (kept == kAnySlot) kept = draft_.add_slots(count);
    first = kept;
  }
  if (leader == site.cell) {
    const std::vector<Slot> operands = allocation_operands(call, site, axis, places);
    first = draft_.emit_vector(site.world, OpCode::allocate_available, operands, count, first);
  } else {
    needs_.push_back(node_of(leader, site.world));
  }
  return copy_to(first + static_cast<Slot>(rank), site.world, wanted);
}

}  // namespace sluice::lower
