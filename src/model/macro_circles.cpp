#include "model/macro_circles.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace sluice::model {
namespace {

using syntax::key_of;

constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();

struct Node {
  std::string key;
  std::vector<std::size_t> calls;  // other nodes
  bool chooses = false, calls_itself = false;
  // Of the search below: the order in which macros are come to, and the first that this one leads
  // back to.
  std::size_t order = kUnseen, first = kUnseen, next_call = 0;
  bool open = false;
};

// The circles of the graph of calls in one pass (Tarjan, 1972), by a list instead of by recursion:
// a chain of macros may be as long as the file.
class Search {
 public:
  Search(const syntax::Tree& tree, const Macros& macros) : macros_(macros) {
    for (const syntax::Macro& macro : tree.macros) {
      if (numbers_.emplace(key_of(macro.name), nodes_.size()).second) {
        nodes_.emplace_back().key = key_of(macro.name);
      }
    }
    for (const syntax::Macro& macro : tree.macros) {
      Node& node = nodes_[numbers_.at(key_of(macro.name))];
      for (const syntax::Equation& equation : macro.equations) {
        if (equation.right) collect(*equation.right, node);
      }
    }
  }

  Circles run() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].order == kUnseen) visit_from(i);
    }
    return std::move(circles_);
  }

 private:
  void collect(const syntax::Expr& expr, Node& node) const {
    if (const auto* call = std::get_if<syntax::Call>(&expr.node)) add(*call, node);
    for_each_part(expr, [&](const syntax::Expr& part) { collect(part, node); });
  }

  void add(const syntax::Call& call, Node& node) const {
    if (const auto called = numbers_.find(key_of(call.name)); called != numbers_.end()) {
      node.calls.push_back(called->second);
      node.calls_itself = node.calls_itself || called->first == node.key;
    }
    node.chooses = node.chooses || is_choice(call, macros_);
  }

  void enter(std::size_t at) {
    nodes_[at].order = nodes_[at].first = count_++;
    nodes_[at].open = true;
    open_.push_back(at);
    path_.push_back(at);
  }

  void visit_from(std::size_t start) {
    enter(start);
    while (!path_.empty()) {
      Node& node = nodes_[path_.back()];
      if (node.next_call == node.calls.size()) {
        leave(path_.back());
        continue;
      }
      const std::size_t called = node.calls[node.next_call++];
      if (nodes_[called].order == kUnseen) {
        enter(called);
      } else if (nodes_[called].open) {
        node.first = std::min(node.first, nodes_[called].order);
      }
    }
  }

  void leave(std::size_t at) {
    const Node& node = nodes_[at];
    path_.pop_back();
    if (!path_.empty()) {
      Node& before = nodes_[path_.back()];
      before.first = std::min(before.first, node.first);
    }
    if (node.first == node.order) close(at);
  }

  // What has been come to since `at` is one circle, or `at` alone.
  void close(std::size_t at) {
    const auto begin = std::find(open_.rbegin(), open_.rend(), at).base() - 1;
    const bool circle = open_.end() - begin > 1 || nodes_[at].calls_itself;
    const bool chooses =
        std::any_of(begin, open_.end(), [&](std::size_t one) { return nodes_[one].chooses; });
    for (auto one = begin; one != open_.end(); ++one) {
      nodes_[*one].open = false;
      if (circle) circles_.may_end.emplace(nodes_[*one].key, chooses);
    }
    open_.erase(begin, open_.end());
  }

  const Macros& macros_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::size_t> open_, path_;
  std::size_t count_ = 0;
  Circles circles_;
};

}  // namespace

Circles circles_in(const syntax::Tree& tree, const Macros& macros) {
  return Search(tree, macros).run();
}

}  // namespace sluice::model
