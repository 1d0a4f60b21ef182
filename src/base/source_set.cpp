#include "base/source_set.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "base/unicode.h"

namespace sluice {

namespace {

// Longer lines are not kept for the caret: a message is for reading.
constexpr std::size_t kLongestShownLine = 4096;

// Lines end at LF, CR LF, or CR alone.
std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool lone_return = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
    if (text[at] == '\n' || lone_return) starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return starts;
}

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::uint32_t SourceSet::add(std::string name, std::string text) {
  assert(text.size() < std::numeric_limits<std::uint32_t>::max());
  std::vector<std::uint32_t> starts = find_line_starts(text);
  files_.push_back({std::move(name), std::move(text), std::move(starts)});
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::string_view SourceSet::text_of(Span span) const {
  return text(span.file).substr(span.begin, span.end - span.begin);
}

Place SourceSet::place_of(Span span) const {
  const File& file = files_[span.file];
  const std::string_view text = file.text;
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  const auto next = std::ranges::upper_bound(file.line_starts, begin);
  const std::size_t start = *std::prev(next);
  const std::size_t stop = next == file.line_starts.end() ? text.size() : *next;
  const std::string_view line = without_line_end(text.substr(start, stop - start));
  const std::size_t inside = std::min(begin - start, line.size());
  const std::size_t marked =
      std::min<std::size_t>(std::max(span.end, span.begin) - begin, line.size() - inside);
  Place place;
  place.file = file.name;
  place.line = static_cast<std::uint32_t>(next - file.line_starts.begin());
  place.column = static_cast<std::uint32_t>(count_code_points(line.substr(0, inside)) + 1);
  const std::size_t length = count_code_points(line.substr(inside, marked));
  place.length = static_cast<std::uint32_t>(std::max<std::size_t>(length, 1));
  if (line.size() <= kLongestShownLine) place.line_text = line;
  return place;
}

}  // namespace sluice
