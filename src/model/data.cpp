#include "model/data.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>

#include "base/format.h"
#include "model/dat_text.h"
#include "model/dependencies.h"

namespace sluice::model {
namespace {

using Cell = NamedSpan;  // trimmed, quotes removed
using Row = std::vector<Cell>;

// Splits one text into rows of cells.
class TableReader {
 public:
  TableReader(std::string_view text, std::uint32_t file) : text_(text), file_(file) {
    const std::string_view first_line = text.substr(0, text.find('\n'));
    separator_ = first_line.find('\t') != first_line.npos ? '\t' : ',';
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<Row> read() {
    std::vector<Row> rows;
    while (at_ < text_.size()) {
      Row row = read_row();
      const bool blank =
          std::all_of(row.begin(), row.end(), [](const Cell& cell) { return cell.text.empty(); });
      if (!blank) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  Row read_row() {
    Row row;
    while (true) {
      row.push_back(read_cell());
      if (at_ >= text_.size() || text_[at_] == '\n') break;
      ++at_;
    }
    ++at_;
    return row;
  }

  Cell read_cell() {
    const std::size_t begin = at_;
    bool quoted = false;
    int brackets = 0;
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      const char letter = text_[at_];
      if (letter == '"') quoted = !quoted;
      if (letter == '[') ++brackets;
      if (letter == ']') --brackets;
      if (letter == separator_ && !quoted && brackets <= 0) break;
    }
    return trimmed(begin, at_);
  }

  Cell trimmed(std::size_t begin, std::size_t end) const {
    const auto is_edge = [&](std::size_t i) {
      return std::string_view(" \t\r\"").find(text_[i]) != std::string_view::npos;
    };
    while (begin < end && is_edge(begin)) ++begin;
    while (end > begin && is_edge(end - 1)) --end;
    return {text_.substr(begin, end - begin),
            Span{file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
  }

  std::string_view text_;
  std::uint32_t file_;
  std::size_t at_ = 0;
  char separator_ = ',';
};

std::optional<double> number_of(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (copy.empty() || end != copy.c_str() + copy.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

class DataTable {
 public:
  DataTable(Model& model, std::uint32_t file, std::vector<Row> rows)
      : model_(model), file_(file), rows_(std::move(rows)) {}

  Diagnostics attach() {
    if (rows_.empty() || rows_[0].size() < 2) {
      say_no_table();
      return std::move(diagnostics_);
    }
    find_overlong_row();
    if (!names_across()) transpose();
    if (read_times()) {
      for (std::size_t column = 1; column < rows_[0].size(); ++column) read_series(column);
      note_unused();
    }
    return std::move(diagnostics_);
  }

 private:
  void say_no_table() {
    const bool semicolons = !rows_.empty() && rows_[0][0].text.find(';') != std::string_view::npos;
    say(Code::model_data_malformed, rows_.empty() ? Span{file_, 0, 0} : rows_[0][0].span,
        "the data file holds no table", "it needs a time and at least one series",
        semicolons
            ? "its cells seem to lie between `;`: put commas or tabs between them, and write "
              "decimals with a point"
            : "");
  }

  bool names_across() const {
    return std::any_of(rows_[0].begin() + 1, rows_[0].end(), [](const Cell& cell) {
      return !cell.text.empty() && !number_of(cell.text);
    });
  }

  // A comma too many would move every number after it to another name.
  void find_overlong_row() {
    const std::size_t width = rows_[0].size();
    for (const Row& row : rows_) {
      for (std::size_t i = width; i < row.size(); ++i) {
        if (row[i].text.empty()) continue;
        return say(Code::model_data_malformed, row[i].span,
                   format("this row has {} cells, and the first row has {}", row.size(), width),
                   "each cell belongs to a cell of the first row",
                   "remove what is too much, or put a name with a comma in quotes");
      }
    }
  }

  void transpose() {
    std::vector<Row> turned(rows_[0].size());
    for (const Row& row : rows_) {
      for (std::size_t i = 0; i < turned.size(); ++i) {
        turned[i].push_back(i < row.size() ? row[i] : Cell{{}, row.back().span});
      }
    }
    rows_ = std::move(turned);
  }

  bool read_times() {
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const Cell& cell = rows_[i][0];
      const auto time = number_of(cell.text);
      if (!time || (!times_.empty() && !(*time > times_.back()))) {
        say(Code::model_data_malformed, cell.span,
            time ? format("the time {} does not come after {}", cell.text,
                          sluice::to_text(times_.back()))
                 : format("\"{}\" is not a time", cell.text),
            "times are numbers that ascend",
            time ? "sort the rows, and give each time once"
                 : "write times as the model counts them: 2020.5, say, where it begins at 2020");
        return false;
      }
      times_.push_back(*time);
    }
    return true;
  }

  void read_series(std::size_t column) {
    const Cell& head = rows_[0][column];
    if (head.text.empty()) return;
    const auto cells = find_cells(model_, head.text, model_.sources.place_of(head.span));
    if (!cells.value) return unused_.push_back(head);
    if (model_.at(cells.value->front().variable).kind != VariableKind::data) return;
    const auto series = series_of(column);
    if (!series) return;
    for (const CellRef& cell : *cells.value) {
      const auto [before, fresh] = filled_.emplace(std::pair(cell.variable, cell.cell), &head);
      Series& kept = model_.variables[static_cast<std::size_t>(cell.variable)].series[cell.cell];
      // Tables of several runs repeat what they share.
      const bool same = kept.times == series->times && kept.values == series->values;
      if (!fresh && !same) return say_twice(head, *before->second);
      kept = *series;
    }
  }

  std::optional<Series> series_of(std::size_t column) {
    Series series;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      if (column >= rows_[i].size() || rows_[i][column].text.empty()) continue;
      const Cell& cell = rows_[i][column];
      const auto value = number_of(cell.text);
      if (!value) {
        say(Code::model_data_malformed, cell.span, format("\"{}\" is not a number", cell.text),
            "a series holds numbers; an empty cell is a missing point",
            "leave the cell empty where there is no value");
        return std::nullopt;
      }
      series.times.push_back(times_[i - 1]);
      series.values.push_back(*value);
    }
    return series;
  }

  void say_twice(const Cell& head, const Cell& before) {
    say(Code::model_data_malformed, head.span,
        format("the table has series for \"{}\" twice", head.text),
        format("\"{}\" before it names the same, and it is not clear which numbers are meant",
               before.text),
        "rename one of them, or take it away");
  }

  void note_unused() {
    if (!unused_.empty()) diagnostics_.push_back(unknown_series(model_, unused_));
  }

  void say(Code code, Span span, std::string message, std::string reason, std::string hint = {}) {
    diagnostics_.push_back(make_diagnostic(code, model_.sources.place_of(span), std::move(message),
                                           std::move(reason), std::move(hint)));
  }

  Model& model_;
  std::uint32_t file_;
  std::vector<Row> rows_;
  std::vector<double> times_;
  std::vector<Cell> unused_;
  std::map<std::pair<VariableId, std::uint32_t>, const Cell*> filled_;
  Diagnostics diagnostics_;
};

}  // namespace

Diagnostics attach_data(Model& model, const std::string& name, std::string text) {
  const std::uint32_t file = model.sources.add(name, std::move(text));
  const std::string kept(model.sources.text(file));
  if (is_dat_text(kept)) return attach_dat_text(model, file, kept);
  return DataTable(model, file, TableReader(kept, file).read()).attach();
}

std::vector<std::string> series_named_in(const std::string& text) {
  if (is_dat_text(text)) return names_in_dat_text(text);
  std::vector<std::string> names;
  const auto take = [&](const Cell& cell) {
    if (!cell.text.empty() && !number_of(cell.text)) names.emplace_back(cell.text);
  };
  const std::vector<Row> rows = TableReader(text, 0).read();
  for (const Row& row : rows) take(row.front());
  if (!rows.empty()) std::for_each(rows.front().begin() + 1, rows.front().end(), take);
  return names;
}

namespace {

// What is said of a data variable of which some or all elements have no series. An element without
// one is :NA: throughout, as in Vensim, where others have one: models ask for that.
Diagnostic missing_series(const Model& model, const Variable& variable, bool read,
                          const std::string& looked_in) {
  const auto empty = [](const Series& series) { return series.times.empty(); };
  const auto found = std::find_if(variable.series.begin(), variable.series.end(), empty);
  const auto lacking = std::count_if(variable.series.begin(), variable.series.end(), empty);
  const auto cell = static_cast<std::size_t>(found - variable.series.begin());
  const std::string name = model.cell_name(variable, cell);
  const bool partly = static_cast<std::size_t>(lacking) < variable.series.size();
  const Code code = !read    ? Code::model_data_unread
                    : partly ? Code::model_data_partly
                             : Code::model_data_missing;
  const std::string reason =
      !read ? "nothing reads it, so the model runs without, and its results leave it out"
      : partly
          ? "other elements have data, so these are :NA: at all times, and results leave them out"
          : "a variable without an equation takes its values from a data file" + looked_in;
  return make_diagnostic(
      code, model.sources.place_of(variable.span),
      lacking == 1 ? format("no data for \"{}\"", name)
                   : format("no data for \"{}\" and {} more of its elements", name, lacking - 1),
      reason,
      format("give a CSV file with the columns Time and {}: `--data FILE` with a model file, or "
             "series = [\"FILE\"] in [study] with a study",
             name));
}

}  // namespace

Diagnostics find_missing_data(const Model& model, const std::vector<std::string>& given) {
  Diagnostics diagnostics;
  std::vector<bool> read(model.variables.size());
  for (std::uint32_t i = 0; i < model.variables.size(); ++i) {
    for (const VariableId cause : causes_of(model, VariableId{i})) {
      read[static_cast<std::size_t>(cause)] = true;
    }
  }
  const std::string names = first_few(given, 3, [](const std::string& name) { return name; });
  const std::string looked_in = given.empty() ? "" : format("; those given hold none: {}", names);
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const Variable& variable = model.variables[i];
    if (variable.kind != VariableKind::data) continue;
    const bool whole = std::none_of(variable.series.begin(), variable.series.end(),
                                    [](const Series& series) { return series.times.empty(); });
    if (!whole) diagnostics.push_back(missing_series(model, variable, read[i], looked_in));
  }
  return diagnostics;
}

}  // namespace sluice::model
