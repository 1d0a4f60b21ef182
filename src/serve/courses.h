// From futures to what a chart draws: quantiles at every saved time, dots at one of them, single
// futures as lines, and the same of paired differences.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "serve/lab.h"

namespace sluice::serve {

inline constexpr std::size_t kBands = 5;  // 5 %, 25 %, 50 %, 75 %, 95 %

struct Course {
  std::vector<double> quantiles;     // [band][time]
  std::vector<double> median_error;  // [time]: Monte Carlo standard error of the median
};

// What is looked at: one chart of some futures, or how much it lies above the same chart of the
// same futures under another policy.
struct Seen {
  const Futures* futures = nullptr;
  const Futures* less = nullptr;  // may be null
  std::size_t series = 0;
  std::vector<std::size_t> members;  // usable in both, ascending
  std::size_t at_time = 0;           // of the dots, a place among the saved times

  std::size_t times() const { return futures->result.frame.times.size(); }
  double value(std::size_t time, std::size_t member) const;
};
// Members 0 to done - 1 that are bad in neither.
std::vector<std::size_t> usable_in(const Futures& futures, const Futures* less, std::size_t done);

Course course_of(const Seen& seen);
// Ascending: the values at the middles of `count` equal shares of the futures.
std::vector<double> dots_of(const Seen& seen, std::size_t time, std::size_t count);
// Of the values at a time, or of given ones: the five bands.
std::vector<double> bands_of(std::vector<double> values);
std::vector<double> values_at(const Seen& seen, std::size_t time);

struct Signs {
  double higher = 0, lower = 0;  // shares of the futures; the rest do not differ at all
};
Signs signs_of(const std::vector<double>& differences);

// JSON text: numbers as they are, or with the digits of a float where they are only drawn. What is
// not finite is null.
void append_exact(std::string& to, std::span<const double> values);
void append_drawn(std::string& to, std::span<const double> values);

}  // namespace sluice::serve
