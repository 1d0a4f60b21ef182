#include "base/format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace sluice {

namespace {

// Room for the longest fixed double (309 digits) and the decimals that callers ask for.
using Buffer = std::array<char, 512>;
constexpr int kMostDecimals = 100;

template <class... Format>
std::string print(double value, Format... how) {
  Buffer buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, how...).ptr;
  return {buffer.data(), end};
}

// 0 is printed without a sign, so that a table does not show -0.00.
std::string without_negative_zero(std::string text) {
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  if (zero && text.starts_with('-')) text.erase(0, 1);
  return text;
}

}  // namespace

void append_text(std::string& to, double value) {
  if (std::isnan(value)) {
    to += "nan";
    return;
  }
  const double size = std::abs(value);
  const bool plain = value == 0 || (size >= 1e-5 && size < 1e16);
  Buffer buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 plain ? std::chars_format::fixed : std::chars_format::general);
  to.append(buffer.data(), end.ptr);
}

std::string to_text(double value) {
  std::string text;
  append_text(text, value);
  return text;
}

std::string to_fixed(double value, int decimals) {
  if (std::isnan(value)) return "nan";
  const int digits = std::clamp(decimals, 0, kMostDecimals);
  return without_negative_zero(print(value, std::chars_format::fixed, digits));
}

std::string to_significant(double value, int digits) {
  if (value == 0) return "0";
  if (!std::isfinite(value)) return to_text(value);
  const int wanted = std::clamp(digits, 1, 17);
  std::string scientific = print(value, std::chars_format::scientific, wanted - 1);
  // The exponent after rounding, so that 9.996 at three digits is 10.0 and not 10.00.
  const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
  if (exponent < -4 || exponent >= 9) return scientific;
  return to_fixed(value, std::max(0, wanted - 1 - exponent));
}

std::string_view trimmed(std::string_view text, std::string_view marks) {
  const std::size_t first = text.find_first_not_of(marks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(marks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == text.npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace sluice
