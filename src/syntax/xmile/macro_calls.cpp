// Calls of macros: what they leave out is worked out from what they give.
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/given_arrays.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

// What may be written down several times as it is.
bool is_slight(const Node& node) {
  if (std::holds_alternative<Number>(node.form)) return true;
  if (const auto* sign = std::get_if<Signed>(&node.form)) return is_slight(sign->operand[0]);
  const auto* name = std::get_if<Name>(&node.form);
  return name != nullptr && std::ranges::all_of(name->indices, [](const Index& index) {
           return std::ranges::all_of(index.parts, is_slight);
         });
}

}  // namespace

// Arguments in place of the parameters that they stand for.
void Translator::put_in(const WrittenMacro& macro, const std::vector<Node>& arguments, Node& node) {
  const auto each = [&](std::vector<Node>& parts) {
    for (Node& part : parts) put_in(macro, arguments, part);
  };
  if (auto* joined = std::get_if<Joined>(&node.form)) each(joined->operands);
  if (auto* sign = std::get_if<Signed>(&node.form)) each(sign->operand);
  if (auto* choice = std::get_if<Choice>(&node.form)) each(choice->parts);
  if (auto* applied = std::get_if<Applied>(&node.form)) each(applied->arguments);
  const Name* name = written_plainly(node);
  if (name == nullptr || name->path.size() != 1) return;
  const std::string key = key_of(name->path[0]);
  for (std::size_t i = 0; i < arguments.size() && i < macro.parameters.size(); ++i) {
    if (key_of(macro.parameters[i].name) != key) continue;
    node = arguments[i];
    return;
  }
}

// A node that stands for a value, so that what is put in several times is written down once: nested
// calls would double it each time.
Node Translator::stand_in(Expr& value, Span span) {
  const bool small =
      std::holds_alternative<Number>(value.node) || std::holds_alternative<Reference>(value.node);
  if (!small && reduction_ == nullptr) {
    value = hide("argument", std::move(value), free_axes(), span);
  }
  std::string name = format("\x01{}", stands_for_.size());  // as no file can write it
  stands_for_.emplace(name, value);
  return {span, Name{{std::move(name)}, {}, false}};
}

bool Translator::may_work_out(const Text& otherwise, const WrittenMacro& macro, Span span) {
  constexpr std::size_t kDeepest = 100;
  const bool circle = std::ranges::find(open_, &otherwise) != open_.end();
  constexpr int kDeepestInLoop = 8;  // there each argument is written down several times
  const bool much = ++whole_.written_out > kMostWrittenOut || open_.size() >= kDeepest ||
                    (reduction_ != nullptr && nested_ > kDeepestInLoop);
  if (!circle && !much) return true;
  complaints_.say(Code::bad_macro, span,
                  format("nobody can tell what this call of \"{}\" leaves out", macro.name),
                  circle ? "the default of a parameter calls the macro, which leaves it out again"
                         : "the defaults of parameters call too many macros",
                  "give all arguments");
  return false;
}

Expr Translator::left_out(const WrittenMacro& macro, std::size_t index,
                          const std::vector<Node>& before, Span span) {
  const Text& otherwise = *macro.parameters[index].otherwise;
  if (!may_work_out(otherwise, macro, span)) return number(0, span);
  auto nodes = parse_equation(otherwise, complaints_);
  if (!nodes || nodes->size() != 1) return number(0, span);
  put_in(macro, before, nodes->front());
  open_.push_back(&otherwise);
  Expr value = translate(nodes->front());
  open_.pop_back();
  return value;
}

// What a call leaves out is worked out from the parameters before it.
Expr Translator::call_macro(const WrittenMacro& macro, const Applied& form, Span span) {
  std::vector<std::optional<Given>> given = given_in(macro, form);
  std::vector<Expr> arguments = arguments_of(macro, form, given);
  const std::size_t count = macro.parameters.size();
  std::vector<Node> before;
  for (std::size_t i = 0; i < form.arguments.size() && arguments.size() < count; ++i) {
    const Node& node = form.arguments[i];
    before.push_back(is_slight(node) || given[i] ? node : stand_in(arguments[i], node.span));
  }
  while (arguments.size() < count) {
    arguments.push_back(left_out(macro, arguments.size(), before, span));
    if (arguments.size() < count) before.push_back(stand_in(arguments.back(), span));
  }
  if (may_have_results(macro, form)) {
    for (const Node& result : form.results) arguments.push_back(translate(result));
  }
  if (!takes_arrays(macro)) return {span, Call{macro.tree_name, {}, std::move(arguments)}};
  const WrittenMacro& called = *macro_for_arrays(&macro, given, span);
  return {span, Call{called.tree_name, {}, with_places(std::move(arguments), given)}};
}

}  // namespace sluice::syntax::xmile
