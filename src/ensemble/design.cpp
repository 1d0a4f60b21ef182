#include "ensemble/design.h"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cassert>
#include <numeric>

#include "base/random.h"

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

void fill_monte_carlo(double* out, std::size_t input, std::uint64_t members, std::uint64_t seed) {
  for (std::uint64_t m = 0; m < members; ++m) {
    out[m] = uniform_of(seed, m, input, Use::monte_carlo);
  }
}

// A whole number below `count`, from 64 random bits. The bias is below count / 2^64.
std::uint64_t below(std::uint64_t count, const std::array<std::uint32_t, 4>& drawn) {
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t bits = (static_cast<std::uint64_t>(drawn[1]) << 32U) | drawn[0];
  return static_cast<std::uint64_t>((static_cast<Wide>(bits) * count) >> 64U);
}

void fill_latin_hypercube(double* out, std::size_t input, std::uint64_t members,
                          std::uint64_t seed) {
  std::vector<std::uint64_t> slices(members);
  std::iota(slices.begin(), slices.end(), std::uint64_t{0});
  for (std::uint64_t left = members; left > 1; --left) {
    const std::uint64_t chosen = below(left, words(seed, left, input, Use::shuffle));
    std::swap(slices[left - 1], slices[chosen]);
  }
  for (std::uint64_t m = 0; m < members; ++m) {
    const double inside = uniform_of(seed, m, input, Use::jitter);
    const double point = (static_cast<double>(slices[m]) + inside) / static_cast<double>(members);
    out[m] = std::min(point, 1 - 0x1p-53);  // the last slice may round to 1, an infinite quantile
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

void fill_sobol(double* out, std::size_t inputs, std::uint64_t members, std::uint64_t seed) {
  assert(inputs <= study::kMostSobolInputs);
  boost::random::sobol_engine<std::uint32_t, 32> engine(inputs);
  std::vector<std::uint32_t> keys;
  for (std::size_t k = 0; k < inputs; ++k) keys.push_back(words(seed, 0, k, Use::scramble)[0]);
  for (std::uint64_t m = 0; m < members; ++m) {
    for (std::size_t k = 0; k < inputs; ++k) {
      // Boost leaves out the first point, all zeros; without it the blocks of 2^k are not balanced.
      const std::uint32_t bits = m == 0 ? 0 : engine();
      out[k * members + m] = from_bits(scrambled(bits, keys[k]));
    }
  }
}

}  // namespace

std::vector<double> unit_points(study::Design design, std::size_t inputs, std::uint64_t members,
                                std::uint64_t seed) {
  std::vector<double> points(inputs * members);
  if (inputs == 0) return points;
  switch (design) {
    case study::Design::monte_carlo:
      for (std::size_t k = 0; k < inputs; ++k) {
        fill_monte_carlo(points.data() + k * members, k, members, seed);
      }
      break;
    case study::Design::latin_hypercube:
      for (std::size_t k = 0; k < inputs; ++k) {
        fill_latin_hypercube(points.data() + k * members, k, members, seed);
      }
      break;
    case study::Design::sobol: fill_sobol(points.data(), inputs, members, seed); break;
  }
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
