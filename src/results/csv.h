// A run as comma-separated text: one row a saved time, one column a series.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "results/frame.h"

namespace sluice::results {

// First column Time, then Date where there is a calendar, then each series of one member. Numbers
// are the shortest text that reads back as the same double; names are quoted where commas or quotes
// need it.
std::string to_csv(const Frame& frame, std::size_t member, const std::optional<Calendar>& calendar);

// The same table piece by piece, for rows that come one after the other: the head once, then each
// row once, ascending. The frame has to stay.
class CsvTable {
 public:
  CsvTable(const Frame& frame, std::size_t member, std::optional<Calendar> calendar);
  void add_head();
  void add_row(std::size_t time);
  std::string& text() { return text_; }
  std::string take() { return std::move(text_); }

 private:
  // Where a series' last number stands in the text: many do not change from row to row, and finding
  // the shortest digits of one takes longer than all else.
  struct Printed {
    double value = 0;
    std::size_t begin = 0, length = 0;
  };
  void append_again(double value, Printed& last);

  const Frame& frame_;
  std::size_t member_;
  std::optional<Calendar> calendar_;
  std::vector<Printed> printed_;
  std::string text_;
};

// A field as RFC 4180 wants it.
std::string csv_field(std::string_view text);

}  // namespace sluice::results
