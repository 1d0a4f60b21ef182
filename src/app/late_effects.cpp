#include "app/late_effects.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/reduce.h"
#include "app/signals.h"
#include "ensemble/backtest.h"

namespace sluice::app {
namespace {

using report::LateInput;

constexpr std::size_t kMembers = 8;  // the order is asked for, not the size
constexpr std::size_t kBlock = 32;   // trials at a time, so that memory does not grow with them

using Block = std::span<const Trial>;

// The draws 2 K times over: with each trial at its low and at its high end.
results::Draws spread(const results::Draws& draws, Block trials) {
  const std::size_t copies = 2 * trials.size();
  results::Draws all = draws;
  all.members = draws.members * copies;
  all.values.clear();
  for (std::size_t input = 0; input < draws.names.size(); ++input) {
    for (std::size_t copy = 0; copy < copies; ++copy) {
      const auto own = draws.of(input);
      all.values.insert(all.values.end(), own.begin(), own.end());
    }
  }
  const auto set = [&](std::size_t input, std::size_t copy, double value) {
    const std::size_t first = input * all.members + copy * draws.members;
    std::fill_n(all.values.begin() + static_cast<std::ptrdiff_t>(first), draws.members, value);
  };
  for (std::size_t k = 0; k < trials.size(); ++k) {
    for (const auto& drawn : trials[k].drawn) {
      const auto found = std::ranges::find(draws.names, drawn.name);
      const auto input = static_cast<std::size_t>(found - draws.names.begin());
      set(input, 2 * k, drawn.low);
      set(input, 2 * k + 1, drawn.high);
    }
  }
  return all;
}

// kMembers futures of a frame, from member `first` on.
struct Futures {
  const results::Frame& frame;
  std::size_t first = 0;
  double at(std::size_t series, std::size_t time, std::size_t member) const {
    return frame.at(series, time)[first + member];
  }
};

// Runs the trials of a widened back-test and writes what they move.
class Run {
 public:
  Run(const ensemble::Runner& runner, const study::Backtest& backtest, unsigned threads)
      : runner_(runner),
        study_(*runner.bound().study),
        backtest_(backtest),
        policy_(*ensemble::find_policy(study_, ensemble::kBacktestPolicy, {}).value),
        draws_(ensemble::draw(study_, &study_.worldviews.front(), kMembers, study_.seed)) {
    options_.threads = threads;
    options_.cancel = &interrupted();
  }

  void try_drawn(const std::vector<Trial>& trials, std::vector<LateEffect>& effects) const {
    for (std::size_t begin = 0; begin < trials.size(); begin += kBlock) {
      const Block block(trials.data() + begin, std::min(kBlock, trials.size() - begin));
      const auto run = runner_.run({policy_}, spread(draws_, block), options_);
      if (interrupted()) return;
      const results::Frame& frame = run.scenarios.front().frame;
      const auto boxes = boxes_of(frame);
      for (std::size_t k = 0; k < block.size(); ++k) {
        const std::size_t low = 2 * k * kMembers, high = low + kMembers;
        LateEffect& effect = effects[block[k].left];
        add_boxes(effect, {boxes, low}, {boxes, high});
        add_histories(effect, {frame, low}, {frame, high});
      }
    }
  }

  void try_levers(const std::vector<Trial>& trials, std::vector<LateEffect>& effects) const {
    for (const auto& trial : trials) {
      const study::Lever& lever = study_.levers[trial.lever];
      ensemble::Policy low = policy_, high = policy_;
      low.settings[trial.lever] = lever.low;
      high.settings[trial.lever] = lever.high;
      const auto run = runner_.run({low, high}, draws_, options_);
      if (interrupted()) return;
      const auto &at_low = run.scenarios[0].frame, &at_high = run.scenarios[1].frame;
      const auto low_boxes = boxes_of(at_low), high_boxes = boxes_of(at_high);
      LateEffect& effect = effects[trial.left];
      add_boxes(effect, {low_boxes, 0}, {high_boxes, 0});
      add_histories(effect, {at_low, 0}, {at_high, 0});
    }
  }

 private:
  using BoxValues = std::vector<std::vector<double>>;  // [box][member]
  struct BoxesFrom {
    const BoxValues& values;
    std::size_t first = 0;
  };

  BoxValues boxes_of(const results::Frame& frame) const {
    BoxValues values;
    for (std::size_t k = 0; k < backtest_.boxes.size(); ++k) {
      const study::Box& box = backtest_.boxes[k];
      values.push_back(analysis::simulated_over(study_, frame, k, box.reduce, box.from, box.at));
    }
    return values;
  }

  void add_boxes(LateEffect& effect, const BoxesFrom& low, const BoxesFrom& high) const {
    effect.boxes.resize(backtest_.boxes.size());
    for (std::size_t k = 0; k < effect.boxes.size(); ++k) {
      double moved = 0;
      for (std::size_t m = 0; m < kMembers; ++m) {
        const double by = std::abs(high.values[k][high.first + m] - low.values[k][low.first + m]);
        if (std::isfinite(by)) moved += by / kMembers;
      }
      effect.boxes[k] = std::max(effect.boxes[k], moved);
    }
  }

  void add_histories(LateEffect& effect, const Futures& low, const Futures& high) const {
    effect.moves_from.resize(study_.histories.size());
    for (std::size_t k = 0; k < study_.histories.size(); ++k) {
      const auto series = analysis::find_series(low.frame, "history:" + study_.histories[k].name);
      const auto from = first_difference(*series, low, high);
      auto& known = effect.moves_from[k];
      if (from && (!known || *from < *known)) known = from;
    }
  }

  std::optional<study::Date> first_difference(std::size_t series, const Futures& low,
                                              const Futures& high) const {
    for (std::size_t t = 0; t < low.frame.times.size(); ++t) {
      for (std::size_t m = 0; m < kMembers; ++m) {
        const double one = low.at(series, t, m), other = high.at(series, t, m);
        const bool same = one == other || (std::isnan(one) && std::isnan(other));
        if (!same) return study_.calendar().month_at(low.frame.times[t]);
      }
    }
    return {};
  }

  const ensemble::Runner& runner_;
  const study::Study& study_;
  const study::Backtest& backtest_;
  ensemble::Policy policy_;
  results::Draws draws_;
  ensemble::RunOptions options_;
};

std::optional<double> most_of(const analysis::BacktestFit& fit, const LateEffect& effect) {
  if (effect.boxes.empty()) return {};
  double most = 0;
  for (std::size_t k = 0; k < fit.boxes.size(); ++k) {
    const double band = fit.boxes[k].p95 - fit.boxes[k].p5;
    if (band > 0) most = std::max(most, effect.boxes[k] / band);
  }
  return most;
}

}  // namespace

Checked<std::vector<LateEffect>> late_effects(const ensemble::Bound& whole,
                                              const study::Backtest& backtest,
                                              const std::vector<LeftInput>& left,
                                              unsigned threads) {
  std::vector<LateEffect> effects(left.size());
  const Trials trials = trials_of(whole, backtest, left);
  auto bound = ensemble::bind_backtest(whole, trials.backtest);
  if (!bound.value) return {std::nullopt, std::move(bound.diagnostics)};
  const auto runner = ensemble::Runner::make(*bound.value, true);
  if (!runner.value) return {std::nullopt, runner.diagnostics};
  const Run run(*runner.value, trials.backtest, threads);
  run.try_drawn(trials.drawn, effects);
  run.try_levers(trials.levers, effects);
  return {std::move(effects), {}};
}

std::vector<LateInput> by_effect(const analysis::BacktestFit& fit,
                                 const std::vector<LeftInput>& left,
                                 const std::vector<LateEffect>& effects) {
  std::vector<LateInput> late;
  for (std::size_t k = 0; k < left.size(); ++k) {
    if (left[k].late_row.empty()) continue;
    late.push_back({left[k].name, left[k].late_row, left[k].late_date, most_of(fit, effects[k])});
  }
  std::ranges::stable_sort(late, [](const LateInput& one, const LateInput& other) {
    return one.effect.value_or(-1) > other.effect.value_or(-1);
  });
  return late;
}

}  // namespace sluice::app
