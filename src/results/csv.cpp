#include "results/csv.h"

#include <bit>
#include <cassert>
#include <cstdint>
#include <vector>

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

CsvTable::CsvTable(const Frame& frame, std::size_t member, std::optional<Calendar> calendar)
    : frame_(frame), member_(member), calendar_(calendar), printed_(frame.series.size()) {
  assert(member < frame.members);
}

void CsvTable::add_head() {
  text_ += calendar_ ? "Time,Date" : "Time";
  for (const SeriesInfo& one : frame_.series) {
    text_ += ',';
    text_ += csv_field(one.name);
  }
  text_ += '\n';
}

void CsvTable::add_row(std::size_t time) {
  append_text(text_, frame_.times[time]);
  if (calendar_) text_ += ',' + calendar_->text_at(frame_.times[time]);
  for (std::size_t series = 0; series < frame_.series.size(); ++series) {
    text_ += ',';
    append_again(frame_.at(series, time)[member_], printed_[series]);
  }
  text_ += '\n';
}

void CsvTable::append_again(double value, Printed& last) {
  const auto bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
  const std::size_t begin = text_.size();
  if (last.length > 0 && bits(value) == bits(last.value)) {
    text_.append(text_, last.begin, last.length);
  } else {
    append_text(text_, value);
  }
  last = {value, begin, text_.size() - begin};
}

std::string to_csv(const Frame& frame, std::size_t member,
                   const std::optional<Calendar>& calendar) {
  CsvTable table(frame, member, calendar);
  table.add_head();
  for (std::size_t time = 0; time < frame.times.size(); ++time) table.add_row(time);
  return table.take();
}

}  // namespace sluice::results
