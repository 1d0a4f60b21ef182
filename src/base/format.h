// Text from values: the one place that knows fmt.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace sluice {

// As std::format: format("{} of {}", 3, 10).
template <class... Arguments>
std::string format(fmt::format_string<Arguments...> pattern, Arguments&&... arguments) {
  return fmt::format(pattern, std::forward<Arguments>(arguments)...);
}

// The fewest digits that read back as the same double; with an exponent below 1e-5 and from 1e16
// up: 0.1, 100000, 1e+22, -0, nan, inf.
std::string to_text(double value);
void append_text(std::string& to, double value);  // the same, put at the end

// "a, b, c".
std::string joined(const std::vector<std::string>& words);

// A fixed number of digits after the point: to_fixed(2.345, 1) is "2.3".
std::string to_fixed(double value, int decimals);

// For tables: `digits` significant digits, without an exponent from 1e-4 up to 1e9 (there digits
// before the point are never rounded away): 0.0123, 1.23, 1234567, 1.23e+28.
std::string to_significant(double value, int digits);

}  // namespace sluice
