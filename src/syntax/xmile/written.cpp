#include "syntax/xmile/written.h"

#include <algorithm>

namespace sluice::syntax::xmile {

bool Variable::has_table() const {
  return table || std::ranges::any_of(elements, [](const Element& one) { return !!one.table; });
}

Variable* Scope::find(std::string_view name) const {
  const auto found = by_key.find(key_of(name));
  return found == by_key.end() ? nullptr : found->second;
}

Scope* Scope::module_named(std::string_view name) const {
  for (const auto& one : modules) {
    if (key_of(one->module) == key_of(name)) return one.get();
  }
  return nullptr;
}

}  // namespace sluice::syntax::xmile
