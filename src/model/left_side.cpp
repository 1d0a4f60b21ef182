#include "model/left_side.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "base/format.h"
#include "model/cells.h"

namespace sluice::model {
namespace {

using syntax::key_of;
using Elements = std::vector<ElementId>;

constexpr double kMostCells = 5e6;

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
    if (sound) place_cells();
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
      left.dimension = *dimension;
      left.elements = draft_.model.at(*dimension).elements;
    } else if (const auto element = draft_.element(subscript.name)) {
      left.fixed = true;
      left.elements = {*element};
    } else {
      draft_.say(Code::model_unknown_subscript, subscript.span,
                 format("there is no element or dimension \"{}\"", subscript.name),
                 format("it stands as a subscript of \"{}\"", source.name),
                 did_you_mean(subscript.name, draft_.subscript_names()));
      return false;
    }
    equation.left.push_back(std::move(left));
    return true;
  }

  void say_counts_differ(const syntax::Equation& source) {
    const Place first = draft_.model.sources.place_of(sources_.front()->name_span);
    draft_.say(Code::model_subscript_count, source.name_span,
               format("\"{}\" has {} here and {} on line {}", source.name,
                      count_text(source.subscripts.size()),
                      count_text(sources_.front()->subscripts.size()), first.line),
               "all equations of a variable must have the same number of subscripts");
  }

  static std::string count_text(std::size_t count) {
    if (count == 0) return "no subscripts";
    return count == 1 ? "1 subscript" : format("{} subscripts", count);
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
    if (cells <= kMostCells) return true;
    draft_.say(Code::model_too_many_cells, variable_.span,
               format("\"{}\" has {} cells", variable_.name, sluice::to_text(cells)),
               format("the most a variable may have is {}", sluice::to_text(kMostCells)),
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

  void place_cells() {
    for (std::size_t i = 0; i < equations_.size(); ++i) {
      list_cells(equations_[i]);
      claim_cells(static_cast<std::uint32_t>(i));
      mark_used(equations_[i]);
    }
    report_holes();
  }

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
                   format("the exception has {}, \"{}\" has {}", count_text(written.size()),
                          source.name, count_text(source.subscripts.size())),
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
               did_you_mean(subscript.name, draft_.subscript_names()));
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
    std::vector<std::string> holes;
    for (std::uint32_t cell = 0; cell < variable_.equation_of_cell.size(); ++cell) {
      if (variable_.equation_of_cell[cell] == kNoEquation) {
        holes.push_back(draft_.model.cell_name(variable_, cell));
      }
    }
    if (holes.empty()) return;
    std::string listed = holes[0];
    for (std::size_t i = 1; i < std::min<std::size_t>(holes.size(), 3); ++i) {
      listed += ", " + holes[i];
    }
    if (holes.size() > 3) listed += format(" and {} more", holes.size() - 3);
    draft_.say(Code::model_cells_without_equation, variable_.span,
               format("no equation defines {}", listed),
               "every element of an array needs exactly one equation",
               "add an equation for what is left, or widen one that is there");
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

bool name_is_free(Draft& draft, const syntax::Equation& equation) {
  const std::string key = key_of(equation.name);
  if (key == "time") {
    draft.say(Code::model_reserved_name, equation.name_span, "\"Time\" cannot be defined",
              "it is the model's clock", "use another name");
    return false;
  }
  const bool dimension = draft.dimensions.contains(key);
  if (!dimension && !draft.elements.contains(key)) return true;
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
      if (!name_is_free(draft, equation)) place->second = kBarred;
    }
    if (place->second != kBarred) groups[place->second].push_back(&equation);
  }
  for (auto& sources : groups) {
    if (!sources.empty()) VariableDraft(draft, std::move(sources)).add();
  }
}

}  // namespace sluice::model
