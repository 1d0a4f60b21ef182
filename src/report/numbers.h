// Numbers as a reader wants them in a table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::report {

struct NumberStyle {
  bool percent = false;              // the value is a fraction: times 100, without the sign
  bool sign = false;                 // "+" before what is above zero
  bool date = false;                 // a year, with one decimal and no commas: 2029.4
  std::optional<double> never = {};  // so much or more is "not by then"
};

// Three significant digits, whole from 1,000 on with commas, an exponent from 1e9 on: 0.0123, 12.3,
// 12,345, 1.23e+28. Percent: one decimal. "n/a" for NaN.
std::string show(double value, const NumberStyle& style = {});

// "1,234"
std::string show_count(std::uint64_t count);

// A share of futures as a percentage: "63 %"; "<0.5 %" and ">99.5 %" where rounding would say 0 or
// 100 of what is not quite none or all.
std::string show_share(double share);
// "63 ± 1.5 %".
std::string show_share(double share, double error);

}  // namespace sluice::report
