#include "report/worldviews.h"

#include <algorithm>
#include <map>

#include "analysis/claims.h"
#include "analysis/turning.h"
#include "app/claims_plan.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/place.h"
#include "app/room.h"
#include "app/signals.h"
#include "base/format.h"

namespace sluice::app {
namespace {

constexpr std::uint64_t kMembers = 128;

// Claims that search a grid cost as many runs as it has policies: only where they are asked for.
std::vector<const study::Claim*> judged_claims(const ClaimsPlan& plan, bool named) {
  std::vector<const study::Claim*> claims;
  std::ranges::copy_if(plan.claims, std::back_inserter(claims), [&](const study::Claim* claim) {
    return named || claim->kind != study::ClaimKind::exists;
  });
  return claims;
}

std::vector<const study::Claim*> left_out(const ClaimsPlan& plan,
                                          const std::vector<const study::Claim*>& judged) {
  std::vector<const study::Claim*> others;
  std::ranges::copy_if(plan.claims, std::back_inserter(others), [&](const study::Claim* claim) {
    return std::ranges::find(judged, claim) == judged.end();
  });
  return others;
}

std::vector<std::string> outcomes_read(const std::vector<const study::Claim*>& claims) {
  std::vector<std::string> names;
  for (const auto* claim : claims) {
    for (auto& name : analysis::outcomes_of(*claim)) names.push_back(std::move(name));
  }
  return names;
}

struct Asked {
  const study::Claim* claim = nullptr;
  std::string horizon;
};

// Runs the claims' scenarios with the inputs of two worldviews mixed.
class Mixer {
 public:
  Mixer(const ClaimsPlan& plan, std::vector<const study::Claim*> claims,
        const ensemble::Runner& runner, unsigned threads)
      : plan_(plan), claims_(std::move(claims)), runner_(runner), threads_(threads) {}

  report::TurningPair compare(const study::Worldview* first, const study::Worldview* second) {
    first_ = draw_futures(plan_.futures, first);
    second_ = draw_futures(plan_.futures, second);
    inputs_.clear();
    for (std::size_t k = 0; k < first_.names.size(); ++k) {
      if (!std::ranges::equal(first_.of(k), second_.of(k))) inputs_.push_back(k);
    }
    unusable_ = 0;
    title_ = format("worldviews, {} and {}", first == nullptr ? "study" : first->name,
                    second == nullptr ? "study" : second->name);
    const auto turning =
        analysis::find_turning(inputs_.size(),
                               {[this](const std::vector<bool>& mask) { return answers(mask); },
                                [this](const std::vector<bool>& mask, std::size_t wanted) {
                                  return answers_to(*asked_[wanted].claim, mask);
                                }},
                               [] { return interrupted().load(); });
    report::TurningPair pair;
    pair.first = first == nullptr ? "study" : first->name;
    pair.second = second == nullptr ? "study" : second->name;
    pair.differing = inputs_.size();
    pair.assumptions = names_of(turning.inputs);
    pair.moved = turning.moved;
    pair.unusable = unusable_;
    for (std::size_t k = 0; k < turning.first.size(); ++k) {
      pair.claims.push_back(claim_of(turning, k));
    }
    return pair;
  }

 private:
  std::vector<std::string> names_of(const std::vector<std::size_t>& inputs) const {
    std::vector<std::string> names;
    for (const std::size_t input : inputs) names.push_back(first_.names[inputs_[input]]);
    return names;
  }

  report::TurningClaim claim_of(const analysis::Turning& turning, std::size_t k) const {
    const auto& turn = turning.turns[k];
    return {asked_[k].claim,
            asked_[k].horizon,
            turning.first[k].verdict,
            turning.second[k].verdict,
            turning.first[k].holds,
            turning.second[k].holds,
            turning.first[k].score(),
            turning.second[k].score(),
            names_of(turn.inputs),
            turn.with.verdict,
            turn.with.holds,
            turn.with.score(),
            turn.moved,
            turn.flips};
  }

  results::Draws mixed(const std::vector<bool>& from_second) const {
    results::Draws draws = first_;
    for (std::size_t k = 0; k < inputs_.size(); ++k) {
      if (!from_second[k]) continue;
      const auto values = second_.of(inputs_[k]);
      const auto at = static_cast<std::ptrdiff_t>(inputs_[k] * draws.members);
      std::ranges::copy(values, draws.values.begin() + at);
    }
    return draws;
  }

  std::vector<analysis::Position> answers(const std::vector<bool>& from_second) {
    const results::Draws draws = mixed(from_second);
    const auto run = run_futures(runner_, plan_.policies, draws, threads_, title_);
    std::map<std::string, results::Ensemble> grids;
    std::vector<analysis::Position> positions;
    asked_.clear();
    for (const auto* claim : claims_) {
      for (const auto& answer : judged(*claim, run.ensemble, draws, grids)) {
        asked_.push_back({claim, answer.horizon});
        positions.push_back(position_of(answer));
      }
    }
    return positions;
  }

  // Of one claim alone, under the scenarios that it reads.
  std::vector<analysis::Position> answers_to(const study::Claim& claim,
                                             const std::vector<bool>& from_second) {
    const results::Draws draws = mixed(from_second);
    std::vector<ensemble::Policy> policies;
    for (const auto& name : analysis::scenarios_of(claim)) {
      policies.push_back(*std::ranges::find(plan_.policies, name, &ensemble::Policy::name));
    }
    if (policies.empty()) policies.push_back(plan_.policies.front());  // its members are counted
    const auto run = run_futures(runner_, policies, draws, threads_, title_);
    std::map<std::string, results::Ensemble> grids;
    const auto answers = judged(claim, run.ensemble, draws, grids);
    std::vector<analysis::Position> positions(asked_.size());
    std::size_t next = 0;
    for (std::size_t k = 0; k < asked_.size(); ++k) {
      if (asked_[k].claim == &claim) positions[k] = position_of(answers[next++]);
    }
    return positions;
  }

  static analysis::Position position_of(const analysis::ClaimAnswer& answer) {
    return {answer.share_holds, answer.share_fails, answer.verdict, answer.members};
  }

  std::vector<analysis::ClaimAnswer> judged(const study::Claim& claim,
                                            const results::Ensemble& scenarios,
                                            const results::Draws& draws,
                                            std::map<std::string, results::Ensemble>& grids) {
    const results::Ensemble* grid = nullptr;
    if (claim.kind == study::ClaimKind::exists) grid = &grid_of(claim, draws, grids);
    auto answers = analysis::judge(plan_.futures.study(), claim, scenarios, grid);
    for (const auto& answer : answers) unusable_ = std::max(unusable_, answer.unusable);
    return answers;
  }

  const results::Ensemble& grid_of(const study::Claim& claim, const results::Draws& draws,
                                   std::map<std::string, results::Ensemble>& grids) {
    const auto known = grids.find(claim.grid);
    if (known != grids.end()) return known->second;
    const auto& study = plan_.futures.study();
    const auto grid = std::ranges::find(study.grids, claim.grid, &study::Grid::name);
    auto run = run_futures(runner_, ensemble::policies_of(study, *grid), draws, threads_, title_);
    return grids.emplace(claim.grid, std::move(run.ensemble)).first->second;
  }

  const ClaimsPlan& plan_;
  std::vector<const study::Claim*> claims_;
  const ensemble::Runner& runner_;
  unsigned threads_;
  std::string title_;
  results::Draws first_, second_;
  std::vector<std::size_t> inputs_;  // that the two draw differently
  std::vector<Asked> asked_;         // what the last answers were of
  std::size_t unusable_ = 0;         // futures that some answer of this pair leaves out
};

// Every pair of the study's worldviews; of a single one, it and the study's own distributions.
std::vector<std::pair<const study::Worldview*, const study::Worldview*>> pairs_of(
    const study::Study& study) {
  std::vector<const study::Worldview*> all;
  if (study.worldviews.size() == 1) all.push_back(nullptr);
  for (const auto& worldview : study.worldviews) all.push_back(&worldview);
  std::vector<std::pair<const study::Worldview*, const study::Worldview*>> pairs;
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a + 1; b < all.size(); ++b) pairs.emplace_back(all[a], all[b]);
  }
  return pairs;
}

}  // namespace

int worldviews(const Arguments& arguments) {
  Arguments asked = arguments;
  asked.sampling.members = arguments.sampling.members.value_or(kMembers);
  Checked<ClaimsPlan> plan = plan_claims(asked);
  if (!plan.value) return tell_and_exit(plan.diagnostics);
  const study::Study& study = plan.value->futures.study();
  if (study.worldviews.empty()) {
    plan.diagnostics.push_back(make_diagnostic(Code::study_lacks, place_at(arguments.path),
                                               "this study has no worldviews to compare", {},
                                               "add [[worldview]] entries to study.toml"));
    return tell_and_exit(plan.diagnostics);
  }
  const auto claims = judged_claims(*plan.value, !arguments.claims.empty());
  const auto runner = ensemble::Runner::make(
      with_only_outcomes(plan.value->futures.bound, outcomes_read(claims)), false);
  append(plan.diagnostics, runner.diagnostics);
  if (!runner.value) return tell_and_exit(plan.diagnostics);
  mention_warnings(arguments.path, plan.diagnostics);
  expect_room("sluice worldviews",
              kept_by(*runner.value, plan.value->policies.size(), study.members));
  Mixer mixer(*plan.value, claims, *runner.value, arguments.threads);
  std::vector<report::TurningPair> pairs;
  for (const auto& [first, second] : pairs_of(study)) {
    pairs.push_back(mixer.compare(first, second));
    if (interrupted()) return tell_interrupted();
  }
  const auto draws = draw_futures(plan.value->futures, nullptr);
  const auto making = making_of("worldviews", plan.value->futures, draws, "");
  return print_and_exit(arguments.json ? report::worldviews_json(making, pairs)
                                       : report::worldviews_text(making, study, pairs,
                                                                 left_out(*plan.value, claims),
                                                                 output_terminal()));
}

}  // namespace sluice::app
