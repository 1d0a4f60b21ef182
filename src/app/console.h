// The two streams of a program: results on standard output, everything else on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "report/terminal.h"

namespace sluice::app {

// What standard output is: unlimited width and no colour unless it is a terminal; no colour either
// where NO_COLOR is set (no-color.org) or TERM is "dumb". COLUMNS overrides the width.
report::Terminal output_terminal();

// Writes all of `text` to standard output. False where the reader has gone (a closed pipe) or the
// device is full; errno says which.
bool write_output(std::string_view text);
void write_message(std::string_view text);
// On standard error, one after the other; of very many only the first.
void tell(const Diagnostics& diagnostics);

// A line on standard error that is drawn over itself: done, rate, time left. Draws nothing where
// standard error is no terminal. Called from one thread at a time.
class ProgressBar {
 public:
  explicit ProgressBar(std::string title);
  ~ProgressBar();  // wipes the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  bool shows() const { return terminal_; }
  // `note` stands last, where there is room.
  void show(std::uint64_t done, std::uint64_t total, std::string_view note = {});

 private:
  using Clock = std::chrono::steady_clock;
  std::string title_;
  bool terminal_ = false, drawn_ = false;
  Clock::time_point begun_, last_;
};

// "ensemble [=====     ]  52 %  1,040 of 2,000 futures, 950/s, 1 s left"
std::string progress_line(std::string_view title, std::uint64_t done, std::uint64_t total,
                          double seconds, std::size_t columns, std::string_view note = {});

}  // namespace sluice::app
