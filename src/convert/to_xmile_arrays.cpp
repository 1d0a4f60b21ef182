// What XMILE says with `*`, and what has to be written out for it.
#include <algorithm>
#include <iterator>
#include <set>

#include "convert/to_xmile.h"

namespace sluice::convert {
namespace {

// A matrix over one dimension twice: there `*` may mean either of them.
bool repeats_dimension(const model::Model& model, const model::Variable& variable) {
  std::set<std::vector<model::ElementId>> seen;
  return std::ranges::any_of(variable.axes, [&](model::DimensionId axis) {
    return !seen.insert(model.at(axis).elements).second;
  });
}

// A reference that follows the loop over the whole of its axis.
bool takes_whole_axes(const model::Model& model, const model::Expr& expr, const model::Loop& loop) {
  bool holds = true;
  if (const auto* reference = std::get_if<model::Reference>(&expr.node)) {
    const model::Variable& target = model.at(reference->variable);
    if (repeats_dimension(model, target)) return false;
    for (std::size_t axis = 0; axis < reference->indices.size(); ++axis) {
      if (!std::holds_alternative<model::LoopIndex>(reference->indices[axis])) continue;
      holds = holds && model.at(target.axes[axis]).elements == model.at(loop.dimension).elements;
    }
  }
  if (std::holds_alternative<model::LookupCall>(expr.node)) return false;
  if (const auto* unary = std::get_if<model::Unary>(&expr.node)) {
    return takes_whole_axes(model, unary->operand.at(0), loop);
  }
  const auto all = [&](const std::vector<model::Expr>& parts) {
    return std::ranges::all_of(
        parts, [&](const model::Expr& part) { return takes_whole_axes(model, part, loop); });
  };
  if (const auto* binary = std::get_if<model::Binary>(&expr.node)) return all(binary->operands);
  if (const auto* call = std::get_if<model::Call>(&expr.node)) {
    return call->loops.empty() && all(call->arguments);
  }
  return holds;
}

// XMILE's `*` runs over a whole axis, and two of them cannot be told apart.
bool xmile_says(const model::Model& model, const model::Call& call) {
  if (call.loops.size() != 1) return false;
  const bool selects = call.builtin == model::Builtin::vector_select;
  const std::ptrdiff_t over = selects ? 2 : 1;  // so many arguments the loop runs over
  if (!selects && std::ssize(call.arguments) != over) return false;
  return std::all_of(call.arguments.begin(), call.arguments.begin() + over,
                     [&](const model::Expr& argument) {
                       return takes_whole_axes(model, argument, call.loops[0]);
                     });
}

}  // namespace

Arrays arrays_of_xmile() {
  Arrays arrays;
  arrays.subranges = false;
  arrays.number_lists = false;
  arrays.mixed = false;
  arrays.says = xmile_says;
  return arrays;
}

}  // namespace sluice::convert
