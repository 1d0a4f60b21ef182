#include "lower/control.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/format.h"
#include "lower/find_clock.h"
#include "model/control.h"

namespace sluice::lower {
namespace {

using model::Model;

constexpr const char* kInitialTime = "INITIAL TIME";
constexpr const char* kTimeStep = "TIME STEP";
constexpr const char* kSavePeriod = "SAVEPER";

using Times = ClockTimes;

// The diagnostics' place: the control variable's equation, where there is one.
Place place_of(const Model& model, const char* name) {
  const auto variable = model.find(name);
  return variable ? model.sources.place_of(model.at(*variable).span) : Place{};
}

FixedCells fixed_cells(const Model& model, const Options& options) {
  FixedCells fixed;
  const auto fix = [&](const char* name, std::optional<double> value) {
    const auto variable = model.find(name);
    if (value && variable) fixed.push_back({{*variable, 0}, *value});
  };
  fix(kInitialTime, options.initial_time);
  fix(kFinalTime, options.final_time);
  fix(kTimeStep, options.time_step);
  fix(kSavePeriod, options.save_period);
  return fixed;
}

// Where one control value is replaced, others that the model computes from it follow (SAVEPER =
// TIME STEP).
Times times_of(const Model& model, const Options& options, const FixedCells& fixed) {
  Times times{options.initial_time.value_or(model.control.initial_time),
              options.final_time.value_or(model.control.final_time),
              options.time_step.value_or(model.control.time_step),
              options.save_period.value_or(model.control.save_period)};
  if (fixed.empty()) return times;
  const std::vector<WantedInput> no_inputs;
  const program::Timing timing{times.initial, times.step, times.save, 0, {}, {}};
  Lowering lowering(model, no_inputs, fixed, timing, program::Method::euler);
  const auto follow = [&](const char* name, std::optional<double> replaced, double& value) {
    const auto variable = model.find(name);
    if (replaced || !variable || model.at(*variable).equations.empty()) return;
    value = lowering.known_value(CellRef{*variable, 0}).value_or(value);
  };
  follow(kTimeStep, options.time_step, times.step);
  follow(kFinalTime, options.final_time, times.final);
  follow(kSavePeriod, options.save_period, times.save);
  return times;
}

void note_final_time(const Model& model, double final, Diagnostics& diagnostics) {
  diagnostics.push_back(make_diagnostic(
      Code::lower_final_time_found, place_of(model, kFinalTime),
      format("FINAL TIME is computed in the run: it ends at {}", to_text(final)),
      "that is where it stops with the model's own values; every run of this model stops there",
      "set FINAL TIME to a number to choose another end"));
}

void check(const Model& model, const Times& times, Diagnostics& diagnostics) {
  const auto say = [&](const char* name, std::string message, std::string reason,
                       std::string hint) {
    diagnostics.push_back(make_diagnostic(Code::lower_control, place_of(model, name),
                                          std::move(message), std::move(reason), std::move(hint)));
  };
  if (!std::isfinite(times.initial)) {
    say(kInitialTime, format("INITIAL TIME is {}", to_text(times.initial)),
        "the run needs a time to start at", "set INITIAL TIME to a number");
  }
  if (!(times.step > 0) || !std::isfinite(times.step)) {
    say(kTimeStep, format("TIME STEP is {}", to_text(times.step)), "time must advance at each step",
        "set TIME STEP to a number above 0");
  }
  if (!(times.save > 0) || !std::isfinite(times.save)) {
    say(kSavePeriod, format("SAVEPER is {}", to_text(times.save)),
        "it is the time from one saved value to the next", "set SAVEPER to a number above 0");
  }
  if (!std::isfinite(times.final) || times.final < times.initial) {
    say(kFinalTime,
        format("FINAL TIME {} lies before INITIAL TIME {}", to_text(times.final),
               to_text(times.initial)),
        "time runs forward", "set FINAL TIME to a later time");
  }
}

// What is set from outside has not been looked at when the model was checked.
bool is_replaced(const Options& options) {
  return options.initial_time || options.final_time || options.time_step || options.save_period;
}

Changing changing_in(const Model& model, const Options& options) {
  Changing changing{model.control.time_step_changes && !options.time_step,
                    model.control.save_period_changes && !options.save_period,
                    model.control.final_time_changes && !options.final_time};
  if (!model.find(kSavePeriod)) changing.save = changing.step && !options.save_period;
  return changing;
}

Diagnostics find_uneven(const Model& model, const Times& times, const Changing& changing) {
  model::Control control = model.control;
  control.initial_time = times.initial;
  control.final_time = times.final;
  control.time_step = times.step;
  control.save_period = times.save;
  control.time_step_changes = changing.step;
  control.save_period_changes = changing.save;
  return model::find_uneven_saving(model, control);
}

void note_clock(const Model& model, const FoundClock& clock, const Changing& changing,
                Diagnostics& diagnostics) {
  const bool saves_all = clock.saved.size() == clock.lengths.size();
  if (!changing.step && saves_all) return;
  const char* const name = changing.step ? kTimeStep : kSavePeriod;
  const auto [least, most] = std::ranges::minmax(clock.lengths);
  const std::string message = changing.step
                                  ? format("TIME STEP changes in the run: {} steps of {} to {}",
                                           clock.lengths.size() - 1, to_text(least), to_text(most))
                                  : format("SAVEPER changes in the run: {} of {} times are saved",
                                           clock.saved.size(), clock.lengths.size());
  diagnostics.push_back(make_diagnostic(
      Code::lower_clock_found, place_of(model, name), message,
      "they follow from the model's own values; every run of this model keeps to them",
      format("set {} to a number to choose others", name)));
}

// A TIME STEP or SAVEPER that changes.
void keep_to_clock(const Model& model, const Times& times, const Changing& changing,
                   Control& control) {
  auto clock = find_clock(model, control.fixed, times, changing, control.diagnostics);
  if (!clock) return;
  note_clock(model, *clock, changing, control.diagnostics);
  const auto steps = static_cast<std::uint32_t>(clock->lengths.size() - 1);
  control.timing = {times.initial, times.step, times.save, steps, {}, std::move(clock->saved)};
  if (!changing.step) return;
  if (changing.final) note_final_time(model, clock->times[steps], control.diagnostics);
  control.timing.time_step = std::ranges::min(clock->lengths);
  control.timing.times = std::move(clock->times);
  control.lengths = std::move(clock->lengths);
}

}  // namespace

Control control_of(const Model& model, const Options& options) {
  Control control;
  control.fixed = fixed_cells(model, options);
  Times times = times_of(model, options, control.fixed);
  check(model, times, control.diagnostics);
  if (has_error(control.diagnostics)) return control;
  const Changing changing = changing_in(model, options);
  if (changing.step) {
    keep_to_clock(model, times, changing, control);
    return control;
  }
  if (changing.final) {
    const auto met = meet_final_time(model, control.fixed, times, control.diagnostics);
    if (!met) return control;
    times.final = *met;
    note_final_time(model, *met, control.diagnostics);
  }
  const double steps = std::round((times.final - times.initial) / times.step);
  if (steps > kMostSteps) {
    control.diagnostics.push_back(
        make_diagnostic(Code::lower_control, place_of(model, kTimeStep),
                        format("the run has {} steps", to_text(steps)),
                        format("Sluice runs at most {} steps", to_text(kMostSteps)),
                        "make TIME STEP longer or FINAL TIME earlier"));
    return control;
  }
  control.timing = {
      times.initial, times.step, times.save, static_cast<std::uint32_t>(steps), {}, {}};
  if (is_replaced(options)) append(control.diagnostics, find_uneven(model, times, changing));
  if (changing.save) keep_to_clock(model, times, {false, true, false}, control);
  return control;
}

}  // namespace sluice::lower
