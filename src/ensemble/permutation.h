// A random permutation of 0 .. count-1 of which each place can be asked for by itself: a Feistel
// network over the next power of two, walked until it lands below `count` (Black and Rogaway 2002,
// "Ciphers with arbitrary finite domains", doi:10.1007/3-540-45760-7_9). So a Latin hypercube needs
// no list as long as its members.
#pragma once

#include <array>
#include <cstdint>

namespace sluice::ensemble {

class Permutation {
 public:
  // `keys`: random words, 32 bits each.
  static constexpr std::size_t kRounds = 8;
  Permutation(std::uint64_t count, const std::array<std::uint32_t, kRounds>& keys);
  std::uint64_t operator()(std::uint64_t place) const;

 private:
  std::uint64_t once(std::uint64_t place) const;

  std::uint64_t count_ = 0;
  unsigned low_bits_ = 0, high_bits_ = 0;
  std::array<std::uint32_t, kRounds> keys_;
};

}  // namespace sluice::ensemble
