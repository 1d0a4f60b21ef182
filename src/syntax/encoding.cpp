#include "syntax/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/unicode.h"

namespace sluice::syntax {
namespace {

// Of <?xml version="1.0" encoding="koi8-r"?>, in lower case; empty where there is none, or where it
// is no plain name (iconv takes more than names).
std::string named_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  constexpr std::size_t kLongest = 32;
  const std::string_view head = text.substr(0, text.find('>'));
  const std::size_t word = head.find("encoding");
  const std::size_t open = word == std::string_view::npos ? word : head.find_first_of("\"'", word);
  if (open == std::string_view::npos) return {};
  const std::size_t close = head.find(head[open], open + 1);
  if (close == std::string_view::npos || close - open - 1 > kLongest) return {};
  const std::string name = to_lower(head.substr(open + 1, close - open - 1));
  const bool plain =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.:") == std::string::npos;
  return plain ? name : std::string();
}

bool is_western(std::string_view encoding) {
  return encoding == "windows-1252" || encoding == "iso-8859-1" || encoding == "latin1" ||
         encoding == "us-ascii";
}

// Their bytes look like ASCII.
bool is_of_seven_bits(std::string_view encoding) {
  return encoding.starts_with("iso-2022") || encoding == "hz" || encoding == "hz-gb-2312";
}

// Whose declaration, in single bytes that are no UTF-8, cannot be true.
bool is_of_unicode(std::string_view encoding) {
  return encoding.starts_with("utf") || encoding.starts_with("ucs") ||
         encoding.starts_with("iso-10646") || encoding.starts_with("unicode");
}

class Converter {
 public:
  explicit Converter(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (knows()) ::iconv_close(handle_);
  }
  // NOLINTNEXTLINE(performance-no-int-to-ptr,cppcoreguidelines-pro-type-cstyle-cast): iconv's -1
  bool knows() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // None where some bytes are no character of the encoding.
  std::optional<std::string> convert(std::string text) {
    std::string made;
    char* from = text.data();
    std::size_t left = text.size();
    while (left > 0) {
      char piece[4096];
      char* to = piece;
      std::size_t room = sizeof piece;
      const std::size_t result = ::iconv(handle_, &from, &left, &to, &room);
      if (result == kFailed && errno != E2BIG) return std::nullopt;
      made.append(piece, sizeof piece - room);
    }
    return made;
  }

 private:
  static constexpr auto kFailed = static_cast<std::size_t>(-1);
  iconv_t handle_;
};

std::size_t first_foreign_byte(std::string_view text) {
  const auto found = std::ranges::find_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0x80U) != 0; });
  return static_cast<std::size_t>(found - text.begin());
}

}  // namespace

std::string without_utf16(std::string text) {
  const bool little = text.starts_with("\xFF\xFE"), big = text.starts_with("\xFE\xFF");
  if (!little && !big) return text;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto second = static_cast<unsigned char>(text[at + 1]);
    return static_cast<char32_t>(little ? first | second << 8U : second | first << 8U);
  };
  std::string utf8;
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    char32_t point = unit(at);
    const bool pair = point >= 0xD800 && point < 0xDC00 && at + 3 < text.size();
    if (pair) {
      at += 2;
      point = 0x10000 + ((point - 0xD800) << 10U) + (unit(at) - 0xDC00);
    }
    append_utf8(utf8, point);
  }
  return utf8;
}

Decoded decode(std::string text) {
  const std::string named = named_encoding(text);
  if (is_utf8(text) && !is_of_seven_bits(named)) return {std::move(text), std::nullopt, {}};
  if (is_western(named)) return {from_windows_1252(text), std::nullopt, {}};
  if (!named.empty() && !is_of_unicode(named)) {
    Converter converter(named);
    auto made = converter.knows() ? converter.convert(text) : std::nullopt;
    if (made && is_utf8(*made)) return {std::move(*made), std::nullopt, {}};
  }
  if (is_utf8(text)) return {std::move(text), std::nullopt, {}};
  // ASCII up to there takes the same bytes in both encodings.
  return {from_windows_1252(text), first_foreign_byte(text),
          is_of_unicode(named) ? std::string() : named};
}

}  // namespace sluice::syntax
