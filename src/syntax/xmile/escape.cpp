#include "syntax/xmile/escape.h"

namespace sluice::syntax::xmile {

std::string escaped(std::string_view text, std::string_view signs) {
  std::string result;
  for (const char letter : text) {
    if (signs.find(letter) != std::string_view::npos) result += '\\';
    result += letter;
  }
  return result;
}

std::string xml(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const bool control = static_cast<unsigned char>(letter) < 0x20;
    switch (letter) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default:
        if (!control || letter == '\n' || letter == '\t') result += letter;
    }
  }
  return result;
}

std::string attribute_name(std::string_view name) { return xml(escaped(name, "\"\\")); }

}  // namespace sluice::syntax::xmile
