#include <algorithm>
#include <cassert>
#include <limits>
#include <mutex>

#include "base/format.h"
#include "base/parallel.h"
#include "ensemble/ensemble.h"
#include "lower/lower.h"
#include "program/passes/optimise.h"
#include "study/quantile.h"

namespace sluice::ensemble {
namespace {

using program::InputKind;

bool is_schedule(const study::LeverSetting& setting) {
  return std::holds_alternative<std::vector<study::DatedValue>>(setting);
}

// Scheduled only where some scenario needs it: what a uniform lever touches is computed once.
InputKind kind_of(const study::Study& study, const study::Lever& lever) {
  const bool scheduled = std::ranges::any_of(study.scenarios, [&](const study::Scenario& one) {
    const auto found = one.settings.find(lever.name);
    return found != one.settings.end() && is_schedule(found->second);
  });
  return scheduled ? InputKind::scheduled : InputKind::uniform;
}

lower::Options options_of(const Bound& bound, bool with_history) {
  lower::Options options;
  const study::Study& study = *bound.study;
  for (std::size_t i = 0; i < study.levers.size(); ++i) {
    options.inputs.push_back({bound.lever_cells[i], kind_of(study, study.levers[i])});
  }
  for (const model::CellRef cell : bound.uncertainty_cells) {
    options.inputs.push_back({cell, InputKind::member});
  }
  options.outputs = bound.outcome_cells;
  if (with_history) {
    options.outputs.insert(options.outputs.end(), bound.history_cells.begin(),
                           bound.history_cells.end());
  }
  return options;
}

std::vector<results::SeriesInfo> series_of(const study::Study& study, bool with_history) {
  std::vector<results::SeriesInfo> series;
  for (const study::Outcome& one : study.outcomes) {
    series.push_back({one.name, one.label, one.unit, one.definition});
  }
  if (!with_history) return series;
  for (const study::History& one : study.histories) {
    series.push_back({"history:" + one.name, one.label, one.unit, one.note});
  }
  return series;
}

execute::Schedule schedule_of(const study::LeverSetting& setting, double preset,
                              const Calendar& calendar) {
  execute::Schedule schedule;
  if (!is_schedule(setting)) {
    schedule.before = std::get<double>(setting);
    return schedule;
  }
  schedule.before = preset;
  for (const study::DatedValue& step : std::get<std::vector<study::DatedValue>>(setting)) {
    schedule.times.push_back(calendar.time_at(step.from));
    schedule.values.push_back(step.value);
  }
  return schedule;
}

execute::RunInputs inputs_of(const study::Study& study, const Policy& policy,
                             const program::Program& program, std::uint64_t seed) {
  execute::RunInputs inputs;
  inputs.uniform.assign(program.inputs.size(), 0.0);
  inputs.schedules.resize(program.inputs.size());
  inputs.seed = seed;
  assert(policy.settings.size() == study.levers.size());
  for (std::size_t i = 0; i < study.levers.size(); ++i) {
    const study::LeverSetting& setting = policy.settings[i];
    if (program.inputs[i].kind == InputKind::scheduled) {
      inputs.schedules[i] = schedule_of(setting, study.levers[i].preset, study.calendar());
    } else {
      assert(!is_schedule(setting));
      inputs.uniform[i] = std::get<double>(setting);
    }
  }
  return inputs;
}

// The kernel's inputs are the levers and then the uncertainties; rows of levers are not read.
std::vector<double> member_rows(std::size_t levers, const results::Draws& draws) {
  std::vector<double> rows(levers * draws.members, 0.0);
  rows.insert(rows.end(), draws.values.begin(), draws.values.end());
  return rows;
}

std::vector<double> saved_times(const program::Program& program) {
  std::vector<double> times;
  for (const std::uint32_t step : program::saved_steps(program.timing)) {
    times.push_back(program::time_at(program.timing, step));
  }
  return times;
}

// One policy under way: what its members share, and where their numbers go.
struct PolicyRun {
  execute::RunInputs inputs;
  std::vector<double> prepared;
  results::ScenarioResult result;
};

// Blocks of members of every policy, shared among threads. Each block writes numbers of its own, so
// the result does not depend on who takes it.
class BlockRuns {
 public:
  BlockRuns(const execute::Kernel& kernel, std::vector<PolicyRun>& runs,
            const results::Draws& draws, std::size_t levers, const RunOptions& options)
      : kernel_(kernel),
        runs_(runs),
        draws_(draws),
        options_(options),
        rows_(member_rows(levers, draws)),
        threads_(options.threads == 0 ? available_cores() : options.threads),
        size_(block_size()),
        blocks_((draws.members + size_ - 1) / size_),
        states_(threads_) {}

  void run() {
    const std::atomic<bool> never{false};
    parallel_for(runs_.size() * blocks_, threads_, options_.cancel ? *options_.cancel : never,
                 [this](std::size_t job, std::size_t worker) noexcept { run_block(job, worker); });
    for (PolicyRun& run : runs_) std::ranges::sort(run.result.bad, {}, &results::BadMember::member);
  }

 private:
  // Small enough that every thread has work, else as the kernel likes it.
  std::size_t block_size() const {
    const std::size_t jobs_wanted = threads_ * 4;
    const std::size_t members = static_cast<std::size_t>(draws_.members) * runs_.size();
    const std::size_t even = (members / jobs_wanted + 7) / 8 * 8;
    return std::clamp<std::size_t>(even, 32, kernel_.best_block());
  }

  void run_block(std::size_t job, std::size_t worker) noexcept {
    if (!states_[worker]) states_[worker] = kernel_.make_state(size_);
    PolicyRun& run = runs_[job / blocks_];
    const std::size_t first = job % blocks_ * size_;
    const std::size_t members = std::min(size_, draws_.members - first);
    const execute::Block block{first, members, std::span(rows_).subspan(first), draws_.members};
    const auto troubles =
        kernel_.run(*states_[worker], run.inputs, run.prepared, block,
                    {run.result.frame.values.data() + first, draws_.members}, options_.cancel);
    const std::scoped_lock lock(mutex_);
    for (const execute::Trouble& one : troubles) {
      run.result.bad.push_back({one.member, program::time_at(kernel_.program().timing, one.step)});
    }
    done_ += members;
    if (options_.progress) options_.progress({done_, draws_.members * runs_.size()});
  }

  const execute::Kernel& kernel_;
  std::vector<PolicyRun>& runs_;
  const results::Draws& draws_;
  const RunOptions& options_;
  std::vector<double> rows_;
  std::size_t threads_, size_, blocks_;
  std::vector<std::unique_ptr<execute::State>> states_;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
};

}  // namespace

Checked<Runner> Runner::make(const Bound& bound, bool with_history) {
  Checked<program::Program> program = lower::lower(*bound.model, options_of(bound, with_history));
  Checked<Runner> result{.value = {}, .diagnostics = std::move(program.diagnostics)};
  if (!program.value) return result;
  Runner runner;
  runner.kernel_ =
      std::make_shared<const execute::Kernel>(program::optimise(std::move(*program.value)));
  runner.bound_ = std::make_shared<const Bound>(bound);
  runner.with_history_ = with_history;
  result.value = std::move(runner);
  return result;
}

results::Ensemble Runner::run(const std::vector<Policy>& policies, const results::Draws& draws,
                              const RunOptions& options) const {
  const study::Study& study = *bound_->study;
  results::Frame empty;
  empty.series = series_of(study, with_history_);
  empty.times = saved_times(kernel_->program());
  empty.members = draws.members;
  std::vector<PolicyRun> runs;
  for (const Policy& policy : policies) {
    PolicyRun run;
    run.inputs = inputs_of(study, policy, kernel_->program(), draws.seed);
    run.prepared = kernel_->prepare(run.inputs);
    run.result = {policy.name, empty, {}};
    // What a cancelled run never reaches stays without a number.
    run.result.frame.values.assign(empty.series.size() * empty.times.size() * empty.members,
                                   std::numeric_limits<double>::quiet_NaN());
    runs.push_back(std::move(run));
  }
  BlockRuns(*kernel_, runs, draws, study.levers.size(), options).run();
  results::Ensemble ensemble;
  ensemble.draws = draws;
  for (PolicyRun& run : runs) ensemble.scenarios.push_back(std::move(run.result));
  return ensemble;
}

std::vector<double> Runner::central_values() const {
  std::vector<double> values;
  for (const study::Uncertainty& input : bound_->study->uncertainties) {
    values.push_back(study::central_value(input.distribution));
  }
  return values;
}

}  // namespace sluice::ensemble
