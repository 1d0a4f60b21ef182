// Back-tests: what was known at a date, and what came after it.
#include <algorithm>

#include "base/format.h"
#include "study/distribution_reader.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

constexpr std::pair<std::string_view, HistoryReduce> kReductions[] = {
    {"sum", HistoryReduce::sum}, {"mean", HistoryReduce::mean}, {"end", HistoryReduce::end}};

bool holds(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// What `name` is: a lever, an uncertainty, or else a constant of the model, which only the model
// can tell.
BacktestSetting::Target target_of(const std::string& name, const StudyNames& names) {
  if (holds(names.levers, name)) return BacktestSetting::Target::lever;
  return holds(names.uncertainties, name) ? BacktestSetting::Target::uncertainty
                                          : BacktestSetting::Target::constant;
}

std::optional<BacktestSetting> read_one(const std::string& name, const toml::node& node,
                                        const std::string& owner, const Sections& sections,
                                        const Study& study) {
  BacktestSetting setting;
  setting.name = name;
  setting.target = target_of(name, sections.names);
  setting.place = sections.report.place_of(node.source());
  const std::string what = format("\"{}\" in {}", name, owner);
  if (setting.target == BacktestSetting::Target::lever) {
    const auto lever = std::ranges::find(study.levers, name, &Lever::name);
    setting.lever = read_setting(node, what, *lever, sections.report);
    return setting;
  }
  auto distribution = read_distribution_or_number(node, what, sections.report);
  if (!distribution) return {};
  const auto input = std::ranges::find(study.uncertainties, name, &Uncertainty::name);
  if (input != study.uncertainties.end() && input->distribution.integer) {
    distribution->integer = true;
  }
  setting.distribution = std::move(*distribution);
  return setting;
}

void check_order(TableReader& reader, std::string_view key, const std::string& fault) {
  reader.say(Code::study_bad_backtest, reader.place_of_value(key),
             format("{} {}", reader.what(), fault));
}

Box read_box(const Entry& entry, const Backtest& backtest, Report& report) {
  TableReader reader(*entry.table, entry.what, report);
  Box box;
  box.variable = reader.text("variable");
  box.label = label_or_name(reader, box.variable);
  box.unit = reader.text("unit");
  box.reduce = reader.choice<HistoryReduce>("reduce", kReductions).value_or(HistoryReduce::end);
  box.at = reader.date("at");
  box.from = box.at;
  if (box.reduce != HistoryReduce::end) box.from = reader.date("from");
  box.low = reader.number("low");
  box.high = reader.number("high");
  box.evidence = read_evidence(reader);
  box.place = reader.place_of_value("variable");
  reader.finish();
  if (box.low > box.high) check_order(reader, "low", "has its low above its high");
  if (box.from > box.at) check_order(reader, "from", "ends before it begins");
  if (box.at <= backtest.cut && reader.has("at")) {
    check_order(reader, "at",
                format("lies before the cut ({}): it was known then", to_text(backtest.cut)));
  }
  return box;
}

void read_boxes(TableReader& reader, const Sections& sections, Backtest& backtest) {
  for (Entry& entry : entries_of(reader, "box", sections.report)) {
    entry.what = format("box {} of {}", backtest.boxes.size() + 1, reader.what());
    backtest.boxes.push_back(read_box(entry, backtest, sections.report));
  }
  if (backtest.needed && backtest.boxes.empty()) {
    check_order(reader, "needed", "needs a share of futures in its boxes, but has no box");
  }
}

// Without a date, as far as anything was observed.
Date last_observed(const Study& study) {
  Date last;
  for (const auto& history : study.histories) {
    for (const auto& point : history.points) last = std::max(last, point.end);
  }
  return last;
}

void read_dates(TableReader& reader, const Study& study, Backtest& backtest) {
  backtest.cut = reader.date("cut");
  const auto until = reader.optional_date("until");
  backtest.until = until.value_or(std::max(last_observed(study), backtest.cut));
  if (until && *until <= backtest.cut) {
    check_order(reader, "until", "ends (\"until\") no later than its \"cut\"");
  }
}

Backtest read_backtest(const Entry& entry, const Sections& sections, const Study& study) {
  TableReader reader(*entry.table, entry.what, sections.report);
  Backtest backtest;
  backtest.name = reader.text("name");
  backtest.label = label_or_name(reader, backtest.name);
  backtest.place = reader.place_of_value("name");
  read_dates(reader, study, backtest);
  backtest.scenario = study.baseline;
  if (reader.has("scenario")) {
    backtest.scenario = reader.reference("scenario", sections.names.scenarios, "scenario");
  }
  backtest.needed = reader.optional_number("needed", {0, 1, "between 0 and 1"});
  backtest.histories = reader.texts("histories");
  for (const auto& name : backtest.histories) {
    check_name(name, sections.names.histories, "history", reader.what(),
               reader.place_of_value("histories"), sections.report);
  }
  backtest.evidence = read_evidence(reader);
  backtest.note = backtest.evidence.note;
  backtest.settings = read_model_settings(reader, sections, study);
  read_boxes(reader, sections, backtest);
  if (backtest.histories.empty() && backtest.boxes.empty()) {
    check_order(reader, "name", "scores nothing: it has neither \"histories\" nor a box");
  }
  reader.finish();
  return backtest;
}

}  // namespace

std::vector<BacktestSetting> read_model_settings(TableReader& reader, const Sections& sections,
                                                 const Study& study) {
  std::vector<BacktestSetting> settings;
  const toml::table* set = reader.optional_table("set");
  if (set == nullptr) return settings;
  for (const auto& [key, node] : *set) {
    auto one = read_one(std::string(key.str()), node, reader.what(), sections, study);
    if (one) settings.push_back(std::move(*one));
  }
  return settings;
}

std::vector<Backtest> read_backtests(const Sections& sections, const Study& study) {
  const Names names = read_names(sections.root, "backtest", sections.report);
  std::vector<Backtest> backtests;
  for (const Entry& entry : entries_of(sections.root, "backtest", sections.report)) {
    backtests.push_back(read_backtest(entry, sections, study));
  }
  return backtests;
}

}  // namespace sluice::study
