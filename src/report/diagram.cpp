#include "report/diagram.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "model/dependencies.h"

namespace sluice::report {
namespace {

using model::Variable;
using model::VariableId;
using model::VariableKind;

std::string quoted(const std::string& text) {
  std::string safe = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') safe += '\\';
    safe += letter;
  }
  return safe + '"';
}

// In lines of some 14 letters: a name in one line makes its whole column as wide as it is.
std::string in_lines(const std::string& name) {
  constexpr std::size_t kLine = 14;
  std::string lines;
  std::size_t length = 0;
  for (const std::string_view word : split(name, ' ')) {
    const bool fits = length == 0 || length + 1 + word.size() <= kLine;
    if (length > 0) lines += fits ? ' ' : '\n';
    length = fits && length > 0 ? length + 1 + word.size() : word.size();
    lines += word;
  }
  return lines;
}

class Drawing {
 public:
  Drawing(const model::Model& model, const std::string& group, const Roles& roles)
      : model_(model), group_(group), roles_(roles) {}

  std::string draw() {
    text_ =
        "digraph {\n  rankdir=LR; nodesep=0.12; ranksep=0.3;\n"
        "  node [fontname=\"Helvetica\", fontsize=10, shape=plaintext, margin=\"0.05,0.02\"];\n"
        "  edge [arrowsize=0.6, color=\"#8a8a8a\"];\n";
    for (std::size_t k = 0; k < model_.variables.size(); ++k) {
      const auto id = static_cast<VariableId>(k);
      if (model_.at(id).group == group_ && drawn(id)) add_variable(id);
    }
    return text_ + "}\n";
  }

 private:
  bool drawn(VariableId id) const {
    const VariableKind kind = model_.at(id).kind;
    if (id == model_.time) return false;
    return (kind != VariableKind::constant && kind != VariableKind::lookup) || roles_.contains(id);
  }

  void add_variable(VariableId id) {
    add_node(id);
    const bool stock = model_.at(id).kind == VariableKind::stock;
    for (const VariableId cause : model::causes_of(model_, id)) {
      if (cause == id || !drawn(cause)) continue;
      add_node(cause);
      text_ += format("  {} -> {}{};\n", quoted(model_.at(cause).name), quoted(model_.at(id).name),
                      stock ? " [penwidth=2, color=\"#1f5f99\"]" : "");
    }
  }

  void add_node(VariableId id) {
    if (!known_.insert(id).second) return;
    const std::string& name = model_.at(id).name;
    text_ += format("  {} [label={}, {}];\n", quoted(name), quoted(in_lines(name)), style_of(id));
  }

  std::string style_of(VariableId id) const {
    const Variable& variable = model_.at(id);
    const auto role = roles_.find(id);
    if (role != roles_.end()) {
      return role->second == Role::lever
                 ? "shape=house, style=filled, fillcolor=\"#ffe3b3\""
                 : "shape=ellipse, style=dashed, fontcolor=\"#7a3e9d\", color=\"#7a3e9d\"";
    }
    const std::string elsewhere = variable.group == group_ ? "" : ", fontcolor=\"#999999\"";
    if (variable.kind == VariableKind::stock) return "shape=box" + elsewhere;
    return "shape=plaintext" + elsewhere;
  }

  const model::Model& model_;
  const std::string& group_;
  const Roles& roles_;
  std::set<VariableId> known_;
  std::string text_;
};

}  // namespace

std::string diagram_of(const model::Model& model, const std::string& group, const Roles& roles) {
  return Drawing(model, group, roles).draw();
}

}  // namespace sluice::report
