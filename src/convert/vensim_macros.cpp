#include "convert/vensim_macros.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "base/format.h"
#include "convert/build.h"
#include "convert/names.h"
#include "model/builtins.h"

namespace sluice::convert {
namespace {

using syntax::Expr;
using syntax::key_of;

class MacroNamer {
 public:
  MacroNamer(syntax::Macro& macro, const std::vector<syntax::Macro>& all, const Names& names)
      : macro_(macro), written_(names) {
    for (const syntax::Macro& one : all) macros_.insert(key_of(one.name));
    for (const syntax::Subscript& input : macro.inputs) taken_.insert(key_of(input.name));
    for (const syntax::Subscript& output : macro.outputs) taken_.insert(key_of(output.name));
    for (const syntax::Equation& one : macro.equations) {
      if (!one.name.starts_with('#')) taken_.insert(key_of(one.name));
    }
  }

  void name() {
    take_result_in();
    for (const syntax::Subscript& input : macro_.inputs)
      names_.emplace(key_of(input.name), input.name);
    for (const syntax::Equation& one : macro_.equations) {
      const bool made = one.name.starts_with('#');
      names_.emplace(key_of(one.name),
                     made ? unused_name(without_signs(one.name), taken_) : one.name);
    }
    for (const syntax::Equation& one : macro_.equations) find_results(*one.right);
    for (syntax::Equation& one : macro_.equations) {
      one.name = names_.at(key_of(one.name));
      name(*one.right);
    }
  }

 private:
  // XMILE has the value of a macro as an equation of its own: M = M in it, where that is a
  // variable.
  void take_result_in() {
    const auto named = [&](const std::string& name) {
      return std::ranges::find_if(macro_.equations, [&](const syntax::Equation& one) {
        return key_of(one.name) == key_of(name);
      });
    };
    const auto result = named(macro_.name);
    if (result == macro_.equations.end()) return;
    const auto* reference = std::get_if<syntax::Reference>(&result->right->node);
    const std::string inner = reference != nullptr ? reference->name : "";
    const auto own = named(inner);
    if (key_of(inner) != key_of(macro_.name + " in it") || own == macro_.equations.end()) return;
    own->name = macro_.name;
    macro_.equations.erase(result);
    names_.emplace(key_of(inner), macro_.name);
  }

  void find_results(const Expr& expr) {
    for_each_part(expr, [&](const Expr& part) { find_results(part); });
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call == nullptr || !macros_.contains(key_of(call->name))) return;
    for (const Expr& argument : call->arguments) {
      const auto* name = std::get_if<syntax::Reference>(&argument.node);
      if (name != nullptr && !name->name.ends_with('$'))
        names_.emplace(key_of(name->name), name->name);
    }
  }

  // What the macro does not define is the model's, and says so.
  void name(Expr& expr) const {
    for_each_part(expr, [&](Expr& part) { name(part); });
    if (auto* reference = std::get_if<syntax::Reference>(&expr.node)) name(reference->name);
    auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call == nullptr || macros_.contains(key_of(call->name))) return;
    if (const auto builtin = model::find_builtin(call->name)) {
      call->name = model::name_in_tree(*builtin);
    } else {
      name(call->name);  // a lookup
    }
  }

  void name(std::string& name) const {
    const auto own = names_.find(key_of(name));
    if (own != names_.end()) {
      name = own->second;
    } else if (!name.ends_with('$')) {
      name = written_.written(name) + '$';
    }
  }

  syntax::Macro& macro_;
  const Names& written_;
  std::unordered_set<std::string> macros_, taken_;  // keys
  std::map<std::string, std::string> names_;        // of the macro's own, by key
};

}  // namespace

void name_as_vensim(syntax::Macro& macro, const std::vector<syntax::Macro>& all,
                    const Names& names) {
  MacroNamer(macro, all, names).name();
}

}  // namespace sluice::convert
