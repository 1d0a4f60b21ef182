// Small expressions of the tree.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "syntax/tree.h"

namespace sluice::syntax::xmile {

inline Expr number(double value, Span span) { return {span, Number{value}}; }
inline Expr refer(std::string name, Span span, std::vector<Subscript> subscripts = {}) {
  return {span, Reference{std::move(name), std::move(subscripts)}};
}
// A function by its id in builtins.def.
inline Expr call(const std::string& id, std::vector<Expr> arguments, Span span) {
  return {span, Call{"#" + id, {}, std::move(arguments)}};
}
template <class... Arguments>
Expr call_of(const std::string& id, Span span, Arguments... arguments) {
  std::vector<Expr> list;
  (list.push_back(std::move(arguments)), ...);
  return call(id, std::move(list), span);
}
inline Expr binary(BinaryOp op, Expr left, Expr right, Span span) {
  Binary node{op, {}};
  node.operands.push_back(std::move(left));
  node.operands.push_back(std::move(right));
  return {span, std::move(node)};
}
// The least and the largest y of a table that has points.
inline std::pair<double, double> range_of_y(const Table& table) {
  const auto [least, most] =
      std::ranges::minmax_element(table.points, {}, &std::pair<double, double>::second);
  return {least->second, most->second};
}
inline Expr time_step(Span span) { return refer("TIME STEP", span); }

}  // namespace sluice::syntax::xmile
