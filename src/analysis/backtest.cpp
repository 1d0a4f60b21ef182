#include "analysis/backtest.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/verdict.h"
#include "analysis/yearly.h"

namespace sluice::analysis {
namespace {

std::vector<bool> inside_of(const study::Box& box, const std::vector<double>& values) {
  std::vector<bool> inside;
  for (const double value : values) inside.push_back(box.low <= value && value <= box.high);
  return inside;
}

double share_of(std::size_t count, std::size_t total) {
  return total == 0 ? std::nan("") : static_cast<double>(count) / static_cast<double>(total);
}

BoxFit box_fit(const std::vector<double>& values, std::size_t inside) {
  const std::vector<double> probabilities = {0.05, 0.5, 0.95};
  const auto band = results::quantiles(values, probabilities);
  return {band[0], band[1], band[2], share_of(inside, values.size()),
          share_error(inside, values.size())};
}

}  // namespace

BacktestFit backtest_fit(const study::Study& study, const study::Backtest& backtest,
                         const results::ScenarioResult& result) {
  BacktestFit fit;
  const auto members = usable_members({&result});
  fit.members = members.size();
  fit.unusable = result.bad.size();
  std::vector<bool> all(members.size(), true);
  for (std::size_t k = 0; k < backtest.boxes.size(); ++k) {
    const study::Box& box = backtest.boxes[k];
    // Outcomes come first in a frame, in the study's order.
    assert(result.frame.series[k].name == study.outcomes[k].name);
    const auto values =
        pick(simulated_over(study, result.frame, k, box.reduce, box.from, box.at), members);
    const auto inside = inside_of(box, values);
    fit.boxes.push_back(
        box_fit(values, static_cast<std::size_t>(std::ranges::count(inside, true))));
    for (std::size_t m = 0; m < all.size(); ++m) all[m] = all[m] && inside[m];
  }
  fit.series = fits_of(study, result);
  fit.inside = static_cast<std::size_t>(std::ranges::count(all, true));
  fit.share = backtest.boxes.empty() ? std::nan("") : share_of(fit.inside, all.size());
  fit.error = share_error(fit.inside, all.size());
  if (backtest.needed) fit.verdict = verdict_on_need(fit.share, fit.error, *backtest.needed);
  return fit;
}

}  // namespace sluice::analysis
