#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/verdict.h"
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

// Shares of one answer in the lowest, middle and highest fifth of an input.
struct Fifths {
  std::string what;
  double low = 0, middle = 0, high = 0;
  double spread() const { return std::max({low, middle, high}) - std::min({low, middle, high}); }
  bool bent() const { return middle > std::max(low, high) || middle < std::min(low, high); }
};

Fifths fifths_of(const InputEffect& effect) {
  const Fifths holds{"holds", effect.holds_when_low, effect.holds_when_middle,
                     effect.holds_when_high};
  const Fifths fails{"fails", effect.fails_when_low, effect.fails_when_middle,
                     effect.fails_when_high};
  return holds.spread() >= fails.spread() ? holds : fails;
}

// The middle is named where the answer turns there: high and low alone would then say nothing.
std::string shares_words(const InputEffect& effect) {
  const Fifths shares = fifths_of(effect);
  const std::string high = show_share(shares.high), low = show_share(shares.low);
  if (shares.bent() && show_share(shares.middle) != high && show_share(shares.middle) != low) {
    return format(
        "{} in {} of futures where it is in its middle fifth, {} where it is high, {} "
        "where it is low",
        shares.what, show_share(shares.middle), high, low);
  }
  constexpr double kTold = 0.05;  // where high and low differ by less, neither says what it does
  if (high == low || std::abs(shares.high - shares.low) < kTold) {
    return format("{} of the variance", show_share(effect.importance));
  }
  return format("{} in {} of futures where it is high, {} where it is low", shares.what, high, low);
}

std::string effect_words(const study::Study& study, const InputEffect& effect) {
  std::string others;
  for (const auto& name : effect.stands_for) {
    others += (others.empty() ? "" : ", ") + label_of(study, name);
  }
  if (!others.empty()) others = ", or on what is correlated with it: " + others;
  return format("{} ({}{})", label_of(study, effect.uncertainty), shares_words(effect), others);
}

// Why no input is named; nothing where nearly all futures answer alike.
std::string unnamed_sentence(const study::Study& study, const ClaimAnswer& answer) {
  const double most =
      std::max({answer.share_holds, answer.share_fails, answer.share_no_difference});
  if (most >= 0.95) return "";
  switch (answer.naming) {
    case analysis::Naming::done: return " No single input decides it beyond chance.";
    case analysis::Naming::too_few_differ:
      return " Too few futures answer otherwise to tell what decides it.";
    case analysis::Naming::tied_points: break;
  }
  return format(
      " What decides it cannot be told: the Sobol' points of {} inputs are tied to one "
      "another (design = \"latin-hypercube\" has no such ties).",
      study.uncertainties.size());
}

std::string inputs_sentence(const study::Study& study, const ClaimAnswer& answer) {
  std::string text;
  std::size_t named = 0;
  for (const auto& effect : answer.inputs) {
    if (!effect.above_chance || named == 2) continue;
    text += (named++ == 0 ? " It turns most on " : ", then on ") + effect_words(study, effect);
  }
  return named > 0 ? text + "." : unnamed_sentence(study, answer);
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

std::string left_out_words(const ClaimAnswer& answer) {
  if (answer.unusable == 0) return {};
  return format(" ({} more gave no usable number)", show_count(answer.unusable));
}

// A toss-up is one between two answers of three, and holding need not be among them.
std::string verdict_words(const ClaimAnswer& answer) {
  if (answer.verdict == "does not hold") {
    return "does not hold (whether it fails or makes no difference is undecided)";
  }
  if (answer.verdict != "toss-up") return answer.verdict;
  std::vector<std::pair<std::size_t, const char*>> answers = {
      {answer.holds, "holding"},
      {answer.fails, "failing"},
      {answer.no_difference, "no difference"}};
  std::ranges::stable_sort(answers, std::greater{}, [](const auto& one) { return one.first; });
  return format("toss-up between {} and {}", answers[0].second, answers[1].second);
}

// "62 ± 1.5 % of"; in words where it is none or all of them, counted where it is nearly so.
std::string share_words(std::size_t count, std::size_t all, double error, const std::string& of) {
  if (count == 0) return format("none{}", of);
  if (count == all) return format("all{}", of);
  const double share = static_cast<double>(count) / static_cast<double>(all);
  if (share >= 0.01 && share <= 0.99) return show_share(share, error) + of;
  return show_count(count) + (of.empty() ? " of " + show_count(all) : of);
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
  const std::string opposite =
      embedded(study::in_words(claim.opposite, claim, horizon_of(claim, answer)));
  if (answer.holds == all) return {};
  if (answer.no_difference == all) return format("; and in none {}", opposite);
  if (answer.no_difference == 0) return format("; in {} {}", fails, opposite);
  return format("; in {} {}; and in {} neither", fails, opposite, neither);
}

template <class Entry>
std::string label_among(const std::vector<Entry>& entries, const std::string& name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() || found->label.empty() ? name : found->label;
}

// Each count against each baseline: that all fail by one count, or that all lie within the dead
// bands, the answer by itself does not say.
std::string counts_words(const study::Study& study, const study::Claim& claim,
                         const ClaimAnswer& answer) {
  const std::size_t metrics = claim.legs.size();
  if (answer.legs.size() != claim.baselines.size() * metrics) return {};
  std::string text;
  for (std::size_t b = 0; b < claim.baselines.size(); ++b) {
    std::string counts, within;
    for (std::size_t k = 0; k < metrics; ++k) {
      const auto& one = answer.legs[b * metrics + k];
      const std::string label = label_among(study.outcomes, claim.legs[k].outcome);
      if (one.holds + one.fails == 0) {
        within += format("{}\"{}\"", within.empty() ? "" : ", ", label);
        continue;
      }
      const auto share = [&](std::size_t count) {
        return share_words(count, usable(answer), analysis::share_error(count, usable(answer)), "");
      };
      counts += format("{}worse on \"{}\" in {}, better in {}", counts.empty() ? "" : "; ", label,
                       share(one.holds), share(one.fails));
    }
    if (!within.empty() && !counts.empty())
      counts += "; " + within + " within the dead band in all";
    text += format(" Against \"{}\": {}.", label_among(study.scenarios, claim.baselines[b]),
                   counts.empty() ? "every count within its dead band in all" : counts);
  }
  return text;
}

// What each part of a claim says by itself: two parts that pull apart may fail a claim together
// whose first part holds.
std::string parts_words(const study::Study& study, const study::Claim& claim,
                        const ClaimAnswer& answer) {
  if (claim.kind == study::ClaimKind::dominance) return counts_words(study, claim, answer);
  if (answer.legs.size() < 2 || answer.no_difference == usable(answer)) return {};
  std::string text;
  for (std::size_t k = 0; k < answer.legs.size(); ++k) {
    const std::string& label = claim.legs[k].label;
    if (label.empty()) return {};
    const auto share = [&](std::size_t count) {
      return share_words(count, usable(answer), analysis::share_error(count, usable(answer)), "");
    };
    text += format("{}\"{}\" holds in {} and fails in {}", k == 0 ? " Part by part, " : "; ", label,
                   share(answer.legs[k].holds), share(answer.legs[k].fails));
  }
  return text + ".";
}

std::string failing_words(const study::Claim& claim, const ClaimAnswer& answer) {
  const auto part = failing_part(answer);
  if (!part || claim.legs[*part].label.empty()) return {};
  return format(", by the part \"{}\" alone", claim.legs[*part].label);
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

std::string exists_words(const study::Study& study, const study::Claim& claim,
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

}  // namespace

std::optional<std::size_t> failing_part(const ClaimAnswer& answer) {
  constexpr double kNearlyAll = 0.9;
  if (answer.fails == 0 || !answer.verdict.ends_with("not")) return {};
  for (std::size_t k = 0; k < answer.legs.size(); ++k) {
    const auto alone = static_cast<double>(answer.legs[k].fails_alone);
    if (alone >= kNearlyAll * static_cast<double>(answer.fails)) return k;
  }
  return {};
}

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
  return format("{}{}: in {}{} simulated futures{} {}{}.{}", capital(verdict_words(answer)),
                failing_words(claim, answer), holds, show_count(usable(answer)),
                left_out_words(answer), tested_words(claim, answer), rest_words(claim, answer),
                parts_words(study, claim, answer));
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
