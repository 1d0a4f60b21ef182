#include "model/extent.h"

#include "base/format.h"
#include "model/vectors.h"

namespace sluice::model {
namespace {

constexpr double kMostParts = 40e6;

// The parts of one right-hand side for one cell.
class Parts {
 public:
  explicit Parts(const Model& model) : model_(model) {}

  double of(const Expr& expr) const {
    return std::visit([&](const auto& node) { return 1 + inside(node); }, expr.node);
  }

 private:
  double inside(const Number&) const { return 0; }
  double inside(const Reference&) const { return 0; }
  double inside(const ElementNumber&) const { return 0; }
  double inside(const Table&) const { return 0; }
  double inside(const Unary& node) const { return all(node.operand); }
  double inside(const Binary& node) const { return all(node.operands); }
  double inside(const LookupCall& node) const { return all(node.argument); }
  double inside(const Call& node) const {
    double turns = 1;
    for (const Loop& loop : node.loops) turns *= elements_in(loop.dimension);
    return turns * (all(node.arguments) + vector_parts(node) + stage_parts(node));
  }

  // A delay of a written order is a row of as many hidden stocks, with what fills and moves each.
  static double stage_parts(const Call& node) {
    constexpr double kPartsOfStage = 50;
    const bool chain = node.builtin == Builtin::delay_n || node.builtin == Builtin::smooth_n ||
                       node.builtin == Builtin::delay_nth || node.builtin == Builtin::smooth_nth;
    const auto* order =
        chain && node.arguments.size() > 3 ? std::get_if<Number>(&node.arguments[3].node) : nullptr;
    return order != nullptr && order->value > 0 ? kPartsOfStage * order->value : 0;
  }

  double all(const std::vector<Expr>& expressions) const {
    double parts = 0;
    for (const Expr& expr : expressions) parts += of(expr);
    return parts;
  }

  double elements_in(DimensionId dimension) const {
    return static_cast<double>(model_.at(dimension).elements.size());
  }

  // What a function over whole vectors looks at besides its arguments as written.
  double vector_parts(const Call& node) const {
    if (info_of(node.builtin).builtin_class != BuiltinClass::vector) return 0;
    const auto* first = std::get_if<Reference>(&node.arguments[0].node);
    if (first == nullptr) return 0;
    const Variable& variable = model_.at(first->variable);
    if (node.builtin == Builtin::vector_elm_map) {
      const bool known = std::holds_alternative<Number>(node.arguments[1].node);
      return known ? 1 : static_cast<double>(model_.cell_count(variable));
    }
    return variable.axes.empty() ? 0 : elements_in(variable.axes.back());
  }

  const Model& model_;
};

}  // namespace

Diagnostics find_too_large(const Model& model) {
  const Parts parts(model);
  double total = 0, largest = 0;
  const Variable* culprit = nullptr;
  for (const Variable& variable : model.variables) {
    double own = 0;
    for (const Equation& equation : variable.equations) {
      const double one = equation.values.empty() ? parts.of(equation.right) : 1;
      own += one * static_cast<double>(equation.cells.size());
    }
    total += own;
    if (own <= largest) continue;
    largest = own;
    culprit = &variable;
  }
  if (total <= kMostParts || culprit == nullptr) return {};
  return {make_diagnostic(
      Code::model_too_large_spelled_out, model.sources.place_of(culprit->span),
      format("the model has {} parts once its arrays are spelled out, {} of them for \"{}\"",
             to_significant(total, 3), to_significant(largest, 3), culprit->name),
      format("each cell has its own equation, each turn of a sum its own term; {} can be held",
             to_significant(kMostParts, 3)),
      "use smaller dimensions, or sum in steps: over one dimension at a time")};
}

}  // namespace sluice::model
