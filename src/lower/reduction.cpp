// Builtins over `!` subscripts: the body is spelled out once for each turn of the loops.
#include <algorithm>
#include <cassert>
#include <limits>

#include "base/format.h"
#include "lower/lowering.h"

namespace sluice::lower {
namespace {

using model::Expr;

// What VECTOR SELECT does with the chosen elements: its numerical action.
struct Selection {
  enum class Term : std::uint8_t { weighted, raised, plain } term{};
  enum class Combine : std::uint8_t { sum, product, minimum, maximum, mean } combine{};
};

// By the numbers 0..10 of Vensim's reference manual.
constexpr Selection kSelections[] = {
    {Selection::Term::weighted, Selection::Combine::sum},
    {Selection::Term::weighted, Selection::Combine::product},
    {Selection::Term::weighted, Selection::Combine::minimum},
    {Selection::Term::weighted, Selection::Combine::maximum},
    {Selection::Term::weighted, Selection::Combine::mean},
    {Selection::Term::raised, Selection::Combine::product},
    {Selection::Term::plain, Selection::Combine::sum},
    {Selection::Term::plain, Selection::Combine::product},
    {Selection::Term::plain, Selection::Combine::minimum},
    {Selection::Term::plain, Selection::Combine::maximum},
    {Selection::Term::plain, Selection::Combine::mean},
};

constexpr std::uint32_t kMostAction = std::size(kSelections) - 1;

OpCode list_op(Selection::Combine combine) {
  switch (combine) {
    case Selection::Combine::sum:
    case Selection::Combine::mean: return OpCode::sum;
    case Selection::Combine::product: return OpCode::product;
    case Selection::Combine::minimum: return OpCode::list_minimum;
    case Selection::Combine::maximum: return OpCode::list_maximum;
  }
  return OpCode::sum;
}

// What an element that is not chosen counts as.
double neutral(Selection::Combine combine) {
  switch (combine) {
    case Selection::Combine::sum:
    case Selection::Combine::mean: return 0;
    case Selection::Combine::product: return 1;
    case Selection::Combine::minimum: return std::numeric_limits<double>::infinity();
    case Selection::Combine::maximum: return -std::numeric_limits<double>::infinity();
  }
  return 0;
}

}  // namespace

void Lowering::for_each_turn(const std::vector<model::Loop>& loops, Site& site,
                             const std::function<void()>& visit) {
  std::vector<std::uint32_t> sizes;
  for (const model::Loop& loop : loops) {
    if (site.loops.size() <= loop.id) site.loops.resize(loop.id + 1);
    site.loops[loop.id] = 0;
    sizes.push_back(static_cast<std::uint32_t>(model_.at(loop.dimension).elements.size()));
  }
  if (std::find(sizes.begin(), sizes.end(), 0U) != sizes.end()) return;
  for (std::size_t digit = loops.size(); true;) {
    visit();
    for (digit = loops.size(); digit-- > 0;) {
      if (++site.loops[loops[digit].id] < sizes[digit]) break;
      site.loops[loops[digit].id] = 0;
    }
    if (digit == static_cast<std::size_t>(-1)) return;
  }
}

Slot Lowering::lower_reduction(const model::Call& call, Site& site, Slot wanted) {
  if (call.builtin == Builtin::vector_select) return lower_vector_select(call, site, wanted);
  std::vector<Slot> operands;
  for_each_turn(call.loops, site, [&] { operands.push_back(lower(call.arguments[0], site)); });
  const OpCode code = call.builtin == Builtin::sum    ? OpCode::sum
                      : call.builtin == Builtin::prod ? OpCode::product
                      : call.builtin == Builtin::vmin ? OpCode::list_minimum
                                                      : OpCode::list_maximum;
  return draft_.emit_list(site.world, code, operands, wanted);
}

// A whole number from 0 to `most` that is known before the run.
std::uint32_t Lowering::action_of(const model::Call& call, std::size_t argument, std::uint32_t most,
                                  Site& site) {
  const Expr& expr = call.arguments[argument];
  const std::optional<double> value = changes(expr) ? std::nullopt : known_value(expr, site);
  for (std::uint32_t action = 0; value && action <= most; ++action) {
    if (*value == action) return action;
  }
  say(Code::lower_action, expr.span,
      format("the {} action of VECTOR SELECT is {}", argument == 3 ? "numerical" : "error",
             value ? to_text(*value) : "not known before the run"),
      "the action says what is made of the elements chosen",
      format("give a whole number from 0 to {} that depends on no input and no chance", most));
  return 0;
}

// The selectors and elements of all turns of the loops, and how many are chosen. Of one that no
// input can choose the element is not worked out (model/dependencies.cpp counts on that).
struct Lowering::Chosen {
  std::vector<Slot> selectors, elements;
  Slot count = 0;
};

Lowering::Chosen Lowering::choose(const model::Call& call, Site& site) {
  Chosen chosen;
  std::vector<Slot> is_chosen;
  for_each_turn(call.loops, site, [&] {
    chosen.selectors.push_back(lower(call.arguments[0], site));
    const auto number = number_in(call.arguments[0], site);
    const bool never = number && *number == 0;
    chosen.elements.push_back(never ? draft_.constant(0) : lower(call.arguments[1], site));
    is_chosen.push_back(
        draft_.emit(site.world, OpCode::not_equal, chosen.selectors.back(), draft_.constant(0)));
  });
  chosen.count = draft_.emit_list(site.world, OpCode::sum, is_chosen);
  return chosen;
}

Slot Lowering::combine(const Chosen& chosen, std::uint32_t action, World world) {
  const Selection selection = kSelections[action];
  const Slot unchosen = draft_.constant(neutral(selection.combine));
  std::vector<Slot> terms;
  for (std::size_t i = 0; i < chosen.elements.size(); ++i) {
    const Slot selector = chosen.selectors[i];
    Slot term = chosen.elements[i];
    if (selection.term == Selection::Term::weighted) {
      term = draft_.emit(world, OpCode::multiply, selector, term);
    } else if (selection.term == Selection::Term::raised) {
      term = draft_.emit(world, OpCode::power, term, selector);
    }
    terms.push_back(draft_.emit(world, OpCode::select, selector, term, unchosen));
  }
  const Slot combined = draft_.emit_list(world, list_op(selection.combine), terms);
  if (selection.combine != Selection::Combine::mean) return combined;
  return draft_.emit(world, OpCode::divide, combined, chosen.count);
}

Slot Lowering::lower_vector_select(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const Expr& action = call.arguments[3];
  const Chosen chosen = choose(call, site);
  const bool is_known = !changes(action) && known_value(action, site).has_value();
  const Slot combined = is_known ? combine(chosen, action_of(call, 3, kMostAction, site), world)
                                 : combine_by(chosen, lower(action, site), world);
  const Slot missing = lower(call.arguments[2], site);
  const std::uint32_t error_action = action_of(call, 4, 3, site);
  if (error_action == 0) {
    return draft_.emit(world, OpCode::select, chosen.count, combined, missing, wanted);
  }
  const Slot result = draft_.emit(world, OpCode::select, chosen.count, combined, missing);
  return refuse_count(chosen.count, error_action, result, world, wanted);
}

// An action that changes in the run: every one is worked out. None for other numbers.
Slot Lowering::combine_by(const Chosen& chosen, Slot action, World world) {
  Slot result = draft_.emit(world, OpCode::divide, draft_.constant(0), draft_.constant(0));
  for (std::uint32_t one = 0; one <= kMostAction; ++one) {
    const Slot is_one = draft_.emit(world, OpCode::equal, action, draft_.constant(one));
    result = draft_.emit(world, OpCode::select, is_one, combine(chosen, one, world), result);
  }
  return result;
}

// Vensim stops with a floating point error where nothing (1), more than one (2) or either (3) was
// chosen; here the value is not a number from then on, which a run reports with its time.
Slot Lowering::refuse_count(Slot count, std::uint32_t error_action, Slot result, World world,
                            Slot wanted) {
  const Slot zero = draft_.constant(0);
  const Slot none = draft_.emit(world, OpCode::equal, count, zero);
  const Slot many = draft_.emit(world, OpCode::less, draft_.constant(1), count);
  const Slot wrong = error_action == 1   ? none
                     : error_action == 2 ? many
                                         : draft_.emit(world, OpCode::logical_or, none, many);
  const Slot not_a_number = draft_.emit(world, OpCode::divide, zero, zero);
  return draft_.emit(world, OpCode::select, wrong, not_a_number, result, wanted);
}

}  // namespace sluice::lower
