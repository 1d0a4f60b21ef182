#include "ensemble/permutation.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace sluice::ensemble {
namespace {

// The finalizer of MurmurHash3 (Appleby): every bit of the result depends on every bit of x.
std::uint32_t mixed(std::uint32_t x) {
  x ^= x >> 16U;
  x *= 0x85ebca6bU;
  x ^= x >> 13U;
  x *= 0xc2b2ae35U;
  return x ^ (x >> 16U);
}

std::uint64_t lowest(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }

}  // namespace

Permutation::Permutation(std::uint64_t count, const std::array<std::uint32_t, kRounds>& keys)
    : count_(count), keys_(keys) {
  assert(count <= std::uint64_t{1} << 62U);
  const auto bits =
      std::max(2U, static_cast<unsigned>(std::bit_width(std::max<std::uint64_t>(count, 1) - 1)));
  low_bits_ = bits / 2;
  high_bits_ = bits - low_bits_;
}

// Each round changes one half by a hash of the other, so it can be undone: a permutation. The
// halves take turns, so they may differ in width.
std::uint64_t Permutation::once(std::uint64_t place) const {
  std::uint64_t low = place & lowest(low_bits_), high = place >> low_bits_;
  for (std::size_t round = 0; round < kRounds; round += 2) {
    high ^= mixed(static_cast<std::uint32_t>(low) + keys_[round]) & lowest(high_bits_);
    low ^= mixed(static_cast<std::uint32_t>(high) + keys_[round + 1]) & lowest(low_bits_);
  }
  return (high << low_bits_) | low;
}

std::uint64_t Permutation::operator()(std::uint64_t place) const {
  do {
    place = once(place);
  } while (place >= count_);
  return place;
}

}  // namespace sluice::ensemble
