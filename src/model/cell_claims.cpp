#include "model/cell_claims.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "model/cells.h"
#include "model/macros.h"

namespace sluice::model {
namespace {

using Elements = std::vector<ElementId>;

class CellClaims {
 public:
  CellClaims(Draft& draft, Variable& variable, std::vector<EquationDraft>& equations)
      : draft_(draft), variable_(variable), equations_(equations) {}

  void claim_all() {
    for (std::size_t i = 0; i < equations_.size(); ++i) {
      list_cells(equations_[i]);
      claim_cells(static_cast<std::uint32_t>(i));
      mark_used(equations_[i]);
    }
    report_holes();
  }

 private:
  // All combinations of the subscripts in the order as written, without those excepted.
  void list_cells(EquationDraft& equation) {
    const std::vector<std::vector<Elements>> exceptions = read_exceptions(*equation.source);
    Elements elements(equation.left.size());
    std::size_t place = 0;
    list_from(equation, exceptions, elements, 0, place);
  }

  void list_from(EquationDraft& equation, const std::vector<std::vector<Elements>>& exceptions,
                 Elements& elements, std::size_t axis, std::size_t& place) {
    if (axis < equation.left.size()) {
      for (const ElementId element : equation.left[axis].elements) {
        elements[axis] = element;
        list_from(equation, exceptions, elements, axis + 1, place);
      }
      return;
    }
    const std::size_t here = place++;
    for (const std::vector<Elements>& exception : exceptions) {
      if (matches(exception, elements)) return;
    }
    equation.listed.push_back(cell_of_elements(elements));
    equation.listed_places.push_back(here);
  }

  static bool matches(const std::vector<Elements>& exception, const Elements& elements) {
    for (std::size_t axis = 0; axis < elements.size(); ++axis) {
      const Elements& of = exception[axis];
      if (std::find(of.begin(), of.end(), elements[axis]) == of.end()) return false;
    }
    return true;
  }

  std::uint32_t cell_of_elements(const Elements& elements) const {
    Positions positions;
    for (std::size_t axis = 0; axis < elements.size(); ++axis) {
      positions.push_back(*draft_.place_in(variable_.axes[axis], elements[axis]));
    }
    return cell_at(draft_.model, variable_, positions);
  }

  std::vector<std::vector<Elements>> read_exceptions(const syntax::Equation& source) {
    std::vector<std::vector<Elements>> exceptions;
    for (const std::vector<syntax::Subscript>& written : source.exceptions) {
      std::vector<Elements> exception;
      for (const syntax::Subscript& subscript : written) {
        if (const auto elements = exception_elements(subscript)) exception.push_back(*elements);
      }
      if (written.size() != source.subscripts.size()) {
        draft_.say(Code::model_subscript_count,
                   written.empty() ? source.name_span : written.front().span,
                   format("the exception has {}, \"{}\" has {}", subscript_count(written.size()),
                          source.name, subscript_count(source.subscripts.size())),
                   ":EXCEPT: takes cells away, so it needs every subscript");
      } else if (exception.size() == written.size()) {
        exceptions.push_back(std::move(exception));
      }
    }
    return exceptions;
  }

  std::optional<Elements> exception_elements(const syntax::Subscript& subscript) {
    if (const auto dimension = draft_.dimension(subscript.name)) {
      return draft_.model.at(*dimension).elements;
    }
    if (const auto element = draft_.element(subscript.name)) return Elements{*element};
    draft_.say(Code::model_unknown_subscript, subscript.span,
               format("there is no element or dimension \"{}\"", subscript.name),
               format("it stands in an :EXCEPT: of \"{}\"", variable_.name),
               draft_.hint_for_subscript(subscript.name));
    return std::nullopt;
  }

  void claim_cells(std::uint32_t index) {
    std::set<std::uint32_t> rivals;
    for (const std::uint32_t cell : equations_[index].listed) {
      std::uint32_t& owner = variable_.equation_of_cell[cell];
      if (owner == kNoEquation) {
        owner = index;
      } else if (owner != index && rivals.insert(owner).second) {
        say_twice(index, owner, cell);
      }
    }
  }

  void say_twice(std::uint32_t index, std::uint32_t owner, std::uint32_t cell) {
    const Place first = draft_.model.sources.place_of(equations_[owner].source->name_span);
    draft_.say(Code::model_cell_twice, equations_[index].source->name_span,
               format("\"{}\" is defined twice", draft_.model.cell_name(variable_, cell)),
               format("{}:{} defines it already", first.file, first.line),
               variable_.axes.empty() ? "take one of the two equations away, or rename it"
                                      : "take one away, or keep the cells apart with :EXCEPT:");
  }

  void mark_used(EquationDraft& equation) {
    for (std::size_t axis = 0; axis < equation.left.size(); ++axis) {
      equation.left[axis].used.resize(draft_.model.at(variable_.axes[axis]).elements.size());
    }
    for (const std::uint32_t cell : equation.listed) {
      const Positions positions = positions_of(draft_.model, variable_, cell);
      for (std::size_t axis = 0; axis < positions.size(); ++axis) {
        equation.left[axis].used[positions[axis]] = true;
      }
    }
  }

  void report_holes() {
    if (is_macro_local(variable_.name)) return;  // told of the equation that it comes from
    std::vector<std::string> holes;
    for (std::uint32_t cell = 0; cell < variable_.equation_of_cell.size(); ++cell) {
      if (variable_.equation_of_cell[cell] == kNoEquation) {
        holes.push_back(draft_.model.cell_name(variable_, cell));
      }
    }
    if (holes.empty()) return;
    const std::string listed = first_few(holes, 3, [](const std::string& hole) { return hole; });
    // A note: find_reads_of_holes makes it an error only where something reads the cell.
    draft_.say(Code::model_cells_without_equation, variable_.span,
               format("no equation defines {}", listed),
               "nothing can read it, and results leave it out",
               "if it was meant to have a value, add an equation or widen one that is there");
  }

  Draft& draft_;
  Variable& variable_;
  std::vector<EquationDraft>& equations_;
};

}  // namespace

void claim_cells(Draft& draft, Variable& variable, std::vector<EquationDraft>& equations) {
  CellClaims(draft, variable, equations).claim_all();
}

std::string subscript_count(std::size_t count) {
  if (count == 0) return "no subscripts";
  return count == 1 ? "1 subscript" : format("{} subscripts", count);
}

}  // namespace sluice::model
