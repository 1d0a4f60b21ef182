#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "report/claims.h"
#include "report/numbers.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;
using analysis::InputEffect;

std::string label_of(const study::Study& study, const std::string& uncertainty) {
  const auto found = std::ranges::find(study.uncertainties, uncertainty, &study::Uncertainty::name);
  const bool labelled = found != study.uncertainties.end() && !found->label.empty();
  return labelled ? found->label : uncertainty;
}

std::string effect_words(const study::Study& study, const InputEffect& effect) {
  const double by_holds = std::abs(effect.holds_when_high - effect.holds_when_low);
  const double by_fails = std::abs(effect.fails_when_high - effect.fails_when_low);
  const bool use_holds = by_holds >= by_fails;
  return format("{} ({} in {} of futures where it is high, {} where it is low)",
                label_of(study, effect.uncertainty), use_holds ? "holds" : "fails",
                show_share(use_holds ? effect.holds_when_high : effect.fails_when_high),
                show_share(use_holds ? effect.holds_when_low : effect.fails_when_low));
}

std::string inputs_sentence(const study::Study& study, const ClaimAnswer& answer) {
  std::string text;
  std::size_t named = 0;
  for (const auto& effect : answer.inputs) {
    if (!effect.above_chance || named == 2) continue;
    text += (named++ == 0 ? " It turns most on " : ", then on ") + effect_words(study, effect);
  }
  if (named > 0) return text + ".";
  const double most =
      std::max({answer.share_holds, answer.share_fails, answer.share_no_difference});
  return most >= 0.95 ? "" : " No single input decides it beyond chance.";
}

std::string exists_words(const study::Claim& claim, const ClaimAnswer& answer) {
  if (answer.clairvoyant_share <= 0) return "no policy of the grid works in any future";
  return format(
      "the best single policy ({}) works in {} of futures, scored on the half of the draws that "
      "did "
      "not choose it, where {} is needed{}; a policy chosen for each future with hindsight would "
      "work "
      "in {}, which is a bound and not an answer",
      answer.best_policy, show_share(answer.share_holds, answer.error_holds),
      show_share(claim.share_needed),
      answer.halves_agree ? "" : " (the two halves chose differently)",
      show_share(answer.clairvoyant_share));
}

std::string shares_words(const ClaimAnswer& answer) {
  return format("it holds in {} of futures, fails in {} and makes no difference in {}",
                show_share(answer.share_holds, answer.error_holds),
                show_share(answer.share_fails, answer.error_fails),
                show_share(answer.share_no_difference, answer.error_no_difference));
}

}  // namespace

std::string sentence_of(const study::Study& study, const study::Claim& claim,
                        const ClaimAnswer& answer) {
  const std::string name =
      format("{}{}{}", full_name(claim), claim.title.empty() ? "" : " (" + claim.title + ")",
             answer.horizon.empty() ? "" : ", " + answer.horizon);
  if (answer.holds + answer.fails + answer.no_difference == 0) {
    return format("{}: {}; none of the {} futures gave a number that this claim can be judged by.",
                  name, answer.verdict, show_count(answer.unusable));
  }
  const bool exists = claim.kind == study::ClaimKind::exists;
  return format("{}: {}; {}.{}", name, answer.verdict,
                exists ? exists_words(claim, answer) : shares_words(answer),
                inputs_sentence(study, answer));
}

}  // namespace sluice::report
