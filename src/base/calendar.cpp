#include "base/calendar.h"

#include <charconv>
#include <cmath>

namespace sluice {
namespace {

constexpr double kSnap = 1e-6;  // of a month: model times are sums and products of steps

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text[0] == '-') return {};
  return value;
}

std::string two_digits(int value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

double snapped(double months) {
  const double whole = std::round(months);
  return std::abs(months - whole) < kSnap ? whole : months;
}

int days_in_month(Date date) {
  return static_cast<int>(days_since_1970({date.months + 1}) - days_since_1970(date));
}

// Months after the first of month 0, for the units that are made of months.
double months_at(const Calendar& calendar, double time) {
  return snapped(calendar.unit == TimeUnit::year ? time * 12 : time);
}

struct Day {
  Date month;
  double day = 0;  // days after the first of that month
};

Day split_months(Date zero, double months) {
  const double whole = std::floor(months);
  const Date month{zero.months + static_cast<int>(whole)};
  return {month, (months - whole) * days_in_month(month)};
}

Day split_days(Date zero, double days) {
  const double start = static_cast<double>(days_since_1970(zero));
  Date month{zero.months + static_cast<int>(std::floor(days / 30.436875))};
  const auto since = [&](Date date) { return static_cast<double>(days_since_1970(date)) - start; };
  while (since(month) > days) --month.months;
  while (since({month.months + 1}) <= days) ++month.months;
  return {month, days - since(month)};
}

Day day_of(const Calendar& calendar, double time) {
  return calendar.unit == TimeUnit::day ? split_days(calendar.zero, time)
                                        : split_months(calendar.zero, months_at(calendar, time));
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return {};
  const auto year = whole_number(text.substr(0, 4));
  const auto month = whole_number(text.substr(5, 2));
  if (!year || !month || *month < 1 || *month > 12) return {};
  return Date{*year * 12 + *month - 1};
}

std::string to_text(Date date) {
  const int year = date.months / 12;
  return two_digits(year / 100) + two_digits(year % 100) + '-' + two_digits(date.months % 12 + 1);
}

std::int64_t days_since_1970(Date first_of_month) {
  const int month = first_of_month.months % 12 + 1;
  const int year = first_of_month.months / 12 - (month <= 2 ? 1 : 0);
  const int era = year / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<std::int64_t>(era) * 146097 + day_of_era - 719468;
}

std::string_view name_of(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::month: return "month";
    case TimeUnit::year: return "year";
    case TimeUnit::day: return "day";
  }
  return "";
}

double Calendar::time_at(Date date) const {
  const int months = date.months - zero.months;
  switch (unit) {
    case TimeUnit::month: return months;
    case TimeUnit::year: return months / 12.0;
    case TimeUnit::day: return static_cast<double>(days_since_1970(date) - days_since_1970(zero));
  }
  return 0;
}

double Calendar::days_at(double time) const {
  if (unit == TimeUnit::day) return time;
  const Day day = day_of(*this, time);
  return static_cast<double>(days_since_1970(day.month) - days_since_1970(zero)) + day.day;
}

Date Calendar::month_at(double time) const { return day_of(*this, time).month; }

std::string Calendar::text_at(double time) const {
  const Day day = day_of(*this, time);
  const int whole = static_cast<int>(std::floor(day.day + kSnap));
  return whole == 0 ? to_text(day.month) : to_text(day.month) + '-' + two_digits(whole + 1);
}

}  // namespace sluice
