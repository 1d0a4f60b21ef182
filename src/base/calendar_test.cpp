#include "base/calendar.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

constexpr Date kZero{2022 * 12};

TEST(Calendar, ReadsAndPrintsMonths) {
  EXPECT_EQ(parse_date("2026-10")->months, 2026 * 12 + 9);
  EXPECT_EQ(to_text(*parse_date("2026-01")), "2026-01");
  for (const char* wrong : {"2026", "2026-13", "2026-00", "26-10", "2026-1", "2026/10", "-026-10",
                            "2026-10-01", "2026--1", "abcd-10"}) {
    EXPECT_FALSE(parse_date(wrong)) << wrong;
  }
}

TEST(Calendar, CountsDaysAsTheGregorianCalendarDoes) {
  EXPECT_EQ(days_since_1970({1970 * 12}), 0);
  EXPECT_EQ(days_since_1970({2000 * 12 + 2}), 11017);  // 2000-03-01, after a leap day
  EXPECT_EQ(days_since_1970({2022 * 12}), 18993);
  EXPECT_EQ(days_since_1970({1969 * 12 + 11}), -31);
}

TEST(Calendar, MonthsOfModelTimeAreRealMonths) {
  const Calendar calendar{kZero, TimeUnit::month};
  EXPECT_EQ(calendar.time_at(*parse_date("2026-10")), 57);
  EXPECT_EQ(calendar.days_at(0), 0);
  EXPECT_EQ(calendar.days_at(1), 31);
  EXPECT_EQ(calendar.days_at(1.5), 45);
  EXPECT_EQ(calendar.days_at(2), 59);
  EXPECT_EQ(calendar.text_at(57), "2026-10");
  EXPECT_EQ(calendar.text_at(1.5), "2022-02-15");
  EXPECT_EQ(calendar.text_at(56.9999999999), "2026-10");
  EXPECT_EQ(calendar.text_at(-1), "2021-12");
  EXPECT_EQ(to_text(calendar.month_at(119.75)), "2031-12");
}

TEST(Calendar, YearsAndDaysOfModelTime) {
  const Calendar years{kZero, TimeUnit::year};
  EXPECT_EQ(years.time_at(*parse_date("2023-07")), 1.5);
  EXPECT_EQ(years.text_at(1.5), "2023-07");
  EXPECT_EQ(years.days_at(1), 365);
  const Calendar days{kZero, TimeUnit::day};
  EXPECT_EQ(days.time_at(*parse_date("2022-03")), 59);
  EXPECT_EQ(days.text_at(59), "2022-03");
  EXPECT_EQ(days.text_at(58), "2022-02-28");
  EXPECT_EQ(days.text_at(-1), "2021-12-31");
  EXPECT_EQ(days.text_at(3652), "2032-01");
}

}  // namespace
}  // namespace sluice
