#include "model/written_elements.h"

#include <algorithm>

namespace sluice::model {
namespace {

using syntax::key_of;

bool visit_elements(const syntax::Tree& tree, const syntax::Dimension& dimension,
                    const std::function<void(const std::string& key)>& visit, int depth) {
  constexpr int kDeepest = 20;  // dimensions made of each other are told elsewhere
  bool all = dimension.from_files.empty() && dimension.equivalent_to.empty();
  for (const syntax::Subscript& one : dimension.elements) {
    const syntax::Dimension* const part = dimension_named(tree, one.name);
    if (part == nullptr) {
      visit(key_of(one.name));
    } else {
      all = depth < kDeepest && visit_elements(tree, *part, visit, depth + 1) && all;
    }
  }
  return all;
}

}  // namespace

const syntax::Dimension* dimension_named(const syntax::Tree& tree, const std::string& name) {
  const std::string key = key_of(name);
  const auto found = std::ranges::find_if(
      tree.dimensions, [&](const syntax::Dimension& one) { return key_of(one.name) == key; });
  return found != tree.dimensions.end() ? &*found : nullptr;
}

bool for_each_written_element(const syntax::Tree& tree, const syntax::Dimension& dimension,
                              const std::function<void(const std::string& key)>& visit) {
  return visit_elements(tree, dimension, visit, 0);
}

}  // namespace sluice::model
