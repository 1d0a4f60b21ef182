#include "report/history.h"

#include "base/format.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"

namespace sluice::report {
namespace {

using analysis::Backtest;
using analysis::BacktestPoint;

std::string percent(const std::optional<double>& fraction) {
  return fraction ? show(*fraction, {true, true}) + " %" : "-";
}

std::string period(const BacktestPoint& point) {
  const std::string start = study::to_text(point.start);
  return point.start == point.end ? start : start + " to " + study::to_text(point.end);
}

std::string range(const BacktestPoint& point) {
  if (!point.low && !point.high) return show(point.observed);
  return format("{} ({}–{})", show(point.observed), show(point.low.value_or(point.observed)),
                show(point.high.value_or(point.observed)));
}

std::string outside_note(std::size_t count) {
  if (count == 0) return {};
  return format("{} observed {} outside the run and {} not compared", count,
                count == 1 ? "period lies" : "periods lie", count == 1 ? "is" : "are");
}

Table table_of(const Backtest& backtest) {
  Table table;
  table.title = format("{} ({})", backtest.label, backtest.unit);
  table.columns = {{"period", Align::left, 0, true}, {"observed", Align::right, 9, true},
                   {"sim. 5 %", Align::right, 3},    {"median", Align::right, 9, true},
                   {"95 %", Align::right, 3},        {"error", Align::right, 4},
                   {"inside", Align::left, 2},       {"source", Align::left, 1, false, true}};
  for (const auto& point : backtest.points) {
    table.rows.push_back({period(point), range(point), show(point.p5), show(point.median),
                          show(point.p95), percent(point.error), point.inside ? "yes" : "no",
                          point.source});
  }
  if (!backtest.note.empty()) table.notes.push_back(backtest.note);
  if (backtest.outside_run > 0) table.notes.push_back(outside_note(backtest.outside_run));
  return table;
}

Table summary_of(const std::vector<Backtest>& backtests) {
  Table table;
  table.title = "Simulated against observed, by series";
  table.columns = {{"series", Align::left, 0, true, true},
                   {"points", Align::right, 1},
                   {"inside 5–95 %", Align::right, 9},
                   {"median error", Align::right, 3},
                   {"median |error|", Align::right, 2}};
  for (const auto& backtest : backtests) {
    const bool any = !backtest.points.empty();
    table.rows.push_back(
        {backtest.label, std::to_string(backtest.points.size()),
         any ? format("{} ({})", backtest.inside, show_share(backtest.coverage)) : "-",
         percent(backtest.bias),
         backtest.typical_error ? show(*backtest.typical_error, {true}) + " %" : "-"});
  }
  return table;
}

Json json_of(const BacktestPoint& point) {
  return {{"start", study::to_text(point.start)},
          {"end", study::to_text(point.end)},
          {"observed", number(point.observed)},
          {"low", number(point.low)},
          {"high", number(point.high)},
          {"simulated_p5", number(point.p5)},
          {"simulated_median", number(point.median)},
          {"simulated_p95", number(point.p95)},
          {"error", number(point.error)},
          {"inside", point.inside},
          {"source", point.source}};
}

Json json_of(const Backtest& backtest) {
  Json json = {{"name", backtest.name},
               {"label", backtest.label},
               {"unit", backtest.unit},
               {"note", backtest.note},
               {"inside", backtest.inside},
               {"coverage", number(backtest.coverage)},
               {"median_error", number(backtest.bias)},
               {"median_absolute_error", number(backtest.typical_error)},
               {"outside_run", backtest.outside_run}};
  json["points"] = Json::array();
  for (const auto& point : backtest.points) json["points"].push_back(json_of(point));
  return json;
}

}  // namespace

std::string history_text(const Making& making, const study::Study& study,
                         const std::string& scenario, const std::vector<Backtest>& backtests,
                         const Terminal& terminal) {
  std::string text = wrap(format("{}: {}, scenario {}", study.name, describe(making), scenario),
                          terminal.columns) +
                     "\n\n" + to_text(summary_of(backtests), terminal);
  for (const auto& backtest : backtests) text += "\n" + to_text(table_of(backtest), terminal);
  return text + "\n" +
         wrap(
             "error: median of the futures against the observation; inside: the observation, or "
             "its "
             "stated range, meets the simulated 5–95 % band.",
             terminal.columns) +
         "\n";
}

std::string history_json(const Making& making, const std::string& scenario,
                         const std::vector<Backtest>& backtests) {
  Json json = header(making);
  json["scenario"] = scenario;
  json["series"] = Json::array();
  for (const auto& backtest : backtests) json["series"].push_back(json_of(backtest));
  return dump(json);
}

}  // namespace sluice::report
