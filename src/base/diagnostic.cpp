#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice {

namespace {

struct CodeRow {
  std::string_view id;
  Severity severity;
};
constexpr CodeRow kCodes[] = {
#define SLUICE_CODE(name, id, severity) {id, Severity::severity},
#include "base/codes.def"
#undef SLUICE_CODE
};

const CodeRow& row_of(Code code) {
  const auto row = static_cast<std::size_t>(code);
  assert(row < std::size(kCodes));
  return kCodes[row];
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

std::string text_of(const Place& place) {
  if (place.file.empty()) return {};
  if (place.line == 0) return place.file + ": ";
  if (place.column == 0) return format("{}:{}: ", place.file, place.line);
  return format("{}:{}:{}: ", place.file, place.line, place.column);
}

// What is shown of a line: all of it, or a part around the caret where it is long.
struct Excerpt {
  std::string text;
  std::string padding;  // what stands before the caret: tabs stay tabs
  std::size_t marked = 0;
};

constexpr std::size_t kWidest = 120;
constexpr std::size_t kBefore = 60;

// A text may hold control characters; a terminal must not obey them.
char32_t as_shown(char32_t point) {
  const bool control = (point < 0x20 && point != U'\t') || (point >= 0x7F && point < 0xA0);
  return control ? U'\uFFFD' : point;
}

Excerpt excerpt_of(const Place& place) {
  std::vector<CodePoint> points;
  for (std::size_t at = 0; at < place.line_text.size(); at += points.back().size) {
    points.push_back(decode_utf8(place.line_text, at));
  }
  const std::size_t caret = std::min<std::size_t>(place.column - 1, points.size());
  const bool fits = points.size() <= kWidest;
  const std::size_t first = fits || caret <= kBefore ? 0 : caret - kBefore;
  const std::size_t last = fits ? points.size() : std::min(points.size(), first + kWidest);
  Excerpt excerpt;
  if (first > 0) excerpt.text = excerpt.padding = "...";
  std::ranges::fill(excerpt.padding, ' ');
  for (std::size_t i = first; i < last; ++i) {
    append_utf8(excerpt.text, as_shown(points[i].value));
    if (i < caret) excerpt.padding.push_back(points[i].value == U'\t' ? '\t' : ' ');
  }
  if (last < points.size()) excerpt.text += "...";
  const std::size_t room = std::max<std::size_t>(last - std::min(last, caret), 1);
  excerpt.marked = std::clamp<std::size_t>(place.length, 1, room);
  return excerpt;
}

std::string as_shown(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    append_utf8(shown, point.value == U'\n' ? U'\n' : as_shown(point.value));
    at += point.size;
  }
  return shown;
}

std::string caret_lines(const Place& place) {
  if (place.line == 0 || place.column == 0 || place.line_text.empty()) return {};
  const Excerpt excerpt = excerpt_of(place);
  const std::string tail(excerpt.marked - 1, '~');
  return format("\n{:>5} | {}\n{:>5} | {}^{}", place.line, excerpt.text, "", excerpt.padding, tail);
}

}  // namespace

std::string_view id_of(Code code) { return row_of(code).id; }

Severity severity_of(Code code) { return row_of(code).severity; }

bool has_error(const Diagnostics& diagnostics) {
  return std::ranges::any_of(
      diagnostics, [](const Diagnostic& said) { return said.severity == Severity::error; });
}

void append(Diagnostics& to, Diagnostics from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Diagnostic make_diagnostic(Code code, Place place, std::string message, std::string reason,
                           std::string hint) {
  return {
      code,           severity_of(code), std::move(place), std::move(message), std::move(reason),
      std::move(hint)};
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = format("{}{} {}: {}", text_of(diagnostic.place), name_of(diagnostic.severity),
                            id_of(diagnostic.code), as_shown(diagnostic.message));
  text += caret_lines(diagnostic.place);
  if (!diagnostic.reason.empty()) text += "\nwhy: " + as_shown(diagnostic.reason);
  if (!diagnostic.hint.empty()) text += "\nmend: " + as_shown(diagnostic.hint);
  return text;
}

std::string to_text(const Diagnostics& diagnostics, std::size_t most) {
  std::string text;
  const std::size_t shown = std::min(most, diagnostics.size());
  for (std::size_t i = 0; i < shown; ++i) text += to_text(diagnostics[i]) + '\n';
  const std::size_t left = diagnostics.size() - shown;
  if (left > 0) text += format("... and {} more; `sluice check --json` lists all\n", left);
  return text;
}

}  // namespace sluice
