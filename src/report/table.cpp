#include "report/table.h"

#include <algorithm>
#include <numeric>

#include "base/format.h"

namespace sluice::report {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestWords = 12;

// Which columns are shown and how wide.
struct Layout {
  std::vector<std::size_t> shown, width;  // width by column of the table
};

std::size_t longest_word(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    longest = std::max(longest, display_width(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return longest;
}

template <class Measure>
std::size_t widest(const Table& table, std::size_t column, const Measure& measure) {
  std::size_t width = measure(table.columns[column].heading);
  for (const auto& row : table.rows) width = std::max(width, measure(row[column]));
  return width;
}

std::size_t total_width(const Layout& layout) {
  std::size_t total = layout.shown.empty() ? 0 : (layout.shown.size() - 1) * kGap;
  for (const std::size_t column : layout.shown) total += layout.width[column];
  return total;
}

std::size_t narrowest(const Table& table, std::size_t column) {
  return std::max(kNarrowestWords, widest(table, column, longest_word));
}

// Takes what is too much from the columns of words, the widest first.
void squeeze(const Table& table, std::size_t limit, Layout& layout) {
  while (total_width(layout) > limit) {
    std::size_t chosen = table.columns.size();
    for (const std::size_t column : layout.shown) {
      if (!table.columns[column].words || layout.width[column] <= narrowest(table, column))
        continue;
      const bool wider =
          chosen == table.columns.size() || layout.width[column] > layout.width[chosen];
      if (wider) chosen = column;
    }
    if (chosen == table.columns.size()) return;
    --layout.width[chosen];
  }
}

// The place in `shown` of the column to leave out next, or shown.size().
std::size_t least_important(const Table& table, const Layout& layout) {
  std::size_t least = layout.shown.size();
  for (std::size_t k = 0; k < layout.shown.size(); ++k) {
    const Column& column = table.columns[layout.shown[k]];
    if (column.keep) continue;
    if (least == layout.shown.size() ||
        column.importance < table.columns[layout.shown[least]].importance) {
      least = k;
    }
  }
  return least;
}

Layout layout_of(const Table& table, std::size_t limit) {
  Layout full;
  full.shown.resize(table.columns.size());
  std::iota(full.shown.begin(), full.shown.end(), std::size_t{0});
  for (const std::size_t column : full.shown) {
    full.width.push_back(widest(table, column, display_width));
  }
  if (limit == 0) return full;
  while (true) {
    Layout layout = full;
    squeeze(table, limit, layout);
    const std::size_t least = least_important(table, full);
    if (total_width(layout) <= limit || least == full.shown.size()) return layout;
    full.shown.erase(full.shown.begin() + static_cast<std::ptrdiff_t>(least));
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return lines;
    begin = end + 1;
  }
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// One row of the table as lines; only columns of words take more than one.
std::vector<std::string> row_lines(const Table& table, const Layout& layout,
                                   const std::vector<std::string>& cells) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (const std::size_t column : layout.shown) {
    const bool words = table.columns[column].words;
    wrapped.push_back(words ? lines_of(wrap(cells[column], layout.width[column]))
                            : std::vector<std::string>{cells[column]});
    height = std::max(height, wrapped.back().size());
  }
  std::vector<std::string> lines(height);
  for (std::size_t line = 0; line < height; ++line) {
    for (std::size_t k = 0; k < layout.shown.size(); ++k) {
      const std::size_t column = layout.shown[k];
      const std::string text = line < wrapped[k].size() ? wrapped[k][line] : "";
      const bool left = table.columns[column].align == Align::left;
      if (k > 0) lines[line] += std::string(kGap, ' ');
      lines[line] +=
          left ? pad_right(text, layout.width[column]) : pad_left(text, layout.width[column]);
    }
    lines[line] = without_trailing_spaces(std::move(lines[line]));
  }
  return lines;
}

std::string left_out_note(const Table& table, const Layout& layout) {
  std::vector<std::string> names;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    if (std::ranges::find(layout.shown, column) != layout.shown.end()) continue;
    names.push_back(table.columns[column].heading);
  }
  if (names.empty()) return {};
  constexpr std::size_t kMostNamed = 8;
  std::string text = "left out, the terminal is too narrow: ";
  if (names.size() > kMostNamed) {
    return text + format("{} columns, {} to {}", names.size(), names.front(), names.back());
  }
  for (std::size_t k = 0; k < names.size(); ++k) text += (k == 0 ? "" : ", ") + names[k];
  return text;
}

}  // namespace

std::string to_text(const Table& table, const Terminal& terminal) {
  const Layout layout = layout_of(table, terminal.columns);
  std::string text;
  if (!table.title.empty()) {
    for (const auto& line : lines_of(wrap(table.title, terminal.columns))) {
      text += bold(line, terminal) + "\n";
    }
  }
  std::vector<std::string> headings;
  for (const Column& column : table.columns) headings.push_back(column.heading);
  for (const auto& line : row_lines(table, layout, headings)) text += dim(line, terminal) + "\n";
  for (const auto& row : table.rows) {
    for (const auto& line : row_lines(table, layout, row)) text += line + "\n";
  }
  auto notes = table.notes;
  if (const auto note = left_out_note(table, layout); !note.empty()) notes.push_back(note);
  for (const auto& note : notes) {
    for (const auto& line : lines_of(wrap(note, terminal.columns))) {
      text += dim(line, terminal) + "\n";
    }
  }
  return text;
}

}  // namespace sluice::report
