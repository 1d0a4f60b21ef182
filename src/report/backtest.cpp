#include "report/backtest.h"

#include <cmath>

#include "base/format.h"
#include "report/fit_tables.h"
#include "report/numbers.h"

namespace sluice::report {
namespace {

std::string period_of(const study::Box& box) {
  const std::string at = study::to_text(box.at);
  return box.from == box.at ? at : study::to_text(box.from) + " to " + at;
}

Table box_table(const BacktestFinding& finding) {
  Table table;
  table.title = "Boxes: what was observed after the cut";
  table.columns = {{"box", Align::left, 0, true, true},
                   {"period", Align::left, 6},
                   {"observed between", Align::right, 8},
                   {"sim. 5 %", Align::right, 3},
                   {"median", Align::right, 7},
                   {"95 %", Align::right, 3},
                   {"futures inside", Align::right, 9, true},
                   {"unit", Align::left, 2},
                   {"source", Align::left, 1, false, true}};
  for (std::size_t k = 0; k < finding.fit.boxes.size(); ++k) {
    const study::Box& box = finding.backtest->boxes[k];
    const analysis::BoxFit& fit = finding.fit.boxes[k];
    table.rows.push_back({box.label, period_of(box),
                          format("{} and {}", show(box.low), show(box.high)), show(fit.p5),
                          show(fit.median), show(fit.p95), show_share(fit.share, fit.error),
                          box.unit, joined(box.evidence.sources)});
  }
  return table;
}

std::string joint_sentence(const BacktestFinding& finding) {
  const auto& fit = finding.fit;
  if (fit.boxes.empty()) return {};
  std::string text =
      format("{} in {} of futures ({} of {})",
             fit.boxes.size() == 1 ? "The box is met" : "All boxes are met at once",
             show_share(fit.share, fit.error), show_count(fit.inside), show_count(fit.members));
  if (finding.backtest->needed) {
    text += format(", where {} is needed: {}", show_share(*finding.backtest->needed), fit.verdict);
  }
  return text + ".";
}

std::string late_sentence(const std::vector<LateInput>& late) {
  if (late.empty()) return {};
  constexpr std::size_t kShown = 12;
  std::string names;
  for (std::size_t k = 0; k < late.size() && k < kShown; ++k) {
    const std::string effect = late[k].effect ? "; " + show_share(*late[k].effect) : std::string();
    names += format("{}{} ({}{})", k == 0 ? "" : ", ", late[k].name, late[k].row, effect);
  }
  if (late.size() > kShown) names += format(" and {} more", late.size() - kShown);
  const char* order = late.front().effect
                          ? ", first those that move a box most, with how much of its 90 % band "
                            "they do between the ends of their range, or a constant by a tenth "
                            "less and more, a date by a unit of time: "
                          : ": ";
  return format(
      "Not told apart from later knowledge: these inputs cite rows dated after the cut and are not "
      "set here{}{}.",
      order, names);
}

std::string text_of(const BacktestFinding& finding, const Terminal& terminal) {
  const study::Backtest& backtest = *finding.backtest;
  std::string text = bold(wrap(format("{}: knowledge stops at {}, scored to {}", backtest.label,
                                      study::to_text(backtest.cut), study::to_text(backtest.until)),
                               terminal.columns),
                          terminal) +
                     "\n";
  const auto add = [&](const std::string& sentence) {
    if (!sentence.empty()) text += wrap(sentence, terminal.columns) + "\n";
  };
  add(backtest.note);
  if (!finding.fit.boxes.empty()) text += "\n" + to_text(box_table(finding), terminal);
  add(joint_sentence(finding));
  if (!finding.fit.series.empty()) {
    text += "\n" + to_text(coverage_table(finding.fit.series), terminal);
    text += "\n" + to_text(pool_table(analysis::pooled(finding.fit.series)), terminal);
    for (const auto& series : finding.fit.series) {
      if (!series.points.empty()) text += "\n" + to_text(point_table(series), terminal);
    }
  }
  add(late_sentence(finding.late));
  if (finding.fit.unusable > 0) {
    add(format("{} futures gave no usable numbers and are left out",
               show_count(finding.fit.unusable)));
  }
  return text;
}

Json json_of(const study::Box& box, const analysis::BoxFit& fit) {
  return {{"label", box.label},
          {"variable", box.variable},
          {"unit", box.unit},
          {"from", study::to_text(box.from)},
          {"at", study::to_text(box.at)},
          {"low", number(box.low)},
          {"high", number(box.high)},
          {"simulated_p5", number(fit.p5)},
          {"simulated_median", number(fit.median)},
          {"simulated_p95", number(fit.p95)},
          {"share_inside", number(fit.share)},
          {"error", number(fit.error)},
          {"grade", box.evidence.grade},
          {"source", box.evidence.sources}};
}

Json json_of(const BacktestFinding& finding) {
  const study::Backtest& backtest = *finding.backtest;
  Json json = {{"name", backtest.name},
               {"label", backtest.label},
               {"note", backtest.note},
               {"cut", study::to_text(backtest.cut)},
               {"until", study::to_text(backtest.until)},
               {"scenario", backtest.scenario},
               {"usable", finding.fit.members},
               {"unusable", finding.fit.unusable},
               {"joint_share", number(finding.fit.share)},
               {"joint_error", number(finding.fit.error)},
               {"needed", number(backtest.needed)},
               {"verdict", text_or_null(finding.fit.verdict)}};
  json["boxes"] = Json::array();
  for (std::size_t k = 0; k < finding.fit.boxes.size(); ++k) {
    json["boxes"].push_back(json_of(backtest.boxes[k], finding.fit.boxes[k]));
  }
  json["series"] = Json::array();
  for (const auto& series : finding.fit.series) json["series"].push_back(report::json_of(series));
  json["pools"] = Json::array();
  for (const auto& pool : analysis::pooled(finding.fit.series)) {
    json["pools"].push_back(report::json_of(pool));
  }
  json["late_inputs"] = Json::array();
  for (const auto& late : finding.late) {
    json["late_inputs"].push_back({{"name", late.name},
                                   {"row", late.row},
                                   {"date", late.date},
                                   {"effect", number(late.effect)}});
  }
  return json;
}

}  // namespace

std::string backtests_text(const Making& making, const study::Study& study,
                           const std::vector<BacktestFinding>& findings, const Terminal& terminal) {
  std::string text = wrap(format("{}: {}", study.name, describe(making)), terminal.columns) + "\n";
  for (const auto& finding : findings) text += "\n" + text_of(finding, terminal);
  return text + "\n" +
         wrap(
             "A share's error is its Monte Carlo standard error. Held out: nothing of the model "
             "was "
             "set to the observation, or all that was is given what was believed at the cut.",
             terminal.columns) +
         "\n";
}

std::string backtests_json(const Making& making, const std::vector<BacktestFinding>& findings) {
  Json json = header(making);
  json["backtests"] = Json::array();
  for (const auto& finding : findings) json["backtests"].push_back(json_of(finding));
  return dump(json);
}

}  // namespace sluice::report
