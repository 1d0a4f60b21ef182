// Runs a Program for many members at once. A Kernel is immutable and shared by threads; a State is one
// worker's memory. Every executor gives the same bits as program/evaluate.h, for any block size.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "program/program.h"

namespace sluice::execute {

// Dated steps of a scheduled input: the value from each time on; before the first, `before`.
struct Schedule {
  double before = 0;
  std::vector<double> times;  // ascending, model time
  std::vector<double> values;
};
double value_at(const Schedule& schedule, double time, double time_step);

// What all members of one run share. One entry per Program::inputs; `uniform` is read for inputs of
// kind uniform, `schedules` for kind scheduled, neither for kind member.
struct RunInputs {
  std::vector<double> uniform;
  std::vector<Schedule> schedules;
  std::uint64_t seed = 0;  // of the model's own random functions
};

// A block of consecutive members. values[k * stride + m] is input k of member first + m, for inputs
// of kind member (other rows are not read).
struct Block {
  std::uint64_t first_member = 0;
  std::size_t members = 0;
  std::span<const double> values;
  std::size_t stride = 0;
};

// Where a block's outputs go: out[(series * saved_times + time) * stride + m].
struct OutputView {
  double* out = nullptr;
  std::size_t stride = 0;
};

// First trouble of a member: the first saved step at which a stock or output was not finite.
struct Trouble {
  std::uint64_t member = 0;
  std::uint32_t step = 0;
};

class State;

class Kernel {
 public:
  explicit Kernel(program::Program program);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  const program::Program& program() const;
  std::size_t saved_times() const;
  // Members per block that keeps the working set in cache (a multiple of 8).
  std::size_t best_block() const;

  // The `once` section for these inputs; every State of a run starts from it.
  std::vector<double> prepare(const RunInputs& inputs) const;
  std::unique_ptr<State> make_state(std::size_t lanes) const;
  // Runs one block to the end, or until `cancel` is set (then returns early with what there is).
  // Members with trouble still write their (non-finite) numbers. No allocation inside a step.
  std::vector<Trouble> run(State& state, const RunInputs& inputs, std::span<const double> prepared,
                           const Block& block, OutputView output,
                           const std::atomic<bool>* cancel = nullptr) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sluice::execute
