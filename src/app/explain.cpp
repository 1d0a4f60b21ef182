#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/open.h"
#include "app/place.h"
#include "app/settings.h"
#include "app/single_run.h"
#include "base/format.h"
#include "report/explanation.h"

namespace sluice::app {
namespace {

using report::Explanation;

// Saved points at which a year ends (the model's own times without a calendar), at most 12.
std::vector<std::size_t> points_shown(const results::Frame& frame,
                                      const std::optional<Calendar>& calendar) {
  std::vector<std::size_t> points;
  for (std::size_t k = 0; k < frame.times.size(); ++k) {
    const bool last = k + 1 == frame.times.size();
    const bool year_ends = calendar && !last &&
                           calendar->month_at(frame.times[k]).months / 12 !=
                               calendar->month_at(frame.times[k + 1]).months / 12;
    if (last || year_ends || !calendar) points.push_back(k);
  }
  const std::size_t stride = (points.size() + 11) / 12;
  std::vector<std::size_t> kept;
  for (std::size_t k = (points.size() - 1) % stride; k < points.size(); k += stride) {
    kept.push_back(points[k]);
  }
  return kept;
}

void add_central(const results::Frame& frame, const std::optional<Calendar>& calendar,
                 bool constant, Explanation& explanation) {
  const auto points = constant ? std::vector<std::size_t>{0} : points_shown(frame, calendar);
  for (const std::size_t point : points) {
    const double time = frame.times[point];
    const std::string date = calendar ? calendar->text_at(time) : to_significant(time, 6);
    explanation.dates.push_back(constant ? "value" : date);
  }
  for (std::size_t k = 0; k < frame.series.size(); ++k) {
    report::CentralSeries series{frame.series[k].name, {}};
    for (const std::size_t point : points) series.values.push_back(frame.at(k, point)[0]);
    explanation.central.push_back(std::move(series));
  }
}

}  // namespace

int explain(const Arguments& arguments) {
  Checked<Opened> opened = open_path(arguments.path, arguments.data);
  if (!opened.value) return tell_and_exit(opened.diagnostics);
  auto cells = cells_named(*opened.value, place_at(arguments.path), arguments.name);
  if (!cells.value) return tell_and_exit(cells.diagnostics);
  const auto kind = opened.value->model->at(cells.value->front().variable).kind;
  const auto& bound = opened.value->bound;
  Explanation explanation =
      report::explanation_of(*opened.value->model, bound ? &*bound : nullptr, *cells.value);
  if (kind != model::VariableKind::lookup) {
    auto frame = run_once(*opened.value, {arguments.first, {}, {}, *cells.value});
    if (!frame.value) return tell_and_exit(frame.diagnostics);
    add_central(*frame.value, opened.value->calendar(), kind == model::VariableKind::constant,
                explanation);
    const study::Study* study = opened.value->study();
    if (study != nullptr) {
      explanation.scenario = arguments.first.empty() ? study->baseline : arguments.first;
    }
  }
  return print_and_exit(arguments.json ? report::explanation_json(explanation)
                                       : report::explanation_text(explanation, output_terminal()));
}

}  // namespace sluice::app
