// The bytes of a model file as UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::syntax {

// UTF-16 with its mark at the beginning, as some editors save it; any other text as it is.
std::string without_utf16(std::string text);

struct Decoded {
  std::string text;  // UTF-8
  // Where bytes begin that were taken for Windows-1252 though nothing says that they are.
  std::optional<std::size_t> first_guess;
  std::string named;  // the encoding that the file names and that did not fit, if any
};
// What is no UTF-8 is read in the encoding that its XML declaration names, else as Windows-1252.
Decoded decode(std::string text);

}  // namespace sluice::syntax
