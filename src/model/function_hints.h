// How a function that was called wrongly is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/builtins.h"

namespace sluice::model {

// "write it as STEP(height, time)"; "" where nothing is known beyond how many arguments it takes.
std::string form_hint(const BuiltinInfo& info);

// What Vensim calls a function that other programs have by this name; "" for other names.
std::string other_name_hint(std::string_view name);
// How Vensim writes the word in the name "a AND b"; "" for other names.
std::string word_between_names_hint(std::string_view name, const std::vector<std::string>& known);

}  // namespace sluice::model
