// Sorting many short columns at once: one step of a sorting network on eight columns is one
// minimum and one maximum of vectors, and nothing depends on what the numbers are.
#pragma once

#include <cstddef>

namespace sluice::results {

inline constexpr std::size_t kColumnsAtOnce = 8;

// numbers[row * kColumnsAtOnce + column], each column ascending afterwards. None may be NaN.
void sort_columns(double* numbers, std::size_t rows);

}  // namespace sluice::results
