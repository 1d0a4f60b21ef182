#include "app/foretold.h"

#include <algorithm>

#include "analysis/citations.h"
#include "base/format.h"

namespace sluice::app {
namespace {

class Foretold {
 public:
  Foretold(const ensemble::Bound& whole, const study::Backtest& backtest,
           const std::vector<LeftInput>& left, const std::vector<LateEffect>& effects)
      : whole_(whole), left_(left), effects_(effects), set_(cells_set(whole, backtest)) {}

  // `series`: its place among the back-test's histories.
  bool holds(const study::ObservedPoint& point, std::size_t series) const {
    const auto rows = analysis::citations_in(point.source, whole_.study->sources).rows;
    return is_all_set(point.fitted) && std::ranges::none_of(rows, [&](const std::string& row) {
             return is_used(row, point, series);
           });
  }

 private:
  bool is_all_set(const std::string& fitted) const {
    return std::ranges::all_of(split(fitted, ';'), [&](std::string_view written) {
      const std::string_view name = trimmed(written);
      return name.empty() || is_set(std::string(name));
    });
  }

  bool is_set(const std::string& name) const {
    const Cells cells = cells_meant(whole_, name);
    return !cells.empty() && std::ranges::includes(set_, cells, CellOrder());
  }

  // By some input that is left as it is and that may bear on the point.
  bool is_used(const std::string& row, const study::ObservedPoint& point,
               std::size_t series) const {
    for (std::size_t k = 0; k < left_.size(); ++k) {
      const auto& rows = left_[k].rows;
      if (std::ranges::find(rows, row) == rows.end()) continue;
      if (!is_idle(k, point, series)) return true;
    }
    return false;
  }

  // Tried, and moved nothing of the series until then.
  bool is_idle(std::size_t k, const study::ObservedPoint& point, std::size_t series) const {
    if (!effects_[k].tried()) return false;
    const auto& from = effects_[k].moves_from[series];
    return !from || *from > point.end;
  }

  const ensemble::Bound& whole_;
  const std::vector<LeftInput>& left_;
  const std::vector<LateEffect>& effects_;
  Cells set_;
};

}  // namespace

std::shared_ptr<const study::Study> with_foretold(const ensemble::Bound& whole,
                                                  const study::Backtest& backtest,
                                                  const study::Study& own,
                                                  const std::vector<LeftInput>& left,
                                                  const std::vector<LateEffect>& effects) {
  const Foretold foretold(whole, backtest, left, effects);
  auto study = std::make_shared<study::Study>(own);
  for (std::size_t k = 0; k < study->histories.size(); ++k) {
    for (auto& point : study->histories[k].points) {
      if (!point.fitted.empty() && foretold.holds(point, k)) point.fitted.clear();
    }
  }
  return study;
}

}  // namespace sluice::app
