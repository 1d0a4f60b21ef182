// The functions of builtins.def by the names that XMILE has for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::syntax::xmile {

struct Function {
  std::string_view id, vensim, xmile;
  std::size_t least = 0, most = 0;
  bool remembers = false;  // of the class of stateful ones
};

// The function of this name that takes so many arguments.
std::optional<Function> find_function(std::string_view name, std::size_t arguments);
// Any function of this name, whatever it takes.
std::vector<Function> functions_named(std::string_view name);
// A function that XMILE lacks, by Vensim's name: its exporters write these.
std::optional<Function> find_vensim_function(std::string_view name);
// A function that the translator puts together of others: it tells by itself what does not fit.
bool is_composed(std::string_view name);
// For "did you mean".
std::vector<std::string> function_names();

}  // namespace sluice::syntax::xmile
