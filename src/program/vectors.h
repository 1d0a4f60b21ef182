// Ops that make several numbers of several: the one definition of each, whoever computes them.
#pragma once

#include <cstdint>
#include <span>

#include "program/opcodes.h"

namespace sluice::program {

// The most rows of a matrix that invert_matrix takes.
inline constexpr std::uint32_t kMostMatrixRows = 256;

// `results` numbers from `operands`, as opcodes.def says which these are. Total: a matrix without
// an inverse, a market without a price and unknown profiles give NaN.
void vector_op(OpCode code, std::span<const double> operands, std::span<double> results);

// Whether an op of this code with that many operands and results means anything.
bool vector_op_fits(OpCode code, std::uint32_t operands, std::uint32_t results);

}  // namespace sluice::program
