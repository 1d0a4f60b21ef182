#include "model/dependencies.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "model/cells.h"
#include "model/control.h"
#include "model/holes.h"
#include "model/vectors.h"
#include "model/written.h"

namespace sluice::model {
namespace {

constexpr Needs kAtOnce{.now = true, .start = true};
constexpr Needs kMoves{.next = true};
constexpr Needs kMovesAndStarts{.next = true, .start = true};
constexpr Needs kMovesAndFills{.next = true, .fill = true};
constexpr Needs kStarts{.start = true};
constexpr Needs kNothing{};

// The needs of an argument when the call itself is wanted only for `outer`. A hidden stock must be
// filled before the first step even where the call's own value at the start is not asked for.
Needs within(const Needs& outer, const Needs& inner, bool holds_state) {
  const bool lives = outer.now || outer.next;
  Needs needs;
  needs.now = outer.now && inner.now;
  needs.next = (lives && inner.next) || (outer.next && inner.now);
  needs.start = outer.start && inner.start;
  needs.fill = (inner.start && (outer.fill || (lives && holds_state && !outer.start))) ||
               (inner.fill && (outer.fill || lives));
  return needs;
}

// Walks one equation for one cell.
class CellWalk {
 public:
  CellWalk(const Model& model, CellRef own, const ReferenceVisitor& visit)
      : model_(model),
        own_(own),
        left_(positions_of(model, model.at(own.variable), own.cell)),
        visit_(visit) {}

  void walk(const Expr& expr, const Needs& needs) {
    if (!needs.any()) return;
    std::visit([&](const auto& node) { enter(node, expr.span, needs); }, expr.node);
  }

 private:
  void enter(const Number&, Span, const Needs&) {}
  void enter(const ElementNumber&, Span, const Needs&) {}
  void enter(const Table&, Span, const Needs&) {}
  void enter(const Unary& node, Span, const Needs& needs) { walk(node.operand[0], needs); }
  void enter(const Binary& node, Span, const Needs& needs) {
    for (const Expr& operand : node.operands) walk(operand, needs);
  }
  void enter(const LookupCall& node, Span span, const Needs& needs) {
    report(node.table, span, needs);
    walk(node.argument[0], needs);
  }
  void enter(const Reference& node, Span span, const Needs& needs) { report(node, span, needs); }
  void enter(const Call& node, Span, const Needs& needs) {
    if (info_of(node.builtin).builtin_class == BuiltinClass::vector) {
      return enter_vector(node, needs);
    }
    if (chooses_by_constants(node)) return enter_selection(node, needs);
    const bool holds_state = info_of(node.builtin).builtin_class == BuiltinClass::stateful ||
                             node.builtin == Builtin::initial;
    const bool outer_sample = in_sample_;
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
      in_sample_ = outer_sample || (node.builtin == Builtin::sample_if_true && i < 2);
      walk(node.arguments[i], within(needs, needs_of_argument(node.builtin, i), holds_state));
    }
    in_sample_ = outer_sample;
  }

  bool chooses_by_constants(const Call& node) const {
    if (node.builtin != Builtin::vector_select) return false;
    const auto* selector = std::get_if<Reference>(&node.arguments[0].node);
    return selector != nullptr && model_.at(selector->variable).kind == VariableKind::constant;
  }

  // An element whose selector is the number 0 is not worked out, so the selection does not wait for
  // it: tasks may follow each other so. Where an input changes that number, `lower` sees.
  void enter_selection(const Call& node, const Needs& needs) {
    turn(node.loops, 0, [&] {
      walk(node.arguments[0], needs);
      const auto& selector = std::get<Reference>(node.arguments[0].node);
      const std::uint32_t cell = cell_of(model_, selector, left_, loop_positions_);
      const Equation* equation = equation_of(model_.at(selector.variable), cell);
      const bool chosen = equation == nullptr || written_number(*equation, cell) != 0.0;
      const bool outer = std::exchange(idle_, idle_ || !chosen);
      walk(node.arguments[1], needs);
      idle_ = outer;
    });
    for (std::size_t i = 2; i < node.arguments.size(); ++i) walk(node.arguments[i], needs);
  }

  // Every turn of the loops, from the `depth`-th on, together.
  void turn(const std::vector<Loop>& loops, std::size_t depth, const std::function<void()>& visit) {
    if (depth == loops.size()) return visit();
    const Loop& loop = loops[depth];
    if (loop_positions_.size() <= loop.id) loop_positions_.resize(loop.id + 1);
    turning_.push_back(loop.id);
    const std::size_t size = model_.at(loop.dimension).elements.size();
    for (std::uint32_t i = 0; i < size; ++i) {
      loop_positions_[loop.id] = i;
      turn(loops, depth + 1, visit);
    }
    turning_.pop_back();
  }

  // What a cell is needed for; one whose value is not asked for is seen all the same.
  Needs needs_of(CellRef target, const Needs& needs) const {
    if (idle_) return kNothing;
    return in_sample_ && target == own_ ? kMoves : needs;
  }

  void enter_vector(const Call& node, const Needs& needs) {
    const std::vector<Expr>& arguments = node.arguments;
    std::size_t rest = 1;  // the first of the arguments that are plain numbers
    switch (node.builtin) {
      case Builtin::allocate_available:
        along(node, [&] {
          walk(arguments[0], needs);
          report_profile(arguments[1], needs);
        });
        rest = 2;
        break;
      case Builtin::allocate_by_priority:
        along(node, [&] {
          walk(arguments[0], needs);
          walk(arguments[1], needs);
        });
        rest = 3;
        break;
      case Builtin::vector_elm_map: report_mapped(node, needs); break;
      case Builtin::vector_lookup: report_elements(arguments[0], needs); break;
      case Builtin::marketp:
        report_elements(arguments[0], needs);
        report_elements(arguments[1], needs);
        rest = 2;
        break;
      case Builtin::find_market_price:
        for (const std::size_t side : {0U, 2U}) {
          report_elements(arguments[side], needs);
          report_profiles(arguments[side + 1], needs);
        }
        rest = 4;
        break;
      case Builtin::demand_at_price:
      case Builtin::supply_at_price:
        walk(arguments[0], needs);
        report_profile(arguments[1], needs);
        rest = 2;
        break;
      default: along(node, [&] { walk(arguments[0], needs); });
    }
    for (std::size_t i = rest; i < arguments.size(); ++i) walk(arguments[i], needs);
  }

  // At every place of the vector that the call runs along.
  void along(const Call& node, const std::function<void()>& visit) {
    for_each_place(plan_of(node), left_, visit);
  }

  // The elements from the one named on.
  void report_elements(const Expr& expr, const Needs& needs) {
    const Reference& reference = reference_of(expr);
    for (std::uint32_t i = 0; i < elements_from(model_, reference, 0); ++i) {
      report(further(reference, 0, i), expr.span, needs);
    }
  }

  void report_profiles(const Expr& expr, const Needs& needs) {
    const Reference& reference = reference_of(expr);
    for (std::uint32_t i = 0; i < elements_from(model_, reference, 1); ++i) {
      report_profile(Expr{expr.span, further(reference, 1, i)}, needs);
    }
  }

  // The one cell that a known offset leads to, else any.
  void report_mapped(const Call& node, const Needs& needs) {
    const Reference& named = reference_of(node.arguments[0]);
    const auto count = static_cast<double>(model_.cell_count(model_.at(named.variable)));
    const std::uint32_t cell = cell_of(model_, named, left_, loop_positions_);
    const auto offset = constant_value(model_, node.arguments[1], left_);
    for (std::uint32_t one = 0; one < static_cast<std::uint32_t>(count); ++one) {
      if (offset && cell + std::trunc(*offset) != one) continue;
      const CellRef target{named.variable, one};
      if (!offset && is_hole(model_, target)) continue;  // gives :NA: where it is asked for
      visit_(named, node.arguments[0].span, target, needs_of(target, needs));
    }
  }

  void report_profile(const Expr& expr, const Needs& needs) {
    const auto* profile = std::get_if<Reference>(&expr.node);
    if (profile == nullptr) return walk(expr, needs);
    Reference field = *profile;
    auto* type = field.indices.empty() ? nullptr : std::get_if<FixedElement>(&field.indices.back());
    if (type == nullptr) return report(*profile, expr.span, needs);
    const Variable& variable = model_.at(field.variable);
    const std::size_t size = model_.at(variable.axes.back()).elements.size();
    const std::uint32_t first = type->position;
    for (std::uint32_t i = 0; i < 4 && first + i < size; ++i) {
      type->position = first + i;
      report(field, expr.span, needs);
    }
  }

  void report(const Reference& reference, Span span, const Needs& needs) {
    std::vector<const LoopIndex*> loops;
    for (const Index& index : reference.indices) {
      const auto* loop = std::get_if<LoopIndex>(&index);
      const bool turns =
          loop != nullptr && std::ranges::find(turning_, loop->loop) != turning_.end();
      if (loop != nullptr && !turns) loops.push_back(loop);
    }
    report_over(reference, span, needs, loops, 0);
  }

  void report_over(const Reference& reference, Span span, const Needs& needs,
                   const std::vector<const LoopIndex*>& loops, std::size_t depth) {
    if (depth == loops.size()) {
      const std::uint32_t cell = cell_of(model_, reference, left_, loop_positions_);
      const CellRef target{reference.variable, cell};
      return visit_(reference, span, target, needs_of(target, needs));
    }
    const LoopIndex& loop = *loops[depth];
    if (loop_positions_.size() <= loop.loop) loop_positions_.resize(loop.loop + 1);
    // The same loop may stand on two axes of one reference: it turns only once.
    for (std::size_t i = 0; i < depth; ++i) {
      if (loops[i]->loop == loop.loop) {
        return report_over(reference, span, needs, loops, depth + 1);
      }
    }
    for (std::uint32_t i = 0; i < loop.position.size(); ++i) {
      loop_positions_[loop.loop] = i;
      report_over(reference, span, needs, loops, depth + 1);
    }
  }

  const Model& model_;
  CellRef own_;
  bool in_sample_ = false;
  bool idle_ = false;                   // in an element that is not chosen
  std::vector<std::uint32_t> turning_;  // loops that stand at one place now
  Positions left_;
  Positions loop_positions_;
  const ReferenceVisitor& visit_;
};

Needs needs_of_conveyor(std::size_t argument) {
  switch (argument) {
    case 0:
    case 2: return kMoves;
    case 1: return kMovesAndFills;
    case 3: return kNothing;
    default: return kStarts;
  }
}

}  // namespace

Needs needs_of_argument(Builtin builtin, std::size_t argument) {
  switch (builtin) {
    case Builtin::integ: return argument == 0 ? kMoves : kStarts;
    case Builtin::active_initial: return argument == 0 ? Needs{.now = true} : kStarts;
    case Builtin::initial: return kStarts;
    case Builtin::smooth:
    case Builtin::smooth3: return argument == 0 ? kMovesAndStarts : kMoves;
    case Builtin::smoothi:
    case Builtin::smooth3i:
    case Builtin::smooth_nth:
    case Builtin::smooth_n: return argument < 2 ? kMoves : kStarts;
    case Builtin::delay1:
    case Builtin::delay3: return argument == 0 ? kMovesAndStarts : kAtOnce;
    case Builtin::delay1i:
    case Builtin::delay_nth:
    case Builtin::delay3i: return argument == 0 ? kMoves : argument == 1 ? kAtOnce : kStarts;
    case Builtin::delay_n: return argument == 0 ? kMoves : argument == 1 ? kMovesAndFills : kStarts;
    case Builtin::sinteg:
    case Builtin::delay_fixed: return argument == 0 ? kMoves : kStarts;
    case Builtin::delay_material:
      return argument == 0   ? kMoves
             : argument == 1 ? kMovesAndFills
             : argument == 2 ? kStarts
                             : Needs{.now = true};
    case Builtin::delay_information: return argument < 2 ? kMoves : kStarts;
    case Builtin::delay_conveyor: return needs_of_conveyor(argument);
    case Builtin::delay_batch:
      return argument < 2 ? kMoves : argument == 2 ? kMovesAndFills : kStarts;
    case Builtin::queue_fifo: return argument < 2 ? kMoves : argument == 2 ? kNothing : kStarts;
    case Builtin::queue_fifo_attrib:
      return argument < 4 ? kMoves : argument < 6 ? kNothing : kStarts;
    case Builtin::depreciate_straightline:
    case Builtin::depreciate_by_schedule:
    case Builtin::internal_rate_of_return: return argument == 0 ? kAtOnce : kStarts;
    case Builtin::net_present_value: return argument < 2 ? kAtOnce : kStarts;
    case Builtin::delay_profile: return argument == 1 ? kMoves : argument == 0 ? kNothing : kStarts;
    case Builtin::npv:
    case Builtin::npve: return argument == 2 ? kStarts : kAtOnce;
    case Builtin::random_pink_noise:
      return argument == 2 || argument == 3 ? kMovesAndStarts : kAtOnce;
    case Builtin::forecast_from: return argument < 3 ? kAtOnce : kStarts;
    case Builtin::trend:
    case Builtin::sample_if_true: return argument < 2 ? kAtOnce : kStarts;
    default: return kAtOnce;
  }
}

void for_each_reference(const Model& model, VariableId variable, std::uint32_t cell,
                        const ReferenceVisitor& visit) {
  const Equation* equation = equation_of(model.at(variable), cell);
  if (equation == nullptr || !equation->values.empty()) return;
  CellWalk walk(model, CellRef{variable, cell}, visit);
  walk.walk(equation->right, kAtOnce);
}

void for_each_written_reference(
    const Expr& expr, const std::function<void(const Reference& reference, Span span)>& visit) {
  if (const auto* reference = std::get_if<Reference>(&expr.node)) visit(*reference, expr.span);
  if (const auto* lookup = std::get_if<LookupCall>(&expr.node)) visit(lookup->table, expr.span);
  for_each_part(expr, [&](const Expr& part) { for_each_written_reference(part, visit); });
}

std::vector<VariableId> causes_of(const Model& model, VariableId variable) {
  std::vector<VariableId> causes;
  for (const Equation& equation : model.at(variable).equations) {
    if (!equation.values.empty()) continue;
    for_each_written_reference(equation.right, [&](const Reference& reference, Span) {
      const auto found = std::find(causes.begin(), causes.end(), reference.variable);
      if (found == causes.end()) causes.push_back(reference.variable);
    });
  }
  return causes;
}

std::vector<VariableId> uses_of(const Model& model, VariableId variable) {
  std::vector<VariableId> uses;
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const std::vector<VariableId> causes = causes_of(model, VariableId{static_cast<uint32_t>(i)});
    const bool used = std::find(causes.begin(), causes.end(), variable) != causes.end();
    if (used) uses.push_back(VariableId{static_cast<std::uint32_t>(i)});
  }
  return uses;
}

}  // namespace sluice::model
