// A growing ensemble on a terminal: how far it is, how fast, and how sure a quantile is by now; and
// an ensemble that ends when the quantile is sure enough.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "base/diagnostic.h"
#include "ensemble/fans.h"
#include "report/making.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::app {

// The quantile that errors are told of.
struct ChosenQuantile {
  std::string outcome;
  int year = 0;
  double probability = 0.5;
  std::size_t cell = 0;  // of the readings
};
// --error-of "outcome[@year][:probability]", of outcomes in `shown` (yearly_readings are the
// cells). Empty text: the median of the first in the last year.
Checked<ChosenQuantile> chosen_quantile(const study::Study& shown, const results::Frame& shape,
                                        const std::string& text);

// The largest over the policies, in the outcome's unit and as a share of the quantile itself.
struct QuantileError {
  double absolute = 0, relative = 0;
};
QuantileError error_now(const ensemble::FanRun& fans, const ChosenQuantile& chosen);

// Runs to the last member, or, with `stop`, until the error is small enough: it is looked at after
// 1,000 futures and each time they are a quarter more, whatever the threads. `also` is shown every
// block. False where a signal ended it.
bool run_fans(ensemble::FanRun& fans, const std::string& title, const Arguments& arguments,
              const ChosenQuantile& chosen, ensemble::FutureSink* also = nullptr);

// Of what --until-error or --error-of asked for.
std::optional<report::Making::SamplingError> sampling_error(const ensemble::FanRun& fans,
                                                            const Arguments& arguments,
                                                            const ChosenQuantile& chosen);

}  // namespace sluice::app
