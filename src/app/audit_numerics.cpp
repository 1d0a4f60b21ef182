#include <algorithm>
#include <memory>

#include "app/audits.h"

namespace sluice::app {
namespace {

using report::NumericsAudit;

// The constant TIME STEP stands in equations too.
void set_step(model::Model& model, double step) {
  model.control.time_step = step;
  const auto id = model.find("TIME STEP");
  if (!id) return;
  for (auto& equation : model.variables[static_cast<std::size_t>(*id)].equations) {
    equation.right.node = model::Number{step};
  }
}

Checked<results::Ensemble> run_with(const ensemble::Bound& bound,
                                    std::shared_ptr<const model::Model> model,
                                    const AuditOptions& options) {
  ensemble::Bound other = bound;
  other.model = std::move(model);
  const auto runner = ensemble::Runner::make(other, false);
  if (!runner.value) return {std::nullopt, runner.diagnostics};
  const study::Study& study = *bound.study;
  auto names = study.audit.scenarios;
  if (names.empty()) names = {study.baseline};
  std::vector<ensemble::Policy> policies;
  for (const auto& name : names) {
    policies.push_back(*ensemble::find_policy(study, name, {}).value);
  }
  ensemble::RunOptions run_options;
  run_options.threads = options.threads;
  return {runner.value->run(policies, ensemble::draw(study, nullptr, options.members, study.seed),
                            run_options),
          {}};
}

// By outcome the most that it moves in any of the scenarios.
std::vector<double> moves_between(const study::Study& study, const results::Ensemble& plain,
                                  const results::Ensemble& other) {
  std::vector<double> moves(study.outcomes.size(), 0.0);
  for (std::size_t s = 0; s < plain.scenarios.size(); ++s) {
    const auto frame = analysis::published(study, plain.scenarios[s].frame);
    const auto moved = analysis::published(study, other.scenarios[s].frame);
    const auto effects = analysis::effects_by_outcome({&frame, 0}, {&moved, 0}, frame.members,
                                                      analysis::bands_of(frame, frame.members),
                                                      analysis::Middle::median);
    for (std::size_t k = 0; k < moves.size(); ++k) moves[k] = std::max(moves[k], effects[k].share);
  }
  return moves;
}

bool is_headline(const std::vector<std::string>& named, const std::string& outcome) {
  return named.empty() || std::ranges::find(named, outcome) != named.end();
}

}  // namespace

Checked<std::vector<NumericsAudit>> audit_numerics(const ensemble::Bound& bound,
                                                   const AuditOptions& options) {
  auto half = std::make_shared<model::Model>(*bound.model);
  set_step(*half, bound.model->control.time_step / 2);
  auto other = std::make_shared<model::Model>(*bound.model);
  other->control.method = bound.model->control.method == model::Method::euler
                              ? model::Method::rk4
                              : model::Method::euler;
  const auto plain = run_with(bound, bound.model, options);
  const auto by_step = run_with(bound, half, options);
  const auto by_method = run_with(bound, other, options);
  for (const auto* run : {&plain, &by_step, &by_method}) {
    if (!run->value) return {std::nullopt, run->diagnostics};
  }
  const study::Study& study = *bound.study;
  const auto steps = moves_between(study, *plain.value, *by_step.value);
  const auto methods = moves_between(study, *plain.value, *by_method.value);
  const auto headlines = study.audit.headlines;
  std::vector<NumericsAudit> audits;
  for (std::size_t k = 0; k < study.outcomes.size(); ++k) {
    const std::string& name = study.outcomes[k].name;
    audits.push_back({name, is_headline(headlines, name), steps[k], methods[k]});
  }
  return {std::move(audits), {}};
}

}  // namespace sluice::app
