// Data variables, equations between data and texts, as Vensim writes them in XMILE.
#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

// ":INTERPOLATE::=2*data in", ":RAW:", ":IS: 'a text'": what Vensim writes of data and texts.
bool EquationWriter::write_vensim_kind(const Variable& variable) {
  constexpr std::pair<std::string_view, DataMode> kWords[] = {
      {":interpolate:", DataMode::interpolate},
      {":hold backward:", DataMode::hold_backward},
      {":hold_backward:", DataMode::hold_backward},
      {":look forward:", DataMode::look_forward},
      {":look_forward:", DataMode::look_forward},
      {":raw:", DataMode::raw},
      {":=", DataMode::standard}};
  const std::string text =
      variable.equation ? std::string(trimmed(variable.equation->value)) : std::string();
  const std::string lower = to_lower(text);
  if (!lower.starts_with(':')) return false;
  Equation equation = data_heading(variable);
  if (lower.starts_with(":is:")) {
    const std::size_t open = text.find('\''), close = text.rfind('\'');
    if (open == std::string::npos || close == open) return false;
    equation.kind = EquationKind::text;
    equation.right =
        Expr{variable.equation->span(), syntax::Text{text.substr(open + 1, close - open - 1)}};
    return sink_.push_back(std::move(equation)), true;
  }
  for (const auto& [word, mode] : kWords) {
    if (!lower.starts_with(word)) continue;
    equation.data_mode = mode;
    std::string_view rest =
        trimmed(std::string_view(text).substr(mode == DataMode::standard ? 0 : word.size()));
    if (rest.starts_with(":=")) {
      const std::size_t begin = variable.equation->value.find(":=") + 2;
      equation.right = translated(*variable.equation, begin, variable);
    } else if (!rest.empty()) {
      return false;
    }
    return sink_.push_back(std::move(equation)), true;
  }
  return false;
}

// The rest of a text as one expression.
std::optional<Expr> EquationWriter::translated(const Text& text, std::size_t begin,
                                               const Variable& variable) {
  Text rest = text;
  rest.value = text.value.substr(begin);
  rest.places.assign(text.places.begin() + static_cast<std::ptrdiff_t>(begin), text.places.end());
  const auto nodes = parse_equation(rest, complaints_);
  if (!nodes || nodes->size() != 1) return Expr{rest.span(), Number{0}};  // told, or nothing there
  std::vector<std::optional<std::size_t>> free(variable.axes.size());
  return translator_for(variable, std::move(free)).translate(nodes->front());
}

}  // namespace sluice::syntax::xmile
