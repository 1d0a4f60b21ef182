// The chips study as its tests run it: with other variables to look at, with constants of the model
// turned into levers, with another time step or method.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ensemble/ensemble.h"

namespace sluice::tests {

// Fewer members where sanitizers make each of them dear.
#ifdef __SANITIZE_ADDRESS__
inline constexpr std::size_t kFlagshipMembers = 32;
#else
inline constexpr std::size_t kFlagshipMembers = 200;
#endif

// The folder of the study in this repository.
std::string flagship_folder();

struct Variation {
  // Variables to see instead of the study's outcomes, all elements of each.
  std::vector<std::string> variables = {};
  // Switches of the model (constants that are 1) to be set beside the study's levers, by the
  // variable's name.
  std::vector<std::string> switches = {};
  // Inputs of the study that are not drawn but stand at a value.
  std::vector<std::pair<std::string, double>> fixed = {};
  std::optional<double> time_step = {};
  // The model's text made otherwise before it is read.
  std::function<std::string(std::string)> rewrite = {};
  model::Method method = model::Method::euler;
};

using Settings = std::vector<std::pair<std::string, double>>;  // lever or switch -> value

class Flagship {
 public:
  // A mistake in the study or the variation is a failure of the running test.
  explicit Flagship(const Variation& variation);

  const study::Study& study() const { return *bound_.study; }
  const model::Model& model() const { return *bound_.model; }
  // A scenario of the study with some levers set otherwise.
  ensemble::Policy policy(const std::string& scenario, const Settings& settings = {}) const;
  // The first members of the study's own draws; with `seed` others.
  results::Ensemble run(const std::vector<ensemble::Policy>& policies, std::size_t members,
                        std::uint64_t seed = 1) const;

 private:
  ensemble::Bound bound_;
  ensemble::Runner runner_;
};

// `text` with the one place where it says `from` saying `to`; a failure where it does not.
std::string edited(std::string text, const std::string& from, const std::string& to);

// Model variables by kind, without the elements.
std::vector<std::string> stocks_of(const model::Model& model);
std::vector<std::string> laws_of(const model::Model& model);

// The series of one variable with all its elements: numbers of series in `frame`.
std::vector<std::size_t> series_of(const results::Frame& frame, const std::string& variable);
// The number of the one series of that name.
std::size_t one_series(const results::Frame& frame, const std::string& name);
// The place of a model time among the saved ones.
std::size_t time_of(const results::Frame& frame, double time);
// Largest absolute value of a series at all members and saved times from `from` on.
double largest(const results::Frame& frame, std::size_t series, double from = 0);
// The same over all elements of a variable.
double largest(const results::Frame& frame, const std::string& variable, double from = 0);

}  // namespace sluice::tests
