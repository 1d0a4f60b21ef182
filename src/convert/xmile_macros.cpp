#include "convert/xmile_macros.h"

#include <unordered_set>
#include <utility>

#include "base/format.h"
#include "convert/names.h"
#include "convert/xmile_flows.h"
#include "model/macros.h"

namespace sluice::convert {
namespace {

using syntax::Expr;
using syntax::key_of;
using syntax::XmileKind;
using syntax::XmileVariable;

class MacroMaker {
 public:
  MacroMaker(const syntax::Macro& macro, const std::vector<syntax::Macro>& all, XmileCalls& calls,
             const Names& names)
      : macro_(macro), calls_(calls), names_(names) {
    for (const syntax::Macro& one : all) {
      words_.outputs_after.emplace(key_of(one.name), one.inputs.size());
      macros_.insert(key_of(one.name));
    }
    for (const syntax::Subscript& input : macro.inputs) own_.insert(key_of(input.name));
    for (const syntax::Equation& one : macro.equations) {
      own_.insert(key_of(one.name));
      if (one.right) find_results(*one.right, all);
    }
  }

  syntax::XmileMacro make() {
    made_.name = macro_.name;
    for (const syntax::Subscript& input : macro_.inputs) made_.parameters.push_back(input.name);
    for (const syntax::Equation& one : macro_.equations) take(one);
    return std::move(made_);
  }

 private:
  // What a call inside makes behind its colon belongs to the macro.
  void find_results(const Expr& expr, const std::vector<syntax::Macro>& all) {
    for_each_part(expr, [&](const Expr& part) { find_results(part, all); });
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    const auto outputs = call != nullptr ? words_.outputs_after.find(key_of(call->name))
                                         : words_.outputs_after.end();
    if (outputs == words_.outputs_after.end()) return;
    for (std::size_t i = outputs->second; i < call->arguments.size(); ++i) {
      const auto* name = std::get_if<syntax::Reference>(&call->arguments[i].node);
      if (name != nullptr) own_.insert(key_of(name->name));
    }
  }

  void take(const syntax::Equation& equation) {
    XmileVariable made;
    made.name = equation.name;
    made.unit = equation.unit;
    made.note = equation.note;
    made.minimum = equation.minimum;
    made.maximum = equation.maximum;
    made.step = equation.step;
    made.supplementary = equation.supplementary;
    for (const syntax::Subscript& output : macro_.outputs) {
      made.output = made.output || key_of(output.name) == key_of(equation.name);
    }
    if (const auto* table = std::get_if<syntax::Table>(&equation.right->node)) {
      made.kind = XmileKind::table;
      made.cells.push_back({{}, {}, *table});
    } else if (const syntax::Call* integral = integral_of(equation)) {
      XmileVariable net;
      net.kind = XmileKind::flow;
      net.hidden = true;
      net.name = unused_name(made.name + " net flow", own_);
      take_cell(net, integral->arguments.at(0));
      made.kind = XmileKind::stock;
      made.inflows = {net.name};
      made_.variables.push_back(std::move(net));
      take_cell(made, integral->arguments.at(1));
    } else {
      take_cell(made, *equation.right);
    }
    made_.variables.push_back(std::move(made));
  }

  void take_cell(XmileVariable& made, Expr right) {
    syntax::XmileCell cell;
    auto* call = std::get_if<syntax::Call>(&right.node);
    if (call != nullptr && key_of(call->name) == "with lookup") {
      if (const auto* table = std::get_if<syntax::Table>(&call->arguments.at(1).node)) {
        cell.table = *table;
        const Expr input = call->arguments.at(0);
        right = input;
      }
    }
    point_at_model(right);
    calls_.rewrite(right, made.name);
    for (XmileCalls::OwnTable& own : calls_.take_tables()) {
      XmileVariable table;
      table.kind = XmileKind::table;
      table.name = std::move(own.name);
      table.cells.push_back({{}, {}, std::move(own.table)});
      made_.variables.push_back(std::move(table));
    }
    cell.equation = syntax::joined(syntax::print_expression(right, words_));
    made.cells.push_back(std::move(cell));
  }

  // Names that the macro does not define, and those that end in "$", are the model's.
  void point_at_model(Expr& expr) const {
    for_each_part(expr, [&](Expr& part) { point_at_model(part); });
    if (auto* name = std::get_if<syntax::Reference>(&expr.node)) point_at_model(name->name);
    auto* call = std::get_if<syntax::Call>(&expr.node);
    const bool table = call != nullptr && !macros_.contains(key_of(call->name)) &&
                       !model::find_builtin(call->name);
    if (table) point_at_model(call->name);
  }

  void point_at_model(std::string& name) const {
    const bool marked = name.size() > 1 && name.ends_with('$');
    if (!marked && own_.contains(key_of(name))) return;
    if (marked) name.pop_back();
    if (model::is_clock_name(key_of(name))) return;
    name = names_.written(name);
    name.insert(0, 1, syntax::xmile::kOfModel);
  }

  const syntax::Macro& macro_;
  XmileCalls& calls_;
  const Names& names_;
  syntax::Wording words_ = syntax::xmile::wording_in_macros();
  std::unordered_set<std::string> own_, macros_;  // keys
  syntax::XmileMacro made_;
};

}  // namespace

syntax::XmileMacro macro_of_xmile(const syntax::Macro& macro, const std::vector<syntax::Macro>& all,
                                  XmileCalls& calls, const Names& names) {
  return MacroMaker(macro, all, calls, names).make();
}

}  // namespace sluice::convert
