#include "model/data_by_use.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/format.h"
#include "model/macro_parts.h"
#include "model/written_elements.h"

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

  bool add(const std::function<std::vector<std::string>()>& series) {
    for_each_right([&](const syntax::Expr& right) { find_undefined(right); });
    // Variables that calls make are no data.
    Macros macros;
    for (const syntax::Macro& macro : tree_.macros) macros.emplace(key_of(macro.name), &macro);
    for_each_right([&](const syntax::Expr& right) {
      for_each_output(right, macros,
                      [&](const std::string& output) { undefined_.erase(key_of(output)); });
    });
    if (undefined_.empty()) return false;
    for (const std::string& name : series()) {
      const std::string key = key_of(name.substr(0, name.find('[')));
      if (undefined_.contains(key)) wanted_.insert(key);
    }
    for (const bool by_element : {false, true}) {
      for_each_right([&](const syntax::Expr& right) { look_at(right, by_element); });
    }
    tree_.equations.insert(tree_.equations.end(), made_.begin(), made_.end());
    return !made_.empty();
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

  void look_at(const syntax::Expr& expr, bool by_element) {
    for_each_part(expr, [&](const syntax::Expr& part) { look_at(part, by_element); });
    const auto* used = std::get_if<syntax::Reference>(&expr.node);
    if (used == nullptr || !wanted_.contains(key_of(used->name))) return;
    auto dimensions = dimensions_of(*used, by_element);
    if (!dimensions) return;
    wanted_.erase(key_of(used->name));
    syntax::Equation data;
    data.span = data.name_span = expr.span;
    data.name = used->name;
    data.subscripts = std::move(*dimensions);
    data.kind = syntax::EquationKind::data;
    made_.push_back(std::move(data));
    diagnostics_.push_back(make_diagnostic(
        Code::model_data_by_use, sources_.place_of(expr.span),
        format("\"{}\" has no entry in the model, and is taken from the data", used->name),
        "the data have a series of that name",
        format("write an entry for it, with its unit: {} ~ unit ~ |", used->name)));
  }

  // What it is an array over, as its subscripts tell; nothing where they do not.
  std::optional<std::vector<syntax::Subscript>> dimensions_of(const syntax::Reference& used,
                                                              bool by_element) const {
    std::vector<syntax::Subscript> dimensions;
    for (const syntax::Subscript& subscript : used.subscripts) {
      const syntax::Dimension* dimension = dimension_named(tree_, subscript.name);
      const bool whole = dimension != nullptr && !subscript.each;
      if (!whole && !by_element) return std::nullopt;
      if (dimension == nullptr) dimension = widest_with(subscript.name);
      if (dimension == nullptr) return std::nullopt;
      dimensions.push_back({dimension->name, false, subscript.span});
    }
    return dimensions;
  }

  const syntax::Dimension* widest_with(const std::string& element) const {
    const syntax::Dimension* widest = nullptr;
    std::size_t most = 0;
    for (const syntax::Dimension& dimension : tree_.dimensions) {
      Keys elements;
      for_each_written_element(tree_, dimension,
                               [&](const std::string& key) { elements.insert(key); });
      if (!elements.contains(key_of(element)) || elements.size() <= most) continue;
      most = elements.size();
      widest = &dimension;
    }
    return widest;
  }

  syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  Keys defined_, undefined_, wanted_;
  std::vector<syntax::Equation> made_;
};

}  // namespace

bool add_data_by_use(syntax::Tree& tree, const std::function<std::vector<std::string>()>& series,
                     const SourceSet& sources, Diagnostics& diagnostics) {
  return DataByUse(tree, sources, diagnostics).add(series);
}

}  // namespace sluice::model
