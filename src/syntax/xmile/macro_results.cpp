#include "syntax/xmile/macro_results.h"

#include <utility>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/tokens.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

// Calls `visit` with each result that the calls in an equation name.
template <class Visit>
void for_each_result(const Node& node, const Visit& visit) {
  const auto each = [&](const std::vector<Node>& parts) {
    for (const Node& part : parts) for_each_result(part, visit);
  };
  if (const auto* joined = std::get_if<Joined>(&node.form)) each(joined->operands);
  if (const auto* sign = std::get_if<Signed>(&node.form)) each(sign->operand);
  if (const auto* choice = std::get_if<Choice>(&node.form)) each(choice->parts);
  const auto* call = std::get_if<Applied>(&node.form);
  if (call == nullptr) return;
  each(call->arguments);
  for (const Node& result : call->results) visit(result);
}

std::unique_ptr<Variable> result_of(const Variable& owner, const Scope& scope, const Name& name,
                                    Span span) {
  auto made = std::make_unique<Variable>();
  made->sort = Sort::result;
  made->local_name = name.path.back();
  made->name = scope.prefix + made->local_name;
  made->span = made->name_span = span;
  made->dimensions = owner.dimensions;
  made->axes = owner.axes;
  return made;
}

class Declarer {
 public:
  explicit Declarer(const SourceSet& sources) : unheard_(sources) {}

  void declare(Scope& scope) {
    std::vector<std::unique_ptr<Variable>> found;
    for (const auto& variable : scope.variables) {
      if (variable->equation) look_into(*variable->equation, *variable, scope, found);
      for (const Element& element : variable->elements) {
        if (element.equation) look_into(*element.equation, *variable, scope, found);
      }
    }
    for (auto& one : found) scope.variables.push_back(std::move(one));
    for (const auto& module : scope.modules) declare(*module);
  }

 private:
  // Most equations have no colon; what cannot be read is told when it is translated.
  void look_into(const Text& text, const Variable& owner, Scope& scope,
                 std::vector<std::unique_ptr<Variable>>& found) {
    const std::size_t call = text.value.find('(');
    if (call == std::string::npos || text.value.find(':', call) == std::string::npos) return;
    const auto nodes = parse_equation(text, unheard_);
    if (!nodes) return;
    for (const Node& node : *nodes) {
      for_each_result(node, [&](const Node& result) {
        const auto* name = std::get_if<Name>(&result.form);
        if (name == nullptr || name->path.size() != 1) return;
        auto made = result_of(owner, scope, *name, result.span);
        const bool fresh = scope.by_key.emplace(key_of(made->local_name), made.get()).second;
        if (fresh) found.push_back(std::move(made));
      });
    }
  }

  Complaints unheard_;
};

}  // namespace

std::vector<const Variable*> further_results(const WrittenMacro& macro) {
  const std::string first = macro.equation ? key_of(name_in(macro.equation->value)) : "";
  std::vector<const Variable*> results;
  for (const auto& variable : macro.scope.variables) {
    if (variable->is_output && key_of(variable->local_name) != first) {
      results.push_back(variable.get());
    }
  }
  return results;
}

void declare_results(Whole& whole, Complaints& complaints) {
  if (whole.macros.empty()) return;
  Declarer declarer(complaints.sources());
  for (const auto& macro : whole.macros) declarer.declare(macro->scope);
  declarer.declare(whole.root);
}

bool Translator::may_have_results(const WrittenMacro& macro, const Applied& form) {
  const std::size_t most = further_results(macro).size(), named = form.results.size();
  if (named <= most) return true;
  complaints_.say(Code::bad_macro, form.results[most].span,
                  format("the macro \"{}\" gives {} further result{}, not {}", macro.name, most,
                         most == 1 ? "" : "s", named),
                  "its variables with access=\"output\" are its further results",
                  "take away what is too many behind the colon");
  return false;
}

// Only a macro has any.
Expr Translator::refuse_results(const Applied& form, Span span) {
  complaints_.say(Code::bad_macro, form.results.front().span,
                  format("there is no macro \"{}\" that takes {} argument{}", form.path.back(),
                         form.arguments.size(), form.arguments.size() == 1 ? "" : "s"),
                  "behind the colon a call names further results of a macro",
                  "see what the <macro> takes, or take the colon and what follows it away");
  return number(0, span);
}

}  // namespace sluice::syntax::xmile
