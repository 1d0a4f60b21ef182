// Draws of any members at any time: a million futures need not be held to be run. What a member is
// given depends on study, worldview, seed, and (Latin hypercube only) on how many there are in all;
// not on the block that it is drawn in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/correlation.h"
#include "study/quantile.h"
#include "study/study.h"

namespace sluice::ensemble {

class DrawPlan {
 public:
  // The study's draws, for one worldview (which must be the study's) or for none.
  DrawPlan(std::shared_ptr<const study::Study> study, const study::Worldview* worldview,
           std::uint64_t members, std::uint64_t seed);
  // Draws made before, as a result file keeps them.
  DrawPlan(std::shared_ptr<const study::Study> study, results::Draws stored);

  std::uint64_t members() const { return members_; }
  std::uint64_t seed() const { return seed_; }
  std::string design() const;
  std::vector<std::string> names() const;

  // values[k * stride + m]: uncertainty k of member first + m, in the study's unit. Any thread.
  void fill(std::uint64_t first, std::size_t count, double* values, std::size_t stride) const;
  // The same as a value; `draws.members` is `count`.
  results::Draws block(std::uint64_t first, std::size_t count) const;

 private:
  void correlate(std::size_t count, double* points, std::size_t stride) const;

  std::shared_ptr<const study::Study> study_;
  std::optional<results::Draws> stored_;
  std::vector<study::QuantileFunction> quantiles_;  // one per uncertainty
  std::vector<bool> whole_;                         // whole-number inputs
  std::vector<const study::Listed*> listed_;        // null where values are drawn
  std::optional<study::CorrelationFactor> factor_;
  std::uint64_t members_ = 0, seed_ = 0;
};

}  // namespace sluice::ensemble
