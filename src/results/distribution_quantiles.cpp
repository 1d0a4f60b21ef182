// What is read off Distributions.
#include <algorithm>
#include <cmath>
#include <limits>

#include "results/distribution_parts.h"
#include "results/frame.h"

namespace sluice::results {

// Of at most kColumnsAtOnce cells, the usable members of the first chunks.
Distributions::Columns Distributions::sorted_columns(std::size_t first_cell, std::size_t cells,
                                                     std::size_t chunks) const {
  Columns columns{std::vector<double>(chunks * kPilotMembers * kColumnsAtOnce)};
  for (std::size_t number = 0; number < chunks; ++number) {
    const Chunk& chunk = *chunks_[number];
    for (std::size_t m = 0; m < kPilotMembers; ++m) {
      if (chunk.usable[m] == 0) continue;
      double* const row = columns.numbers.data() + columns.rows++ * kColumnsAtOnce;
      for (std::size_t k = 0; k < cells; ++k) {
        row[k] = chunk.values.data()[(first_cell + k) * kPilotMembers + m];
        columns.finite = columns.finite && std::isfinite(row[k]);
      }
    }
  }
  if (columns.finite) sort_columns(columns.numbers.data(), columns.rows);
  return columns;
}

std::vector<double> Distributions::column(std::size_t cell) const {
  std::vector<double> values;
  values.reserve(chunks_.size() * kPilotMembers);
  for (const auto& chunk : chunks_) {
    const double* row = chunk->values.data() + cell * kPilotMembers;
    for (std::size_t m = 0; m < kPilotMembers; ++m) {
      if (chunk->usable[m] != 0) values.push_back(row[m]);
    }
  }
  return values;
}

// Every quantile of a cell that is the same for all members.
Estimate Distributions::same_one(std::size_t cell) const {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (members_ == 0) return {kNone, exact() ? 0 : kNone};
  const double value = same_[places_[cell].number];
  return {value, std::isnan(value) && !exact() ? kNone : 0};
}

std::vector<Estimate> Distributions::quantiles(std::size_t cell,
                                               std::span<const double> probabilities) const {
  const Place place = places_[cell];
  if (place.same) return std::vector<Estimate>(probabilities.size(), same_one(cell));
  if (!exact()) return sketches_[place.number].quantiles(probabilities);
  std::vector<Estimate> estimates;
  for (const double value : results::quantiles(column(place.number), probabilities)) {
    estimates.push_back({value, 0});
  }
  return estimates;
}

// Sorting in eights pays while the columns of eight cells fit into the second cache.
std::vector<std::vector<Estimate>> Distributions::quantiles_of(
    std::size_t first_cell, std::size_t cells, std::span<const double> probabilities) const {
  constexpr std::size_t kMostSorted = 8192;
  std::vector<std::vector<Estimate>> found;
  const bool together = exact() && chunks_.size() * kPilotMembers <= kMostSorted;
  for (std::size_t done = 0; done < cells;) {
    if (places_[first_cell + done].same) {
      found.push_back(quantiles(first_cell + done++, probabilities));
      continue;
    }
    std::size_t some = 1;
    while (some < std::min(kColumnsAtOnce, cells - done) && !places_[first_cell + done + some].same)
      ++some;
    const std::size_t number = places_[first_cell + done].number;
    const Columns columns = together ? sorted_columns(number, some, chunks_.size()) : Columns{};
    for (std::size_t k = 0; k < some; ++k) {
      if (columns.rows == 0 || !columns.finite) {
        found.push_back(quantiles(first_cell + done + k, probabilities));
        continue;
      }
      const std::vector<double> values = columns.column(k);
      found.emplace_back();
      for (const double one : probabilities) {
        found.back().push_back({quantile_of_sorted(values, one), 0});
      }
    }
    done += some;
  }
  return found;
}

std::uint64_t Distributions::count(std::size_t cell) const {
  return exact() || places_[cell].same ? members_ : sketches_[places_[cell].number].count();
}

Distributions::Signs Distributions::signs(std::size_t cell, double slack) const {
  const Place place = places_[cell];
  const auto all = static_cast<double>(count(cell));
  if (all == 0) return {std::nan(""), std::nan("")};
  if (!place.same && !exact()) return signs_counted(cell, slack);
  const std::vector<double> values =
      place.same ? std::vector<double>{same_[place.number]} : column(place.number);
  Signs signs;
  for (const double value : values) {
    signs.below += value < -slack ? 1 : 0;
    signs.above += value > slack ? 1 : 0;
  }
  const double of = place.same ? 1 : all;
  return {signs.below / of, signs.above / of};
}

// With slack by the quantiles in the middle of every half percent.
Distributions::Signs Distributions::signs_counted(std::size_t cell, double slack) const {
  const Sketch& sketch = sketches_[places_[cell].number];
  if (slack == 0) {
    const auto all = static_cast<double>(count(cell));
    return {static_cast<double>(sketch.below_zero()) / all,
            static_cast<double>(sketch.above_zero()) / all};
  }
  constexpr std::size_t kParts = 200;
  std::vector<double> middles(kParts);
  for (std::size_t k = 0; k < kParts; ++k) {
    middles[k] = (static_cast<double>(k) + 0.5) / static_cast<double>(kParts);
  }
  double below = 0, above = 0;  // of kParts
  for (const Estimate& one : sketch.quantiles(middles)) {
    if (std::isnan(one.value)) return {std::nan(""), std::nan("")};
    below += one.value < -slack ? 1 : 0;
    above += one.value > slack ? 1 : 0;
  }
  return {below / kParts, above / kParts};
}

double Distributions::standard_error(std::size_t cell, double probability) const {
  const auto all = static_cast<double>(count(cell));
  if (all < 2) return std::nan("");
  const double deviation = std::sqrt(probability * (1 - probability) / all);
  const double around[] = {std::max(0.0, probability - deviation),
                           std::min(1.0, probability + deviation)};
  const auto found = quantiles(cell, around);
  return (found[1].value - found[0].value) / 2;
}

std::size_t Distributions::bytes() const {
  std::size_t bytes = chunks_.size() * cells_ * kPilotMembers * sizeof(double);
  bytes += places_.size() * (sizeof(Place) + sizeof(double));
  for (const Sketch& sketch : sketches_) bytes += sketch.bytes();
  return bytes;
}

}  // namespace sluice::results
