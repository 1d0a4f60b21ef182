#include "program/passes/optimise.h"

#include <cassert>
#include <utility>

#include "program/passes/common_subexpressions.h"
#include "program/passes/copies.h"
#include "program/passes/dead_code.h"
#include "program/passes/fold_constants.h"
#include "program/passes/hoist.h"
#include "program/passes/order.h"

namespace sluice::program {
namespace {

using Pass = Program (*)(const Program&);
constexpr Pass kPasses[] = {without_dead_code, with_folded_constants, without_copies,
                            with_hoisted_ops, without_common_subexpressions};

std::size_t size_of(const Program& program) {
  return program.once.size() + 2 * program.initial.size() + 4 * program.step.size();
}

}  // namespace

Program optimise(Program program) {
  std::size_t before = 0;
  do {
    before = size_of(program);
    for (const Pass pass : kPasses) {
      program = pass(program);
      assert(validate(program).empty());
    }
  } while (size_of(program) < before);
  // Last, since it writes the lists of operands in the order of the ops.
  program = without_dead_code(ordered_by_need(program));
  assert(validate(program).empty());
  return program;
}

}  // namespace sluice::program
