// One block of members run through a LaneProgram from the first step to the last.
#pragma once

#include <atomic>
#include <span>
#include <vector>

#include "execute/kernel.h"
#include "execute/lanes/binding.h"

namespace sluice::execute {

// What a run of a block is given. `trace` is what the frontier's varying slots are at each
// evaluation of `step`; `fixed` what its fixed slots are.
struct BlockTask {
  const RunInputs& inputs;
  std::span<const double> fixed, trace;
  const Block& block;
  OutputView output;
  std::span<const std::uint32_t> saved;
  const std::atomic<bool>* cancel = nullptr;
};

// Memory that a block's run needs beside the binding; made once per worker.
class BlockRunner {
 public:
  BlockRunner(const program::Program& program, const LaneProgram& lanes, const OpSet& ops,
              std::size_t lane_count);
  std::vector<Trouble> run(const BlockTask& task);

 private:
  void start(const BlockTask& task);
  void set_member_inputs(const BlockTask& task);
  void set_time_rows(const BlockTask& task, double time);
  void set_memories();
  void evaluate(const BlockTask& task, double time);
  void push_memories();
  void save(const BlockTask& task, std::size_t place);
  void note_trouble(const BlockTask& task, std::uint32_t step);
  void advance(const BlockTask& task, std::uint32_t step);
  void advance_rk4(const BlockTask& task, double time);
  void evaluate_from(const BlockTask& task, double time, double step);

  const program::Program& program_;
  const LaneProgram& lane_program_;
  const OpSet& ops_;
  Binding binding_;
  Arena states_;                // RK4: where each stock stood, then the sum of its rates
  std::size_t used_ = 0;        // lanes of this block, a multiple of 8
  std::size_t evaluation_ = 0;  // how many evaluations of `step` are done
  Arena trouble_;               // by lane: not 0 once something was not finite
  std::vector<std::uint32_t> trouble_step_;
};

}  // namespace sluice::execute
