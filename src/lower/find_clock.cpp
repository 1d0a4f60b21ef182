#include "lower/find_clock.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "program/evaluate.h"

namespace sluice::lower {
namespace {

class ClockFinder {
 public:
  ClockFinder(const model::Model& model, const ClockTimes& times, const Changing& changing,
              Diagnostics& said)
      : model_(model), times_(times), changing_(changing), said_(said) {}

  std::optional<FoundClock> find(const FixedCells& fixed) {
    const double steps = std::round((times_.final - times_.initial) / times_.step);
    const program::Timing timing{times_.initial,
                                 times_.step,
                                 times_.save,
                                 static_cast<std::uint32_t>(changing_.step ? kMostSteps : steps),
                                 {},
                                 {}};
    const std::vector<WantedInput> no_inputs;
    Lowering lowering(model_, no_inputs, fixed, timing, program::Method::euler);
    if (changing_.step) lowering.follow(CellRef{*model_.find("TIME STEP"), 0});
    if (changing_.step) step_ = ask("TIME STEP", lowering);
    if (changing_.save) save_ = ask("SAVEPER", lowering);
    if (changing_.final) final_ = ask("FINAL TIME", lowering);
    lowering.settle();
    append(said_, lowering.diagnostics());
    if (has_error(said_)) return std::nullopt;
    run(lowering.finish());
    if (has_error(said_)) return std::nullopt;
    return std::move(found_);
  }

 private:
  // SAVEPER is TIME STEP where the model does not name it.
  std::optional<Slot> ask(const char* name, Lowering& lowering) const {
    auto id = model_.find(name);
    if (!id) id = model_.find("TIME STEP");
    return lowering.ask(CellRef{*id, 0}, World::step);
  }

  void run(const program::Program& program) {
    most_steps_ = std::clamp(std::floor(kMostClockWork / work_of_step(program)), 1.0, kMostSteps);
    const program::MemberInputs inputs = program::central_inputs(program);
    if (changing_.step) {
      return program::run_with_own_clock(program, inputs,
                                         [&](const program::Instant& now) { return after(now); });
    }
    if (program.timing.steps > most_steps_) return refuse_work();
    program::run_member(program, inputs, [&](const program::Instant& now) {
      if (now.stage == 0 && !has_error(said_)) after(now);
    });
  }

  // The time of the next step; nothing at the end.
  std::optional<double> after(const program::Instant& now) {
    const auto value = [&](const std::optional<Slot>& slot, double otherwise) {
      return slot ? now.slots[*slot] : otherwise;
    };
    const double length = value(step_, times_.step), period = value(save_, times_.save);
    const double final = value(final_, times_.final);
    final_now_ = final;
    if (!is_sound("TIME STEP", length, now.time) || !is_sound("SAVEPER", period, now.time)) {
      return std::nullopt;
    }
    if (!is_end("FINAL TIME", final, now.time) || !moves(now.time, length)) return std::nullopt;
    save(now, length, period);
    found_.times.push_back(now.time);
    found_.lengths.push_back(length);
    const bool ends = now.time >= final - 1e-6 * length;
    if (ends) found_.times.push_back(now.time + length);
    if (!ends && changing_.step && now.step + 1 >= most_steps_) {
      refuse_length();
      return std::nullopt;
    }
    return ends ? std::nullopt : std::optional(now.time + length);
  }

  // Each time that is due is that of the step nearest to it, of two the later.
  void save(const program::Instant& now, double length, double period) {
    const double near = (0.5 - 1e-6) * length;
    if (now.step == 0) due_ = now.time;
    if (due_ - now.time >= near) return;
    found_.saved.push_back(now.step);
    due_ = (changing_.save ? now.time : due_) + period;
    if (due_ - now.time < near) due_ = now.time + std::max(period, 0.5 * length);
  }

  bool is_sound(const char* name, double value, double time) {
    if (value > 0 && std::isfinite(value)) return true;
    say(name, format("{} is {} at time {}", name, to_text(value), to_text(time)),
        "time must advance at each step, and some of them be saved",
        "let its equation give a number above 0 at every time");
    return false;
  }

  bool is_end(const char* name, double value, double time) {
    if (std::isfinite(value)) return true;
    say(name, format("{} is {} at time {}", name, to_text(value), to_text(time)),
        "a run needs a time at which it ends", "let its equation give a number at every time");
    return false;
  }

  // A step may be too short to be added to the time.
  bool moves(double time, double length) {
    if (time + length > time) return true;
    say("TIME STEP", format("TIME STEP is {} at time {}", to_text(length), to_text(time)),
        "that is too short for the time to advance", "let its equation give a longer step");
    return false;
  }

  void refuse_length() {
    const bool all = most_steps_ >= kMostSteps;
    say("TIME STEP", format("the run has more than {} steps", to_text(most_steps_)),
        format("that is as many as Sluice {}, and FINAL TIME is {} then",
               all ? "runs" : "follows where TIME STEP depends on so much of the model",
               to_text(final_now_)),
        "make TIME STEP longer or FINAL TIME earlier");
  }

  void refuse_work() {
    say("SAVEPER", "SAVEPER depends on too much of the model to be followed",
        format("it is found before the run, of which Sluice follows at most {} of its {} steps",
               to_text(most_steps_),
               to_text(std::round((times_.final - times_.initial) / times_.step))),
        "let its equation go by Time, or make TIME STEP longer");
  }

  void say(const char* name, std::string message, std::string reason, std::string hint) {
    const auto id = model_.find(name);
    const Place place = id ? model_.sources.place_of(model_.at(*id).span) : Place{};
    said_.push_back(make_diagnostic(Code::lower_control, place, std::move(message),
                                    std::move(reason), std::move(hint)));
  }

  const model::Model& model_;
  ClockTimes times_;
  Changing changing_;
  Diagnostics& said_;
  std::optional<Slot> step_, save_, final_;
  double due_ = 0, final_now_ = 0, most_steps_ = kMostSteps;
  FoundClock found_;
};

}  // namespace

double work_of_step(const program::Program& program) {
  return static_cast<double>(program.step.size() + program.operands.size() + program.stocks.size() +
                             1);
}

std::optional<FoundClock> find_clock(const model::Model& model, const FixedCells& fixed,
                                     const ClockTimes& times, const Changing& changing,
                                     Diagnostics& said) {
  return ClockFinder(model, times, changing, said).find(fixed);
}

}  // namespace sluice::lower
