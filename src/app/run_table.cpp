#include "app/run_table.h"

#include <algorithm>

#include "base/large_pages.h"
#include "results/csv.h"

namespace sluice::app {
namespace {

// In bytes. Of room more than what most tables take, and no more than what any computer has.
constexpr std::size_t kPiece = std::size_t{1} << 18U, kOfANumber = 10, kMostRoom = 1U << 25U;

}  // namespace

RunTable::RunTable(const std::string& output, std::optional<Calendar> calendar)
    : calendar_(calendar) {
  if (!output.empty()) file_.emplace(output);
}

std::optional<std::size_t> RunTable::next_row(const results::Frame& frame) {
  const std::scoped_lock lock(mutex_);
  if (next_ == end_.value_or(frame.times.size())) return std::nullopt;
  return next_++;
}

void RunTable::append(std::string_view piece) {
  if (file_ && said_.empty()) said_ = file_->append(piece);
}

void RunTable::follow(const results::Frame& frame, const RowsThere& rows) {
  results::CsvTable table(frame, 0, calendar_);
  std::string& text = table.text();
  const std::size_t numbers = frame.series.size() * frame.times.size();
  text.reserve(std::min(numbers * kOfANumber, kMostRoom));
  prefer_large_pages(text.data(), text.capacity());
  if (file_) said_ = file_->claim();
  const auto write = [&](std::size_t at_least) {
    if (text.size() - written_ < at_least) return;
    append(std::string_view(text).substr(written_));
    written_ = text.size();
  };
  table.add_head();
  std::uint32_t there = 0;
  while (const auto row = next_row(frame)) {
    while (there <= *row) {
      rows.wait(there, std::memory_order_acquire);
      there = rows.load(std::memory_order_acquire);
    }
    if (there == kNoMoreRows) return;
    table.add_row(*row);
    write(kPiece);
  }
  write(1);
  text_ = table.take();
}

// Half of what is left, so that both end together.
void RunTable::help(const results::Frame& frame) {
  std::size_t first = frame.times.size();
  {
    const std::scoped_lock lock(mutex_);
    first -= (first - next_) / 2;
    end_ = first;
  }
  results::CsvTable table(frame, 0, calendar_);
  for (std::size_t row = first; row < frame.times.size(); ++row) table.add_row(row);
  last_rows_ = table.take();
}

Diagnostics RunTable::finish() {
  append(last_rows_);
  if (!file_ || !said_.empty()) return said_;
  said_ = file_->settle();
  return said_.empty() ? file_->commit() : said_;
}

}  // namespace sluice::app
