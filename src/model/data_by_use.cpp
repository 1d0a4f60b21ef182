#include "model/data_by_use.h"

#include <algorithm>
#include <unordered_set>

#include "base/format.h"
#include "model/macro_parts.h"

namespace sluice::model {
namespace {

using syntax::key_of;
using Keys = std::unordered_set<std::string>;

Keys defined_in(const syntax::Tree& tree) {
  Keys defined{"time"};
  for (const syntax::Equation& equation : tree.equations) defined.insert(key_of(equation.name));
  for (const syntax::Macro& macro : tree.macros) defined.insert(key_of(macro.name));
  for (const syntax::Dimension& dimension : tree.dimensions) {
    defined.insert(key_of(dimension.name));
    for (const syntax::Subscript& element : dimension.elements) {
      defined.insert(key_of(element.name));
    }
  }
  return defined;
}

class DataByUse {
 public:
  DataByUse(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics), defined_(defined_in(tree)) {}

  void add(const std::function<std::vector<std::string>()>& series) {
    for_each_right([&](const syntax::Expr& right) { find_undefined(right); });
    // Variables that calls make are no data.
    Macros macros;
    for (const syntax::Macro& macro : tree_.macros) macros.emplace(key_of(macro.name), &macro);
    for_each_right([&](const syntax::Expr& right) {
      for_each_output(right, macros,
                      [&](const std::string& output) { undefined_.erase(key_of(output)); });
    });
    if (undefined_.empty()) return;
    for (const std::string& name : series()) {
      const std::string key = key_of(name.substr(0, name.find('[')));
      if (undefined_.contains(key)) wanted_.insert(key);
    }
    for_each_right([&](const syntax::Expr& right) { look_at(right); });
    tree_.equations.insert(tree_.equations.end(), made_.begin(), made_.end());
  }

 private:
  template <class Visit>
  void for_each_right(const Visit& visit) const {
    for (const syntax::Equation& equation : tree_.equations) {
      if (equation.right) visit(*equation.right);
    }
  }

  void find_undefined(const syntax::Expr& expr) {
    for_each_part(expr, [&](const syntax::Expr& part) { find_undefined(part); });
    const auto* used = std::get_if<syntax::Reference>(&expr.node);
    if (used == nullptr) return;
    const std::string key = key_of(used->name);
    if (!defined_.contains(key)) undefined_.insert(key);
  }

  void look_at(const syntax::Expr& expr) {
    for_each_part(expr, [&](const syntax::Expr& part) { look_at(part); });
    const auto* used = std::get_if<syntax::Reference>(&expr.node);
    if (used == nullptr || !wanted_.contains(key_of(used->name)) || !is_whole(*used)) return;
    wanted_.erase(key_of(used->name));
    syntax::Equation data;
    data.span = data.name_span = expr.span;
    data.name = used->name;
    data.subscripts = used->subscripts;
    data.kind = syntax::EquationKind::data;
    made_.push_back(std::move(data));
    diagnostics_.push_back(make_diagnostic(
        Code::model_data_by_use, sources_.place_of(expr.span),
        format("\"{}\" has no entry in the model, and is taken from the data", used->name),
        "the data have a series of that name",
        format("write an entry for it, with its unit: {} ~ unit ~ |", used->name)));
  }

  // Whether its subscripts are dimensions: then they tell what it is an array over.
  bool is_whole(const syntax::Reference& used) const {
    return std::ranges::all_of(used.subscripts, [&](const syntax::Subscript& subscript) {
      return !subscript.each &&
             std::ranges::any_of(tree_.dimensions, [&](const syntax::Dimension& dimension) {
               return key_of(dimension.name) == key_of(subscript.name);
             });
    });
  }

  syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  Keys defined_, undefined_, wanted_;
  std::vector<syntax::Equation> made_;
};

}  // namespace

void add_data_by_use(syntax::Tree& tree, const std::function<std::vector<std::string>()>& series,
                     const SourceSet& sources, Diagnostics& diagnostics) {
  DataByUse(tree, sources, diagnostics).add(series);
}

}  // namespace sluice::model
