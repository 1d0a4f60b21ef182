#include "results/sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <random>

#include "results/distributions.h"
#include "results/frame.h"
#include "results/reading.h"
#include "results/sort_columns.h"

namespace sluice::results {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kProbabilities = {0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1};

using Draw = std::function<double(std::mt19937_64&)>;

std::vector<double> values_of(const Draw& draw, std::size_t count) {
  std::mt19937_64 random(7);
  std::vector<double> values(count);
  for (double& value : values) value = draw(random);
  return values;
}

double normal(std::mt19937_64& random) { return std::normal_distribution<>()(random); }
double uniform(std::mt19937_64& random) { return std::uniform_real_distribution<>()(random); }

struct Shape {
  const char* name;
  Draw draw;
};
const std::vector<Shape> kShapes = {
    {"constant", [](auto&) { return 3.25; }},
    {"zeros", [](auto&) { return 0.0; }},
    {"normal", normal},
    {"far from zero and narrow", [](auto& r) { return 2030 + 0.01 * normal(r); }},
    {"negative", [](auto& r) { return -5e9 * (1 + 0.1 * uniform(r)); }},
    {"lognormal over thirty decades", [](auto& r) { return std::exp(15 * normal(r)); }},
    {"Cauchy", [](auto& r) { return normal(r) / normal(r); }},
    {"half zeros, half large", [](auto& r) { return uniform(r) < 0.5 ? 0 : 1e9 * uniform(r); }},
    {"two far apart", [](auto& r) { return uniform(r) < 0.5 ? normal(r) : 1e12 + normal(r); }},
    {"mostly one value", [](auto& r) { return uniform(r) < 0.97 ? 7 : 7 + normal(r); }},
    {"whole numbers", [](auto& r) { return std::floor(20 * uniform(r)); }},
    {"tiny", [](auto& r) { return 1e-310 * uniform(r); }},
    {"huge", [](auto& r) { return 1.5e308 * (2 * uniform(r) - 1); }},
    {"differences, often none", [](auto& r) { return uniform(r) < 0.9 ? 0 : normal(r) * 1e-3; }},
};

std::vector<double> first(const std::vector<double>& values, std::size_t count) {
  return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
}

// Each estimate is within its stated error of the exact quantile, and within the error that the
// grid promises, whatever the values are.
TEST(Sketch, ErrsByNoMoreThanItSays) {
  for (const Shape& shape : kShapes) {
    const auto values = values_of(shape.draw, 20000);
    Sketch sketch(first(values, 1024));
    sketch.add(values);
    const auto exact = quantiles(values, kProbabilities);
    const auto found = sketch.quantiles(kProbabilities);
    EXPECT_EQ(sketch.count(), 20000U);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      EXPECT_LE(std::abs(found[i].value - exact[i]), found[i].error)
          << shape.name << " at " << kProbabilities[i] << ": " << found[i].value << ", exactly "
          << exact[i];
      const double promised = (std::abs(exact[i] - sketch.grid().center) + sketch.grid().floor) /
                              sketch.grid().bins_of_octave() * 1.01;
      if (shape.name != std::string("two far apart")) {  // its median lies between the two
        EXPECT_LE(found[i].error, promised) << shape.name << " at " << kProbabilities[i];
      }
    }
  }
}

TEST(Sketch, IsExactForOneValue) {
  for (const double value : {0.0, -2.5, 1e300, 5e-324}) {
    Sketch sketch(std::vector<double>(3, value));
    sketch.add(std::vector<double>(5000, value));
    for (const Estimate& one : sketch.quantiles(kProbabilities)) {
      EXPECT_EQ(one.value, value);
      EXPECT_EQ(one.error, 0);
    }
  }
}

// What is zero in most futures is zero in the table, not a small number.
TEST(Sketch, IsExactWhereManyValuesAreTheCentre) {
  const auto values = values_of([](auto& r) { return uniform(r) < 0.8 ? 0 : uniform(r); }, 20000);
  Sketch sketch(first(values, 1024));
  sketch.add(values);
  const auto found = sketch.quantiles(kProbabilities);
  for (std::size_t i = 0; i < kProbabilities.size(); ++i) {
    if (kProbabilities[i] > 0.79) continue;
    EXPECT_EQ(found[i].value, 0);
    EXPECT_EQ(found[i].error, 0);
  }
}

// A pilot that tells nothing of what follows costs memory, not truth.
TEST(Sketch, HoldsItsBoundWhereThePilotMisleads) {
  const auto values = values_of([](auto& r) { return std::exp(5 * normal(r)) - 1; }, 5000);
  for (const std::vector<double>& pilot :
       {std::vector<double>{}, std::vector<double>{1e-200}, std::vector<double>(1000, -4e7),
        std::vector<double>{-kInfinity, kNaN}}) {
    Sketch sketch(pilot);
    sketch.add(values);
    const auto exact = quantiles(values, kProbabilities);
    const auto found = sketch.quantiles(kProbabilities);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      EXPECT_LE(std::abs(found[i].value - exact[i]), found[i].error);
    }
  }
}

void expect_same(const Sketch& one, const Sketch& other) {
  const auto first_found = one.quantiles(kProbabilities), found = other.quantiles(kProbabilities);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(first_found[i].value, found[i].value);
    EXPECT_EQ(first_found[i].error, found[i].error);
  }
  EXPECT_EQ(one.count(), other.count());
  EXPECT_EQ(one.below_zero(), other.below_zero());
  EXPECT_EQ(one.above_zero(), other.above_zero());
}

TEST(Sketch, DoesNotDependOnOrderOrOnHowItWasSplit) {
  for (const Shape& shape : kShapes) {
    auto values = values_of(shape.draw, 6000);
    const auto pilot = first(values, 200);
    Sketch whole(pilot);
    whole.add(values);
    std::ranges::shuffle(values, std::mt19937_64(3));
    std::vector<Sketch> parts(4, Sketch(pilot));
    for (std::size_t at = 0; at < values.size(); at += 7) {
      const std::size_t size = std::min<std::size_t>(7, values.size() - at);
      parts[at % 4].add(std::span(values).subspan(at, size));
    }
    for (const auto& order : {std::vector{3, 1, 0, 2}, std::vector{0, 1, 2, 3}}) {
      Sketch merged(pilot);
      for (const int part : order) merged.merge(parts[static_cast<std::size_t>(part)]);
      expect_same(whole, merged);
    }
  }
}

TEST(Sketch, InfinityIsAValueAndNaNIsNone) {
  Sketch sketch({1, 2, 3});
  sketch.add(std::vector<double>{-kInfinity, 1, 2, 3, kInfinity});
  const std::vector<double> ends = {0, 0.5, 1};
  const auto found = sketch.quantiles(ends);
  EXPECT_EQ(found[0].value, -kInfinity);
  EXPECT_NEAR(found[1].value, 2, found[1].error);
  EXPECT_EQ(found[2].value, kInfinity);
  EXPECT_EQ(sketch.below_zero(), 1U);
  EXPECT_EQ(sketch.above_zero(), 4U);
  sketch.add(std::vector<double>{kNaN});
  EXPECT_TRUE(std::isnan(sketch.quantiles(ends)[1].value));
  EXPECT_TRUE(std::isnan(Sketch({1.0}).quantiles(ends)[1].value));  // nothing was added
}

TEST(SketchGrid, EveryValueLiesInItsBin) {
  for (const SketchGrid grid :
       {SketchGrid{0, 0.25}, SketchGrid{-7.5, 1, 7}, SketchGrid{1e6, 0x1p-20}}) {
    for (const Shape& shape : kShapes) {
      const auto values = values_of(shape.draw, 500);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const BinEdges edges = edges_of(grid, bin_of(grid, values[i]));
        const double slack = 0x1p-51 * (std::abs(values[i]) + std::abs(grid.center) + grid.floor);
        EXPECT_GE(values[i], edges.low - slack) << shape.name;
        EXPECT_LE(values[i], edges.high + slack) << shape.name;
        EXPECT_LE(
            edges.high - edges.low,
            (std::abs(values[i] - grid.center) + grid.floor) / grid.bins_of_octave() + 2 * slack);
      }
    }
  }
}

TEST(SketchGrid, FewerBitsWhereThereAreManySketches) {
  EXPECT_EQ(bits_for(1), kMostBits);
  EXPECT_EQ(bits_for(20000), kMostBits);
  EXPECT_EQ(bits_for(72000), 7U);
  EXPECT_EQ(bits_for(10'000'000), kLeastBits);
}

// Counts of 16 bits are carried over before they are full.
TEST(Sketch, CountsMoreThanSixteenBits) {
  Sketch sketch(std::vector<double>{1, 2, 3});
  for (int round = 0; round < 50; ++round) sketch.add(std::vector<double>(4000, 2));
  sketch.add(std::vector<double>(1000, -1));
  EXPECT_EQ(sketch.count(), 201000U);
  EXPECT_EQ(sketch.below_zero(), 1000U);
  EXPECT_EQ(sketch.above_zero(), 200000U);
  const std::vector<double> around = {0.001, 0.0049, 0.0051, 0.9};
  const auto found = sketch.quantiles(around);
  EXPECT_EQ(found[0].value, -1);
  EXPECT_LE(found[1].value, -0.99);
  EXPECT_NEAR(found[2].value, 2, found[2].error);
  EXPECT_NEAR(found[3].value, 2, found[3].error);
}

TEST(Places, AreTheSameInVectorsAndWithout) {
  std::vector<double> special = {0.0,  -0.0,      5e-324, -5e-324,    1.0,  1e308,
                                 1e30, kInfinity, -1e308, -kInfinity, kNaN, 2.5};
  for (const Shape& shape : kShapes) {
    auto values = values_of(shape.draw, 8 * 61);
    const Sketch sketch(first(values, 40));
    values.insert(values.end(), special.begin(), special.end());
    values.resize(8 * kCellsAtOnce, 3);
    const auto windows = std::make_unique<Window[]>(kCellsAtOnce);
    for (std::size_t cell = 0; cell < kCellsAtOnce; ++cell) sketch.open(windows[cell]);
    std::vector<std::uint16_t> places(values.size()), plain(values.size());
    const unsigned shift = sketch.grid().shift();
    const auto noted =
        find_places(windows.get(), kCellsAtOnce, shift, values.data(), 8, places.data());
    EXPECT_EQ(
        find_places_plainly(windows.get(), kCellsAtOnce, shift, values.data(), 8, plain.data()),
        noted);
    EXPECT_EQ(places, plain) << shape.name;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::int64_t place = bin_of(sketch.grid(), values[i]) - windows[0].before;
      const bool has_one = place >= 1 && place <= windows[0].size;
      EXPECT_EQ(places[i], has_one ? place : 0) << shape.name << " " << values[i];
    }
  }
}

TEST(Columns, AreSorted) {
  std::mt19937_64 random(3);
  for (const std::size_t rows : {0U, 1U, 2U, 3U, 7U, 8U, 100U, 255U, 256U, 1000U}) {
    std::vector<double> numbers(rows * kColumnsAtOnce);
    for (double& one : numbers) one = std::floor(200 * normal(random));
    std::vector<double> sorted = numbers;
    sort_columns(sorted.data(), rows);
    for (std::size_t k = 0; k < kColumnsAtOnce; ++k) {
      std::vector<double> known, found;
      for (std::size_t row = 0; row < rows; ++row) {
        known.push_back(numbers[row * kColumnsAtOnce + k]);
        found.push_back(sorted[row * kColumnsAtOnce + k]);
      }
      std::ranges::sort(known);
      EXPECT_EQ(found, known) << rows;
    }
  }
}

class ManyCells : public testing::Test {
 protected:
  static constexpr std::size_t kCells = 3, kMembers = 5000;
  void SetUp() override {
    values_ = values_of([](auto& r) { return 100 + 30 * normal(r); }, kCells * kMembers);
    usable_.assign(kMembers, 1);
    for (std::size_t m = 5; m < kMembers; m += 97) usable_[m] = 0;
  }
  void put(Distributions& into, std::size_t from, std::size_t to) const {
    into.put(from, values_.data() + from, kMembers, std::span(usable_).subspan(from, to - from));
  }
  Distributions filled(std::size_t exact, std::size_t block, bool backwards) const {
    Distributions cells(kCells, exact);
    const std::size_t limit = std::min(kMembers, cells.exact_members());
    for (const auto& [begin, end] :
         {std::pair{std::size_t{0}, limit}, std::pair{limit, kMembers}}) {
      cells.make_room(end, 2);
      for (std::size_t at = begin; at < end; at += block) {
        const std::size_t to = std::min(at + block, end);
        if (backwards) {
          put(cells, begin + end - to, begin + end - at);
        } else {
          put(cells, at, to);
        }
      }
    }
    cells.settle(2);
    return cells;
  }
  std::vector<double> usable_values(std::size_t cell) const {
    std::vector<double> values;
    for (std::size_t m = 0; m < kMembers; ++m) {
      if (usable_[m] != 0) values.push_back(values_[cell * kMembers + m]);
    }
    return values;
  }
  std::vector<double> values_;
  std::vector<std::uint8_t> usable_;
};

TEST_F(ManyCells, AreExactUpToTheirLimitAndBoundedBeyond) {
  const Distributions exact = filled(8192, 100, false), counted = filled(1024, 100, false);
  EXPECT_TRUE(exact.exact() && !counted.exact());
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const auto known = quantiles(usable_values(cell), kProbabilities);
    const auto found = exact.quantiles(cell, kProbabilities);
    const auto near = counted.quantiles(cell, kProbabilities);
    for (std::size_t i = 0; i < known.size(); ++i) {
      EXPECT_EQ(found[i].value, known[i]);
      EXPECT_EQ(found[i].error, 0);
      EXPECT_LE(std::abs(near[i].value - known[i]), near[i].error);
      EXPECT_GT(near[i].error, 0);
    }
    EXPECT_EQ(exact.count(cell), usable_values(cell).size());
    EXPECT_EQ(counted.count(cell), usable_values(cell).size());
    EXPECT_EQ(exact.signs(cell).below, counted.signs(cell).below);
    EXPECT_EQ(exact.signs(cell).above, counted.signs(cell).above);
    const double slack = std::abs(exact.quantiles(cell, std::vector{0.8})[0].value);
    const auto beyond = exact.signs(cell, slack), near_beyond = counted.signs(cell, slack);
    EXPECT_NEAR(beyond.above + beyond.below, near_beyond.above + near_beyond.below, 0.01);
  }
}

TEST_F(ManyCells, CountNoFurtherOnceCancelled) {
  for (const std::size_t when : {0U, 1U, 2U}) {
    std::atomic<bool> cancel{false};
    Distributions cells(kCells, kPilotMembers);
    const auto cancel_at = [&](std::size_t now) { cancel = cancel || now == when; };
    cells.make_room(kPilotMembers, 1, &cancel);
    put(cells, 0, kPilotMembers);
    cancel_at(0);
    cells.make_room(kMembers, 1, &cancel);
    cancel_at(1);
    if (when > 0) put(cells, kPilotMembers, kMembers);
    cancel_at(2);
    cells.settle(1);
    // What is put waits for its turn to be counted, which does not come.
    EXPECT_LT(cells.count(0), usable_values(0).size()) << when;
    if (when == 0) {
      EXPECT_EQ(cells.count(0), 0U);
    }
  }
}

TEST_F(ManyCells, ReadTogetherAreTheSame) {
  for (const std::size_t exact : {1024U, 8192U}) {
    const Distributions cells = filled(exact, 100, false);
    const auto found = cells.quantiles_of(1, 2, kProbabilities);
    ASSERT_EQ(found.size(), 2U);
    for (std::size_t k = 0; k < 2; ++k) {
      const auto known = cells.quantiles(1 + k, kProbabilities);
      for (std::size_t i = 0; i < known.size(); ++i) {
        EXPECT_EQ(found[k][i].value, known[i].value);
        EXPECT_EQ(found[k][i].error, known[i].error);
      }
    }
  }
}

TEST_F(ManyCells, DoNotDependOnBlocksOrTheirOrder) {
  for (const std::size_t exact : {1024U, 8192U}) {
    const Distributions one = filled(exact, 64, false);
    for (const std::size_t block : {1U, 1000U, 5000U}) {
      const Distributions other = filled(exact, block, true);
      for (std::size_t cell = 0; cell < kCells; ++cell) {
        const auto known = one.quantiles(cell, kProbabilities);
        const auto found = other.quantiles(cell, kProbabilities);
        for (std::size_t i = 0; i < known.size(); ++i) {
          EXPECT_EQ(found[i].value, known[i].value) << exact << " " << block << " " << cell;
        }
      }
    }
  }
}

// Of a median of n normal values: sqrt(pi / 2) * sigma / sqrt(n).
TEST_F(ManyCells, KnowTheMonteCarloErrorOfAQuantile) {
  const double known =
      30 * std::sqrt(3.14159265 / 2 / static_cast<double>(usable_values(0).size()));
  EXPECT_NEAR(filled(8192, 100, false).standard_error(0, 0.5), known, 0.25 * known);
  EXPECT_NEAR(filled(1024, 100, false).standard_error(0, 0.5), known, 0.25 * known);
  EXPECT_TRUE(std::isnan(Distributions(1, 1024).standard_error(0, 0.5)));
}

TEST(Distributions, ExactMembersFollowFromMemory) {
  EXPECT_EQ(exact_members_for(1000, 8 * 1000 * 5000), 4864U);
  EXPECT_EQ(exact_members_for(1000000, 1), kPilotMembers);
}

TEST(Reading, TakesTheLastTheMeanOrTheSum) {
  const std::vector<double> values = {9, 9, 1, 10, 2, 20, 6, 60};  // series 0: one time; members 2
  const BlockView block{values.data(), 4, 2, 2, 0.5};
  const auto read = [&](const Reading& reading) {
    std::vector<double> out(2);
    read_values(block, reading, out.data());
    return out;
  };
  EXPECT_EQ(read({0, 1, 4, Over::last}), (std::vector<double>{6, 60}));
  EXPECT_EQ(read({0, 1, 4, Over::mean}), (std::vector<double>{3, 30}));
  EXPECT_EQ(read({0, 1, 4, Over::sum}), (std::vector<double>{4.5, 45}));
  EXPECT_TRUE(std::isnan(read({0, 2, 2, Over::last})[0]));
  EXPECT_EQ(readings_of_all(2, 3).size(), 6U);
}

}  // namespace
}  // namespace sluice::results
