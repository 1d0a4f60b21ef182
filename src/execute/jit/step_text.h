// The `step` section of a LaneProgram as LLVM IR: what compiled code of it does with the memory of
// a Binding, whose rows hold `lanes` numbers.
//
// The text defines functions step_0, step_1 ... (large sections are cut, so that compiling takes
// time in proportion), to be called in order:
//   void step_k(double* rows, const double* fixed, const double* varying, const double* tables,
//               void** functions, Instruction* instructions, double now)
// rows: of the Binding, with the extra rows of StepLayout; fixed and varying: the frontier's
// scalars; tables: of TableImage; functions: of StepFunctions; instructions: the Binding's for
// `step`, for the ops that only they can do; now: the time of the step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "execute/jit/table_image.h"
#include "execute/lanes/lane_program.h"

namespace sluice::execute {

struct StepShape {
  unsigned width = 8;  // numbers of a vector: 8 (AVX-512) or 4 (AVX2)
  unsigned packs = 1;  // vectors side by side, so that one waits while the other computes
  unsigned lanes() const { return width * packs; }
};

// Where values lie when the functions return. With Euler's method they have advanced the stocks,
// so what outputs and memories read of a stock before is kept in rows of its own.
struct StepLayout {
  std::uint32_t rows = 0;            // the LaneProgram's and the extra ones
  std::vector<Place> outputs;        // one per LaneProgram::outputs
  std::vector<Place> memory_inputs;  // one per LaneProgram::memories
  bool advances_stocks = false;
};

struct StepText {
  std::string text;
  std::size_t functions = 0;
  bool calls_instructions = false;  // which read scalars in the Binding's memory
  StepLayout layout;
};

StepText step_text_of(const LaneProgram& program, program::Method method, double time_step,
                      const TableImage& tables, StepShape shape);

}  // namespace sluice::execute
