// Data variables, equations between data and texts, as Vensim writes them in XMILE.
#include <algorithm>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::pair<std::string_view, DataMode> kWords[] = {
    {":interpolate:", DataMode::interpolate},
    {":hold backward:", DataMode::hold_backward},
    {":hold_backward:", DataMode::hold_backward},
    {":look forward:", DataMode::look_forward},
    {":look_forward:", DataMode::look_forward},
    {":raw:", DataMode::raw},
    {":=", DataMode::standard}};

std::string text_of(const Text* equation) {
  return equation == nullptr ? std::string() : std::string(trimmed(equation->value));
}

}  // namespace

// ":INTERPOLATE::=2*data in", ":RAW:", ":IS: 'a text'": what Vensim writes of data and texts, of
// all elements or of some.
bool EquationWriter::write_vensim_kind(const Variable& variable, Make make) {
  const std::vector<Part> parts = parts_of(variable);
  const auto is_kind = [](const Part& part) { return text_of(part.equation).starts_with(':'); };
  if (std::ranges::none_of(parts, is_kind)) return false;
  for (Part part : parts) {
    if (is_kind(part) && write_vensim_kind(variable, part)) continue;
    part.nodes = part.equation != nullptr ? parse(*part.equation) : nullptr;
    write_part(variable, part, make);
  }
  return true;
}

bool EquationWriter::write_vensim_kind(const Variable& variable, const Part& part) {
  const std::string text = text_of(part.equation), lower = to_lower(text);
  Equation equation = data_heading(variable, part);
  if (lower.starts_with(":is:")) {
    const std::size_t open = text.find('\''), close = text.rfind('\'');
    if (open == std::string::npos || close == open) return false;
    equation.kind = EquationKind::text;
    equation.right =
        Expr{part.equation->span(), syntax::Text{text.substr(open + 1, close - open - 1)}};
    return sink_.push_back(std::move(equation)), true;
  }
  const auto* const word =
      std::ranges::find_if(kWords, [&](const auto& one) { return lower.starts_with(one.first); });
  if (word == std::end(kWords)) return false;
  equation.data_mode = word->second;
  const bool bare = word->second == DataMode::standard;
  const std::string_view rest =
      trimmed(std::string_view(text).substr(bare ? 0 : word->first.size()));
  if (!rest.empty() && !rest.starts_with(":=")) return false;
  if (!rest.empty()) equation.right = translated(variable, part);
  return sink_.push_back(std::move(equation)), true;
}

// What stands behind ":=" as one expression.
Expr EquationWriter::translated(const Variable& variable, const Part& part) {
  const Text& text = *part.equation;
  const std::size_t begin = text.value.find(":=") + 2;
  Text rest = text;
  rest.value = text.value.substr(begin);
  rest.places.assign(text.places.begin() + static_cast<std::ptrdiff_t>(begin), text.places.end());
  Expr nothing{text.span(), Number{0}};
  const auto nodes = parse_equation(rest, complaints_);
  if (!nodes) return nothing;
  if (nodes->empty()) {
    complaints_.say(Code::missing_value, text.span(), "the equation ends after \":=\"",
                    "what the data are made of must follow",
                    "complete the equation; data that come from a file have no \":=\"");
    return nothing;
  }
  if (nodes->size() > 1) {
    complaints_.say(Code::xmile_list_size, (*nodes)[1].span,
                    format("the data equation of \"{}\" has {} values between commas",
                           variable.local_name, nodes->size()),
                    "it has one expression", "write an <element> for each that differs");
    return nothing;
  }
  return translator_for(variable, part.fixed).translate(nodes->front());
}

}  // namespace sluice::syntax::xmile
