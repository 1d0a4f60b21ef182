// Vensim's control files: changed constants (.cin), names to save (.lst), sensitivity setups
// (.vsc). Each from a file, or from a text at hand with the name that messages show.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace sluice::study {

// One line "name = 1.5", or "name[dim] = 1, 2, 3" for all its elements in order.
struct Change {
  std::string name;
  std::vector<double> values;
  Place place;
};
Checked<std::vector<Change>> read_changes(const std::string& path);
Checked<std::vector<Change>> read_changes_text(const std::string& name, std::string text);

// One name a line.
Checked<std::vector<std::string>> read_saved_names(const std::string& path);
Checked<std::vector<std::string>> read_saved_names_text(const std::string& name, std::string text);

// "name = RANDOM UNIFORM(0, 1)", with the arguments as the file gives them.
struct Varied {
  std::string name;
  std::string function;  // "RANDOM UNIFORM"
  std::vector<double> arguments;
  Place place;
};
struct SensitivitySetup {
  std::uint64_t simulations = 200;
  bool latin_hypercube = false;
  std::uint64_t seed = 1234;
  std::vector<Varied> varied;
};
// Source: Vensim reference manual, Sensitivity Control. Other methods than multivariate and Latin
// hypercube are errors that say so.
Checked<SensitivitySetup> read_sensitivity(const std::string& path);
Checked<SensitivitySetup> read_sensitivity_text(const std::string& name, std::string text);

}  // namespace sluice::study
