#include "model/tables.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace sluice::model {
namespace {

LookupMode mode_of(syntax::TableKind kind) {
  switch (kind) {
    case syntax::TableKind::hold: return LookupMode::hold;
    case syntax::TableKind::extrapolate: return LookupMode::extrapolate;
    case syntax::TableKind::step: return LookupMode::backward;
  }
  return LookupMode::hold;
}

// Of two at the same x the one read later decides: in a list that runs backward the one before.
void sort_points(std::vector<std::pair<double, double>>& points) {
  const bool runs_backward = std::ranges::is_sorted(
      points, [](const auto& one, const auto& next) { return one.first > next.first; });
  if (runs_backward) {
    std::ranges::reverse(points);
  } else {
    std::ranges::stable_sort(points, {}, &std::pair<double, double>::first);
  }
}

}  // namespace

Expr make_table(Draft& draft, const syntax::Table& source, Span span, const std::string& owner) {
  if (source.points.empty()) {
    draft.say(Code::model_table_disordered, span,
              format("the lookup of \"{}\" has no points", owner), "there is nothing to read",
              "list points as (x, y) pairs");
  }
  std::vector<std::pair<double, double>> points = source.points;
  const auto goes_down = std::ranges::adjacent_find(
      points, [](const auto& one, const auto& next) { return next.first < one.first; });
  if (goes_down != points.end()) {
    draft.say(Code::model_table_sorted, span,
              format("the x values of the lookup of \"{}\" go down from {} to {}", owner,
                     sluice::to_text(goes_down->first), sluice::to_text((goes_down + 1)->first)),
              "a lookup is read from left to right: its points are taken in ascending order of x",
              "put the points in ascending order of x");
    sort_points(points);
  }
  return Expr{span, Table{std::move(points), mode_of(source.kind)}};
}

}  // namespace sluice::model
