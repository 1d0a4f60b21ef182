// POST /api/v1/drivers: which unknowns move an outcome, for a tornado.
#include <algorithm>
#include <numeric>

#include "analysis/deciders.h"
#include "serve/questions.h"
#include "serve/snapshot.h"

namespace sluice::serve {
namespace {

double median_of(std::vector<double> values) { return results::quantile(std::move(values), 0.5); }

// Medians of the outcome where an input is in its lowest and in its highest fifth.
Json fifth_json(const std::vector<double>& input, const std::vector<double>& outcome,
                const std::vector<std::size_t>& order, std::size_t first, std::size_t last) {
  std::vector<double> inputs, outcomes;
  for (std::size_t k = first; k < last; ++k) {
    inputs.push_back(input[order[k]]);
    outcomes.push_back(outcome[order[k]]);
  }
  return {{"input", report::number(median_of(std::move(inputs)))},
          {"median", report::number(median_of(std::move(outcomes)))}};
}

Json driver_json(const results::Draws& draws, const analysis::Decider& decider,
                 const std::vector<std::size_t>& members, const std::vector<double>& outcome) {
  const std::vector<double> input = analysis::values_of(draws, decider.input, members);
  std::vector<std::size_t> order(input.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return input[k]; });
  const std::size_t fifth = std::max<std::size_t>(1, order.size() / 5);
  Json stands_for = Json::array();
  for (const std::size_t other : decider.stands_for) stands_for.push_back(draws.names[other]);
  return {{"uncertainty", draws.names[decider.input]},
          {"importance", report::number(decider.importance)},
          {"above_chance", decider.named},
          {"stands_for", std::move(stands_for)},
          {"low", fifth_json(input, outcome, order, 0, fifth)},
          {"high", fifth_json(input, outcome, order, order.size() - fifth, order.size())}};
}

}  // namespace

Diagnostics DriversJob::begin() {
  if (asked().policies.empty() || asked().chart.empty()) {
    return {bad_request("\"policy\" and \"chart\" are needed", "docs/api.md shows them")};
  }
  return open_view({asked().chart}, asked().policies);
}

bool DriversJob::advance() {
  while (futures_.size() < asked().policies.size()) {
    auto done = run_further(asked().policies[futures_.size()], asked().upto);
    if (!done) return !reply().stopped;
    futures_.push_back(std::move(done));
  }
  const Futures& futures = *futures_.back();
  const Futures* less = futures_.size() > 1 ? futures_.front().get() : nullptr;
  const std::size_t time = time_of(study(), futures.result.frame, asked().at);
  const Seen seen{&futures, less, 0, usable_in(futures, less, asked().upto), time};
  const auto outcome = values_at(seen, time);
  const auto draws = bench().lab->draws(bench().beliefs, asked().design);
  std::vector<Json> drivers;
  if (outcome.size() > 50) {
    const auto found = analysis::find_deciders(*draws, study().correlations, seen.members, outcome);
    for (const auto& one : found.inputs) {
      drivers.push_back(driver_json(*draws, one, seen.members, outcome));
    }
  }
  answer({{"chart", asked().chart},
          {"members", seen.members.size()},
          {"median", report::number(median_of(outcome))},
          {"drivers", std::move(drivers)}});
  return false;
}

}  // namespace sluice::serve
