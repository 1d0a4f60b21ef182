// Arrays of which some elements have equations of their own.
#include <algorithm>
#include <set>

#include "base/format.h"
#include "syntax/xmile/variables.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::size_t kMostCells = 100'000;  // of an array that is written out for them

}  // namespace

// Where elements have equations of their own and the variable has one too, it is that of the
// others.
void VariableReader::serve_other_elements(Variable& variable) {
  if (!variable.exceptions.empty() && !variable.equation) {
    complaints_.say(
        Code::xmile_left_out, variable.name_span, "<vensim:except> is left out",
        format("\"{}\" has no equation for all elements that it could limit", variable.local_name),
        "see whether its <eqn> is missing");
    variable.exceptions.clear();
  }
  const bool serves = !variable.elements.empty() && variable.exceptions.empty() &&
                      variable.further_equations.empty() && variable.equation &&
                      !variable.equation->is_blank();
  if (!serves) return;
  std::size_t cells = 1;
  for (const std::size_t dimension : variable.dimensions) {
    cells = std::min(cells * dimensions_.size_of(dimension), kMostCells + 1);
  }
  std::set<std::vector<std::size_t>> named;
  for (const Element& element : variable.elements) named.insert(element.places);
  if (named.size() >= cells) return;
  if (cells > kMostCells) {
    complaints_.say(
        Code::xmile_not_read, variable.equation->span(),
        format("the equation for the other elements of \"{}\" is not read", variable.local_name),
        format("such an array may have {} cells", kMostCells),
        "give each element an equation of its own: <element subscript=\"...\">");
    return;
  }
  std::vector<std::size_t> places(variable.dimensions.size());
  do {
    if (named.contains(places)) continue;
    variable.elements.push_back({places, {}, {}, {}, variable.equation->span(), {}, {}});
  } while (dimensions_.advance(places, variable.dimensions));
}

}  // namespace sluice::syntax::xmile
