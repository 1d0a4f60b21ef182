// Random valid programs for tests: every op, all kinds of inputs, stocks, delays, tables, lists.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/format.h"
#include "program/evaluate.h"
#include "program/program.h"

namespace sluice::program::testing {

// SplitMix64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x2545f4914f6cdd1dU + 1) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>(next() % count); }
  double within(double low, double high) {
    return low + (high - low) * static_cast<double>(next() >> 11U) * 0x1p-53;
  }
  template <class Value>
  const Value& pick(const std::vector<Value>& values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t state_;
};

class RandomProgram {
 public:
  RandomProgram(std::uint64_t seed, Method method) : seed_(seed), dice_(seed) {
    program_.method = method;
  }

  Program make() {
    program_.time = new_slot();
    program_.timing = {dice_.within(-2, 2), 0.25, 0.5, 10 + dice_.below(30), {}, {}};
    if (seed_ % 4 == 3) make_uneven(program_.timing);
    add_given();
    add_tables();
    readable_ = constants_;
    for (const Input& input : program_.inputs)
      if (input.kind == InputKind::uniform) readable_.push_back(input.slot);
    add_ops(program_.once, 6, false, false);
    readable_.push_back(program_.time);
    for (const Input& input : program_.inputs)
      if (input.kind != InputKind::uniform) readable_.push_back(input.slot);
    add_ops(program_.initial, 10, true, false);
    add_states();
    add_ops(program_.step, 80, true, true);
    close_states();
    add_outputs();
    return std::move(program_);
  }

 private:
  Slot new_slot() { return program_.slot_count++; }

  void make_uneven(Timing& timing) {
    timing.times = {timing.initial_time};
    while (timing.times.size() < timing.steps + std::size_t{2})
      timing.times.push_back(timing.times.back() + dice_.within(0.1, 0.6));
    for (std::uint32_t step = 0; step <= timing.steps; step += 1 + dice_.below(3))
      timing.saved.push_back(step);
  }

  void add_given() {
    for (const double value : {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, -1.0, 0.5, 1e-7, 2.75, -3.5}) {
      constants_.push_back(new_slot());
      program_.constants.push_back({constants_.back(), value});
    }
    for (std::uint32_t i = 0; i < 9; ++i) {
      const auto kind = static_cast<InputKind>(i % 3);
      program_.inputs.push_back({format("input {}", i), new_slot(), dice_.within(-2, 2), kind});
    }
  }
  void add_tables() {
    for (std::uint32_t k = 0; k < 6; ++k) {
      Table table{format("table {}", k), {}, {}, static_cast<TableMode>(k % 4)};
      double x = dice_.within(-3, 0);
      // Executors search short and long tables in different ways.
      const std::uint32_t most = k % 3 == 0 ? 90 : 14;
      for (std::uint32_t i = 0, points = 1 + dice_.below(most); i < points; ++i) {
        table.x.push_back(x);
        table.y.push_back(dice_.within(-2, 2));
        if (dice_.below(6) != 0) x += dice_.within(0.01, 1);
      }
      program_.tables.push_back(std::move(table));
    }
  }
  void add_states() {
    for (std::uint32_t k = 0; k < 5; ++k)
      program_.memories.push_back(
          {format("memory {}", k), 0, dice_.pick(readable_),
           dice_.below(2) == 0 ? constants_[dice_.below(6)] : dice_.pick(readable_)});
    for (std::uint32_t k = 0; k < 6; ++k)
      program_.stocks.push_back({format("stock {}", k), new_slot(), dice_.pick(readable_), 0});
    for (const Stock& stock : program_.stocks) readable_.push_back(stock.slot);
  }
  // Rates are kept within bounds now and then, so that most programs stay finite.
  void close_states() {
    for (Stock& stock : program_.stocks) {
      stock.rate = dice_.pick(readable_);
      if (dice_.below(8) == 0) continue;
      program_.step.push_back({OpCode::arctangent, new_slot(), stock.rate, 0, 0});
      stock.rate = program_.step.back().dst;
    }
    for (Memory& memory : program_.memories) memory.input = dice_.pick(readable_);
    for (const std::size_t k : {1U, 4U}) {
      program_.memories[k].at_start = true;
      program_.memories[k].input = dice_.pick(program_.stocks).slot;
    }
  }
  void add_outputs() {
    for (const Op& op : program_.step)
      program_.outputs.push_back({format("value {}", op.dst), "", op.dst});
    for (const Stock& stock : program_.stocks)
      program_.outputs.push_back({stock.name, "unit", stock.slot});
    for (std::uint32_t k = 0; k < 5; ++k)
      program_.outputs.push_back({format("other {}", k), "", dice_.pick(readable_)});
    for (Slot slot = 0; slot < program_.slot_count; ++slot)
      if (dice_.below(3) == 0)
        for (const Output& output : program_.outputs)
          if (output.slot == slot) {
            program_.names.push_back({slot, output.name, "random.mdl", slot + 1});
            break;
          }
  }

  bool may_stand(OpCode code, bool run_time, bool in_step) const {
    const OpShape shape = info_of(code).shape;
    if (shape == OpShape::memory) return in_step;
    return run_time || (shape != OpShape::random && !reads_time(code));
  }
  void add_ops(std::vector<Op>& ops, std::size_t count, bool run_time, bool in_step) {
    const std::vector<OpInfo> all(all_ops().begin(), all_ops().end());
    while (ops.size() < count) {
      const OpCode code = dice_.pick(all).code;
      if (!may_stand(code, run_time, in_step)) continue;
      ops.push_back(make_op(code));
      readable_.push_back(ops.back().dst);
    }
  }
  Op make_op(OpCode code) {
    Op op{code, 0, dice_.pick(readable_), dice_.pick(readable_), dice_.pick(readable_)};
    switch (info_of(code).shape) {
      case OpShape::unary: op.b = op.c = 0; break;
      case OpShape::binary: op.c = 0; break;
      case OpShape::ternary: break;
      case OpShape::table:
        op.b = dice_.below(program_.tables.size());
        op.c = 0;
        break;
      case OpShape::memory:
        op.a = op.c = 0;
        op.b = dice_.below(5);
        break;
      case OpShape::random: op.c = dice_.below(1000); break;
      case OpShape::list: make_list(op, dice_.below(6)); break;
      case OpShape::list_to_list: return make_vector(op);
    }
    op.dst = new_slot();
    return op;
  }
  void make_list(Op& op, std::uint32_t count) {
    op.a = static_cast<std::uint32_t>(program_.operands.size());
    op.b = count;
    op.c = 0;
    for (std::uint32_t i = 0; i < count; ++i) program_.operands.push_back(dice_.pick(readable_));
  }
  void add_operands(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) program_.operands.push_back(dice_.pick(readable_));
  }
  void add_profile() {
    program_.operands.push_back(constants_[dice_.below(6)]);  // type
    program_.operands.push_back(dice_.pick(readable_));       // priority
    program_.operands.push_back(constants_[dice_.below(4)]);  // width
    program_.operands.push_back(constants_[1]);
  }
  Op make_vector(Op op) {
    op.c = 1 + dice_.below(4);
    op.a = static_cast<std::uint32_t>(program_.operands.size());
    if (op.code == OpCode::allocate_available) {
      add_operands(1 + op.c);
      for (std::uint32_t i = 0; i < op.c; ++i) add_profile();
    } else if (op.code == OpCode::invert_matrix) {
      op.c *= op.c;
      add_operands(op.c);
    } else if (op.code == OpCode::market_price) {
      program_.operands.push_back(constants_[1 + dice_.below(2)]);
      for (std::uint32_t i = 0; i < 3; ++i, add_profile()) add_operands(1);
      op.c = 1;
    } else if (op.code == OpCode::quantity_at_price) {
      program_.operands.push_back(constants_[dice_.below(2)]);
      add_operands(2);
      add_profile();
      op.c = 1;
    } else if (op.code == OpCode::rate_of_return) {
      add_operands(2 * op.c);
      op.c = 1;
    } else {
      add_operands(1 + op.c);
    }
    op.b = static_cast<std::uint32_t>(program_.operands.size()) - op.a;
    op.dst = program_.slot_count;
    program_.slot_count += op.c;
    return op;
  }

  std::uint64_t seed_;
  Dice dice_;
  Program program_;
  std::vector<Slot> constants_, readable_;
};

inline Program random_program(std::uint64_t seed, Method method) {
  return RandomProgram(seed, method).make();
}

// Inputs of one member; uniform and scheduled ones are the same for all members of a seed.
inline MemberInputs random_inputs(const Program& program, std::uint64_t seed,
                                  std::uint64_t member) {
  Dice same(seed), own(seed * 1'000'003 + member + 17);
  MemberInputs inputs{{}, {}, seed, member};
  for (const Input& input : program.inputs) {
    const double uniform = same.within(-2, 2), mine = own.within(-2, 2);
    inputs.values.push_back(input.kind == InputKind::member ? mine : uniform);
    const double from = program.timing.initial_time;
    inputs.schedules.push_back(
        {uniform, {from + 1, from + 2.1}, {same.within(-2, 2), same.within(-2, 2)}});
  }
  return inputs;
}

}  // namespace sluice::program::testing
