#include <algorithm>
#include <utility>

#include "syntax/tree.h"

namespace sluice::syntax {

void add_group(Tree& tree, Group group) {
  if (group.note.empty()) return;
  const auto known = std::ranges::find(tree.groups, group.name, &Group::name);
  if (known == tree.groups.end()) {
    tree.groups.push_back(std::move(group));
  } else if (known->note.find(group.note) == std::string::npos) {
    known->note += "\n" + group.note;
  }
}

}  // namespace sluice::syntax
