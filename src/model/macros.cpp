#include "model/macros.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/format.h"
#include "model/builtins.h"
#include "model/delayp.h"

namespace sluice::model {
namespace {

using syntax::key_of;

// How many parts of expressions all copies may have together: macros that call macros multiply.
constexpr std::size_t kMostParts = 1'000'000;

// How names of one copy of a macro read in the model.
struct Substitution {
  std::unordered_map<std::string, const syntax::Expr*> inputs;  // by key: the argument as written
  std::unordered_map<std::string, std::string> locals;          // by key: the name in the model
  std::unordered_map<std::string, std::string> tables;          // those that are lookups
  std::vector<syntax::Subscript> subscripts;                    // of the calling equation
  std::size_t* parts = nullptr;  // that are still to be had; at 0 nothing more is put in
};

template <class Visit>
void for_each_operand(syntax::Expr& expr, const Visit& visit) {
  if (auto* unary = std::get_if<syntax::Unary>(&expr.node)) visit(unary->operand[0]);
  if (auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
    for (syntax::Expr& operand : binary->operands) visit(operand);
  }
  if (auto* call = std::get_if<syntax::Call>(&expr.node)) {
    for (syntax::Expr& argument : call->arguments) visit(argument);
  }
}

// How many parts an expression has, counted up to `most`.
std::size_t parts_of(const syntax::Expr& expr, std::size_t most) {
  std::size_t parts = 1;
  const auto count = [&](const std::vector<syntax::Expr>& operands) {
    for (const syntax::Expr& operand : operands) {
      if (parts < most) parts += parts_of(operand, most - parts);
    }
  };
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) count(unary->operand);
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) count(binary->operands);
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) count(call->arguments);
  return std::min(parts, most);
}

bool is_table(const syntax::Equation& equation) {
  return equation.kind == syntax::EquationKind::lookup ||
         (equation.right && std::holds_alternative<syntax::Table>(equation.right->node));
}

// A number, a name, a table: means the same wherever it stands, and costs nothing there.
bool is_plain(const syntax::Expr& expr) {
  if (std::holds_alternative<syntax::Call>(expr.node)) return false;
  if (std::holds_alternative<syntax::Binary>(expr.node)) return false;
  const auto* unary = std::get_if<syntax::Unary>(&expr.node);
  return unary == nullptr || std::holds_alternative<syntax::Number>(unary->operand[0].node);
}

bool has_each(const std::vector<syntax::Subscript>& subscripts) {
  return std::any_of(subscripts.begin(), subscripts.end(),
                     [](const syntax::Subscript& subscript) { return subscript.each; });
}

// What a `!` inside a reduction runs over is no business of what stands around it.
bool is_reduction(const syntax::Call& call) {
  const auto builtin = find_builtin(call.name);
  return builtin && info_of(*builtin).builtin_class == BuiltinClass::reduction;
}

bool runs_over(syntax::Expr& expr) {
  bool found = false;
  if (const auto* reference = std::get_if<syntax::Reference>(&expr.node)) {
    found = has_each(reference->subscripts);
  }
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
    if (is_reduction(*call)) return false;
    found = has_each(call->subscripts);
  }
  for_each_operand(expr, [&](syntax::Expr& operand) { found = found || runs_over(operand); });
  return found;
}

// Rewrites an expression of the macro's body for one call.
void substitute(syntax::Expr& expr, const Substitution& names) {
  for_each_operand(expr, [&](syntax::Expr& operand) { substitute(operand, names); });
  if (auto* call = std::get_if<syntax::Call>(&expr.node)) {
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
  if (reference->name.ends_with('$')) {
    reference->name.pop_back();
    return;
  }
  const std::string key = key_of(reference->name);
  if (const auto input = names.inputs.find(key); input != names.inputs.end()) {
    const std::size_t parts = parts_of(*input->second, *names.parts);
    *names.parts -= parts;
    if (*names.parts == 0) return;
    const syntax::Expr argument = *input->second;
    expr = argument;
  } else if (const auto local = names.locals.find(key); local != names.locals.end()) {
    reference->name = local->second;
    reference->subscripts = names.subscripts;
  }
}

class MacroWriter {
 public:
  MacroWriter(const syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics) {
    for (const syntax::Macro& macro : tree.macros) macros_.emplace(key_of(macro.name), &macro);
  }

  syntax::Tree write() {
    syntax::Tree result = tree_;
    result.macros.clear();
    result.equations.clear();
    for (const syntax::Equation& equation : tree_.equations) {
      if (parts_ > 0) add(equation, result);
    }
    return result;
  }

 private:
  // The copies that an equation needs come before it.
  void add(syntax::Equation equation, syntax::Tree& result) {
    if (equation.right) write_calls(*equation.right, equation, result);
    result.equations.push_back(std::move(equation));
  }

  void write_calls(syntax::Expr& expr, const syntax::Equation& owner, syntax::Tree& result) {
    for_each_operand(expr, [&](syntax::Expr& operand) { write_calls(operand, owner, result); });
    auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call == nullptr) return;
    const auto macro = macros_.find(key_of(call->name));
    if (macro == macros_.end()) {
      if (is_delayp(*call)) write_pipeline(*call, expr, owner, result);
      return;
    }
    if (parts_ > 0 && sound(*call, *macro->second, expr)) {
      expr.node = write_copy(*call, *macro->second, owner, result);
    } else {
      // Something that leads to no further complaints about the same place.
      const syntax::Expr rest = call->arguments.empty() ? syntax::Expr{expr.span, syntax::Number{}}
                                                        : syntax::Expr(call->arguments.front());
      expr = rest;
    }
  }

  // DELAYP is no macro, but it has an output as one.
  void write_pipeline(const syntax::Call& call, syntax::Expr& expr, const syntax::Equation& owner,
                      syntax::Tree& result) {
    const bool sound = call.arguments.size() == 3 &&
                       std::holds_alternative<syntax::Reference>(call.arguments[2].node) &&
                       !runs_over(expr);
    if (!sound) {
      say(Code::model_argument_count, expr.span,
          "DELAYP takes an input, a time and, after a colon, the name of a new variable",
          "that variable holds what is under way",
          "write out = DELAYP(input, delay time: work in progress)");
      expr = syntax::Expr{expr.span, syntax::Number{}};
      return;
    }
    const std::string name = format("#DELAYP {}: out", ++copies_["delayp"]);
    WrittenDelay written = write_delayp(call, name, owner, expr.span);
    result.equations.push_back(std::move(written.delay));
    result.equations.push_back(std::move(written.pipeline));
    expr.node = syntax::Reference{name, owner.subscripts};
  }

  bool sound(const syntax::Call& call, const syntax::Macro& macro, syntax::Expr& expr) {
    const std::size_t inputs = macro.inputs.size(), most = inputs + macro.outputs.size();
    if (call.arguments.size() < inputs || call.arguments.size() > most) {
      say(Code::model_argument_count, expr.span,
          format("the macro {} takes {} argument{}, not {}", macro.name, inputs,
                 inputs == 1 ? "" : "s", call.arguments.size()),
          format("it is defined on line {}", sources_.place_of(macro.span).line), "");
      return false;
    }
    if (runs_over(expr)) {
      say(Code::model_macro_not_read, expr.span,
          format("the macro {} is called over a `!` subscript", macro.name),
          "each call keeps state of its own, so it needs an equation for each element",
          "give the call a variable over that dimension, and reduce the variable");
      return false;
    }
    if (std::find(open_.begin(), open_.end(), &macro) == open_.end()) return true;
    if (circular_.insert(&macro).second) {
      say(Code::model_macro_not_read, expr.span,
          format("the macro {} calls itself, directly or through others", macro.name),
          "it would never end", "break the circle");
    }
    return false;
  }

  syntax::Reference write_copy(const syntax::Call& call, const syntax::Macro& macro,
                               const syntax::Equation& owner, syntax::Tree& result) {
    const std::string prefix = format("#{} {}: ", macro.name, ++copies_[key_of(macro.name)]);
    Substitution names;
    names.subscripts = owner.subscripts;
    for (const syntax::Equation& local : macro.equations) {
      const std::string key = key_of(local.name);
      names.locals.emplace(key, prefix + local.name);
      if (is_table(local)) names.tables.emplace(key, prefix + local.name);
      if (local.right) {
        for_each_output(*local.right, [&](const std::string& output) {
          names.locals.emplace(key_of(output), prefix + output);
        });
      }
    }
    std::deque<syntax::Expr> kept;  // what stands in the body for arguments that are no plain names
    for (std::size_t i = 0; i < macro.inputs.size(); ++i) {
      const syntax::Expr* argument = &call.arguments[i];
      if (!is_plain(*argument)) {
        argument = &kept.emplace_back(
            keep_argument(*argument, prefix + macro.inputs[i].name, owner, result));
      }
      names.inputs.emplace(key_of(macro.inputs[i].name), argument);
    }
    names.parts = &parts_;
    open_.push_back(&macro);
    for (const syntax::Equation& local : macro.equations) {
      spend(local.right ? parts_of(*local.right, parts_) : 1, call, macro);
      if (parts_ > 0) add(local_equation(local, names, owner), result);
    }
    spend(0, call, macro);
    open_.pop_back();
    for (std::size_t i = macro.inputs.size(); i < call.arguments.size(); ++i) {
      add_output(call.arguments[i], prefix + macro.outputs[i - macro.inputs.size()].name, owner,
                 result);
    }
    return syntax::Reference{prefix + macro.name, owner.subscripts};
  }

  // The variables that calls inside a macro make belong to that macro.
  template <class Visit>
  void for_each_output(const syntax::Expr& expr, const Visit& visit) const {
    const auto inside = [&](const std::vector<syntax::Expr>& operands) {
      for (const syntax::Expr& operand : operands) for_each_output(operand, visit);
    };
    if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) inside(unary->operand);
    if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) inside(binary->operands);
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call == nullptr) return;
    inside(call->arguments);
    const auto macro = macros_.find(key_of(call->name));
    const std::size_t inputs = macro != macros_.end() ? macro->second->inputs.size() : 2;
    if (macro == macros_.end() && !is_delayp(*call)) return;
    for (std::size_t i = inputs; i < call->arguments.size(); ++i) {
      const auto* name = std::get_if<syntax::Reference>(&call->arguments[i].node);
      if (name != nullptr) visit(name->name);
    }
  }

  void spend(std::size_t parts, const syntax::Call& call, const syntax::Macro& macro) {
    parts_ -= std::min(parts, parts_);
    if (parts_ > 0 || told_) return;
    told_ = true;
    say(Code::model_macros_too_large, call.arguments.empty() ? macro.span : call.arguments[0].span,
        format("macros written out make more than {} parts, last for {}", kMostParts, macro.name),
        "each call is a copy of the macro's equations, and macros that call others multiply",
        "call the macro less often, or give what is repeated a variable of its own");
  }

  // An argument is computed once for each call, by a variable of its own, however often the macro
  // reads it: what is drawn by chance is one number, and nothing grows with the uses.
  static syntax::Expr keep_argument(const syntax::Expr& argument, const std::string& name,
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

  static syntax::Equation local_equation(const syntax::Equation& local, const Substitution& names,
                                         const syntax::Equation& owner) {
    syntax::Equation copy = local;
    copy.name = names.locals.at(key_of(local.name));
    copy.subscripts = owner.subscripts;
    copy.exceptions = owner.exceptions;
    copy.group = owner.group;
    copy.unit.clear();
    if (copy.right) substitute(*copy.right, names);
    return copy;
  }

  void add_output(const syntax::Expr& argument, std::string local, const syntax::Equation& owner,
                  syntax::Tree& result) {
    const auto* name = std::get_if<syntax::Reference>(&argument.node);
    if (name == nullptr) {
      return say(Code::model_macro_not_read, argument.span, "an output of a macro is no plain name",
                 "it becomes a variable of the model", "write a name after the colon");
    }
    if (key_of(name->name) == key_of(owner.name)) {
      return say(Code::model_output_twice, argument.span,
                 format("\"{}\" is the macro's value and its second output at once", owner.name),
                 "it keeps the value; the output is left out",
                 "give the output after the colon a name of its own");
    }
    syntax::Equation output;
    output.span = output.name_span = argument.span;
    output.name = name->name;
    output.subscripts = owner.subscripts;
    output.exceptions = owner.exceptions;
    output.group = owner.group;
    output.supplementary = true;
    output.right =
        syntax::Expr{argument.span, syntax::Reference{std::move(local), owner.subscripts}};
    result.equations.push_back(std::move(output));
  }

  void say(Code code, Span span, std::string message, std::string reason, std::string hint) {
    diagnostics_.push_back(make_diagnostic(code, sources_.place_of(span), std::move(message),
                                           std::move(reason), std::move(hint)));
  }

  const syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string, const syntax::Macro*> macros_;
  std::unordered_map<std::string, int> copies_;
  std::vector<const syntax::Macro*> open_;  // being written out, outermost first
  std::unordered_set<const syntax::Macro*> circular_;
  std::size_t parts_ = kMostParts;  // that may still be written
  bool told_ = false;
};

}  // namespace

syntax::Tree write_out_macros(const syntax::Tree& tree, const SourceSet& sources,
                              Diagnostics& diagnostics) {
  return MacroWriter(tree, sources, diagnostics).write();
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
