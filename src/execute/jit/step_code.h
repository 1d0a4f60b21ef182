// Compiled code of the `step` section of a LaneProgram, ready to run on the memory of a Binding.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "execute/jit/compile.h"
#include "execute/jit/loaded_code.h"
#include "execute/jit/step_text.h"
#include "execute/lanes/binding.h"

namespace sluice::execute {

class StepCode {
 public:
  // The code for this machine's vectors, or for those of the baseline.
  static StepShape shape_for(bool narrow_vectors);

  // None where the object does not hold what the text defines.
  static std::shared_ptr<const StepCode> load(const StepText& text, const TableImage& tables,
                                              StepShape shape, const ObjectBytes& object);

  std::size_t lanes() const { return shape_.lanes(); }
  const StepLayout& layout() const { return layout_; }
  // Whether an op reads the scalars in the Binding's memory.
  bool reads_bound_scalars() const { return reads_bound_scalars_; }

  // What the Instructions of `step` do, and with Euler's method the advance after it.
  void run(Binding& binding, const double* fixed, const double* varying) const;

 private:
  using Function = void (*)(double*, const double*, const double*, const double*,
                            const void* const*, const Instruction*, double);

  StepLayout layout_;
  bool reads_bound_scalars_ = false;
  StepShape shape_;
  std::optional<LoadedCode> code_;
  std::vector<Function> functions_;
  std::unique_ptr<Arena> tables_;
};

}  // namespace sluice::execute
