// The flat Program: fixed-size ops over numbered slots of doubles, in three sections. It carries
// its own names, so an executor never sees the Model. Printable and parsable as text.
//
// Meaning: reference evaluator in program/evaluate.h. Order of one run of one member:
//   once     ops that touch neither time nor a member's inputs (evaluated once per ensemble)
//   initial  with time = initial_time: member constants and initial stock values; then each
//            stock's slot := its `initial` slot, each memory is filled
//   for step i = 0..steps:  time := initial_time + i * time_step; scheduled inputs := their value
//   at
//            that time; run `step`; save if due; if i < steps advance the stocks by the method and
//            push the memories
// All stocks advance together from the rates of the same instant. A method of Runge and Kutta runs
// `step` at each of its stages (memories, draws and schedules keep the value of the step's start).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "program/method.h"
#include "program/opcodes.h"

namespace sluice::program {

using Slot = std::uint32_t;

// dst := code(a, b, c). For ops over a list of operands a is the offset into Program::operands and
// b the count. Table ops take the table's number in b; memory ops the memory's number in b; random
// ops a stream number in c.
struct Op {
  OpCode code{};
  Slot dst = 0;
  std::uint32_t a = 0, b = 0, c = 0;
  bool operator==(const Op&) const = default;
};

struct Constant {  // slot holds the value from the start; no op writes it
  Slot slot = 0;
  double value = 0;
  bool operator==(const Constant&) const = default;
};

enum class InputKind : std::uint8_t {
  uniform,    // one number for all members of a run (a lever without schedule)
  scheduled,  // one number for all members at each step (a lever with dated steps)
  member,     // one number per member (an uncertainty)
};
struct Input {
  std::string name;  // variable with element, as in "price[H20]"
  Slot slot = 0;
  double central = 0;
  InputKind kind{};
  bool operator==(const Input&) const = default;
};

struct Stock {
  std::string name;  // hidden stocks of SMOOTH etc. have a name too: "#smooth 3 of price[H20]"
  Slot slot = 0;     // the state
  Slot initial = 0;  // valid after `initial`
  Slot rate = 0;     // valid after `step`
  bool operator==(const Stock&) const = default;
};

enum class TableMode : std::uint8_t { hold, extrapolate, forward, backward };
struct Table {
  std::string name;
  std::vector<double> x, y;  // x strictly ascending except for vertical steps (equal x)
  TableMode mode{};
  bool operator==(const Table&) const = default;
};

// What a DELAY FIXED (or SAMPLE IF TRUE) remembers. The length in steps is read from slot `length`
// after `initial` (rounded, at least 1: what is pushed at the end of a step can come out at the
// next one; at most Timing::steps + 1). At step i comes out what was pushed at the end of step i -
// length. One `at_start` is pushed before a step is evaluated and comes out in that step: its input
// is a stock's slot, and inner stages find there what the stock held at the step's start.
struct Memory {
  std::string name;
  Slot input = 0;    // pushed at the end of each step
  Slot initial = 0;  // what comes out before the first pushed value
  Slot length = 0;
  bool at_start = false;  // initial and length do not count then
  bool operator==(const Memory&) const = default;
};

// Where steps differ in length, `times` lists them. Rates are then what a step changes, whatever
// its length, and time_step is 1.
struct Timing {
  double initial_time = 0, time_step = 1, save_period = 1;
  std::uint32_t steps = 0;           // advances; there are steps + 1 evaluations
  std::vector<double> times;         // of each step, and of the one after the last; or none
  std::vector<std::uint32_t> saved;  // which steps are saved where save_period does not tell
  bool operator==(const Timing&) const = default;
};
// The step numbers at which results are saved, ascending, first 0.
std::vector<std::uint32_t> saved_steps(const Timing& timing);
double time_at(const Timing& timing, std::uint32_t step);
// From this step to the next one.
double length_of_step(const Timing& timing, std::uint32_t step);

struct Output {
  std::string name;  // "Name[a,b]"
  std::string unit;
  Slot slot = 0;
  bool operator==(const Output&) const = default;
};

// Which named model value an op's slot holds; for messages ("first bad variable, line").
struct SlotName {
  Slot slot = 0;
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  bool operator==(const SlotName&) const = default;
};

struct Program {
  std::uint32_t slot_count = 0;
  Slot time = 0;  // set by the executor
  Timing timing;
  Method method = Method::euler;
  std::vector<Constant> constants;
  std::vector<Input> inputs;
  std::vector<Op> once, initial, step;
  std::vector<std::uint32_t> operands;  // slots, for list ops
  std::vector<Stock> stocks;
  std::vector<Table> tables;
  std::vector<Memory> memories;
  std::vector<Output> outputs;
  std::vector<SlotName> names;  // ascending by slot; temporaries have none
  bool operator==(const Program&) const = default;
};

// All that is wrong with a program (empty when sound): slots in range, each read slot written
// before in section order, one writer per section, operands, tables and memories in range, table x
// ascending. A slot written in `once` is written nowhere else; one may be written in `initial` and
// again in `step` (in `step` it is then read only after that). `once` reads constants and uniform
// inputs only, `initial` no stock's slot, and only `step` reads memories. A non-empty answer is a
// bug in whoever made the program.
std::vector<std::string> validate(const Program& program);

// Text form, stable across versions of the same program; parse(print(p)) == p.
// Names may hold any text: they are quoted, with \" \\ \n as escapes.
std::string print(const Program& program);
Checked<Program> parse(std::string_view text);

}  // namespace sluice::program
