#include "model/external.h"

#include <algorithm>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice::model {
namespace {

using syntax::CellRange;
using syntax::Sheet;
using syntax::Workbook;

std::string name_of_cell(std::uint32_t row, std::uint32_t column) {
  std::string letters;
  for (std::uint32_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return format("{}{}", letters, row + 1);
}

const double* number_at(const Sheet& sheet, std::uint32_t row, std::uint32_t column) {
  const syntax::CellValue* value = sheet.at(row, column);
  return value == nullptr ? nullptr : std::get_if<double>(value);
}

// A name without digits that a number was: 3 as "3".
std::string text_of(const syntax::CellValue& value) {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr ? sluice::to_text(*number) : std::get<std::string>(value);
}

// The tab of a text file says how its cells are separated.
std::optional<char> delimiter_in(const std::string& tab) {
  if (tab.size() == 1) return tab[0];
  const std::string lower = to_lower(tab);
  if (lower == "\\t" || lower == "tab") return '\t';
  return std::nullopt;
}

// By name in any case, else by number from 1; a text has only one.
const Sheet* find_sheet(const Workbook& workbook, const std::string& tab) {
  for (const Sheet& sheet : workbook.sheets) {
    if (sheet.name == tab) return &sheet;
  }
  for (const Sheet& sheet : workbook.sheets) {
    if (to_lower(sheet.name) == to_lower(tab)) return &sheet;
  }
  if (workbook.sheets.size() == 1 && workbook.sheets[0].name.empty()) return workbook.sheets.data();
  const auto number = syntax::parse_cell_reference(tab);
  const bool counts = number && number->row && !number->column;
  if (counts && *number->row < workbook.sheets.size()) return &workbook.sheets[*number->row];
  return nullptr;
}

std::vector<std::string> sheet_names(const Workbook& workbook) {
  std::vector<std::string> names;
  for (const Sheet& sheet : workbook.sheets) names.push_back(sheet.name);
  return names;
}

// The sizes of the axes that are not one fixed element, in the order as written.
std::vector<std::uint32_t> varying_sizes(const EquationDraft& left) {
  std::vector<std::uint32_t> sizes;
  for (const LeftSubscript& subscript : left.left) {
    if (!subscript.fixed) sizes.push_back(static_cast<std::uint32_t>(subscript.elements.size()));
  }
  return sizes;
}

std::uint32_t product_of(const std::vector<std::uint32_t>& sizes) {
  std::uint32_t product = 1;
  for (const std::uint32_t size : sizes) product *= size;
  return product;
}

}  // namespace

struct ExternalReader::Area {
  const Workbook* workbook = nullptr;
  const Sheet* sheet = nullptr;
  CellRange range;
  bool ranged = false;  // a range with an end, not one cell to begin at
  bool turned = false;  // written with `*`
  // Of a series: where its inputs lie.
  bool down = false;
  std::uint32_t first = 0, last = 0, line = 0;  // along the axis; the row or column it lies in
  std::string file;
  // The tab, or the file where it is delimited text.
  std::string where() const { return format("\"{}\"", sheet->name.empty() ? file : sheet->name); }
};

std::optional<ExternalKind> external_kind_of(std::string_view function) {
  const std::string key = syntax::key_of(function);
  const bool file =
      key.starts_with("get xls ") || key.starts_with("get direct ") || key.starts_with("get 123 ");
  if (!file) return std::nullopt;
  if (key.ends_with(" constants")) return ExternalKind::constants;
  if (key.ends_with(" data")) return ExternalKind::data;
  if (key.ends_with(" lookups")) return ExternalKind::lookups;
  if (key.ends_with(" subscript")) return ExternalKind::subscript;
  return std::nullopt;
}

std::optional<ExternalKind> external_kind(const syntax::Expr& right) {
  const auto* call = std::get_if<syntax::Call>(&right.node);
  return call == nullptr ? std::nullopt : external_kind_of(call->name);
}

const std::string* ExternalReader::text_at(const syntax::Call& call, Span span,
                                           std::size_t argument) {
  if (argument >= call.arguments.size()) {
    draft_.say(Code::model_argument_count, span,
               format("{} has only {} of its arguments", call.name, call.arguments.size()),
               "it needs the file, the tab, and the cells as texts in ' '",
               "as in GET DIRECT CONSTANTS('data.xlsx', 'Sheet1', 'B2')");
    return nullptr;
  }
  const syntax::Expr& expr = call.arguments[argument];
  if (const auto* text = std::get_if<syntax::Text>(&expr.node)) return &text->value;
  draft_.say(Code::model_external_place, expr.span,
             format("argument {} of {} is no text", argument + 1, call.name),
             "it says where in a file to look", "write it in ' ', as in 'B2'");
  return nullptr;
}

std::optional<ExternalReader::Area> ExternalReader::area(const syntax::Call& call, Span span,
                                                         std::size_t cell_argument) {
  const std::string* file = text_at(call, span, 0);
  const std::string* tab = file != nullptr ? text_at(call, span, 1) : nullptr;
  const std::string* cell = tab != nullptr ? text_at(call, span, cell_argument) : nullptr;
  if (cell == nullptr) return std::nullopt;
  ExternalFiles::Opened& opened = files_.open(*file, delimiter_in(*tab));
  if (opened.workbook == nullptr) {
    if (!opened.told) {
      draft_.say(Code::model_external_file, call.arguments[0].span, opened.fault,
                 "the model takes numbers from it; names count from the model's own folder",
                 opened.hint);
    }
    opened.told = true;
    return std::nullopt;
  }
  Area area;
  area.file = *file;
  area.workbook = opened.workbook;
  area.sheet = find_sheet(*opened.workbook, *tab);
  if (area.sheet == nullptr) {
    draft_.say(Code::model_external_place, call.arguments[1].span,
               format("\"{}\" has no tab \"{}\"", *file, *tab),
               "a tab is named as in the spreadsheet, or by its number from 1",
               did_you_mean(*tab, sheet_names(*opened.workbook)));
    return std::nullopt;
  }
  if (!find_cell(*cell, call.arguments[cell_argument].span, area)) return std::nullopt;
  return area;
}

bool ExternalReader::find_cell(const std::string& written, Span span, Area& area) {
  std::string text = written;
  while (!text.empty() && (text.back() == '*' || text.back() == ' ')) {
    area.turned = area.turned || text.back() == '*';
    text.pop_back();
  }
  if (const auto range = syntax::parse_cell_range(text)) {
    area.range = *range;
    area.ranged = text.find(':') != std::string::npos;
    return true;
  }
  const syntax::NamedRange* found = nullptr;
  std::vector<std::string> known;
  for (const syntax::NamedRange& name : area.workbook->names) {
    known.push_back(name.name);
    if (to_lower(name.name) != to_lower(text)) continue;
    if (found == nullptr || name.sheet == area.sheet->name) found = &name;
  }
  const Sheet* sheet = found == nullptr ? nullptr : find_sheet(*area.workbook, found->sheet);
  if (sheet == nullptr) {
    draft_.say(Code::model_external_place, span,
               format("\"{}\" is no cell and no named range of {}", text, area.where()),
               "a cell is a column and a row, as B2; a name is one defined in the spreadsheet",
               did_you_mean(text, known));
    return false;
  }
  area.sheet = sheet;
  area.range = found->range;
  area.ranged = true;
  return true;
}

std::optional<std::vector<double>> ExternalReader::constants(const syntax::Call& call, Span span,
                                                             const EquationDraft& left) {
  const std::optional<Area> area = this->area(call, span, 2);
  if (!area) return std::nullopt;
  const std::vector<std::uint32_t> sizes = varying_sizes(left);
  const std::uint32_t across = sizes.empty() ? 1 : sizes.back();
  const std::uint32_t down = sizes.size() < 2 ? 1 : sizes[sizes.size() - 2];
  const bool column = area->range.first_column == area->range.last_column;
  bool turned = area->turned;
  // A range's own shape says which way a vector lies.
  if (sizes.size() == 1 && area->ranged && across > 1) turned = column;
  std::vector<double> values;
  for (std::uint32_t i = 0; i < product_of(sizes); ++i) {
    const std::uint32_t x = i % across, y = i / across % down, block = i / (across * down);
    const std::uint32_t row =
        area->range.first_row + (turned ? x : y) + block * (turned ? across : down);
    const std::uint32_t place = area->range.first_column + (turned ? y : x);
    const double* number = number_at(*area->sheet, row, place);
    if (number == nullptr) {
      say_missing_number(*area, call.arguments[2].span, row, place);
      return std::nullopt;
    }
    values.push_back(*number);
  }
  return values;
}

void ExternalReader::say_missing_number(const Area& area, Span span, std::uint32_t row,
                                        std::uint32_t column) {
  const syntax::CellValue* value = area.sheet->at(row, column);
  draft_.say(Code::model_external_number, span,
             value == nullptr
                 ? format("cell {} of {} is empty", name_of_cell(row, column), area.where())
                 : format("cell {} of {} holds \"{}\", no number", name_of_cell(row, column),
                          area.where(), text_of(*value)),
             "the model takes a constant from there",
             "fill it in, or name another first cell (a `*` after it reads downwards)");
}

// "1,5", "1 000", "12 %": meant as a number, of which the point may not be dropped.
bool is_meant_as_number(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kSigns = "0123456789.,'+-%$() \t\r\n\xA0\xC2\xE2\x80\xAF\x82\xAC\xA3";
  return text.find_first_of(kDigits) != text.npos && text.find_first_not_of(kSigns) == text.npos;
}

// Vensim goes on without the point.
void ExternalReader::tell_of_text(const Area& area, Span span, std::uint32_t row,
                                  std::uint32_t column) {
  const syntax::CellValue* value = area.sheet->at(row, column);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  if (text == nullptr || text->find_first_not_of(" \t\r\n") == std::string::npos) return;
  if (is_meant_as_number(*text)) {
    draft_.say(Code::model_external_number, span,
               format("cell {} of {} holds \"{}\", no number", name_of_cell(row, column),
                      area.where(), *text),
               "the model takes a series from there, and this is meant as a number",
               "write it with a decimal point and nothing between thousands, or empty the cell");
    return;
  }
  draft_.say(Code::model_point_no_number, span,
             format("cell {} of {} holds \"{}\", no number", name_of_cell(row, column),
                    area.where(), *text),
             "the model takes a series from there; the point is missing, as if the cell were empty",
             "write a number, or empty the cell");
}

// "4" a row, "B" a column, or a range: where the inputs of a series lie.
bool ExternalReader::find_axis(const std::string& written, Span span, Area& area) {
  const auto plain = syntax::parse_cell_reference(written);
  if (plain && plain->row.has_value() != plain->column.has_value()) {
    area.down = plain->column.has_value();
    area.line = area.down ? *plain->column : *plain->row;
    area.first = area.down ? area.range.first_row : area.range.first_column;
    area.last = area.down ? area.sheet->rows : area.sheet->columns;
    return true;
  }
  Area axis;
  axis.workbook = area.workbook;
  axis.sheet = area.sheet;
  if (!find_cell(written, span, axis)) return false;
  const CellRange& range = axis.range;
  area.down = range.last_row > range.first_row || range.last_column == range.first_column;
  area.line = area.down ? range.first_column : range.first_row;
  area.first = area.down ? range.first_row : range.first_column;
  area.last = (area.down ? range.last_row : range.last_column) + 1;
  return true;
}

std::optional<Series> ExternalReader::one_series(const Area& area, const syntax::Call& call,
                                                 Span span, std::size_t number) {
  std::vector<std::pair<double, double>> points;
  const auto beside = static_cast<std::uint32_t>(number);
  for (std::uint32_t at = area.first; at < area.last; ++at) {
    const double* x =
        area.down ? number_at(*area.sheet, at, area.line) : number_at(*area.sheet, area.line, at);
    const std::uint32_t along = at - area.first;
    const std::uint32_t row = area.range.first_row + (area.down ? along : beside);
    const std::uint32_t column = area.range.first_column + (area.down ? beside : along);
    if (x != nullptr) tell_of_text(area, call.arguments[3].span, row, column);
    const double* y = number_at(*area.sheet, row, column);
    if (x != nullptr && y != nullptr) points.emplace_back(*x, *y);
  }
  if (points.empty()) {
    const std::uint32_t row = area.range.first_row + (area.down ? 0 : beside);
    const std::uint32_t column = area.range.first_column + (area.down ? beside : 0);
    draft_.say(
        Code::model_external_number, call.arguments[3].span,
        format("no numbers from cell {} of {} on", name_of_cell(row, column), area.where()),
        format("{} looks for a number beside each number of {} \"{}\"", call.name,
               area.down ? "column" : "row", std::get<syntax::Text>(call.arguments[2].node).value),
        "check the row or column of the inputs, and the first cell");
    return std::nullopt;
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Series series;
  for (const auto& [x, y] : points) {
    if (!series.times.empty() && series.times.back() == x) {
      draft_.say(Code::model_external_number, span,
                 format("two values for the input {} on {}", sluice::to_text(x), area.where()),
                 "a series has one value for each input", "take one of the two away");
      return std::nullopt;
    }
    series.times.push_back(x);
    series.values.push_back(y);
  }
  return series;
}

std::optional<std::vector<Series>> ExternalReader::series(const syntax::Call& call, Span span,
                                                          const EquationDraft& left) {
  std::optional<Area> area = this->area(call, span, 3);
  const std::string* axis = area ? text_at(call, span, 2) : nullptr;
  if (axis == nullptr || !find_axis(*axis, call.arguments[2].span, *area)) return std::nullopt;
  std::vector<Series> all;
  for (std::uint32_t i = 0; i < product_of(varying_sizes(left)); ++i) {
    auto one = one_series(*area, call, span, i);
    if (!one) return std::nullopt;
    all.push_back(std::move(*one));
  }
  return all;
}

std::optional<std::vector<std::string>> ExternalReader::names(const syntax::Call& call, Span span) {
  const std::optional<Area> area = this->area(call, span, 2);
  const std::string* last = area ? text_at(call, span, 3) : nullptr;
  if (last == nullptr) return std::nullopt;
  const std::string prefix =
      call.arguments.size() > 4 && text_at(call, span, 4) != nullptr ? *text_at(call, span, 4) : "";
  // The last cell, or only its row or column: then the names go on to the end of the sheet. Empty
  // cells between them are passed over.
  const auto end = syntax::parse_cell_reference(*last);
  const CellRange& range = area->range;
  std::uint32_t last_row = range.last_row, last_column = range.last_column;
  if (end && !area->ranged) {
    last_row = end->row.value_or(end->column ? area->sheet->rows : range.first_row);
    last_column = end->column.value_or(end->row ? area->sheet->columns : range.first_column);
  }
  std::vector<std::string> names;
  for (const auto& [cell, value] : area->sheet->cells) {  // by row, column
    const auto& [row, column] = cell;
    const bool inside = row >= range.first_row && row <= last_row && column >= range.first_column &&
                        column <= last_column;
    if (!inside || syntax::fold_blanks(text_of(value)).empty()) continue;
    names.push_back(syntax::fold_blanks(prefix + text_of(value)));
  }
  if (!names.empty()) return names;
  say_missing_number(*area, call.arguments[2].span, range.first_row, range.first_column);
  return std::nullopt;
}

void take_elements(syntax::Tree& tree, Draft& draft, ExternalFiles& files) {
  for (syntax::Dimension& dimension : tree.dimensions) {
    // From the last to the first, so that the places of those before stay.
    for (auto from = dimension.from_files.rbegin(); from != dimension.from_files.rend(); ++from) {
      const auto* call = std::get_if<syntax::Call>(&from->call.node);
      const bool reads = external_kind(from->call) == ExternalKind::subscript;
      if (!reads) {
        draft.say(Code::elements_from_function, from->call.span,
                  format("\"{}\" cannot give the elements of \"{}\"",
                         call != nullptr ? call->name : "this", dimension.name),
                  "GET DIRECT SUBSCRIPT and GET XLS SUBSCRIPT read them from a file",
                  "list the elements here");
        continue;
      }
      const auto names = ExternalReader(draft, files).names(*call, from->call.span);
      if (!names) continue;
      std::vector<syntax::Subscript> elements;
      for (const std::string& name : *names) elements.push_back({name, false, from->call.span});
      dimension.elements.insert(
          dimension.elements.begin() + static_cast<std::ptrdiff_t>(from->before), elements.begin(),
          elements.end());
    }
    dimension.from_files.clear();
  }
}

}  // namespace sluice::model
