#include <algorithm>
#include <utility>

#include "syntax/tree.h"

namespace sluice::syntax {

void add_group(Tree& tree, Group group) {
  if (group.note.empty()) return;
  const auto known = std::ranges::find(tree.groups, group.name, &Group::name);
  if (known == tree.groups.end()) {
    tree.groups.push_back(std::move(group));
  } else if (("\n" + known->note + "\n").find("\n" + group.note + "\n") == std::string::npos) {
    known->note += "\n" + group.note;
  }
}

}  // namespace sluice::syntax
