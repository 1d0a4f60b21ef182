#include "ensemble/design.h"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cassert>

#include "base/random.h"
#include "ensemble/permutation.h"

namespace sluice::ensemble {
namespace {

// The last word of the counter keeps these draws apart from each other. The model's own random
// functions use 0 (and the next few for a redrawn normal), under hashed stream numbers.
enum class Use : std::uint32_t { monte_carlo = 1, shuffle = 2, jitter = 3, scramble = 4 };

std::array<std::uint32_t, 4> words(std::uint64_t seed, std::uint64_t member, std::size_t input,
                                   Use use) {
  return philox(seed, {static_cast<std::uint32_t>(member), static_cast<std::uint32_t>(input), 0,
                       static_cast<std::uint32_t>(use)});
}

double uniform_of(std::uint64_t seed, std::uint64_t member, std::size_t input, Use use) {
  const auto drawn = words(seed, member, input, use);
  return open_uniform_from(drawn[0], drawn[1]);
}

void fill_monte_carlo(std::size_t inputs, std::uint64_t seed, const PointBlock& block) {
  for (std::size_t k = 0; k < inputs; ++k) {
    double* out = block.values + k * block.stride;
    for (std::size_t m = 0; m < block.count; ++m) {
      out[m] = uniform_of(seed, block.first + m, k, Use::monte_carlo);
    }
  }
}

Permutation slices_of(std::size_t input, std::uint64_t members, std::uint64_t seed) {
  const auto some = words(seed, 0, input, Use::shuffle), more = words(seed, 1, input, Use::shuffle);
  return {members, {some[0], some[1], some[2], some[3], more[0], more[1], more[2], more[3]}};
}

void fill_latin_hypercube(std::size_t inputs, std::uint64_t members, std::uint64_t seed,
                          const PointBlock& block) {
  for (std::size_t k = 0; k < inputs; ++k) {
    const Permutation slices = slices_of(k, members, seed);
    double* out = block.values + k * block.stride;
    for (std::size_t m = 0; m < block.count; ++m) {
      const std::uint64_t member = block.first + m;
      const double inside = uniform_of(seed, member, k, Use::jitter);
      const double point =
          (static_cast<double>(slices(member)) + inside) / static_cast<double>(members);
      out[m] = std::min(point, 1 - 0x1p-53);  // the last slice may round to 1, an infinite quantile
    }
  }
}

std::uint32_t reversed(std::uint32_t x) {
  x = ((x >> 1U) & 0x55555555U) | ((x & 0x55555555U) << 1U);
  x = ((x >> 2U) & 0x33333333U) | ((x & 0x33333333U) << 2U);
  x = ((x >> 4U) & 0x0f0f0f0fU) | ((x & 0x0f0f0f0fU) << 4U);
  x = ((x >> 8U) & 0x00ff00ffU) | ((x & 0x00ff00ffU) << 8U);
  return (x >> 16U) | (x << 16U);
}

// Each bit is flipped by a hash of the bits above it: a permutation of the tree of intervals. Laine
// and Karras 2011 with the constants of Burley 2020, section 2.3.
std::uint32_t scrambled(std::uint32_t x, std::uint32_t seed) {
  x = reversed(x);
  x += seed;
  x ^= x * 0x6c50b47cU;
  x ^= x * 0xb82f1e52U;
  x ^= x * 0xc7afe638U;
  x ^= x * 0x8d22f6e6U;
  return reversed(x);
}

double from_bits(std::uint32_t bits) { return (static_cast<double>(bits) + 0.5) * 0x1p-32; }

void fill_sobol(std::size_t inputs, std::uint64_t seed, const PointBlock& block) {
  assert(inputs <= study::kMostSobolInputs);
  boost::random::sobol_engine<std::uint32_t, 32> engine(inputs);
  // Boost leaves out the first point, all zeros; without it the blocks of 2^k are not balanced.
  if (block.first > 1) engine.discard((block.first - 1) * inputs);
  std::vector<std::uint32_t> keys;
  for (std::size_t k = 0; k < inputs; ++k) keys.push_back(words(seed, 0, k, Use::scramble)[0]);
  for (std::size_t m = 0; m < block.count; ++m) {
    for (std::size_t k = 0; k < inputs; ++k) {
      const std::uint32_t bits = block.first + m == 0 ? 0 : engine();
      block.values[k * block.stride + m] = from_bits(scrambled(bits, keys[k]));
    }
  }
}

}  // namespace

void fill_unit_points(study::Design design, std::size_t inputs, std::uint64_t members,
                      std::uint64_t seed, const PointBlock& block) {
  if (inputs == 0 || block.count == 0) return;
  switch (design) {
    case study::Design::monte_carlo: return fill_monte_carlo(inputs, seed, block);
    case study::Design::latin_hypercube: return fill_latin_hypercube(inputs, members, seed, block);
    case study::Design::sobol: return fill_sobol(inputs, seed, block);
  }
}

std::vector<double> unit_points(study::Design design, std::size_t inputs, std::uint64_t members,
                                std::uint64_t seed) {
  std::vector<double> points(inputs * members);
  fill_unit_points(design, inputs, members, seed, {0, members, points.data(), members});
  return points;
}

std::string_view name_of(study::Design design) {
  switch (design) {
    case study::Design::monte_carlo: return "monte-carlo";
    case study::Design::latin_hypercube: return "latin-hypercube";
    case study::Design::sobol: return "sobol";
  }
  return "";
}

}  // namespace sluice::ensemble
