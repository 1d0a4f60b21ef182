// Elements that an XMILE text forgets to close: where their end tags belong. Only asked where the
// text is not well-formed.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"

namespace sluice::syntax::xmile {

struct Closed {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> put_in;  // where in `text`, how many bytes
  std::vector<std::pair<Span, std::string>> unclosed;       // their start tags and names
};
Closed close_elements(std::string_view text, std::uint32_t file);

}  // namespace sluice::syntax::xmile
