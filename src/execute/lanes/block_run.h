// One block of members run through a LaneProgram from the first step to the last.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <vector>

#include "execute/jit/step_code.h"
#include "execute/kernel.h"
#include "execute/lanes/binding.h"
#include "execute/lanes/past.h"
#include "execute/slices.h"

namespace sluice::execute {

// What a run of a block is given. `trace` is what the frontier's varying slots are at each
// evaluation of `step`; `fixed` what its fixed slots are.
struct BlockTask {
  const RunInputs& inputs;
  std::span<const double> fixed, trace;
  Block block;
  OutputView output;
  std::span<const std::uint32_t> saved;
  const std::atomic<bool>* cancel = nullptr;
  Past* past = nullptr;
};

// Runs blocks through the instructions of a binding, or through compiled code, which takes as many
// members at a time as its vectors hold. Made once per worker.
class BlockRunner {
 public:
  BlockRunner(const program::Program& program, const LaneProgram& lanes, const OpSet& ops,
              std::size_t lane_count);
  BlockRunner(const program::Program& program, const LaneProgram& lanes, const OpSet& ops,
              const std::shared_ptr<const StepCode>& code);
  std::vector<Trouble> run(const BlockTask& task);

  // No more members than the runner has lanes, slice by slice: begin, then to the end of each slice
  // in turn (so many times are saved by then). False where it was cancelled. Nothing is saved, and
  // a task's past is not looked at.
  void begin(const BlockTask& task);
  bool go_on(const BlockTask& task, std::size_t first, std::size_t times, SliceSink& sink);
  // At the end: whether a member had trouble. Which and when, `run` tells.
  bool had_trouble();

 private:
  BlockRunner(const program::Program& program, const LaneProgram& lanes, const OpSet& ops,
              std::size_t lane_count, std::shared_ptr<const StepCode> code);
  void run_part(const BlockTask& task);
  void go_to(const BlockTask& task, std::uint32_t step, bool saved);
  Standing stand(const BlockTask& task, std::size_t places);
  void go_on_from(const BlockTask& task, const Standing& standing);
  bool stocks_are_finite();
  void start(const BlockTask& task);
  void gather();
  Source rates_of(const LaneMove& move);
  void set_member_inputs(const BlockTask& task);
  void set_time_rows(const BlockTask& task, double time);
  void set_memories();
  void begin_evaluation(const BlockTask& task, double time);
  void finish_evaluation(const BlockTask& task, bool outputs);
  void hold_stocks();
  void copy_varying(const BlockTask& task);
  void push_memories();
  void note_trouble_of_stocks();
  void save(const BlockTask& task, std::size_t place, std::uint32_t step);
  static void tell_saved(const BlockTask& task, std::size_t times);
  bool uniform_trouble();
  void advance(const BlockTask& task, std::uint32_t step);
  void advance_in_stages(const BlockTask& task, std::uint32_t number);
  void add_rates(double weight, double* sum);
  void evaluate_from(const BlockTask& task, double time, double step);

  const program::Program& program_;
  const LaneProgram& lane_program_;
  const OpSet& ops_;
  std::shared_ptr<const StepCode> code_;  // null: the instructions run
  std::size_t rows_ = 0;                  // of the binding
  std::vector<bool> lasting_;             // by row: made by `initial` for the whole run
  Binding binding_;
  std::vector<Place> memory_inputs_;
  bool varying_every_time_ = false;  // the binding's scalars are read at each evaluation
  Arena states_;                     // in stages: where each stock stood, then the sum of its rates
  std::size_t used_ = 0;             // lanes of this block, a multiple of 8
  std::size_t evaluation_ = 0;       // how many evaluations of `step` are done
  Arena trouble_;                    // by lane: not 0 once something was not finite
  bool looks_at_stocks_ = false;
  std::vector<Source> sources_;  // of outputs
  std::vector<std::uint32_t> trouble_step_;
  // of a run in slices
  std::size_t place_ = 0;   // how many times are saved
  std::uint32_t step_ = 0;  // the next one
  bool had_uniform_trouble_ = false;
};

}  // namespace sluice::execute
