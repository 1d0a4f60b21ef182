// What tests of agreement share: runs of random programs by the reference evaluator and in kernels.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "execute/kernel.h"
#include "execute/lanes/past.h"
#include "program/evaluate.h"
#include "program/random_program_testing.h"

namespace sluice::execute::testing {

using program::Method;
using program::Program;
using program::Slot;
using program::testing::random_inputs;
using program::testing::random_program;

struct Futures {
  std::vector<double> outputs;  // [output][saved time][member]
  std::vector<Trouble> troubles;
};

inline RunInputs run_inputs(const Program& program, std::uint64_t seed) {
  const program::MemberInputs inputs = random_inputs(program, seed, 0);
  return {inputs.values, inputs.schedules, seed};
}

inline std::vector<double> member_values(const Program& program, std::uint64_t seed,
                                         std::size_t members) {
  std::vector<double> values(program.inputs.size() * members);
  for (std::size_t m = 0; m < members; ++m) {
    const program::MemberInputs inputs = random_inputs(program, seed, m);
    for (std::size_t k = 0; k < inputs.values.size(); ++k)
      values[k * members + m] = inputs.values[k];
  }
  return values;
}

inline Futures run_reference(const Program& program, std::uint64_t seed, std::size_t members) {
  const std::size_t rows = program.outputs.size() * saved_steps(program.timing).size();
  Futures futures{std::vector<double>(rows * members), {}};
  for (std::size_t m = 0; m < members; ++m) {
    const std::vector<double> run = run_member(program, random_inputs(program, seed, m));
    for (std::size_t row = 0; row < rows; ++row) futures.outputs[row * members + m] = run[row];
  }
  return futures;
}

// Blocks of `block` members; the last ones first where `backward`.
inline Futures run_lanes(const Kernel& kernel, std::uint64_t seed, std::size_t members,
                         std::size_t block, bool backward, Past* past = nullptr) {
  const Program& program = kernel.program();
  const RunInputs inputs = run_inputs(program, seed);
  const std::vector<double> values = member_values(program, seed, members);
  const std::vector<double> prepared = kernel.prepare(inputs);
  const auto state = kernel.make_state(block);
  Futures futures{
      std::vector<double>(program.outputs.size() * kernel.saved_times() * members, -12345.0), {}};
  std::vector<std::size_t> starts;
  for (std::size_t start = 0; start < members; start += block) starts.push_back(start);
  if (backward) std::ranges::reverse(starts);
  for (const std::size_t start : starts) {
    const std::size_t count = std::min(block, members - start);
    const Block part{start, count, std::span(values).subspan(start), members};
    const auto troubles = kernel.run(*state, inputs, prepared, part,
                                     {futures.outputs.data() + start, members}, nullptr, past);
    futures.troubles.insert(futures.troubles.end(), troubles.begin(), troubles.end());
  }
  return futures;
}

// Empty where all is alike, else the first output that differs, with the op that computes it.
inline std::string unlike(const Program& program, const std::vector<double>& expected,
                          const std::vector<double>& found) {
  if (expected.size() != found.size()) return "different sizes";
  const std::size_t per_output = found.size() / program.outputs.size();
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::bit_cast<std::uint64_t>(expected[i]) == std::bit_cast<std::uint64_t>(found[i]))
      continue;
    const program::Output& output = program.outputs[i / per_output];
    std::string text = format("{} at {}: {} instead of {}", output.name, i % per_output,
                              to_text(found[i]), to_text(expected[i]));
    for (const program::Op& op : program.step)
      if (op.dst == output.slot) text += format(" by {}", program::info_of(op.code).name);
    return text;
  }
  return "";
}

// The same rows with the first members only.
inline std::vector<double> first_of(const std::vector<double>& outputs, std::size_t all,
                                    std::size_t members) {
  std::vector<double> first;
  for (auto row = outputs.begin(); row != outputs.end(); row += static_cast<std::ptrdiff_t>(all))
    first.insert(first.end(), row, row + static_cast<std::ptrdiff_t>(members));
  return first;
}

// Fewer where there are more members: other tests run programs to their end.
inline Program with_few_steps(Program program, std::uint32_t steps) {
  program::Timing& timing = program.timing;
  timing.steps = std::min(timing.steps, steps);
  if (!timing.times.empty()) timing.times.resize(timing.steps + 2);
  std::erase_if(timing.saved, [&](std::uint32_t step) { return step > timing.steps; });
  return program;
}

}  // namespace sluice::execute::testing
