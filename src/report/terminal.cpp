#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/unicode.h"

namespace sluice::report {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode 15, UAX 11 "East Asian Width": the wide and full-width blocks that names are written in.
constexpr std::array kWide = {
    Range{0x1100, 0x115F},  Range{0x2E80, 0x303E}, Range{0x3041, 0x33FF}, Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF},  Range{0xA000, 0xA4CF}, Range{0xAC00, 0xD7A3}, Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},  Range{0xFF00, 0xFF60}, Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1FAFF},
    Range{0x20000, 0x3FFFD}};
constexpr std::array kZero = {Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},
                              Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};

template <class Ranges>
bool lies_in(const Ranges& ranges, char32_t value) {
  return std::ranges::any_of(
      ranges, [&](const Range& range) { return value >= range.first && value <= range.last; });
}

std::size_t width_of(char32_t value) {
  if (lies_in(kZero, value)) return 0;
  return lies_in(kWide, value) ? 2 : 1;
}

std::string in_code(std::string_view code, std::string_view text, const Terminal& terminal) {
  if (!terminal.color || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

// "63 ± 1.5 %" is one word for a line break.
bool belongs_together(std::string_view word, std::string_view rest) {
  return rest.starts_with(" %") || rest.starts_with(" ±") || word.ends_with("±");
}

std::string_view next_word(std::string_view& rest) {
  const std::size_t begin = rest.find_first_not_of(' ');
  if (begin == std::string_view::npos) return std::exchange(rest, {}).substr(0, 0);
  rest.remove_prefix(begin);
  std::size_t end = std::min(rest.find(' '), rest.size());
  while (end < rest.size() && belongs_together(rest.substr(0, end), rest.substr(end))) {
    end = std::min(rest.find(' ', end + 1), rest.size());
  }
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    width += width_of(point.value);
    at += point.size;
  }
  return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string bold(std::string_view text, const Terminal& terminal) {
  return in_code("1", text, terminal);
}

std::string dim(std::string_view text, const Terminal& terminal) {
  return in_code("2", text, terminal);
}

std::string wrap(std::string_view text, std::size_t width, std::string_view indent) {
  std::string lines(indent);
  std::size_t taken = display_width(indent);
  bool fresh = true;
  while (true) {
    const std::string_view word = next_word(text);
    if (word.empty()) return lines;
    const std::size_t size = display_width(word);
    if (!fresh && width > 0 && taken + 1 + size > width) {
      lines += "\n" + std::string(indent);
      taken = display_width(indent);
      fresh = true;
    }
    if (!fresh) lines += ' ';
    lines += word;
    taken += size + (fresh ? 0 : 1);
    fresh = false;
  }
}

}  // namespace sluice::report
