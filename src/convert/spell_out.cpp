#include "convert/spell_out.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/format.h"
#include "convert/spell_expression.h"
#include "model/cells.h"

namespace sluice::convert {
namespace {

using model::DimensionId;
using model::ElementId;
using Cells = std::vector<std::uint32_t>;
using Places = std::vector<std::uint32_t>;  // positions on one axis, ascending

class Speller {
 public:
  Speller(const model::Model& model, const syntax::Tree& source, const Arrays& arrays, Names& names)
      : model_(model), source_(source), arrays_(arrays), names_(names) {
    for (std::size_t i = 0; i < model.dimensions.size(); ++i) {
      if (is_made_up(model.dimensions[i])) continue;
      by_elements_.emplace(model.dimensions[i].elements,
                           DimensionId{static_cast<std::uint32_t>(i)});
    }
    for (const syntax::Equation& equation : source.equations) {
      Sources& sources = sources_[syntax::key_of(equation.name)];
      sources.all.push_back(&equation);
      sources.by_place.emplace(place_of(equation.span), &equation);
    }
  }

  Checked<syntax::Tree> spell() {
    tree_.unit_equivalences = source_.unit_equivalences;
    tree_.groups = source_.groups;
    tree_.integration = source_.integration;
    tree_.drawing = source_.drawing;
    spell_dimensions();
    for (std::size_t i = 0; i < model_.variables.size(); ++i) {
      const auto id = model::VariableId{static_cast<std::uint32_t>(i)};
      if (id != model_.time) spell_variable(id);
    }
    if (has_error(said_)) return {std::nullopt, std::move(said_)};
    return {std::move(tree_), std::move(said_)};
  }

 private:
  // The equations of a variable as they are written; an array may have one for each cell.
  using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
  struct Sources {
    std::vector<const syntax::Equation*> all;
    std::map<Place, const syntax::Equation*> by_place;
  };
  static Place place_of(Span span) { return {span.file, span.begin, span.end}; }

  void spell_dimensions() {
    for (std::size_t i = 0; i < model_.dimensions.size(); ++i) {
      const auto id = DimensionId{static_cast<std::uint32_t>(i)};
      const model::Dimension& from = model_.dimensions[i];
      if (is_made_up(from) || names_.standing_for(id) != id) continue;
      syntax::Dimension dimension;
      dimension.span = from.span;
      dimension.name = from.name;
      dimension.note = from.note;
      for (const ElementId element : from.elements) {
        dimension.elements.push_back({names_.of(element), false, from.span});
      }
      tree_.dimensions.push_back(std::move(dimension));
    }
  }

  void spell_variable(model::VariableId id) {
    const model::Variable& variable = model_.at(id);
    if (variable.equations.empty()) return keep_as_written(id);
    ExpressionSpeller speller(model_, variable, arrays_, names_);
    const auto& sources = sources_[syntax::key_of(variable.name)].by_place;
    for (const model::Equation& equation : variable.equations) {
      const auto written = sources.find(place_of(equation.span));
      One one{variable, equation,      written == sources.end() ? nullptr : written->second,
              speller,  names_.of(id), {}};
      spell_cells(one, equation.cells);
    }
  }

  // What is spelled at the moment.
  struct One {
    const model::Variable& variable;
    const model::Equation& equation;
    const syntax::Equation* written;
    ExpressionSpeller& speller;
    const std::string& name;
    std::vector<Places> places;
  };

  // Data variables: their series come from elsewhere.
  void keep_as_written(model::VariableId id) {
    for (const syntax::Equation* written : sources_[syntax::key_of(model_.at(id).name)].all) {
      tree_.equations.push_back(*written);
      tree_.equations.back().name = names_.of(id);
    }
  }

  // Writes one equation for these cells, or takes them apart along an axis.
  void spell_cells(One& one, const Cells& cells) {
    one.places = places_of(one.variable, cells);
    std::size_t count = 1;
    for (const Places& places : one.places) count *= places.size();
    std::vector<LeftAxis> left;
    for (std::uint32_t axis = 0; axis < one.places.size(); ++axis) {
      const std::optional<LeftAxis> written = written_axis(one, axis);
      const bool apart = !written || (count != cells.size() && one.places[axis].size() > 1);
      if (apart) return split(one, cells, axis);
      left.push_back(*written);
    }
    const auto is_element = [](const LeftAxis& axis) { return !axis.dimension; };
    const bool apart = !arrays_.mixed && std::ranges::any_of(left, is_element);
    for (std::uint32_t axis = 0; apart && axis < left.size(); ++axis) {
      if (one.places[axis].size() > 1) return split(one, cells, axis);
      left[axis] = {std::nullopt, one.places[axis].front()};
    }
    add_equation(one, cells, left);
  }

  void split(One& one, const Cells& cells, std::uint32_t axis) {
    std::map<std::uint32_t, Cells> by_place;
    for (const std::uint32_t cell : cells) {
      by_place[model::positions_of(model_, one.variable, cell)[axis]].push_back(cell);
    }
    for (const auto& [place, some] : by_place) spell_cells(one, some);
  }

  std::vector<Places> places_of(const model::Variable& variable, const Cells& cells) const {
    std::vector<Places> places(variable.axes.size());
    for (const std::uint32_t cell : cells) {
      const model::Positions positions = model::positions_of(model_, variable, cell);
      for (std::size_t axis = 0; axis < places.size(); ++axis) {
        places[axis].push_back(positions[axis]);
      }
    }
    for (Places& axis : places) {
      std::ranges::sort(axis);
      axis.erase(std::unique(axis.begin(), axis.end()), axis.end());
    }
    return places;
  }

  // How the left-hand side says these places on the axis; nothing where one by one.
  std::optional<LeftAxis> written_axis(const One& one, std::uint32_t axis) const {
    const Places& places = one.places[axis];
    const DimensionId dimension = one.variable.axes[axis];
    const std::vector<ElementId>& elements = model_.at(dimension).elements;
    const bool whole = places.size() == elements.size();
    if (places.size() == 1 && (!whole || is_made_up(model_.at(dimension)))) {
      return LeftAxis{std::nullopt, places.front()};
    }
    const bool list = !one.equation.values.empty();
    if (list && !arrays_.number_lists) return one_place(places);
    if (!list && !one.speller.follows_by_name(one.equation.right, axis)) return one_place(places);
    if (whole && !is_made_up(model_.at(dimension))) return LeftAxis{dimension, 0};
    if (!arrays_.subranges && !whole) return one_place(places);
    std::vector<ElementId> wanted;
    for (const std::uint32_t place : places) wanted.push_back(elements[place]);
    const auto found = by_elements_.find(wanted);
    if (found == by_elements_.end()) return one_place(places);
    return LeftAxis{found->second, 0};
  }

  static std::optional<LeftAxis> one_place(const Places& places) {
    if (places.size() > 1) return std::nullopt;
    return LeftAxis{std::nullopt, places.front()};
  }

  void add_equation(const One& one, const Cells& cells, const std::vector<LeftAxis>& left) {
    syntax::Equation equation;
    if (one.written != nullptr) equation = *one.written;
    equation.name = one.name;
    equation.subscripts.clear();
    equation.exceptions.clear();
    if (equation.unit.empty()) equation.unit = one.variable.unit_text;
    for (std::size_t axis = 0; axis < left.size(); ++axis) {
      const model::Dimension& dimension = model_.at(one.variable.axes[axis]);
      equation.subscripts.push_back({left[axis].dimension
                                         ? names_.of(*left[axis].dimension)
                                         : names_.of(dimension.elements[left[axis].position]),
                                     false, one.equation.name_span});
    }
    equation.right = one.equation.values.empty() ? one.speller.spell(one.equation.right, left)
                                                 : list_of(one, cells, left);
    keep_frame(one, *equation.right);
    // A lookup that was read from a file is an ordinary equation there, and a table here.
    if (std::holds_alternative<syntax::Table>(equation.right->node)) {
      equation.kind = syntax::EquationKind::lookup;
    }
    if (one.equation.values.empty() && !one.speller.fault().empty()) {
      say_not_expressible(one, one.speller.fault());
    }
    tree_.equations.push_back(std::move(equation));
  }

  static syntax::Expr list_of(const One& one, const Cells& cells,
                              const std::vector<LeftAxis>& left) {
    syntax::NumberList list;
    for (const std::uint32_t cell : cells) {
      const auto at =
          std::ranges::lower_bound(one.equation.cells, cell) - one.equation.cells.begin();
      list.values.push_back(one.equation.values[static_cast<std::size_t>(at)]);
    }
    if (list.values.size() == 1) {
      return {one.equation.right.span, syntax::Number{list.values.front()}};
    }
    std::size_t row = list.values.size();
    for (std::size_t axis = 0; axis < left.size(); ++axis) {
      if (left[axis].dimension) row = one.places[axis].size();
    }
    list.row_lengths.assign(list.values.size() / row, row);
    return {one.equation.right.span, std::move(list)};
  }

  // What a lookup's graph shows is no part of the model, so only the tree has it.
  static void keep_frame(const One& one, syntax::Expr& right) {
    auto* table = std::get_if<syntax::Table>(&right.node);
    if (table == nullptr || one.written == nullptr || !one.written->right) return;
    const auto* written = std::get_if<syntax::Table>(&one.written->right->node);
    if (written != nullptr) table->frame = written->frame;
  }

  void say_not_expressible(const One& one, const std::string& why) {
    said_.push_back(make_diagnostic(
        Code::writing_not_expressible, model_.sources.place_of(one.equation.name_span),
        format("the equation of \"{}\" cannot be written without Vensim's own forms", one.name),
        why, "give the part a variable of its own"));
  }

  const model::Model& model_;
  const syntax::Tree& source_;
  const Arrays& arrays_;
  Names& names_;
  std::map<std::vector<ElementId>, DimensionId> by_elements_;
  std::unordered_map<std::string, Sources> sources_;
  syntax::Tree tree_;
  Diagnostics said_;
};

}  // namespace

Checked<syntax::Tree> spell_out(const model::Model& model, const syntax::Tree& written_out,
                                const Arrays& arrays, Names& names) {
  return Speller(model, written_out, arrays, names).spell();
}

}  // namespace sluice::convert
