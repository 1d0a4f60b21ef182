#include "study/csv.h"

#include <algorithm>

namespace sluice::study {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Cursor {
  std::string_view text;
  std::size_t at = 0;
  std::uint32_t line = 1;

  bool done() const { return at >= text.size(); }
  bool sees(char c) const { return !done() && text[at] == c; }
  char take() {
    if (text[at] == '\n') ++line;
    return text[at++];
  }
  // All up to the next letter that ends a field or is left out.
  std::string_view take_plain() {
    const std::size_t begin = at;
    while (!done() && text[at] != ',' && text[at] != '\n' && text[at] != '\r') ++at;
    return text.substr(begin, at - begin);
  }
};

std::string read_quoted(Cursor& cursor) {
  std::string field;
  cursor.take();
  while (!cursor.done()) {
    const char c = cursor.take();
    if (c == '"' && !cursor.sees('"')) break;
    if (c == '"') cursor.take();
    field += c;
  }
  return field;
}

std::string read_field(Cursor& cursor) {
  std::string field;
  if (cursor.sees('"')) field = read_quoted(cursor);
  while (!cursor.done() && !cursor.sees(',') && !cursor.sees('\n')) {
    if (cursor.sees('\r')) {
      cursor.take();
    } else {
      field += cursor.take_plain();
    }
  }
  return field;
}

CsvRow read_row(Cursor& cursor) {
  CsvRow row{cursor.line, {read_field(cursor)}};
  while (cursor.sees(',')) {
    cursor.take();
    row.fields.push_back(read_field(cursor));
  }
  if (!cursor.done()) cursor.take();
  return row;
}

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Cursor cursor{text};
  std::vector<CsvRow> rows;
  while (!cursor.done()) {
    CsvRow row = read_row(cursor);
    const bool empty =
        std::ranges::all_of(row.fields, [](const std::string& field) { return field.empty(); });
    if (!empty) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sluice::study
