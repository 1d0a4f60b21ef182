#include "flagship_futures.h"

#include <utility>

namespace sluice::tests {
namespace {

template <class Read>
double median(const Read& read) {
  std::vector<double> values;
  for (std::size_t m = 0; m < kMembers; ++m) values.push_back(read(m));
  return results::quantile(values, 0.5);
}

}  // namespace

Settings with(const Settings& some, const Settings& more) {
  Settings all = some;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Flagship flagship_with(const std::vector<std::string>& variables,
                       const std::vector<std::string>& switches) {
  return Flagship({.variables = variables, .switches = switches});
}

Futures::Futures(const Flagship& flagship, const std::string& scenario, const Settings& settings) {
  auto ensemble = flagship.run({flagship.policy(scenario, settings)}, kMembers);
  frame_ = std::move(ensemble.scenarios.front().frame);
}

double Futures::value(const std::string& series, double time, std::size_t member) const {
  return frame_.at(one_series(frame_, series), time_of(frame_, time))[member];
}

double Futures::summed(const std::string& series, double from, double to,
                       std::size_t member) const {
  const auto values = one_series(frame_, series);
  double total = 0;
  for (std::size_t t = time_of(frame_, from); t <= time_of(frame_, to); ++t) {
    total += frame_.at(values, t)[member];
  }
  return total;
}

double Futures::at(const std::string& series, double time) const {
  return median([&](std::size_t m) { return value(series, time, m); });
}

double Futures::sum(const std::string& series, double from, double to) const {
  return median([&](std::size_t m) { return summed(series, from, to, m); });
}

}  // namespace sluice::tests
