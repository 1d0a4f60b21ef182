// One op of one block, bound to memory: what the loops over lanes are called with.
#pragma once

#include <cstddef>
#include <cstdint>

#include "program/opcodes.h"

namespace sluice::execute {

struct Instruction;
// `lanes` is how many numbers come out: of a strip any number, else a multiple of 8. Whole vectors
// are read and written; results are aligned to 64 bytes.
using Function = void (*)(const Instruction&, std::size_t lanes);

struct Instruction {
  Function function = nullptr;
  double* out = nullptr;
  const double* a = nullptr;  // a row, or one number, as the function was chosen
  const double* b = nullptr;
  const double* c = nullptr;
  const void* more = nullptr;  // what the op needs beside: see the structs below
  std::uint32_t count = 1;     // so many times the lanes
};

// Of lookup: a table as program/lookup.h describes it, padded so that a search needs no end: bounds
// to a power of two less one with infinities, segments to that power with the last one.
struct BoundTable {
  const double* bounds = nullptr;
  std::size_t bound_count = 0;    // before padding
  std::size_t segment_count = 1;  // after it: a power of two, at least 8
  const double* at = nullptr;
  const double* y = nullptr;
  const double* slope = nullptr;
  double low = 0, high = 0;
};

// Of list ops: `a` is unused. stride is 1 for a row, 0 for one number.
struct BoundList {
  const double* const* values = nullptr;
  const std::size_t* strides = nullptr;
  std::size_t count = 0;
};

// Of ops with several results.
struct BoundVector {
  program::OpCode code{};
  BoundList operands;
  double* const* results = nullptr;
  std::size_t result_count = 0;
  double* scratch = nullptr;  // operands.count + result_count numbers
};

// What changes from step to step, and from block to block.
struct Moment {
  std::uint64_t seed = 0;
  std::uint64_t first_member = 0;
  std::uint32_t step = 0;
  double time = 0;  // of the step, also at the inner stages
};
struct BoundDraw {
  const Moment* moment = nullptr;
  program::OpCode code{};
  std::uint32_t stream = 0;
  std::size_t stride_a = 0, stride_b = 0;  // 1 for a row, 0 for one number
};

// Of delayed: a ring of rows, one per step; row step % capacity is written at the end of a step.
struct BoundMemory {
  const Moment* moment = nullptr;
  const double* ring = nullptr;
  std::size_t row_length = 0;
  std::uint32_t capacity = 1;
  const double* initial = nullptr;         // a row
  const std::uint32_t* lengths = nullptr;  // by lane, below capacity
  bool one_length = false;                 // all lanes have lengths[0]
};

}  // namespace sluice::execute
