// A policy as a kernel takes it.
#pragma once

#include <memory>
#include <vector>

#include "ensemble/ensemble.h"
#include "execute/kernel.h"

namespace sluice::ensemble {

// What all members under one policy share.
struct PolicyRun {
  execute::RunInputs inputs;
  std::vector<double> prepared;         // of Kernel::prepare
  std::shared_ptr<execute::Past> past;  // null: every run from its start
};

execute::RunInputs inputs_of(const study::Study& study, const Policy& policy,
                             const program::Program& program, std::uint64_t seed);
// In parallel: a policy's own part is a run of one member.
std::vector<PolicyRun> policy_runs_of(const execute::Kernel& kernel, const study::Study& study,
                                      const std::vector<Policy>& policies, std::uint64_t seed,
                                      std::size_t threads, const std::atomic<bool>& cancel);

// Small enough that every thread has work, else as the kernel likes it; a multiple of 8.
std::size_t block_size_for(const execute::Kernel& kernel, std::uint64_t members,
                           std::size_t threads);

}  // namespace sluice::ensemble
