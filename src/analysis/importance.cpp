#include "analysis/importance.h"

#include <algorithm>
#include <span>

#include "analysis/chance.h"
#include "analysis/deciders.h"

namespace sluice::analysis {
namespace {

double number_of(Answer answer) {
  switch (answer) {
    case Answer::holds: return 1;
    case Answer::fails: return -1;
    case Answer::no_difference:
    case Answer::unusable: break;
  }
  return 0;
}

// Places [first, last) of the order, widened to whole runs of equal inputs.
struct Part {
  std::size_t first = 0, last = 0;
};

Part widened(const std::vector<std::size_t>& ends, Part part) {
  const auto begin = std::ranges::upper_bound(ends, part.first);
  const auto end = std::ranges::lower_bound(ends, part.last);
  return {begin == ends.begin() ? 0 : *std::prev(begin), *end};
}

// The k-th fifth.
Part fifth_of(const RankOrder& input, std::size_t k) {
  const std::size_t members = input.order.size(), first = members * k / 5;
  return widened(input.ends, {first, std::max(first + 1, (members * (k + 1) + 4) / 5)});
}

double share_in(std::span<const double> answer, const RankOrder& input, Part part, double wanted) {
  std::size_t found = 0;
  for (std::size_t k = part.first; k < part.last; ++k) {
    found += answer[input.order[k]] == wanted ? 1U : 0U;
  }
  return static_cast<double>(found) / static_cast<double>(part.last - part.first);
}

struct Usable {
  std::vector<std::size_t> members;
  std::vector<double> answer;
};

Usable usable_of(const std::vector<Answer>& members) {
  Usable usable;
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (members[m] == Answer::unusable) continue;
    usable.members.push_back(m);
    usable.answer.push_back(number_of(members[m]));
  }
  return usable;
}

InputEffect effect_of(const results::Draws& draws, const Decider& decider, const Usable& usable) {
  const RankOrder order = rank_order(values_of(draws, decider.input, usable.members));
  const auto share = [&](std::size_t fifth, double wanted) {
    return share_in(usable.answer, order, fifth_of(order, fifth), wanted);
  };
  InputEffect effect{draws.names[decider.input],
                     decider.importance,
                     share(0, 1),
                     share(4, 1),
                     share(0, -1),
                     share(4, -1),
                     decider.named,
                     share(2, 1),
                     share(2, -1),
                     {}};
  for (const std::size_t partner : decider.stands_for) {
    effect.stands_for.push_back(draws.names[partner]);
  }
  return effect;
}

}  // namespace

InputEffects input_effects(const results::Draws& draws,
                           const std::vector<study::Correlation>& correlations,
                           const std::vector<Answer>& members) {
  const Usable usable = usable_of(members);
  const Deciders found = find_deciders(draws, correlations, usable.members, usable.answer);
  InputEffects effects{{}, found.naming};
  for (const Decider& one : found.inputs) effects.inputs.push_back(effect_of(draws, one, usable));
  return effects;
}

}  // namespace sluice::analysis
