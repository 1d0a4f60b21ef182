// Outcomes, and the observed series that they are held against.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "base/format.h"
#include "base/unicode.h"
#include "study/csv.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::pair<std::string_view, Yearly> kYearly[] = {
    {"end", Yearly::end}, {"mean", Yearly::mean}, {"sum", Yearly::sum}, {"last", Yearly::last}};
constexpr std::pair<std::string_view, char> kGrades[] = {
    {"A", 'A'}, {"B", 'B'}, {"C", 'C'}, {"D", 'D'}};
constexpr std::pair<std::string_view, bool> kDisplays[] = {{"percent", true}, {"number", false}};
constexpr std::pair<std::string_view, HistoryReduce> kReductions[] = {
    {"sum", HistoryReduce::sum},
    {"mean", HistoryReduce::mean},
    {"end", HistoryReduce::end},
    {"change", HistoryReduce::change}};

Outcome read_outcome(const Entry& entry, Report& report) {
  TableReader reader(*entry.table, entry.what, report);
  Outcome outcome;
  outcome.name = reader.text("name");
  outcome.variable = reader.text("variable");
  outcome.label = reader.optional_text("label");
  if (outcome.label.empty()) outcome.label = outcome.name;
  outcome.unit = reader.text("unit");
  outcome.definition = reader.optional_text("definition");
  outcome.side = reader.optional_text("side");
  outcome.percent = reader.optional_choice<bool>("display", kDisplays).value_or(false);
  outcome.yearly = reader.optional_choice<Yearly>("yearly", kYearly).value_or(Yearly::end);
  outcome.never = reader.optional_number("never");
  if (const auto grade = reader.optional_choice<char>("grade", kGrades)) outcome.grade = *grade;
  outcome.place = reader.place_of_value("variable");
  reader.finish();
  return outcome;
}

// The columns of a history file, found by their names; the last may be absent.
struct Columns {
  static constexpr std::string_view kNames[] = {
      "series", "period_start", "period_end", "value", "low", "high", "unit", "source", "fitted"};
  std::size_t at[std::size(kNames)] = {};
};

std::optional<Columns> find_columns(const CsvRow& header, const std::string& file, Report& report) {
  Columns columns;
  std::string missing;
  for (std::size_t i = 0; i < std::size(Columns::kNames); ++i) {
    const auto found = std::ranges::find(header.fields, Columns::kNames[i]);
    columns.at[i] = static_cast<std::size_t>(found - header.fields.begin());
    if (found != header.fields.end() || i + 1 == std::size(Columns::kNames)) continue;
    missing += format("{}{}", missing.empty() ? "" : ", ", Columns::kNames[i]);
  }
  if (missing.empty()) return columns;
  report.say(Code::study_bad_history, place_in(file, 1),
             "these columns of a history file are missing: " + missing, {},
             "its columns are: series, period_start, period_end, value, low, high, unit, source");
  return {};
}

std::optional<double> parse_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// What a row of the file may give as its unit: the history's, and for a sum the same without the
// time ("k units" for "k units/month"). With a scale the observed numbers are in another unit,
// which nothing here can tell.
Names units_of(const History& history, TimeUnit time_unit) {
  if (history.scale != 1) return {};
  const std::string unit(trimmed(history.unit, kBlanks));
  Names units{unit};
  if (history.reduce != HistoryReduce::sum) return units;
  const std::string time(name_of(time_unit));
  const std::string lower = to_lower(unit);
  for (const std::string& end : {"/" + time, "/" + time + "s"}) {
    if (lower.ends_with(end))
      units.emplace_back(trimmed(unit.substr(0, unit.size() - end.size()), kBlanks));
  }
  return units;
}

// One row of a history file; mistakes point at the row.
class PointReader {
 public:
  PointReader(const CsvRow& row, const Columns& columns, std::string file, Report& report)
      : row_(row), columns_(columns), file_(std::move(file)), report_(report) {}

  // `units`: any of them will do; empty: the unit cannot be told.
  std::optional<ObservedPoint> read(std::size_t width, const Names& units) {
    if (row_.fields.size() != width) {
      say(format("it has {} fields where the header has {}", row_.fields.size(), width));
      return {};
    }
    check_unit(units);
    return read_point();
  }

 private:
  void check_unit(const Names& units) {
    const std::string unit(trimmed(field(6), kBlanks));
    if (unit.empty() || units.empty() || std::ranges::find(units, unit) != units.end()) return;
    say(format("its unit is \"{}\", that of [[history]] is \"{}\"{}", unit, units.front(),
               units.size() < 2 ? "" : format(" (summed: \"{}\")", units.back())));
  }

  std::optional<ObservedPoint> read_point() {
    const auto start = date(1);
    const auto end = date(2);
    const auto value = number(3, true);
    ObservedPoint point;
    point.start = start.value_or(Date{});
    point.end = end.value_or(Date{});
    point.value = value.value_or(0);
    point.low = number(4, false);
    point.high = number(5, false);
    point.source = field(7);
    point.fitted = trimmed(field(8), kBlanks);
    if (start && end && *end < *start) say("its period ends before it starts");
    if (value) check_range(point);
    return sound_ ? std::optional(point) : std::nullopt;
  }

  void check_range(const ObservedPoint& point) {
    if (point.low && point.high && *point.low > *point.high) {
      return say("its low is above its high");
    }
    if (point.low && point.value < *point.low) say("its value is below its low");
    if (point.high && point.value > *point.high) say("its value is above its high");
  }

  std::string field(std::size_t column) const {
    const std::size_t at = columns_.at[column];
    return at < row_.fields.size() ? row_.fields[at] : std::string();
  }

  std::optional<Date> date(std::size_t column) {
    const auto parsed = parse_date(field(column));
    if (!parsed) {
      say(format("\"{}\" in column {} is no month (YYYY-MM)", field(column),
                 Columns::kNames[column]));
    }
    return parsed;
  }

  std::optional<double> number(std::size_t column, bool required) {
    const std::string text = field(column);
    if (text.empty() && !required) return {};
    const auto parsed = parse_number(text);
    if (!parsed) say(format("\"{}\" in column {} is no number", text, Columns::kNames[column]));
    return parsed;
  }

  void say(const std::string& fault) {
    sound_ = false;
    report_.say(Code::study_bad_history, place_in(file_, row_.line),
                format("this row of series \"{}\" cannot be used: {}", field(0), fault));
  }

  const CsvRow& row_;
  const Columns& columns_;
  std::string file_;
  Report& report_;
  bool sound_ = true;
};

std::string series_of(const CsvRow& row, const Columns& columns) {
  return columns.at[0] < row.fields.size() ? row.fields[columns.at[0]] : std::string();
}

void say_no_series(const std::vector<CsvRow>& rows, const Columns& columns, const History& history,
                   const std::string& file, Report& report) {
  std::set<std::string> series;
  for (std::size_t i = 1; i < rows.size(); ++i) series.insert(series_of(rows[i], columns));
  report.say(Code::study_bad_history, history.place,
             format("{} has no row of series \"{}\"", file, history.name), {},
             did_you_mean(history.name, {series.begin(), series.end()}));
}

std::vector<ObservedPoint> read_points(const std::vector<CsvRow>& rows, const History& history,
                                       const std::string& file, const Names& units,
                                       Report& report) {
  const auto columns = find_columns(rows.empty() ? CsvRow{} : rows[0], file, report);
  if (!columns) return {};
  std::vector<ObservedPoint> points;
  bool any = false;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (series_of(rows[i], *columns) != history.name) continue;
    any = true;
    auto point = PointReader(rows[i], *columns, file, report).read(rows[0].fields.size(), units);
    if (!point) continue;
    const bool again = std::ranges::any_of(points, [&](const ObservedPoint& one) {
      return one.start == point->start && one.end == point->end && one.source == point->source;
    });
    if (again) {
      report.say(Code::study_bad_history, place_in(file, rows[i].line),
                 format("series \"{}\" has the period {} to {} twice of one source", history.name,
                        to_text(point->start), to_text(point->end)),
                 "it would be counted twice", "keep the better one");
    }
    points.push_back(std::move(*point));
  }
  if (!any) say_no_series(rows, *columns, history, file, report);
  std::ranges::stable_sort(points, {}, &ObservedPoint::start);
  return points;
}

// Months of the year; a reading at the end of a month has no period to spread.
std::vector<int> read_report_ends(HistoryReduce reduce, TableReader& reader) {
  constexpr std::string_view kKey = "reports_end";
  if (!reader.has(kKey)) return {};
  std::vector<int> ends;
  bool sound = reduce != HistoryReduce::end;
  for (const double month : reader.numbers(kKey)) {
    sound = sound && month >= 1 && month <= 12 && month == std::floor(month);
    if (sound) ends.push_back(static_cast<int>(month));
  }
  if (sound && !ends.empty()) return ends;
  reader.say(Code::study_bad_history, reader.place_of_value(kKey),
             format("{} must name months of the year, of a history that is summed or averaged",
                    reader.what() + ": reports_end"),
             {}, "as in reports_end = [1, 4, 7, 10]");
  return {};
}

// Most series of a study stand in one file, which is read once.
using ReadFiles = std::map<std::string, std::vector<CsvRow>>;

const std::vector<CsvRow>* rows_of(const std::string& file, const Place& place,
                                   const Sections& sections, Study& study, ReadFiles& read) {
  const auto found = read.find(file);
  if (found != read.end()) return &found->second;
  const std::string* text = open_file(file, place, sections, study);
  return text == nullptr ? nullptr : &read.emplace(file, parse_csv(*text)).first->second;
}

History read_history(const Entry& entry, const Sections& sections, Study& study, ReadFiles& read) {
  TableReader reader(*entry.table, entry.what, sections.report);
  History history;
  history.name = reader.text("name");
  history.label = reader.optional_text("label");
  if (history.label.empty()) history.label = history.name;
  history.variable = reader.text("variable");
  history.unit = reader.text("unit");
  history.note = reader.optional_text("note");
  history.reduce =
      reader.choice<HistoryReduce>("reduce", kReductions).value_or(HistoryReduce::mean);
  history.scale = reader.optional_number("scale", {1e-300, 1e300, "above 0"}).value_or(1);
  if (const auto system = reader.optional_whole("system", 0, 1000)) {
    history.system = static_cast<int>(*system);
  }
  history.reports_end = read_report_ends(history.reduce, reader);
  history.scored = reader.flag("scored", true);
  history.weight = static_cast<unsigned>(reader.optional_whole("weight", 1, 9).value_or(1));
  history.discrepancy =
      reader.optional_number("discrepancy", {1, 1e6, "between 1 and 1000000"}).value_or(1);
  history.place = reader.place_of_value("name");
  const std::string file = reader.text("file");
  reader.finish();
  if (file.empty()) return history;
  if (const auto* rows = rows_of(file, reader.place_of_value("file"), sections, study, read)) {
    const std::string shown = path_in(sections.folder, file);
    history.points =
        read_points(*rows, history, shown, units_of(history, study.time_unit), sections.report);
  }
  history.place = reader.place_of_value("variable");
  return history;
}

}  // namespace

std::vector<Outcome> read_outcomes(const Sections& sections) {
  std::vector<Outcome> outcomes;
  for (const Entry& entry : entries_of(sections.root, "outcome", sections.report)) {
    outcomes.push_back(read_outcome(entry, sections.report));
  }
  return outcomes;
}

std::vector<History> read_histories(const Sections& sections, Study& study) {
  std::vector<History> histories;
  ReadFiles read;
  for (const Entry& entry : entries_of(sections.root, "history", sections.report)) {
    histories.push_back(read_history(entry, sections, study, read));
  }
  return histories;
}

}  // namespace sluice::study
