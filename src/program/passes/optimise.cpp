#include "program/passes/optimise.h"

#include <cassert>
#include <iterator>

#include "program/passes/common_subexpressions.h"
#include "program/passes/copies.h"
#include "program/passes/dead_code.h"
#include "program/passes/fold_constants.h"
#include "program/passes/hoist.h"
#include "program/passes/order.h"

namespace sluice::program {
namespace {

// Of those that work in place a copy.
template <Program (*run)(Program)>
Program of_copy(const Program& program) {
  return run(program);
}

constexpr Pass kPasses[] = {
    {"without_dead_code", without_dead_code},
    {"with_folded_constants", with_folded_constants},
    {"without_copies", of_copy<without_copies>},
    {"with_hoisted_ops", with_hoisted_ops},
    {"without_common_subexpressions", of_copy<without_common_subexpressions>},
    {"ordered_by_need", ordered_by_need}};
// Until nothing gets smaller; ordering comes last.
constexpr auto kRepeated = std::span(kPasses).first(std::size(kPasses) - 1);

std::size_t size_of(const Program& program) {
  return program.once.size() + 2 * program.initial.size() + 4 * program.step.size();
}

Program run_pass(const Pass& pass, const Program& program, const AfterPass& after) {
  Program made = pass.run(program);
  assert(validate(made).empty());
  if (after) after(pass, made);
  return made;
}

}  // namespace

std::span<const Pass> all_passes() { return kPasses; }

Program optimise(Program program, const AfterPass& after) {
  std::size_t before = 0;
  do {
    before = size_of(program);
    for (const Pass& pass : kRepeated) program = run_pass(pass, program, after);
  } while (size_of(program) < before);
  program = run_pass(std::end(kPasses)[-1], program, after);
  // Which writes the lists of operands in the order of the ops.
  return run_pass(kPasses[0], program, after);
}

}  // namespace sluice::program
