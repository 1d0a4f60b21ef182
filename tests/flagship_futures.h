// A few futures of the chips study under one policy, to be read by their medians: what the tests of
// mechanisms compare.
#pragma once

#include "flagship.h"

namespace sluice::tests {

inline constexpr std::size_t kMembers = 24;
inline const Settings kBeijingOpen = {{"cn_endogenous", 0},
                                      {"cn_mainland_share", 1},
                                      {"cn_hong_kong_share", 1},
                                      {"cn_domestic_ratio", 0}};

// Settings and more settings.
Settings with(const Settings& some, const Settings& more);

// Sees these variables, with these switches of the model as levers.
Flagship flagship_with(const std::vector<std::string>& variables,
                       const std::vector<std::string>& switches = {});

class Futures {
 public:
  Futures(const Flagship& flagship, const std::string& scenario, const Settings& settings = {});

  // Medians over the futures: at a time, and of the sum from a time to another.
  double at(const std::string& series, double time) const;
  double sum(const std::string& series, double from, double to) const;
  // The same of one future.
  double value(const std::string& series, double time, std::size_t member) const;
  double summed(const std::string& series, double from, double to, std::size_t member) const;

 private:
  results::Frame frame_;
};

}  // namespace sluice::tests
