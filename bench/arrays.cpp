// How fast arrays run, against loops over their elements in C: one run, and an ensemble, with
// members or elements in the vectors. All outputs are compared bit for bit.
//   bench_arrays [MEMBERS]
#include "arrays.h"

#include <cstring>

#include "base/format.h"
#include "engines.h"

namespace sluice::bench {
namespace {

using execute::Compiled;
using execute::Vectors;

// Elements of all members and steps, whatever the size.
constexpr std::size_t kElementSteps = 4'000'000;

Engine loops_engine(const Case& one, const ArrayModel& model) {
  const auto code = std::make_shared<SharedLibrary>(model.c_text());
  return {"loops in C", 1, [&one, code](double* out) {
            const auto run = reinterpret_cast<void (*)(double, double*)>(code->function("run"));
            for (std::size_t m = 0; m < one.members; ++m) {
              double totals[2];
              run(one.values[m], totals);
              for (std::size_t time = 0; time < 2; ++time)
                out[time * execute::good_stride(one.members) + m] = totals[time];
            }
          }};
}

std::shared_ptr<execute::Kernel> kernel_with(const Case& one, Compiled compiled, Vectors vectors) {
  return std::make_shared<execute::Kernel>(
      one.program,
      execute::KernelOptions{.compiled = compiled, .vectors = vectors, .code_cache = {}});
}

void measure(std::size_t size, std::size_t members) {
  const std::size_t elements = size * size;
  const auto steps = static_cast<std::uint32_t>(kElementSteps / elements / members);
  const ArrayModel model(size, steps);
  const Case one = model.make(members);
  const auto engine = [&](Compiled compiled, Vectors vectors, const std::string& name) {
    return kernel_engine(one, kernel_with(one, compiled, vectors), 1, name);
  };
  std::vector<Engine> engines = {
      loops_engine(one, model),
      engine(Compiled::never, Vectors::of_members, "members in the vectors"),
      engine(Compiled::never, Vectors::of_elements, "elements in the vectors"),
      engine(Compiled::never, Vectors::either, "as chosen, not compiled")};
  if (members > 1 && size <= 32)
    engines.push_back(engine(Compiled::first, Vectors::of_members, "compiled"));
  const std::size_t numbers = 2 * execute::good_stride(members);
  std::vector<std::vector<double>> outs(engines.size(), std::vector<double>(numbers));
  const std::vector<double> seconds = seconds_of(one.name, engines, outs);
  const double ops =
      static_cast<double>(ArrayModel::kOps * elements * members) * static_cast<double>(steps);
  for (std::size_t i = 0; i < engines.size(); ++i) {
    if (std::memcmp(outs[i].data(), outs[0].data(), numbers * sizeof(double)) != 0)
      throw std::runtime_error(one.name + ": outputs of " + engines[i].name + " differ");
    std::cout << format("{:>10} {:>8} {:>7}  {:24} {:>8.4f} {:>8.2f}\n", one.name, members, steps,
                        engines[i].name, seconds[i] / ops * 1e9, seconds[0] / seconds[i])
              << std::flush;
  }
}

}  // namespace
}  // namespace sluice::bench

int main(int count, char** words) {
  using namespace sluice::bench;
  const std::size_t members = count > 1 ? std::stoul(words[1]) / 8 * 8 : 64;
  try {
    std::cout << sluice::format(
        "ns/op: per op written down, element, step and member\n"
        "{:>10} {:>8} {:>7}  {:24} {:>8} {:>8}\n",
        "arrays", "members", "steps", "engine", "ns/op", "x C");
    for (const std::size_t many : {std::size_t{1}, members})
      for (const std::size_t size : {3U, 10U, 32U, 100U}) measure(size, many);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench_arrays: " << error.what() << "\n";
    return 1;
  }
}
