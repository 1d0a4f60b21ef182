// Members per second, and nanoseconds per element equation, step and member, of every way to run a
// Program, beside scalar C from the same optimised Program. Outputs are compared bit for bit.
//   bench_flagship [MEMBERS]
#include <chrono>
#include <cstring>
#include <functional>

#include "base/format.h"
#include "base/parallel.h"
#include "cases.h"
#include "scalar_c.h"

namespace sluice::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Engine {
  std::string name;
  std::size_t threads = 1;
  std::function<void(double* out)> run;
};

// The shortest of several runs, at least a second in all.
double seconds_of(const Engine& engine, std::vector<double>& out) {
  double best = 1e9, all = 0;
  for (int trial = 0; trial < 3 || all < 1; ++trial) {
    const auto start = Clock::now();
    engine.run(out.data());
    const double taken = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::min(best, taken);
    all += taken;
  }
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
      run_block(worker, block, execute::OutputView{out + first, one.members});
    });
  };
}

Engine lanes_engine(const Case& one, const execute::Kernel& kernel, std::size_t threads,
                    const std::string& name) {
  const std::size_t size = kernel.best_block();
  auto states = std::make_shared<std::vector<std::unique_ptr<execute::State>>>();
  for (std::size_t i = 0; i < threads; ++i) states->push_back(kernel.make_state(size));
  const auto prepared = std::make_shared<std::vector<double>>();
  const auto run_block = [&one, &kernel, states, prepared](std::size_t worker,
                                                           const execute::Block& block,
                                                           execute::OutputView output) {
    kernel.run(*(*states)[worker], one.inputs, *prepared, block, output);
  };
  const auto blocks = in_blocks(one, size, threads, run_block);
  return {name, threads, [&one, &kernel, prepared, blocks](double* out) {
            *prepared = kernel.prepare(one.inputs);
            blocks(out);
          }};
}

Engine scalar_engine(const Case& one, const ScalarC& scalar, std::size_t threads) {
  return {"scalar C", threads,
          in_blocks(one, 64, threads,
                    [&](std::size_t, const execute::Block& block, execute::OutputView output) {
                      scalar.run(one.inputs, block, output);
                    })};
}

std::string row(const Case& one, const Engine& engine, double seconds, double yardstick) {
  const auto members = static_cast<double>(one.members);
  const double work = members * static_cast<double>(count_equations(one.program)) *
                      (static_cast<double>(one.program.timing.steps) + 1);
  return format("{:10} {:>9} {:>6} {:24} {:>7} {:>11.0f} {:>9.3f} {:>8.2f}\n", one.name,
                count_equations(one.program), one.program.timing.steps, engine.name, engine.threads,
                members / seconds, seconds / work * 1e9, yardstick / seconds);
}

void measure(const Case& one) {
  const execute::Kernel wide(one.program), narrow(one.program, {.narrow_vectors = true});
  const ScalarC scalar(one.program);
  const std::size_t cores = available_cores();
  const std::vector<Engine> engines = {
      scalar_engine(one, scalar, 1), lanes_engine(one, wide, 1, "lanes"),
      lanes_engine(one, narrow, 1, "lanes, narrow vectors"), scalar_engine(one, scalar, cores),
      lanes_engine(one, wide, cores, "lanes")};
  const std::size_t numbers =
      one.program.outputs.size() * saved_steps(one.program.timing).size() * one.members;
  std::vector<double> expected(numbers), found(numbers);
  double yardstick = 0;
  for (const Engine& engine : engines) {
    std::vector<double>& out = &engine == engines.data() ? expected : found;
    const double seconds = seconds_of(engine, out);
    if (yardstick == 0) yardstick = seconds;
    std::cout << row(one, engine, seconds, yardstick) << std::flush;
    if (std::memcmp(out.data(), expected.data(), numbers * sizeof(double)) != 0)
      throw std::runtime_error(one.name + ", " + engine.name + ": outputs differ from scalar C");
  }
}

int run(std::size_t members) {
  std::cout << format("{} members; scalar C: {}\nns: per element equation, step and member\n",
                      members, ScalarC::kCommand);
  std::cout << format("{:10} {:>9} {:>6} {:24} {:>7} {:>11} {:>9} {:>8}\n", "model", "equations",
                      "steps", "engine", "threads", "members/s", "ns", "x C");
  measure(flagship(members));
  if (const auto world = model_case("World3", "wrld3-03.mdl", "industrial capital output ratio 1",
                                    2.5, 4, "population", members))
    measure(*world);
  if (const auto seir = model_case("SEIR 20x5", "seir20x5.mdl", "base contact rate", 0.2, 0.6,
                                   "total infectious", members))
    measure(*seir);
  std::cout << "outputs of all engines are equal, bit for bit\n";
  return 0;
}

}  // namespace
}  // namespace sluice::bench

int main(int count, char** words) {
  try {
    return sluice::bench::run(count > 1 ? std::stoul(words[1]) : 1000);
  } catch (const std::exception& error) {
    std::cerr << "bench_flagship: " << error.what() << "\n";
    return 1;
  }
}
