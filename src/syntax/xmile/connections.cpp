#include "syntax/xmile/connections.h"

#include <span>
#include <utility>

#include "base/format.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {
namespace {

// The scope at the end of the path, if it holds the input that the path names.
Scope* descend(Scope* from, std::span<const std::string> path) {
  for (std::size_t i = 0; from != nullptr && i + 1 < path.size(); ++i) {
    from = from->module_named(path[i]);
  }
  const bool holds = from != nullptr && from->find(path.back()) != nullptr;
  return holds ? from : nullptr;
}

const Text* own_equation(const Variable& variable) {
  if (variable.equation && !variable.equation->is_blank()) return &*variable.equation;
  for (const Element& element : variable.elements) {
    if (element.equation && !element.equation->is_blank()) return &*element.equation;
  }
  return nullptr;
}

// Stella takes a stock without flows for an input.
bool has_flows(const Variable& variable) {
  return variable.sort == Sort::stock && !(variable.inflows.empty() && variable.outflows.empty());
}

}  // namespace

void Connections::read(const Document& document, pugi::xml_node node, Scope& module, Scope& above) {
  for (const pugi::xml_node connect : document.children(node, "connect")) {
    const auto to = document.attribute(connect, "to", complaints_);
    const auto from = document.attribute(connect, "from", complaints_);
    if (!to || !from) continue;
    written_.push_back(
        {&module, split_path(to->value), *to, Connection{from->value, from->span(), &above}});
  }
}

// `to` is an input of the module, of one inside it or beside it, or, since Stella writes a
// connection at every module on its way, of one anywhere.
Scope* Connections::scope_of(const Written& written) const {
  const std::span<const std::string> path = written.path;
  const auto behind_first = path.subspan(1);
  if (path.size() == 1) return descend(written.module, path);
  if (path[0].empty()) {  // of the root; some write an input of the module so
    Scope* const of_root = descend(&whole_.root, behind_first);
    return of_root != nullptr ? of_root : descend(written.module, behind_first);
  }
  if (key_of(path[0]) == key_of(written.module->module)) {
    return descend(written.module, behind_first);
  }
  for (Scope* const scope : {written.module, written.connection.scope}) {
    if (Scope* const found = descend(scope, path)) return found;
  }
  const auto module = whole_.modules.find(key_of(path[0]));
  return module == whole_.modules.end() ? nullptr : descend(module->second, behind_first);
}

std::string Connections::reason_of(const Written& written) const {
  const auto several = whole_.modules.find(key_of(written.path[0]));
  if (several != whole_.modules.end() && several->second == nullptr) {
    return format("several modules are called \"{}\", and none of them lies in or beside \"{}\"",
                  written.path[0], written.module->module);
  }
  return format("the module \"{}\" has none of that name", written.module->module);
}

void Connections::connect(const Written& written) {
  Scope* const scope = scope_of(written);
  if (scope == nullptr) {
    complaints_.say(Code::xmile_bad_connection, written.to.span(),
                    format("there is no variable \"{}\" to connect", written.to.value),
                    reason_of(written), "name an input of the module");
    return;
  }
  const Variable& input = *scope->find(written.path.back());
  if (has_flows(input)) {
    complaints_.say(
        Code::xmile_bad_connection, written.to.span(),
        format("\"{}\" is a stock with flows, which cannot be connected", written.to.value),
        "it has its value from them", "name an input of the module");
    return;
  }
  const Text* const own = own_equation(input);
  if (!input.is_input && own != nullptr) {
    complaints_.say(Code::xmile_left_out, own->span(),
                    format("the equation of \"{}\" is left out", input.name),
                    format("a connection gives it the values of \"{}\"", written.connection.from),
                    "mark it access=\"input\", or take the connection away");
  }
  const auto [kept, fresh] =
      scope->connections.emplace(key_of(written.path.back()), written.connection);
  if (!fresh) {
    rivals_.push_back({kept->second, written.connection, scope->prefix + written.path.back()});
  }
}

const Variable* Connections::giver_of(const Connection& connection) const {
  const Found found = find_variable(whole_, *connection.scope, split_path(connection.from));
  return found ? source_of(whole_, found).variable : nullptr;
}

void Connections::settle() {
  for (const Written& written : written_) connect(written);
  tell_rivals();
}

// A connection to an input that has one: the other end's, or another one.
void Connections::tell_rivals() {
  for (const Rivals& one : rivals_) {
    const Variable* const second = giver_of(one.second);
    if (second != nullptr && giver_of(one.first) == second) continue;
    complaints_.say(Code::xmile_bad_connection, one.second.span,
                    format("\"{}\" is connected twice, with \"{}\" and with \"{}\"", one.input,
                           one.first.from, one.second.from),
                    "an input has its values from one variable",
                    "take one of the two connections away");
  }
}

}  // namespace sluice::syntax::xmile
