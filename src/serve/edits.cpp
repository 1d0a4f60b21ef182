#include "serve/edits.h"

#include <algorithm>

#include "base/format.h"

namespace sluice::serve {
namespace {

struct Stretch {
  std::size_t begin = 0, end = 0;
};

// Each equation of a variable once, in the order of the file.
std::vector<Span> spans_of(const model::Variable& variable) {
  std::vector<Span> spans;
  for (const auto& equation : variable.equations) {
    if (std::ranges::find(spans, equation.span) == spans.end()) spans.push_back(equation.span);
  }
  return spans;
}

// The part of an entry from its name to the first tilde, if it stands in the model's own file.
std::optional<Stretch> stretch_of(const Edition& edition, const Span& span) {
  const std::string_view written = edition.bound.model->sources.text_of(span);
  const std::string_view text = edition.model_text;
  const bool ours =
      span.end <= text.size() && text.substr(span.begin, span.end - span.begin) == written;
  const auto tilde = written.find('~');
  if (!ours || tilde == std::string_view::npos) return std::nullopt;
  return Stretch{span.begin, span.begin + tilde};
}

Diagnostic not_editable(const std::string& variable, const std::string& why) {
  return bad_request(format("the equation of \"{}\" cannot be tried here: {}", variable, why),
                     "edit the model's file");
}

// Where the text of an equation stands in the model's file.
Checked<Stretch> place_of(const Edition& edition, const Edit& edit) {
  const model::Model& model = *edition.bound.model;
  const auto id = model.find(edit.variable);
  if (!id) {
    std::vector<std::string> known;
    for (const auto& one : model.variables) known.push_back(one.name);
    return {std::nullopt,
            {bad_request(format("there is no variable \"{}\"", edit.variable),
                         did_you_mean(edit.variable, known))}};
  }
  const auto spans = spans_of(model.at(*id));
  if (edit.part >= spans.size()) {
    return {std::nullopt, {not_editable(edit.variable, "it has no such equation")}};
  }
  const auto stretch = stretch_of(edition, spans[edit.part]);
  if (stretch) return {stretch, {}};
  return {std::nullopt, {not_editable(edit.variable, "it is not Vensim text of the model's file")}};
}

bool is_one_equation(const std::string& text) {
  return text.find_first_of("~|") == std::string::npos &&
         text.find_first_not_of(" \t\r\n") != std::string::npos;
}

}  // namespace

std::vector<WrittenEquation> written_equations(const Edition& edition,
                                               const model::Variable& variable) {
  std::vector<WrittenEquation> equations;
  for (const Span& span : spans_of(variable)) {
    std::string text(edition.bound.model->sources.text_of(span));
    equations.push_back({std::string(trimmed(text.substr(0, text.find('~')))),
                         stretch_of(edition, span).has_value()});
  }
  return equations;
}

Checked<std::string> edited_text(const Edition& edition, const std::vector<Edit>& edits) {
  std::vector<std::pair<Stretch, const Edit*>> changes;
  Diagnostics wrong;
  for (const Edit& edit : edits) {
    if (!is_one_equation(edit.equation)) {
      wrong.push_back(bad_request(format("this is no equation of \"{}\"", edit.variable),
                                  "write `Name = expression`, without ~ and |"));
      continue;
    }
    auto place = place_of(edition, edit);
    append(wrong, std::move(place.diagnostics));
    if (place.value) changes.emplace_back(*place.value, &edit);
  }
  if (has_error(wrong)) return {std::nullopt, std::move(wrong)};
  // From the end, so that the earlier places stay true.
  std::ranges::sort(changes, std::ranges::greater{},
                    [](const auto& change) { return change.first.begin; });
  std::string text = edition.model_text;
  for (const auto& [place, edit] : changes) {
    text.replace(place.begin, place.end - place.begin,
                 std::string(trimmed(edit->equation)) + "\n\t");
  }
  return {std::move(text), {}};
}

}  // namespace sluice::serve
