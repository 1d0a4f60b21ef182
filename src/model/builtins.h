// The one table of builtin functions: it drives name lookup, arity checks, unit checks, lowering and
// the language page of the documentation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sluice::model {

enum class Builtin : std::uint8_t {
#define SLUICE_BUILTIN(id, ...) id,
#include "model/builtins.def"
#undef SLUICE_BUILTIN
};

// How a lookup continues outside its points.
enum class LookupMode : std::uint8_t { hold, extrapolate, forward, backward };

// How a builtin's value comes about, which decides where it may stand and how it is lowered.
enum class BuiltinClass : std::uint8_t {
  elementary,  // a function of its arguments at the same time
  reduction,   // over `!` subscripts
  stateful,    // holds hidden stocks or memory (SMOOTH, DELAY1, DELAY FIXED, ...)
  initial,     // evaluated once, before the first step
  random,      // counter-based draw at each step
  vector,      // one call gives a whole vector (ALLOCATE AVAILABLE)
};

struct BuiltinInfo {
  Builtin id{};
  std::string_view name;  // Vensim's spelling, upper case, single spaces
  BuiltinClass builtin_class{};
  std::uint8_t least_arguments = 0, most_arguments = 0;
  std::string_view unit_rule;  // see unit_check: "same", "dimensionless", "first", "product", ...
  std::string_view meaning;    // one sentence
};

std::span<const BuiltinInfo> all_builtins();
const BuiltinInfo& info_of(Builtin builtin);
std::optional<Builtin> find_builtin(std::string_view name);  // any case, blanks or underscores

}  // namespace sluice::model
