// Where a value of several members lies.
#pragma once

#include <cstddef>

namespace sluice::execute {

// A row (stride 1), or one number for all (stride 0).
struct Source {
  const double* values = nullptr;
  std::size_t stride = 0;
};

}  // namespace sluice::execute
