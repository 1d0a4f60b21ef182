#include "model/tables.h"

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

}  // namespace

Expr make_table(Draft& draft, const syntax::Table& source, Span span, const std::string& owner) {
  if (source.points.empty()) {
    draft.say(Code::model_table_disordered, span,
              format("the lookup of \"{}\" has no points", owner), "there is nothing to read",
              "list points as (x, y) pairs");
  }
  for (std::size_t i = 1; i < source.points.size(); ++i) {
    const double before = source.points[i - 1].first, after = source.points[i].first;
    if (!(after < before)) continue;
    draft.say(Code::model_table_disordered, span,
              format("the x values of the lookup of \"{}\" go down from {} to {}", owner,
                     sluice::to_text(before), sluice::to_text(after)),
              "a lookup is read from left to right", "put the points in ascending order of x");
    break;
  }
  return Expr{span, Table{source.points, mode_of(source.kind)}};
}

}  // namespace sluice::model
