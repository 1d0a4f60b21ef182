// Random programs with arrays: what random_program makes, and expressions over all elements of
// arrays, spelled out as lowering does it.
#pragma once

#include <algorithm>
#include <vector>

#include "program/random_program_testing.h"

namespace sluice::program::testing {

class RandomArrays {
 public:
  RandomArrays(std::uint64_t seed, Program program)
      : dice_(seed * 7 + 3), program_(std::move(program)) {
    for (const Constant& constant : program_.constants) scalars_.push_back(constant.slot);
    for (const Input& input : program_.inputs) scalars_.push_back(input.slot);
    for (const Stock& stock : program_.stocks) scalars_.push_back(stock.slot);
  }

  Program add() {
    for (const std::uint32_t length : {2U, 5U, 9U, 70U}) add_arrays(length);
    if (dice_.below(4) == 0) add_arrays(600 + dice_.below(500));
    return std::move(program_);
  }

 private:
  using Array = std::vector<Slot>;

  Slot new_slot() { return program_.slot_count++; }

  void add_arrays(std::uint32_t length) {
    arrays_.clear();
    Array stocks, numbers, made;
    for (std::uint32_t i = 0; i < length; ++i) {
      numbers.push_back(new_slot());
      program_.constants.push_back({numbers.back(), dice_.within(-2, 2)});
      made.push_back(new_slot());
      program_.initial.push_back(
          {OpCode::multiply, made.back(), numbers.back(), program_.inputs[2].slot, 0});
      stocks.push_back(new_slot());
      program_.stocks.push_back({format("level {}[{}]", length, i), stocks.back(),
                                 dice_.below(2) == 0 ? made.back() : numbers.back(), 0});
    }
    arrays_ = {stocks, numbers, made};
    for (std::uint32_t turn = 0; turn < 6; ++turn) add_expressions(length);
    add_sum();
    close(stocks);
    for (std::size_t k = 3; k < arrays_.size(); ++k)
      for (const Slot slot : arrays_[k])
        program_.outputs.push_back({format("element {}", slot), "", slot});
  }

  // Two of them, element by element or one after the other.
  void add_expressions(std::uint32_t length) {
    const std::vector<std::vector<Op>> both = {expression(length), expression(length)};
    const bool interleaved = dice_.below(2) == 0;
    for (std::uint32_t i = 0; i < 2 * length; ++i) {
      const std::uint32_t which = interleaved ? i % 2 : i / length;
      program_.step.push_back(both[which][interleaved ? i / 2 : i % length]);
    }
    for (const std::vector<Op>& ops : both) {
      Array results;
      for (const Op& op : ops) results.push_back(op.dst);
      arrays_.push_back(results);
    }
  }
  std::vector<Op> expression(std::uint32_t length) {
    const OpCode code = pick_code();
    const std::vector<Array> operands = {operand(length), operand(length), operand(length)};
    std::vector<Op> ops;
    for (std::uint32_t i = 0; i < length; ++i) {
      Op op{code, new_slot(), operands[0][i], 0, 0};
      const OpShape shape = info_of(code).shape;
      if (shape == OpShape::table) op.b = 1;
      if (shape == OpShape::binary || shape == OpShape::ternary) op.b = operands[1][i];
      if (shape == OpShape::ternary) op.c = operands[2][i];
      ops.push_back(op);
    }
    if (dice_.below(10) == 0) ops.front().a = dice_.pick(scalars_);  // an exception
    return ops;
  }
  OpCode pick_code() {
    for (;;) {
      const OpInfo& info = all_ops()[dice_.below(all_ops().size())];
      if (info.shape == OpShape::unary || info.shape == OpShape::binary ||
          info.shape == OpShape::ternary || info.shape == OpShape::table)
        return info.code;
    }
  }
  // An array, perhaps turned around or moved by one, or the same number for all elements.
  Array operand(std::uint32_t length) {
    if (dice_.below(5) == 0) return Array(length, dice_.pick(scalars_));
    Array array = dice_.pick(arrays_);
    const std::uint32_t how = dice_.below(24);
    if (how == 0) std::ranges::reverse(array);
    if (how == 1) std::ranges::rotate(array, array.begin() + 1);
    return array;
  }

  void add_sum() {
    const Array& array = dice_.pick(arrays_);
    const auto start = static_cast<std::uint32_t>(program_.operands.size());
    program_.operands.insert(program_.operands.end(), array.begin(), array.end());
    program_.step.push_back(
        {OpCode::sum, new_slot(), start, static_cast<std::uint32_t>(array.size()), 0});
    scalars_.push_back(program_.step.back().dst);
  }
  void close(const Array& stocks) {
    const Array rates = dice_.pick(arrays_);
    std::size_t k = 0;
    for (Stock& stock : program_.stocks)
      if (k < stocks.size() && stock.slot == stocks[k]) stock.rate = rates[k++];
  }

  Dice dice_;
  Program program_;
  Array scalars_;
  std::vector<Array> arrays_;  // of the length at hand
};

inline Program random_program_with_arrays(std::uint64_t seed, Method method) {
  return RandomArrays(seed, random_program(seed, method)).add();
}

}  // namespace sluice::program::testing
