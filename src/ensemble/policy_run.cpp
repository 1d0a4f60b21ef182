#include "ensemble/policy_run.h"

#include <algorithm>
#include <cassert>

#include "base/parallel.h"

namespace sluice::ensemble {
namespace {

using program::InputKind;

execute::Schedule schedule_of(const study::LeverSetting& setting, double preset,
                              const Calendar& calendar) {
  execute::Schedule schedule;
  if (const auto* value = std::get_if<double>(&setting)) {
    schedule.before = *value;
    return schedule;
  }
  schedule.before = preset;
  for (const study::DatedValue& step : std::get<std::vector<study::DatedValue>>(setting)) {
    schedule.times.push_back(calendar.time_at(step.from));
    schedule.values.push_back(step.value);
  }
  return schedule;
}

}  // namespace

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
      assert(std::holds_alternative<double>(setting));
      inputs.uniform[i] = std::get<double>(setting);
    }
  }
  return inputs;
}

std::vector<PolicyRun> policy_runs_of(const execute::Kernel& kernel, const study::Study& study,
                                      const std::vector<Policy>& policies, std::uint64_t seed,
                                      std::size_t threads, const std::atomic<bool>& cancel) {
  std::vector<PolicyRun> runs(policies.size());
  parallel_for(policies.size(), threads, cancel, [&](std::size_t k, std::size_t) noexcept {
    runs[k].inputs = inputs_of(study, policies[k], kernel.program(), seed);
    runs[k].prepared = kernel.prepare(runs[k].inputs);
  });
  return runs;
}

std::size_t block_size_for(const execute::Kernel& kernel, std::uint64_t members,
                           std::size_t threads) {
  // Compiled code takes 8 members at a time anyway; lanes need more for each op to pay.
  const std::size_t least = kernel.runs_compiled() ? 8 : 32;
  const std::size_t even = (members / (threads * 6) + 7) / 8 * 8;
  return std::clamp<std::size_t>(even, least, std::max<std::size_t>(kernel.best_block(), 32));
}

}  // namespace sluice::ensemble
