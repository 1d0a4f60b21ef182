#include "base/number.h"

#include <charconv>
#include <cstdlib>
#include <memory>
#include <string>
#include <system_error>

namespace sluice {

std::optional<double> number_in(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  double value = 0;
  const char* const first = std::to_address(text.begin());
  const char* const last = std::to_address(text.end());
  const auto [stop, error] = std::from_chars(first, last, value);
  if (error == std::errc::invalid_argument || stop != last) return std::nullopt;
  // from_chars does not say whether it was too large or too small.
  if (error == std::errc::result_out_of_range)
    return std::strtod(std::string(text).c_str(), nullptr);
  return value;
}

}  // namespace sluice
