// An XMILE file laid out anew.
#pragma once

#include <string>
#include <string_view>

namespace sluice::syntax {

// The same elements, attributes, texts and comments, one element a line, in UTF-8. A DOCTYPE is
// left out; elements that are never closed are closed where the reader takes them to end. The text
// must be one that read_xmile took. Written again, nothing changes any more.
std::string write_xmile_again(std::string_view text);

}  // namespace sluice::syntax
