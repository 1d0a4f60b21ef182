#include "ensemble/bind_times.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/lower.h"
#include "model/unit.h"
#include "program/program.h"
#include "study/claim_words.h"

namespace sluice::ensemble {
namespace {

using study::Date;

constexpr double kSlack = 1e-6;
constexpr double kDaysInMonth = 365.25 / 12;
constexpr const char* kUneven =
    "TIME STEP or SAVEPER changes in the run, and sums and means count every saved value for the "
    "same time";

double months_of(double time, TimeUnit unit) {
  switch (unit) {
    case TimeUnit::month: return time;
    case TimeUnit::year: return time * 12;
    case TimeUnit::day: return time / kDaysInMonth;
  }
  return time;
}

// Beyond some million years there are no dates to check.
bool within_calendar(const study::Study& study, const model::Control& control) {
  constexpr double kMostMonths = 1e8;
  return months_of(std::abs(control.initial_time), study.time_unit) < kMostMonths &&
         months_of(std::abs(control.final_time), study.time_unit) < kMostMonths;
}

// The claim at each of its horizons; a claim without any as it is.
std::vector<study::Claim> judged_of(const study::Claim& claim) {
  std::vector<study::Claim> judged;
  for (std::size_t k = 0; k < std::max<std::size_t>(1, claim.horizons.size()); ++k) {
    judged.push_back(study::at_horizon(claim, k));
  }
  return judged;
}

const Date* date_in(const std::optional<study::ClaimDate>& date) {
  return date ? std::get_if<Date>(&*date) : nullptr;
}

// Dates that a claim reads, each once.
std::vector<Date> dates_of(const study::Claim& claim) {
  std::vector<Date> dates = claim.horizons;
  for (const auto& judged : judged_of(claim)) {
    for (const auto& leg : judged.legs) {
      for (const auto* date : {date_in(leg.at), date_in(leg.from), date_in(leg.to)}) {
        if (date != nullptr) dates.push_back(*date);
      }
    }
  }
  std::ranges::sort(dates);
  dates.erase(std::ranges::unique(dates).begin(), dates.end());
  return dates;
}

struct Period {
  Date from, to;  // both months included
  bool operator==(const Period&) const = default;
};

// The periods that a leg reads, one for each horizon where it speaks of it.
std::vector<Period> periods_of(const study::Claim& claim, std::size_t leg) {
  std::vector<Period> periods;
  for (const auto& judged : judged_of(claim)) {
    const Date* const from = date_in(judged.legs[leg].from);
    const Date* const to = date_in(judged.legs[leg].to);
    if (from == nullptr || to == nullptr) continue;
    if (std::ranges::find(periods, Period{*from, *to}) == periods.end()) {
      periods.push_back({*from, *to});
    }
  }
  return periods;
}

class TimeChecker {
 public:
  TimeChecker(const study::Study& study, const model::Control& control, double last_saved)
      : study_(study), control_(control), calendar_(study.calendar()), last_saved_(last_saved) {}

  Diagnostics check(bool evenly) {
    if (!evenly) refuse_sums();
    for (const auto& scenario : study_.scenarios) check_scenario(scenario);
    for (const auto& outcome : study_.outcomes) check_outcome(outcome);
    for (const auto& claim : study_.claims) check_claim(claim);
    return std::move(diagnostics_);
  }

 private:
  void check_scenario(const study::Scenario& scenario) {
    for (const auto& [lever, setting] : scenario.settings) {
      const auto* steps = std::get_if<std::vector<study::DatedValue>>(&setting);
      if (steps == nullptr) continue;
      for (const auto& step : *steps) check_step(scenario, lever, step.from);
    }
  }

  void check_step(const study::Scenario& scenario, const std::string& lever, Date from) {
    const double time = calendar_.time_at(from);
    const bool late = time > control_.final_time + kSlack;
    if (!late && time > control_.initial_time - kSlack) return;
    say(Code::schedule_outside_run, scenario.place,
        format("scenario \"{}\" sets the lever \"{}\" from {} on, outside the run ({} to {})",
               scenario.name, lever, study::to_text(from), calendar_.text_at(control_.initial_time),
               calendar_.text_at(control_.final_time)),
        late ? "it never takes effect" : "it holds from the start of the run",
        "is the year mistyped?");
  }

  // Sums and means count each saved value for the same time.
  void refuse_sums() {
    for (const auto& outcome : study_.outcomes) {
      if (outcome.yearly == study::Yearly::end || outcome.yearly == study::Yearly::last) continue;
      const bool sum = outcome.yearly == study::Yearly::sum;
      say(Code::yearly_sum_impossible, outcome.place,
          format("outcome \"{}\" has no yearly {}: values are saved at uneven times", outcome.name,
                 sum ? "sum" : "mean"),
          kUneven, "write a SAVEPER that stays, or yearly = \"end\"");
    }
    for (const auto& claim : study_.claims) {
      for (const auto& leg : claim.legs) {
        const char* const what = what_counts(leg.reduce);
        refuse_sum(format("claim \"{}\"", full_name(claim)), what, leg.place);
      }
    }
    for (const auto& history : study_.histories) {
      refuse_sum(format("history \"{}\"", history.name), what_counts(history.reduce),
                 history.place);
    }
    for (const auto& backtest : study_.backtests) {
      for (const auto& box : backtest.boxes) {
        refuse_sum(format("back-test \"{}\"", backtest.name), what_counts(box.reduce), box.place);
      }
    }
  }

  void refuse_sum(const std::string& who, const char* what, const Place& place) {
    if (what == nullptr) return;
    say(Code::claim_period_unsaved, place,
        format("{} asks for {}, and values are saved at uneven times", who, what), kUneven,
        "write a SAVEPER that stays, or ask for the value at a date");
  }

  static const char* what_counts(study::Reduce reduce) {
    switch (reduce) {
      case study::Reduce::sum: return "a sum";
      case study::Reduce::mean: return "a mean";
      case study::Reduce::each_year_mean: return "the mean of each year";
      case study::Reduce::at:
      case study::Reduce::change:
      case study::Reduce::crossing: return nullptr;
    }
    return nullptr;
  }
  static const char* what_counts(study::HistoryReduce reduce) {
    switch (reduce) {
      case study::HistoryReduce::sum: return "a sum";
      case study::HistoryReduce::mean: return "a mean";
      case study::HistoryReduce::end:
      case study::HistoryReduce::change: return nullptr;
    }
    return nullptr;
  }

  // Sums count each saved value for the time between two of them.
  bool divides(double period) const {
    const double saves = period / control_.save_period;
    const bool whole = std::round(saves) >= 1 && std::abs(saves - std::round(saves)) < kSlack;
    return whole || months_of(control_.save_period, study_.time_unit) <= 31 / kDaysInMonth;
  }

  double year() const {
    return study_.time_unit == TimeUnit::day ? 365.25
                                             : calendar_.time_at({study_.time_zero.months + 12});
  }

  std::string saving() const {
    return format("the model saves a value every {} {}{}", to_text(control_.save_period),
                  name_of(study_.time_unit), control_.save_period == 1 ? "" : "s");
  }

  void check_outcome(const study::Outcome& outcome) {
    if (outcome.yearly != study::Yearly::sum || divides(year())) return;
    say(Code::yearly_sum_impossible, outcome.place,
        format("outcome \"{}\" has no yearly sum: a year is no whole number of saved values",
               outcome.name),
        saving(), "choose a SAVEPER that divides a year, or yearly = \"mean\" or \"end\"");
  }

  void check_claim(const study::Claim& claim) {
    for (const Date date : dates_of(claim)) {
      const Date first = calendar_.month_at(control_.initial_time);
      const Date last = calendar_.month_at(last_saved_);
      if (date >= first && date <= last) continue;
      say(Code::claim_date_outside, claim.place,
          format("claim \"{}\" reads {}, which the run does not reach", full_name(claim),
                 study::to_text(date)),
          format("the run's values are saved from {} to {}", study::to_text(first),
                 study::to_text(last)),
          "choose a date inside the run, or change INITIAL TIME or FINAL TIME in the model");
    }
    for (std::size_t leg = 0; leg < claim.legs.size(); ++leg) {
      for (const Period& period : periods_of(claim, leg)) {
        check_period(claim, claim.legs[leg], period);
      }
    }
  }

  void check_period(const study::Claim& claim, const study::Leg& leg, const Period& period) {
    const double length =
        calendar_.time_at({period.to.months + 1}) - calendar_.time_at(period.from);
    const bool covered = length > control_.save_period - kSlack;
    const auto wrong = [&](const char* what, const char* fault) {
      say(Code::claim_period_unsaved, leg.place,
          format("claim \"{}\" asks for {} over {} to {}, {}", full_name(claim), what,
                 study::to_text(period.from), study::to_text(period.to), fault),
          saving(), "choose a SAVEPER that divides the period, or a longer period");
    };
    switch (leg.reduce) {
      case study::Reduce::sum:
        if (!divides(length)) wrong("a sum", "which is no whole number of saved values");
        return;
      case study::Reduce::mean:
        if (!covered) wrong("a mean", "which is shorter than the time between saved values");
        return;
      case study::Reduce::each_year_mean:
        if (control_.save_period > year() + kSlack) {
          wrong("the mean of each year", "but not every year has a saved value");
        }
        return;
      case study::Reduce::at:
      case study::Reduce::change:
      case study::Reduce::crossing: return;
    }
  }

  void say(Code code, const Place& place, std::string message, std::string reason,
           std::string hint) {
    diagnostics_.push_back(
        make_diagnostic(code, place, std::move(message), std::move(reason), std::move(hint)));
  }

  const study::Study& study_;
  const model::Control& control_;
  Calendar calendar_;
  double last_saved_;
  Diagnostics diagnostics_;
};

bool saves_evenly(const program::Timing& timing, const std::vector<std::uint32_t>& saved) {
  const auto gap = [&](std::size_t k) {
    return program::time_at(timing, saved[k]) - program::time_at(timing, saved[k - 1]);
  };
  for (std::size_t k = 2; k < saved.size(); ++k) {
    if (std::abs(gap(k) - gap(1)) > kSlack * gap(1)) return false;
  }
  return true;
}

}  // namespace

Diagnostics check_times(const study::Study& study, const model::Model& model) {
  const model::Control& control = model.control;
  // What makes no run is told where the model is lowered.
  const auto timing = lower::timing_of(model);
  if (!timing || !within_calendar(study, control)) return {};
  const std::vector<std::uint32_t> saved = program::saved_steps(*timing);
  const bool changes = control.time_step_changes || control.save_period_changes;
  const double last = program::time_at(*timing, saved.back());
  return TimeChecker(study, control, last).check(!changes || saves_evenly(*timing, saved));
}

bool may_be_time_in(std::string_view wanted, std::string_view unit, const model::UnitNames& names) {
  if (unit.empty() || names.canonical(unit) == names.canonical(wanted)) return true;
  return model::parse_unit(unit, names) == model::dimensionless();
}

}  // namespace sluice::ensemble
