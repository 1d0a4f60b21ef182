#include "app/foretold.h"

#include <algorithm>
#include <set>

#include "analysis/citations.h"
#include "app/late_inputs.h"
#include "base/format.h"

namespace sluice::app {
namespace {

class Foretold {
 public:
  Foretold(const ensemble::Bound& whole, const study::Backtest& backtest)
      : study_(*whole.study), model_(*whole.model), cited_(rows_left(whole, backtest)) {
    for (const auto& setting : backtest.settings) {
      for (const auto& cell : cells_of(variable_of(setting))) set_.insert(cell);
    }
  }

  bool holds(const study::ObservedPoint& point) const {
    const auto names = parts_of(point.fitted);
    const auto rows = analysis::citations_in(point.source, study_.sources).rows;
    return std::ranges::all_of(names, [&](const std::string& name) { return is_set(name); }) &&
           std::ranges::none_of(rows, [&](const std::string& row) { return cited_.contains(row); });
  }

 private:
  using Cell = std::pair<model::VariableId, std::uint32_t>;

  static std::vector<std::string> parts_of(const std::string& fitted) {
    std::vector<std::string> parts;
    for (const std::string_view written : split(fitted, ';')) {
      const std::string_view part = trimmed(written);
      if (!part.empty()) parts.emplace_back(part);
    }
    return parts;
  }

  std::string variable_of(const study::BacktestSetting& setting) const {
    const auto lever = std::ranges::find(study_.levers, setting.name, &study::Lever::name);
    if (lever != study_.levers.end()) return lever->variable;
    const auto input =
        std::ranges::find(study_.uncertainties, setting.name, &study::Uncertainty::name);
    return input != study_.uncertainties.end() ? input->variable : setting.name;
  }

  std::vector<Cell> cells_of(const std::string& name) const {
    std::vector<Cell> cells;
    const auto found = model::find_cells(model_, name, {});
    if (!found.value) return cells;
    for (const auto& cell : *found.value) cells.emplace_back(cell.variable, cell.cell);
    return cells;
  }

  bool is_set(const std::string& name) const {
    const auto cells = cells_of(name);
    return !cells.empty() &&
           std::ranges::all_of(cells, [&](const Cell& cell) { return set_.contains(cell); });
  }

  const study::Study& study_;
  const model::Model& model_;
  std::set<std::string> cited_;
  std::set<Cell> set_;
};

}  // namespace

std::shared_ptr<const study::Study> with_foretold(const ensemble::Bound& whole,
                                                  const study::Backtest& backtest,
                                                  const study::Study& own) {
  const Foretold foretold(whole, backtest);
  auto study = std::make_shared<study::Study>(own);
  for (auto& history : study->histories) {
    for (auto& point : history.points) {
      if (!point.fitted.empty() && foretold.holds(point)) point.fitted.clear();
    }
  }
  return study;
}

}  // namespace sluice::app
