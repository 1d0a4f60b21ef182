// The table of a single run, written while the run goes on.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/single_run.h"
#include "base/calendar.h"
#include "base/file.h"

namespace sluice::app {

class RunTable {
 public:
  // `output`: a file, or empty where the text alone is wanted.
  RunTable(const std::string& output, std::optional<Calendar> calendar);

  // Writes each row once it is there; see Follow.
  void follow(const results::Frame& frame, const RowsThere& rows);
  // Meanwhile, from another thread, once all rows are there: the last ones.
  void help(const results::Frame& frame);
  // Once both have ended: the file is put in its place, or the text given.
  Diagnostics finish();
  std::string take() {
    text_ += last_rows_;
    return std::move(text_);
  }

 private:
  std::optional<std::size_t> next_row(const results::Frame& frame);
  void append(std::string_view piece);

  std::optional<Calendar> calendar_;
  std::optional<PartialFile> file_;
  std::mutex mutex_;                // of these two
  std::size_t next_ = 0;            // that follow writes
  std::optional<std::size_t> end_;  // where the rows of help begin
  std::string text_, last_rows_;
  std::size_t written_ = 0;
  Diagnostics said_;
};

}  // namespace sluice::app
