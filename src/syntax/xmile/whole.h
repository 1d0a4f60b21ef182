// What all equations of one XMILE file share while they are translated.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "syntax/xmile/node.h"
#include "syntax/xmile/written.h"

namespace sluice::syntax::xmile {

struct MacroParameter {
  std::string name;
  std::optional<Text> otherwise;  // its value where a call leaves it out
};
struct WrittenMacro {
  std::string name;       // as written
  std::string tree_name;  // several macros may share a name and differ in their parameters
  std::vector<MacroParameter> parameters;
  std::optional<Text> equation;
  bool has_clock = false;  // <sim_specs>
  std::optional<Text> start, stop, step;
  bool step_is_reciprocal = false;
  Scope scope;
  Span span;
  // Which parameters it reads as arrays; it is written for each array that a call gives to it.
  std::vector<bool> takes_arrays;
  bool in_module_file = false;  // in a file of a module, not in the model's own nor an included one
};

// What a small text may grow to: more is refused.
inline constexpr std::size_t kMostWrittenOut = 400000;

// A variable found by a qualified name, and the model in which it stands.
struct Found {
  const Variable* variable = nullptr;
  const Scope* scope = nullptr;
  explicit operator bool() const { return variable != nullptr; }
};

struct Whole {
  Dimensions dimensions;
  Scope root;
  std::unordered_map<std::string, Scope*> modules;  // by key; null where there are several
  std::vector<std::unique_ptr<WrittenMacro>> macros;
  std::unordered_map<std::string, std::vector<const WrittenMacro*>>
      macros_by_key;                                      // of their names
  std::unordered_map<std::string, unsigned> macro_names;  // keys that are taken, and how often
  // --- macros that take arrays (given_arrays.cpp) ---
  std::vector<Found> given;                               // the arrays that calls give to macros
  std::vector<std::unique_ptr<WrittenMacro>> for_arrays;  // macros written for some of them
  std::map<std::string, WrittenMacro*> by_given;          // macros, by their names and arrays
  std::vector<WrittenMacro*> asked_for;  // macros that take arrays, as calls ask for them
  // Vensim and its converters write INTEGER and MODULO, which cut off toward zero, as INT and MOD.
  bool is_of_vensim = false;
  bool written_by_isee = false;
  bool method_is_unsure = false;  // see write_settings
  bool bad_index_is_nan = false;
  std::map<std::string, unsigned> hidden;  // hidden variables so far, by what they are and of whom
  std::set<const Variable*> applied;       // tables that are called
  std::set<const Variable*> inverted;      // those whose cells' ranges of y are asked for
  std::size_t written_out = 0;             // places of queues, slats and cells, see kMostWrittenOut
  // Units that are made of others, by name: models_per_year is models/year.
  std::vector<std::pair<std::string, std::string>> unit_equations;
  Tree tree;

  Whole() = default;
  Whole(const Whole&) = delete;
  Whole& operator=(const Whole&) = delete;
  // In the order in which they were read.
  const std::vector<const WrittenMacro*>& macros_named(const std::string& key) const {
    static const std::vector<const WrittenMacro*> none;
    const auto found = macros_by_key.find(key);
    return found != macros_by_key.end() ? found->second : none;
  }
};

Found find_variable(const Whole& whole, const Scope& from, const std::vector<std::string>& path);
// What a connected input stands for, through all connections; the variable itself otherwise.
Found source_of(const Whole& whole, Found found);
// "lynxes.lynxes" into its parts.
std::vector<std::string> split_path(std::string_view written);

}  // namespace sluice::syntax::xmile
