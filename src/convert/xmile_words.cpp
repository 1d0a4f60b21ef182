#include "convert/xmile_words.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace sluice::convert {

std::string data_word(syntax::DataMode mode, bool alone) {
  switch (mode) {
    case syntax::DataMode::standard: return alone ? ":INTERPOLATE:" : "";
    case syntax::DataMode::interpolate: return ":INTERPOLATE:";
    case syntax::DataMode::hold_backward: return ":HOLD BACKWARD:";
    case syntax::DataMode::look_forward: return ":LOOK FORWARD:";
    case syntax::DataMode::raw: return ":RAW:";
  }
  return "";
}

bool are_elements(const model::Model& model, const Names& names, const model::Variable& variable,
                  const std::vector<std::string>& subscripts) {
  for (std::size_t axis = 0; axis < subscripts.size(); ++axis) {
    const auto is_it = [&](model::ElementId id) {
      return syntax::key_of(names.of(id)) == syntax::key_of(subscripts[axis]);
    };
    if (std::ranges::none_of(model.at(variable.axes[axis]).elements, is_it)) return false;
  }
  return true;
}

std::vector<syntax::XmileVariable> texts_in(const syntax::Tree& tree) {
  std::vector<syntax::XmileVariable> texts;
  for (const syntax::Equation& equation : tree.equations) {
    const auto* text = equation.kind == syntax::EquationKind::text && equation.right
                           ? std::get_if<syntax::Text>(&equation.right->node)
                           : nullptr;
    if (text == nullptr) continue;
    syntax::XmileVariable made;
    made.name = equation.name;
    made.note = equation.note;
    made.group = equation.group;
    made.cells.push_back({{}, format(":IS: '{}'", text->value), std::nullopt});
    texts.push_back(std::move(made));
  }
  return texts;
}

}  // namespace sluice::convert
