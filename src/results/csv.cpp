#include "results/csv.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <vector>

#include "base/format.h"
#include "base/parallel.h"

namespace sluice::results {

namespace {

// In numbers. Tables beyond the second are written by one thread, which may say that memory is
// short.
constexpr std::size_t kWorthAThread = 50'000, kLargeTable = 10'000'000;

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

struct Rows {
  std::size_t begin = 0, end = 0;
};

std::string text_of_rows(const Frame& frame, std::size_t member,
                         const std::optional<Calendar>& calendar, Rows rows) {
  std::string text;
  std::vector<Printed> printed(frame.series.size());
  for (std::size_t time = rows.begin; time < rows.end; ++time) {
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

std::string to_csv(const Frame& frame, std::size_t member, const std::optional<Calendar>& calendar,
                   std::size_t threads) {
  assert(member < frame.members);
  std::string text = calendar ? "Time,Date" : "Time";
  for (const SeriesInfo& one : frame.series) text += ',' + csv_field(one.name);
  text += '\n';
  const std::size_t numbers = frame.times.size() * frame.series.size();
  const std::size_t most = numbers > kLargeTable ? 1 : std::max<std::size_t>(threads, 1);
  const std::size_t parts = std::clamp<std::size_t>(numbers / kWorthAThread, 1, most);
  // Not by a thread of its own, from which no exception comes out.
  if (parts == 1) return text + text_of_rows(frame, member, calendar, {0, frame.times.size()});
  std::vector<std::string> rows(parts);
  parallel_for(parts, parts, [&](std::size_t part, std::size_t) noexcept {
    const Rows some{frame.times.size() * part / parts, frame.times.size() * (part + 1) / parts};
    rows[part] = text_of_rows(frame, member, calendar, some);
  });
  for (const std::string& some : rows) text += some;
  return text;
}

}  // namespace sluice::results
