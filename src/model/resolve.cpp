#include "model/resolve.h"

#include <algorithm>

#include "base/format.h"
#include "model/cells.h"
#include "model/expressions.h"
#include "model/tables.h"

namespace sluice::model {
namespace {

enum class Written : std::uint8_t { numeric, lookup, data };

Written written_as(const syntax::Equation& source) {
  const bool table = source.right && std::holds_alternative<syntax::Table>(source.right->node);
  if (source.kind == syntax::EquationKind::lookup || table) return Written::lookup;
  // Not read yet, but a lookup all the same: what applies it is not to blame.
  const auto* call = source.right ? std::get_if<syntax::Call>(&source.right->node) : nullptr;
  if (call != nullptr && syntax::key_of(call->name).ends_with(" lookups")) return Written::lookup;
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

// A number list fills the cells in the order of the subscripts as written; each row is the last
// one.
class NumberListReader {
 public:
  NumberListReader(Draft& draft, const Variable& variable, const EquationDraft& equation)
      : draft_(draft), variable_(variable), equation_(equation) {}

  bool read(const syntax::NumberList& list, Span span, Equation& to) {
    if (!fits(list, span)) return false;
    std::vector<std::pair<std::uint32_t, double>> pairs;
    for (std::size_t i = 0; i < equation_.listed.size(); ++i) {
      pairs.emplace_back(equation_.listed[i], list.values[equation_.listed_places[i]]);
    }
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [cell, value] : pairs) to.values.push_back(value);
    return true;
  }

 private:
  bool fits(const syntax::NumberList& list, Span span) {
    std::size_t cells = 1, last_row = 1;
    for (const LeftSubscript& left : equation_.left) {
      cells *= left.elements.size();
      if (!left.fixed) last_row = left.elements.size();
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

Equation resolve_equation(Draft& draft, const Variable& variable, const EquationDraft& source) {
  Equation equation;
  equation.span = source.source->span;
  equation.name_span = source.source->name_span;
  equation.shown = source.source->shown;
  equation.cells = source.listed;
  std::sort(equation.cells.begin(), equation.cells.end());
  equation.right.node = Number{};
  if (!source.source->right) {
    draft.say(Code::model_no_equation, source.source->name_span,
              format("\"{}\" has no right-hand side", source.source->name),
              "only data variables may stand without one",
              "write an equation after `=`, or give it data");
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
void make_data(Variable& variable, const std::vector<EquationDraft>& sources) {
  variable.equation_of_cell.assign(variable.equation_of_cell.size(), kNoEquation);
  variable.series.resize(variable.equation_of_cell.size());
  variable.data_mode = data_mode(sources.front().source->data_mode);
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

void resolve_equations(Draft& draft) {
  for (std::size_t i = 0; i < draft.equations.size(); ++i) {
    Variable& variable = draft.model.variables[i];
    if (draft.broken[i]) {
      variable.equation_of_cell.assign(variable.equation_of_cell.size(), kNoEquation);
      continue;
    }
    const std::vector<EquationDraft>& sources = draft.equations[i];
    if (variable.kind == VariableKind::data) {
      make_data(variable, sources);
      continue;
    }
    for (const EquationDraft& source : sources) {
      Equation equation = resolve_equation(draft, variable, source);
      variable.equations.push_back(std::move(equation));
    }
    settle_kind(variable);
  }
}

}  // namespace sluice::model
