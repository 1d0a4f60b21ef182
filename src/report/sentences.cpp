#include <algorithm>
#include <array>
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

bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
char raised(char letter) {
  return is_lower(letter) ? static_cast<char>(letter - 'a' + 'A') : letter;
}
char lowered(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// The first sentence of a definition, to stand inside another one: "The share is..." becomes "the
// share is..."; "US firms" and "H200s" stay as they are.
std::string embedded(const std::string& definition) {
  std::size_t end = definition.find(". ");
  std::string text = definition.substr(0, end);
  if (text.ends_with('.')) text.pop_back();
  const bool word = text.size() > 1 && (is_lower(text[1]) || text[1] == ' ');
  if (word) text[0] = lowered(text[0]);
  return text;
}

// "December 2027" of "2027-12".
std::string month_words(const std::string& date) {
  constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
  const auto parsed = study::parse_date(date);
  if (!parsed) return date;
  return format("{} {}", kMonths[static_cast<std::size_t>(parsed->months % 12)],
                parsed->months / 12);
}

std::size_t usable(const ClaimAnswer& answer) {
  return answer.holds + answer.fails + answer.no_difference;
}

std::string capital(std::string text) {
  if (!text.empty()) text[0] = raised(text[0]);
  return text;
}

std::string rest_words(const ClaimAnswer& answer) {
  return format("{} fail this test and {} show no clear difference",
                show_share(answer.share_fails, answer.error_fails),
                show_share(answer.share_no_difference, answer.error_no_difference));
}

std::string exists_words(const study::Claim& claim, const ClaimAnswer& answer) {
  const std::string tested = embedded(claim.definition);
  if (answer.clairvoyant_share <= 0) {
    return format(
        "the test is that {}, and no policy of the grid passes it in any of {} simulated "
        "futures",
        tested, show_count(usable(answer)));
  }
  return format(
      "the test is that {}; the best single policy ({}) does it in {} of {} simulated futures, "
      "scored on the half of them that did not choose it, where {} is needed{}; a policy chosen "
      "for each future with hindsight would do it in {}, which is a bound and not an answer",
      tested, answer.best_policy, show_share(answer.share_holds, answer.error_holds),
      show_count(usable(answer)), show_share(claim.share_needed),
      answer.halves_agree ? "" : " (the two halves chose differently)",
      show_share(answer.clairvoyant_share));
}

}  // namespace

std::string printable_sentence(const study::Claim& claim, const ClaimAnswer& answer) {
  if (usable(answer) == 0) {
    return format(
        "{}: none of the {} simulated futures gave a number that this claim can be judged "
        "by.",
        capital(answer.verdict), show_count(answer.unusable));
  }
  if (claim.kind == study::ClaimKind::exists) {
    return format("{}: {}.", capital(answer.verdict), exists_words(claim, answer));
  }
  return format("{}: in {} of {} simulated futures {}{}; {}.", capital(answer.verdict),
                show_share(answer.share_holds, answer.error_holds), show_count(usable(answer)),
                embedded(claim.definition),
                answer.horizon.empty() ? "" : ", judged in " + month_words(answer.horizon),
                rest_words(answer));
}

std::string sentence_of(const study::Study& study, const study::Claim& claim,
                        const ClaimAnswer& answer) {
  const std::string name =
      format("{}{}{}", full_name(claim), claim.title.empty() ? "" : " (" + claim.title + ")",
             answer.horizon.empty() ? "" : ", " + answer.horizon);
  const std::string inputs = usable(answer) == 0 ? "" : inputs_sentence(study, answer);
  return format("{}. {}{}", name, printable_sentence(claim, answer), inputs);
}

std::string worldviews_sentence(const std::vector<WorldviewAnswers>& views, std::size_t claim,
                                std::size_t answer) {
  const std::string& own = views.front().claims[claim].answers[answer].verdict;
  std::string others;
  for (std::size_t k = 1; k < views.size(); ++k) {
    const std::string& verdict = views[k].claims[claim].answers[answer].verdict;
    if (verdict == own) continue;
    const std::string& label = views[k].label.empty() ? views[k].name : views[k].label;
    others += format("{}\"{}\" under {}", others.empty() ? "" : ", ", verdict, label);
  }
  if (others.empty()) {
    return format("The verdict is \"{}\" under {} too.", own,
                  views.size() == 2 ? "the other worldview" : "every worldview");
  }
  return format("Under other worldviews: {}{}.", others,
                views.size() > 2 ? "; as here under the rest" : "");
}

}  // namespace sluice::report
