// Data files into source rows, and the sources that inputs name into rows.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/format.h"
#include "study/csv.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

// How rows are named: by the first column's header, with the prefix that a source puts before it.
struct RowNaming {
  std::string_view header, prefix;
};
constexpr std::array<RowNaming, 5> kNamings = {
    {{"id", ""}, {"name", ""}, {"date", "policy "}, {"chip", "chips "}, {"study", "pub "}}};

std::string text_of(const CsvRow& header, const CsvRow& row) {
  std::string text;
  for (std::size_t i = 1; i < row.fields.size(); ++i) {
    if (row.fields[i].empty()) continue;
    text += format("{}{}: {}", text.empty() ? "" : "; ", header.fields[i], row.fields[i]);
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> fields_of(const CsvRow& header,
                                                           const CsvRow& row) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (std::size_t i = 1; i < row.fields.size(); ++i) {
    if (!row.fields[i].empty()) fields.emplace_back(header.fields[i], row.fields[i]);
  }
  return fields;
}

// Rows of one name (a day with two policy events) are told apart as "policy 2026-05-14 #2".
void add_row(SourceRow row, std::map<std::string, SourceRow>& sources) {
  const std::string name = row.id;
  for (int copy = 2; sources.contains(row.id); ++copy) row.id = format("{} #{}", name, copy);
  std::string id = row.id;
  sources.emplace(std::move(id), std::move(row));
}

void read_rows(const std::string& file, const std::string& content, const Place& place,
               const Sections& sections, std::map<std::string, SourceRow>& sources) {
  Report& report = sections.report;
  const std::vector<CsvRow> rows = parse_csv(content);
  const std::string first = rows.empty() ? "" : rows[0].fields[0];
  const auto* naming = std::ranges::find(kNamings, first, &RowNaming::header);
  if (naming == kNamings.end()) {
    report.say(Code::study_unread_data_file, place,
               format("the rows of {} have no names: its first column is \"{}\"", file, first), {},
               "name the first column id or name (or date, chip, study for events, chips and "
               "publications)");
    return;
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].fields.size() != rows[0].fields.size()) {
      report.say(Code::study_bad_data_row, place_in(path_in(sections.folder, file), rows[i].line),
                 format("this row has {} fields where the header has {}", rows[i].fields.size(),
                        rows[0].fields.size()),
                 "it is not read: its values may stand in the wrong columns",
                 "put fields that hold a comma in quotes");
      continue;
    }
    add_row({.id = std::string(naming->prefix) + rows[i].fields[0],
             .file = file,
             .text = text_of(rows[0], rows[i]),
             .line = rows[i].line,
             .fields = fields_of(rows[0], rows[i])},
            sources);
  }
}

// "CI010" is "CI" and 10, written with 3 digits.
struct NumberedId {
  std::string_view letters;
  int number = 0;
  std::size_t digits = 0;
};

std::optional<NumberedId> split_id(std::string_view id) {
  const std::size_t at = id.find_first_of("0123456789");
  if (at == 0 || at == std::string_view::npos || id.size() - at > 6) return {};
  int number = 0;
  const auto [end, error] = std::from_chars(id.data() + at, id.data() + id.size(), number);
  if (error != std::errc{} || end != id.data() + id.size()) return {};
  return NumberedId{id.substr(0, at), number, id.size() - at};
}

// The ids of "CI010-CI015" (gaps allowed), or nothing where that is no range.
Names ids_in_range(const std::string& source) {
  const std::size_t dash = source.find('-');
  if (dash == std::string::npos) return {};
  const auto first = split_id(std::string_view(source).substr(0, dash));
  const auto last = split_id(std::string_view(source).substr(dash + 1));
  constexpr int kLongest = 1000;
  if (!first || !last || first->letters != last->letters || last->number < first->number ||
      last->number - first->number > kLongest) {
    return {};
  }
  Names ids;
  for (int number = first->number; number <= last->number; ++number) {
    std::string digits = std::to_string(number);
    if (digits.size() < first->digits) digits.insert(0, first->digits - digits.size(), '0');
    ids.push_back(std::string(first->letters) + digits);
  }
  return ids;
}

// Every row of one name, or of one range of ids.
Names rows_of(const std::string& source, const std::map<std::string, SourceRow>& sources) {
  if (sources.contains(source)) {
    Names rows{source};
    for (int copy = 2; sources.contains(format("{} #{}", source, copy)); ++copy) {
      rows.push_back(format("{} #{}", source, copy));
    }
    return rows;
  }
  Names rows = ids_in_range(source);
  std::erase_if(rows, [&](const std::string& id) { return !sources.contains(id); });
  return rows;
}

Names all_names(const std::map<std::string, SourceRow>& sources) {
  Names names;
  for (const auto& [id, row] : sources) names.push_back(id);
  return names;
}

// Where entry `number` of a text or a list of texts stands.
Place place_of_entry(const toml::table& table, std::string_view key, std::size_t number,
                     const Report& report) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return report.place_of(table.source());
  const toml::array* list = node->as_array();
  const bool inside = list != nullptr && number < list->size();
  return report.place_of(inside ? (*list)[number].source() : node->source());
}

void resolve(Evidence& evidence, const Entry& entry, const Study& study, Report& report) {
  Names resolved;
  for (std::size_t i = 0; i < evidence.sources.size(); ++i) {
    const std::string& source = evidence.sources[i];
    const Names rows = rows_of(source, study.sources);
    resolved.insert(resolved.end(), rows.begin(), rows.end());
    if (!rows.empty()) continue;
    resolved.push_back(source);
    report.say(Code::study_no_source_row, place_of_entry(*entry.table, "source", i, report),
               format("{} names the source \"{}\", which no data file has", entry.what, source), {},
               did_you_mean(source, all_names(study.sources)));
  }
  evidence.sources = std::move(resolved);
}

void resolve_backtest(Backtest& backtest, const Entry& entry, const Study& study, Report& report) {
  resolve(backtest.evidence, entry, study, report);
  TableReader reader(*entry.table, entry.what, report);
  const std::vector<Entry> boxes = entries_of(reader, "box", report);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    resolve(backtest.boxes[i].evidence, boxes[i], study, report);
  }
}

void resolve_all(const Sections& sections, Study& study) {
  Report& report = sections.report;
  const std::vector<Entry> levers = entries_of(sections.root, "lever", report);
  for (std::size_t i = 0; i < levers.size(); ++i) {
    resolve(study.levers[i].evidence, levers[i], study, report);
  }
  const std::vector<Entry> inputs = entries_of(sections.root, "uncertainty", report);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    resolve(study.uncertainties[i].evidence, inputs[i], study, report);
  }
  const std::vector<Entry> backtests = entries_of(sections.root, "backtest", report);
  for (std::size_t i = 0; i < backtests.size(); ++i) {
    resolve_backtest(study.backtests[i], backtests[i], study, report);
  }
}

}  // namespace

const std::string* open_file(const std::string& path, const Place& place, const Sections& sections,
                             Study& study) {
  Checked<std::string> text = sections.open(path);
  if (text.value) return &(study.files[path] = std::move(*text.value));
  for (Diagnostic& one : text.diagnostics) one.place = place;
  sections.report.say(std::move(text.diagnostics));
  return nullptr;
}

void read_series(const Sections& sections, const toml::table& head, Study& study) {
  for (std::size_t i = 0; i < study.series.size(); ++i) {
    const Place place = place_of_entry(head, "series", i, sections.report);
    open_file(study.series[i], place, sections, study);
  }
}

void read_sources(const Sections& sections, const toml::table& head, const Names& data_files,
                  Study& study) {
  Report& report = sections.report;
  for (std::size_t i = 0; i < data_files.size(); ++i) {
    const std::string& file = data_files[i];
    const Place place = place_of_entry(head, "data", i, report);
    const std::string* content = open_file(file, place, sections, study);
    if (content != nullptr) read_rows(file, *content, place, sections, study.sources);
  }
  resolve_all(sections, study);
}

}  // namespace sluice::study
