#include "model/left_side.h"

#include <algorithm>
#include <unordered_set>

#include "base/format.h"
#include "model/cell_claims.h"

namespace sluice::model {
namespace {

using syntax::key_of;
using Elements = std::vector<ElementId>;

constexpr double kMostCells = 5e6;        // of one variable
constexpr double kMostCellsInAll = 20e6;  // that all equations name

// One variable: all equations that have its name on the left.
class VariableDraft {
 public:
  VariableDraft(Draft& draft, std::vector<const syntax::Equation*> sources)
      : draft_(draft), sources_(std::move(sources)) {}

  void add() {
    const syntax::Equation& first = *sources_.front();
    variable_.name = first.name;
    variable_.group = first.group;
    variable_.span = first.name_span;
    for (const syntax::Equation* source : sources_) take_header(*source);
    const bool sound = read_left_sides() && find_axes() && is_of_sane_size();
    if (!sound) variable_.axes.clear();
    variable_.equation_of_cell.assign(draft_.model.cell_count(variable_), kNoEquation);
    if (sound) claim_cells(draft_, variable_, equations_);
    const auto id = VariableId{static_cast<std::uint32_t>(draft_.model.variables.size())};
    draft_.variables.emplace(key_of(first.name), id);
    draft_.model.variables.push_back(std::move(variable_));
    draft_.broken.push_back(!sound);
    draft_.equations.push_back(sound ? std::move(equations_) : std::vector<EquationDraft>{});
  }

 private:
  void take_header(const syntax::Equation& source) {
    if (variable_.unit_text.empty()) variable_.unit_text = source.unit;
    if (variable_.note.empty()) variable_.note = source.note;
    if (source.supplementary) variable_.supplementary = true;
    if (!variable_.minimum) variable_.minimum = source.minimum;
    if (!variable_.maximum) variable_.maximum = source.maximum;
  }

  bool read_left_sides() {
    bool sound = true;
    for (const syntax::Equation* source : sources_) {
      EquationDraft equation;
      equation.source = source;
      for (const syntax::Subscript& subscript : source->subscripts) {
        sound = read_subscript(*source, subscript, equation) && sound;
      }
      if (source->subscripts.size() != sources_.front()->subscripts.size()) {
        say_counts_differ(*source);
        sound = false;
      }
      equations_.push_back(std::move(equation));
    }
    return sound;
  }

  bool read_subscript(const syntax::Equation& source, const syntax::Subscript& subscript,
                      EquationDraft& equation) {
    if (subscript.each) {
      draft_.say(Code::model_each_outside_reduction, subscript.span,
                 format("\"{}!\" cannot stand on the left-hand side", subscript.name),
                 "`!` runs over a dimension inside SUM and the like",
                 format("write {}[{}] for all elements", source.name, subscript.name));
      return false;
    }
    LeftSubscript left;
    if (const auto dimension = draft_.dimension(subscript.name)) {
      if (draft_.refuses_repeated(*dimension, subscript.span)) return false;
      left.dimension = *dimension;
      left.elements = draft_.model.at(*dimension).elements;
    } else if (const auto element = draft_.element(subscript.name)) {
      left.fixed = true;
      left.elements = {*element};
    } else {
      draft_.say(Code::model_unknown_subscript, subscript.span,
                 format("there is no element or dimension \"{}\"", subscript.name),
                 format("it stands as a subscript of \"{}\"", source.name),
                 draft_.hint_for_subscript(subscript.name));
      return false;
    }
    equation.left.push_back(std::move(left));
    return true;
  }

  void say_counts_differ(const syntax::Equation& source) {
    const Place first = draft_.model.sources.place_of(sources_.front()->name_span);
    draft_.say(Code::model_subscript_count, source.name_span,
               format("\"{}\" has {} here and {} on line {}", source.name,
                      subscript_count(source.subscripts.size()),
                      subscript_count(sources_.front()->subscripts.size()), first.line),
               "all equations of a variable must have the same number of subscripts");
  }

  bool find_axes() {
    for (std::size_t axis = 0; axis < sources_.front()->subscripts.size(); ++axis) {
      const std::optional<DimensionId> dimension = find_axis(axis);
      if (!dimension) return false;
      variable_.axes.push_back(*dimension);
    }
    return true;
  }

  bool is_of_sane_size() {
    double cells = 1;
    for (const DimensionId axis : variable_.axes) {
      cells *= static_cast<double>(draft_.model.at(axis).elements.size());
    }
    if (cells <= kMostCells) return names_few_enough();
    draft_.say(Code::model_too_many_cells, variable_.span,
               format("\"{}\" has {} cells", variable_.name, sluice::to_text(cells)),
               format("the most a variable may have is {}", sluice::to_text(kMostCells)),
               "use smaller dimensions, or fewer");
    return false;
  }

  bool names_few_enough() {
    double own = 0;
    for (const EquationDraft& equation : equations_) {
      double cells = 1;
      for (const LeftSubscript& left : equation.left) {
        cells *= static_cast<double>(left.elements.size());
      }
      own += cells;
    }
    if (draft_.cells + own <= kMostCellsInAll) {
      draft_.cells += own;
      return true;
    }
    draft_.say(
        Code::model_too_many_cells, variable_.span,
        format("the equations up to \"{}\" name {} cells", variable_.name,
               sluice::to_text(draft_.cells + own)),
        format("the most that all equations may name is {}", sluice::to_text(kMostCellsInAll)),
        "use smaller dimensions, or fewer");
    return false;
  }

  // The dimension that holds exactly what all equations name on this axis: one of those written if
  // it does, else any declared one, else one made for it in the order of the family.
  std::optional<DimensionId> find_axis(std::size_t axis) {
    std::unordered_set<std::uint32_t> wanted;
    for (const EquationDraft& equation : equations_) {
      for (const ElementId element : equation.left[axis].elements) {
        wanted.insert(static_cast<std::uint32_t>(element));
      }
    }
    for (const EquationDraft& equation : equations_) {
      const LeftSubscript& left = equation.left[axis];
      if (!left.fixed && left.elements.size() == wanted.size()) return left.dimension;
    }
    std::optional<DimensionId> family;
    for (std::size_t i = 0; i < draft_.model.dimensions.size(); ++i) {
      const auto id = DimensionId{static_cast<std::uint32_t>(i)};
      if (!holds_all(id, wanted)) continue;
      if (draft_.model.at(id).elements.size() == wanted.size()) return id;
      if (!family) family = draft_.model.at(id).family;
    }
    if (!family) {
      say_axes_differ(axis);
      return std::nullopt;
    }
    return add_partial(*family, wanted);
  }

  bool holds_all(DimensionId id, const std::unordered_set<std::uint32_t>& wanted) const {
    return std::all_of(wanted.begin(), wanted.end(), [&](std::uint32_t element) {
      return draft_.place_in(id, ElementId{element}).has_value();
    });
  }

  DimensionId add_partial(DimensionId family, const std::unordered_set<std::uint32_t>& wanted) {
    Dimension partial;
    for (const ElementId element : draft_.model.at(family).elements) {
      if (!wanted.contains(static_cast<std::uint32_t>(element))) continue;
      partial.name += (partial.elements.empty() ? "{" : ", ") + draft_.name_of(element);
      partial.elements.push_back(element);
    }
    partial.name += "}";
    partial.family = family;
    partial.span = variable_.span;
    return draft_.add_dimension(std::move(partial));
  }

  void say_axes_differ(std::size_t axis) {
    const syntax::Subscript& first = sources_.front()->subscripts[axis];
    const auto other = std::find_if(sources_.begin(), sources_.end(), [&](const auto* source) {
      return key_of(source->subscripts[axis].name) != key_of(first.name);
    });
    const syntax::Subscript& second = (*other)->subscripts[axis];
    draft_.say(Code::model_axes_differ, second.span,
               format("\"{}\" and \"{}\" are subscripts of \"{}\" in the same place, but no "
                      "dimension holds both",
                      first.name, second.name, variable_.name),
               "one axis of an array must lie inside one dimension",
               "define a dimension that holds them all");
  }

  Draft& draft_;
  std::vector<const syntax::Equation*> sources_;
  Variable variable_;
  std::vector<EquationDraft> equations_;
};

void add_time(Draft& draft) {
  Variable time;
  time.name = "Time";
  time.kind = VariableKind::auxiliary;
  time.note = "The model's time";
  time.equation_of_cell = {kNoEquation};
  draft.model.time = VariableId{0};
  draft.variables.emplace(key_of(time.name), draft.model.time);
  draft.model.variables.push_back(std::move(time));
  draft.equations.emplace_back();
  draft.broken.push_back(false);
}

constexpr std::size_t kBarred = ~std::size_t{0};

bool name_is_free(Draft& draft, const syntax::Equation& equation, bool elements_apart) {
  const std::string key = key_of(equation.name);
  if (key == "time") {
    draft.say(Code::model_reserved_name, equation.name_span, "\"Time\" cannot be defined",
              "it is the model's clock", "use another name");
    return false;
  }
  const bool dimension = draft.dimensions.contains(key);
  if (!dimension && (elements_apart || !draft.elements.contains(key))) return true;
  draft.say(Code::model_name_clash, equation.name_span,
            format("\"{}\" is the name of {} too", equation.name,
                   dimension ? "a dimension" : "an element of a dimension"),
            "a name can mean one thing only", "rename one of the two");
  return false;
}

}  // namespace

void add_variables(const syntax::Tree& tree, Draft& draft) {
  add_time(draft);
  std::unordered_map<std::string, std::size_t> group_of;
  std::vector<std::vector<const syntax::Equation*>> groups;
  for (const syntax::Equation& equation : tree.equations) {
    const auto [place, fresh] = group_of.emplace(key_of(equation.name), groups.size());
    if (fresh) {
      groups.emplace_back();
      if (!name_is_free(draft, equation, tree.elements_apart)) place->second = kBarred;
    }
    if (place->second != kBarred) groups[place->second].push_back(&equation);
  }
  for (auto& sources : groups) {
    if (!sources.empty()) VariableDraft(draft, std::move(sources)).add();
  }
}

}  // namespace sluice::model
