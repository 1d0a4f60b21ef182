// The readers of spreadsheet formats, one file a library. Private to src/syntax/workbook.
#pragma once

#include <stdexcept>
#include <string>

#include "syntax/workbook/workbook.h"

namespace sluice::syntax {

// What went wrong inside a file, in words that follow "NAME cannot be read".
struct BadWorkbook : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// They throw BadWorkbook, or whatever their library throws.
Workbook read_xlsx(const std::string& bytes);
Workbook read_ods(const std::string& bytes);
Workbook read_xls(const std::string& path);

// Adds the texts of an .xlsx that stand inside its cells.
void add_inline_texts(const std::string& bytes, Workbook& workbook);

// Days since 1899-12-30.
double day_number(int year, int month, int day);

}  // namespace sluice::syntax
