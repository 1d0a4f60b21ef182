#include "model/model.h"

#include "model/cells.h"
#include "syntax/tree.h"

namespace sluice::model {

std::size_t Model::cell_count(const Variable& variable) const {
  std::size_t count = 1;
  for (const DimensionId axis : variable.axes) count *= at(axis).elements.size();
  return count;
}

std::vector<std::size_t> Model::shape_of(const Variable& variable) const {
  std::vector<std::size_t> shape;
  for (const DimensionId axis : variable.axes) shape.push_back(at(axis).elements.size());
  return shape;
}

std::string Model::cell_name(const Variable& variable, std::size_t cell) const {
  if (variable.axes.empty()) return variable.name;
  const Positions positions = positions_of(*this, variable, static_cast<std::uint32_t>(cell));
  std::string text = variable.name;
  for (std::size_t axis = 0; axis < positions.size(); ++axis) {
    const ElementId element = at(variable.axes[axis]).elements[positions[axis]];
    text += axis == 0 ? "[" : ",";
    text += elements[static_cast<std::size_t>(element)];
  }
  return text + "]";
}

std::optional<VariableId> Model::find(std::string_view name) const {
  const auto found = names.find(syntax::key_of(name));
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace sluice::model
