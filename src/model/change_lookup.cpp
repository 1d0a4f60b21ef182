#include "model/change_lookup.h"

#include <algorithm>
#include <cassert>

namespace sluice::model {

void change_lookup(Model& model, const std::vector<CellRef>& cells,
                   const std::vector<std::pair<double, double>>& points) {
  assert(!cells.empty());
  Variable& variable = model.variables[static_cast<std::size_t>(cells.front().variable)];
  Equation changed = variable.equations[variable.equation_of_cell[cells.front().cell]];
  changed.cells.clear();
  for (const CellRef cell : cells) changed.cells.push_back(cell.cell);
  std::sort(changed.cells.begin(), changed.cells.end());
  const LookupMode mode = std::get<Table>(changed.right.node).mode;
  changed.right.node = Table{points, mode};
  for (Equation& equation : variable.equations) {
    std::erase_if(equation.cells, [&](std::uint32_t cell) {
      return std::binary_search(changed.cells.begin(), changed.cells.end(), cell);
    });
  }
  std::erase_if(variable.equations,
                [](const Equation& equation) { return equation.cells.empty(); });
  variable.equations.push_back(std::move(changed));
  for (std::uint32_t i = 0; i < variable.equations.size(); ++i) {
    for (const std::uint32_t cell : variable.equations[i].cells) {
      variable.equation_of_cell[cell] = i;
    }
  }
}

}  // namespace sluice::model
