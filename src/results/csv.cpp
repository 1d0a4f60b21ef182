#include "results/csv.h"

#include <cassert>

#include "base/format.h"

namespace sluice::results {

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
  for (std::size_t time = 0; time < frame.times.size(); ++time) {
    append_text(text, frame.times[time]);
    if (calendar) text += ',' + calendar->text_at(frame.times[time]);
    for (std::size_t series = 0; series < frame.series.size(); ++series) {
      text += ',';
      append_text(text, frame.at(series, time)[member]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace sluice::results
