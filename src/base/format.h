// Text from values: the one place that knows fmt.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
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

// What stands between the separators, one part where there is none: "a,,b" is "a", "" and "b".
std::vector<std::string_view> split(std::string_view text, char separator);

// "a, b, c and 2 more": `text` of the first `most` of them.
template <class Item, class Text>
std::string first_few(const std::vector<Item>& all, std::size_t most, const Text& text) {
  std::string listed;
  for (std::size_t i = 0; i < std::min(all.size(), most); ++i) {
    listed += (i > 0 ? ", " : "") + std::string(text(all[i]));
  }
  if (all.size() > most) listed += format(" and {} more", all.size() - most);
  return listed;
}

// Without the blanks, or other marks, at its ends.
std::string_view trimmed(std::string_view text, std::string_view marks = " \t\r\n");

// A fixed number of digits after the point: to_fixed(2.345, 1) is "2.3".
std::string to_fixed(double value, int decimals);

// For tables: `digits` significant digits, without an exponent from 1e-4 up to 1e9 (there digits
// before the point are never rounded away): 0.0123, 1.23, 1234567, 1.23e+28.
std::string to_significant(double value, int digits);

}  // namespace sluice
