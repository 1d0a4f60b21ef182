// GET XLS, GET DIRECT and GET 123 CONSTANTS, DATA, LOOKUPS and SUBSCRIPT: numbers and names from
// spreadsheets and delimited text. Private to src/model.
//
// Layout, as Vensim's reference manual has it (functions GET DIRECT ..., GET XLS ...): constants
// lie with the last subscript across and the one before it down, the other way round where the cell
// ends in `*`; a series runs along the row or column that its times stand in, one series beside the
// next for each combination of the subscripts. Cells of a series without a number are missing
// points.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/draft.h"
#include "model/external_files.h"

namespace sluice::model {

enum class ExternalKind : std::uint8_t { constants, data, lookups, subscript };

// What a right-hand side takes from a file, if it is nothing but such a call.
std::optional<ExternalKind> external_kind(const syntax::Expr& right);
// The same by the name of a function: "GET XLS DATA".
std::optional<ExternalKind> external_kind_of(std::string_view function);

class ExternalReader {
 public:
  ExternalReader(Draft& draft, ExternalFiles& files) : draft_(draft), files_(files) {}

  // By place in the full list of the left-hand side's cells, exceptions counted. Nothing where
  // something was wrong (and said).
  std::optional<std::vector<double>> constants(const syntax::Call& call, Span span,
                                               const EquationDraft& left);
  std::optional<std::vector<Series>> series(const syntax::Call& call, Span span,
                                            const EquationDraft& left);
  std::optional<std::vector<std::string>> names(const syntax::Call& call, Span span);

 private:
  struct Area;  // where to begin, on which sheet
  const std::string* text_at(const syntax::Call& call, Span span, std::size_t argument);
  std::optional<Area> area(const syntax::Call& call, Span span, std::size_t cell_argument);
  bool find_cell(const std::string& written, Span span, Area& area);
  std::optional<Series> one_series(const Area& area, const syntax::Call& call, Span span,
                                   std::size_t number);
  bool find_axis(const std::string& written, Span span, Area& area);
  void say_missing_number(const Area& area, Span span, std::uint32_t row, std::uint32_t column);
  // Where a text stands for a number of a series, which is a missing point then.
  void tell_of_text(const Area& area, Span span, std::uint32_t row, std::uint32_t column);

  Draft& draft_;
  ExternalFiles& files_;
};

// Puts the elements that dimensions take from files in their places.
void take_elements(syntax::Tree& tree, Draft& draft, ExternalFiles& files);

// Where some elements of a variable are data and others are computed, the data get a variable of
// their own, which the equations then name.
void split_mixed_data(syntax::Tree& tree);

}  // namespace sluice::model
