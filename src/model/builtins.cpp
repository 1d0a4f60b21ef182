#include "model/builtins.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace sluice::model {
namespace {

constexpr std::array kBuiltins = {
#define SLUICE_BUILTIN(id, name, builtin_class, least, most, unit_rule, meaning) \
  BuiltinInfo{Builtin::id, name, BuiltinClass::builtin_class, least, most, unit_rule, meaning},
#define SLUICE_UNREAD_BUILTIN(name, meaning)
#include "model/builtins.def"
#undef SLUICE_UNREAD_BUILTIN
#undef SLUICE_BUILTIN
};

constexpr std::array kUnreadBuiltins = {
#define SLUICE_BUILTIN(...)
#define SLUICE_UNREAD_BUILTIN(name, meaning) UnreadBuiltin{name, meaning},
#include "model/builtins.def"
#undef SLUICE_UNREAD_BUILTIN
#undef SLUICE_BUILTIN
};

// Upper case, runs of blanks and underscores as one blank.
std::string folded(std::string_view name) {
  std::string key;
  for (const char letter : name) {
    const bool blank = letter == ' ' || letter == '_' || letter == '\t';
    if (blank && (key.empty() || key.back() == ' ')) continue;
    const bool lower = letter >= 'a' && letter <= 'z';
    key += blank ? ' ' : lower ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  if (key == "DELAYN") return "DELAY N";
  if (key == "SMOOTHN") return "SMOOTH N";
  return key;
}

using Places = std::unordered_map<std::string, std::size_t>;

template <class Table>
Places places_of(const Table& table) {
  Places places;
  for (std::size_t i = 0; i < table.size(); ++i) places.emplace(folded(table[i].name), i);
  return places;
}

}  // namespace

std::span<const BuiltinInfo> all_builtins() { return kBuiltins; }

const BuiltinInfo& info_of(Builtin builtin) { return kBuiltins[static_cast<std::size_t>(builtin)]; }

std::optional<Builtin> find_builtin(std::string_view name) {
  static const Places places = places_of(kBuiltins);
  const auto found = places.find(folded(name));
  if (found == places.end()) return std::nullopt;
  return kBuiltins[found->second].id;
}

std::optional<UnreadBuiltin> find_unread_builtin(std::string_view name) {
  static const Places places = places_of(kUnreadBuiltins);
  const auto found = places.find(folded(name));
  if (found == places.end()) return std::nullopt;
  return kUnreadBuiltins[found->second];
}

}  // namespace sluice::model
