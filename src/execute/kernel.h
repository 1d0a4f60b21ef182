// Runs a Program for many members at once. A Kernel is immutable and shared by threads; a State is
// one worker's memory. Every executor gives the same bits as program/evaluate.h, for any block
// size.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "execute/jit/code_cache.h"
#include "execute/slices.h"
#include "program/program.h"
#include "program/schedule.h"

namespace sluice::execute {

using program::Schedule;
using program::value_at;

// What all members of one run share. One entry per Program::inputs; `uniform` is read for inputs of
// kind uniform, `schedules` for kind scheduled, neither for kind member.
struct RunInputs {
  std::vector<double> uniform;
  std::vector<Schedule> schedules;
  std::uint64_t seed = 0;  // of the model's own random functions
};

// A block of consecutive members. values[k * stride + m] is input k of member first + m, for inputs
// of kind member (other rows are not read).
struct Block {
  std::uint64_t first_member = 0;
  std::size_t members = 0;
  std::span<const double> values;
  std::size_t stride = 0;
};

// Where a block's outputs go: out[(series * saved_times + time) * stride + m].
struct OutputView {
  double* out = nullptr;
  std::size_t stride = 0;
  // Of a block of one member: told how many saved times are there, for a thread that reads them
  // meanwhile.
  std::atomic<std::uint32_t>* times_there = nullptr;
};

// A stride for rows of so many members. Rows apart from one another by a multiple of 4 KB would all
// begin in the same few lines of a cache, and compiled code writes eight members of each row before
// it goes on with the next eight.
constexpr std::size_t good_stride(std::size_t members) {
  constexpr std::size_t kApart = 64;
  const std::size_t whole = (members + 7) / 8 * 8;
  return whole % kApart == 0 ? whole + 8 : whole;
}

// First trouble of a member: the first saved step at which a stock or output was not finite.
struct Trouble {
  std::uint64_t member = 0;
  std::uint32_t step = 0;
};

// One worker's memory, for blocks of at most a given number of members. One thread at a time.
class State {
 public:
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

 private:
  friend class Kernel;
  struct Implementation;
  explicit State(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

// Whether a program runs as machine code made for it, which gives the same bits sooner. Without
// LLVM, and for what compiled code does not pay, it runs in lanes.
enum class Compiled : std::uint8_t {
  never,
  first,      // made before the first run
  when_worth  // made beside the runs, or taken from the cache, once enough is run or expected
};

// What the numbers of a vector are.
enum class Vectors : std::uint8_t {
  of_members,
  of_elements,  // of arrays, for one member after the other; never compiled
  either        // of elements where large arrays would run in lanes
};

struct KernelOptions {
  // What depends on time only is computed once for all members and kept as one number per
  // evaluation of a step; if that takes more numbers than this, it is computed for each member
  // instead.
  std::size_t most_traced_numbers = std::size_t{1} << 25U;
  // Only the vectors of the baseline (4 numbers), even where the machine has wider ones.
  bool narrow_vectors = false;
  Compiled compiled = Compiled::when_worth;
  Vectors vectors = Vectors::either;
  std::filesystem::path code_cache = default_code_cache();  // a folder; empty: none
};

// Where members stood at a step under some inputs; see lanes/past.h.
class Past;

class Kernel {
 public:
  // The program must be valid (program::validate).
  explicit Kernel(program::Program program, const KernelOptions& options = {});
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  const program::Program& program() const;
  std::size_t saved_times() const;
  bool runs_compiled() const;  // by now
  // So many members are about to be run with this kernel, in all: a hint that lets compiled code be
  // ready sooner.
  void expect(std::size_t members) const;
  // Compiled before it returns, whether or not that pays: where LLVM is there.
  void compile_now() const;
  // Members per block that keeps the working set in cache (a multiple of 8).
  std::size_t best_block() const;

  // All that is the same for every member with these inputs: the `once` section, and at every step
  // what depends on time, schedules and uniform inputs only. Opaque; give it to run with the same
  // inputs.
  std::vector<double> prepare(const RunInputs& inputs) const;
  // A worker's memory for blocks of at most `lanes` members (rounded up to a multiple of 8).
  std::unique_ptr<State> make_state(std::size_t lanes) const;
  // Runs one block to the end, or until `cancel` is set (then returns early with what there is).
  // Members with trouble still write their (non-finite) numbers. No allocation inside a step.
  std::vector<Trouble> run(State& state, const RunInputs& inputs, std::span<const double> prepared,
                           const Block& block, OutputView output,
                           const std::atomic<bool>* cancel = nullptr, Past* past = nullptr) const;
  // By output: whether it is the same for all members, whatever the inputs.
  std::vector<bool> same_for_all() const;
  // Where it runs compiled (by now), the same slice by slice of time, of so many saved times each,
  // shown to `sink`. What comes back are the first members of groups of kMembersShown in which some
  // had trouble: `run` tells more of those. None where it was cancelled.
  std::optional<std::vector<std::uint64_t>> run_in_slices(
      State& state, const RunInputs& inputs, std::span<const double> prepared, const Block& block,
      std::size_t times_of_slice, SliceSink& sink, const std::atomic<bool>* cancel = nullptr) const;
  // What run_in_slices keeps of each group of members meanwhile.
  std::size_t bytes_of_group() const;
  // For runs with other inputs that are as good as these to every member until `time`
  // (Past::is_of): given to run, it is filled by the first and spares the others that part. Not
  // longer than the kernel. Null where nothing comes before that time.
  std::unique_ptr<Past> make_past(std::vector<double> prepared, double time,
                                  std::size_t most_bytes) const;

 private:
  friend class State;
  struct Implementation;
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace sluice::execute
