// Loops over blocks of work, shared by threads through one atomic counter.
//
// Which thread takes which block is left open, so a body may depend on its block only; `worker`
// (below the number of threads) names the caller's own scratch memory.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <type_traits>
#include <vector>

namespace sluice {

// The cores that this process may use; at least 1.
std::size_t available_cores();

// Whether the system gave one more thread.
template <class Work>
bool start_thread(std::vector<std::jthread>& threads, const Work& work, std::size_t worker) {
  try {
    threads.emplace_back(work, worker);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

// Calls body(block, worker) once for every block in [0, blocks), on at most `threads` threads of
// which the calling one is the first (fewer where the system gives no more). No further block is
// begun once `cancel` is true. Returns whether all blocks were done. The body must be noexcept:
// what goes wrong in a block is data.
template <class Body>
bool parallel_for(std::size_t blocks, std::size_t threads, const std::atomic<bool>& cancel,
                  const Body& body) {
  static_assert(std::is_nothrow_invocable_v<const Body&, std::size_t, std::size_t>,
                "the body of parallel_for must be noexcept");
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  const auto work = [&](std::size_t worker) noexcept {
    while (!cancel.load(std::memory_order_relaxed)) {
      const std::size_t block = next.fetch_add(1, std::memory_order_relaxed);
      if (block >= blocks) return;
      body(block, worker);
      done.fetch_add(1, std::memory_order_relaxed);
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t wanted = std::min(std::max<std::size_t>(threads, 1), blocks);
    for (std::size_t worker = 1; worker < wanted; ++worker) {
      if (!start_thread(others, work, worker)) break;
    }
    work(0);
  }
  return done.load() == blocks;
}

template <class Body>
void parallel_for(std::size_t blocks, std::size_t threads, const Body& body) {
  const std::atomic<bool> never{false};
  parallel_for(blocks, threads, never, body);
}

}  // namespace sluice
