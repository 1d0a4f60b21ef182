#include "app/late_effects.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ensemble/backtest.h"
#include "model/control.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

using report::LateInput;

constexpr std::size_t kMembers = 4;  // the order is asked for, not the size
constexpr double kLess = 0.9, kMore = 1.1;

// One late input and what is varied for it: drawn inputs by their place in the draws, or a lever.
struct Trial {
  std::size_t late = 0;
  struct Drawn {
    std::string name;
    double low = 0, high = 0;
  };
  std::vector<Drawn> drawn = {};
  std::size_t lever = 0;  // where nothing is drawn
};

class Trials {
 public:
  Trials(const ensemble::Bound& whole, const study::Backtest& backtest)
      : study_(*whole.study), model_(*whole.model), widened_(backtest) {
    widened_.histories.clear();
    for (const auto& setting : backtest.settings) set_.insert(setting.name);
  }

  void add(const LateInput& late, std::size_t place) {
    const auto lever = std::ranges::find(study_.levers, late.name, &study::Lever::name);
    const auto input =
        std::ranges::find(study_.uncertainties, late.name, &study::Uncertainty::name);
    Trial trial{place};
    if (lever != study_.levers.end()) {
      trial.lever = static_cast<std::size_t>(lever - study_.levers.begin());
    } else if (input != study_.uncertainties.end()) {
      trial.drawn = {drawn_of(*input)};
    } else {
      trial.drawn = constants_of(late.name);
      if (trial.drawn.empty()) return;
    }
    trials_.push_back(std::move(trial));
  }

  const study::Backtest& backtest() const { return widened_; }
  const std::vector<Trial>& all() const { return trials_; }

 private:
  static Trial::Drawn drawn_of(const study::Uncertainty& input) {
    const auto end_at = [&](double probability) {
      const double end = study::quantile(input.distribution, probability);
      return input.distribution.integer ? std::nearbyint(end) : end;
    };
    return {input.name, end_at(0.05), end_at(0.95)};
  }

  // Its elements that are numbers other than 0; they are drawn by the widened back-test.
  std::vector<Trial::Drawn> constants_of(const std::string& name) {
    std::vector<Trial::Drawn> drawn;
    const auto cells = model::find_cells(model_, name, {});
    if (!cells.value) return drawn;
    const model::Variable& variable = model_.at(cells.value->front().variable);
    if (variable.kind != model::VariableKind::constant) return drawn;
    for (const auto& cell : *cells.value) {
      const std::string whole = model_.cell_name(variable, cell.cell);
      const auto value = model::constant_value(model_, cell);
      if (!value || *value == 0 || set_.contains(whole)) continue;
      study::BacktestSetting setting;
      setting.target = study::BacktestSetting::Target::constant;
      setting.name = whole;
      setting.distribution.family = study::Constant{*value};
      setting.place = widened_.place;
      widened_.settings.push_back(std::move(setting));
      drawn.push_back({whole, kLess * *value, kMore * *value});
    }
    return drawn;
  }

  const study::Study& study_;
  const model::Model& model_;
  study::Backtest widened_;
  std::set<std::string> set_;
  std::vector<Trial> trials_;
};

// The draws 2 K + 1 times over: as they are, then with each trial at its low and its high end.
results::Draws spread(const results::Draws& draws, const std::vector<Trial>& trials) {
  const std::size_t copies = 2 * trials.size() + 1;
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
      set(input, 2 * k + 1, drawn.low);
      set(input, 2 * k + 2, drawn.high);
    }
  }
  return all;
}

// [box][member]
using BoxValues = std::vector<std::vector<double>>;

BoxValues values_of(const study::Study& study, const study::Backtest& backtest,
                    const results::Frame& frame) {
  BoxValues values;
  for (std::size_t k = 0; k < backtest.boxes.size(); ++k) {
    const study::Box& box = backtest.boxes[k];
    values.push_back(analysis::simulated_over(study, frame, k, box.reduce, box.from, box.at));
  }
  return values;
}

struct FuturesFrom {
  const BoxValues& values;
  std::size_t first = 0;
};

// The most that two sets of the same futures differ in any box, in its band.
double most_moved(const analysis::BacktestFit& fit, const FuturesFrom& low,
                  const FuturesFrom& high) {
  double most = 0;
  for (std::size_t k = 0; k < fit.boxes.size(); ++k) {
    double moved = 0;
    for (std::size_t m = 0; m < kMembers; ++m) {
      const double by = std::abs(high.values[k][high.first + m] - low.values[k][low.first + m]);
      if (std::isfinite(by)) moved += by / kMembers;
    }
    const double band = fit.boxes[k].p95 - fit.boxes[k].p5;
    if (band > 0) most = std::max(most, moved / band);
  }
  return most;
}

// Runs the trials of one widened back-test and writes their effects into `late`.
class Run {
 public:
  Run(const ensemble::Runner& runner, const study::Backtest& backtest,
      const analysis::BacktestFit& fit, unsigned threads)
      : runner_(runner),
        study_(*runner.bound().study),
        backtest_(backtest),
        fit_(fit),
        policy_(*ensemble::find_policy(study_, ensemble::kBacktestPolicy, {}).value),
        draws_(ensemble::draw(study_, &study_.worldviews.front(), kMembers, study_.seed)) {
    options_.threads = threads;
  }

  void try_drawn(const std::vector<Trial>& trials, std::vector<LateInput>& late) const {
    const auto run = runner_.run({policy_}, spread(draws_, trials), options_);
    const auto values = values_of(study_, backtest_, run.scenarios.front().frame);
    for (std::size_t k = 0; k < trials.size(); ++k) {
      late[trials[k].late].effect =
          most_moved(fit_, {values, (2 * k + 1) * kMembers}, {values, (2 * k + 2) * kMembers});
    }
  }

  void try_levers(const std::vector<Trial>& trials, std::vector<LateInput>& late) const {
    for (const auto& trial : trials) {
      const study::Lever& lever = study_.levers[trial.lever];
      ensemble::Policy low = policy_, high = policy_;
      low.settings[trial.lever] = lever.low;
      high.settings[trial.lever] = lever.high;
      const auto run = runner_.run({low, high}, draws_, options_);
      const auto at_low = values_of(study_, backtest_, run.scenarios[0].frame);
      const auto at_high = values_of(study_, backtest_, run.scenarios[1].frame);
      late[trial.late].effect = most_moved(fit_, {at_low, 0}, {at_high, 0});
    }
  }

 private:
  const ensemble::Runner& runner_;
  const study::Study& study_;
  const study::Backtest& backtest_;
  const analysis::BacktestFit& fit_;
  ensemble::Policy policy_;
  results::Draws draws_;
  ensemble::RunOptions options_;
};

}  // namespace

std::vector<LateInput> by_effect(const ensemble::Bound& whole, const study::Backtest& backtest,
                                 const analysis::BacktestFit& fit, std::vector<LateInput> late,
                                 unsigned threads) {
  if (backtest.boxes.empty()) return late;
  Trials trials(whole, backtest);
  for (std::size_t k = 0; k < late.size(); ++k) trials.add(late[k], k);
  const auto bound = ensemble::bind_backtest(whole, trials.backtest());
  if (!bound.value) return late;
  const auto runner = ensemble::Runner::make(*bound.value, false);
  if (!runner.value) return late;
  std::vector<Trial> drawn, levers;
  for (const auto& trial : trials.all()) (trial.drawn.empty() ? levers : drawn).push_back(trial);
  const Run run(*runner.value, trials.backtest(), fit, threads);
  run.try_drawn(drawn, late);
  run.try_levers(levers, late);
  std::ranges::stable_sort(late, [](const LateInput& one, const LateInput& other) {
    return one.effect.value_or(-1) > other.effect.value_or(-1);
  });
  return late;
}

}  // namespace sluice::app
