#include "serve/observed.h"

#include "base/format.h"

namespace sluice::serve {

double year_of(const Calendar& calendar, double time) {
  constexpr double kDaysAYear = 365.2425;
  return calendar.zero.months / 12.0 + calendar.days_at(time) / kDaysAYear;
}

std::vector<double> years_of(const Calendar& calendar, const std::vector<double>& times) {
  std::vector<double> years;
  for (const double time : times) years.push_back(year_of(calendar, time));
  return years;
}

Observed observed_point(const study::History& history, const study::ObservedPoint& point,
                        const Calendar& calendar) {
  const double begin = calendar.time_at(point.start);
  const double end = calendar.time_at({point.end.months + 1});
  const bool sum = history.reduce == study::HistoryReduce::sum;
  const double divisor = history.scale * (sum ? end - begin : 1);
  Observed observed;
  const bool at_end = history.reduce == study::HistoryReduce::end;
  observed.time = at_end ? calendar.time_at(point.end) : (begin + end) / 2;
  observed.year = year_of(calendar, observed.time);
  observed.drawn = point.value / divisor;
  if (point.low) observed.low = *point.low / divisor;
  if (point.high) observed.high = *point.high / divisor;
  observed.text = format("{}, {} to {}: {} ({})", history.label, study::to_text(point.start),
                         study::to_text(point.end), to_significant(point.value, 4), point.source);
  return observed;
}

std::vector<Observed> observed_points(const ensemble::Bound& bound, model::CellRef cell) {
  std::vector<Observed> points;
  const study::Study& study = *bound.study;
  const double first = bound.model->control.initial_time;
  const double last = bound.model->control.final_time;
  for (std::size_t k = 0; k < study.histories.size(); ++k) {
    if (bound.history_cells[k] != cell) continue;
    // What a stock changed by has no place on the stock's own scale.
    if (study.histories[k].reduce == study::HistoryReduce::change) continue;
    for (const auto& point : study.histories[k].points) {
      Observed one = observed_point(study.histories[k], point, study.calendar());
      if (one.time >= first && one.time <= last) points.push_back(std::move(one));
    }
  }
  return points;
}

}  // namespace sluice::serve
