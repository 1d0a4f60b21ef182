// What each op is in LLVM IR, by the definitions of program/evaluate_op.cpp and program/lookup.h.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "execute/jit/ir_text.h"
#include "execute/jit/table_image.h"
#include "program/opcodes.h"

namespace sluice::execute {

class OpText {
 public:
  OpText(IrText& ir, const TableImage& tables) : ir_(ir), tables_(tables) {}

  // An op on one, two or three plain numbers; none where compiled code has no form of it and has to
  // call the loop of lanes.
  std::optional<IrValue> plain(program::OpCode code, std::span<const IrValue> operands);
  // One more operand of a sum, product, list_minimum or list_maximum.
  IrValue combined(program::OpCode list_op, const IrValue& so_far, const IrValue& operand);
  IrValue look_up(std::size_t table, const IrValue& x);

 private:
  IrValue minimum(const IrValue& a, const IrValue& b, std::string_view beats);
  IrValue truth(const IrValue& mask);
  IrValue is_true(const IrValue& value);
  IrValue compared(std::string_view how, const IrValue& a, const IrValue& b);
  IrValue step_at(std::span<const IrValue> operands);
  IrValue pulse(std::span<const IrValue> operands);
  IrValue divided_or(const IrValue& a, const IrValue& b, const IrValue& otherwise);
  IrValue quotient(const IrValue& a, const IrValue& b) { return ir_.arithmetic("fdiv", a, b); }
  IrValue modulo(const IrValue& a, const IrValue& b);
  IrValue quantum(const IrValue& a, const IrValue& b);
  std::optional<IrValue> elementary(program::OpCode code, std::span<const IrValue> operands);

  IrValue clamped(const TablePlace& table, const IrValue& x);
  IrValue bound_at(const TablePlace& table, std::size_t number);
  IrValue segment_of(const TablePlace& table, const IrValue& x);
  IrValue halved(const TablePlace& table, const IrValue& x);
  IrValue counted(const TablePlace& table, const IrValue& x);

  IrText& ir_;
  const TableImage& tables_;
  std::map<IrValue, IrValue> mask_of_;  // of values that are 1 or 0
  // What lookups of the same number have in common.
  std::map<std::pair<std::size_t, IrValue>, IrValue> clamped_, segments_;
  std::map<std::pair<std::size_t, IrValue>, IrValue> picked_;
};

}  // namespace sluice::execute
