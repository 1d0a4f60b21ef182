#include "study/control_files.h"

#include <cmath>
#include <optional>

#include "base/format.h"
#include "base/number.h"
#include "base/source_set.h"
#include "base/unicode.h"

namespace sluice::study {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

struct Line {
  std::string_view text;  // trimmed
  Span span;
};

// The lines of a file that hold something; `sources` keeps its text.
class ControlFile {
 public:
  ControlFile(const std::string& name, std::string text) {
    std::string utf8 = is_utf8(text) ? std::move(text) : from_windows_1252(text);
    if (utf8.starts_with("\xEF\xBB\xBF")) utf8.erase(0, 3);
    file_ = sources_.add(name, std::move(utf8));
    read_lines();
  }

  Place place_of(Span span) const { return sources_.place_of(span); }
  void say(Span span, std::string message, std::string reason, std::string hint) {
    diagnostics.push_back(make_diagnostic(Code::control_file_malformed, place_of(span),
                                          std::move(message), std::move(reason), std::move(hint)));
  }

  std::vector<Line> lines;
  Diagnostics diagnostics;

 private:
  void read_lines() {
    const std::string_view text = sources_.text(file_);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = trimmed(text.substr(at, end - at));
      const auto begin = static_cast<std::uint32_t>(at);
      if (!line.empty()) {
        lines.push_back({line, {file_, begin, begin + static_cast<std::uint32_t>(end - at)}});
      }
      at = end + 1;
    }
  }

  SourceSet sources_;
  std::uint32_t file_ = 0;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// Numbers between commas (and semicolons, which end rows).
std::optional<std::vector<double>> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  std::string commas(text);
  for (char& letter : commas) letter = letter == ';' ? ',' : letter;
  while (!commas.empty() && (commas.back() == ',' || commas.back() == ' ')) commas.pop_back();
  for (const std::string_view part : split(commas, ',')) {
    const auto number = number_in(part);
    if (!number || !std::isfinite(*number)) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

void read_change(const Line& line, ControlFile& file, std::vector<Change>& changes) {
  const std::size_t sign = line.text.find('=');
  const std::string name(trimmed(line.text.substr(0, sign)));
  if (sign == std::string_view::npos || name.empty()) {
    const bool table = line.text.find('(') != std::string_view::npos;
    return file.say(line.span,
                    table ? "a lookup cannot be changed from a file" : "this line changes nothing",
                    "a changes file has lines of the form: name = number",
                    table ? "change the points in the model" : "");
  }
  const auto values = numbers_in(line.text.substr(sign + 1));
  if (!values) {
    return file.say(line.span, format("\"{}\" is given no number", name),
                    "a changes file has lines of the form: name = number",
                    "several numbers, for the elements of name[dimension], stand between commas");
  }
  changes.push_back({name, *values, file.place_of(line.span)});
}

// A count of the first line: an empty field, or a zero, leaves it as it was.
std::uint64_t whole_in(std::string_view field, const char* what, const Line& line,
                       ControlFile& file, std::uint64_t otherwise) {
  constexpr double kMost = 1e15;  // all whole numbers up to there have a double of their own
  const auto number = number_in(field);
  if (field.empty() || number == 0) return otherwise;
  if (number && *number >= 1 && *number <= kMost) return static_cast<std::uint64_t>(*number);
  file.say(line.span, format("the {} is \"{}\"", what, field),
           "it is a whole number from 1 to 1e15", "the first line is: simulations, method, seed");
  return otherwise;
}

void read_head(const Line& line, ControlFile& file, SensitivitySetup& setup) {
  const std::vector<std::string_view> fields = split(line.text, ',');
  setup.simulations = whole_in(fields[0], "number of simulations", line, file, setup.simulations);
  const std::string method = fields.size() > 1 ? to_lower(fields[1]) : "m";
  setup.latin_hypercube = method.starts_with("l");
  if (!method.empty() && method != "m" && method != "l") {
    file.say(line.span, format("the sampling method \"{}\" is not read", fields[1]),
             "M (multivariate) and L (Latin hypercube) draw all constants together",
             "write M or L");
  }
  if (fields.size() > 2) setup.seed = whole_in(fields[2], "seed", line, file, setup.seed);
}

void read_varied(const Line& line, ControlFile& file, SensitivitySetup& setup) {
  const std::size_t sign = line.text.find('=');
  const std::size_t open = line.text.find('(', sign == std::string_view::npos ? 0 : sign);
  const bool whole =
      sign != std::string_view::npos && open != std::string_view::npos && line.text.ends_with(')');
  const auto arguments =
      whole ? numbers_in(line.text.substr(open + 1, line.text.size() - open - 2)) : std::nullopt;
  if (!arguments) {
    return file.say(line.span, "this line varies nothing",
                    "after the first line each one is: constant = DISTRIBUTION(numbers)",
                    "as in: price=RANDOM_UNIFORM(1,2)");
  }
  std::string function(trimmed(line.text.substr(sign + 1, open - sign - 1)));
  for (char& letter : function) {
    if (letter == '_') letter = ' ';
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  setup.varied.push_back({std::string(trimmed(line.text.substr(0, sign))), function, *arguments,
                          file.place_of(line.span)});
}

template <class Value>
Checked<Value> finish(ControlFile& file, Value value) {
  if (has_error(file.diagnostics)) return {std::nullopt, std::move(file.diagnostics)};
  return {std::move(value), std::move(file.diagnostics)};
}

template <class Value>
Checked<Value> from_file(const std::string& path,
                         Checked<Value> (*read)(const std::string& name, std::string text)) {
  Checked<std::string> text = read_file(path);
  if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
  return read(path, std::move(*text.value));
}

}  // namespace

Checked<std::vector<Change>> read_changes_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  std::vector<Change> changes;
  for (const Line& line : file.lines) read_change(line, file, changes);
  return finish(file, std::move(changes));
}

Checked<std::vector<std::string>> read_saved_names_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  std::vector<std::string> names;
  for (const Line& line : file.lines) names.emplace_back(line.text);
  return finish(file, std::move(names));
}

Checked<SensitivitySetup> read_sensitivity_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  SensitivitySetup setup;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (i == 0) read_head(file.lines[i], file, setup);
    if (i > 0) read_varied(file.lines[i], file, setup);
  }
  return finish(file, std::move(setup));
}

Checked<std::vector<Change>> read_changes(const std::string& path) {
  return from_file(path, read_changes_text);
}
Checked<std::vector<std::string>> read_saved_names(const std::string& path) {
  return from_file(path, read_saved_names_text);
}
Checked<SensitivitySetup> read_sensitivity(const std::string& path) {
  return from_file(path, read_sensitivity_text);
}

}  // namespace sluice::study
