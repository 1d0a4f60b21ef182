// What a block that is run slice by slice of time shows: all its members reach the end of a slice
// before one of them goes beyond. What many series save of one future fits no cache; what they save
// of many futures at a few times does.
#pragma once

#include <span>

#include "execute/source.h"

namespace sluice::execute {

// Some members at one saved time. Rows hold kMembersShown numbers: those beyond the last member
// mean nothing.
inline constexpr std::size_t kMembersShown = 8;
struct Shown {
  std::size_t time = 0;     // which of the saved times
  std::size_t first = 0;    // of the block's members, a multiple of kMembersShown
  std::size_t members = 0;  // at most kMembersShown
  std::span<const Source> outputs;
};

class SliceSink {
 public:
  SliceSink() = default;
  SliceSink(const SliceSink&) = delete;
  SliceSink& operator=(const SliceSink&) = delete;
  virtual ~SliceSink() = default;

  // Of the saved times; ascending, without gaps.
  virtual void begin_slice(std::size_t first_time, std::size_t times) = 0;
  virtual void show(const Shown& shown) = 0;
  virtual void end_slice() = 0;
};

}  // namespace sluice::execute
