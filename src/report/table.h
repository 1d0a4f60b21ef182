// A table as text. On a terminal that is too narrow, columns of words are wrapped first; then
// columns are left out, the least important first, and a line at the foot says which.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/terminal.h"

namespace sluice::report {

enum class Align : unsigned char { left, right };

struct Column {
  std::string heading;
  Align align = Align::right;
  int importance = 0;  // the lowest goes first; equal ones from the left
  bool keep = false;   // never left out
  bool words = false;  // may be wrapped, to no less than 12 cells
};

struct Table {
  std::string title;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // as many cells as columns
  std::vector<std::string> notes;              // under the table
};

// Ends with a newline.
std::string to_text(const Table& table, const Terminal& terminal);

}  // namespace sluice::report
