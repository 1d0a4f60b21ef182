#include "ensemble/design.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/random.h"
#include "ensemble/permutation.h"

namespace sluice::ensemble {
namespace {

using study::Design;

constexpr Design kDesigns[] = {Design::monte_carlo, Design::latin_hypercube, Design::sobol};

// How many points lie in each of rows x columns boxes of two inputs.
std::vector<int> counts_in_boxes(const std::vector<double>& points, std::size_t members,
                                 std::size_t a, std::size_t b, std::size_t rows,
                                 std::size_t columns) {
  std::vector<int> counts(rows * columns, 0);
  for (std::size_t m = 0; m < members; ++m) {
    const auto row = static_cast<std::size_t>(points[a * members + m] * static_cast<double>(rows));
    const auto column =
        static_cast<std::size_t>(points[b * members + m] * static_cast<double>(columns));
    ++counts[row * columns + column];
  }
  return counts;
}

TEST(Design, PointsLieInsideTheCubeAndFollowTheSeed) {
  for (const Design design : kDesigns) {
    const auto points = unit_points(design, 7, 333, 5);
    EXPECT_EQ(points.size(), 7U * 333);
    EXPECT_GT(*std::ranges::min_element(points), 0);
    EXPECT_LT(*std::ranges::max_element(points), 1);
    EXPECT_EQ(points, unit_points(design, 7, 333, 5));
    EXPECT_NE(points, unit_points(design, 7, 333, 6));
    EXPECT_TRUE(unit_points(design, 0, 10, 1).empty());
  }
}

TEST(Design, AnInputDoesNotDependOnInputsAfterIt) {
  for (const Design design : kDesigns) {
    const auto few = unit_points(design, 3, 100, 5);
    const auto many = unit_points(design, 9, 100, 5);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin())) << name_of(design);
  }
}

TEST(Design, AMemberDoesNotDependOnTheirNumber) {
  for (const Design design : {Design::monte_carlo, Design::sobol}) {
    const auto few = unit_points(design, 2, 10, 5);
    const auto many = unit_points(design, 2, 1000, 5);
    for (std::size_t m = 0; m < 10; ++m) {
      EXPECT_EQ(few[m], many[m]);
      EXPECT_EQ(few[10 + m], many[1000 + m]);
    }
  }
}

TEST(Design, AMemberDoesNotDependOnItsBlock) {
  constexpr std::size_t kInputs = 5, kMembers = 100;
  for (const Design design : kDesigns) {
    const auto whole = unit_points(design, kInputs, kMembers, 5);
    std::vector<double> parts(whole.size());
    for (std::size_t first = 0; first < kMembers;) {
      const std::size_t count = std::min<std::size_t>(first == 0 ? 1 : 33, kMembers - first);
      fill_unit_points(design, kInputs, kMembers, 5,
                       {first, count, parts.data() + first, kMembers});
      first += count;
    }
    EXPECT_EQ(parts, whole) << name_of(design);
  }
}

// Each place of a permutation is as likely to hold each number: 600 of them, of few and of many.
TEST(Permutation, IsOneAndIsFair) {
  for (const std::uint64_t count : {1U, 2U, 3U, 7U, 64U, 1000U}) {
    std::vector<std::vector<int>> found(count, std::vector<int>(8));
    for (std::uint32_t seed = 0; seed < 600; ++seed) {
      const auto a = philox(seed, {0, 0, 0, 0}), b = philox(seed, {1, 0, 0, 0});
      const Permutation permutation(count, {a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]});
      std::set<std::uint64_t> numbers;
      for (std::uint64_t place = 0; place < count; ++place) {
        const std::uint64_t number = permutation(place);
        numbers.insert(number);
        ++found[place][number * 8 / count];
      }
      EXPECT_EQ(numbers.size(), count);
      EXPECT_LT(*numbers.rbegin(), count);
    }
    if (count % 8 != 0) continue;
    // 75 expected in each eighth: chi-squared with 7 degrees of freedom, below 40 but for 1 in
    // 10^6.
    for (const auto& eighths : found) {
      double distance = 0;
      for (const int number : eighths) distance += (number - 75) * (number - 75) / 75.0;
      EXPECT_LT(distance, 40);
    }
  }
}

TEST(Design, LatinHypercubeFillsEachSliceOnce) {
  constexpr std::size_t kMembers = 97;
  const auto points = unit_points(Design::latin_hypercube, 5, kMembers, 1);
  for (std::size_t k = 0; k < 5; ++k) {
    std::set<int> slices;
    for (std::size_t m = 0; m < kMembers; ++m) {
      slices.insert(static_cast<int>(points[k * kMembers + m] * kMembers));
    }
    EXPECT_EQ(slices.size(), kMembers);
  }
}

// A digital net: every input alone fills every slice of every power of two, for 60 inputs at once.
TEST(Design, SobolIsBalancedInEachInput) {
  constexpr std::size_t kInputs = 60;
  constexpr std::size_t kMembers = 1024;
  const auto points = unit_points(Design::sobol, kInputs, kMembers, 3);
  for (std::size_t k = 0; k < kInputs; ++k) {
    const auto counts = counts_in_boxes(points, kMembers, k, k == 0 ? 1 : 0, kMembers, 1);
    EXPECT_TRUE(std::ranges::all_of(counts, [](int count) { return count == 1; })) << "input " << k;
  }
}

// The first two inputs are a (0, m, 2)-net: every box of area 2^-10 holds exactly one of 1024
// points.
TEST(Design, SobolIsBalancedInBoxesOfTwoInputs) {
  constexpr std::size_t kMembers = 1024;
  for (const std::uint64_t seed : {1ULL, 2ULL, 12345678901ULL}) {
    const auto points = unit_points(Design::sobol, 2, kMembers, seed);
    for (std::size_t rows = 1; rows <= kMembers; rows *= 2) {
      const auto counts = counts_in_boxes(points, kMembers, 0, 1, rows, kMembers / rows);
      EXPECT_TRUE(std::ranges::all_of(counts, [](int count) { return count == 1; })) << rows;
    }
  }
}

// Scrambling makes estimates unbiased, and the net makes them better than chance: the integral of a
// product of three inputs, 1/8, over many seeds.
TEST(Design, SobolIntegratesBetterThanMonteCarloWithoutBias) {
  const auto spread = [](Design design) {
    constexpr std::size_t kMembers = 256;
    double sum = 0;
    double squares = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const auto points = unit_points(design, 3, kMembers, seed);
      double mean = 0;
      for (std::size_t m = 0; m < kMembers; ++m) {
        mean += points[m] * points[kMembers + m] * points[2 * kMembers + m] / kMembers;
      }
      sum += mean / 100;
      squares += (mean - 0.125) * (mean - 0.125) / 100;
    }
    const double error = std::sqrt(squares);
    EXPECT_NEAR(sum, 0.125, 4 * error / 10) << name_of(design);
    return error;
  };
  const double by_chance = spread(Design::monte_carlo);
  EXPECT_LT(spread(Design::sobol), by_chance / 8);
  EXPECT_LT(spread(Design::latin_hypercube), by_chance / 1.5);
}

}  // namespace
}  // namespace sluice::ensemble
