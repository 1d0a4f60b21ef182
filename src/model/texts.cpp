#include "model/texts.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/format.h"

namespace sluice::model {
namespace {

struct Named {
  syntax::Text text;
  Span span;  // of the name
};

class TextPutter {
 public:
  TextPutter(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics) {}

  void put() {
    std::erase_if(tree_.equations, [&](const syntax::Equation& equation) {
      const bool named = equation.kind == syntax::EquationKind::text && equation.subscripts.empty();
      const auto* text =
          named && equation.right ? std::get_if<syntax::Text>(&equation.right->node) : nullptr;
      if (text != nullptr) keep(equation, *text);
      return text != nullptr;
    });
    for (syntax::Equation& equation : tree_.equations) {
      if (equation.right) walk(*equation.right);
    }
  }

 private:
  void keep(const syntax::Equation& equation, const syntax::Text& text) {
    const auto [first, fresh] =
        texts_.emplace(syntax::key_of(equation.name), Named{text, equation.name_span});
    if (fresh) return;
    const Place before = sources_.place_of(first->second.span);
    diagnostics_.push_back(
        make_diagnostic(Code::model_cell_twice, sources_.place_of(equation.name_span),
                        format("\"{}\" is defined twice", equation.name),
                        format("{}:{} defines it already", before.file, before.line),
                        "take one of the two equations away, or rename it"));
  }

  void walk(syntax::Expr& expr) {
    for_each_part(expr, [&](syntax::Expr& part) { walk(part); });
    auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call != nullptr && syntax::key_of(call->name) == "message") silence(*call, expr.span);
    const auto* name = std::get_if<syntax::Reference>(&expr.node);
    if (name == nullptr || texts_.empty() || !name->subscripts.empty()) return;
    const auto found = texts_.find(syntax::key_of(name->name));
    if (found != texts_.end()) expr.node = found->second.text;
  }

  void silence(syntax::Call& call, Span span) {
    if (call.arguments.empty()) return;
    if (!std::holds_alternative<syntax::Text>(call.arguments[0].node)) return;
    call.arguments[0].node = syntax::Number{0};
    if (std::exchange(told_, true)) return;
    diagnostics_.push_back(make_diagnostic(
        Code::model_message_not_shown, sources_.place_of(span), "the text of MESSAGE is not shown",
        "its value is what counts here: 1 where it would be shown, else 0", ""));
  }

  syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string, Named> texts_;
  bool told_ = false;
};

}  // namespace

void put_texts_in_place(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics) {
  TextPutter(tree, sources, diagnostics).put();
}

}  // namespace sluice::model
