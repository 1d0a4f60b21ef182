#include "study/correlation.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace sluice::study {
namespace {

struct Matrix {
  std::size_t size = 0;
  std::vector<double> cells;
  double& at(std::size_t row, std::size_t column) { return cells[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return cells[row * size + column]; }
};

std::size_t place_of(const std::vector<Uncertainty>& uncertainties, const std::string& name) {
  const auto found = std::ranges::find(uncertainties, name, &Uncertainty::name);
  return static_cast<std::size_t>(found - uncertainties.begin());
}

Matrix identity(std::size_t size) {
  Matrix matrix{size, std::vector<double>(size * size, 0.0)};
  for (std::size_t i = 0; i < size; ++i) matrix.at(i, i) = 1;
  return matrix;
}

// Rows that hang together with `row` through correlations among rows up to it.
std::vector<std::size_t> rows_tied_to(const Matrix& correlations, std::size_t row) {
  std::set<std::size_t> tied{row};
  std::vector<std::size_t> to_visit{row};
  while (!to_visit.empty()) {
    const std::size_t one = to_visit.back();
    to_visit.pop_back();
    for (std::size_t other = 0; other < row; ++other) {
      if (correlations.at(one, other) != 0 && tied.insert(other).second) to_visit.push_back(other);
    }
  }
  return {tied.begin(), tied.end()};
}

// Cholesky-Banachiewicz in place of `lower`; the row whose pivot is not positive, if there is one.
std::size_t factor(const Matrix& correlations, Matrix& lower) {
  constexpr double kLeastPivot = 1e-10;
  for (std::size_t row = 0; row < correlations.size; ++row) {
    for (std::size_t column = 0; column <= row; ++column) {
      double rest = correlations.at(row, column);
      for (std::size_t k = 0; k < column; ++k) rest -= lower.at(row, k) * lower.at(column, k);
      if (row == column && !(rest > kLeastPivot)) return row;
      lower.at(row, column) = row == column ? std::sqrt(rest) : rest / lower.at(column, column);
    }
  }
  return correlations.size;
}

}  // namespace

std::expected<CorrelationFactor, std::vector<std::size_t>> factor_correlations(
    const std::vector<Uncertainty>& uncertainties, const std::vector<Correlation>& correlations) {
  std::set<std::size_t> used;
  for (const Correlation& one : correlations) {
    used.insert(place_of(uncertainties, one.first));
    used.insert(place_of(uncertainties, one.second));
  }
  const std::vector<std::size_t> inputs(used.begin(), used.end());
  const auto row_of = [&](const std::string& name) {
    const auto found = std::ranges::lower_bound(inputs, place_of(uncertainties, name));
    return static_cast<std::size_t>(found - inputs.begin());
  };
  Matrix matrix = identity(inputs.size());
  for (const Correlation& one : correlations) {
    const std::size_t first = row_of(one.first);
    const std::size_t second = row_of(one.second);
    matrix.at(first, second) = matrix.at(second, first) = one.value;
  }
  Matrix lower{inputs.size(), std::vector<double>(inputs.size() * inputs.size(), 0.0)};
  const std::size_t stopped = factor(matrix, lower);
  if (stopped == inputs.size()) return CorrelationFactor{inputs, std::move(lower.cells)};
  std::vector<std::size_t> tied = rows_tied_to(matrix, stopped);
  for (std::size_t& row : tied) row = inputs[row];
  return std::unexpected(std::move(tied));
}

}  // namespace sluice::study
