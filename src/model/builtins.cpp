#include "model/builtins.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace sluice::model {
namespace {

struct Names {
  std::string_view id, vensim;
};
constexpr std::array kNames = {
#define SLUICE_BUILTIN(id, name, ...) Names{#id, name},
#define SLUICE_UNREAD_BUILTIN(name, meaning)
#include "syntax/builtins.def"
#undef SLUICE_UNREAD_BUILTIN
#undef SLUICE_BUILTIN
};

// What messages call a function that Vensim has no name for.
constexpr std::string_view shown(std::string_view name, std::string_view xmile_name) {
  return name.empty() ? xmile_name.substr(0, xmile_name.find(',')) : name;
}

constexpr std::array kBuiltins = {
#define SLUICE_BUILTIN(id, name, xmile, builtin_class, least, most, unit_rule, meaning)    \
  BuiltinInfo{Builtin::id, shown(name, xmile), xmile,  BuiltinClass::builtin_class, least, \
              most,        unit_rule,          meaning},
#define SLUICE_UNREAD_BUILTIN(name, meaning)
#include "syntax/builtins.def"
#undef SLUICE_UNREAD_BUILTIN
#undef SLUICE_BUILTIN
};

constexpr std::array kUnreadBuiltins = {
#define SLUICE_BUILTIN(...)
#define SLUICE_UNREAD_BUILTIN(name, meaning) UnreadBuiltin{name, meaning},
#include "syntax/builtins.def"
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

Places places_of_builtins() {
  Places places;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    places.emplace(folded("#" + std::string(kNames[i].id)), i);
    if (!kNames[i].vensim.empty()) places.emplace(folded(kNames[i].vensim), i);
  }
  return places;
}

Places places_of_unread() {
  Places places;
  for (std::size_t i = 0; i < kUnreadBuiltins.size(); ++i) {
    places.emplace(folded(kUnreadBuiltins[i].name), i);
  }
  return places;
}

}  // namespace

std::span<const BuiltinInfo> all_builtins() { return kBuiltins; }

const BuiltinInfo& info_of(Builtin builtin) { return kBuiltins[static_cast<std::size_t>(builtin)]; }

std::string name_in_tree(Builtin builtin) {
  const Names& names = kNames[static_cast<std::size_t>(builtin)];
  return names.vensim.empty() ? "#" + std::string(names.id) : std::string(names.vensim);
}

std::optional<Builtin> find_builtin(std::string_view name) {
  static const Places places = places_of_builtins();
  const auto found = places.find(folded(name));
  if (found == places.end()) return std::nullopt;
  return kBuiltins[found->second].id;
}

bool is_drawn(Builtin builtin) { return info_of(builtin).name.starts_with("RANDOM "); }

std::optional<UnreadBuiltin> find_unread_builtin(std::string_view name) {
  static const Places places = places_of_unread();
  const auto found = places.find(folded(name));
  if (found == places.end()) return std::nullopt;
  return kUnreadBuiltins[found->second];
}

}  // namespace sluice::model
