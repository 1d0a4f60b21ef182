#include "syntax/read_model.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/encoding.h"
#include "syntax/mdl/reader.h"
#include "syntax/no_model.h"
#include "syntax/xmile/reader.h"

namespace sluice::syntax {

namespace {

constexpr std::size_t kLargestModel = std::size_t{64} << 20U;

enum class Format : std::uint8_t { mdl, xmile, unknown };

struct Extension {
  std::string_view name;
  Format format;
};
constexpr Extension kExtensions[] = {
    {".mdl", Format::mdl},
    {".xmile", Format::xmile},
    {".stmx", Format::xmile},
    {".itmx", Format::xmile},
};

bool is_markup(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && text[first] == '<';
}

Format format_by_content(std::string_view text) {
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
    if (lower.ends_with(extension.name)) return extension.format;
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

Diagnostic note_on_encoding(const SourceSet& sources, std::uint32_t file, std::size_t first,
                            const std::string& named) {
  const auto begin = static_cast<std::uint32_t>(first);
  const std::string nor = named.empty() ? "" : format(", nor the {} that it names", named);
  return make_diagnostic(Code::not_utf8, sources.place_of({file, begin, begin + 1}),
                         format("this text is not UTF-8{}; it is read as Windows-1252", nor),
                         "names and comments with other letters may look wrong",
                         "save it as UTF-8 (Vensim: with {UTF-8} in the first line)");
}

using Reader = Checked<Tree> (*)(SourceSet& sources, std::uint32_t file);

Checked<Tree> read_text(SourceSet& sources, std::string name, std::string text, Reader read_as) {
  Decoded decoded = decode(std::move(text));
  const std::uint32_t file = sources.add(std::move(name), std::move(decoded.text));
  Checked<Tree> read = read_as(sources, file);
  if (decoded.first_guess) {
    read.diagnostics.insert(read.diagnostics.begin(),
                            note_on_encoding(sources, file, *decoded.first_guess, decoded.named));
  }
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
  text = without_utf16(std::move(text));
  if (auto said = find_no_model(name, text)) return {std::nullopt, {std::move(*said)}};
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
