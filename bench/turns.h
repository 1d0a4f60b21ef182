// Runs timed in turns, so that a slow moment of the machine meets all alike, and told of while they
// go on.
#pragma once

#include <algorithm>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "base/format.h"

namespace sluice::bench {

// On one thread the time that it had a core, so that other work on the machine counts little; on
// several the time of the clock.
inline double now(bool one_thread) {
  timespec time{};
  clock_gettime(one_thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// That all threads of the program had a core.
inline double process_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Timed {
  std::string name;
  std::function<void()> run;
  std::size_t threads = 1;
  double best = 1e9, spent = 0;
  int turns = 0;
};

inline void take_turn(const std::string& title, Timed& one) {
  const bool one_thread = one.threads == 1;
  const double start = now(one_thread);
  one.run();
  const double seconds = now(one_thread) - start;
  one.best = std::min(one.best, seconds);
  one.spent += seconds;
  ++one.turns;
  if (one.turns == 1)
    std::cerr << format("  {}: {}, {} threads: {:.3f} s\n", title, one.name, one.threads, seconds);
}

// The shortest of at most `most` runs each. What takes long has fewer: none is begun after
// kEnough seconds of its own.
inline void take_turns(const std::string& title, std::vector<Timed>& all, int most) {
  constexpr double kEnough = 3;
  for (int turn = 0; turn < most; ++turn)
    for (Timed& one : all)
      if (turn == 0 || one.spent < kEnough) take_turn(title, one);
}

}  // namespace sluice::bench
