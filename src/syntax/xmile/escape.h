// Letters that stand for something else where XMILE is written. Private to src/syntax/xmile.
#pragma once

#include <string>
#include <string_view>

namespace sluice::syntax::xmile {

// A backslash before each of these signs.
std::string escaped(std::string_view text, std::string_view signs);
// Of text and of attributes alike. XML has no control characters but blanks.
std::string xml(std::string_view text);
// A name as an attribute holds it.
std::string attribute_name(std::string_view name);

}  // namespace sluice::syntax::xmile
