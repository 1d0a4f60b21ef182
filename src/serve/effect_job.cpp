// POST /api/v1/effect
#include <algorithm>

#include "base/format.h"
#include "serve/questions.h"

namespace sluice::serve {
namespace {

constexpr std::size_t kFew = 32;  // futures that a lever is tried in
constexpr std::size_t kMost = 3;  // ways to make it act that are told

bool same_bits(double a, double b) { return a == b || (a != a && b != b); }

// Series in which some number differs.
std::vector<std::string> changed_series(const Futures& one, const Futures& other) {
  std::vector<std::string> changed;
  const results::Frame& frame = one.result.frame;
  const std::size_t size = frame.times.size() * frame.members;
  for (std::size_t k = 0; k < frame.series.size(); ++k) {
    const auto first = frame.values.begin() + static_cast<std::ptrdiff_t>(k * size);
    const auto second = other.result.frame.values.begin() + static_cast<std::ptrdiff_t>(k * size);
    const bool same =
        std::equal(first, first + static_cast<std::ptrdiff_t>(size), second, same_bits);
    if (!same) changed.push_back(frame.series[k].name);
  }
  return changed;
}

}  // namespace

Diagnostics EffectJob::begin() {
  if (asked().policies.size() != 1 || asked().charts.empty()) {
    return {bad_request("\"policy\" and \"charts\" are needed", "docs/api.md shows them")};
  }
  const auto found = std::ranges::find(study().levers, asked().lever, &study::Lever::name);
  if (found == study().levers.end()) {
    return {bad_request(format("the study has no lever \"{}\"", asked().lever),
                        "GET /api/v1/study lists them")};
  }
  if (asked().value < found->low || asked().value > found->high) {
    return {
        bad_request(format("{} is outside the lever's range", to_text(asked().value)),
                    format("it goes from {} to {}", to_text(found->low), to_text(found->high)))};
  }
  lever_ = static_cast<std::size_t>(found - study().levers.begin());
  asked().design.members = asked().upto = kFew;
  return open_view(asked().charts, asked().policies);
}

ensemble::Policy EffectJob::with(ensemble::Policy policy, std::size_t lever, double value) const {
  policy.settings[lever] = value;
  return policy;
}

bool EffectJob::acts_on(const ensemble::Policy& policy) {
  const auto as_is = run_further(policy, kFew);
  const auto moved = run_further(with(policy, lever_, asked().value), kFew);
  if (!as_is || !moved) return false;
  const auto changed = changed_series(*as_is, *moved);
  if (looked_) return !changed.empty();
  for (const auto& chart : asked().charts) {
    if (std::ranges::find(changed, chart) == changed.end()) unchanged_.push_back(chart);
  }
  return !changed.empty();
}

// Levers off their defaults first: they are the likelier reason.
void EffectJob::list_tries(const ensemble::Policy& policy) {
  std::vector<Try> later;
  for (std::size_t k = 0; k < study().levers.size(); ++k) {
    if (k == lever_) continue;
    const study::Lever& lever = study().levers[k];
    const auto* now = std::get_if<double>(&policy.settings[k]);
    const bool moved = now == nullptr || *now != lever.preset;
    if (moved) tries_.push_back({k, lever.preset});
    for (const double end : {lever.high, lever.low}) {
      if (now == nullptr || *now != end) (moved ? tries_ : later).push_back({k, end});
    }
  }
  tries_.insert(tries_.end(), later.begin(), later.end());
  std::ranges::reverse(tries_);
}

void EffectJob::give() {
  answer({{"lever", asked().lever},
          {"none", none_},
          {"unchanged", unchanged_},
          {"unlocked_by", unlocked_}});
}

bool EffectJob::advance() {
  const ensemble::Policy& policy = asked().policies.front();
  if (!looked_) {
    none_ = !acts_on(policy);
    looked_ = true;
    if (none_) list_tries(policy);
  } else {
    const Try one = tries_.back();
    tries_.pop_back();
    const auto told = [&](const Json& json) {
      return json["lever"] == study().levers[one.lever].name;
    };
    if (!std::ranges::any_of(unlocked_, told) && acts_on(with(policy, one.lever, one.value))) {
      unlocked_.push_back({{"lever", study().levers[one.lever].name}, {"value", one.value}});
    }
  }
  if (reply().stopped) return false;
  if (!tries_.empty() && unlocked_.size() < kMost) return true;
  give();
  return false;
}

}  // namespace sluice::serve
