// The one table of ops: name, number of operands, how its operands are to be read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sluice::program {

enum class OpCode : std::uint8_t {
#define SLUICE_OP(name, shape, meaning) name,
#include "program/opcodes.def"
#undef SLUICE_OP
};

// What a, b, c of an op are.
enum class OpShape : std::uint8_t {
  unary,         // a
  binary,        // a, b
  ternary,       // a, b, c
  table,         // a slot, b table number
  memory,        // b memory number
  random,        // a, b slots, c stream
  list,          // a offset into operands, b count
  list_to_list,  // a offset, b count of operands; dst and following slots are written, c of them
};

struct OpInfo {
  OpCode code{};
  std::string_view name;
  OpShape shape{};
  std::string_view meaning;
};
const OpInfo& info_of(OpCode code);
std::span<const OpInfo> all_ops();
std::optional<OpCode> find_op(std::string_view name);

// Whether the op's value depends on the time of the step, beside its operands. At the inner stages
// of RK4 it keeps the value that it had at the step (as Vensim has it for STEP, PULSE and RAMP).
bool reads_time(OpCode code);

}  // namespace sluice::program
