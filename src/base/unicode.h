// UTF-8 text: checking, decoding, columns, and the lower case by which names are compared.
//
// Lower case is the simple (one code point to one) mapping of the Unicode Character Database for
// the alphabets that model files use: Latin (Basic to Extended-A, Extended Additional), Greek,
// Cyrillic, Armenian and full-width Latin. Other code points are their own lower case.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  // bytes it takes; 1 for a byte that is not valid UTF-8 (value U+FFFD)
};

// The code point that starts at `at`, which must lie inside `text`.
CodePoint decode_utf8(std::string_view text, std::size_t at);
void append_utf8(std::string& to, char32_t code_point);

bool is_utf8(std::string_view text);
// Every byte of a Windows-1252 text as UTF-8; the five unused bytes become U+FFFD.
std::string from_windows_1252(std::string_view text);

std::size_t count_code_points(std::string_view text);
char32_t to_lower(char32_t code_point);
std::string to_lower(std::string_view text);

}  // namespace sluice
