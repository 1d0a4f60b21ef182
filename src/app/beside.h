// Work on a thread of its own, beside what the caller goes on with.
#pragma once

#include <future>
#include <system_error>

#include "base/parallel.h"

namespace sluice::app {

// Begins the work, or leaves it until it is asked for (get) where there is one core or thread only.
// What it throws, get() throws.
template <class Work>
auto begin_beside(Work work, std::size_t threads = available_cores()) {
  const auto later = [&] { return std::async(std::launch::deferred, work); };
  if (threads <= 1) return later();
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return later();  // the system gives no more threads
  }
}

}  // namespace sluice::app
