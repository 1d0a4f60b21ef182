// Elements side by side: ops of one section that do the same to neighbouring values are brought
// together into strips, so that one loop does them all. An expression over an array becomes a few
// strips, whatever the order in which its ops stand.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "execute/lanes/slot_op.h"

namespace sluice::execute {

// A strip is no longer than this (4 KB of numbers), so that strips which work on one another's
// results find them in the first cache.
inline constexpr std::uint32_t kLongestStrip = 512;

// Where values would lie if nothing were ever overwritten: neighbours have neighbouring places,
// values that do not belong together never do.
class Places {
 public:
  explicit Places(const Split& split);

  // Gives the slots neighbouring places.
  void put(std::span<const program::Slot> slots);
  // A number that is known before the first step, of which there may be a copy anywhere.
  bool is_fixed(program::Slot slot) const { return place_of_[slot] == kFixed; }
  std::size_t slots() const { return place_of_.size(); }
  std::uint32_t at(program::Slot slot) const { return place_of_[slot]; }

  static constexpr std::uint32_t kFixed = 0xffffffffU;

 private:
  std::vector<std::uint32_t> place_of_;
  std::uint32_t next_ = 0;
};

// Numbers of ops, strip by strip: strip i is order[starts[i]] to order[starts[i + 1]].
struct Strips {
  std::vector<std::uint32_t> order, starts{0};

  std::size_t count() const { return starts.size() - 1; }
  std::span<const std::uint32_t> at(std::size_t strip) const {
    return std::span(order).subspan(starts[strip], starts[strip + 1] - starts[strip]);
  }
  void close() { starts.push_back(static_cast<std::uint32_t>(order.size())); }
};

// All ops of a section in strips, each after those whose results it reads. The results of each
// strip get neighbouring places.
Strips find_strips(const std::vector<SlotOp>& ops, Places& places);

// The same strips, each shortly before the first that reads it: first those that the roots need,
// then the others.
struct ByNeed {
  Strips strips;
  std::size_t of_roots = 0;  // how many the roots need
};
ByNeed by_need(const std::vector<SlotOp>& ops, const Strips& strips,
               std::span<const program::Slot> roots, std::size_t slots);

// All that is wrong (empty when sound): each op once, alike within its strip, and after the strips
// whose results it reads. A non-empty answer is a bug in whoever made the strips.
std::vector<std::string> validate(const std::vector<SlotOp>& ops, const Strips& strips,
                                  std::size_t slots);

}  // namespace sluice::execute
