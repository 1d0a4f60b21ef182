// The functions that run one op over a block's lanes, chosen by op and by which operands are
// uniform.
#pragma once

#include <iterator>
#include <span>

#include "execute/lanes/instruction.h"
#include "execute/lanes/slot_op.h"
#include "execute/source.h"
#include "program/opcodes.h"

namespace sluice::execute {

// One bit per operand that is one number for all lanes.
inline constexpr unsigned kUniformA = 1, kUniformB = 2, kUniformC = 4;

// Pairs of ops: the number of one in OpSet::pairs.
inline constexpr std::size_t kPairs = std::size(kInnerOps) * std::size(kOuterOps) * 2;
constexpr std::size_t place_of(std::span<const program::OpCode> codes, program::OpCode code) {
  std::size_t place = 0;
  while (codes[place] != code) ++place;
  return place;
}
constexpr std::size_t pair_number(program::OpCode inner, program::OpCode outer, bool inner_second) {
  return (place_of(kInnerOps, inner) * std::size(kOuterOps) + place_of(kOuterOps, outer)) * 2 +
         (inner_second ? 1 : 0);
}

// Where values are saved, and where it is noted that one was not finite.
struct Saving {
  double* out = nullptr;
  std::size_t row_stride = 0;
  std::size_t members = 0;    // of `lanes`, the others are not saved
  double* trouble = nullptr;  // by lane: becomes not 0
  std::size_t lanes = 0;
};

// A set compiled for one width of vectors.
struct OpSet {
  // By op, then by the bits above. Null where the op has its own function below.
  Function arithmetic[64][8] = {};
  Function pairs[kPairs][8] = {};
  Function lookup = nullptr, lookup_left = nullptr;  // bounds belong right / left
  Function sum = nullptr, product = nullptr, list_minimum = nullptr, list_maximum = nullptr;
  // row[i] = from[i] + step * rate[i]. These two write `lanes` numbers and no more.
  void (*advance)(double* row, const double* from, double step, Source rate,
                  std::size_t lanes) = nullptr;
  // sum[i] += weight * rate[i]
  void (*accumulate)(double* sum, double weight, Source rate, std::size_t lanes) = nullptr;
  // Row k of out = values of source k, any NaN as program::with_one_nan gives it.
  void (*save)(const Source* sources, std::size_t count, const Saving& saving) = nullptr;
  // The same without saving anything: only trouble is noted.
  void (*look)(const Source* sources, std::size_t count, double* trouble,
               std::size_t lanes) = nullptr;
  // trouble[i] becomes not 0 where row[i] is not finite
  void (*note_trouble)(double* trouble, const double* row, std::size_t lanes) = nullptr;
};
const OpSet& ops_of_four();   // x86-64-v3
const OpSet& ops_of_eight();  // x86-64-v4
const OpSet& best_ops();      // for this machine; with SLUICE_NO_CLONES always ops_of_four

// The same for every machine.
void run_delayed(const Instruction& instruction, std::size_t lanes);
void run_random_uniform(const Instruction& instruction, std::size_t lanes);
void run_random_standard_normal(const Instruction& instruction, std::size_t lanes);
void run_random_shape(const Instruction& instruction, std::size_t lanes);
void run_vector(const Instruction& instruction, std::size_t lanes);

}  // namespace sluice::execute
