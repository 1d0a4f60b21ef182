#include "program/vectors.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "program/allocate.h"
#include "program/market.h"
#include "program/return_rate.h"

namespace sluice::program {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Whether the number at place i comes before that at place k. Equals keep their order; NaN comes
// last.
bool comes_before(double direction, std::span<const double> values, std::size_t i, std::size_t k) {
  const double a = values[i], b = values[k];
  if (a != a || b != b) return a != a && b != b ? i < k : a == a;
  if (a == b) return i < k;
  return direction > 0 ? a < b : a > b;
}

void sort_places(double direction, std::span<const double> values, std::span<double> places) {
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<double>(i);
  std::ranges::sort(places, [&](double i, double k) {
    return comes_before(direction, values, static_cast<std::size_t>(i),
                        static_cast<std::size_t>(k));
  });
}

void rank(double direction, std::span<const double> values, std::span<double> ranks) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    ranks[i] = 1;
    for (std::size_t k = 0; k < values.size(); ++k) {
      ranks[i] += comes_before(direction, values, k, i) ? 1 : 0;
    }
  }
}

class Matrix {
 public:
  Matrix(std::span<double> numbers, std::size_t size) : numbers_(numbers), size_(size) {}
  double& at(std::size_t row, std::size_t column) { return numbers_[row * size_ + column]; }
  void swap_rows(std::size_t one, std::size_t other) {
    for (std::size_t k = 0; k < size_; ++k) std::swap(at(one, k), at(other, k));
  }
  void swap_columns(std::size_t one, std::size_t other) {
    for (std::size_t k = 0; k < size_; ++k) std::swap(at(k, one), at(k, other));
  }
  std::size_t pivot_of(std::size_t column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < size_; ++row) {
      if (std::fabs(at(row, column)) > std::fabs(at(pivot, column))) pivot = row;
    }
    return pivot;
  }
  // One step of Gauss and Jordan in place; false where there is no pivot.
  bool eliminate(std::size_t column) {
    const double pivot = at(column, column);
    if (!(std::fabs(pivot) > 0) || !std::isfinite(pivot)) return false;
    at(column, column) = 1;
    for (std::size_t k = 0; k < size_; ++k) at(column, k) /= pivot;
    for (std::size_t row = 0; row < size_; ++row) {
      if (row == column) continue;
      const double factor = std::exchange(at(row, column), 0);
      for (std::size_t k = 0; k < size_; ++k) at(row, k) -= factor * at(column, k);
    }
    return true;
  }

 private:
  std::span<double> numbers_;
  std::size_t size_;
};

// Gauss and Jordan in place, each time with the largest pivot of the column.
void invert(std::span<const double> given, std::span<double> inverse) {
  const auto size = static_cast<std::size_t>(std::lround(std::sqrt(given.size())));
  std::ranges::copy(given, inverse.begin());
  Matrix matrix(inverse, size);
  std::array<std::size_t, kMostMatrixRows> pivots{};
  for (std::size_t column = 0; column < size; ++column) {
    pivots[column] = matrix.pivot_of(column);
    matrix.swap_rows(column, pivots[column]);
    if (matrix.eliminate(column)) continue;
    std::ranges::fill(inverse, kNaN);
    return;
  }
  for (std::size_t column = size; column-- > 0;) matrix.swap_columns(column, pivots[column]);
}

}  // namespace

void vector_op(OpCode code, std::span<const double> operands, std::span<double> results) {
  switch (code) {
    case OpCode::allocate_available:
      return allocate_available(operands[0], operands.subspan(1, results.size()),
                                operands.subspan(1 + results.size()), results);
    case OpCode::sort_order: return sort_places(operands[0], operands.subspan(1), results);
    case OpCode::sort_rank: return rank(operands[0], operands.subspan(1), results);
    case OpCode::invert_matrix: return invert(operands, results);
    case OpCode::market_price: results[0] = market_price(operands[0], operands.subspan(1)); return;
    case OpCode::quantity_at_price:
      results[0] = quantity_at_price(operands[0] != 0, operands[1], operands.subspan(2));
      return;
    case OpCode::rate_of_return: results[0] = rate_of_return(operands); return;
    default: assert(false && "no op on vectors");
  }
}

bool vector_op_fits(OpCode code, std::uint32_t operands, std::uint32_t results) {
  switch (code) {
    case OpCode::allocate_available: return operands == 1 + 5 * results;
    case OpCode::sort_order:
    case OpCode::sort_rank: return operands == 1 + results;
    case OpCode::invert_matrix: {
      const auto size = static_cast<std::uint32_t>(std::lround(std::sqrt(results)));
      return operands == results && size * size == results && size <= kMostMatrixRows;
    }
    case OpCode::market_price: return results == 1 && operands % 5 == 1;
    case OpCode::quantity_at_price: return results == 1 && operands == 7;
    case OpCode::rate_of_return: return results == 1 && operands % 2 == 0;
    default: return false;
  }
}

}  // namespace sluice::program
