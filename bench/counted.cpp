// A fixed piece of work for each part of the engine, for valgrind to count the instructions of:
// tools/check_instructions.py compares them with those in instructions.txt. The program is
// synthetic, so the counts change only with the code.
//   bench_counted CASE CACHE     CASE: optimise, lanes, compiled, outputs, strips
// Compiled code comes from the folder CACHE; run once without valgrind to put it there.
#include <functional>
#include <iostream>
#include <map>

#include "arrays.h"
#include "engines.h"
#include "synthetic.h"

namespace sluice::bench {
namespace {

constexpr std::size_t kMembers = 64;

// What callgrind is told to count within.
[[gnu::noinline]] void counted_part(const std::function<void()>& work) { work(); }

void run_kernel(std::size_t outputs, execute::Compiled compiled, const std::string& cache) {
  const program::Program program = program::optimise(synthetic(300, 100, outputs));
  const execute::Kernel kernel(program,
                               {.narrow_vectors = true, .compiled = compiled, .code_cache = cache});
  const execute::RunInputs inputs = central_inputs(program);
  std::vector<double> values;
  for (std::size_t k = 0; k < program.inputs.size(); ++k)
    for (std::size_t m = 0; m < kMembers; ++m) values.push_back(Synthetic::input_of(k, m));
  const std::vector<double> prepared = kernel.prepare(inputs);
  const auto state = kernel.make_state(kMembers);
  std::vector<double> out(program.outputs.size() * kernel.saved_times() * kMembers);
  counted_part([&] {
    kernel.run(*state, inputs, prepared, {0, kMembers, values, kMembers}, {out.data(), kMembers});
  });
}

void run_optimiser() {
  const program::Program program = synthetic(3000, 100, 0);
  counted_part([&] { program::optimise(program); });
}

// An array made ready for one run, and run.
void run_strips() {
  const Case one = ArrayModel(10, 100).make(1);
  std::vector<double> out(2 * execute::good_stride(1));
  counted_part([&] {
    const execute::Kernel kernel(one.program, {.narrow_vectors = true,
                                               .compiled = execute::Compiled::never,
                                               .vectors = execute::Vectors::of_elements});
    const auto state = kernel.make_state(1);
    kernel.run(*state, one.inputs, kernel.prepare(one.inputs), {0, 1, one.values, 1},
               {out.data(), execute::good_stride(1)});
  });
}

int run(const std::string& name, const std::string& cache) {
  using execute::Compiled;
  const std::map<std::string, std::function<void()>> cases = {
      {"optimise", run_optimiser},
      {"lanes", [] { run_kernel(1, Compiled::never, ""); }},
      {"compiled", [&] { run_kernel(1, Compiled::first, cache); }},
      {"outputs", [] { run_kernel(0, Compiled::never, ""); }},
      {"strips", run_strips}};
  const auto found = cases.find(name);
  if (found == cases.end()) return 2;
  found->second();
  return 0;
}

}  // namespace
}  // namespace sluice::bench

int main(int count, char** words) {
  if (count == 3) return sluice::bench::run(words[1], words[2]);
  std::cerr << "bench_counted CASE CACHE\n";
  return 2;
}
