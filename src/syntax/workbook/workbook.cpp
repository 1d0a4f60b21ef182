#include "syntax/workbook/workbook.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "base/format.h"
#include "base/number.h"
#include "base/source_set.h"
#include "base/unicode.h"
#include "syntax/workbook/apart.h"
#include "syntax/workbook/formats.h"

namespace sluice::syntax {
namespace {

// Cuts delimited text into cells: a cell in double quotes may hold the delimiter and line ends, and
// "" stands for one quote.
class DelimitedReader {
 public:
  DelimitedReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Sheet read() {
    Sheet sheet;
    std::uint32_t row = 0, column = 0;
    while (at_ < text_.size()) {
      add(sheet, row, column, read_cell());
      if (at_ < text_.size() && text_[at_] == delimiter_) {
        ++column;
      } else {
        ++row;
        column = 0;
        if (text_.substr(at_, 2) == "\r\n") ++at_;
      }
      ++at_;
    }
    return sheet;
  }

 private:
  std::string read_cell() {
    std::string cell;
    if (at_ < text_.size() && text_[at_] == '"') {
      for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == '"' && text_.substr(at_ + 1, 1) != "\"") break;
        if (text_[at_] == '"') ++at_;
        cell += text_[at_];
      }
      at_ = std::min(at_ + 1, text_.size());
    }
    const std::size_t end = std::min(text_.find_first_of({stop_, 3}, at_), text_.size());
    if (at_ < end) cell += text_.substr(at_, end - at_);
    at_ = std::max(at_, end);
    return cell;
  }

  static void add(Sheet& sheet, std::uint32_t row, std::uint32_t column, const std::string& cell) {
    const std::string_view text = trimmed(cell);
    if (text.empty()) return;
    if (sheet.cells.size() >= kMostWorkbookCells) return;
    const std::optional<double> number = number_in(text);
    if (number) {
      sheet.set(row, column, *number);
    } else {
      sheet.set(row, column, std::string(text));
    }
  }

  std::string_view text_;
  char delimiter_;
  char stop_[3] = {delimiter_, '\r', '\n'};
  std::size_t at_ = 0;
};

Checked<Workbook> refuse(const std::string& path, const std::string& reason) {
  Place place;
  place.file = path;
  return {std::nullopt,
          {make_diagnostic(Code::workbook_unreadable, std::move(place),
                           format("{} cannot be read", path), reason,
                           "save it again as .xlsx, .ods, .xls or .csv")}};
}

Checked<Workbook> read_text(const std::string& path, std::optional<char> delimiter) {
  Checked<std::string> text = read_file(path);
  if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
  const std::string utf8 = is_utf8(*text.value) ? *text.value : from_windows_1252(*text.value);
  const char usual = to_lower(path).ends_with(".csv") ? ',' : '\t';
  return {read_delimited(utf8, delimiter.value_or(usual)), {}};
}

constexpr std::size_t kLargestUnpacked = std::size_t{512} << 20U;

std::uint64_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i-- > 0;) {
    number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

// What the parts of a zip say that they have when unpacked: a small file may hold gigabytes. By the
// headers of its directory (APPNOTE.TXT 4.3.12).
std::uint64_t unpacked_size(const std::string& bytes) {
  constexpr std::size_t kHeader = 46, kUnpacked = 24;
  std::uint64_t size = 0;
  std::size_t at = bytes.find("PK\x01\x02");
  while (at != std::string::npos && at + kHeader <= bytes.size()) {
    size += number_at(bytes, at + kUnpacked, 4);
    at = bytes.find("PK\x01\x02", at + kHeader);
  }
  return size;
}

Workbook read_spreadsheet(const std::string& path, const std::string& bytes) {
  // The content decides: an .xls is often an .xlsx under an old name.
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return read_apart([&] { return read_xls(path); });
  if (!bytes.starts_with("PK")) throw BadWorkbook("it is no spreadsheet");
  if (unpacked_size(bytes) > kLargestUnpacked) {
    throw BadWorkbook(format("unpacked it would have {} MB", unpacked_size(bytes) >> 20U));
  }
  const bool ods = bytes.substr(0, 200).find("opendocument") != std::string::npos;
  return read_apart([&] { return ods ? read_ods(bytes) : read_xlsx(bytes); });
}

constexpr std::size_t kLargestWorkbook = std::size_t{64} << 20U;

bool is_spreadsheet(const std::string& path) {
  const std::string lower = to_lower(path);
  return std::ranges::any_of(std::initializer_list<const char*>{".xlsx", ".xlsm", ".xls", ".ods"},
                             [&](const char* ending) { return lower.ends_with(ending); });
}

}  // namespace

double day_number(int year, int month, int day) {
  using namespace std::chrono;
  const auto date = std::chrono::year(year) / month / day;
  const sys_days origin = std::chrono::year(1899) / 12 / 30;
  return static_cast<double>((sys_days(date) - origin).count());
}

void Sheet::set(std::uint32_t row, std::uint32_t column, CellValue value) {
  cells[{row, column}] = std::move(value);
  rows = std::max(rows, row + 1);
  columns = std::max(columns, column + 1);
}

const CellValue* Sheet::at(std::uint32_t row, std::uint32_t column) const {
  const auto found = cells.find({row, column});
  return found == cells.end() ? nullptr : &found->second;
}

Workbook read_delimited(std::string_view text, char delimiter) {
  Workbook workbook;
  workbook.sheets.push_back(DelimitedReader(text, delimiter).read());
  return workbook;
}

Checked<Workbook> read_workbook(const std::string& path, std::optional<char> delimiter) {
  if (!is_spreadsheet(path)) return read_text(path, delimiter);
  Checked<std::string> bytes = read_file(path);
  if (!bytes.value) return {std::nullopt, std::move(bytes.diagnostics)};
  if (bytes.value->size() > kLargestWorkbook) {
    return refuse(path, format("it has {} MB; a data file may have {} MB",
                               bytes.value->size() >> 20U, kLargestWorkbook >> 20U));
  }
  try {
    return {read_spreadsheet(path, *bytes.value), {}};
  } catch (const std::exception& fault) {
    const std::string why = fault.what();  // a library may say nothing
    return refuse(path, why.empty() ? "a part of it is damaged" : why);
  }
}

}  // namespace sluice::syntax
