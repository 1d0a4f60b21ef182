#include "serve/lab.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

#include "base/format.h"
#include "ensemble/draw_plan.h"
#include "ensemble/stream.h"

namespace sluice::serve {
namespace {

constexpr std::size_t kMostViews = 12;
constexpr std::size_t kMostDraws = 6;
constexpr std::size_t kMostPasts = 4;
constexpr std::size_t kBytesOfPasts = std::size_t{64} << 20U;  // each

bool is_schedule(const study::LeverSetting& setting) {
  return std::holds_alternative<std::vector<study::DatedValue>>(setting);
}

// The schedules that policies hold, as one scenario: the runner compiles those levers as such.
study::Scenario schedules_of(const study::Study& study,
                             const std::vector<ensemble::Policy>& policies) {
  study::Scenario scenario;
  scenario.name = study.baseline;
  for (const ensemble::Policy& policy : policies) {
    for (std::size_t k = 0; k < study.levers.size(); ++k) {
      if (!is_schedule(policy.settings[k])) continue;
      scenario.settings.insert_or_assign(study.levers[k].name, policy.settings[k]);
    }
  }
  return scenario;
}

std::string key_of_view(const std::vector<std::string>& charts, const study::Scenario& schedules) {
  std::string key;
  for (const auto& chart : charts) key += chart + '\n';
  for (const auto& [lever, setting] : schedules.settings) key += '\t' + lever;
  return key;
}

// Equal for designs whose members are drawn alike. Only a Latin hypercube depends on how many there
// are: of the others, a larger one goes on where a smaller one ends.
std::string key_of_draws(const study::Study& study, const Design& design) {
  const bool whole = study.design == study::Design::latin_hypercube;
  return format("{} {}", whole ? design.members : 0, design.seed);
}

// Puts blocks where they belong in a frame that has room for all members.
class Placing final : public ensemble::FutureSink {
 public:
  explicit Placing(results::ScenarioResult& into) : into_(into) {}
  void take(const ensemble::FutureBlock& block) override {
    const ensemble::PolicyBlock& policy = block.policies.front();
    results::Frame& frame = into_.frame;
    for (std::size_t k = 0; k < frame.series.size(); ++k) {
      for (std::size_t time = 0; time < frame.times.size(); ++time) {
        const double* row = policy.values.at(k, time);
        std::copy_n(row, block.members, frame.at(k, time).subspan(block.first_member).begin());
      }
    }
    const std::scoped_lock lock(mutex_);
    into_.bad.insert(into_.bad.end(), policy.bad.begin(), policy.bad.end());
  }

 private:
  results::ScenarioResult& into_;
  std::mutex mutex_;
};

// What `from` has of members 0 to done - 1 in a frame with room for more.
results::Frame with_room(const ensemble::Runner& runner, const results::Frame& from,
                         std::size_t done, std::size_t members) {
  results::Frame frame;
  frame.series = runner.series();
  frame.times = runner.times();
  frame.members = members;
  frame.values.resize(frame.series.size() * frame.times.size() * members);
  for (std::size_t k = 0; k < frame.series.size() && done > 0; ++k) {
    for (std::size_t time = 0; time < frame.times.size(); ++time) {
      std::ranges::copy(from.at(k, time).first(done), frame.at(k, time).begin());
    }
  }
  return frame;
}

}  // namespace

Lab::Lab(ensemble::Bound bound, std::size_t most_bytes)
    : bound_(std::move(bound)), most_bytes_(most_bytes) {}

Checked<std::shared_ptr<const View>> Lab::view(const std::vector<std::string>& charts,
                                               const std::vector<ensemble::Policy>& policies) {
  study::Scenario schedules = schedules_of(study(), policies);
  const std::string key = key_of_view(charts, schedules);
  const auto found = std::ranges::find(views_, key, [](const auto& one) { return one->key; });
  if (found != views_.end()) {
    views_.splice(views_.begin(), views_, found);
    return {views_.front(), {}};
  }
  auto made = std::make_shared<View>(View{key, charts, bound_, std::nullopt});
  auto changed = std::make_shared<study::Study>(study());
  changed->scenarios = {std::move(schedules)};
  changed->outcomes.clear();
  made->bound.outcome_cells.clear();
  for (const auto& chart : charts) {
    auto cell = find_chart(bound_, chart);
    if (!cell.value) return {std::nullopt, std::move(cell.diagnostics)};
    changed->outcomes.push_back(std::move(cell.value->outcome));
    made->bound.outcome_cells.push_back(cell.value->cell);
  }
  made->bound.study = std::move(changed);
  auto runner = ensemble::Runner::make(made->bound, false);
  if (!runner.value) return {std::nullopt, std::move(runner.diagnostics)};
  made->runner = std::move(runner.value);
  views_.push_front(std::move(made));
  if (views_.size() > kMostViews) views_.pop_back();
  return {views_.front(), {}};
}

std::shared_ptr<const results::Draws> Lab::draws(const Beliefs& beliefs, const Design& design) {
  const std::string key = format("{}\n{} {}", beliefs.key, design.members, design.seed);
  for (const auto& [known, draws] : draws_) {
    if (known == key) return draws;
  }
  draws_.emplace_front(key, std::make_shared<const results::Draws>(ensemble::draw(
                                study(), beliefs.worldview.get(), design.members, design.seed)));
  if (draws_.size() > kMostDraws) draws_.pop_back();
  return draws_.front().second;
}

Lab::Kept& Lab::kept(const ensemble::Policy& policy, const std::string& key) {
  const auto found = std::ranges::find(kept_, key, &Kept::key);
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return kept_.front();
  }
  auto futures = std::make_shared<Futures>();
  futures->result.name = policy.name;
  kept_.push_front({key, std::move(futures), 0});
  return kept_.front();
}

// A quick look while a lever is dragged takes room for its own futures only, a longer run at once
// for all. Others may still read the old frame.
void Lab::make_room(const View& view, std::size_t upto, const Design& design, Kept& entry) {
  const Futures& old = *entry.futures;
  if (old.result.frame.members >= upto) return;
  constexpr std::size_t kFew = 256;
  auto made = std::make_shared<Futures>();
  made->done = old.done;
  made->result.name = old.result.name;
  made->result.bad = old.result.bad;
  made->result.frame = with_room(*view.runner, old.result.frame, old.done,
                                 upto <= kFew ? upto : std::max<std::size_t>(upto, design.members));
  entry.bytes = made->result.frame.values.size() * sizeof(double);
  entry.futures = std::move(made);
}

ensemble::Pasts* Lab::pasts(const View& view, const Beliefs& beliefs, const Design& design) {
  const std::string key =
      format("{}\n{}\n{}", view.key, beliefs.key, key_of_draws(study(), design));
  const auto found = std::ranges::find(
      pasts_, key, [](const auto& one) -> const auto& { return one.first; });
  if (found != pasts_.end()) {
    pasts_.splice(pasts_.begin(), pasts_, found);
    return pasts_.front().second.get();
  }
  const double time = study().calendar().time_at(study().decision);
  pasts_.emplace_front(key, std::make_unique<ensemble::Pasts>(*view.runner, time, kBytesOfPasts));
  if (pasts_.size() > kMostPasts) pasts_.pop_back();
  return pasts_.front().second.get();
}

void Lab::forget_old() {
  std::size_t bytes = 0;
  for (auto one = kept_.begin(); one != kept_.end();) {
    bytes += one->bytes;
    const bool first = one == kept_.begin();
    one = !first && bytes > most_bytes_ ? kept_.erase(one) : std::next(one);
  }
}

static std::string key_of_futures(const study::Study& study, const View& view,
                                  const ensemble::Policy& policy, const Beliefs& beliefs,
                                  const Design& design) {
  return format("{}\n{}\n{}\n{}", view.key, key_of(study, policy), beliefs.key,
                key_of_draws(study, design));
}

std::size_t Lab::done(const View& view, const ensemble::Policy& policy, const Beliefs& beliefs,
                      const Design& design) const {
  const auto found =
      std::ranges::find(kept_, key_of_futures(study(), view, policy, beliefs, design), &Kept::key);
  return found == kept_.end() ? 0 : found->futures->done;
}

std::shared_ptr<const Futures> Lab::futures(const View& view, const ensemble::Policy& policy,
                                            const Beliefs& beliefs, const Design& design,
                                            std::size_t upto, const std::atomic<bool>& stop) {
  Kept& entry = kept(policy, key_of_futures(study(), view, policy, beliefs, design));
  if (entry.futures->done >= upto) return entry.futures;
  make_room(view, upto, design, entry);
  const auto shared = entry.futures;
  Futures& futures = *shared;
  // What a stopped run has left behind it is run again.
  std::erase_if(futures.result.bad,
                [&](const results::BadMember& bad) { return bad.member >= futures.done; });
  ensemble::RunOptions options;
  options.cancel = &stop;
  Placing placing(futures.result);
  ensemble::Stream stream(
      *view.runner, {policy},
      ensemble::DrawPlan(bound_.study, beliefs.worldview.get(), design.members, design.seed),
      ensemble::Blocks::one_policy);
  stream.share(pasts(view, beliefs, design));
  if (!stream.run(futures.done, upto, placing, options)) return shared;
  futures.done = upto;
  std::ranges::sort(futures.result.bad, {}, &results::BadMember::member);
  forget_old();
  return shared;
}

std::string key_of(const study::Study& study, const ensemble::Policy& policy) {
  std::string key;
  for (std::size_t k = 0; k < study.levers.size(); ++k) {
    const study::LeverSetting& setting = policy.settings[k];
    if (const auto* value = std::get_if<double>(&setting)) {
      if (*value != study.levers[k].preset) key += format("{}={} ", k, to_text(*value));
      continue;
    }
    key += format("{}=[", k);
    for (const auto& step : std::get<std::vector<study::DatedValue>>(setting)) {
      key += format("{}:{} ", step.from.months, to_text(step.value));
    }
    key += "] ";
  }
  return key;
}

}  // namespace sluice::serve
