#include "app/option_values.h"

#include <CLI/CLI.hpp>
#include <charconv>

#include "base/format.h"

namespace sluice::app {

std::uint64_t whole_number(const std::string& name, const std::string& text, std::uint64_t least,
                           std::uint64_t most) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool too_large = read.ec == std::errc::result_out_of_range && read.ptr == end;
  if (too_large || (read.ec == std::errc{} && read.ptr == end && number > most)) {
    throw CLI::ValidationError(format("{} must be at most {}", name, most));
  }
  if (read.ec != std::errc{} || read.ptr != end || number < least) {
    throw CLI::ValidationError(format("{} must be a whole number of at least {}", name, least));
  }
  return number;
}

StopError stop_error(const std::string& text) {
  const bool relative = text.ends_with('%');
  const char* const end = text.data() + text.size() - (relative ? 1 : 0);
  StopError error{0, relative};
  const auto read = std::from_chars(text.data(), end, error.value);
  if (read.ec != std::errc{} || read.ptr != end || !(error.value > 0) || error.value > 1e300) {
    throw CLI::ValidationError("--until-error must be a number above 0, or a percentage like 1%");
  }
  if (relative) error.value /= 100;
  return error;
}

}  // namespace sluice::app
