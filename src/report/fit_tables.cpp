#include "report/fit_tables.h"

#include <algorithm>

#include "base/format.h"
#include "report/numbers.h"

namespace sluice::report {
namespace {

using analysis::Fit;
using analysis::FitPoint;
using analysis::Judgement;
using analysis::PooledFit;
using analysis::SeriesFit;

std::string percent(const std::optional<double>& fraction) {
  return fraction ? show(*fraction, {true, true}) + " %" : "-";
}

std::string plain_percent(const std::optional<double>& fraction) {
  return fraction ? show(*fraction, {true}) + " %" : "-";
}

std::string period(const FitPoint& point) {
  const std::string start = study::to_text(point.start);
  return point.start == point.end ? start : start + " to " + study::to_text(point.end);
}

std::string range(const FitPoint& point) {
  if (!point.low && !point.high) return show(point.observed);
  if (!point.high && point.low == point.observed) return "at least " + show(point.observed);
  if (!point.low && point.high == point.observed) return "at most " + show(point.observed);
  return format("{} ({}–{})", show(point.observed), show(point.low.value_or(point.observed)),
                show(point.high.value_or(point.observed)));
}

std::string outside_note(std::size_t count) {
  if (count == 0) return {};
  return format("{} observed {} outside the run and {} not compared", count,
                count == 1 ? "period lies" : "periods lie", count == 1 ? "is" : "are");
}

std::string discrepancy_note(double factor) {
  return format(
      "What is counted may differ from what is simulated by a factor of {} (90 %); the bands "
      "hold that too.",
      show(factor));
}

std::string theil_cell(const Fit& fit) {
  if (!fit.theil) return "-";
  return format("{}/{}/{}", to_fixed(fit.theil->bias * 100, 0),
                to_fixed(fit.theil->variance * 100, 0), to_fixed(fit.theil->covariance * 100, 0));
}

std::string held(std::size_t count, std::size_t n) {
  return n == 0 ? "-" : format("{} of {}", count, n);
}

std::string judged_series(const SeriesFit& fit) {
  if (!fit.scored) return "not scored";
  return fit.points.empty() ? "no points" : report::judged(fit.fit.verdict);
}

std::string_view name_of(Judgement judgement) {
  switch (judgement) {
    case Judgement::passes: return "passes";
    case Judgement::too_few: return "too few points";
    case Judgement::misses: return "misses";
    case Judgement::too_wide: return "too wide";
    case Judgement::not_refuted: return "not refuted";
    case Judgement::unknown: return "cannot be told";
    case Judgement::fitted: return "fitted";
  }
  return "";
}

Json json_of(const FitPoint& point) {
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
          {"band_90", Json::array({number(point.low90), number(point.high90)})},
          {"band_50", Json::array({number(point.low50), number(point.high50)})},
          {"in_90", point.in90},
          {"in_50", point.in50},
          {"interval_score_90", number(point.score90)},
          {"interval_score_50", number(point.score50)},
          {"source", point.source},
          {"fitted", text_or_null(point.fitted)}};
}

Json json_of(const Fit& fit) {
  Json json = {{"n", fit.n},
               {"in_50", fit.in50},
               {"in_90", fit.in90},
               {"weight", fit.weight},
               {"weight_in_50", fit.weight50},
               {"weight_in_90", fit.weight90},
               {"mean_error", number(fit.mean_error)},
               {"mean_absolute_error", number(fit.mean_absolute_error)},
               {"root_mean_square_error", number(fit.root_mean_square)},
               {"mean_absolute_percentage_error", number(fit.percentage_error)},
               {"relative_error", number(fit.relative_error)},
               {"relative_interval_score_50", number(fit.relative_score50)},
               {"relative_interval_score_90", number(fit.relative_score90)},
               {"theil", nullptr},
               {"judgement", name_of(fit.verdict.judgement)},
               {"reason", text_or_null(fit.verdict.reason)}};
  if (fit.theil) {
    json["theil"] = {{"bias", number(fit.theil->bias)},
                     {"variance", number(fit.theil->variance)},
                     {"covariance", number(fit.theil->covariance)}};
  }
  return json;
}

bool weighs(const std::vector<SeriesFit>& fits) {
  return std::ranges::any_of(fits, [](const SeriesFit& fit) { return fit.weight != 1; });
}

std::string weight_held(std::size_t held, std::size_t all) {
  return all == 0 ? "-" : show_share(static_cast<double>(held) / static_cast<double>(all));
}

}  // namespace

std::string judged(const analysis::CoverageVerdict& verdict) {
  switch (verdict.judgement) {
    case Judgement::misses: return "fails: " + verdict.reason;
    case Judgement::too_wide: return "fails, too wide: " + verdict.reason;
    case Judgement::not_refuted: return format("not refuted ({})", verdict.reason);
    case Judgement::fitted: return verdict.reason.empty() ? "fitted" : "fitted, " + verdict.reason;
    case Judgement::unknown:
    case Judgement::passes:
    case Judgement::too_few: return std::string(name_of(verdict.judgement));
  }
  return {};
}

Table coverage_table(const std::vector<SeriesFit>& fits) {
  Table table;
  table.title = "Simulated against observed, by series";
  table.columns = {{"series", Align::left, 0, true, true}, {"points", Align::right, 4},
                   {"held out", Align::right, 5},          {"inside 5–95 %", Align::right, 6},
                   {"median error", Align::right, 3},      {"median |error|", Align::right, 2},
                   {"50 % band", Align::right, 7},         {"90 % band", Align::right, 8},
                   {"judged", Align::left, 9, true, true}};
  if (weighs(fits)) table.columns.push_back({"weight", Align::right, 5});
  for (const auto& fit : fits) {
    const bool any = !fit.points.empty();
    table.rows.push_back({fit.label, std::to_string(fit.points.size()),
                          fit.scored ? std::to_string(fit.held_out) : "-",
                          any ? format("{} ({})", fit.inside, show_share(fit.coverage)) : "-",
                          percent(fit.bias), plain_percent(fit.typical_error),
                          held(fit.fit.in50, fit.fit.n), held(fit.fit.in90, fit.fit.n),
                          judged_series(fit)});
    if (weighs(fits)) table.rows.back().push_back(fit.scored ? std::to_string(fit.weight) : "-");
  }
  return table;
}

Table pool_table(const std::vector<PooledFit>& pools) {
  Table table;
  table.title = "Short series pooled by system, and all together";
  table.columns = {{"pool", Align::left, 0, true},         {"points", Align::right, 4},
                   {"mean |error|", Align::right, 3},      {"score 90 %", Align::right, 2},
                   {"50 % band", Align::right, 7},         {"90 % band", Align::right, 8},
                   {"judged", Align::left, 9, true, true}, {"series", Align::left, 1, false, true}};
  const bool weighted = std::ranges::any_of(
      pools, [](const PooledFit& pool) { return pool.fit.weight != pool.fit.n; });
  if (weighted) {
    table.columns.push_back({"weight", Align::right, 3});
    table.columns.push_back({"of it in 50 %", Align::right, 4});
    table.columns.push_back({"in 90 %", Align::right, 5});
    table.notes = {"Errors, scores and judgements are by the weights of the series."};
  }
  for (const auto& pool : pools) {
    const bool all = pool.name.starts_with("all ");
    table.rows.push_back({pool.name, std::to_string(pool.fit.n),
                          plain_percent(pool.fit.relative_error),
                          plain_percent(pool.fit.relative_score90), held(pool.fit.in50, pool.fit.n),
                          held(pool.fit.in90, pool.fit.n), judged(pool.fit.verdict),
                          all ? format("{} series", pool.series.size()) : joined(pool.series)});
    if (!weighted) continue;
    table.rows.back().push_back(std::to_string(pool.fit.weight));
    table.rows.back().push_back(weight_held(pool.fit.weight50, pool.fit.weight));
    table.rows.back().push_back(weight_held(pool.fit.weight90, pool.fit.weight));
  }
  return table;
}

Table error_table(const std::vector<SeriesFit>& fits) {
  Table table;
  table.title = "How far off, by series";
  table.columns = {{"series", Align::left, 0, true, true}, {"n", Align::right, 4},
                   {"mean error", Align::right, 7},        {"mean |error|", Align::right, 8},
                   {"root mean square", Align::right, 3},  {"mean |error|, %", Align::right, 6},
                   {"score 50 %", Align::right, 1},        {"score 90 %", Align::right, 5},
                   {"Theil b/v/c", Align::right, 2},       {"unit", Align::left, 4}};
  for (const auto& series : fits) {
    if (series.points.empty()) continue;
    const Fit& fit = series.fit;
    table.rows.push_back({series.label, std::to_string(fit.n), show(fit.mean_error, {false, true}),
                          show(fit.mean_absolute_error), show(fit.root_mean_square),
                          plain_percent(fit.percentage_error), plain_percent(fit.relative_score50),
                          plain_percent(fit.relative_score90), theil_cell(fit), series.unit});
  }
  table.notes = {
      "score: interval score (width of the band, and a penalty for what lies outside) over the "
      "mean observation; the smaller the better.",
      "Theil: shares in percent of the mean square error from bias, unequal variation and what "
      "does not move together; from 8 points on."};
  return table;
}

Table point_table(const SeriesFit& fit) {
  Table table;
  table.title = format("{} ({})", fit.label, fit.unit);
  table.columns = {{"period", Align::left, 0, true}, {"observed", Align::right, 9, true},
                   {"sim. 5 %", Align::right, 3},    {"median", Align::right, 9, true},
                   {"95 %", Align::right, 3},        {"error", Align::right, 4},
                   {"inside", Align::left, 2},       {"source", Align::left, 1, false, true}};
  const bool any_fitted =
      std::ranges::any_of(fit.points, [](const FitPoint& point) { return !point.fitted.empty(); });
  if (any_fitted) table.columns.push_back({"fitted", Align::left, 5, false, true});
  for (const auto& point : fit.points) {
    table.rows.push_back({period(point), range(point), show(point.p5), show(point.median),
                          show(point.p95), percent(point.error), point.inside ? "yes" : "no",
                          point.source});
    if (any_fitted) table.rows.back().push_back(point.fitted);
  }
  if (!fit.note.empty()) table.notes.push_back(fit.note);
  if (fit.discrepancy > 1) table.notes.push_back(discrepancy_note(fit.discrepancy));
  if (fit.outside_run > 0) table.notes.push_back(outside_note(fit.outside_run));
  return table;
}

Json json_of(const SeriesFit& fit) {
  Json json = {{"name", fit.name},
               {"label", fit.label},
               {"unit", fit.unit},
               {"note", fit.note},
               {"system", nullptr},
               {"scored", fit.scored},
               {"weight", fit.weight},
               {"discrepancy", number(fit.discrepancy)},
               {"held_out", fit.held_out},
               {"inside", fit.inside},
               {"coverage", number(fit.coverage)},
               {"median_error", number(fit.bias)},
               {"median_absolute_error", number(fit.typical_error)},
               {"outside_run", fit.outside_run}};
  if (fit.system) json["system"] = *fit.system;
  json["fit"] = json_of(fit.fit);
  json["points"] = Json::array();
  for (const auto& point : fit.points) json["points"].push_back(json_of(point));
  return json;
}

Json json_of(const PooledFit& pool) {
  Json json = {{"name", pool.name}, {"series", pool.series}};
  json["fit"] = json_of(pool.fit);
  return json;
}

}  // namespace sluice::report
