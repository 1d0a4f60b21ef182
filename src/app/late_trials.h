// What is varied to see how far an input moves what a back-test scores.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/left_inputs.h"

namespace sluice::app {

// One try: drawn inputs by their names in the draws, or a lever.
struct Trial {
  struct Drawn {
    std::string name;
    double low = 0, high = 0;
  };
  std::size_t left = 0;  // which of the inputs
  std::vector<Drawn> drawn = {};
  std::size_t lever = 0;  // where nothing is drawn
};
struct Trials {
  // The back-test with the constants that are tried as further settings, each at its own value.
  study::Backtest backtest;
  std::vector<Trial> drawn, levers;
};

// Of the inputs with a late row: a lever between the ends of its range, an uncertainty between its
// 5 and 95 % quantiles, a constant by a tenth less and more, all its elements at once; but a date,
// which equations hold against Time, by a unit of time earlier and later, each element alone.
// Tables, constants of 0, arrays with a 0 among these elements and the run's own settings are not
// tried.
Trials trials_of(const ensemble::Bound& whole, const study::Backtest& backtest,
                 const std::vector<LeftInput>& left);

// Whether some equation compares Time with the variable, adds or subtracts the two, or gives it to
// a function of dates (STEP, PULSE, RAMP).
bool is_date(const model::Model& model, model::VariableId id);

}  // namespace sluice::app
