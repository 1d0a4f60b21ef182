#include "convert/spell_expression.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace sluice::convert {
namespace {

using model::Builtin;

syntax::Expr call_of(std::string_view name, std::vector<syntax::Expr> arguments, Span span) {
  return {span, syntax::Call{std::string(name), {}, std::move(arguments)}};
}

syntax::BinaryOp op_of(model::BinaryOp op) {
  // The two lists of operators are in the same order.
  static_assert(static_cast<int>(model::BinaryOp::logical_or) ==
                static_cast<int>(syntax::BinaryOp::logical_or));
  return static_cast<syntax::BinaryOp>(op);
}

syntax::TableKind kind_of(model::LookupMode mode) {
  switch (mode) {
    case model::LookupMode::extrapolate: return syntax::TableKind::extrapolate;
    case model::LookupMode::backward: return syntax::TableKind::step;
    case model::LookupMode::hold:
    case model::LookupMode::forward: return syntax::TableKind::hold;
  }
  return syntax::TableKind::hold;
}

std::string_view function_of(model::LookupMode mode) {
  switch (mode) {
    case model::LookupMode::extrapolate: return "LOOKUP EXTRAPOLATE";
    case model::LookupMode::forward: return "LOOKUP FORWARD";
    case model::LookupMode::backward: return "LOOKUP BACKWARD";
    case model::LookupMode::hold: break;
  }
  return "";
}

// Whether some element's number is taken over one of the loops.
bool counts_loops(const model::Expr& expr) {
  const auto* number = std::get_if<model::ElementNumber>(&expr.node);
  bool found = number != nullptr && std::holds_alternative<model::LoopIndex>(number->index);
  for_each_part(expr, [&](const model::Expr& part) { found = found || counts_loops(part); });
  return found;
}

}  // namespace

syntax::Expr ExpressionSpeller::spell(const model::Expr& expr, const std::vector<LeftAxis>& left) {
  left_ = left;
  turns_.clear();
  fault_.clear();
  return spell(expr);
}

syntax::Expr ExpressionSpeller::spell(const model::Expr& expr) {
  return std::visit([&](const auto& node) { return spell_node(node, expr.span); }, expr.node);
}

syntax::Expr ExpressionSpeller::spell_node(const model::Number& number, Span span) {
  if (number.value == kNotAvailable) return {span, syntax::NotAvailable{}};
  return {span, syntax::Number{number.value}};
}

syntax::Expr ExpressionSpeller::spell_node(const model::Reference& reference, Span span) {
  if (model_.at(reference.variable).name.starts_with("#data of ")) {
    fault_ = "some of its elements are data and others are not";
  }
  return {span, syntax::Reference{names_.of(reference.variable), subscripts_of(reference)}};
}

syntax::Expr ExpressionSpeller::spell_node(const model::ElementNumber& number, Span span) {
  const std::optional<std::uint32_t> position = position_of(number.index);
  if (!position) fault_ = "it takes the number of an element that is not known by name";
  return {span, syntax::Number{static_cast<double>(position.value_or(0)) + 1}};
}

syntax::Expr ExpressionSpeller::spell_node(const model::Unary& unary, Span span) {
  const bool minus = unary.op == model::UnaryOp::minus;
  return {span, syntax::Unary{minus ? syntax::UnaryOp::minus : syntax::UnaryOp::logical_not,
                              spell_each(unary.operand)}};
}

syntax::Expr ExpressionSpeller::spell_node(const model::Binary& binary, Span span) {
  return {span, syntax::Binary{op_of(binary.op), spell_each(binary.operands)}};
}

syntax::Expr ExpressionSpeller::spell_node(const model::Call& call, Span span) {
  if (!call.loops.empty() && !keeps_loops(call)) return term_by_term(call, span);
  for (const model::Loop& loop : call.loops) turn_of(loop) = {false, 0, loop.dimension};
  if (info_of(call.builtin).builtin_class == model::BuiltinClass::vector) see_whole_vector(call);
  return call_of(model::name_in_tree(call.builtin), spell_each(call.arguments), span);
}

// Such a function gives all elements at once, so its equation stays one over the dimension.
void ExpressionSpeller::see_whole_vector(const model::Call& call) {
  for (const model::Expr& argument : call.arguments) {
    const auto* reference = std::get_if<model::Reference>(&argument.node);
    if (reference == nullptr || reference->indices.empty()) continue;
    const auto* bound = std::get_if<model::BoundIndex>(&reference->indices.back());
    if (bound == nullptr || left_[bound->left_axis].dimension) continue;
    fault_ =
        format("{} gives all elements of a dimension at once", model::info_of(call.builtin).name);
  }
}

syntax::Expr ExpressionSpeller::spell_node(const model::LookupCall& call, Span span) {
  std::vector<syntax::Expr> arguments = spell_each(call.argument);
  if (call.mode == model::LookupMode::hold) {
    return {span, syntax::Call{names_.of(call.table.variable), subscripts_of(call.table),
                               std::move(arguments)}};
  }
  arguments.insert(arguments.begin(), spell_node(call.table, span));
  return call_of(function_of(call.mode), std::move(arguments), span);
}

syntax::Expr ExpressionSpeller::spell_node(const model::Table& table, Span span) {
  return {span, syntax::Table{table.points, kind_of(table.mode), {}}};
}

std::vector<syntax::Expr> ExpressionSpeller::spell_each(const std::vector<model::Expr>& exprs) {
  std::vector<syntax::Expr> spelled;
  spelled.reserve(exprs.size());
  for (const model::Expr& one : exprs) spelled.push_back(spell(one));
  return spelled;
}

std::vector<syntax::Subscript> ExpressionSpeller::subscripts_of(const model::Reference& reference) {
  std::vector<syntax::Subscript> subscripts;
  const model::Variable& target = model_.at(reference.variable);
  for (std::size_t axis = 0; axis < reference.indices.size(); ++axis) {
    subscripts.push_back(subscript_of(reference.indices[axis], target.axes[axis]));
  }
  return subscripts;
}

// The position on the target's axis, where it is one and not a whole dimension.
std::optional<std::uint32_t> ExpressionSpeller::position_of(const model::Index& index) const {
  if (const auto* fixed = std::get_if<model::FixedElement>(&index)) return fixed->position;
  if (const auto* bound = std::get_if<model::BoundIndex>(&index)) {
    const LeftAxis& axis = left_[bound->left_axis];
    return axis.dimension ? std::nullopt : std::optional(bound->position[axis.position]);
  }
  const auto& loop = std::get<model::LoopIndex>(index);
  const Turn& turn = turns_.at(loop.loop);
  return turn.open ? std::optional(loop.position[turn.position]) : std::nullopt;
}

syntax::Subscript ExpressionSpeller::subscript_of(const model::Index& index,
                                                  model::DimensionId axis) {
  if (const auto position = position_of(index)) {
    return {names_.of(model_.at(axis).elements.at(*position)), false, {}};
  }
  if (const auto* bound = std::get_if<model::BoundIndex>(&index)) {
    return {names_.of(*left_[bound->left_axis].dimension), false, {}};
  }
  return {names_.of(turns_.at(std::get<model::LoopIndex>(index).loop).dimension), true, {}};
}

ExpressionSpeller::Turn& ExpressionSpeller::turn_of(const model::Loop& loop) {
  if (turns_.size() <= loop.id) turns_.resize(loop.id + 1);
  return turns_[loop.id];
}

bool ExpressionSpeller::keeps_loops(const model::Call& call) const {
  if (arrays_.says != nullptr && !arrays_.says(model_, call)) return false;
  return std::ranges::none_of(call.arguments, counts_loops);
}

// a[x] + a[y] + ...: in the order in which the reduction itself goes.
syntax::Expr ExpressionSpeller::term_by_term(const model::Call& call, Span span) {
  if (call.arguments.size() != 1) {
    fault_ = format("{} has no other form", model::info_of(call.builtin).name);
    return {span, syntax::Number{0}};
  }
  std::optional<syntax::Expr> whole;
  const auto add = [&](syntax::Expr term) {
    if (!whole) {
      whole = std::move(term);
      return;
    }
    std::vector<syntax::Expr> both;
    both.push_back(std::move(*whole));
    both.push_back(std::move(term));
    switch (call.builtin) {
      case Builtin::sum:
        whole = syntax::Expr{span, syntax::Binary{syntax::BinaryOp::add, std::move(both)}};
        return;
      case Builtin::prod:
        whole = syntax::Expr{span, syntax::Binary{syntax::BinaryOp::multiply, std::move(both)}};
        return;
      default:
        whole = call_of(call.builtin == Builtin::vmin ? "MIN" : "MAX", std::move(both), span);
    }
  };
  constexpr std::size_t kMostTerms = 800;  // below what an expression may hold: see expression.h
  std::size_t terms = 1;
  for (const model::Loop& loop : call.loops) {
    terms *= model_.at(loop.dimension).elements.size();
    turn_of(loop) = {true, 0, loop.dimension};
  }
  if (terms > kMostTerms || terms == 0) {
    fault_ = format("{} runs over {} elements, too many to write one by one",
                    model::info_of(call.builtin).name, terms);
    return {span, syntax::Number{0}};
  }
  for (std::size_t term = 0; term < terms; ++term) {
    add(spell(call.arguments[0]));
    for (std::size_t digit = call.loops.size(); digit-- > 0;) {
      Turn& turn = turn_of(call.loops[digit]);
      if (++turn.position < model_.at(turn.dimension).elements.size()) break;
      turn.position = 0;
    }
  }
  return std::move(*whole);
}

bool ExpressionSpeller::follows_by_name(const model::Expr& expr, std::uint32_t axis) const {
  const std::vector<model::ElementId>& left = model_.at(variable_.axes[axis]).elements;
  const auto same = [&](const model::Index& index, model::DimensionId target) {
    const auto* bound = std::get_if<model::BoundIndex>(&index);
    if (bound == nullptr || bound->left_axis != axis) return true;
    const std::vector<model::ElementId>& elements = model_.at(target).elements;
    for (std::size_t i = 0; i < bound->position.size(); ++i) {
      if (bound->position[i] == model::kNoPosition) continue;
      if (elements[bound->position[i]] != left[i]) return false;
    }
    return true;
  };
  const auto all_same = [&](const model::Reference& reference) {
    const model::Variable& target = model_.at(reference.variable);
    for (std::size_t i = 0; i < reference.indices.size(); ++i) {
      if (!same(reference.indices[i], target.axes[i])) return false;
    }
    return true;
  };
  bool holds = true;
  if (const auto* reference = std::get_if<model::Reference>(&expr.node))
    holds = all_same(*reference);
  if (const auto* lookup = std::get_if<model::LookupCall>(&expr.node))
    holds = all_same(lookup->table);
  if (const auto* number = std::get_if<model::ElementNumber>(&expr.node)) {
    const auto* bound = std::get_if<model::BoundIndex>(&number->index);
    holds = bound == nullptr || bound->left_axis != axis;
  }
  for_each_part(expr,
                [&](const model::Expr& part) { holds = holds && follows_by_name(part, axis); });
  return holds;
}

}  // namespace sluice::convert
