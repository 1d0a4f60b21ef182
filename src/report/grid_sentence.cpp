// Of a claim that some policy of a grid works: what is asked, and what the best policy does.
#include <algorithm>

#include "base/format.h"
#include "report/numbers.h"
#include "report/sentence_parts.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;

// A policy of a grid by the labels of its levers: "a = 0, b = 1" of "us_grid/3: x=0, y=1".
std::string policy_words(const study::Study& study, const std::string& policy) {
  const std::size_t colon = policy.find(": ");
  if (colon == std::string::npos) return policy;
  std::string words;
  for (std::size_t begin = colon + 2; begin < policy.size();) {
    const std::size_t end = std::min(policy.find(", ", begin), policy.size());
    const std::size_t sign = std::min(policy.find('=', begin), end);
    const std::string lever = policy.substr(begin, sign - begin);
    const auto found = std::ranges::find(study.levers, lever, &study::Lever::name);
    const bool labelled = found != study.levers.end() && !found->label.empty();
    words +=
        format("{}{}{}{}", words.empty() ? "" : "; ", labelled ? found->label : lever,
               sign < end ? " = " : "", policy.substr(std::min(sign + 1, end), end - sign - 1));
    begin = end + 2;
  }
  return words;
}

// What the policies of a claim's grid have in common besides their axes: the sentence names a whole
// policy, or a reader takes the axes for all of it.
std::string base_words(const study::Study& study, const study::Claim& claim) {
  const auto grid = std::ranges::find(study.grids, claim.grid, &study::Grid::name);
  if (grid == study.grids.end()) return {};
  const auto base = std::ranges::find(study.scenarios, grid->base, &study::Scenario::name);
  if (base == study.scenarios.end() || base->settings.empty()) return {};
  return format("on top of \"{}\": ", base->label.empty() ? base->name : base->label);
}

// Others are named as good where the futures cannot tell them from the best one.
std::string tied_words(const ClaimAnswer& answer) {
  if (answer.tied.size() < 2) return {};
  return format("; one of {} that do as well within the error", answer.tied.size());
}

}  // namespace

std::string grid_words(const study::Study& study, const study::Claim& claim,
                       const ClaimAnswer& answer) {
  const std::string all = show_count(usable(answer));
  const std::string start =
      format("asked is whether {} in at least {} of the futures{}", tested_words(claim, answer),
             show_share(claim.share_needed), left_out_words(answer));
  if (answer.clairvoyant_share <= 0) {
    return format("{}; no policy of the grid does it in any of {} simulated futures", start, all);
  }
  const std::string found =
      share_words(answer.holds, usable(answer), answer.error_holds, " of " + all);
  const std::string policy =
      base_words(study, claim) + policy_words(study, answer.best_policy) + tied_words(answer);
  const std::string who =
      answer.halves_agree
          ? format(
                "the policy that does it most often ({}), chosen on one half of the futures and "
                "scored on the other, does it in {} simulated ones",
                policy, found)
          : format(
                "policies chosen on one half of the futures and scored on the other do it in {} "
                "simulated ones (the halves choose differently; over all, most often {})",
                found, policy);
  return format(
      "{}; {}; choosing a policy for each future with hindsight would do it in {}, which "
      "is a bound and not an answer",
      start, who, show_share(answer.clairvoyant_share));
}

}  // namespace sluice::report
