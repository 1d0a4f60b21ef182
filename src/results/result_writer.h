// A result file written while its futures come, block by block in any order, and taken up again
// where it was left.
//
// Work goes to PATH.partial. A block's numbers are on disk before its futures are marked as reached
// there, so the file can be read and resumed wherever the program was ended, also by force.
// Every number has its place from the start: the same futures give the same bytes, in whatever
// order they came.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "results/reading.h"
#include "results/result_file.h"

namespace sluice::results {

class ResultWriter {
 public:
  // A new file. `shape` says all but the numbers: its frames and draws hold none.
  static Checked<ResultWriter> create(const std::string& path, const ResultFile& shape);
  // PATH.partial as it was left.
  static Checked<ResultWriter> resume(const std::string& path);
  ~ResultWriter();
  ResultWriter(ResultWriter&&) noexcept;
  ResultWriter& operator=(ResultWriter&&) noexcept;

  // Draws of `count` members: values[input * stride + m].
  void put_draws(std::uint64_t first, std::size_t count, const double* values, std::size_t stride);
  // After the draws of all members, before any future: until then the file cannot be resumed.
  void end_draws();
  // Consecutive members under one scenario. Any thread.
  void put(std::size_t scenario, std::uint64_t first, const BlockView& block,
           const std::vector<BadMember>& bad);
  // Members that the file holds: true where it holds all of them, then with their numbers.
  bool get(std::size_t scenario, std::uint64_t first, const BlockView& into, double* values,
           std::vector<BadMember>& bad);

  // The first trouble, if there was one: look at it now and then.
  Diagnostics trouble() const;
  // Closes. Where all futures were reached the file gets its name; else PATH.partial stays.
  Diagnostics finish();

 private:
  struct Implementation;
  ResultWriter();
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sluice::results
