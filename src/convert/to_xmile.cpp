#include "convert/to_xmile.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/format.h"
#include "convert/xmile_calls.h"
#include "convert/xmile_flows.h"
#include "convert/xmile_macros.h"
#include "convert/xmile_words.h"
#include "model/cells.h"
#include "model/macros.h"

namespace sluice::convert {
namespace {

using syntax::Expr;
using syntax::key_of;
using syntax::XmileCell;
using syntax::XmileKind;
using syntax::XmileVariable;

syntax::Integration method_of(model::Method method) {
  switch (method) {
    case model::Method::euler: return syntax::Integration::euler;
    case model::Method::midpoint: return syntax::Integration::midpoint;
    case model::Method::heun: return syntax::Integration::heun;
    case model::Method::rk4: return syntax::Integration::rk4;
  }
  return syntax::Integration::euler;
}

class Converter {
 public:
  Converter(const model::Model& model, const syntax::Tree& tree, Names& names)
      : model_(model), tree_(tree), names_(names), calls_(model, names) {
    for (const syntax::Macro& macro : tree.macros) {
      words_.outputs_after.emplace(key_of(macro.name), macro.inputs.size());
    }
    for (std::size_t i = 0; i < model.variables.size(); ++i) {
      const auto id = model::VariableId{static_cast<std::uint32_t>(i)};
      ids_.emplace(key_of(names.of(id)), id);
    }
  }

  Checked<syntax::XmileModel> convert(const std::string& title) {
    result_.name = title;
    take_control();
    result_.unit_equivalences = tree_.unit_equivalences;
    for (const syntax::Group& group : tree_.groups) result_.group_notes[group.name] = group.note;
    take_dimensions();
    collect_equations();
    find_flows();
    for (std::size_t i = 0; i < model_.variables.size(); ++i) {
      const auto id = model::VariableId{static_cast<std::uint32_t>(i)};
      if (id != model_.time) take_variable(id);
    }
    mark_flows();
    for (XmileVariable& text : texts_in(tree_)) add(std::move(text));
    for (const syntax::Macro& macro : tree_.macros) {
      result_.macros.push_back(macro_of_xmile(macro, tree_.macros, calls_, names_));
    }
    append(said_, calls_.take_diagnostics());
    if (has_error(said_)) return {std::nullopt, std::move(said_)};
    return {std::move(result_), std::move(said_)};
  }

 private:
  using Equations = std::vector<const syntax::Equation*>;

  void take_control() {
    if (model_.control.final_time_changes) refuse_changing("FINAL TIME");
    if (model_.control.time_step_changes) refuse_changing("TIME STEP");
    if (model_.control.save_period_changes) refuse_changing("SAVEPER");
    result_.start = model_.control.initial_time;
    result_.stop = model_.control.final_time;
    result_.step = model_.control.time_step;
    result_.save_period = model_.control.save_period;
    result_.time_unit = model_.control.time_unit;
    result_.method = method_of(model_.control.method);
  }

  void refuse_changing(const char* name) {
    said_.push_back(make_diagnostic(
        Code::writing_not_expressible, model_.sources.place_of(control_span(name)),
        format("XMILE has no form for a {} that is computed in the run", name),
        "in <sim_specs> stand numbers", "write the number, or run the model as Vensim's text"));
  }
  Span control_span(const char* name) const {
    const auto found = model_.find(name);
    return found ? model_.at(*found).span : Span{};
  }

  void take_dimensions() {
    for (const syntax::Dimension& from : tree_.dimensions) {
      syntax::XmileDimension dimension{from.name, {}, from.note};
      for (const syntax::Subscript& one : from.elements) dimension.elements.push_back(one.name);
      result_.dimensions.push_back(std::move(dimension));
    }
  }

  // An axis that is defined for some elements only gets a dimension of its own.
  std::string axis_name(model::DimensionId id) {
    const model::Dimension& dimension = model_.at(id);
    if (!is_made_up(dimension)) return names_.of(id);
    const auto [found, fresh] = made_up_.emplace(id, "");
    if (!fresh) return found->second;
    found->second = names_.unused(format("{} part", model_.at(dimension.family).name));
    syntax::XmileDimension part{found->second, {}, {}};
    for (const model::ElementId element : dimension.elements)
      part.elements.push_back(names_.of(element));
    result_.dimensions.push_back(std::move(part));
    return found->second;
  }

  void collect_equations() {
    for (const syntax::Equation& equation : tree_.equations) {
      if (equation.kind == syntax::EquationKind::text) continue;  // no variable of the model
      equations_[key_of(equation.name)].push_back(&equation);
    }
  }

  // Over whole dimensions, in their order.
  bool is_whole(const syntax::Equation& equation) const {
    const model::Variable& variable = model_.at(ids_.at(key_of(equation.name)));
    for (std::size_t axis = 0; axis < equation.subscripts.size(); ++axis) {
      if (key_of(equation.subscripts[axis].name) != key_of(names_.of(variable.axes[axis]))) {
        return false;
      }
    }
    return true;
  }

  bool is_computed(const std::string& name) const {
    const model::VariableId id = ids_.at(key_of(name));
    if (!equations_.contains(key_of(name))) return false;  // a further result of a macro
    const model::VariableKind kind = model_.at(id).kind;
    const bool computed =
        kind == model::VariableKind::auxiliary || kind == model::VariableKind::constant;
    return computed && id != model_.time;
  }

  void find_flows() {
    FlowFinder finder([this](const std::string& name) { return is_computed(name); });
    for (const auto& [key, equations] : equations_) {
      if (equations.size() == 1 && is_whole(*equations.front())) finder.add(*equations.front());
    }
    flows_of_ = finder.take();
    for (const auto& [key, flows] : flows_of_) {
      for (const auto* names : {&flows.in, &flows.out}) {
        for (const std::string& name : *names) flows_.insert(key_of(name));
      }
    }
  }

  void mark_flows() {
    for (XmileVariable& variable : result_.variables) {
      if (flows_.contains(key_of(variable.name)) && variable.kind == XmileKind::aux) {
        variable.kind = XmileKind::flow;
      }
    }
  }

  // --- variables ---

  void take_variable(model::VariableId id) {
    const model::Variable& variable = model_.at(id);
    const std::string& name = names_.of(id);
    const Equations& equations = equations_[key_of(name)];
    const bool data = variable.kind == model::VariableKind::data;
    if (equations.empty() && !data) return;
    XmileVariable made;
    made.name = name;
    made.unit = variable.unit_text;
    made.note = variable.note;
    made.group = variable.group;
    made.minimum = variable.minimum;
    made.maximum = variable.maximum;
    for (const model::DimensionId axis : variable.axes) made.dimensions.push_back(axis_name(axis));
    made.supplementary = variable.supplementary;
    made.hidden = model::is_macro_local(variable.name);
    for (const syntax::Equation* equation : equations) {
      if (!made.step) made.step = equation->step;
    }
    if (data) {
      take_data(std::move(made), variable, equations);
    } else if (variable.kind == model::VariableKind::stock) {
      take_stock(std::move(made), variable, equations);
    } else if (variable.kind == model::VariableKind::lookup) {
      take_lookup(std::move(made), equations);
    } else if (!take_control_variable(made)) {
      for (const syntax::Equation* equation : equations)
        add_cell(made, *equation, *equation->right);
      add(std::move(made));
    }
  }

  // <sim_specs> has the numbers; the variable keeps its unit and its note.
  bool take_control_variable(XmileVariable& made) {
    const std::string key = key_of(made.name);
    const std::map<std::string, double> values{{"initial time", result_.start},
                                               {"final time", result_.stop},
                                               {"time step", result_.step},
                                               {"saveper", result_.save_period}};
    const auto found = values.find(key);
    if (found == values.end()) return false;
    made.cells.push_back({{}, syntax::print_number(found->second), std::nullopt});
    add(std::move(made));
    return true;
  }

  bool stays(const Expr& expr) const {
    return is_fixed(expr, [this](const std::string& name) {
      const auto found = ids_.find(key_of(name));
      return found != ids_.end() && model_.at(found->second).kind == model::VariableKind::constant;
    });
  }

  void take_stock(XmileVariable made, const model::Variable& variable, const Equations& equations) {
    const auto is_stock = [&](const auto* one) { return integral_of(*one) || stays(*one->right); };
    if (!std::ranges::all_of(equations, is_stock)) {
      said_.push_back(make_diagnostic(
          Code::writing_not_expressible, model_.sources.place_of(variable.span),
          format("XMILE has no array like \"{}\": some elements are stocks, others are computed",
                 variable.name),
          "all elements of an array are of one kind there", "split it into two variables"));
      return;
    }
    const auto flows = flows_of_.find(key_of(made.name));
    XmileVariable net;
    net.kind = XmileKind::flow;
    net.hidden = true;
    net.dimensions = made.dimensions;
    net.group = made.group;
    net.unit = rate_unit(made.unit, model_.control.time_unit);
    made.kind = XmileKind::stock;
    for (const syntax::Equation* equation : equations) {
      const syntax::Call* integral = integral_of(*equation);
      const Expr none{equation->right->span, syntax::Number{0}};
      add_cell(made, *equation, integral != nullptr ? integral->arguments.at(1) : *equation->right);
      if (flows != flows_of_.end()) continue;
      add_cell(net, *equation, integral != nullptr ? integral->arguments.at(0) : none);
    }
    if (flows != flows_of_.end()) {
      made.inflows = flows->second.in;
      made.outflows = flows->second.out;
    } else {
      net.name = names_.unused(format("{} net flow", made.name));
      made.inflows = {net.name};
      add(std::move(net));
    }
    add(std::move(made));
  }

  // One table is a graphical function; an array of them hangs on a variable without an equation.
  void take_lookup(XmileVariable made, const Equations& equations) {
    for (const syntax::Equation* equation : equations) {
      const auto* table = std::get_if<syntax::Table>(&equation->right->node);
      if (table == nullptr) continue;
      XmileCell cell;
      if (!made.dimensions.empty()) cell.elements = elements_of(*equation);
      cell.table = *table;
      made.cells.push_back(std::move(cell));
    }
    if (made.dimensions.empty()) made.kind = XmileKind::table;
    if (!made.cells.empty()) add(std::move(made));
  }

  std::vector<std::string> elements_of(const syntax::Equation& equation) const {
    std::vector<std::string> elements;
    if (is_whole(equation)) return elements;
    for (const syntax::Subscript& one : equation.subscripts) elements.push_back(one.name);
    return elements;
  }

  // A table at the whole right-hand side belongs to the variable itself.
  void add_cell(XmileVariable& made, const syntax::Equation& equation, const Expr& right) {
    XmileCell cell;
    if (!made.dimensions.empty()) cell.elements = elements_of(equation);
    Expr rewritten = right;
    const bool between_data = equation.kind == syntax::EquationKind::data ||
                              equation.data_mode != syntax::DataMode::standard;
    auto* call = between_data ? nullptr : std::get_if<syntax::Call>(&rewritten.node);
    if (call != nullptr && key_of(call->name) == "with lookup") {
      if (const auto* table = std::get_if<syntax::Table>(&call->arguments.at(1).node)) {
        cell.table = *table;
        const Expr input = call->arguments.at(0);
        rewritten = input;
      }
    }
    calls_.rewrite(rewritten, made.name);
    cell.equation = syntax::joined(syntax::print_expression(rewritten, words_));
    if (between_data) cell.equation.insert(0, data_word(equation.data_mode, false) + ":=");
    made.cells.push_back(std::move(cell));
    for (XmileCalls::OwnTable& own : calls_.take_tables()) {
      XmileVariable table;
      table.kind = XmileKind::table;
      table.name = std::move(own.name);
      table.group = made.group;
      table.cells.push_back({{}, {}, std::move(own.table)});
      add(std::move(table));
    }
  }

  void add(XmileVariable variable) { result_.variables.push_back(std::move(variable)); }

  // Vensim's words for what data are between their points, and for what they are made of.
  void take_data_words(XmileVariable made, const model::Variable& variable,
                       const Equations& equations) {
    for (const syntax::Equation* equation : equations) {
      XmileCell cell;
      if (!made.dimensions.empty()) cell.elements = elements_of(*equation);
      if (!are_elements(model_, names_, variable, cell.elements)) {
        return refuse_data(variable, "some of its elements are named together");
      }
      cell.equation = data_word(equation->data_mode, !equation->right);
      if (equation->right) {
        Expr right = *equation->right;
        calls_.rewrite(right, made.name);
        cell.equation += ":=" + syntax::joined(syntax::print_expression(right, words_));
      }
      made.cells.push_back(std::move(cell));
    }
    add(std::move(made));
  }

  // A series that the model's own functions have read is a graph of the time.
  void take_data(XmileVariable made, const model::Variable& variable, const Equations& equations) {
    const bool none = variable.series.empty() ||
                      std::ranges::all_of(variable.series, [](const model::Series& one) {
                        return one.times.empty();
                      });
    if (none && !equations.empty()) {
      return take_data_words(std::move(made), variable, equations);
    }
    const bool steps = variable.data_mode == model::DataMode::hold_backward;
    const bool says = steps || variable.data_mode == model::DataMode::interpolate;
    const auto known = [](const model::Series& one) { return one.times.size() > 1; };
    const bool whole = variable.series.size() == model_.cell_count(variable) &&
                       std::ranges::all_of(variable.series, known);
    if (!whole) return refuse_data(variable, "its values come from a table beside the model");
    if (!says) {
      return refuse_data(variable,
                         "its values jump or are missing between points, and graphs go on");
    }
    for (std::uint32_t i = 0; i < variable.series.size(); ++i) {
      XmileCell cell{
          {},
          "TIME",
          syntax::Table{{}, steps ? syntax::TableKind::step : syntax::TableKind::hold, {}}};
      const model::Series& series = variable.series[i];
      for (std::size_t at = 0; at < series.times.size(); ++at) {
        cell.table->points.emplace_back(series.times[at], series.values[at]);
      }
      const model::Positions places = model::positions_of(model_, variable, i);
      for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
        cell.elements.push_back(names_.of(model_.at(variable.axes[axis]).elements[places[axis]]));
      }
      made.cells.push_back(std::move(cell));
    }
    add(std::move(made));
  }

  void refuse_data(const model::Variable& variable, const std::string& why) {
    said_.push_back(
        make_diagnostic(Code::writing_not_expressible, model_.sources.place_of(variable.span),
                        format("XMILE has no data variables like \"{}\"", variable.name), why,
                        "put the series into the model as a lookup of Time"));
  }

  const model::Model& model_;
  const syntax::Tree& tree_;
  Names& names_;
  XmileCalls calls_;
  syntax::Wording words_ = syntax::xmile::wording();
  syntax::XmileModel result_;
  std::unordered_map<std::string, model::VariableId> ids_;  // by key of the written name
  std::map<std::string, Equations> equations_;
  std::map<std::string, Flows> flows_of_;
  std::set<std::string> flows_;
  std::map<model::DimensionId, std::string> made_up_;
  Diagnostics said_;
};

}  // namespace

Checked<syntax::XmileModel> to_xmile(const model::Model& model, const syntax::Tree& spelled,
                                     Names& names, const std::string& title) {
  return Converter(model, spelled, names).convert(title);
}

}  // namespace sluice::convert
