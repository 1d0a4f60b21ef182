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

void make_room(const ensemble::Runner& runner, std::size_t members, results::ScenarioResult& into) {
  results::Frame& frame = into.frame;
  frame.series = runner.series();
  frame.times = runner.times();
  frame.members = members;
  frame.values.assign(frame.series.size() * frame.times.size() * members,
                      std::numeric_limits<double>::quiet_NaN());
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

Lab::Kept& Lab::kept(const View& view, const ensemble::Policy& policy, const std::string& key,
                     std::size_t members) {
  const auto found = std::ranges::find(kept_, key, &Kept::key);
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return kept_.front();
  }
  auto futures = std::make_shared<Futures>();
  futures->result.name = policy.name;
  kept_.push_front({key, std::move(futures), view.charts.size() * members * 8});
  return kept_.front();
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
  return format("{}\n{}\n{}\n{} {}", view.key, key_of(study, policy), beliefs.key, design.members,
                design.seed);
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
  Kept& entry =
      kept(view, policy, key_of_futures(study(), view, policy, beliefs, design), design.members);
  const auto shared = entry.futures;
  Futures& futures = *shared;
  if (futures.done >= upto) return shared;
  if (futures.done == 0) {
    make_room(*view.runner, design.members, futures.result);
    entry.bytes = futures.result.frame.values.size() * sizeof(double);
  }
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
