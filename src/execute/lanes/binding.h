// A LaneProgram bound to one worker's memory: the arena of scalars and rows, and its instructions
// with pointers into it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "execute/lanes/instruction.h"
#include "execute/lanes/lane_program.h"
#include "execute/lanes/ops.h"

namespace sluice::execute {

// Numbers aligned to 64 bytes.
class Arena {
 public:
  explicit Arena(std::size_t count);
  double* data() { return data_.get(); }

 private:
  struct Free {
    void operator()(double* numbers) const;
  };
  std::unique_ptr<double[], Free> data_;
};

struct MemoryRing {
  std::vector<double> rows;  // capacity * lanes, made when a run knows the lengths
  std::vector<double> initial;
  std::vector<std::uint32_t> lengths;
  BoundMemory bound;
};

class Binding {
 public:
  // `rows` may be more than the program's own. Compiled code may need no instructions of `step`.
  Binding(const LaneProgram& program, const OpSet& ops, std::size_t lanes, std::size_t rows,
          bool with_step = true);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  std::size_t lanes() const { return lanes_; }
  double* scalars() { return scalars_; }
  double* row(std::uint32_t number) { return rows_ + number * lanes_; }
  Source source(const Place& place);
  double value(const Place& place, std::size_t lane);
  Moment& moment() { return moment_; }
  std::vector<MemoryRing>& memories() { return memories_; }
  const std::vector<Instruction>& initial() const { return initial_; }
  const std::vector<Instruction>& step() const { return step_; }

 private:
  Instruction bind(const LaneOp& op);
  void bind_arithmetic(const LaneOp& op, Instruction& in);
  void bind_list(const LaneOp& op, Instruction& in);
  void bind_vector(const LaneOp& op, Instruction& in);
  void bind_draw(const LaneOp& op, Instruction& in);
  BoundList list_of(const LaneOp& op);
  void bind_tables();
  const double* keep_row(const std::vector<double>& numbers);

  const LaneProgram& program_;
  const OpSet& ops_;
  std::size_t lanes_ = 0;
  Arena arena_;
  double* scalars_ = nullptr;
  double* rows_ = nullptr;
  Moment moment_;
  std::vector<MemoryRing> memories_;
  std::vector<BoundTable> tables_;
  std::vector<Arena> table_rows_;
  std::vector<std::unique_ptr<std::vector<const double*>>> pointers_;
  std::vector<std::unique_ptr<std::vector<std::size_t>>> strides_;
  std::vector<std::unique_ptr<std::vector<double*>>> results_;
  std::vector<std::unique_ptr<std::vector<double>>> scratch_;
  std::vector<std::unique_ptr<BoundList>> lists_;
  std::vector<std::unique_ptr<BoundVector>> vectors_;
  std::vector<std::unique_ptr<BoundDraw>> draws_;
  std::vector<Instruction> initial_, step_;
};

}  // namespace sluice::execute
