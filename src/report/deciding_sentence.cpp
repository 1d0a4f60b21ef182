// Which inputs decide an answer, as a sentence.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "report/numbers.h"
#include "report/sentence_parts.h"

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
  const std::string grade =
      effect.grade == 0 ? "" : format("grade {}; ", std::string(1, effect.grade));
  return format("{} ({}{}{})", label_of(study, effect.uncertainty), grade, shares_words(effect),
                others);
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

}  // namespace

std::string deciding_sentence(const study::Study& study, const ClaimAnswer& answer) {
  std::string text;
  std::size_t named = 0;
  for (const auto& effect : answer.inputs) {
    if (!effect.above_chance || named == 2) continue;
    text += (named++ == 0 ? " It turns most on " : ", then on ") + effect_words(study, effect);
  }
  return named > 0 ? text + "." : unnamed_sentence(study, answer);
}

}  // namespace sluice::report
