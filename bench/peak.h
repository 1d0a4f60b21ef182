// What this machine can do at best: vector operations of doubles in registers, and the same from
// and to each level of memory. Executors are held against these.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "engines.h"

namespace sluice::bench {

struct Peak {
  std::string what;
  double vectors_per_ns = 0;  // operations on eight doubles
};

using Vector [[gnu::vector_size(64), gnu::aligned(8)]] = double;

// Multiplications and additions in turn, on 16 vectors that stay in registers.
[[gnu::target("avx512f"), gnu::optimize("O3", "no-fast-math")]] inline double in_registers(
    std::size_t rounds) {
  Vector x[16];
  for (std::size_t i = 0; i < 16; ++i) x[i] = Vector{} + static_cast<double>(i + 1);
  const Vector factor = Vector{} + 0.999, addend = Vector{} + 0.001;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (Vector& one : x) one = one * factor;
    for (Vector& one : x) one = one + addend;
  }
  Vector sum{};
  for (const Vector& one : x) sum += one;
  return sum[0];
}

// One operation on two vectors that are read, one that is written.
[[gnu::target("avx512f"), gnu::optimize("O3", "no-fast-math")]] inline void from_memory(
    const double* a, const double* b, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 8)
    *reinterpret_cast<Vector*>(out + i) =
        *reinterpret_cast<const Vector*>(a + i) + *reinterpret_cast<const Vector*>(b + i);
}

inline double best_vectors_per_ns(double vectors, const std::function<void()>& work) {
  double best = 1e9;
  for (int turn = 0; turn < 9; ++turn) {
    const double start = now(true);
    work();
    best = std::min(best, now(true) - start);
  }
  return vectors / best * 1e-9;
}

// Empty where the machine has no vectors of eight doubles.
inline std::vector<Peak> measure_peaks() {
  std::vector<Peak> peaks;
  if (!__builtin_cpu_supports("avx512f")) return peaks;
  constexpr std::size_t kRounds = 200'000;
  volatile double kept = 0;
  peaks.push_back({"multiply and add in registers",
                   best_vectors_per_ns(32.0 * kRounds, [&] { kept = in_registers(kRounds); })});
  for (const std::size_t kilobytes : {24U, 384U, 12288U}) {
    const std::size_t count = kilobytes * 1024 / 8 / 3 / 8 * 8;
    std::vector<double> a(count, 1), b(count, 2), out(count);
    const std::size_t rounds = std::max<std::size_t>(1, 40'000'000 / count);
    const double vectors = static_cast<double>(count * rounds) / 8;
    peaks.push_back(
        {format("a + b through memory, {} KB", kilobytes), best_vectors_per_ns(vectors, [&] {
           for (std::size_t i = 0; i < rounds; ++i)
             from_memory(a.data(), b.data(), out.data(), count);
         })});
  }
  return peaks;
}

}  // namespace sluice::bench
