#include "execute/jit/step_code.h"

#include <algorithm>
#include <bit>

#include "base/format.h"
#include "vmath/vectors.h"

namespace sluice::execute {

StepShape StepCode::shape_for(bool narrow_vectors) {
  const bool narrow = narrow_vectors || &best_ops() == &ops_of_four();
  return narrow ? StepShape{4, 2} : StepShape{8, 1};
}

std::shared_ptr<const StepCode> StepCode::load(const StepText& text, const TableImage& tables,
                                               StepShape shape, const ObjectBytes& object) {
  auto made = std::make_shared<StepCode>();
  made->code_ = LoadedCode::load(object);
  if (!made->code_) return nullptr;
  for (std::size_t i = 0; i < text.functions; ++i) {
    const void* function = made->code_->function(format("step_{}", i));
    if (function == nullptr) return nullptr;
    made->functions_.push_back(std::bit_cast<Function>(function));
  }
  made->tables_ = std::make_unique<Arena>(tables.numbers().size());
  std::ranges::copy(tables.numbers(), made->tables_->data());
  made->layout_ = text.layout;
  made->reads_bound_scalars_ = text.calls_instructions;
  made->shape_ = shape;
  return made;
}

void StepCode::run(Binding& binding, const double* fixed, const double* varying) const {
  const void* const* elementary =
      shape_.width == 8 ? vmath::vectors_of_eight() : vmath::vectors_of_four();
  for (const Function function : functions_)
    function(binding.row(0), fixed, varying, tables_->data(), elementary, binding.step().data(),
             binding.moment().time);
}

}  // namespace sluice::execute
