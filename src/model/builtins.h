// The one table of builtin functions: it drives name lookup, arity checks, unit checks, lowering
// and the language page of the documentation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::model {

enum class Builtin : std::uint8_t {
#define SLUICE_BUILTIN(id, ...) id,
#define SLUICE_UNREAD_BUILTIN(name, meaning)
#include "syntax/builtins.def"
#undef SLUICE_UNREAD_BUILTIN
#undef SLUICE_BUILTIN
};

// How a lookup continues outside its points.
enum class LookupMode : std::uint8_t { hold, extrapolate, forward, backward };

// How a builtin's value comes about, which decides where it may stand and how it is lowered.
enum class BuiltinClass : std::uint8_t {
  elementary,  // a function of its arguments at the same time
  reduction,   // over `!` subscripts
  stateful,    // holds hidden stocks or memory (SMOOTH, DELAY1, DELAY FIXED, ...)
  initial,     // has to do with the values before the first step (INTEG, INITIAL, ACTIVE INITIAL)
  random,      // counter-based draw at each step
  vector,      // one call gives, or looks at, whole vectors (ALLOCATE AVAILABLE)
  table,       // of a lookup, which is its first argument (LOOKUP AREA)
  data,        // of a data variable, which is its first argument (GET DATA AT TIME)
  external,    // from a file, as a whole right-hand side (GET DIRECT DATA)
  rewritten,   // replaced while the model is made: a Model never holds it
};

struct BuiltinInfo {
  Builtin id{};
  std::string_view name;  // Vensim's, upper case, single spaces; XMILE's where Vensim has none
  std::string_view xmile_name;  // see the head of builtins.def; may be empty
  BuiltinClass builtin_class{};
  std::uint8_t least_arguments = 0, most_arguments = 0;
  std::string_view unit_rule;  // "a, t -> a": see the head of builtins.def
  std::string_view meaning;    // one sentence
};

std::span<const BuiltinInfo> all_builtins();
const BuiltinInfo& info_of(Builtin builtin);
// By Vensim's name in any case, with blanks or underscores, also as DELAYN and SMOOTHN; or by id,
// as
// "#smooth_n".
std::optional<Builtin> find_builtin(std::string_view name);
// Whether it draws by chance; noise that remembers (RANDOM PINK NOISE) does so too.
bool is_drawn(Builtin builtin);
// What find_builtin finds it by: Vensim's name, else its id, as "#smooth_n".
std::string name_in_tree(Builtin builtin);

// A function that Vensim has and Sluice does not read yet: for a message that says so.
struct UnreadBuiltin {
  std::string_view name, meaning;
};
std::optional<UnreadBuiltin> find_unread_builtin(std::string_view name);

}  // namespace sluice::model
