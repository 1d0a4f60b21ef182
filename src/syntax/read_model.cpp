#include "syntax/read_model.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/mdl/reader.h"
#include "syntax/xmile/reader.h"

namespace sluice::syntax {

namespace {

constexpr std::size_t kLargestModel = std::size_t{64} << 20U;

enum class Format : std::uint8_t { mdl, xmile, binary, unknown };

struct Extension {
  std::string_view name;
  Format format;
};
constexpr Extension kExtensions[] = {
    {".mdl", Format::mdl},    {".xmile", Format::xmile}, {".stmx", Format::xmile},
    {".itmx", Format::xmile}, {".vmf", Format::binary},  {".vmfx", Format::binary},
    {".vpm", Format::binary}, {".vpmx", Format::binary},
};

bool is_markup(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && text[first] == '<';
}

Format format_by_content(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return Format::binary;
  constexpr std::size_t kHead = 4000;
  const std::string start = to_lower(text.substr(0, kHead));
  if (is_markup(text) && start.find("xmile") != std::string::npos) return Format::xmile;
  const bool fields =
      text.find('~') != std::string_view::npos && text.find('|') != std::string_view::npos;
  return fields ? Format::mdl : Format::unknown;
}

Format format_of(std::string_view name, std::string_view text) {
  const std::string lower = to_lower(name);
  for (const Extension& extension : kExtensions) {
    if (!lower.ends_with(extension.name)) continue;
    // A zero byte never stands in a text, whatever the file is called.
    const bool holds_zero = text.find('\0') != std::string_view::npos;
    return holds_zero ? Format::binary : extension.format;
  }
  return format_by_content(text);
}

Checked<Tree> refuse(Code code, const std::string& name, std::string message, std::string reason,
                     std::string hint) {
  Place place;
  place.file = name;
  return {std::nullopt,
          {make_diagnostic(code, std::move(place), std::move(message), std::move(reason),
                           std::move(hint))}};
}

Diagnostic note_on_encoding(const SourceSet& sources, std::uint32_t file, std::size_t first) {
  const auto begin = static_cast<std::uint32_t>(first);
  return make_diagnostic(Code::not_utf8, sources.place_of({file, begin, begin + 1}),
                         "this text is not UTF-8; it is read as Windows-1252",
                         "names and comments with other letters may look wrong",
                         "save it as UTF-8 (Vensim: with {UTF-8} in the first line)");
}

std::size_t first_foreign_byte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_utf8(text.substr(at, 1))) ++at;
  return at;
}

// UTF-16 with its mark at the beginning, as some editors save it.
std::string in_utf8(std::string text) {
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

using Reader = Checked<Tree> (*)(SourceSet& sources, std::uint32_t file);

Checked<Tree> read_text(SourceSet& sources, std::string name, std::string text, Reader read_as) {
  if (is_utf8(text)) return read_as(sources, sources.add(std::move(name), std::move(text)));
  // ASCII up to here takes the same bytes in both encodings.
  const std::size_t first = first_foreign_byte(text);
  const std::uint32_t file = sources.add(std::move(name), from_windows_1252(text));
  Checked<Tree> read = read_as(sources, file);
  read.diagnostics.insert(read.diagnostics.begin(), note_on_encoding(sources, file, first));
  return read;
}

Checked<Tree> read_vensim(SourceSet& sources, std::uint32_t file) {
  return read_mdl(sources, file);
}

}  // namespace

Checked<Tree> read_model_text(SourceSet& sources, std::string name, std::string text) {
  if (text.size() > kLargestModel) {
    return refuse(Code::model_too_large, name, format("this file has {} MB", text.size() >> 20U),
                  format("a model may have {} MB", kLargestModel >> 20U),
                  "leave data to data files");
  }
  text = in_utf8(std::move(text));
  const Format named = format_of(name, text);
  const Format inside = format_by_content(text);
  const bool other = (named == Format::mdl && inside == Format::xmile) ||
                     (named == Format::xmile && inside == Format::mdl && !is_markup(text));
  if (other) {
    const bool xmile = inside == Format::xmile;
    return refuse(Code::format_unknown, name,
                  xmile ? "this is XMILE, and its name says that it is Vensim's text"
                        : "this is Vensim's text, and its name says that it is XMILE",
                  "the two are read by different rules",
                  format("rename it so that it ends in {}", xmile ? ".xmile" : ".mdl"));
  }
  switch (named) {
    case Format::mdl: return read_text(sources, std::move(name), std::move(text), read_vensim);
    case Format::xmile: return read_text(sources, std::move(name), std::move(text), read_xmile);
    case Format::binary:
      return refuse(Code::format_binary, name, "this is not the text of a model",
                    "it holds a binary form that only its own program reads",
                    "in Vensim, save it as text: File, Save As, .mdl");
    case Format::unknown: break;
  }
  return refuse(Code::format_unknown, name, "no known model format",
                "Vensim text (.mdl) has entries of the form: name = expression ~ unit ~ comment |, "
                "XMILE (.xmile, .stmx) is XML with <xmile> around it",
                "give the file of the model");
}

Checked<Tree> read_model_file(SourceSet& sources, const std::string& path) {
  Checked<std::string> text = read_file(path);
  if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
  return read_model_text(sources, path, std::move(*text.value));
}

}  // namespace sluice::syntax
