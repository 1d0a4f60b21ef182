// As isee's help has it (Imported Inputs; Setting Up Import Links): a constant takes the number
// below its name, a stock its starting value, a graphical function its y values in the order of x.
// What is computed keeps its equation. A variable without an equation takes a series over the times
// that stand in the table's first column.
#include "syntax/xmile/imports.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/import_files.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

// Cells of an array that are written out for the numbers of some of them.
constexpr std::size_t kMostCells = 100'000;

using Places = std::vector<std::size_t>;

bool is_blank_or_nan(const std::optional<Text>& text) {
  return !text || text->is_blank() || to_lower(trimmed(text->value)) == "nan";
}
// A number between blanks, a minus before it.
bool is_number(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.starts_with('-') || rest.starts_with('+')) rest = trimmed(rest.substr(1));
  return number_in(rest).has_value();
}
bool is_constant(const std::optional<Text>& text) {
  return is_blank_or_nan(text) || is_number(text->value);
}

// "name[a, *]" as the variable's path and the words between its brackets.
struct Head {
  std::vector<std::string> path;
  std::vector<std::string> subscripts;
};
Head head_of(const std::string& written) {
  const std::size_t bracket = std::min(written.find('['), written.size());
  Head head{split_path(written.substr(0, bracket)), {}};
  if (bracket == written.size()) return head;
  const std::string inside = written.substr(bracket + 1, written.rfind(']') - bracket - 1);
  for (const std::string_view name : split(inside, ',')) head.subscripts.push_back(name_in(name));
  return head;
}

class Importer {
 public:
  Importer(Whole& whole, Complaints& complaints, const std::string& time_unit)
      : whole_(whole), complaints_(complaints), time_unit_(key_of(time_unit)) {}

  void take(const Import& import) {
    import_ = &import;
    unknown_.clear();
    times_ =
        !import.lines.empty() && is_time(import.lines.front()) ? &import.lines.front() : nullptr;
    for (const ImportedLine& line : import.lines) {
      if (&line != times_) take_line(line);
    }
    if (unknown_.empty()) return;
    const auto itself = [](const std::string& name) { return name; };
    say(format("\"{}\" has names that are no variables: {}", import.name,
               first_few(unknown_, 5, itself)),
        "they are passed over", "write the names of the model, as module.name inside a module");
  }

 private:
  // "Time", or the unit in which the model counts it: "Years".
  bool is_time(const ImportedLine& line) const {
    const std::string key = key_of(name_in(line.head));
    return key == "time" || (!time_unit_.empty() && (key == time_unit_ || key == time_unit_ + "s"));
  }

  void say(std::string message, std::string reason, std::string hint = {}) {
    complaints_.say(Code::xmile_left_out, import_->span, std::move(message), std::move(reason),
                    std::move(hint));
  }
  void leave(const ImportedLine& line, std::string reason, std::string hint = {}) {
    say(format("\"{}\" is not imported from \"{}\"", line.head, import_->name), std::move(reason),
        std::move(hint));
  }

  // The last one counts where several lines give a variable, or a cell of it, its numbers.
  void note_taken(const ImportedLine& line, Variable& variable, const std::vector<Places>& cells) {
    bool again = false;
    for (const Places& cell : cells) again = !taken_.emplace(&variable, cell).second || again;
    variable.imported_from = import_->name;
    if (!again) return;
    say(format("\"{}\" is imported twice, from \"{}\" the second time", line.head, import_->name),
        "its second numbers stand", "take one of the two away");
  }

  Variable* find(std::vector<std::string> path) const {
    Scope* scope = &whole_.root;
    if (path.size() > 1 && path.front().empty()) path.erase(path.begin());
    for (std::size_t i = 0; i + 1 < path.size() && scope != nullptr; ++i) {
      scope = scope->module_named(path[i]);
    }
    return scope == nullptr ? nullptr : scope->find(path.back());
  }

  void take_line(const ImportedLine& line) {
    const Head head = head_of(line.head);
    Variable* variable = find(head.path);
    if (variable == nullptr) return unknown_.push_back(line.head);
    if (!line.fault.empty()) {
      return leave(line, format("one of its cells holds \"{}\", no number", line.fault),
                   "write numbers with a decimal point and nothing between thousands");
    }
    if (line.numbers.empty()) return leave(line, "no number stands behind its name");
    if (variable->has_table()) return take_graph(line, head, *variable);
    if (takes_series(*variable, head)) return take_series(line, *variable);
    take_constants(line, head, *variable);
  }

  // One after the other from the first cell on.
  static bool has_gaps(const ImportedLine& line) {
    return line.numbers.back().first + 1 != line.numbers.size();
  }

  void take_graph(const ImportedLine& line, const Head& head, Variable& variable) {
    if (has_gaps(line)) return leave(line, "a cell between its numbers is empty");
    Table* table = variable.table ? &*variable.table : nullptr;
    Places place;
    if (!head.subscripts.empty()) {
      const auto cells = cells_of(head, variable);
      if (cells) place = cells->front();
      table = nullptr;
      for (Element& element : variable.elements) {
        const bool is_it = cells && cells->size() == 1 && element.places == cells->front();
        if (is_it && element.table) table = &*element.table;
      }
    }
    if (table == nullptr) return leave(line, "it names no graph of its own");
    if (!fill(*table, line)) {
      return leave(line,
                   format("it has {} numbers, and the graph has {} points that do not lie "
                          "evenly",
                          line.numbers.size(), table->points.size()),
                   "give one y value for each x of the graph");
    }
    note_taken(line, variable, {place});
  }

  // More or fewer values than before are spread over the same range of x.
  static bool fill(Table& table, const ImportedLine& line) {
    auto& points = table.points;
    if (points.size() != line.numbers.size()) {
      if (points.size() < 2 || line.numbers.size() < 2 || !lie_evenly(points)) return false;
      const double least = points.front().first, most = points.back().first;
      const auto last = static_cast<double>(line.numbers.size() - 1);
      points.resize(line.numbers.size());
      for (std::size_t i = 0; i < points.size(); ++i) {
        points[i].first = least + (most - least) * static_cast<double>(i) / last;
      }
      points.back().first = most;
    }
    for (std::size_t i = 0; i < points.size(); ++i) points[i].second = line.numbers[i].second;
    return true;
  }

  static bool lie_evenly(const std::vector<std::pair<double, double>>& points) {
    const double width = points.back().first - points.front().first;
    const double step = width / static_cast<double>(points.size() - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double at = points.front().first + step * static_cast<double>(i);
      if (std::abs(points[i].first - at) > 1e-9 * std::abs(width)) return false;
    }
    return true;
  }

  // An auxiliary without an equation, where the table has times.
  bool takes_series(const Variable& variable, const Head& head) const {
    return times_ != nullptr && variable.sort == Sort::aux && head.subscripts.empty() &&
           variable.axes.empty() && is_blank_or_nan(variable.equation);
  }

  void take_series(const ImportedLine& line, Variable& variable) {
    std::map<std::uint32_t, double> times(times_->numbers.begin(), times_->numbers.end());
    Table table;
    for (const auto& [place, value] : line.numbers) {
      const auto time = times.find(place);
      const bool ascends =
          time != times.end() && (table.points.empty() || table.points.back().first < time->second);
      if (!ascends) return leave(line, "its times are not numbers that ascend");
      table.points.emplace_back(time->second, value);
    }
    variable.table = std::move(table);
    variable.equation = text("TIME");
    note_taken(line, variable, {{}});
  }

  void take_constants(const ImportedLine& line, const Head& head, Variable& variable) {
    const auto cells = cells_of(head, variable);
    if (!cells) {
      return leave(line,
                   variable.axes.empty()
                       ? std::string("it is no array")
                       : format("it is an array over {}", sluice::joined(variable.axes)),
                   "name a cell as name[element], or a row of them as name[element, *]");
    }
    const bool fits = line.numbers.size() == cells->size() || line.numbers.size() == 1;
    if (!fits || has_gaps(line)) {
      return leave(
          line,
          format("{} {} its name, and it has {} {}", line.numbers.size(),
                 line.numbers.size() == 1 ? "number stands behind" : "numbers stand behind",
                 cells->size(), cells->size() == 1 ? "value" : "cells"),
          "give one number, or one for each cell, without a gap");
    }
    if (!variable.axes.empty() && !spell_out(variable)) return leave_computed(line);
    std::vector<std::optional<Text>*> equations;
    for (std::size_t i = 0; i < cells->size(); ++i) equations.push_back(&variable.equation);
    if (!variable.axes.empty()) {
      std::map<Places, std::optional<Text>*> by_place;
      for (Element& element : variable.elements) by_place[element.places] = &element.equation;
      for (std::size_t i = 0; i < cells->size(); ++i) equations[i] = by_place.at((*cells)[i]);
    }
    const auto computed = [](const auto* equation) { return !is_constant(*equation); };
    if (std::ranges::any_of(equations, computed)) return leave_computed(line);
    for (std::size_t i = 0; i < equations.size(); ++i) {
      const double value = line.numbers[line.numbers.size() == 1 ? 0 : i].second;
      *equations[i] = text(sluice::to_text(value));
    }
    note_taken(line, variable, *cells);
  }

  void leave_computed(const ImportedLine& line) {
    leave(line, "it is computed, and only constants, starting values and graphs are imported",
          "write a number as its equation if the file is to give it");
  }

  // Every cell gets an equation of its own; false where it cannot be seen what each one's is.
  bool spell_out(Variable& variable) const {
    const std::vector<Places> all =
        all_cells(variable, std::vector<std::optional<std::size_t>>(variable.axes.size()));
    if (all.empty() || all.size() > kMostCells) return false;
    if (!variable.elements.empty()) return fill_elements(all, variable);
    std::vector<std::optional<Text>> equations(all.size(), variable.equation);
    if (!variable.further_equations.empty()) {
      if (variable.further_equations.size() + 1 != all.size()) return false;
      for (std::size_t i = 1; i < all.size(); ++i) equations[i] = variable.further_equations[i - 1];
      variable.further_equations.clear();
    } else if (!is_constant(variable.equation) && !split_list(variable, equations)) {
      return false;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      variable.elements.push_back({all[i], equations[i], {}, {}, variable.span, {}, {}});
    }
    return true;
  }

  static bool fill_elements(const std::vector<Places>& all, Variable& variable) {
    std::set<Places> there;
    for (Element& element : variable.elements) {
      there.insert(element.places);
      if (!element.equation) element.equation = variable.equation;
    }
    for (const Places& cell : all) {
      if (!there.contains(cell))
        variable.elements.push_back({cell, {}, {}, {}, variable.span, {}, {}});
    }
    return true;
  }

  // "1, 2, 3" as one text for each cell.
  static bool split_list(const Variable& variable, std::vector<std::optional<Text>>& equations) {
    const std::string& written = variable.equation->value;
    std::size_t cell = 0;
    for (const std::string_view one : split(written, ',')) {
      if (cell >= equations.size() || !is_number(one)) return false;
      const auto at = static_cast<std::size_t>(one.data() - written.data());
      equations[cell]->value = one;
      equations[cell]->places.assign(one.size() + 1, variable.equation->places[at]);
      ++cell;
    }
    return cell == equations.size();
  }

  // The cells that a head names, in their order; one without places of a variable that is no array.
  std::optional<std::vector<Places>> cells_of(const Head& head, const Variable& variable) const {
    std::vector<std::optional<std::size_t>> fixed(variable.axes.size());
    if (!head.subscripts.empty() && head.subscripts.size() != fixed.size()) return std::nullopt;
    for (std::size_t axis = 0; axis < head.subscripts.size(); ++axis) {
      const std::string& name = head.subscripts[axis];
      if (name == "*") continue;
      fixed[axis] = whole_.dimensions.place_named(variable.dimensions[axis], name);
      if (!fixed[axis]) return std::nullopt;
    }
    std::vector<Places> cells = all_cells(variable, fixed);
    return cells.empty() ? std::nullopt : std::optional(std::move(cells));
  }

  // In row-major order; none where there are too many.
  std::vector<Places> all_cells(const Variable& variable,
                                const std::vector<std::optional<std::size_t>>& fixed) const {
    std::vector<Places> cells(1);
    for (std::size_t axis = 0; axis < fixed.size(); ++axis) {
      const std::size_t size = whole_.dimensions.size_of(variable.dimensions[axis]);
      if (cells.size() * size > kMostCells) return {};
      std::vector<Places> longer;
      for (const Places& cell : cells) {
        for (std::size_t place = 0; place < size; ++place) {
          if (fixed[axis] && *fixed[axis] != place) continue;
          longer.push_back(cell);
          longer.back().push_back(place);
        }
      }
      cells = std::move(longer);
    }
    return cells;
  }

  // Stands where the model names the file.
  Text text(std::string value) const {
    Text made;
    made.file = import_->span.file;
    made.places.assign(value.size() + 1, import_->span.begin);
    made.value = std::move(value);
    return made;
  }

  Whole& whole_;
  Complaints& complaints_;
  std::string time_unit_;
  const Import* import_ = nullptr;
  const ImportedLine* times_ = nullptr;
  std::vector<std::string> unknown_;
  std::set<std::pair<const Variable*, Places>> taken_;
};

}  // namespace

void take_imports(const Document& document, SourceSet& sources, Whole& whole,
                  Complaints& complaints) {
  const std::vector<Import> imports = read_import_files(document, sources, complaints);
  if (imports.empty()) return;
  const pugi::xml_node specs = document.child(document.root(), "sim_specs");
  const auto unit = document.attribute(specs, "time_units", complaints);
  Importer importer(whole, complaints, unit ? name_in(unit->value) : "");
  for (const Import& import : imports) importer.take(import);
}

}  // namespace sluice::syntax::xmile
