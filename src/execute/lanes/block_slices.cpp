// Blocks that run slice by slice of time: see execute/slices.h.
#include <algorithm>

#include "execute/lanes/block_run.h"

namespace sluice::execute {

void BlockRunner::begin(const BlockTask& task) {
  looks_at_stocks_ = had_uniform_trouble_ = false;
  place_ = step_ = 0;
  start(task);
}

bool BlockRunner::go_on(const BlockTask& task, std::size_t first, std::size_t times,
                        SliceSink& sink) {
  for (; step_ <= program_.timing.steps; ++step_) {
    if (task.cancel != nullptr && task.cancel->load(std::memory_order_relaxed)) return false;
    const bool saved = place_ < task.saved.size() && task.saved[place_] == step_;
    if (saved && place_ == times) return true;
    go_to(task, step_, saved);
    if (!saved) continue;
    ops_.look(sources_.data(), sources_.size(), trouble_.data(), used_);
    had_uniform_trouble_ = had_uniform_trouble_ || uniform_trouble();
    sink.show({place_++, first, task.block.members, sources_});
  }
  return true;
}

bool BlockRunner::had_trouble() {
  const double* const noted = trouble_.data();
  const bool of_outputs = std::any_of(noted, noted + used_, [](double one) { return one != 0; });
  return of_outputs || had_uniform_trouble_ || !stocks_are_finite();
}

}  // namespace sluice::execute
