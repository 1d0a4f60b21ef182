#include "model/macro_names.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/format.h"
#include "model/builtins.h"
#include "model/delayp.h"

namespace sluice::model {
namespace {

using syntax::key_of;
using Keys = std::unordered_set<std::string>;
using Inputs = std::unordered_map<std::string, std::size_t>;  // how many a macro has

bool is_of_clock(const std::string& key) {
  return key == "time" || key == "time step" || key == "initial time" || key == "final time" ||
         key == "saveper";
}

// What a macro has by itself: its inputs, its variables, and those that calls inside it make.
class OwnNames {
 public:
  OwnNames(const syntax::Macro& macro, const Inputs& macros) : macros_(macros) {
    for (const syntax::Subscript& input : macro.inputs) keys_.insert(key_of(input.name));
    for (const syntax::Equation& equation : macro.equations) {
      keys_.insert(key_of(equation.name));
      if (equation.right) add_outputs(*equation.right);
    }
  }
  bool has(const std::string& key) const { return keys_.contains(key); }

 private:
  // What a call of a macro, or of DELAYP, holds behind its inputs.
  void add_outputs(const syntax::Expr& expr) {
    for_each_part(expr, [&](const syntax::Expr& part) { add_outputs(part); });
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call == nullptr) return;
    const auto macro = macros_.find(key_of(call->name));
    if (macro == macros_.end() && !is_delayp(*call)) return;
    for (std::size_t i = macro == macros_.end() ? 2 : macro->second; i < call->arguments.size();
         ++i) {
      const auto* name = std::get_if<syntax::Reference>(&call->arguments[i].node);
      if (name != nullptr) keys_.insert(key_of(name->name));
    }
  }

  const Inputs& macros_;
  Keys keys_;
};

class MacroReport {
 public:
  MacroReport(const syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : sources_(sources), diagnostics_(diagnostics) {
    for (const syntax::Equation& equation : tree.equations) {
      const std::string key = key_of(equation.name);
      if (!is_of_clock(key) && !equation.name.starts_with('#')) of_model_.insert(key);
    }
    for (const syntax::Macro& macro : tree.macros)
      macros_.emplace(key_of(macro.name), macro.inputs.size());
  }

  void look_into(const syntax::Macro& macro) {
    const OwnNames own(macro, macros_);
    told_.clear();
    for (const syntax::Equation& equation : macro.equations) {
      if (equation.right) look_at(*equation.right, macro, own);
    }
  }

 private:
  void look_at(const syntax::Expr& expr, const syntax::Macro& macro, const OwnNames& own) {
    for_each_part(expr, [&](const syntax::Expr& part) { look_at(part, macro, own); });
    if (const auto* reference = std::get_if<syntax::Reference>(&expr.node)) {
      meet(reference->name, expr.span, macro, own);
    } else if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
      const bool is_table = !find_builtin(call->name) && !macros_.contains(key_of(call->name));
      if (is_table) meet(call->name, expr.span, macro, own);
    }
  }

  void meet(const std::string& name, Span span, const syntax::Macro& macro, const OwnNames& own) {
    const std::string key = key_of(name);
    if (own.has(key) || !of_model_.contains(key) || !told_.insert(key).second) return;
    diagnostics_.push_back(make_diagnostic(
        Code::model_macro_reads_model, sources_.place_of(span),
        format("the macro {} reads the model's \"{}\"", macro.name, name),
        "in Vensim names in a macro are its own, and the model's stand with a $ behind them",
        format("write {}$, or make it an input of the macro", name)));
  }

  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  Keys of_model_, told_;
  Inputs macros_;
};

}  // namespace

void tell_names_of_model(const syntax::Tree& tree, const SourceSet& sources,
                         Diagnostics& diagnostics) {
  MacroReport report(tree, sources, diagnostics);
  for (const syntax::Macro& macro : tree.macros) report.look_into(macro);
}

}  // namespace sluice::model
