// Which characters make up the names, blanks and line ends of a Vensim text.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/unicode.h"

namespace sluice::syntax::mdl {

bool is_name_start(char32_t point);
// Inside a name. Dashes and curly quotes count only where no blank is beside them: "a–b" is a name,
// but in "a – b" the dash stands for a minus, which is told.
bool is_name_part(std::string_view text, std::size_t at, CodePoint point);

// Bytes taken by the blank at `at`: a space, a tab, a no-break space, a byte order mark; else 0.
std::size_t blank_size(std::string_view text, std::size_t at);
// Bytes taken by the line end at `at` (LF, CR LF, CR); else 0.
std::size_t line_end_size(std::string_view text, std::size_t at);
// Bytes taken by a continuation at `at`: a backslash, the line end, and the tabs that Vensim
// indents the next line with; else 0. What is left of the two lines belongs together.
std::size_t continuation_size(std::string_view text, std::size_t at);

// Does the sketch section start at `at`: \\\---///
bool is_sketch_mark(std::string_view text, std::size_t at);

std::string_view trimmed(std::string_view text);
// The text with its continuations taken out.
std::string joined_lines(std::string_view text);

}  // namespace sluice::syntax::mdl
