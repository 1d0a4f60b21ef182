// Spreadsheets and delimited text as plain cells: what the GET ... functions of a model read.
//
// A workbook holds values only: formulas count as the result that was saved with them, dates as
// days since 1899-12-30 (as spreadsheets count them), truth values as 1 and 0. Errors in cells
// (#N/A) are empty cells.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostic.h"

namespace sluice::syntax {

using CellValue = std::variant<double, std::string>;

// Rows and columns count from 0. Only cells that hold something are there.
struct Sheet {
  std::string name;
  std::map<std::pair<std::uint32_t, std::uint32_t>, CellValue> cells;  // by row, column
  std::uint32_t rows = 0, columns = 0;                                 // of the area in use

  void set(std::uint32_t row, std::uint32_t column, CellValue value);
  const CellValue* at(std::uint32_t row, std::uint32_t column) const;
};

struct CellRange {
  std::uint32_t first_row = 0, first_column = 0, last_row = 0, last_column = 0;
  bool operator==(const CellRange&) const = default;
};

struct NamedRange {
  std::string name;
  std::string sheet;  // that the range lies on
  std::string scope;  // the sheet that the name belongs to; empty: the whole workbook
  CellRange range;
};

struct Workbook {
  std::vector<Sheet> sheets;
  std::vector<NamedRange> names;
};

// The most cells that are read from one file.
inline constexpr std::size_t kMostWorkbookCells = 5'000'000;

// Reads .xlsx, .xlsm, .ods, .xls and delimited text (.csv by commas; .tab, .tsv, .txt by tabs; a
// `delimiter` of one character overrules that). A text becomes one sheet without a name. `path` is
// opened; what is wrong is told with that path as the place.
Checked<Workbook> read_workbook(const std::string& path, std::optional<char> delimiter);
// Delimited text at hand.
Workbook read_delimited(std::string_view text, char delimiter);

// A text that holds all of a workbook, and back; nothing where the text is no such thing.
std::string to_text(const Workbook& workbook);
std::optional<Workbook> workbook_from_text(std::string_view text);

// "B12" and "$B$12": nothing where it is no such reference. "B" alone and "12" alone have no row
// and no column.
struct CellReference {
  std::optional<std::uint32_t> row, column;
};
std::optional<CellReference> parse_cell_reference(std::string_view text);
// "B2:C5" or "B2".
std::optional<CellRange> parse_cell_range(std::string_view text);

}  // namespace sluice::syntax
