// .xlsx and .ods by orcus, which hands over cell by cell what it finds in the file.
#include <orcus/orcus_ods.hpp>
#include <orcus/orcus_xlsx.hpp>
#include <orcus/spreadsheet/import_interface.hpp>

#include <cmath>
#include <deque>
#include <memory>

#include "base/number.h"
#include "syntax/workbook/formats.h"

namespace sluice::syntax {
namespace {

namespace iface = orcus::spreadsheet::iface;
using orcus::spreadsheet::col_t;
using orcus::spreadsheet::row_t;
using orcus::spreadsheet::sheet_t;

class Texts final : public iface::import_shared_strings {
 public:
  std::size_t append(std::string_view text) override {
    texts_.emplace_back(text);
    return texts_.size() - 1;
  }
  std::size_t add(std::string_view text) override { return append(text); }
  void set_segment_font(std::size_t) override {}
  void set_segment_bold(bool) override {}
  void set_segment_italic(bool) override {}
  void set_segment_font_name(std::string_view) override {}
  void set_segment_font_size(double) override {}
  void set_segment_font_color(orcus::spreadsheet::color_elem_t, orcus::spreadsheet::color_elem_t,
                              orcus::spreadsheet::color_elem_t,
                              orcus::spreadsheet::color_elem_t) override {}
  void append_segment(std::string_view text) override { segments_ += text; }
  std::size_t commit_segments() override { return append(std::exchange(segments_, {})); }

  const std::string& at(std::size_t index) const {
    static const std::string kNone;
    return index < texts_.size() ? texts_[index] : kNone;
  }

 private:
  std::deque<std::string> texts_;
  std::string segments_;
};

std::optional<NamedRange> range_in(std::string_view text);

// The names of one sheet or of the whole workbook.
class NameTaker final : public iface::import_named_expression {
 public:
  NameTaker(std::vector<NamedRange>& names, std::string scope)
      : names_(names), scope_(std::move(scope)) {}

  void set_base_position(const orcus::spreadsheet::src_address_t&) override {}
  void set_named_expression(std::string_view name, std::string_view text) override {
    name_ = name;
    text_ = text;
  }
  void set_named_range(std::string_view name, std::string_view text) override {
    set_named_expression(name, text);
  }
  void commit() override {
    auto range = range_in(text_);
    if (!range) return;
    range->name = name_;
    range->scope = scope_;
    names_.push_back(std::move(*range));
  }

 private:
  std::vector<NamedRange>& names_;
  std::string scope_, name_, text_;
};

// One sheet's cells, and the cached results of its formulas.
class SheetTaker final : public iface::import_sheet, public iface::import_formula {
 public:
  SheetTaker(const std::string& name, const Texts& texts, std::size_t& count,
             std::vector<NamedRange>& names)
      : texts_(texts), count_(count), names_(names, name) {
    sheet_.name = name;
  }
  Sheet take() { return std::move(sheet_); }
  const std::string& name() const { return sheet_.name; }

  iface::import_formula* get_formula() override { return this; }
  iface::import_named_expression* get_named_expression() override { return &names_; }
  void set_auto(row_t row, col_t column, std::string_view text) override {
    if (const auto number = number_in(text)) return put(row, column, *number);
    put(row, column, std::string(text));
  }
  void set_string(row_t row, col_t column, orcus::spreadsheet::string_id_t text) override {
    put(row, column, texts_.at(text));
  }
  void set_value(row_t row, col_t column, double value) override { put(row, column, value); }
  void set_bool(row_t row, col_t column, bool value) override {
    put(row, column, value ? 1.0 : 0.0);
  }
  void set_date_time(row_t row, col_t column, int year, int month, int day, int hour, int minute,
                     double second) override {
    const double time = (hour * 3600.0 + minute * 60.0 + second) / 86400.0;
    put(row, column, day_number(year, month, day) + time);
  }
  void set_format(row_t, col_t, std::size_t) override {}
  void set_format(row_t, col_t, row_t, col_t, std::size_t) override {}
  void fill_down_cells(row_t row, col_t column, row_t size) override {
    const CellValue* source =
        sheet_.at(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column));
    if (source == nullptr) return;
    const CellValue value = *source;
    for (row_t i = 1; i <= size; ++i) put(row + i, column, value);
  }
  orcus::spreadsheet::range_size_t get_sheet_size() const override { return {1048576, 16384}; }

  void set_position(row_t row, col_t column) override {
    row_ = row;
    column_ = column;
  }
  void set_formula(orcus::spreadsheet::formula_grammar_t, std::string_view) override {}
  void set_shared_formula_index(std::size_t) override {}
  void set_result_string(std::string_view value) override {
    put(row_, column_, std::string(value));
  }
  void set_result_value(double value) override { put(row_, column_, value); }
  void set_result_bool(bool value) override { put(row_, column_, value ? 1.0 : 0.0); }
  void set_result_empty() override {}
  void commit() override {}

 private:
  void put(row_t row, col_t column, CellValue value) {
    if (row < 0 || column < 0) return;
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && (text->empty() || text->starts_with("#N/A"))) return;
    if (++count_ > kMostWorkbookCells) throw BadWorkbook("it has too many cells");
    sheet_.set(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column),
               std::move(value));
  }

  const Texts& texts_;
  std::size_t& count_;
  NameTaker names_;
  Sheet sheet_;
  row_t row_ = 0;
  col_t column_ = 0;
};

// "A1:B2", "Sheet1!$A$1:$B$2", "'My sheet'!A1", "$Sheet1.$A$1:.$B$2" (OpenDocument).
std::optional<NamedRange> range_in(std::string_view text) {
  if (const auto plain = parse_cell_range(text)) return NamedRange{{}, {}, {}, *plain};
  std::string sheet, cells;
  std::string* part = &sheet;
  bool quoted = false;
  for (const char letter : text) {
    if (letter == '\'') quoted = !quoted;
    const bool separates = !quoted && part == &sheet && (letter == '!' || letter == '.');
    if (separates) {
      part = &cells;
    } else if (letter != '\'' && (quoted || (letter != '$' && letter != '.' && letter != '='))) {
      *part += letter;
    }
  }
  // The second corner may repeat the sheet: "Sheet1.A1:Sheet1.B2".
  if (const std::size_t again = cells.find(":" + sheet); again != std::string::npos) {
    cells.erase(again + 1, sheet.size());
  }
  const auto range = parse_cell_range(cells);
  if (!range) return std::nullopt;
  return NamedRange{{}, sheet, {}, *range};
}

class Taker final : public iface::import_factory, public iface::import_reference_resolver {
 public:
  iface::import_reference_resolver* get_reference_resolver(
      orcus::spreadsheet::formula_ref_context_t) override {
    return this;
  }
  orcus::spreadsheet::src_address_t resolve_address(std::string_view text) override {
    const auto range = range_in(text);
    if (!range) throw BadWorkbook("it has a cell reference that is none");
    return {0, static_cast<row_t>(range->range.first_row),
            static_cast<col_t>(range->range.first_column)};
  }
  orcus::spreadsheet::src_range_t resolve_range(std::string_view text) override {
    const auto range = range_in(text);
    if (!range) throw BadWorkbook("it has a cell reference that is none");
    const CellRange& cells = range->range;
    return {{0, static_cast<row_t>(cells.first_row), static_cast<col_t>(cells.first_column)},
            {0, static_cast<row_t>(cells.last_row), static_cast<col_t>(cells.last_column)}};
  }

  iface::import_shared_strings* get_shared_strings() override { return &texts_; }
  iface::import_named_expression* get_named_expression() override { return &global_; }
  iface::import_sheet* append_sheet(sheet_t, std::string_view name) override {
    sheets_.push_back(std::make_unique<SheetTaker>(std::string(name), texts_, count_, names_));
    return sheets_.back().get();
  }
  iface::import_sheet* get_sheet(std::string_view name) override {
    for (auto& sheet : sheets_) {
      if (sheet->name() == name) return sheet.get();
    }
    return nullptr;
  }
  iface::import_sheet* get_sheet(sheet_t index) override {
    const auto place = static_cast<std::size_t>(index);
    return place < sheets_.size() ? sheets_[place].get() : nullptr;
  }
  void finalize() override {}

  Workbook take() {
    Workbook workbook;
    for (auto& sheet : sheets_) workbook.sheets.push_back(sheet->take());
    workbook.names = std::move(names_);
    return workbook;
  }

 private:
  Texts texts_;
  std::size_t count_ = 0;
  std::vector<std::unique_ptr<SheetTaker>> sheets_;
  std::vector<NamedRange> names_;
  NameTaker global_{names_, {}};
};

// "malformed_xml_error: mis-matching closing element. (offset=-1)" without its first and last part.
std::string in_words(std::string_view said) {
  const std::size_t colon = said.find(": ");
  if (colon != std::string_view::npos) said.remove_prefix(colon + 2);
  said = said.substr(0, said.find(" (offset="));
  while (said.ends_with('.')) said.remove_suffix(1);
  return said.empty() ? "a part of it is damaged" : "a part of it is damaged: " + std::string(said);
}

template <class Filter>
Workbook read_with(const std::string& bytes) {
  Taker taker;
  Filter filter(&taker);
  try {
    filter.read_stream(bytes);
  } catch (const BadWorkbook&) {
    throw;
  } catch (const std::exception& fault) {
    throw BadWorkbook(in_words(fault.what()));
  }
  Workbook workbook = taker.take();
  if (workbook.sheets.empty()) throw BadWorkbook("it has no sheets");
  return workbook;
}

}  // namespace

Workbook read_xlsx(const std::string& bytes) {
  Workbook workbook = read_with<orcus::orcus_xlsx>(bytes);
  add_inline_texts(bytes, workbook);
  return workbook;
}
Workbook read_ods(const std::string& bytes) { return read_with<orcus::orcus_ods>(bytes); }

}  // namespace sluice::syntax
