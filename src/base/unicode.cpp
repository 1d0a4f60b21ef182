#include "base/unicode.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sluice {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

std::size_t sequence_size(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool is_well_formed(char32_t value, std::size_t size) {
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value >= kSmallest[size] && value <= 0x10FFFF && !surrogate;
}

// Windows-1252 bytes 0x80 to 0x9F; the others equal their code points.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

enum class Casing : std::uint8_t {
  offset,  // lower = upper + step
  even,    // pairs: an even code point is upper, the next is its lower
  odd,     // pairs that start at odd code points
};
struct CaseRange {
  char32_t first, last;
  Casing casing;
  std::int32_t step;
};
constexpr CaseRange kCaseRanges[] = {
    {0x0041, 0x005A, Casing::offset, 32},   {0x00C0, 0x00D6, Casing::offset, 32},
    {0x00D8, 0x00DE, Casing::offset, 32},   {0x0100, 0x012F, Casing::even, 0},
    {0x0130, 0x0130, Casing::offset, -199}, {0x0132, 0x0137, Casing::even, 0},
    {0x0139, 0x0148, Casing::odd, 0},       {0x014A, 0x0177, Casing::even, 0},
    {0x0178, 0x0178, Casing::offset, -121}, {0x0179, 0x017E, Casing::odd, 0},
    {0x0386, 0x0386, Casing::offset, 38},   {0x0388, 0x038A, Casing::offset, 37},
    {0x038C, 0x038C, Casing::offset, 64},   {0x038E, 0x038F, Casing::offset, 63},
    {0x0391, 0x03A1, Casing::offset, 32},   {0x03A3, 0x03AB, Casing::offset, 32},
    {0x0400, 0x040F, Casing::offset, 80},   {0x0410, 0x042F, Casing::offset, 32},
    {0x0460, 0x0481, Casing::even, 0},      {0x048A, 0x04BF, Casing::even, 0},
    {0x04C0, 0x04C0, Casing::offset, 15},   {0x04C1, 0x04CE, Casing::odd, 0},
    {0x04D0, 0x052F, Casing::even, 0},      {0x0531, 0x0556, Casing::offset, 48},
    {0x1E00, 0x1E95, Casing::even, 0},      {0x1EA0, 0x1EFF, Casing::even, 0},
    {0xFF21, 0xFF3A, Casing::offset, 32},
};

char32_t lower_within(const CaseRange& range, char32_t value) {
  switch (range.casing) {
    case Casing::offset:
      return static_cast<char32_t>(static_cast<std::int32_t>(value) + range.step);
    case Casing::even: return value % 2 == 0 ? value + 1 : value;
    case Casing::odd: return value % 2 == 1 ? value + 1 : value;
  }
  return value;
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  const std::uint8_t lead = byte_at(text, at);
  const std::size_t size = sequence_size(lead);
  if (size == 1) return {lead, 1};
  if (size == 0) return {kReplacement, 1};
  char32_t value = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text, at + i)) return {kReplacement, 1};
    value = (value << 6U) | (byte_at(text, at + i) & 0x3FU);
  }
  return is_well_formed(value, size) ? CodePoint{value, size} : CodePoint{kReplacement, 1};
}

void append_utf8(std::string& to, char32_t value) {
  const auto put = [&to](char32_t byte) { to.push_back(static_cast<char>(byte)); };
  const auto put_tail = [&](unsigned shift) { put(0x80U | ((value >> shift) & 0x3FU)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0U | (value >> 6U));
    put_tail(0);
  } else if (value < 0x10000) {
    put(0xE0U | (value >> 12U));
    put_tail(6);
    put_tail(0);
  } else {
    put(0xF0U | (value >> 18U));
    put_tail(12);
    put_tail(6);
    put_tail(0);
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.size == 1 && point.value == kReplacement) return false;
    at += point.size;
  }
  return true;
}

std::string from_windows_1252(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint8_t byte = byte_at(text, at);
    append_utf8(result, byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte);
  }
  return result;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).size) ++count;
  return count;
}

char32_t to_lower(char32_t value) {
  if (value < 0x80) return value >= U'A' && value <= U'Z' ? value + 32 : value;
  const auto* const range = std::ranges::find_if(kCaseRanges, [value](const CaseRange& candidate) {
    return value >= candidate.first && value <= candidate.last;
  });
  return range == std::end(kCaseRanges) ? value : lower_within(*range, value);
}

std::string to_lower(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    append_utf8(result, to_lower(point.value));
    at += point.size;
  }
  return result;
}

}  // namespace sluice
