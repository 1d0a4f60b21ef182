#include "model/macro_names.h"

#include <string>
#include <unordered_set>

#include "base/format.h"
#include "model/builtins.h"
#include "model/control.h"
#include "model/macro_parts.h"

namespace sluice::model {
namespace {

using syntax::key_of;
using Keys = std::unordered_set<std::string>;

// What a macro has by itself: its inputs, its variables, and those that calls inside it make.
Keys own_names(const syntax::Macro& macro, const Macros& macros) {
  Keys keys;
  for (const syntax::Subscript& input : macro.inputs) keys.insert(key_of(input.name));
  for (const syntax::Equation& equation : macro.equations) {
    keys.insert(key_of(equation.name));
    if (!equation.right) continue;
    for_each_output(*equation.right, macros,
                    [&](const std::string& output) { keys.insert(key_of(output)); });
  }
  return keys;
}

class MacroReport {
 public:
  MacroReport(const syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : sources_(sources), diagnostics_(diagnostics) {
    for (const syntax::Equation& equation : tree.equations) {
      const std::string key = key_of(equation.name);
      const bool clock = key == "time" || is_control_name(key);
      if (!clock && !equation.name.starts_with('#')) of_model_.insert(key);
    }
    for (const syntax::Macro& macro : tree.macros) macros_.emplace(key_of(macro.name), &macro);
  }

  void look_into(const syntax::Macro& macro) {
    const Keys own = own_names(macro, macros_);
    told_.clear();
    for (const syntax::Equation& equation : macro.equations) {
      if (equation.right) look_at(*equation.right, macro, own);
    }
  }

 private:
  void look_at(const syntax::Expr& expr, const syntax::Macro& macro, const Keys& own) {
    for_each_part(expr, [&](const syntax::Expr& part) { look_at(part, macro, own); });
    if (const auto* reference = std::get_if<syntax::Reference>(&expr.node)) {
      meet(reference->name, expr.span, macro, own);
    } else if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
      const bool is_table = !find_builtin(call->name) && !is_macro(*call, macros_);
      if (is_table) meet(call->name, expr.span, macro, own);
    }
  }

  void meet(const std::string& name, Span span, const syntax::Macro& macro, const Keys& own) {
    const std::string key = key_of(name);
    if (own.contains(key) || !of_model_.contains(key) || !told_.insert(key).second) return;
    diagnostics_.push_back(make_diagnostic(
        Code::model_macro_reads_model, sources_.place_of(span),
        format("the macro {} reads the model's \"{}\"", macro.name, name),
        "in Vensim names in a macro are its own, and the model's stand with a $ behind them",
        format("write {}$, or make it an input of the macro", name)));
  }

  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  Keys of_model_, told_;
  Macros macros_;
};

}  // namespace

void tell_names_of_model(const syntax::Tree& tree, const SourceSet& sources,
                         Diagnostics& diagnostics) {
  MacroReport report(tree, sources, diagnostics);
  for (const syntax::Macro& macro : tree.macros) report.look_into(macro);
}

}  // namespace sluice::model
