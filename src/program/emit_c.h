// A Program as plain scalar C, one member at a time: the yardstick that bench/ measures executors
// by, and a second opinion on what they compute. It gives the bits of the reference evaluator when
// it is compiled with -ffp-contract=off.
#pragma once

#include <cstdint>
#include <string>

#include "program/program.h"

namespace sluice::program {

// The text defines
//   void sluice_prepare(const double* inputs, const SluiceServices* services, double* once);
//   void sluice_member(const double* inputs, const double* scheduled, const double* once,
//                      const SluiceServices* services, double* out);
// `inputs` holds one number per Program::inputs; `once` has slot_count numbers; `scheduled` holds
// [scheduled input, in order][step]; `out` gets [output][saved time]. Elementary functions are
// SLEEF's scalar deterministic ones: link with -lsleef.
std::string emit_c(const Program& program);

// What the emitted text calls for ops that are not worth writing in C twice (the same struct stands
// in it).
struct SluiceServices {
  std::uint64_t seed = 0, member = 0;
  double (*uniform)(std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                    std::uint32_t step) = nullptr;
  double (*standard_normal)(std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                            std::uint32_t step, double low, double high) = nullptr;
  double (*shape)(std::uint32_t code, std::uint64_t seed, std::uint64_t member,
                  std::uint32_t stream, std::uint32_t step, double a, double b) = nullptr;
  void (*vector)(std::uint32_t code, const double* operands, std::uint32_t count, double* results,
                 std::uint32_t result_count) = nullptr;
};
SluiceServices services_of(std::uint64_t seed, std::uint64_t member);

}  // namespace sluice::program
