#include "report/making.h"

#include "base/format.h"
#include "report/numbers.h"

namespace sluice::report {
namespace {

std::string design_name(const std::string& design) {
  if (design == "sobol") return "scrambled Sobol' design";
  if (design == "latin-hypercube") return "Latin hypercube design";
  return design + " design";
}

}  // namespace

std::string describe(const Making& making) {
  const std::string text = format("{} futures, {}, seed {}", show_count(making.members),
                                  design_name(making.design), making.seed);
  return making.worldview.empty() ? text : text + ", worldview " + making.worldview;
}

std::string counted_note(const Making& making) {
  if (!making.counted) return {};
  return format(
      "More than {} futures are counted in bins, not kept: quantiles are within {:.2g} % of the "
      "distance from the 5 % to the 95 % quantile.",
      show_count(making.counted->exact_members), making.counted->largest_error * 100);
}

std::string sampling_note(const Making& making) {
  if (!making.sampling_error) return {};
  const auto& error = *making.sampling_error;
  return format(
      "Monte Carlo error of the {} % quantile of {} in {}: {} ({} %){}",
      show(error.probability * 100), error.outcome, error.year, show(error.absolute),
      show(error.relative * 100),
      error.enough.value_or(true) ? "." : ": more than was asked for; there are no more futures.");
}

std::string unusable_note(const results::ScenarioResult& scenario, const study::Study& study) {
  if (scenario.bad.empty()) return {};
  const auto& first = scenario.bad.front();
  return format(
      "{} of {} futures under {} gave no usable numbers and are left out (first: member {} at {})",
      show_count(scenario.bad.size()), show_count(scenario.frame.members), scenario.name,
      first.member, study.calendar().text_at(first.time));
}

}  // namespace sluice::report
