// One table of how fast a Program runs: every engine on every model; compiled code and lanes by
// number of members, equations and steps, by outputs, and by cores. All outputs are compared bit
// for bit. See docs/performance.md for how to read it.
//   bench_speed [MEMBERS]
#include <cstring>

#include "base/format.h"
#include "counters.h"
#include "engines.h"
#include "peak.h"
#include "synthetic.h"

namespace sluice::bench {
namespace {

using execute::Compiled;

Case synthetic_case(std::size_t equations, std::uint32_t steps, std::size_t outputs,
                    std::size_t members) {
  Case made{"synthetic", {}, {}, {}, members};
  made.program = program::optimise(synthetic(equations, steps, outputs));
  made.inputs = central_inputs(made.program);
  for (std::size_t k = 0; k < made.program.inputs.size(); ++k)
    for (std::size_t m = 0; m < members; ++m) made.values.push_back(Synthetic::input_of(k, m));
  return made;
}

void print_head() {
  std::cout << format(
      "{:10} {:>7} {:>6} {:>7} {:>8} {:22} {:>5} {:>10} {:>8} {:>8} {:>6} {:>7} {:>7}\n", "model",
      "equat.", "steps", "outputs", "members", "engine", "cores", "members/s", "ns/equ.", "ns/op",
      "x C", "cycles", "misses");
}

// Per op and vector of eight members.
std::string counted(const Engine& engine, std::vector<double>& out, std::uint64_t event,
                    double op_vectors) {
  if (engine.threads > 1) return "-";
  const auto value = Counter(event).count([&] { engine.run(out.data()); });
  return value ? format("{:.2f}", *value / op_vectors) : "-";
}

void print_row(const Case& one, const Engine& engine, double seconds, double yardstick,
               std::vector<double>& out) {
  const auto members = static_cast<double>(one.members);
  const double runs = members * (static_cast<double>(one.program.timing.steps) + 1);
  const auto equations = static_cast<double>(count_equations(one.program));
  const auto ops = static_cast<double>(one.program.step.size());
  std::cout << format(
                   "{:10} {:>7} {:>6} {:>7} {:>8} {:22} {:>5} {:>10.0f} {:>8.3f} {:>8.3f} {:>6} "
                   "{:>7} {:>7}\n",
                   one.name, equations, one.program.timing.steps, one.program.outputs.size(),
                   one.members, engine.name, engine.threads, members / seconds,
                   seconds / runs / equations * 1e9, seconds / runs / ops * 1e9,
                   yardstick > 0 ? format("{:.2f}", yardstick / seconds) : "-",
                   counted(engine, out, PERF_COUNT_HW_CPU_CYCLES, runs * ops / 8),
                   counted(engine, out, PERF_COUNT_HW_CACHE_MISSES, runs * ops / 8))
            << std::flush;
}

// The first engine's outputs are what the others' must be.
void measure(const Case& one, const std::vector<Engine>& engines) {
  const std::size_t numbers = one.program.outputs.size() * saved_steps(one.program.timing).size() *
                              execute::good_stride(one.members);
  std::vector<std::vector<double>> outs(engines.size(), std::vector<double>(numbers));
  const std::vector<double> seconds = seconds_of(one.name, engines, outs);
  const double yardstick = engines[0].name == "scalar C" ? seconds[0] : 0;
  for (std::size_t i = 0; i < engines.size(); ++i) {
    if (std::memcmp(outs[i].data(), outs[0].data(), numbers * sizeof(double)) != 0)
      throw std::runtime_error(one.name + ": outputs of " + engines[i].name + " differ");
    print_row(one, engines[i], seconds[i], yardstick, outs[i]);
  }
}

std::vector<Engine> all_engines(const Case& one) {
  std::vector<Engine> engines = {scalar_engine(one)};
  if (auto fused = fused_engine(one)) engines.push_back(std::move(*fused));
  const auto compiled = kernel_of(one, Compiled::first), lanes = kernel_of(one, Compiled::never);
  engines.push_back(kernel_engine(one, lanes, 1, "lanes"));
  engines.push_back(kernel_engine(one, kernel_of(one, Compiled::never, true), 1, "lanes, AVX2"));
  if (!compiled->runs_compiled()) return engines;
  engines.push_back(kernel_engine(one, compiled, 1, "compiled"));
  engines.push_back(kernel_engine(one, kernel_of(one, Compiled::first, true), 1, "compiled, AVX2"));
  if (const std::size_t cores = available_cores(); cores > 1)
    engines.push_back(kernel_engine(one, compiled, cores, "compiled"));
  return engines;
}

void measure_kernels(const Case& one) {
  std::vector<Engine> engines = {kernel_engine(one, kernel_of(one, Compiled::never), 1, "lanes")};
  const auto compiled = kernel_of(one, Compiled::first);
  if (compiled->runs_compiled()) engines.push_back(kernel_engine(one, compiled, 1, "compiled"));
  measure(one, engines);
}

std::optional<Case> world(std::size_t members, std::size_t outputs = 1) {
  return model_case("World3", "wrld3-03.mdl", "industrial capital output ratio 1", 2.5, 4,
                    "population", members, outputs);
}
std::optional<Case> seir(std::size_t members, std::size_t outputs = 1) {
  return model_case("SEIR 20x5", "seir20x5.mdl", "base contact rate", 0.2, 0.6, "total infectious",
                    members, outputs);
}

int run(std::size_t members) {
  std::cout << format(
      "scalar and fused C: {}\nns/equ.: per element equation, step and member; ns/op: per op of "
      "the optimised program, step and member;\nx C: speed against scalar C; cycles and cache "
      "misses: per op and eight members, - where the system does not count them\n",
      SharedLibrary::kCommand);
  print_head();
  const Case chips = flagship(members);
  measure(chips, all_engines(chips));
  if (const auto one = world(members)) measure(*one, all_engines(*one));
  if (const auto one = seir(members)) measure(*one, all_engines(*one));
  std::cout << "by number of members\n";
  for (const std::size_t count : {8U, 64U, 512U, 4096U})
    measure_kernels(synthetic_case(300, 200, 1, count));
  std::cout << "by number of equations\n";
  for (const std::size_t count : {3U, 10U, 30U, 300U, 3000U})
    measure_kernels(synthetic_case(count, 200, 1, 512));
  std::cout << "by number of steps\n";
  for (const std::uint32_t steps : {20U, 200U, 2000U})
    measure_kernels(synthetic_case(300, steps, 1, 512));
  std::cout << "by number of outputs\n";
  for (const std::size_t outputs : {1U, 20U, 1'000'000U}) {
    measure_kernels(synthetic_case(300, 200, outputs == 1'000'000U ? 0 : outputs, 512));
    if (const auto one = world(512, outputs)) measure_kernels(*one);
    if (const auto one = seir(256, outputs)) measure_kernels(*one);
  }
  std::cout << "outputs of all engines are equal, bit for bit\n"
               "what the machine can do on one core, operations on eight numbers each:\n";
  for (const Peak& peak : measure_peaks())
    std::cout << format("  {:32} {:>6.2f} a ns\n", peak.what, peak.vectors_per_ns);
  return 0;
}

}  // namespace
}  // namespace sluice::bench

int main(int count, char** words) {
  try {
    return sluice::bench::run(count > 1 ? std::stoul(words[1]) / 8 * 8 : 1000);
  } catch (const std::exception& error) {
    std::cerr << "bench_speed: " << error.what() << "\n";
    return 1;
  }
}
