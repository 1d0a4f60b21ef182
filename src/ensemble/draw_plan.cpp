#include "ensemble/draw_plan.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ensemble/design.h"
#include "study/normal.h"

namespace sluice::ensemble {
namespace {

const study::Distribution& distribution_of(const study::Uncertainty& input,
                                           const study::Worldview* worldview) {
  if (worldview == nullptr) return input.distribution;
  const auto found = worldview->replacements.find(input.name);
  return found == worldview->replacements.end() ? input.distribution : found->second;
}

}  // namespace

DrawPlan::DrawPlan(std::shared_ptr<const study::Study> study, const study::Worldview* worldview,
                   std::uint64_t members, std::uint64_t seed)
    : study_(std::move(study)), members_(members), seed_(seed) {
  for (const study::Uncertainty& input : study_->uncertainties) {
    const study::Distribution& distribution = distribution_of(input, worldview);
    quantiles_.emplace_back(distribution);
    whole_.push_back(distribution.integer);
    listed_.push_back(std::get_if<study::Listed>(&distribution.family));
  }
  if (study_->correlations.empty()) return;
  auto factor = study::factor_correlations(study_->uncertainties, study_->correlations);
  assert(factor.has_value());  // read_study refuses others
  factor_ = std::move(*factor);
}

DrawPlan::DrawPlan(std::shared_ptr<const study::Study> study, results::Draws stored)
    : study_(std::move(study)),
      stored_(std::move(stored)),
      members_(stored_->members),
      seed_(stored_->seed) {}

std::string DrawPlan::design() const {
  return stored_ ? stored_->design : std::string(name_of(study_->design));
}

std::vector<std::string> DrawPlan::names() const {
  if (stored_) return stored_->names;
  std::vector<std::string> names;
  for (const study::Uncertainty& input : study_->uncertainties) names.push_back(input.name);
  return names;
}

// Ties the points of correlated inputs together: a Gaussian copula (Iman and Conover 1982 tie ranks
// to the same end). Points of other inputs stay as they are.
void DrawPlan::correlate(std::size_t count, double* points, std::size_t stride) const {
  if (!factor_) return;
  const std::size_t inputs = factor_->inputs.size();
  std::vector<double> scores(inputs);
  for (std::size_t m = 0; m < count; ++m) {
    for (std::size_t i = 0; i < inputs; ++i) {
      scores[i] = study::normal_quantile(points[factor_->inputs[i] * stride + m]);
    }
    for (std::size_t row = 0; row < inputs; ++row) {
      double score = 0;
      for (std::size_t k = 0; k <= row; ++k) score += factor_->lower[row * inputs + k] * scores[k];
      points[factor_->inputs[row] * stride + m] = study::normal_cdf(score);
    }
  }
}

void DrawPlan::fill(std::uint64_t first, std::size_t count, double* values,
                    std::size_t stride) const {
  assert(first + count <= members_);
  if (stored_) {
    for (std::size_t k = 0; k < stored_->names.size(); ++k) {
      std::copy_n(stored_->of(k).data() + first, count, values + k * stride);
    }
    return;
  }
  fill_unit_points(study_->design, quantiles_.size(), members_, seed_,
                   {first, count, values, stride});
  correlate(count, values, stride);
  for (std::size_t k = 0; k < quantiles_.size(); ++k) {
    double* row = values + k * stride;
    for (std::size_t m = 0; m < count; ++m) {
      const double value = listed_[k] == nullptr
                               ? quantiles_[k](row[m])
                               : listed_[k]->values[(first + m) % listed_[k]->values.size()];
      row[m] = whole_[k] ? std::nearbyint(value) : value;
    }
  }
}

results::Draws DrawPlan::block(std::uint64_t first, std::size_t count) const {
  results::Draws draws{names(), count, seed_, design(), {}};
  draws.values.resize(draws.names.size() * count);
  fill(first, count, draws.values.data(), count);
  return draws;
}

}  // namespace sluice::ensemble
