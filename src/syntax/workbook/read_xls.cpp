// .xls by FreeXL, a C library that reads the binary format only.
#include <freexl.h>

#include <memory>

#include "syntax/workbook/formats.h"

namespace sluice::syntax {
namespace {

struct Close {
  void operator()(const void* handle) const { freexl_close(handle); }
};
using Handle = std::unique_ptr<const void, Close>;

void require(int code, const char* reason) {
  if (code != FREEXL_OK) throw BadWorkbook(reason);
}

Handle open(const std::string& path) {
  const void* handle = nullptr;
  const int code = freexl_open(path.c_str(), &handle);
  Handle kept(handle);
  require(code, "it is damaged, or an .xls of before 1990");
  unsigned int locked = FREEXL_BIFF_PLAIN;
  freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &locked);
  if (locked == FREEXL_BIFF_OBFUSCATED) throw BadWorkbook("it is locked with a password");
  return kept;
}

// "2024-05-31" and "2024-05-31 12:00:00", as FreeXL gives dates.
double date_in(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const int count =
      std::sscanf(text.c_str(), "%d-%d-%d %d:%d:%d", &year, &month, &day, &hour, &minute, &second);
  if (count < 3) return 0;
  return day_number(year, month, day) + (hour * 3600.0 + minute * 60.0 + second) / 86400.0;
}

std::optional<CellValue> value_of(const FreeXL_CellValue& cell) {
  switch (cell.type) {
    case FREEXL_CELL_INT: return static_cast<double>(cell.value.int_value);
    case FREEXL_CELL_DOUBLE: return cell.value.double_value;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT: return std::string(cell.value.text_value);
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME: return date_in(cell.value.text_value);
    default: return std::nullopt;
  }
}

void read_cells(const void* handle, Sheet& sheet) {
  unsigned int rows = 0;
  unsigned short columns = 0;
  require(freexl_worksheet_dimensions(handle, &rows, &columns), "one of its sheets is damaged");
  if (std::size_t{rows} * columns > kMostWorkbookCells) throw BadWorkbook("it has too many cells");
  for (unsigned int row = 0; row < rows; ++row) {
    for (unsigned short column = 0; column < columns; ++column) {
      FreeXL_CellValue cell;
      if (freexl_get_cell_value(handle, row, column, &cell) != FREEXL_OK) continue;
      if (auto value = value_of(cell)) sheet.set(row, column, std::move(*value));
    }
  }
}

}  // namespace

Workbook read_xls(const std::string& path) {
  const Handle handle = open(path);
  unsigned int count = 0;
  require(freexl_get_info(handle.get(), FREEXL_BIFF_SHEET_COUNT, &count), "it has no sheets");
  Workbook workbook;
  std::size_t cells = 0;
  for (unsigned int i = 0; i < count; ++i) {
    const char* name = nullptr;
    require(freexl_get_worksheet_name(handle.get(), static_cast<unsigned short>(i), &name),
            "one of its sheets has no name");
    require(freexl_select_active_worksheet(handle.get(), static_cast<unsigned short>(i)),
            "one of its sheets is damaged");
    Sheet& sheet = workbook.sheets.emplace_back();
    sheet.name = name == nullptr ? "" : name;
    read_cells(handle.get(), sheet);
    cells += sheet.cells.size();
    if (cells > kMostWorkbookCells) throw BadWorkbook("it has too many cells");
  }
  return workbook;
}

}  // namespace sluice::syntax
