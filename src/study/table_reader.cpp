#include "study/table_reader.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/format.h"

namespace sluice::study {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines.push_back(std::move(line));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string plural_of(std::string_view noun) {
  if (noun.ends_with('y') && noun != "key")
    return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  return std::string(noun) + 's';
}

// The nearest names; where none is near, all of them.
std::string suggestion(std::string_view wanted, const Names& known, std::string_view kind_of_name) {
  std::string near = did_you_mean(wanted, known);
  if (!near.empty() || known.empty()) return near;
  return format("the {} are: {}", plural_of(kind_of_name), joined(known));
}

}  // namespace

Report::Report(std::string file, std::string_view text)
    : file_(std::move(file)), lines_(split_lines(text)) {}

Place Report::place_of(const toml::source_region& region) const {
  if (region.begin.line == 0) return whole_file();
  Place place{file_, region.begin.line, region.begin.column, 1, {}};
  if (region.end.line == region.begin.line && region.end.column > region.begin.column) {
    place.length = region.end.column - region.begin.column;
  }
  if (place.line <= lines_.size()) place.line_text = lines_[place.line - 1];
  return place;
}

void Report::say(Code code, Place place, std::string message, std::string reason,
                 std::string hint) {
  diagnostics_.push_back(make_diagnostic(code, std::move(place), std::move(message),
                                         std::move(reason), std::move(hint)));
}

Diagnostics Report::take() {
  std::ranges::stable_sort(diagnostics_, [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  // A key that two readers look at is a mistake once.
  std::set<std::tuple<std::uint32_t, std::uint32_t, Code, std::string>> said;
  std::erase_if(diagnostics_, [&](const Diagnostic& one) {
    return !said.emplace(one.place.line, one.place.column, one.code, one.place.file + one.message)
                .second;
  });
  return std::exchange(diagnostics_, {});
}

std::string_view type_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::none: return "nothing";
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time: return "a TOML date or time";
  }
  return "nothing";
}

bool check_name(const std::string& name, const Names& known, std::string_view kind_of_name,
                const std::string& what, const Place& place, Report& report) {
  if (std::ranges::find(known, name) != known.end()) return true;
  report.say(
      Code::study_unknown_name, place,
      format("{} names the {} \"{}\", which the study does not have", what, kind_of_name, name), {},
      suggestion(name, known, kind_of_name));
  return false;
}

std::optional<double> read_number(const toml::node& node, const std::string& what, Report& report,
                                  const Range& range) {
  const auto value = node.value<double>();
  const Place place = report.place_of(node.source());
  if (!value || node.is_boolean()) {
    report.say(Code::study_wrong_type, place,
               format("{} must be a number, not {}", what, type_of(node)));
    return {};
  }
  if (!std::isfinite(*value) || *value < range.low || *value > range.high) {
    report.say(Code::study_out_of_range, place,
               format("{} is {}; it must be {}", what, to_text(*value), range.text));
    return {};
  }
  return value;
}

std::optional<Date> read_date(const toml::node& node, const std::string& what, Report& report) {
  const auto text = node.value<std::string>();
  const auto date = text ? parse_date(*text) : std::nullopt;
  if (!date) {
    const std::string written = text ? '"' + *text + '"' : std::string(type_of(node));
    report.say(Code::study_bad_date, report.place_of(node.source()),
               format("{} is no month: {}", what, written), {},
               "write year and month in quotes, as in \"2026-10\"");
  }
  return date;
}

TableReader::TableReader(const toml::table& table, std::string what, Report& report)
    : table_(table), what_(std::move(what)), report_(report) {}

void TableReader::finish() {
  const Names known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : table_) {
    if (asked_.contains(key.str())) continue;
    report_.say(Code::study_unknown_key, report_.place_of(key.source()),
                format("{} has no key \"{}\"", what_, key.str()), {},
                suggestion(key.str(), known, "key"));
  }
}

Place TableReader::place() const { return report_.place_of(table_.source()); }

Place TableReader::place_of_key(std::string_view key) const {
  const auto found = table_.find(key);
  return found == table_.end() ? place() : report_.place_of(found->first.source());
}

Place TableReader::place_of_value(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node == nullptr ? place() : report_.place_of(node->source());
}

void TableReader::say(Code code, Place at, std::string message, std::string reason,
                      std::string hint) {
  report_.say(code, std::move(at), std::move(message), std::move(reason), std::move(hint));
}

void TableReader::say_wrong_type(std::string_view key, const toml::node& node,
                                 std::string_view wanted) {
  say(Code::study_wrong_type, report_.place_of(node.source()),
      format("\"{}\" of {} must be {}, not {}", key, what_, wanted, type_of(node)));
}

const toml::node* TableReader::find(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

const toml::node* TableReader::need(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) {
    say(Code::study_missing_key, place(), format("{} has no \"{}\"", what_, key));
  }
  return node;
}

std::string TableReader::text(std::string_view key) {
  if (need(key) == nullptr) return {};
  std::string value = optional_text(key);
  if (value.empty() && table_.get(key)->is_string()) {
    say(Code::study_out_of_range, place_of_value(key), format("\"{}\" of {} is empty", key, what_));
  }
  return value;
}

std::string TableReader::optional_text(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  if (!node->is_string()) say_wrong_type(key, *node, "a text");
  return node->value<std::string>().value_or("");
}

Names TableReader::texts(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  if (const auto one = node->value<std::string>()) return {*one};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    say_wrong_type(key, *node, "a text or a list of texts");
    return {};
  }
  Names names;
  for (const toml::node& entry : *list) {
    if (!entry.is_string())
      say_wrong_type(key, entry, "a list of texts");
    else
      names.push_back(entry.value<std::string>().value_or(""));
  }
  return names;
}

double TableReader::number(std::string_view key, const Range& range) {
  need(key);
  return optional_number(key, range).value_or(0);
}

std::optional<double> TableReader::optional_number(std::string_view key, const Range& range) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  return read_number(*node, format("\"{}\" of {}", key, what_), report_, range);
}

std::vector<double> TableReader::numbers(std::string_view key) {
  const toml::node* node = need(key);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    say_wrong_type(key, *node, "a list of numbers");
    return {};
  }
  std::vector<double> values;
  for (const toml::node& entry : *list) {
    const auto value = read_number(entry, format("an entry of \"{}\" of {}", key, what_), report_);
    if (value) values.push_back(*value);
  }
  return values;
}

std::optional<std::int64_t> TableReader::optional_whole(std::string_view key, std::int64_t low,
                                                        std::int64_t high) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  if (!node->is_integer()) {
    say_wrong_type(key, *node, "a whole number");
    return {};
  }
  const std::int64_t value = node->value<std::int64_t>().value_or(low);
  if (value >= low && value <= high) return value;
  say(Code::study_out_of_range, place_of_value(key),
      format("\"{}\" of {} is {}; it must be between {} and {}", key, what_, value, low, high));
  return {};
}

bool TableReader::flag(std::string_view key, bool absent) {
  const toml::node* node = find(key);
  if (node == nullptr) return absent;
  if (!node->is_boolean()) say_wrong_type(key, *node, "true or false");
  return node->is_boolean() && node->value<bool>().value_or(false);
}

Date TableReader::date(std::string_view key) {
  need(key);
  return optional_date(key).value_or(Date{});
}

std::optional<Date> TableReader::optional_date(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  return read_date(*node, format("\"{}\" of {}", key, what_), report_);
}

const toml::table* TableReader::optional_table(std::string_view key) {
  const toml::node* node = find(key);
  if (node != nullptr && !node->is_table()) say_wrong_type(key, *node, "a table");
  return node == nullptr ? nullptr : node->as_table();
}

const toml::array* TableReader::optional_array(std::string_view key) {
  const toml::node* node = find(key);
  if (node != nullptr && !node->is_array()) say_wrong_type(key, *node, "a list");
  return node == nullptr ? nullptr : node->as_array();
}

std::string TableReader::reference(std::string_view key, const Names& known,
                                   std::string_view kind_of_name) {
  std::string name = text(key);
  if (!name.empty()) check_name(name, known, kind_of_name, what_, place_of_value(key), report_);
  return name;
}

std::optional<std::size_t> TableReader::choose(std::string_view key, const Names& names) {
  const toml::node* node = find(key);
  const std::string chosen = optional_text(key);
  if (node == nullptr || !node->is_string()) return {};
  const auto found = std::ranges::find(names, chosen);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string hint = did_you_mean(chosen, names);
  say(Code::study_unknown_choice, place_of_value(key),
      format("\"{}\" of {} cannot be \"{}\"", key, what_, chosen), {},
      hint.empty() ? "it is one of: " + joined(names) : hint);
  return {};
}

}  // namespace sluice::study
