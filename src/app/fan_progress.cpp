#include "app/fan_progress.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "analysis/yearly.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/place.h"
#include "app/signals.h"
#include "base/format.h"
#include "report/numbers.h"

namespace sluice::app {
namespace {

constexpr std::uint64_t kFirstLook = 1000;

// Of --error-of, as written; absent parts are empty.
struct Parts {
  std::string outcome, year, probability;
};
Parts parts_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const std::string head = text.substr(0, colon);
  const std::size_t sign = head.rfind('@');
  return {head.substr(0, sign), sign == std::string::npos ? "" : head.substr(sign + 1),
          colon == std::string::npos ? "" : text.substr(colon + 1)};
}

template <class Number>
std::optional<Number> number_in(const std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

Diagnostic cannot_use(std::string what, std::string mend) {
  return make_diagnostic(Code::wrong_use, place_at("--error-of"), std::move(what), {},
                         std::move(mend));
}

Diagnostic unknown_outcome(const std::string& name, const study::Study& shown) {
  std::vector<std::string> known;
  for (const auto& outcome : shown.outcomes) known.push_back(outcome.name);
  return make_diagnostic(Code::unknown_name, place_at("--error-of"),
                         format("there is no outcome \"{}\" in the table", name), {},
                         near_or_all(name, known, "outcomes"));
}

// "± 0.8 % of the median of fish in 2049"
std::string error_note(const ensemble::FanRun& fans, const ChosenQuantile& chosen) {
  const QuantileError error = error_now(fans, chosen);
  if (!std::isfinite(error.relative)) return {};
  const std::string which = chosen.probability == 0.5
                                ? std::string("median")
                                : format("{} % quantile", report::show(chosen.probability * 100));
  return format("± {} % of the {} of {} in {}", report::show(error.relative * 100), which,
                chosen.outcome, chosen.year);
}

bool is_sure(const QuantileError& error, const StopError& stop) {
  return (stop.relative ? error.relative : error.absolute) <= stop.value;
}

// How many it may take in all, if errors go on falling with the root of the number.
std::uint64_t members_for(const ensemble::FanRun& fans, const QuantileError& error,
                          const StopError& stop, std::uint64_t most) {
  const double ratio = (stop.relative ? error.relative : error.absolute) / stop.value;
  const double wanted = static_cast<double>(fans.members()) * ratio * ratio;
  if (!(wanted < static_cast<double>(most))) return most;
  return std::max(static_cast<std::uint64_t>(wanted), fans.members());
}

}  // namespace

Checked<ChosenQuantile> chosen_quantile(const study::Study& shown, const results::Frame& shape,
                                        const std::string& text) {
  const Parts parts = parts_of(text);
  const auto years = analysis::years_of(shown, shape);
  ChosenQuantile chosen{shown.outcomes.front().name, years.back().year, 0.5, 0};
  if (!parts.outcome.empty()) chosen.outcome = parts.outcome;
  const auto outcome = std::ranges::find(shown.outcomes, chosen.outcome, &study::Outcome::name);
  Diagnostics diagnostics;
  if (outcome == shown.outcomes.end()) {
    diagnostics.push_back(unknown_outcome(chosen.outcome, shown));
  }
  if (!parts.year.empty()) chosen.year = number_in<int>(parts.year).value_or(-1);
  const auto year = std::ranges::find(years, chosen.year, &analysis::Year::year);
  if (year == years.end()) {
    diagnostics.push_back(
        cannot_use(format("the run has no year \"{}\"", parts.year),
                   format("its years are {} to {}", years.front().year, years.back().year)));
  }
  if (!parts.probability.empty()) {
    chosen.probability = number_in<double>(parts.probability).value_or(-1);
  }
  if (!(chosen.probability > 0 && chosen.probability < 1)) {
    diagnostics.push_back(cannot_use(format("\"{}\" is no probability", parts.probability),
                                     "write a number between 0 and 1, like fish@2040:0.05"));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  chosen.cell = static_cast<std::size_t>(outcome - shown.outcomes.begin()) * years.size() +
                static_cast<std::size_t>(year - years.begin());
  return {std::move(chosen), {}};
}

QuantileError error_now(const ensemble::FanRun& fans, const ChosenQuantile& chosen) {
  QuantileError largest;
  for (std::size_t policy = 0; policy < fans.policies().size(); ++policy) {
    const auto& cells = fans.of_policy(policy);
    const double error = cells.standard_error(chosen.cell, chosen.probability);
    const double value = cells.quantiles(chosen.cell, {&chosen.probability, 1})[0].value;
    if (std::isnan(error)) return {std::nan(""), std::nan("")};
    largest.absolute = std::max(largest.absolute, error);
    const double share = error == 0 ? 0 : error / std::abs(value);
    largest.relative = std::max(largest.relative, share);
  }
  return largest;
}

bool run_fans(ensemble::FanRun& fans, const std::string& title, const Arguments& arguments,
              const ChosenQuantile& chosen, ensemble::FutureSink* also) {
  ProgressBar bar(title);
  const std::uint64_t most = fans.most_members(), policies = fans.policies().size();
  std::uint64_t expected = most;
  std::string note;
  ensemble::RunOptions options;
  options.threads = arguments.threads;
  options.cancel = &interrupted();
  options.progress = [&](const ensemble::Progress& progress) {
    bar.show(fans.members_before() * policies + progress.members_done, expected * policies, note);
  };
  if (!arguments.until_error && !bar.shows()) return fans.run_to(most, options, also);
  for (std::uint64_t members = std::min(kFirstLook, most);;) {
    if (!fans.run_to(members, options, also)) return false;
    if (members == most) return true;
    if (arguments.until_error) {
      const QuantileError error = error_now(fans, chosen);
      if (is_sure(error, *arguments.until_error)) return true;
      expected = members_for(fans, error, *arguments.until_error, most);
    }
    note = error_note(fans, chosen);
    members = std::min(most, (members + members / 4 + 7) / 8 * 8);
  }
}

std::optional<report::Making::SamplingError> sampling_error(const ensemble::FanRun& fans,
                                                            const Arguments& arguments,
                                                            const ChosenQuantile& chosen) {
  if (!arguments.until_error && arguments.error_of.empty()) return std::nullopt;
  const QuantileError error = error_now(fans, chosen);
  report::Making::SamplingError told{chosen.outcome, chosen.year,    chosen.probability,
                                     error.absolute, error.relative, {}};
  if (arguments.until_error) told.enough = is_sure(error, *arguments.until_error);
  return told;
}

}  // namespace sluice::app
