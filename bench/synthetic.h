// A program of any size that looks like a model: stocks with inflows and outflows, tables, choices,
// shares, a total over all, exponentials now and then. It stays as it is while studies change.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "program/program.h"

namespace sluice::bench {

class Synthetic {
 public:
  // About `equations` named values are computed at each of `steps` steps; `outputs` of them are
  // saved, all of them at 0; the first is the total, which needs everything else.
  program::Program make(std::size_t equations, std::uint32_t steps, std::size_t outputs) {
    program_.time = new_slot();
    program_.timing = {0, 0.5, 1, steps, {}, {}};
    half_ = constant(0.5), one_ = constant(1), span_ = constant(20);
    for (std::size_t i = 0; i < 3; ++i) {
      program_.inputs.push_back({"input", new_slot(), 1, program::InputKind::member});
      add_table(5 + 6 * i);
    }
    for (std::size_t i = 0; program_.names.size() + 1 < equations; ++i) add_sector(i);
    name(add_total());
    std::ranges::sort(program_.names, {}, &program::SlotName::slot);
    const std::size_t wanted = outputs == 0 ? program_.names.size() : outputs;
    for (std::size_t i = 0; i < wanted; ++i) {
      const std::size_t which = program_.names.size() - 1 - i * program_.names.size() / wanted;
      program_.outputs.push_back({"output", "", program_.names[which].slot});
    }
    return std::move(program_);
  }

  static double input_of(std::size_t input, std::size_t member) {
    return 1 + 0.3 * std::sin(static_cast<double>(3 * member + input));
  }

 private:
  using Slot = program::Slot;
  using OpCode = program::OpCode;

  Slot new_slot() { return program_.slot_count++; }
  Slot constant(double value) {
    program_.constants.push_back({new_slot(), value});
    return program_.constants.back().slot;
  }
  Slot op(OpCode code, Slot a, std::uint32_t b = 0, Slot c = 0) {
    program_.step.push_back({code, new_slot(), a, b, c});
    return program_.step.back().dst;
  }
  Slot name(Slot slot) {
    program_.names.push_back({slot, "value", "synthetic.mdl", 1});
    return slot;
  }
  void add_table(std::size_t points) {
    program::Table table{"table", {}, {}, program::TableMode::hold};
    for (std::size_t i = 0; i < points; ++i) {
      const double x = static_cast<double>(i) / static_cast<double>(points - 1);
      table.x.push_back(3 * x);
      table.y.push_back(0.2 + x * (1.5 - x));
    }
    program_.tables.push_back(std::move(table));
  }

  // Stock, pressure, effect, inflow, outflow, rate: six equations in some ten ops.
  void add_sector(std::size_t number) {
    const Slot input = program_.inputs[number % 3].slot;
    const Slot stock = new_slot();
    const Slot other = program_.stocks.empty() ? one_ : program_.stocks.back().slot;
    const Slot pressure = name(op(OpCode::divide, op(OpCode::multiply, stock, input), other));
    const auto table = static_cast<std::uint32_t>(number % 3);
    const Slot effect = name(op(OpCode::lookup, pressure, table));
    Slot inflow = op(OpCode::multiply, effect, input);
    if (number % 8 == 5) inflow = op(OpCode::exponential, op(OpCode::negate, inflow));
    if (number % 4 == 1) inflow = op(OpCode::select, op(OpCode::less, stock, one_), one_, inflow);
    name(inflow);
    const Slot outflow = name(op(OpCode::divide, stock, span_));
    const Slot rate = name(op(OpCode::subtract, inflow, op(OpCode::multiply, outflow, half_)));
    program_.stocks.push_back({"stock", name(stock), input, rate});
  }
  Slot add_total() {
    const auto start = static_cast<std::uint32_t>(program_.operands.size());
    for (const program::Stock& stock : program_.stocks) program_.operands.push_back(stock.slot);
    return op(OpCode::sum, start, static_cast<std::uint32_t>(program_.stocks.size()));
  }

  program::Program program_;
  Slot half_ = 0, one_ = 0, span_ = 0;
};

inline program::Program synthetic(std::size_t equations, std::uint32_t steps, std::size_t outputs) {
  return Synthetic().make(equations, steps, outputs);
}

}  // namespace sluice::bench
