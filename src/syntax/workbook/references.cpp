// Cell references as spreadsheets write them, and the text form of a whole workbook.
#include <charconv>

#include "base/format.h"
#include "base/number.h"
#include "syntax/workbook/workbook.h"

namespace sluice::syntax {
namespace {

constexpr std::uint32_t kMostColumns = 16384, kMostRows = 1U << 20U;
constexpr std::string_view kFirstLine = "sluice workbook 1\n";

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Texts keep their line ends and backslashes.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\\') result += "\\\\";
    if (letter == '\n') result += "\\n";
    if (letter == '\r') result += "\\r";
    if (letter == '\t') result += "\\t";
    if (std::string_view("\\\n\r\t").find(letter) == std::string_view::npos) result += letter;
  }
  return result;
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char letter = text[++i];
    result += letter == 'n' ? '\n' : letter == 'r' ? '\r' : letter == 't' ? '\t' : letter;
  }
  return result;
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t tab = line.find('\t');
    fields.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

std::optional<std::uint32_t> whole(std::string_view text) {
  std::uint32_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool sound = error == std::errc{} && stop == text.data() + text.size();
  return sound ? std::optional(number) : std::nullopt;
}

bool read_cell(const std::vector<std::string_view>& fields, Workbook& workbook) {
  if (workbook.sheets.empty() || fields.size() != 4) return false;
  const auto row = whole(fields[1]), column = whole(fields[2]);
  if (!row || !column) return false;
  const auto number = fields[0] == "number" ? number_in(fields[3]) : std::nullopt;
  if (number) workbook.sheets.back().set(*row, *column, *number);
  if (!number) workbook.sheets.back().set(*row, *column, unescaped(fields[3]));
  return true;
}

bool read_name(const std::vector<std::string_view>& fields, Workbook& workbook) {
  if (fields.size() != 8) return false;
  std::uint32_t numbers[4] = {};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = whole(fields[4 + i]);
    if (!number) return false;
    numbers[i] = *number;
  }
  workbook.names.push_back({unescaped(fields[1]),
                            unescaped(fields[2]),
                            unescaped(fields[3]),
                            {numbers[0], numbers[1], numbers[2], numbers[3]}});
  return true;
}

}  // namespace

std::optional<CellReference> parse_cell_reference(std::string_view text) {
  CellReference reference;
  std::size_t at = 0;
  if (text.substr(at, 1) == "$") ++at;
  std::uint32_t column = 0, row = 0;
  const std::size_t letters = at;
  for (; at < text.size() && is_letter(text[at]) && column <= kMostColumns; ++at) {
    const auto upper = static_cast<unsigned char>(text[at] & 0xDF);
    column = column * 26 + static_cast<std::uint32_t>(upper - 'A') + 1;
  }
  if (at > letters) reference.column = column - 1;
  if (at > letters && text.substr(at, 1) == "$") ++at;
  const std::size_t digits = at;
  for (; at < text.size() && is_digit(text[at]) && row <= kMostRows; ++at) {
    row = row * 10 + static_cast<std::uint32_t>(text[at] - '0');
  }
  if (at > digits) reference.row = row - 1;
  const bool sound = at == text.size() && at > 0 && column <= kMostColumns && row <= kMostRows &&
                     (at == digits || row > 0) && (reference.row || reference.column);
  return sound ? std::optional(reference) : std::nullopt;
}

std::optional<CellRange> parse_cell_range(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto first = parse_cell_reference(text.substr(0, colon));
  const auto last =
      colon == std::string_view::npos ? first : parse_cell_reference(text.substr(colon + 1));
  if (!first || !last || !first->row || !first->column || !last->row || !last->column) {
    return std::nullopt;
  }
  return CellRange{*first->row, *first->column, *last->row, *last->column};
}

std::string to_text(const Workbook& workbook) {
  std::string text(kFirstLine);
  for (const Sheet& sheet : workbook.sheets) {
    text += format("sheet\t{}\n", escaped(sheet.name));
    for (const auto& [place, value] : sheet.cells) {
      const auto* number = std::get_if<double>(&value);
      text += format(
          "{}\t{}\t{}\t{}\n", number != nullptr ? "number" : "text", place.first, place.second,
          number != nullptr ? sluice::to_text(*number) : escaped(std::get<std::string>(value)));
    }
  }
  for (const NamedRange& name : workbook.names) {
    text += format("name\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", escaped(name.name), escaped(name.sheet),
                   escaped(name.scope), name.range.first_row, name.range.first_column,
                   name.range.last_row, name.range.last_column);
  }
  return text;
}

std::optional<Workbook> workbook_from_text(std::string_view text) {
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  text.remove_prefix(kFirstLine.size());
  Workbook workbook;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const auto fields = fields_of(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    bool sound = true;
    if (fields[0] == "sheet" && fields.size() == 2) {
      workbook.sheets.emplace_back().name = unescaped(fields[1]);
    } else if (fields[0] == "name") {
      sound = read_name(fields, workbook);
    } else {
      sound = read_cell(fields, workbook);
    }
    if (!sound) return std::nullopt;
  }
  return workbook;
}

}  // namespace sluice::syntax
