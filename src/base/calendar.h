// Calendar months and model time. A study names a month for model time zero; results carry both.
// Days are counted in the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible
// low-level date algorithms", 2013).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

struct Date {
  int months = 0;  // year * 12 + month - 1
  auto operator<=>(const Date&) const = default;
};
std::optional<Date> parse_date(std::string_view text);  // "2026-10", years 0000 to 9999
std::string to_text(Date date);                         // "2026-10"
std::int64_t days_since_1970(Date first_of_month);

enum class TimeUnit : std::uint8_t { month, year, day };
std::string_view name_of(TimeUnit unit);

// Joins model time to the calendar. Whole months fall on the first of a month; a fraction of a
// month is that fraction of its days.
struct Calendar {
  Date zero;  // the month in which model time 0 begins
  TimeUnit unit = TimeUnit::month;
  bool operator==(const Calendar&) const = default;

  double time_at(Date date) const;    // model time at the first of the month
  double days_at(double time) const;  // days after the first of month `zero`
  Date month_at(double time) const;   // the month that `time` lies in
  // "2026-10" where `time` is the first of a month, else "2026-10-16".
  std::string text_at(double time) const;
};

}  // namespace sluice
