#include "syntax/no_model.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice::syntax {
namespace {

using std::string_view_literals::operator""sv;

struct Kind {
  std::string_view what, why, mend;
};

constexpr Kind kBinary = {"this is not the text of a model",
                          "it holds a binary form that only its own program reads",
                          "save it as text in that program (Vensim: File, Save As, .mdl)"};
constexpr Kind kWide = {"this text is in UTF-16, without the mark that says so",
                        "its characters take two bytes each", "save it as UTF-8"};
constexpr Kind kVensim = {"this is Vensim's binary form of a model, not its text",
                          "only Vensim reads it",
                          "in Vensim, save it as text: File, Save As, .mdl"};
constexpr Kind kStella = {"this is a model of old STELLA or iThink, not XMILE",
                          "it holds a binary form that only these programs read",
                          "open it in Stella and save it as .stmx"};
constexpr Kind kVensimRun = {"these are results of Vensim, not a model", "a run holds no equations",
                             "give the .mdl that made it"};
constexpr Kind kStellaRun = {"these are results of Stella, not a model", "a run holds no equations",
                             "give the .stmx beside it"};
constexpr Kind kWorkbook = {"this is a spreadsheet, not a model", "it holds data",
                            "give the model that reads it (which names the spreadsheet, or is "
                            "given it with --data)"};
constexpr Kind kDocument = {"this is a document, not a model", "it holds text and pictures",
                            "give the file of the model"};
constexpr Kind kArchive = {"this is an archive, not a model", "the model may lie in it",
                           "unpack it, and give the .mdl, .xmile or .stmx in it"};
constexpr Kind kPage = {"this is a web page, not a model",
                        "a page that shows the file, or says that there is none, was saved in its "
                        "place",
                        "fetch the file itself (on GitHub: the button Raw)"};
constexpr Kind kPointer = {"this only says where Git LFS keeps the file",
                           "a clone without Git LFS has these lines in the place of the model",
                           "fetch it: git lfs pull"};

struct Ending {
  std::string_view name;
  const Kind* kind;
};
constexpr Ending kBinaryEndings[] = {
    {".vmf", &kVensim},     {".vmfx", &kVensim},  {".vpm", &kVensim},    {".vpmx", &kVensim},
    {".stm", &kStella},     {".itm", &kStella},   {".vdf", &kVensimRun}, {".vdfx", &kVensimRun},
    {".isdb", &kStellaRun}, {".xls", &kWorkbook}, {".xlsx", &kWorkbook}, {".xlsm", &kWorkbook},
    {".ods", &kWorkbook},   {".doc", &kDocument}, {".docx", &kDocument},
};

const Kind* kind_by_ending(std::string_view name) {
  const std::string lower = to_lower(name);
  for (const Ending& ending : kBinaryEndings) {
    if (lower.ends_with(ending.name)) return ending.kind;
  }
  return nullptr;
}

bool holds(std::string_view content, std::string_view what) {
  return content.find(what) != std::string_view::npos;
}

// The names of what an archive holds stand in it as they are.
const Kind* kind_of_archive(std::string_view content) {
  if (holds(content, "xl/workbook")) return &kWorkbook;
  if (holds(content, "opendocument.spreadsheet")) return &kWorkbook;
  if (holds(content, "word/document")) return &kDocument;
  return nullptr;
}

const Kind* kind_by_content(std::string_view name, std::string_view content) {
  const Kind* const named = kind_by_ending(name);
  if (content.starts_with("PK\x03\x04")) {
    const Kind* const inside = kind_of_archive(content);
    return inside != nullptr ? inside : named != nullptr ? named : &kArchive;
  }
  if (content.starts_with("\x1F\x8B") || content.starts_with("7z\xBC\xAF") ||
      content.starts_with("Rar!")) {
    return &kArchive;
  }
  if (content.starts_with("SQLite format 3\0"sv)) return &kStellaRun;
  if (content.starts_with("%PDF-")) return &kDocument;
  if (content.starts_with("version https://git-lfs.github.com/")) return &kPointer;
  return nullptr;
}

bool is_page(std::string_view content) {
  const std::size_t first = content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return false;
  const std::string start = to_lower(content.substr(first, 14));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

Diagnostic no_model(const std::string& name, const Kind& kind) {
  Place place;
  place.file = name;
  return make_diagnostic(Code::format_binary, std::move(place), std::string(kind.what),
                         std::string(kind.why), std::string(kind.mend));
}

// Every second byte of English in UTF-16 is zero.
bool is_wide(std::string_view content) {
  std::size_t zeros[2] = {0, 0};
  for (std::size_t at = 0; at < content.size(); ++at) {
    if (content[at] == '\0') ++zeros[at % 2];
  }
  const std::size_t half = content.size() / 2;
  return half > 0 && std::max(zeros[0], zeros[1]) * 10 > half * 8 &&
         std::min(zeros[0], zeros[1]) * 10 < half;
}

// A text with a few stray zero bytes can be mended by hand.
std::optional<Diagnostic> find_stray_zero(const std::string& name, std::string_view content) {
  constexpr std::size_t kTextFor = 1000;  // of so many bytes at most one is a zero
  const std::size_t first = content.find('\0');
  const auto zeros = static_cast<std::size_t>(std::ranges::count(content, '\0'));
  const auto is_control = [](char byte) {
    return byte != '\0' && static_cast<unsigned char>(byte) < 9;
  };
  if (zeros * kTextFor > content.size() + kTextFor || std::ranges::any_of(content, is_control)) {
    return std::nullopt;
  }
  const std::string_view before = content.substr(0, first);
  const std::size_t line = before.rfind('\n');
  Place place;
  place.file = name;
  place.line = static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1;
  place.column = static_cast<std::uint32_t>(count_code_points(
                     line == std::string_view::npos ? before : before.substr(line + 1))) +
                 1;
  return make_diagnostic(Code::format_binary, std::move(place), "a zero byte stands in this text",
                         "no text has one; what wrote the file may have broken off there",
                         "take it out, or save the model anew");
}

}  // namespace

std::optional<Diagnostic> find_no_model(const std::string& name, std::string_view content) {
  if (const Kind* const kind = kind_by_content(name, content)) return no_model(name, *kind);
  if (is_page(content)) return no_model(name, kPage);
  const Kind* const named = kind_by_ending(name);
  if (named == &kVensim) return no_model(name, kVensim);  // whatever it holds
  if (!holds(content, "\0"sv)) return std::nullopt;
  if (named != nullptr) return no_model(name, *named);
  if (is_wide(content)) return no_model(name, kWide);
  if (auto stray = find_stray_zero(name, content)) return stray;
  return no_model(name, kBinary);
}

}  // namespace sluice::syntax
