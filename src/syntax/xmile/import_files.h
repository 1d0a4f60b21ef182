// What <data> imports: tables beside the model, with a name at the head of each column or row and
// its numbers behind it (OASIS XMILE 1.0, 2.8; isee's help, Creating Import and Export Files). They
// are kept among the sources, so that a result holds them.
#pragma once

#include <string>
#include <vector>

#include "syntax/workbook/workbook.h"
#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

// One column or row: its head, and the numbers behind it with their places from 0. Cells that are
// empty have none.
struct ImportedLine {
  std::string head;  // "births", "hares.births", "births[north, *]"
  std::vector<std::pair<std::uint32_t, double>> numbers;
  std::string fault;  // of a cell that holds no number; empty where there is none
};

struct Import {
  std::string name;  // as the model writes it
  Span span;         // of that
  std::vector<ImportedLine> lines;
};

// All that are enabled, automatic and can be read; the others are told.
std::vector<Import> read_import_files(const Document& document, SourceSet& sources,
                                      Complaints& complaints);

}  // namespace sluice::syntax::xmile
