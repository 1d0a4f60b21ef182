// When the step section of a program is compiled, and where its code comes from: a cache, or LLVM
// on a thread beside those that run the program in lanes meanwhile.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "execute/jit/code_cache.h"
#include "execute/jit/step_code.h"

namespace sluice::execute {

class Compiler {
 public:
  // The programs must outlive the Compiler.
  Compiler(const program::Program& program, const LaneProgram& lanes, StepShape shape,
           CodeCache cache);
  ~Compiler() = default;
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  // Null while there is none.
  std::shared_ptr<const StepCode> code() const;

  // Makes the code before it returns; there is none without LLVM.
  void compile_now();
  // So many members are about to be run, or have been run in lanes. Where that is enough work,
  // looks into the cache, and begins to compile.
  void expect(std::size_t members);
  void note_done_in_lanes(std::size_t members);

 private:
  struct Work;
  double ops_of(std::size_t members) const;
  void consider(double ops, double wanted);
  void look();
  void begin();

  const program::Program& program_;
  const LaneProgram& lanes_;
  StepShape shape_;
  std::shared_ptr<Work> work_;  // shared with the thread that compiles
  std::atomic<double> done_ = 0;
  std::mutex mutex_;
  bool looked_ = false;
  std::atomic<bool> settled_ = false;  // nothing is left to decide
};

}  // namespace sluice::execute
