// What text is printed for: how wide, and whether colours may be used.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::report {

struct Terminal {
  std::size_t columns = 0;  // 0: no limit (a file or a pipe)
  bool color = false;
};

// Cells that a text takes on a terminal: 2 for East Asian wide letters, 0 for combining marks.
std::size_t display_width(std::string_view text);
// Padded with spaces to a width; longer text stays as it is.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

// The text with the terminal's escape codes, or unchanged without colours.
std::string bold(std::string_view text, const Terminal& terminal);
std::string dim(std::string_view text, const Terminal& terminal);

// Lines of at most `width` cells (0: one line), broken between words; a longer word stands alone.
std::string wrap(std::string_view text, std::size_t width, std::string_view indent = "");

}  // namespace sluice::report
