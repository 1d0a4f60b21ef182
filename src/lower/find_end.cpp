// Where FINAL TIME is computed in the run and steps are of one length.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/find_clock.h"
#include "program/evaluate.h"

namespace sluice::lower {
namespace {

class EndFinder {
 public:
  EndFinder(const model::Model& model, const FixedCells& fixed, const ClockTimes& times,
            Diagnostics& said)
      : model_(model),
        fixed_(fixed),
        times_(times),
        said_(said),
        cell_{*model.find(kFinalTime), 0} {}

  // The run is made longer until it meets its end.
  std::optional<double> find() {
    while (true) {
      const double steps = std::round((times_.final - times_.initial) / times_.step);
      if (!(steps <= kMostSteps)) {
        say("FINAL TIME is never reached",
            format("it is computed in the run and stays ahead of the time for {} steps",
                   to_text(kMostSteps)),
            "let it fall behind the time at some point, or set it to a number");
        return std::nullopt;
      }
      if (!look(static_cast<std::uint32_t>(steps))) return std::nullopt;
      if (met_) return met_;
      const double doubled = 2 * times_.final - times_.initial + 100 * times_.step;
      times_.final = std::max(last_, doubled);
    }
  }

 private:
  // Goes through a run of so many steps; false where that can't be, which is told.
  bool look(std::uint32_t steps) {
    const program::Timing timing{times_.initial, times_.step, times_.save, steps, {}, {}};
    const std::vector<WantedInput> no_inputs;
    Lowering lowering(model_, no_inputs, fixed_, timing, program::Method::euler);
    const Slot slot = lowering.ask(cell_, World::step);
    lowering.settle();
    append(said_, lowering.diagnostics());
    if (has_error(said_)) return false;
    const program::Program program = lowering.finish();
    const double operations = work_of_step(program);
    if (steps * operations > kMostClockWork) {
      say("FINAL TIME depends on too much of the model to be followed",
          format("it is found before the run, and is not met within {} steps of {} operations each",
                 to_text(std::floor(kMostClockWork / operations)), to_text(operations)),
          "set it to a number, or make TIME STEP longer");
      return false;
    }
    program::run_member(program, program::central_inputs(program),
                        [&](const program::Instant& now) {
                          if (now.stage == 0 && !met_ && sound_) meet(now.time, now.slots[slot]);
                        });
    return sound_;
  }

  void meet(double time, double final) {
    last_ = final;
    sound_ = std::isfinite(final);
    if (!sound_) {
      say(format("FINAL TIME is {} at time {}", to_text(final), to_text(time)),
          "a run needs a time at which it ends", "let its equation give a number at every time");
    }
    if (time >= final - 1e-6 * times_.step) met_ = time;
  }

  void say(std::string message, std::string reason, std::string hint) {
    said_.push_back(make_diagnostic(Code::lower_control,
                                    model_.sources.place_of(model_.at(cell_.variable).span),
                                    std::move(message), std::move(reason), std::move(hint)));
  }

  const model::Model& model_;
  const FixedCells& fixed_;
  ClockTimes times_;
  Diagnostics& said_;
  CellRef cell_;
  std::optional<double> met_;
  double last_ = 0;
  bool sound_ = true;
};

}  // namespace

std::optional<double> meet_final_time(const model::Model& model, const FixedCells& fixed,
                                      ClockTimes times, Diagnostics& said) {
  return EndFinder(model, fixed, times, said).find();
}

}  // namespace sluice::lower
