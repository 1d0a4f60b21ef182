#include "syntax/xmile/whole.h"

#include "syntax/xmile/given_arrays.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

// The rest of a path, from `first` on, inside one model.
Found descend(const Scope& scope, const std::vector<std::string>& path, std::size_t first) {
  const Scope* at = &scope;
  for (std::size_t i = first; i + 1 < path.size(); ++i) {
    at = at->module_named(path[i]);
    if (at == nullptr) return {};
  }
  return {at->find(path.back()), at};
}

}  // namespace

Found find_variable(const Whole& whole, const Scope& from, const std::vector<std::string>& path) {
  if (const auto given = given_number(path[0]); given && *given < whole.given.size()) {
    return whole.given[*given];
  }
  if (path.size() == 1) return descend(from, path, 0);
  if (path[0].empty()) return descend(whole.root, path, 1);
  for (const Scope* scope = &from; scope != nullptr; scope = scope->above) {
    if (scope->module_named(path[0]) != nullptr) return descend(*scope, path, 0);
    const bool own = !scope->module.empty() && key_of(scope->module) == key_of(path[0]);
    if (own) return descend(*scope, path, 1);
  }
  const auto module = whole.modules.find(key_of(path[0]));
  if (module == whole.modules.end() || module->second == nullptr) return {};
  return descend(*module->second, path, 1);
}

Found source_of(const Whole& whole, Found found) {
  constexpr int kLongestChain = 100;
  for (int i = 0; i < kLongestChain; ++i) {
    const auto connection = found.scope->connections.find(key_of(found.variable->local_name));
    if (connection == found.scope->connections.end()) return found;
    const auto next =
        find_variable(whole, *connection->second.scope, split_path(connection->second.from));
    if (!next || next.variable == found.variable) return found;
    found = next;
  }
  return found;
}

std::vector<std::string> split_path(std::string_view written) {
  std::vector<std::string> path;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= written.size(); ++at) {
    if (at < written.size() && written[at] == '"') quoted = !quoted;
    const bool ends = at == written.size() || (written[at] == '.' && !quoted);
    if (!ends) continue;
    path.push_back(name_in(written.substr(begin, at - begin)));
    begin = at + 1;
  }
  return path;
}

}  // namespace sluice::syntax::xmile
