#include "results/csv.h"

#include <bit>
#include <cassert>
#include <cstdint>
#include <vector>

#include "base/format.h"

namespace sluice::results {

namespace {

// Where a series' last number stands in the text: many do not change from row to row, and finding
// the shortest digits of one takes longer than all else.
struct Printed {
  double value = 0;
  std::size_t begin = 0, length = 0;
};

void append_again(std::string& text, double value, Printed& last) {
  const auto bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
  const std::size_t begin = text.size();
  if (last.length > 0 && bits(value) == bits(last.value)) {
    text.append(text, last.begin, last.length);
  } else {
    append_text(text, value);
  }
  last = {value, begin, text.size() - begin};
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string to_csv(const Frame& frame, std::size_t member,
                   const std::optional<Calendar>& calendar) {
  assert(member < frame.members);
  std::string text = calendar ? "Time,Date" : "Time";
  for (const SeriesInfo& one : frame.series) text += ',' + csv_field(one.name);
  text += '\n';
  std::vector<Printed> printed(frame.series.size());
  for (std::size_t time = 0; time < frame.times.size(); ++time) {
    append_text(text, frame.times[time]);
    if (calendar) text += ',' + calendar->text_at(frame.times[time]);
    for (std::size_t series = 0; series < frame.series.size(); ++series) {
      text += ',';
      append_again(text, frame.at(series, time)[member], printed[series]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace sluice::results
