#include "convert/reality_checks.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/mdl/entry.h"
#include "syntax/mdl/equation.h"

namespace sluice::convert {
namespace {

struct Check {
  Span span;  // from the name to the bar
  std::string name;
};

// Cut as the reader cuts the text: what ends a macro, and a comment, belong to no entry.
std::vector<Check> checks_in(const SourceSet& sources) {
  syntax::Complaints told(sources);  // by the reader, already
  syntax::mdl::EntryReader entries(sources, 0, told);
  std::vector<Check> checks;
  while (const std::optional<syntax::mdl::Entry> entry = entries.next()) {
    const bool equation = entry->kind == syntax::mdl::EntryKind::equation;
    if (!equation || defined_by(*entry) != syntax::mdl::Defined::reality_check) continue;
    const syntax::Token& first = entry->tokens.front();
    const bool named = first.kind == syntax::TokenKind::name;
    checks.push_back({entry->span, named ? first.text : std::string()});
  }
  return checks;
}

bool lies_in(Span inner, Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.begin < outer.end;
}

}  // namespace

std::string take_reality_checks(syntax::Tree& tree, const SourceSet& sources) {
  std::string kept;
  for (const Check& check : checks_in(sources)) {
    std::erase_if(tree.equations, [&](const syntax::Equation& equation) {
      return lies_in(equation.name_span, check.span);
    });
    kept += format("{}|\n\n", sources.text_of(check.span));
  }
  return kept;
}

Diagnostics tell_of_reality_checks(const syntax::Tree& tree, const SourceSet& sources) {
  Diagnostics said;
  for (const Check& check : checks_in(sources)) {
    const bool plain = std::ranges::any_of(tree.equations, [&](const syntax::Equation& one) {
      return lies_in(one.name_span, check.span);
    });
    said.push_back(make_diagnostic(
        plain ? Code::writing_changed : Code::writing_left_out, sources.place_of(check.span),
        plain ? format("the reality check \"{}\" is written as a variable", check.name)
              : format("the reality check \"{}\" is left out", check.name),
        plain ? "it is 1 where the statement holds"
              : "it is no part of the model, but a test of it",
        "keep Vensim's text for its reality checks"));
  }
  return said;
}

}  // namespace sluice::convert
