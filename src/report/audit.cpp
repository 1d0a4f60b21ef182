#include "report/audit.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"

namespace sluice::report {
namespace {

std::string percent(double share) { return to_significant(share * 100, 3) + " %"; }

Table input_table(const study::Study& study, const Audit& audit) {
  Table table;
  table.title = "Levers and uncertainties: the most that each moves an outcome over its range";
  table.columns = {{"input", Align::left, 0, true, true},
                   {"kind", Align::left, 3},
                   {"moves", Align::right, 9, true},
                   {"outcome", Align::left, 8},
                   {"at", Align::left, 4},
                   {"under", Align::left, 5},
                   {"judged", Align::left, 7}};
  auto inputs = audit.inputs;
  std::ranges::stable_sort(inputs, [](const InputAudit& one, const InputAudit& other) {
    return analysis::tells_more(one.effect, other.effect);
  });
  for (const auto& one : inputs) {
    table.rows.push_back({one.name, one.lever ? "lever" : "uncertainty",
                          one.effect.no_band ? "band is 0" : percent(one.effect.share),
                          one.effect.outcome, study.calendar().text_at(one.effect.time),
                          one.scenario,
                          one.unknown() ? "cannot be told"
                          : one.dead()  ? "dead"
                                        : "alive"});
  }
  table.notes = {
      "moves: mean over the futures of the absolute move between the ends of its range (5 and 95 % "
      "of an uncertainty), in the outcome's 90 % band at that time; dead below 1 %. Band is 0: it "
      "moves "
      "an outcome of which all futures are (nearly) alike at that time."};
  return table;
}

Table law_table(const Audit& audit) {
  Table table;
  table.title = "Laws: the largest break in any future of any scenario";
  table.columns = {{"law", Align::left, 0, true, true},
                   {"break", Align::right, 9, true},
                   {"under", Align::left, 4},
                   {"future", Align::right, 3},
                   {"judged", Align::left, 8}};
  for (const auto& law : audit.laws) {
    // Of hundreds of stocks only those that break.
    if (law.stock && !law.broken()) continue;
    const std::string what = law.unknown ? " is no number" : law.stock ? " is negative" : "";
    table.rows.push_back({law.name + what, law.unknown ? "-" : to_significant(law.worst, 2),
                          law.scenario, std::to_string(law.member),
                          law.unknown    ? "cannot be told"
                          : law.broken() ? "broken"
                                         : "holds"});
  }
  const auto stocks = std::ranges::count_if(audit.laws, &LawAudit::stock);
  table.notes = {
      format("break: over the largest number in the balance; broken above 1e-9. {} stocks "
             "were looked at for negative numbers; {} scenarios.",
             stocks, audit.scenarios)};
  return table;
}

std::string_view judged(const ExtremeAudit& extreme) {
  if (extreme.broken()) return "broken";
  return extreme.shows_nothing() ? "shows nothing" : "holds";
}

Table extreme_table(const Audit& audit) {
  Table table;
  table.title = "Extreme conditions: what must vanish, in any future";
  table.columns = {{"condition", Align::left, 0, true, true},
                   {"left", Align::right, 9},
                   {"may be left", Align::right, 3},
                   {"without it", Align::right, 5},
                   {"under", Align::left, 4},
                   {"judged", Align::left, 9}};
  for (const auto& one : audit.extremes) {
    table.rows.push_back({one.label, show(one.most), show(one.at_most), show(one.otherwise),
                          one.scenario, std::string(judged(one))});
  }
  table.notes = {"The largest number with the condition's settings, and without them."};
  return table;
}

std::string_view judged(const NumericsAudit& one) {
  if (!one.headline) return "-";
  if (one.moved()) return "moved";
  return one.open() ? "too few futures to tell" : "holds";
}

std::string bound(double share) { return std::isfinite(share) ? percent(share) : "unbounded"; }

Json bounds_of(const analysis::Movement& movement) {
  return Json::array({number(movement.low), number(movement.high)});
}

Table numerics_table(const Audit& audit) {
  Table table;
  table.title = "Numerical error: moved by half the time step, and by Runge-Kutta 4 for Euler";
  table.columns = {{"outcome", Align::left, 0, true}, {"half step", Align::right, 9},
                   {"Runge-Kutta", Align::right, 9},  {"headline", Align::left, 5},
                   {"at most", Align::right, 6},      {"judged", Align::left, 8}};
  for (const auto& one : audit.numerics) {
    table.rows.push_back({one.outcome, percent(one.by_step.share), percent(one.by_method.share),
                          one.headline ? "yes" : "no", one.headline ? bound(one.upper()) : "-",
                          std::string(judged(one))});
  }
  table.notes = {
      "Median over the futures of what is published of a year (its last value, mean or sum), in "
      "its "
      "90 % band, at most in any year and scenario; a headline may move by 0.5 %. At most: what "
      "the number of futures leaves possible of the larger of the two; it has moved only where "
      "even the least that they leave possible is above 0.5 %."};
  return table;
}

}  // namespace

std::string audit_text(const Making& making, const study::Study& study, const Audit& audit,
                       const Terminal& terminal) {
  return wrap(format("{}: {}", study.name, describe(making)), terminal.columns) + "\n\n" +
         to_text(input_table(study, audit), terminal) + "\n" + to_text(law_table(audit), terminal) +
         (audit.extremes.empty() ? "" : "\n" + to_text(extreme_table(audit), terminal)) + "\n" +
         to_text(numerics_table(audit), terminal);
}

std::string audit_json(const Making& making, const Audit& audit) {
  Json json = header(making);
  json["inputs"] = Json::array();
  for (const auto& one : audit.inputs) {
    json["inputs"].push_back({{"name", one.name},
                              {"kind", one.lever ? "lever" : "uncertainty"},
                              {"effect", number(one.effect.share)},
                              {"band_is_0", one.effect.no_band},
                              {"outcome", one.effect.outcome},
                              {"time", number(one.effect.time)},
                              {"scenario", one.scenario},
                              {"unknown", one.unknown()},
                              {"dead", one.dead()}});
  }
  json["laws"] = Json::array();
  for (const auto& law : audit.laws) {
    json["laws"].push_back({{"name", law.name},
                            {"stock", law.stock},
                            {"break", number(law.worst)},
                            {"scenario", law.scenario},
                            {"member", law.member},
                            {"time", number(law.time)},
                            {"unknown", law.unknown},
                            {"broken", law.broken()}});
  }
  json["extremes"] = Json::array();
  for (const auto& one : audit.extremes) {
    json["extremes"].push_back({{"label", one.label},
                                {"scenario", one.scenario},
                                {"left", number(one.most)},
                                {"may_be_left", number(one.at_most)},
                                {"without", number(one.otherwise)},
                                {"idle", one.idle},
                                {"judged", judged(one)}});
  }
  json["numerics"] = Json::array();
  for (const auto& one : audit.numerics) {
    json["numerics"].push_back({{"outcome", one.outcome},
                                {"headline", one.headline},
                                {"by_half_step", number(one.by_step.share)},
                                {"by_half_step_bounds", bounds_of(one.by_step)},
                                {"by_runge_kutta", number(one.by_method.share)},
                                {"by_runge_kutta_bounds", bounds_of(one.by_method)},
                                {"moved", one.moved()},
                                {"judged", judged(one)}});
  }
  return dump(json);
}

}  // namespace sluice::report
