#include "model/macro_parts.h"

#include <algorithm>
#include <utility>

#include "model/builtins.h"
#include "model/delayp.h"
#include "model/macros.h"

namespace sluice::model {

using syntax::key_of;

namespace {

bool has_each(const std::vector<syntax::Subscript>& subscripts) {
  return std::any_of(subscripts.begin(), subscripts.end(),
                     [](const syntax::Subscript& subscript) { return subscript.each; });
}

// What a `!` inside a reduction runs over is no business of what stands around it.
bool is_reduction(const syntax::Call& call) {
  const auto builtin = find_builtin(call.name);
  return builtin && info_of(*builtin).builtin_class == BuiltinClass::reduction;
}

}  // namespace

std::size_t parts_of(const syntax::Expr& expr, std::size_t most) {
  std::size_t parts = 1;
  for_each_part(expr, [&](const syntax::Expr& part) {
    if (parts < most) parts += parts_of(part, most - parts);
  });
  return std::min(parts, most);
}

void for_each_output(const syntax::Expr& expr, const Macros& macros,
                     const std::function<void(const std::string& name)>& visit) {
  for_each_part(expr, [&](const syntax::Expr& part) { for_each_output(part, macros, visit); });
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call == nullptr) return;
  const auto macro = macros.find(key_of(call->name));
  const std::size_t inputs = macro != macros.end() ? macro->second->inputs.size() : 2;
  if (macro == macros.end() && !is_delayp(*call)) return;
  for (std::size_t i = inputs; i < call->arguments.size(); ++i) {
    const auto* name = std::get_if<syntax::Reference>(&call->arguments[i].node);
    if (name != nullptr) visit(name->name);
  }
}

bool is_plain(const syntax::Expr& expr) {
  if (std::holds_alternative<syntax::Call>(expr.node)) return false;
  if (std::holds_alternative<syntax::Binary>(expr.node)) return false;
  const auto* unary = std::get_if<syntax::Unary>(&expr.node);
  return unary == nullptr || std::holds_alternative<syntax::Number>(unary->operand[0].node);
}

bool runs_over(const syntax::Expr& expr) {
  bool found = false;
  if (const auto* reference = std::get_if<syntax::Reference>(&expr.node)) {
    found = has_each(reference->subscripts);
  }
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
    if (is_reduction(*call)) return false;
    found = has_each(call->subscripts);
  }
  return found || any_part(expr, runs_over);
}

namespace {

void append(std::vector<syntax::Subscript>& subscripts,
            const std::vector<syntax::Subscript>& others) {
  subscripts.insert(subscripts.end(), others.begin(), others.end());
}

}  // namespace

void substitute(syntax::Expr& expr, const Substitution& names) {
  for_each_part(expr, [&](syntax::Expr& part) { substitute(part, names); });
  if (auto* call = std::get_if<syntax::Call>(&expr.node)) {
    if (call->name.size() > 1 && call->name.ends_with('$')) {
      call->name.pop_back();
      return;
    }
    const std::string key = key_of(call->name);
    if (const auto table = names.tables.find(key); table != names.tables.end()) {
      call->name = table->second;
      call->subscripts = names.subscripts;
      return;
    }
    const auto input = names.inputs.find(key);
    if (input == names.inputs.end()) return;
    // A lookup passed as an argument.
    if (const auto* table = std::get_if<syntax::Reference>(&input->second->node)) {
      call->name = table->name;
      call->subscripts = table->subscripts;
    }
    return;
  }
  auto* reference = std::get_if<syntax::Reference>(&expr.node);
  if (reference == nullptr) return;
  const std::string key = key_of(reference->name);
  if (reference->name.ends_with('$') && !names.locals.contains(key)) {
    reference->name.pop_back();
    return;
  }
  if (const auto input = names.inputs.find(key); input != names.inputs.end()) {
    const std::size_t parts = parts_of(*input->second, *names.parts);
    *names.parts -= parts;
    if (*names.parts == 0) return;
    const syntax::Expr argument = *input->second;
    expr = argument;
  } else if (const auto local = names.locals.find(key); local != names.locals.end()) {
    reference->name = local->second;
    if (!names.arrays.contains(key)) reference->subscripts.clear();
    append(reference->subscripts, names.subscripts);
  }
}

syntax::Expr keep_argument(const syntax::Expr& argument, const std::string& name,
                           const syntax::Equation& owner, syntax::Tree& result) {
  syntax::Equation kept;
  kept.span = kept.name_span = argument.span;
  kept.name = name;
  kept.subscripts = owner.subscripts;
  kept.exceptions = owner.exceptions;
  kept.group = owner.group;
  kept.right = argument;
  result.equations.push_back(std::move(kept));
  return syntax::Expr{argument.span, syntax::Reference{name, owner.subscripts}};
}

syntax::Equation local_equation(const syntax::Equation& local, const Substitution& names,
                                const syntax::Equation& owner) {
  syntax::Equation copy = local;
  copy.name = names.locals.at(key_of(local.name));
  const std::vector<syntax::Subscript> own = std::exchange(copy.subscripts, {});
  const auto with_own = [&](const std::vector<syntax::Subscript>& others) {
    std::vector<syntax::Subscript> all = own;
    append(all, others);
    return all;
  };
  copy.subscripts = with_own(owner.subscripts);
  copy.exceptions.clear();
  for (const auto& exception : owner.exceptions) copy.exceptions.push_back(with_own(exception));
  copy.group = owner.group;
  copy.unit.clear();
  if (copy.right) substitute(*copy.right, names);
  return copy;
}

namespace {

void name_locals_of(const syntax::Macro& macro, std::string& text) {
  const std::string begin = "#" + macro.name + " ";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    std::size_t end = at + begin.size();
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (text.compare(end, 2, ": ") == 0) text.replace(at, end + 2 - at, macro.name + "'s ");
  }
}

}  // namespace

void name_locals(const std::vector<syntax::Macro>& macros, Diagnostics& diagnostics) {
  for (Diagnostic& one : diagnostics) {
    for (const syntax::Macro& macro : macros) {
      for (std::string* text : {&one.message, &one.reason, &one.hint}) {
        if (text->find('#') != std::string::npos) name_locals_of(macro, *text);
      }
    }
  }
}

}  // namespace sluice::model
