#include "expected_output.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/format.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::tests {
namespace {

std::vector<std::string> split_line(std::string_view line, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '"') quoted = !quoted;
    if (letter == separator && !quoted) {
      fields.emplace_back();
    } else if (letter != '"') {
      fields.back() += letter;
    }
  }
  return fields;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::string line;
  for (const char letter : text) {
    if (letter != '\n' && letter != '\r') {
      line += letter;
    } else if (!line.empty()) {
      lines.push_back(std::move(line));
      line.clear();
    }
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::optional<double> number_in(const std::string& field) {
  const std::size_t first = field.find_first_not_of(" +");
  if (first == std::string::npos) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(field.data() + first, field.data() + field.size(), value);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

// UTF-8 of a text that older tools wrote as Latin-1, where it is not UTF-8 already.
std::string utf8_of(const std::string& text) {
  std::string utf8;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool follows =
        i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xc0) == 0x80;
    if (byte >= 0xc0 && !follows) {
      utf8 += static_cast<char>(0xc0 | (byte >> 6));
      utf8 += static_cast<char>(0x80 | (byte & 0x3f));
    } else {
      utf8 += text[i];
    }
  }
  return utf8;
}

// Names compare without case, quotes and blanks.
std::string plain_name(std::string_view name) {
  std::string plain = syntax::key_of(name);
  std::erase_if(plain, [](char letter) { return letter == ' ' || letter == '"' || letter == '_'; });
  return plain;
}

std::vector<double> times_of(const program::Program& program) {
  std::vector<double> times;
  for (const std::uint32_t step : program::saved_steps(program.timing)) {
    times.push_back(program::time_at(program.timing, step));
  }
  return times;
}

// Where each row of the table stands among the saved times.
std::vector<std::optional<std::size_t>> places_of(const std::vector<double>& rows,
                                                  const std::vector<double>& times) {
  std::vector<std::optional<std::size_t>> places;
  for (const double row : rows) {
    const auto at = std::ranges::find_if(times, [&](double time) {
      return std::abs(time - row) <= 1e-5 * std::max(1.0, std::abs(row));
    });
    places.push_back(at == times.end()
                         ? std::nullopt
                         : std::optional(static_cast<std::size_t>(at - times.begin())));
  }
  return places;
}

void add_row(ExpectedOutput& expected, const std::vector<std::string>& fields, std::size_t time) {
  const std::optional<double> at = time < fields.size() ? number_in(fields[time]) : std::nullopt;
  if (!at) return;
  expected.times.push_back(*at);
  for (std::size_t i = 0; i < expected.columns.size(); ++i) {
    expected.columns[i].values.push_back(i < fields.size() ? number_in(fields[i]) : std::nullopt);
  }
}

}  // namespace

ExpectedOutput read_expected(const std::filesystem::path& path) {
  ExpectedOutput expected;
  const Checked<std::string> text = read_file(path.string());
  if (!text.value) return expected;
  const std::vector<std::string> lines = lines_of(utf8_of(*text.value));
  if (lines.empty()) return expected;
  const char separator = lines[0].find('\t') == std::string::npos ? ',' : '\t';
  const std::vector<std::string> names = split_line(lines[0], separator);
  const auto named = std::ranges::find(names, "Time");
  const auto time = named == names.end() ? 0 : static_cast<std::size_t>(named - names.begin());
  for (const std::string& name : names) expected.columns.push_back({name, {}});
  for (std::size_t i = 1; i < lines.size(); ++i) {
    add_row(expected, split_line(lines[i], separator), time);
  }
  expected.columns.erase(expected.columns.begin() + static_cast<std::ptrdiff_t>(time));
  return expected;
}

Comparison compare(const ExpectedOutput& expected, const program::Program& program,
                   const std::vector<double>& results, Tolerance tolerance) {
  Comparison comparison;
  std::map<std::string, std::size_t> outputs;
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    outputs[plain_name(program.outputs[i].name)] = i;
  }
  const std::vector<double> times = times_of(program);
  const auto places = places_of(expected.times, times);
  for (const auto& column : expected.columns) {
    const auto output = outputs.find(plain_name(column.name));
    if (output == outputs.end()) {
      comparison.missing.push_back(column.name);
      continue;
    }
    bool told = false;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
      if (!column.values[row]) continue;
      const double wanted = *column.values[row];
      const double got =
          places[row] ? results[output->second * times.size() + *places[row]] : std::nan("");
      const double gap = std::abs(got - wanted);
      ++comparison.compared;
      comparison.largest = std::max(comparison.largest, gap / std::max(1.0, std::abs(wanted)));
      if (gap <= tolerance.absolute + tolerance.relative * std::abs(wanted) || told) continue;
      comparison.differences.push_back(
          format("{} at {}: expected {}, got {}", column.name, expected.times[row], wanted, got));
      told = true;
    }
  }
  return comparison;
}

}  // namespace sluice::tests
