#include "model/resolve.h"

#include <algorithm>

#include "base/format.h"
#include "model/cells.h"
#include "model/expressions.h"
#include "model/external.h"
#include "model/macros.h"
#include "model/tables.h"

namespace sluice::model {
namespace {

enum class Written : std::uint8_t { numeric, lookup, data };

Written written_as(const syntax::Equation& source) {
  const bool table = source.right && std::holds_alternative<syntax::Table>(source.right->node);
  if (source.kind == syntax::EquationKind::lookup || table) return Written::lookup;
  const auto from_file = [&source](ExternalKind kind) {
    return source.right && external_kind(*source.right) == kind;
  };
  if (from_file(ExternalKind::lookups)) return Written::lookup;
  if (from_file(ExternalKind::data)) return Written::data;
  if (source.kind == syntax::EquationKind::data && !source.right) return Written::data;
  return Written::numeric;
}

VariableKind kind_of(Written written) {
  switch (written) {
    case Written::lookup: return VariableKind::lookup;
    case Written::data: return VariableKind::data;
    case Written::numeric: return VariableKind::auxiliary;
  }
  return VariableKind::auxiliary;
}

std::string_view text_of(Written written) {
  switch (written) {
    case Written::lookup: return "a lookup";
    case Written::data: return "data";
    case Written::numeric: return "a number";
  }
  return "";
}

DataMode data_mode(syntax::DataMode mode) {
  switch (mode) {
    case syntax::DataMode::standard:
    case syntax::DataMode::interpolate: return DataMode::interpolate;
    case syntax::DataMode::hold_backward: return DataMode::hold_backward;
    case syntax::DataMode::look_forward: return DataMode::look_forward;
    case syntax::DataMode::raw: return DataMode::raw;
  }
  return DataMode::interpolate;
}

Equation bare_equation(const EquationDraft& source) {
  Equation equation;
  equation.span = source.source->span;
  equation.name_span = source.source->name_span;
  equation.shown = source.source->shown;
  equation.cells = source.listed;
  std::sort(equation.cells.begin(), equation.cells.end());
  equation.right.node = Number{};
  if (source.source->right) equation.right.span = source.source->right->span;
  return equation;
}

// A number for each cell, by the full list of the left-hand side.
void set_values(Equation& equation, const EquationDraft& source,
                const std::vector<double>& listed) {
  std::vector<std::pair<std::uint32_t, double>> pairs;
  for (std::size_t i = 0; i < source.listed.size(); ++i) {
    pairs.emplace_back(source.listed[i], listed[source.listed_places[i]]);
  }
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [cell, value] : pairs) equation.values.push_back(value);
}

// A number list fills the cells in the order of the subscripts as written; each row is the last
// one.
class NumberListReader {
 public:
  NumberListReader(Draft& draft, const Variable& variable, const EquationDraft& equation)
      : draft_(draft), variable_(variable), equation_(equation) {}

  bool read(const syntax::NumberList& list, Span span, Equation& to) {
    if (!fits(list, span)) return false;
    set_values(to, equation_, list.values);
    return true;
  }

 private:
  bool fits(const syntax::NumberList& list, Span span) {
    std::size_t cells = 1, last_row = 1;
    for (const LeftSubscript& left : equation_.left) {
      cells *= left.elements.size();
      if (!left.fixed) last_row = left.elements.size();
    }
    if (list.values.size() != cells && equation_.left.empty()) {
      draft_.say(
          Code::model_list_size, span,
          format("\"{}\" has no subscripts, but a list of {} numbers", variable_.name,
                 list.values.size()),
          "a list gives one number for each element of an array",
          "write one number (a decimal as 0.5, thousands as 1000, without comma), or give it a "
          "dimension on the left");
      return false;
    }
    if (list.values.size() != cells) {
      draft_.say(Code::model_list_size, span,
                 format("the list has {} numbers for the {} cells of \"{}\"", list.values.size(),
                        cells, variable_.name),
                 "a list gives one number for each combination of the left-hand subscripts",
                 format("rows of {}, the last subscript fastest", last_row));
      return false;
    }
    const bool rows = list.row_lengths.size() > 1;
    for (std::size_t row = 0; rows && row < list.row_lengths.size(); ++row) {
      if (list.row_lengths[row] == last_row) continue;
      draft_.say(Code::model_list_size, span,
                 format("row {} of the list has {} numbers, not {}", row + 1, list.row_lengths[row],
                        last_row),
                 "a row runs over the last subscript of the left-hand side",
                 "end each row with `;`");
      return false;
    }
    return true;
  }

  Draft& draft_;
  const Variable& variable_;
  const EquationDraft& equation_;
};

bool is_number(const Equation& equation) {
  return !equation.values.empty() || std::holds_alternative<Number>(equation.right.node);
}

void settle_kind(Variable& variable) {
  if (variable.kind != VariableKind::auxiliary || variable.equations.empty()) return;
  const auto& equations = variable.equations;
  if (std::all_of(equations.begin(), equations.end(), is_number)) {
    variable.kind = VariableKind::constant;
  }
  if (std::any_of(equations.begin(), equations.end(),
                  [](const Equation& equation) { return integ_of(equation) != nullptr; })) {
    variable.kind = VariableKind::stock;
  }
}

Equation external_constants(Draft& draft, const EquationDraft& source, ExternalFiles& files) {
  Equation equation = bare_equation(source);
  const syntax::Expr& right = *source.source->right;
  const auto values = ExternalReader(draft, files)
                          .constants(std::get<syntax::Call>(right.node), right.span, source);
  if (values) set_values(equation, source, *values);
  return equation;
}

// Each cell has a table of its own, and so an equation.
std::vector<Equation> external_lookups(Draft& draft, const EquationDraft& source,
                                       ExternalFiles& files) {
  std::vector<Equation> equations;
  const syntax::Expr& right = *source.source->right;
  const auto all =
      ExternalReader(draft, files).series(std::get<syntax::Call>(right.node), right.span, source);
  for (std::size_t i = 0; i < source.listed.size(); ++i) {
    Equation equation = bare_equation(source);
    equation.cells = {source.listed[i]};
    Table table;
    if (all) {
      const Series& series = (*all)[source.listed_places[i]];
      for (std::size_t k = 0; k < series.times.size(); ++k) {
        table.points.emplace_back(series.times[k], series.values[k]);
      }
    }
    equation.right.node = std::move(table);
    equations.push_back(std::move(equation));
  }
  return equations;
}

Equation resolve_equation(Draft& draft, const Variable& variable, const EquationDraft& source) {
  Equation equation = bare_equation(source);
  const bool between_data = source.source->kind == syntax::EquationKind::data;
  if (between_data || source.source->data_mode != syntax::DataMode::standard) {
    equation.data_mode = data_mode(source.source->data_mode);
  }
  if (!source.source->right) {
    draft.say(Code::model_no_equation, source.source->name_span,
              format("\"{}\" has no right-hand side", source.source->name),
              "only data variables may stand without one", "write its equation, or give it data");
    return equation;
  }
  const syntax::Expr& right = *source.source->right;
  if (const auto* list = std::get_if<syntax::NumberList>(&right.node)) {
    NumberListReader(draft, variable, source).read(*list, right.span, equation);
    equation.right.span = right.span;
    return equation;
  }
  if (const auto* table = std::get_if<syntax::Table>(&right.node)) {
    equation.right = make_table(draft, *table, right.span, variable.name);
    return equation;
  }
  equation.right = ExpressionResolver(draft, variable, source).resolve_whole(right);
  return equation;
}

// Data variables have a series per cell instead of equations.
void make_data(Draft& draft, Variable& variable, const std::vector<EquationDraft>& sources,
               ExternalFiles& files) {
  variable.equation_of_cell.assign(variable.equation_of_cell.size(), kNoEquation);
  variable.series.resize(variable.equation_of_cell.size());
  variable.data_mode = data_mode(sources.front().source->data_mode);
  // Elsewhere the elements are no data, and nothing asks for them here.
  if (is_macro_local(variable.name)) {
    variable.series.assign(variable.series.size(), Series{{0}, {kNotAvailable}});
  }
  for (const EquationDraft& source : sources) {
    if (!source.source->right) {
      for (const std::uint32_t cell : source.listed) variable.series[cell] = {};
      continue;
    }
    const syntax::Expr& right = *source.source->right;
    const auto all =
        ExternalReader(draft, files).series(std::get<syntax::Call>(right.node), right.span, source);
    for (std::size_t i = 0; all && i < source.listed.size(); ++i) {
      variable.series[source.listed[i]] = (*all)[source.listed_places[i]];
    }
  }
}

void add_equations(Draft& draft, Variable& variable, const EquationDraft& source,
                   ExternalFiles& files) {
  const auto external = source.source->right ? external_kind(*source.source->right) : std::nullopt;
  if (external == ExternalKind::constants) {
    variable.equations.push_back(external_constants(draft, source, files));
  } else if (external == ExternalKind::lookups) {
    for (Equation& equation : external_lookups(draft, source, files)) {
      variable.equations.push_back(std::move(equation));
    }
  } else {
    variable.equations.push_back(resolve_equation(draft, variable, source));
  }
}

// Where one equation became several, the cells belong to other numbers.
void number_equations(Variable& variable) {
  for (std::uint32_t i = 0; i < variable.equations.size(); ++i) {
    for (const std::uint32_t cell : variable.equations[i].cells) {
      variable.equation_of_cell[cell] = i;
    }
  }
}

}  // namespace

void mark_lookups_and_data(Draft& draft) {
  for (std::size_t i = 0; i < draft.equations.size(); ++i) {
    const std::vector<EquationDraft>& sources = draft.equations[i];
    if (sources.empty()) continue;
    const Written first = written_as(*sources.front().source);
    draft.model.variables[i].kind = kind_of(first);
    for (const EquationDraft& other : sources) {
      const Written here = written_as(*other.source);
      if (here == first) continue;
      const Place place = draft.model.sources.place_of(sources.front().source->name_span);
      draft.say(Code::model_mixed_kinds, other.source->name_span,
                format("\"{}\" is {} here and {} on line {}", other.source->name, text_of(here),
                       text_of(first), place.line),
                "all elements of an array are of one kind", "split it into two variables");
      draft.broken[i] = true;
      break;
    }
  }
}

void resolve_equations(Draft& draft, ExternalFiles& files) {
  for (std::size_t i = 0; i < draft.equations.size(); ++i) {
    Variable& variable = draft.model.variables[i];
    if (draft.broken[i]) {
      variable.equation_of_cell.assign(variable.equation_of_cell.size(), kNoEquation);
      continue;
    }
    const std::vector<EquationDraft>& sources = draft.equations[i];
    if (variable.kind == VariableKind::data) {
      make_data(draft, variable, sources, files);
      continue;
    }
    for (const EquationDraft& source : sources) add_equations(draft, variable, source, files);
    if (variable.equations.size() != sources.size()) number_equations(variable);
    settle_kind(variable);
  }
}

}  // namespace sluice::model
