// The emitted C, compiled and run: the same bits as the reference.
#include "program/emit_c.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "program/random_program_testing.h"

namespace sluice::program {
namespace {

class CompiledC {
 public:
  explicit CompiledC(const Program& program) {
    std::string name = ::testing::TempDir() + "emitted-XXXXXX";
    const int file = mkstemp(name.data());
    if (file < 0) return;
    close(file);
    std::ofstream(name + ".c") << emit_c(program);
    const std::string command =
        "cc -O1 -ffp-contract=off -shared -fPIC -o " + name + ".so " + name + ".c";
    if (std::system(command.c_str()) == 0) library_ = dlopen((name + ".so").c_str(), RTLD_NOW);
    for (const char* end : {"", ".c", ".so"}) std::remove((name + end).c_str());
  }
  ~CompiledC() {
    if (library_ != nullptr) dlclose(library_);
  }
  CompiledC(const CompiledC&) = delete;
  CompiledC& operator=(const CompiledC&) = delete;

  bool loaded() const { return library_ != nullptr; }
  std::vector<double> run(const Program& program, const MemberInputs& inputs) const {
    using Prepare = void (*)(const double*, const SluiceServices*, double*);
    using Member =
        void (*)(const double*, const double*, const double*, const SluiceServices*, double*);
    const SluiceServices services = services_of(inputs.seed, inputs.member);
    std::vector<double> scheduled, once(program.slot_count);
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      if (program.inputs[i].kind == InputKind::scheduled)
        for (std::uint32_t step = 0; step <= program.timing.steps; ++step)
          scheduled.push_back(value_at(inputs.schedules[i], time_at(program.timing, step),
                                       program.timing.time_step));
    std::vector<double> out(program.outputs.size() * saved_steps(program.timing).size());
    reinterpret_cast<Prepare>(dlsym(library_, "sluice_prepare"))(inputs.values.data(), &services,
                                                                 once.data());
    reinterpret_cast<Member>(dlsym(library_, "sluice_member"))(
        inputs.values.data(), scheduled.data(), once.data(), &services, out.data());
    return out;
  }

 private:
  void* library_ = nullptr;
};

class EmittedC : public ::testing::TestWithParam<Method> {};

TEST_P(EmittedC, GivesTheBitsOfTheReference) {
  for (std::uint64_t seed = 501; seed <= 504; ++seed) {
    const Program program = testing::random_program(seed, GetParam());
    const CompiledC compiled(program);
    ASSERT_TRUE(compiled.loaded()) << dlerror();
    for (std::uint64_t member = 0; member < 4; ++member) {
      const MemberInputs inputs = testing::random_inputs(program, seed, member);
      const std::vector<double> expected = run_member(program, inputs);
      const std::vector<double> found = compiled.run(program, inputs);
      for (std::size_t i = 0; i < found.size(); ++i)
        ASSERT_EQ(std::bit_cast<std::uint64_t>(found[i]), std::bit_cast<std::uint64_t>(expected[i]))
            << "seed " << seed << ", number " << i << ": " << found[i] << " instead of "
            << expected[i];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, EmittedC,
                         ::testing::Values(Method::euler, Method::midpoint, Method::heun,
                                           Method::rk4),
                         [](const auto& tested) { return std::string(name_of(tested.param)); });

}  // namespace
}  // namespace sluice::program
