#include "convert/reality_checks.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice::convert {
namespace {

bool is_check(std::string_view entry) {
  const std::string equation = to_lower(entry.substr(0, entry.find('~')));
  return equation.find(":test input:") != std::string::npos ||
         equation.find(":the condition:") != std::string::npos ||
         equation.find(":the_condition:") != std::string::npos;
}

// The entries of the text, from the name to the bar.
std::vector<Span> checks_in(std::string_view text) {
  std::vector<Span> checks;
  const std::size_t end = std::min(text.find("\\\\\\---///"), text.size());
  for (std::size_t begin = 0; begin < end;) {
    const std::size_t bar = std::min(text.find('|', begin), end);
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n", begin), bar);
    if (is_check(text.substr(first, bar - first))) {
      checks.push_back({0, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(bar)});
    }
    begin = bar + 1;
  }
  return checks;
}

bool lies_in(Span inner, Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.begin < outer.end;
}

}  // namespace

std::string take_reality_checks(syntax::Tree& tree, const SourceSet& sources) {
  const std::string_view text = sources.text(0);
  std::string kept;
  for (const Span check : checks_in(text)) {
    std::erase_if(tree.equations, [&](const syntax::Equation& equation) {
      return lies_in(equation.name_span, check);
    });
    kept += format("{}|\n\n", text.substr(check.begin, check.end - check.begin));
  }
  return kept;
}

Diagnostics tell_of_reality_checks(const syntax::Tree& tree, const SourceSet& sources) {
  Diagnostics said;
  const std::string_view text = sources.text(0);
  for (const Span check : checks_in(text)) {
    const auto variable = std::ranges::find_if(
        tree.equations, [&](const syntax::Equation& one) { return lies_in(one.name_span, check); });
    const std::string_view written = text.substr(check.begin, check.end - check.begin);
    const std::string name(trimmed(written.substr(0, written.find(':'))));
    const bool plain = variable != tree.equations.end();
    said.push_back(make_diagnostic(
        plain ? Code::writing_changed : Code::writing_left_out, sources.place_of(check),
        plain ? format("the reality check \"{}\" is written as a variable", variable->name)
              : format("the reality check \"{}\" is left out", name),
        plain ? "it is 1 where the statement holds"
              : "it is no part of the model, but a test of it",
        "keep Vensim's text for its reality checks"));
  }
  return said;
}

}  // namespace sluice::convert
