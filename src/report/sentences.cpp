#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/format.h"
#include "report/claims.h"
#include "report/numbers.h"
#include "study/claim_words.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;
using analysis::InputEffect;

std::string label_of(const study::Study& study, const std::string& uncertainty) {
  const auto found = std::ranges::find(study.uncertainties, uncertainty, &study::Uncertainty::name);
  const bool labelled = found != study.uncertainties.end() && !found->label.empty();
  return labelled ? found->label : uncertainty;
}

// How the answer differs between the lowest and the highest fifth of an input; empty where neither
// answer does by at least 5 points: then the middle of the input decides.
std::string direction_words(const InputEffect& effect) {
  const double by_holds = std::abs(effect.holds_when_high - effect.holds_when_low);
  const double by_fails = std::abs(effect.fails_when_high - effect.fails_when_low);
  if (std::max(by_holds, by_fails) < 0.05) return {};
  const bool use_holds = by_holds >= by_fails;
  return format(" ({} in {} of futures where it is high, {} where it is low)",
                use_holds ? "holds" : "fails",
                show_share(use_holds ? effect.holds_when_high : effect.fails_when_high),
                show_share(use_holds ? effect.holds_when_low : effect.fails_when_low));
}

std::string inputs_sentence(const study::Study& study, const ClaimAnswer& answer) {
  std::string text;
  std::size_t named = 0;
  for (const auto& effect : answer.inputs) {
    if (!effect.above_chance || named == 2) continue;
    text += (named++ == 0 ? " It turns most on " : ", then on ") +
            label_of(study, effect.uncertainty) + direction_words(effect);
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

std::size_t usable(const ClaimAnswer& answer) {
  return answer.holds + answer.fails + answer.no_difference;
}

std::string capital(std::string text) {
  if (!text.empty()) text[0] = raised(text[0]);
  return text;
}

// A toss-up is one between two answers of three, and holding need not be among them.
std::string verdict_words(const ClaimAnswer& answer) {
  if (answer.verdict != "toss-up") return answer.verdict;
  std::vector<std::pair<std::size_t, const char*>> answers = {
      {answer.holds, "holding"},
      {answer.fails, "failing"},
      {answer.no_difference, "no difference"}};
  std::ranges::stable_sort(answers, std::greater{}, [](const auto& one) { return one.first; });
  return format("toss-up between {} and {}", answers[0].second, answers[1].second);
}

// "62 ± 1.5 % of", and in words where it is none or all of them.
std::string share_words(std::size_t count, std::size_t all, double error, const std::string& of) {
  if (count == 0) return format("none{}", of);
  if (count == all) return format("all{}", of);
  const double share = static_cast<double>(count) / static_cast<double>(all);
  const bool extreme = share < 0.005 || share > 0.995;
  return (extreme ? show_share(share) : show_share(share, error)) + of;
}

std::optional<std::size_t> horizon_of(const study::Claim& claim, const ClaimAnswer& answer) {
  const auto date = study::parse_date(answer.horizon);
  const auto found = date ? std::ranges::find(claim.horizons, *date) : claim.horizons.end();
  if (found == claim.horizons.end()) return {};
  return static_cast<std::size_t>(found - claim.horizons.begin());
}

// What is tested, as a clause. A definition that does not name the horizon has it added.
std::string tested_words(const study::Claim& claim, const ClaimAnswer& answer) {
  const auto horizon = horizon_of(claim, answer);
  std::string text = embedded(study::in_words(claim.definition, claim, horizon));
  if (horizon && claim.definition.find("{horizon}") == std::string::npos) {
    text += ", judged in " + study::in_words(claim.horizons[*horizon]);
  }
  return text;
}

std::string rest_words(const study::Claim& claim, const ClaimAnswer& answer) {
  const std::size_t all = usable(answer);
  const auto share = [&](std::size_t count, double error) {
    return share_words(count, all, error, "");
  };
  const std::string fails = share(answer.fails, answer.error_fails);
  const std::string neither = share(answer.no_difference, answer.error_no_difference);
  if (claim.opposite.empty()) {
    return format("; {} fail this test and {} show no clear difference", fails, neither);
  }
  return format("; in {} {}; and in {} neither", fails,
                embedded(study::in_words(claim.opposite, claim, horizon_of(claim, answer))),
                neither);
}

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

std::string exists_words(const study::Study& study, const study::Claim& claim,
                         const ClaimAnswer& answer) {
  const std::string all = show_count(usable(answer));
  const std::string start = format("asked is whether {} in at least {} of the futures",
                                   tested_words(claim, answer), show_share(claim.share_needed));
  if (answer.clairvoyant_share <= 0) {
    return format("{}; no policy of the grid does it in any of {} simulated futures", start, all);
  }
  const std::string found =
      share_words(answer.holds, usable(answer), answer.error_holds, " of " + all);
  const std::string policy = policy_words(study, answer.best_policy);
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

}  // namespace

std::string printable_sentence(const study::Study& study, const study::Claim& claim,
                               const ClaimAnswer& answer) {
  if (usable(answer) == 0) {
    return format(
        "{}: none of the {} simulated futures gave a number that this claim can be judged "
        "by.",
        capital(answer.verdict), show_count(answer.unusable));
  }
  if (claim.kind == study::ClaimKind::exists) {
    return format("{}: {}.", capital(answer.verdict), exists_words(study, claim, answer));
  }
  const std::string holds = share_words(answer.holds, usable(answer), answer.error_holds, " of ");
  return format("{}: in {}{} simulated futures {}{}.", capital(verdict_words(answer)), holds,
                show_count(usable(answer)), tested_words(claim, answer), rest_words(claim, answer));
}

std::string sentence_of(const study::Study& study, const study::Claim& claim,
                        const ClaimAnswer& answer) {
  const std::string name =
      format("{}{}{}", full_name(claim), claim.title.empty() ? "" : " (" + claim.title + ")",
             answer.horizon.empty() ? "" : ", " + answer.horizon);
  const std::string inputs = usable(answer) == 0 ? "" : inputs_sentence(study, answer);
  return format("{}. {}{}", name, printable_sentence(study, claim, answer), inputs);
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
