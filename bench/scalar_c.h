// A Program as scalar C, one member after the other.
#pragma once

#include <span>
#include <vector>

#include "execute/kernel.h"
#include "program/emit_c.h"
#include "shared_library.h"

namespace sluice::bench {

class ScalarC {
 public:
  explicit ScalarC(const program::Program& program)
      : program_(program),
        library_(program::emit_c(program)),
        prepare_(reinterpret_cast<Prepare>(library_.function("sluice_prepare"))),
        member_(reinterpret_cast<Member>(library_.function("sluice_member"))) {}

  // As Kernel::run: one member after the other.
  void run(const execute::RunInputs& inputs, const execute::Block& block,
           execute::OutputView output) const {
    const std::size_t times = saved_steps(program_.timing).size();
    std::vector<double> once(program_.slot_count), values = inputs.uniform;
    std::vector<double> one(program_.outputs.size() * times);
    const std::vector<double> scheduled = scheduled_values(inputs);
    for (std::size_t m = 0; m < block.members; ++m) {
      for (std::size_t k = 0; k < values.size(); ++k)
        if (program_.inputs[k].kind == program::InputKind::member)
          values[k] = block.values[k * block.stride + m];
      const auto services = program::services_of(inputs.seed, block.first_member + m);
      if (m == 0) prepare_(values.data(), &services, once.data());
      member_(values.data(), scheduled.data(), once.data(), &services, one.data());
      for (std::size_t row = 0; row < one.size(); ++row)
        output.out[row * output.stride + m] = one[row];
    }
  }

 private:
  using Prepare = void (*)(const double*, const program::SluiceServices*, double*);
  using Member = void (*)(const double*, const double*, const double*,
                          const program::SluiceServices*, double*);

  std::vector<double> scheduled_values(const execute::RunInputs& inputs) const {
    std::vector<double> values;
    for (std::size_t k = 0; k < program_.inputs.size(); ++k)
      if (program_.inputs[k].kind == program::InputKind::scheduled)
        for (std::uint32_t step = 0; step <= program_.timing.steps; ++step)
          values.push_back(value_at(inputs.schedules[k], time_at(program_.timing, step),
                                    program_.timing.time_step));
    return values;
  }

  const program::Program& program_;
  SharedLibrary library_;
  Prepare prepare_ = nullptr;
  Member member_ = nullptr;
};

}  // namespace sluice::bench
