// The unit and the comment of an entry.
#include <algorithm>
#include <cmath>
#include <string>

#include "base/format.h"
#include "base/number.h"
#include "syntax/mdl/characters.h"
#include "syntax/mdl/equation.h"

namespace sluice::syntax::mdl {

namespace {

std::string without_comments(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t close = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
    if (close == std::string_view::npos) {
      result.push_back(text[at++]);
    } else {
      at = close + 1;
    }
  }
  return result;
}

// Runs of blanks as one space; underscores stay, for a unit is not looked up as a name.
std::string with_single_blanks(std::string_view text) {
  std::string result;
  for (const char letter : trimmed(text)) {
    const bool blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    if (!blank) result.push_back(letter);
    if (blank && result.back() != ' ') result.push_back(' ');
  }
  return result;
}

// A bound of a range: a number; nothing for "?", inf and nan. `valid` says if it is one of these.
std::optional<double> read_bound(std::string_view text, bool& valid) {
  text = trimmed(text);
  if (text == "?" || text.empty()) return std::nullopt;
  const std::optional<double> value = number_in(text);
  valid = valid && value.has_value();
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::size_t count_commas(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, ','));
}

// "[min,max]" or "[min,max,step]", without the brackets.
bool read_range(std::string_view range, Equation& equation) {
  const std::size_t comma = range.find(',');
  if (comma == std::string_view::npos || count_commas(range) > 2) return false;
  const std::string_view rest = range.substr(comma + 1);
  const std::size_t second = std::min(rest.find(','), rest.size());
  bool valid = true;
  equation.minimum = read_bound(range.substr(0, comma), valid);
  equation.maximum = read_bound(rest.substr(0, second), valid);
  equation.step = read_bound(rest.substr(std::min(second + 1, rest.size())), valid);
  return valid;
}

Span trimmed_span(Span span, const Complaints& complaints) {
  const std::string_view text = complaints.text_of(span);
  const std::string_view inside = trimmed(text);
  if (inside.empty()) return {span.file, span.begin, span.begin};
  span.begin += static_cast<std::uint32_t>(inside.data() - text.data());
  span.end = span.begin + static_cast<std::uint32_t>(inside.size());
  return span;
}

}  // namespace

void read_unit(const Entry& entry, Complaints& complaints, Equation& equation) {
  equation.unit_span = trimmed_span(entry.unit, complaints);
  const std::string_view written = complaints.text_of(equation.unit_span);
  const std::size_t open = written.rfind('[');
  const bool has_range = open != std::string_view::npos && written.ends_with(']');
  const std::string_view unit = has_range ? written.substr(0, open) : written;
  equation.unit = with_single_blanks(without_comments(joined_lines(unit)));
  if (!has_range) return;
  Span range = equation.unit_span;
  range.begin += static_cast<std::uint32_t>(open);
  equation.unit_span.end =
      equation.unit_span.begin + static_cast<std::uint32_t>(trimmed(unit).size());
  const std::string inside = joined_lines(written.substr(open + 1, written.size() - open - 2));
  if (read_range(inside, equation)) return;
  complaints.say(Code::bad_unit_range, range,
                 format("the range of \"{}\" is not understood and left out", equation.name),
                 "after the unit stands [minimum,maximum] or [minimum,maximum,step]",
                 "write numbers, or ? where there is no bound");
}

std::string note_of(const Entry& entry, const Complaints& complaints) {
  const std::string text = joined_lines(trimmed(complaints.text_of(entry.note)));
  std::string note;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    if (at > 0) note.push_back('\n');
    note += trimmed(std::string_view(text).substr(at, end - at));
    at = end < text.size() ? end + line_end_size(text, end) : end;
  }
  return note;
}

}  // namespace sluice::syntax::mdl
