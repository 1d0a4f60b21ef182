// Ops that have been seen, found again by what they compute, whatever slot it goes to. Large
// programs have millions, so they lie in one table.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "program/operands.h"

namespace sluice::program {

class KnownOps {
 public:
  // For at most so many; of the program only the lists of operands are read.
  KnownOps(const Program& program, std::size_t most)
      : program_(program), places_(std::bit_ceil(2 * most + 1)) {}

  // The slot of the first op that computes the same: of this one, if there is none yet.
  Slot first_of(const Op& op) {
    Place& place = place_of(op);
    if (place.entry == 0) {
      entries_.push_back(op);
      place.entry = static_cast<std::uint32_t>(entries_.size());
    }
    Op& entry = entries_[place.entry - 1];
    if (entry.dst == kForgotten) entry.dst = op.dst;
    return entry.dst;
  }
  void forget(const Op& op) {
    const Place& place = place_of(op);
    if (place.entry != 0) entries_[place.entry - 1].dst = kForgotten;
  }

 private:
  static constexpr Slot kForgotten = 0xffffffffU;
  struct Place {
    std::uint32_t hash = 0, entry = 0;  // from 1; 0 where free
  };

  // Where the op is, or else belongs.
  Place& place_of(const Op& op) {
    const std::uint32_t hash = hash_of(op);
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      Place& place = places_[at];
      if (place.entry == 0) place.hash = hash;
      if (place.entry == 0 || (place.hash == hash && same(entries_[place.entry - 1], op)))
        return place;
    }
  }

  std::uint32_t hash_of(const Op& op) const {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;
    std::uint64_t hash = static_cast<std::uint64_t>(op.code);
    const auto take = [&](std::uint32_t number) { hash = (hash ^ (hash >> 29U) ^ number) * kOdd; };
    if (is_list(info_of(op.code).shape)) {
      for (const Slot slot : list_of(program_, op)) take(slot);
    } else {
      take(op.a);
      take(op.b);
      take(op.c);
    }
    return static_cast<std::uint32_t>(hash >> 32U);
  }
  bool same(const Op& one, const Op& other) const {
    if (one.code != other.code) return false;
    if (!is_list(info_of(one.code).shape))
      return one.a == other.a && one.b == other.b && one.c == other.c;
    return std::ranges::equal(list_of(program_, one), list_of(program_, other));
  }

  const Program& program_;
  std::vector<Op> entries_;
  std::vector<Place> places_;
};

}  // namespace sluice::program
