#include "serve/courses.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "analysis/yearly.h"
#include "base/parallel.h"

namespace sluice::serve {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// As results::quantile has it, without another copy and sort.
double quantile_of_sorted(std::span<const double> sorted, double probability) {
  const double place = probability * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

// Half the distance between the order statistics one standard deviation of a rank to either side of
// the median: asks nothing of the distribution. Independent draws; others do better.
double error_of_median(std::span<const double> sorted) {
  const double reach = 0.5 / std::sqrt(static_cast<double>(sorted.size()));
  const double above = quantile_of_sorted(sorted, std::min(1.0, 0.5 + reach));
  return (above - quantile_of_sorted(sorted, std::max(0.0, 0.5 - reach))) / 2;
}

void fill(const Seen& seen, std::size_t time, std::vector<double>& scratch, Course& course) {
  const std::size_t count = seen.members.size();
  bool finite = count > 0;
  for (std::size_t k = 0; k < count; ++k) {
    scratch[k] = seen.value(time, seen.members[k]);
    finite = finite && !std::isnan(scratch[k]);
  }
  if (!finite) return;
  const std::span<double> values(scratch.data(), count);
  std::ranges::sort(values);
  for (std::size_t band = 0; band < kBands; ++band) {
    course.quantiles[band * seen.times() + time] =
        quantile_of_sorted(values, analysis::kFanProbabilities[band]);
  }
  course.median_error[time] = error_of_median(values);
}

template <class Number>
void append_number(std::string& to, Number value) {
  if (!std::isfinite(value)) {
    to += "null";
    return;
  }
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  to.append(text.data(), end);
}

template <class Number>
void append_all(std::string& to, std::span<const double> values) {
  to += '[';
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (k > 0) to += ',';
    append_number(to, static_cast<Number>(values[k]));
  }
  to += ']';
}

}  // namespace

double Seen::value(std::size_t time, std::size_t member) const {
  const double here = futures->result.frame.at(series, time)[member];
  return less == nullptr ? here : here - less->result.frame.at(series, time)[member];
}

std::vector<std::size_t> usable_in(const Futures& futures, const Futures* less, std::size_t done) {
  std::vector<bool> bad(done, false);
  for (const Futures* one : {&futures, less}) {
    if (one == nullptr) continue;
    for (const auto& member : one->result.bad) {
      if (member.member < done) bad[static_cast<std::size_t>(member.member)] = true;
    }
  }
  std::vector<std::size_t> usable;
  for (std::size_t m = 0; m < done; ++m) {
    if (!bad[m]) usable.push_back(m);
  }
  return usable;
}

Course course_of(const Seen& seen) {
  const std::size_t times = seen.times();
  Course course{std::vector<double>(kBands * times, kNone), std::vector<double>(times, kNone)};
  constexpr std::size_t kFewNumbers = 60'000;  // below, a thread costs more than it saves
  const bool few = times * seen.members.size() < kFewNumbers;
  const std::size_t threads = few ? 1 : available_cores();
  std::vector<std::vector<double>> scratch(threads, std::vector<double>(seen.members.size()));
  parallel_for(times, threads, [&](std::size_t time, std::size_t worker) noexcept {
    fill(seen, time, scratch[worker], course);
  });
  return course;
}

std::vector<double> values_at(const Seen& seen, std::size_t time) {
  std::vector<double> values;
  values.reserve(seen.members.size());
  for (const std::size_t member : seen.members) values.push_back(seen.value(time, member));
  return values;
}

std::vector<double> dots_of(const Seen& seen, std::size_t time, std::size_t count) {
  std::vector<double> middles;
  for (std::size_t k = 0; k < count; ++k) {
    middles.push_back((static_cast<double>(k) + 0.5) / static_cast<double>(count));
  }
  return results::quantiles(values_at(seen, time), middles);
}

std::vector<double> bands_of(std::vector<double> values) {
  return results::quantiles(std::move(values), analysis::kFanProbabilities);
}

Signs signs_of(const std::vector<double>& differences) {
  if (differences.empty()) return {kNone, kNone};
  const auto share = [&](auto test) {
    return static_cast<double>(std::ranges::count_if(differences, test)) /
           static_cast<double>(differences.size());
  };
  return {share([](double value) { return value > 0; }),
          share([](double value) { return value < 0; })};
}

void append_exact(std::string& to, std::span<const double> values) {
  append_all<double>(to, values);
}
void append_drawn(std::string& to, std::span<const double> values) {
  append_all<float>(to, values);
}

}  // namespace sluice::serve
