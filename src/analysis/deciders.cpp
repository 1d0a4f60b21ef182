#include "analysis/deciders.h"

#include <algorithm>

#include "analysis/chance.h"
#include "analysis/partners.h"
#include "study/tied_points.h"

namespace sluice::analysis {
namespace {

constexpr double kFamilyError = 0.01;
constexpr std::size_t kFewestRarer = 20;

struct Tested {
  std::size_t input = 0;
  std::vector<std::size_t> partners;  // places in the list of tested inputs
  double importance = 0, chance = 1, own_chance = 1;
  Row values;
};

// Inputs that vary, with their partners among them.
std::vector<Tested> varying(const results::Draws& draws,
                            const std::vector<study::Correlation>& correlations,
                            const std::vector<std::size_t>& members) {
  const auto partners = partners_of(draws.names, correlations);
  std::vector<Tested> inputs;
  std::vector<std::size_t> place(draws.names.size(), draws.names.size());
  for (std::size_t k = 0; k < draws.names.size(); ++k) {
    Row values = values_of(draws, k, members);
    const auto [low, high] = std::ranges::minmax(values);
    if (!(low < high)) continue;
    place[k] = inputs.size();
    inputs.push_back({k, {}, 0, 1, 1, std::move(values)});
  }
  for (Tested& one : inputs) {
    for (const std::size_t partner : partners[one.input]) {
      if (place[partner] < inputs.size()) one.partners.push_back(place[partner]);
    }
  }
  return inputs;
}

double own_chance(const std::vector<Tested>& inputs, const Tested& one,
                  const RankedAnswer& answer) {
  std::vector<Row> others;
  others.reserve(one.partners.size());
  for (const std::size_t partner : one.partners) others.push_back(inputs[partner].values);
  return chance_of(rank_order(own_part(one.values, others)), answer);
}

void test_all(std::vector<Tested>& inputs, const RankedAnswer& answer) {
  for (Tested& one : inputs) {
    const RankOrder order = rank_order(one.values);
    one.importance = correlation_ratio(order, answer);
    one.chance = chance_of(order, answer);
    one.own_chance = one.partners.empty() ? one.chance : own_chance(inputs, one, answer);
  }
}

// Of Bonferroni: tied inputs are tested twice.
double level_of(const std::vector<Tested>& inputs) {
  const auto tied =
      std::ranges::count_if(inputs, [](const Tested& one) { return !one.partners.empty(); });
  return kFamilyError / static_cast<double>(inputs.size() + static_cast<std::size_t>(tied));
}

bool is_named(const Tested& one, double level) {
  return one.chance < level && one.own_chance < level;
}

// Whether it is the strongest of partners of which none is named for itself.
bool stands_for_all(const std::vector<Tested>& inputs, std::size_t place, double level) {
  const Tested& one = inputs[place];
  if (one.partners.empty() || one.chance >= level) return false;
  return std::ranges::none_of(one.partners, [&](std::size_t other) {
    const Tested& partner = inputs[other];
    const bool stronger = partner.importance > one.importance ||
                          (partner.importance == one.importance && other < place);
    return is_named(partner, level) || (stronger && partner.chance < level);
  });
}

Naming naming_of(const results::Draws& draws, const RankedAnswer& answer) {
  if (answer.rarer < kFewestRarer) return Naming::too_few_differ;
  const bool tied = draws.design == "sobol" && draws.names.size() > study::kFreeSobolInputs;
  return tied ? Naming::tied_points : Naming::done;
}

Decider decider_of(const std::vector<Tested>& inputs, std::size_t place, double level) {
  const Tested& one = inputs[place];
  Decider found{one.input, one.importance, is_named(one, level), {}};
  if (found.named || !stands_for_all(inputs, place, level)) return found;
  found.named = true;
  for (const std::size_t partner : one.partners) found.stands_for.push_back(inputs[partner].input);
  return found;
}

}  // namespace

std::vector<double> values_of(const results::Draws& draws, std::size_t input,
                              const std::vector<std::size_t>& members) {
  const auto all = draws.of(input);
  std::vector<double> values;
  values.reserve(members.size());
  for (const std::size_t member : members) values.push_back(all[member]);
  return values;
}

Deciders find_deciders(const results::Draws& draws,
                       const std::vector<study::Correlation>& correlations,
                       const std::vector<std::size_t>& members, const std::vector<double>& answer) {
  Deciders found;
  if (members.empty()) return found;
  auto inputs = varying(draws, correlations, members);
  const RankedAnswer ranked(answer);
  test_all(inputs, ranked);
  found.naming = naming_of(draws, ranked);
  const double level = found.naming == Naming::done ? level_of(inputs) : 0;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    found.inputs.push_back(decider_of(inputs, k, level));
  }
  std::ranges::stable_sort(found.inputs, std::greater{}, &Decider::importance);
  return found;
}

}  // namespace sluice::analysis
