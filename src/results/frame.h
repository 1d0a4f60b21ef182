// Columns of numbers: [series][time][member], one frame per scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice::results {

struct SeriesInfo {
  std::string name;   // outcome id, or "Variable[element]" for a plain run
  std::string label;  // for people
  std::string unit;
  std::string definition = {};  // one sentence; may be empty
};

struct Frame {
  std::vector<SeriesInfo> series;
  std::vector<double> times;  // model time of each saved point
  std::size_t members = 0;
  std::vector<double> values;  // [series][time][member]

  std::span<double> at(std::size_t one_series, std::size_t time) {
    return {values.data() + (one_series * times.size() + time) * members, members};
  }
  std::span<const double> at(std::size_t one_series, std::size_t time) const {
    return {values.data() + (one_series * times.size() + time) * members, members};
  }
};

// A member whose numbers cannot be used, and from when.
struct BadMember {
  std::uint64_t member = 0;
  double time = 0;
};

struct ScenarioResult {
  std::string name;
  Frame frame;
  std::vector<BadMember> bad;  // in no statistic; counted in every table
  // [member]: 1 where an interrupted run has not been; empty where it has been everywhere.
  std::vector<std::uint8_t> unreached = {};

  bool reached(std::uint64_t member) const { return unreached.empty() || unreached[member] == 0; }
};

// values[k * members + m]: input k (an uncertainty) of member m, in the study's own unit.
struct Draws {
  std::vector<std::string> names;
  std::size_t members = 0;
  std::uint64_t seed = 0;
  std::string design;
  std::vector<double> values;
  std::span<const double> of(std::size_t input) const {
    return {values.data() + input * members, members};
  }
};

struct Ensemble {
  Draws draws;  // the same for every scenario: differences are paired
  std::vector<ScenarioResult> scenarios;
};

// Linear-interpolation quantile (Hyndman and Fan 1996, type 7, doi:10.2307/2684934) of unsorted
// values; NaN for none, and where a value is NaN (leave bad members out first).
double quantile(std::vector<double> values, double probability);
std::vector<double> quantiles(std::vector<double> values, std::span<const double> probabilities);
// Of ascending values, at least one.
double quantile_of_sorted(std::span<const double> values, double probability);

}  // namespace sluice::results
