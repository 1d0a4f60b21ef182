#include "convert/names.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "model/macros.h"
#include "syntax/tree.h"

namespace sluice::convert {
namespace {

using model::DimensionId;

// The dimensions that an equation needs to tell apart: of its axes and of its loops.
class Needed {
 public:
  Needed(const model::Model& model, const model::Variable& variable) : model_(model) {
    add_axes(variable);
  }
  void add(const model::Expr& expr) {
    if (const auto* reference = std::get_if<model::Reference>(&expr.node))
      add_axes(model_.at(reference->variable));
    if (const auto* call = std::get_if<model::Call>(&expr.node)) {
      for (const model::Loop& loop : call->loops) found_.push_back(loop.dimension);
    }
    for_each_part(expr, [&](const model::Expr& part) { add(part); });
  }
  const std::vector<DimensionId>& found() const { return found_; }

 private:
  void add_axes(const model::Variable& variable) {
    found_.insert(found_.end(), variable.axes.begin(), variable.axes.end());
  }

  const model::Model& model_;
  std::vector<DimensionId> found_;
};

}  // namespace

std::string without_signs(std::string_view name) {
  std::string plain;
  for (const char letter : name) {
    if (letter != '#' && letter != ':') plain.push_back(letter);
  }
  return plain;
}

std::string unused_name(const std::string& wanted, std::unordered_set<std::string>& taken) {
  std::string name = wanted;
  for (int number = 2; !taken.insert(syntax::key_of(name)).second; ++number) {
    name = format("{} {}", wanted, number);
  }
  return name;
}

Names::Names(const model::Model& model, const std::set<std::string>& reserved, bool signs)
    : model_(model), signs_(signs) {
  taken_.insert(reserved.begin(), reserved.end());
  for (const model::Dimension& dimension : model.dimensions) {
    taken_.insert(syntax::key_of(dimension.name));
  }
  for (const std::string& element : model.elements) taken_.insert(syntax::key_of(element));
  for (const model::Variable& variable : model.variables) {
    if (!model::is_macro_local(variable.name)) taken_.insert(syntax::key_of(variable.name));
  }
  for (const model::Variable& variable : model.variables) {
    const bool local = !signs && model::is_macro_local(variable.name);
    const auto id = model::VariableId{static_cast<std::uint32_t>(variables_.size())};
    const bool other = id != model.time && reserved.contains(syntax::key_of(variable.name));
    if (other) renamed_.push_back(id);
    if (local && taken_.contains(syntax::key_of(without_signs(variable.name))))
      moved_.push_back(id);
    variables_.push_back(local   ? unused(without_signs(variable.name))
                         : other ? unused(variable.name)
                                 : variable.name);
  }
  join_equal_dimensions();
}

std::string Names::unused(const std::string& wanted) { return unused_name(wanted, taken_); }

// Two dimensions with the same elements are one, unless some equation has both.
void Names::join_equal_dimensions() {
  std::map<std::vector<model::ElementId>, DimensionId> first;
  for (std::size_t i = 0; i < model_.dimensions.size(); ++i) {
    const auto id = DimensionId{static_cast<std::uint32_t>(i)};
    stands_for_.push_back(first.emplace(model_.dimensions[i].elements, id).first->second);
  }
  std::vector<bool> apart(model_.dimensions.size());
  for (const model::Variable& variable : model_.variables) {
    for (const model::Equation& equation : variable.equations) {
      Needed needed(model_, variable);
      needed.add(equation.right);
      std::map<DimensionId, DimensionId> seen;
      for (const DimensionId one : needed.found()) {
        const DimensionId joint = standing_for(one);
        if (seen.emplace(joint, one).first->second == one) continue;
        apart[static_cast<std::size_t>(joint)] = true;
      }
    }
  }
  for (std::size_t i = 0; i < stands_for_.size(); ++i) {
    if (apart[static_cast<std::size_t>(stands_for_[i])]) {
      stands_for_[i] = DimensionId{static_cast<std::uint32_t>(i)};
    }
  }
}

bool is_made_up(const model::Dimension& dimension) { return dimension.name.starts_with('{'); }

}  // namespace sluice::convert
