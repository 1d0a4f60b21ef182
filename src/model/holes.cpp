#include "model/holes.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "base/format.h"
#include "model/cells.h"
#include "model/dependencies.h"

namespace sluice::model {
namespace {

bool has_holes(const Model& model) {
  for (std::uint32_t i = 0; i < model.variables.size(); ++i) {
    const auto cells = static_cast<std::uint32_t>(model.cell_count(model.variables[i]));
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      if (is_hole(model, {VariableId{i}, cell})) return true;
    }
  }
  return false;
}

class HoleReport {
 public:
  explicit HoleReport(const Model& model) : model_(model) {}

  void look_at(VariableId variable, std::uint32_t cell) {
    for_each_reference(model_, variable, cell,
                       [&](const Reference&, Span span, CellRef target, const Needs&) {
                         if (is_hole(model_, target)) add(span, target);
                       });
  }

  Diagnostics take() {
    for (const auto& [span, cells] : reads_) say(span, cells);
    return std::move(diagnostics_);
  }

 private:
  // In the order of the text, however many cells an equation defines.
  struct Earlier {
    bool operator()(const Span& a, const Span& b) const {
      return std::tie(a.file, a.begin, a.end) < std::tie(b.file, b.begin, b.end);
    }
  };

  void add(Span span, CellRef target) {
    std::vector<CellRef>& cells = reads_[span];
    if (std::find(cells.begin(), cells.end(), target) == cells.end()) cells.push_back(target);
  }

  void say(Span span, const std::vector<CellRef>& cells) {
    const std::string listed = first_few(cells, 3, [&](const CellRef& cell) {
      return model_.cell_name(model_.at(cell.variable), cell.cell);
    });
    diagnostics_.push_back(
        make_diagnostic(Code::model_wrong_element, model_.sources.place_of(span),
                        format("this needs {}, which no equation defines", listed),
                        "an array may leave elements out only where nothing reads them",
                        "use a subrange of what is defined, or add an equation for the rest"));
  }

  const Model& model_;
  std::map<Span, std::vector<CellRef>, Earlier> reads_;
  Diagnostics diagnostics_;
};

}  // namespace

bool is_hole(const Model& model, CellRef cell) {
  const Variable& variable = model.at(cell.variable);
  return variable.kind != VariableKind::data && cell.variable != model.time &&
         equation_of(variable, cell.cell) == nullptr;
}

Diagnostics find_reads_of_holes(const Model& model) {
  if (!has_holes(model)) return {};
  HoleReport report(model);
  for (std::uint32_t i = 0; i < model.variables.size(); ++i) {
    const auto cells = static_cast<std::uint32_t>(model.cell_count(model.variables[i]));
    for (std::uint32_t cell = 0; cell < cells; ++cell) report.look_at(VariableId{i}, cell);
  }
  return report.take();
}

}  // namespace sluice::model
