// The names that a written model goes by: those of the model, except where it made them up itself.
#pragma once

#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "model/model.h"

namespace sluice::convert {

// A name that is not taken, from then on taken: the wanted one, else "wanted 2" and so on. `taken`:
// keys.
std::string unused_name(const std::string& wanted, std::unordered_set<std::string>& taken);

class Names {
 public:
  // `reserved`: keys that the format has for itself; a variable so named gets another name.
  // `signs`: what is hidden keeps the name that hides it.
  explicit Names(const model::Model& model, const std::set<std::string>& reserved = {},
                 bool signs = false);

  // As in the model; a macro's "#SMOOTHED 1: stock" as "SMOOTHED 1 stock" where signs are not kept.
  const std::string& of(model::VariableId id) const {
    return variables_[static_cast<std::size_t>(id)];
  }
  // The dimension that stands for it: of several with the same elements the first, unless an
  // equation needs both.
  model::DimensionId standing_for(model::DimensionId id) const {
    return stands_for_[static_cast<std::size_t>(id)];
  }
  const std::string& of(model::DimensionId id) const { return model_.at(standing_for(id)).name; }
  const std::string& of(model::ElementId id) const {
    return model_.elements[static_cast<std::size_t>(id)];
  }
  // A name that stands in the model, as it is written.
  std::string written(const std::string& name) const {
    const auto id = model_.find(name);
    return id ? of(*id) : name;
  }
  // The variables of the model that go by another name for that.
  const std::vector<model::VariableId>& renamed() const { return renamed_; }
  // Those that macros have made, where the plain name was another variable's.
  const std::vector<model::VariableId>& moved() const { return moved_; }
  // Whether what is hidden keeps such names.
  bool keep_signs() const { return signs_; }
  // A name like `wanted` that nothing has yet; it is taken from then on.
  std::string unused(const std::string& wanted);

 private:
  void join_equal_dimensions();

  const model::Model& model_;
  bool signs_;
  std::vector<std::string> variables_;
  std::vector<model::VariableId> renamed_, moved_;
  std::vector<model::DimensionId> stands_for_;
  std::unordered_set<std::string> taken_;  // by key
};

// "#SMOOTHED 1: stock" without the signs that only the model uses.
std::string without_signs(std::string_view name);

// One that the model made for an axis defined for some elements only: it cannot be named.
bool is_made_up(const model::Dimension& dimension);

}  // namespace sluice::convert
