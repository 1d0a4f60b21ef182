// Tables of expected results (output.tab, output.csv) and their comparison with a run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "program/program.h"

namespace sluice::tests {

struct ExpectedOutput {
  std::vector<double> times;
  struct Column {
    std::string name;
    std::vector<std::optional<double>> values;  // by row; nothing where the cell is blank
  };
  std::vector<Column> columns;
};
// Tab or comma separated, any line ends, names quoted or not.
ExpectedOutput read_expected(const std::filesystem::path& path);

struct Tolerance {
  double relative = 1e-3, absolute = 1e-5;
};

// What differs, at most a few lines; empty where all agrees. `results` is [output][saved time].
struct Comparison {
  std::vector<std::string> differences;
  std::size_t compared = 0;
  std::vector<std::string> missing;  // columns that the program has no output for
  double largest = 0;                // of |difference| / max(1, |expected|)
};
Comparison compare(const ExpectedOutput& expected, const program::Program& program,
                   const std::vector<double>& results, Tolerance tolerance);

}  // namespace sluice::tests
