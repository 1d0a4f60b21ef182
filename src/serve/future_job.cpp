// POST /api/v1/future: one member's draws and the turns of its course.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "serve/questions.h"
#include "serve/snapshot.h"

namespace sluice::serve {
namespace {

struct Turn {
  std::size_t time = 0;
  const char* kind = "";
};

// The highest and lowest point where they lie inside the run, and the steepest year.
std::vector<Turn> turns_of(const std::vector<double>& values, std::size_t points_a_year) {
  std::vector<Turn> turns;
  const auto at = [&](auto found) { return static_cast<std::size_t>(found - values.begin()); };
  const std::size_t highest = at(std::ranges::max_element(values));
  const std::size_t lowest = at(std::ranges::min_element(values));
  const std::size_t last = values.size() - 1;
  if (highest > 0 && highest < last) turns.push_back({highest, "peak"});
  if (lowest > 0 && lowest < last && values[lowest] < values[0])
    turns.push_back({lowest, "trough"});
  const std::size_t reach = std::min(points_a_year, last);
  Turn rise{0, "rise"}, fall{0, "fall"};
  double most = 0, least = 0;
  for (std::size_t k = 0; k + reach <= last; ++k) {
    const double change = values[k + reach] - values[k];
    if (change > most) most = change, rise.time = k + reach / 2;
    if (change < least) least = change, fall.time = k + reach / 2;
  }
  if (most > 0) turns.push_back(rise);
  if (least < 0) turns.push_back(fall);
  std::ranges::sort(turns, {}, &Turn::time);
  return turns;
}

std::size_t points_a_year(const study::Study& study, const std::vector<double>& times) {
  if (times.size() < 2) return 1;
  const Calendar calendar = study.calendar();
  const double year = calendar.time_at({calendar.zero.months + 12});
  return std::max<std::size_t>(1,
                               static_cast<std::size_t>(std::lround(year / (times[1] - times[0]))));
}

Json chart_json(const study::Study& study, const Futures& futures, std::size_t series,
                std::size_t member) {
  const results::Frame& frame = futures.result.frame;
  std::vector<double> values;
  for (std::size_t time = 0; time < frame.times.size(); ++time) {
    values.push_back(frame.at(series, time)[member]);
  }
  Json turns = Json::array();
  const bool usable =
      std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
  if (usable && values.size() > 2) {
    for (const Turn& turn : turns_of(values, points_a_year(study, frame.times))) {
      turns.push_back({{"kind", turn.kind},
                       {"date", study.calendar().text_at(frame.times[turn.time])},
                       {"value", report::number(values[turn.time])}});
    }
  }
  return {{"chart", frame.series[series].name},
          {"values", report::numbers(values)},
          {"turns", std::move(turns)}};
}

}  // namespace

Diagnostics FutureJob::begin() {
  if (asked().policies.empty() || asked().charts.empty()) {
    return {bad_request("\"policy\" and \"charts\" are needed", "docs/api.md shows them")};
  }
  asked().upto = std::min<std::size_t>(asked().design.members, asked().member + 1);
  return open_view(asked().charts, asked().policies);
}

// The rank is the share of all members that lie below.
Json FutureJob::inputs_json() {
  const auto draws = bench().lab->draws(bench().beliefs, asked().design);
  std::vector<Json> inputs;
  for (std::size_t k = 0; k < draws->names.size(); ++k) {
    const auto values = draws->of(k);
    const double value = values[asked().member];
    const auto below =
        static_cast<double>(std::ranges::count_if(values, [&](double one) { return one < value; }));
    inputs.push_back({{"uncertainty", draws->names[k]},
                      {"value", report::number(value)},
                      {"rank", (below + 0.5) / static_cast<double>(values.size())}});
  }
  std::ranges::stable_sort(inputs, std::ranges::greater{}, [](const Json& one) {
    return std::abs(one["rank"].get<double>() - 0.5);
  });
  return inputs;
}

bool FutureJob::advance() {
  while (futures_.size() < asked().policies.size()) {
    auto done = run_further(asked().policies[futures_.size()], asked().upto);
    if (!done) return !reply().stopped;
    futures_.push_back(std::move(done));
  }
  Json policies = Json::array();
  for (const auto& futures : futures_) {
    Json charts = Json::array();
    for (std::size_t k = 0; k < asked().charts.size(); ++k) {
      charts.push_back(chart_json(study(), *futures, k, asked().member));
    }
    policies.push_back(std::move(charts));
  }
  answer(
      {{"member", asked().member}, {"inputs", inputs_json()}, {"policies", std::move(policies)}});
  return false;
}

}  // namespace sluice::serve
