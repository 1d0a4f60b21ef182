#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/verdict.h"
#include "base/format.h"
#include "report/grades.h"
#include "report/numbers.h"
#include "report/sentence_parts.h"
#include "study/claim_words.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;

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
    return format("{}: {}.{}", capital(answer.verdict), grid_words(study, claim, answer),
                  grade_sentence(answer.grade));
  }
  const std::string holds = share_words(answer.holds, usable(answer), answer.error_holds, " of ");
  return format("{}{}: in {}{} simulated futures{} {}{}.{}{}", capital(verdict_words(answer)),
                failing_words(claim, answer), holds, show_count(usable(answer)),
                left_out_words(answer), tested_words(claim, answer), rest_words(claim, answer),
                parts_words(study, claim, answer), grade_sentence(answer.grade));
}

std::string sentence_of(const study::Study& study, const study::Claim& claim,
                        const ClaimAnswer& answer) {
  const std::string name =
      format("{}{}{}", full_name(claim), claim.title.empty() ? "" : " (" + claim.title + ")",
             answer.horizon.empty() ? "" : ", " + answer.horizon);
  const std::string inputs = usable(answer) == 0 ? "" : deciding_sentence(study, answer);
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
