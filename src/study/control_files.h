// Vensim's control files: changed constants (.cin), names to save (.lst), sensitivity setups
// (.vsc). Each from a file, or from a text at hand with the name that messages show.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"

namespace sluice::study {

// "name = 1.5", or "name[dim] = 1, 2, 3" for all its elements in order, or a lookup's points:
// "name((0,0),(1,1))", or a text: "name :IS: 'b.csv'". A list or a table may go on over lines; "0
// <= name = 1 <= 2", as in optimisation control, sets 1.
using Points = std::vector<std::pair<double, double>>;
struct Change {
  std::string name;
  std::vector<double> values;
  Points points;  // of a lookup
  Place place;
  std::optional<std::string> text = {};
};
Checked<std::vector<Change>> read_changes(const std::string& path);
Checked<std::vector<Change>> read_changes_text(const std::string& name, std::string text);

// One name a line.
struct SavedName {
  std::string name;
  Place place;
};
Checked<std::vector<SavedName>> read_saved_names(const std::string& path);
Checked<std::vector<SavedName>> read_saved_names_text(const std::string& name, std::string text);

// "name = RANDOM UNIFORM(0, 1)", with the arguments as the file gives them.
struct Varied {
  std::string name;
  std::string function;  // "RANDOM UNIFORM"
  std::vector<double> arguments;
  Place place;
  std::string lookup = {};  // of RANDOM LOOKUP: its third argument, which is not among the others
};
enum class SensitivityMethod : std::uint8_t {
  multivariate,     // M: all constants are drawn together
  univariate,       // U: one constant after the other, the rest as the model has them
  latin_hypercube,  // L
  latin_grid,       // G: each constant's range in so many parts, every combination once
  file,             // F: the values stand in a table
};
struct SensitivitySetup {
  std::uint64_t simulations = 200;
  SensitivityMethod method = SensitivityMethod::multivariate;
  std::uint64_t seed = 1234;
  std::vector<Varied> varied;
  std::string sample_file;  // of F, as written
  Place place;              // of the first line
};
// Source: Vensim reference manual, Sensitivity Control.
Checked<SensitivitySetup> read_sensitivity(const std::string& path);
Checked<SensitivitySetup> read_sensitivity_text(const std::string& name, std::string text);

// The table of method F: names in its first row, values between tabs below; what is missing is as
// it was in the row before.
struct Sample {
  std::vector<SavedName> names;
  std::vector<std::vector<std::optional<double>>> rows;  // as long as `names`
};
Checked<Sample> read_sample(const std::string& path);
Checked<Sample> read_sample_text(const std::string& name, std::string text);

}  // namespace sluice::study
