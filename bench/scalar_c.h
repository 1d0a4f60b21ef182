// A Program as scalar C: emitted, compiled by gcc -O3 -march=native, loaded.
#pragma once

#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "execute/kernel.h"
#include "program/emit_c.h"

namespace sluice::bench {

class ScalarC {
 public:
  static constexpr const char* kCommand =
      "gcc -O3 -march=native -ffp-contract=off -fno-math-errno -shared -fPIC -w";

  explicit ScalarC(const program::Program& program) : program_(program) {
    std::string name = std::filesystem::temp_directory_path() / "sluice-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    std::ofstream(name + "/scalar.c") << program::emit_c(program);
    const std::string command =
        std::string(kCommand) + " -o " + name + "/scalar.so " + name + "/scalar.c -lsleef -lm";
    const bool compiled = std::system(command.c_str()) == 0;
    if (compiled) library_ = dlopen((name + "/scalar.so").c_str(), RTLD_NOW);
    std::filesystem::remove_all(name);
    if (library_ == nullptr) throw std::runtime_error("cannot compile and load the scalar C");
    prepare_ = reinterpret_cast<Prepare>(dlsym(library_, "sluice_prepare"));
    member_ = reinterpret_cast<Member>(dlsym(library_, "sluice_member"));
  }
  ~ScalarC() { dlclose(library_); }
  ScalarC(const ScalarC&) = delete;
  ScalarC& operator=(const ScalarC&) = delete;

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
  void* library_ = nullptr;
  Prepare prepare_ = nullptr;
  Member member_ = nullptr;
};

}  // namespace sluice::bench
