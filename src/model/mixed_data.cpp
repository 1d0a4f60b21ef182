// Arrays of which some elements are data and others are computed.
#include <unordered_map>

#include "model/external.h"

namespace sluice::model {
namespace {

bool is_data(const syntax::Equation& equation) {
  if (equation.right) return external_kind(*equation.right) == ExternalKind::data;
  return equation.kind == syntax::EquationKind::data;
}

}  // namespace

void split_mixed_data(syntax::Tree& tree) {
  struct Seen {
    bool data = false, other = false;
  };
  std::unordered_map<std::string, Seen> seen;
  for (const syntax::Equation& equation : tree.equations) {
    Seen& one = seen[syntax::key_of(equation.name)];
    (is_data(equation) ? one.data : one.other) = true;
  }
  std::vector<syntax::Equation> split;
  for (syntax::Equation& equation : tree.equations) {
    const Seen& one = seen[syntax::key_of(equation.name)];
    if (!one.data || !one.other || !is_data(equation)) continue;
    syntax::Equation data = equation;
    data.name = "#data of " + equation.name;
    equation.kind = syntax::EquationKind::ordinary;
    equation.right = syntax::Expr{equation.right ? equation.right->span : equation.name_span,
                                  syntax::Reference{data.name, equation.subscripts}};
    split.push_back(std::move(data));
  }
  tree.equations.insert(tree.equations.end(), std::make_move_iterator(split.begin()),
                        std::make_move_iterator(split.end()));
}

}  // namespace sluice::model
