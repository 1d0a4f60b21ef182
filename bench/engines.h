// Every way to run a case, timed alike.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "cases.h"
#include "fused_c.h"
#include "scalar_c.h"
#include "turns.h"

namespace sluice::bench {

struct Engine {
  std::string name;
  std::size_t threads = 1;
  std::function<void(double* out)> run;
};

// The shortest of several runs each, taken in turns.
inline std::vector<double> seconds_of(const std::string& title, const std::vector<Engine>& engines,
                                      std::vector<std::vector<double>>& outs) {
  std::vector<Timed> timed;
  for (std::size_t i = 0; i < engines.size(); ++i)
    timed.push_back(
        {engines[i].name, [&, i] { engines[i].run(outs[i].data()); }, engines[i].threads});
  take_turns(title, timed, 5);
  std::vector<double> best;
  for (const Timed& one : timed) best.push_back(one.best);
  return best;
}

// Blocks of members shared among threads, as an ensemble shares them.
template <class RunBlock>
std::function<void(double*)> in_blocks(const Case& one, std::size_t size, std::size_t threads,
                                       RunBlock run_block) {
  return [&one, size, threads, run_block](double* out) {
    const std::size_t blocks = (one.members + size - 1) / size;
    parallel_for(blocks, threads, [&](std::size_t number, std::size_t worker) noexcept {
      const std::size_t first = number * size;
      const execute::Block block{first, std::min(size, one.members - first),
                                 std::span(one.values).subspan(first), one.members};
      run_block(worker, block, execute::OutputView{out + first, execute::good_stride(one.members)});
    });
  };
}

inline Engine kernel_engine(const Case& one, const std::shared_ptr<execute::Kernel>& kernel,
                            std::size_t threads, const std::string& name) {
  const std::size_t even = (one.members / threads + 7) / 8 * 8;
  const std::size_t size = std::clamp<std::size_t>(even, 8, kernel->best_block());
  auto states = std::make_shared<std::vector<std::unique_ptr<execute::State>>>();
  for (std::size_t i = 0; i < threads; ++i) states->push_back(kernel->make_state(size));
  const auto prepared = std::make_shared<std::vector<double>>();
  const auto blocks =
      in_blocks(one, size, threads,
                [&one, kernel, states, prepared](std::size_t worker, const execute::Block& block,
                                                 execute::OutputView output) {
                  kernel->run(*(*states)[worker], one.inputs, *prepared, block, output);
                });
  return {name, threads, [&one, kernel, prepared, blocks](double* out) {
            *prepared = kernel->prepare(one.inputs);
            blocks(out);
          }};
}

inline Engine scalar_engine(const Case& one) {
  const auto scalar = std::make_shared<ScalarC>(one.program);
  return {"scalar C", 1,
          in_blocks(
              one, 64, 1,
              [&one, scalar](std::size_t, const execute::Block& block, execute::OutputView output) {
                scalar->run(one.inputs, block, output);
              })};
}

inline std::optional<Engine> fused_engine(const Case& one) {
  if (one.members % 8 != 0) return std::nullopt;
  std::optional<FusedC> made = FusedC::make(one.program);
  if (!made) return std::nullopt;
  const auto fused = std::make_shared<FusedC>(std::move(*made));
  const auto prepared = std::make_shared<std::vector<double>>(
      execute::Kernel(one.program, {.compiled = execute::Compiled::never}).prepare(one.inputs));
  return Engine{"fused eight-wide C", 1,
                in_blocks(one, 64, 1,
                          [fused, prepared](std::size_t, const execute::Block& block,
                                            execute::OutputView output) {
                            fused->run(*prepared, block, output);
                          })};
}

inline std::shared_ptr<execute::Kernel> kernel_of(const Case& one, execute::Compiled compiled,
                                                  bool narrow = false) {
  return std::make_shared<execute::Kernel>(
      one.program,
      execute::KernelOptions{.narrow_vectors = narrow, .compiled = compiled, .code_cache = {}});
}

}  // namespace sluice::bench
