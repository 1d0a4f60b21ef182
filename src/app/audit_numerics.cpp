#include <algorithm>
#include <memory>

#include "app/audits.h"

namespace sluice::app {
namespace {

using analysis::Movement;
using report::NumericsAudit;

// A plain run costs little beside the audit of inputs, and of few futures a band tells too little.
constexpr std::size_t kBandMembers = 256;

results::Draws first_of(const results::Draws& draws, std::size_t members) {
  results::Draws few = draws;
  few.members = members;
  few.values.clear();
  for (std::size_t input = 0; input < draws.names.size(); ++input) {
    const auto values = draws.of(input).first(members);
    few.values.insert(few.values.end(), values.begin(), values.end());
  }
  return few;
}

// TIME STEP stands in equations too; it may change in the run.
void halve_step(model::Model& model) {
  model.control.time_step /= 2;
  const auto id = model.find("TIME STEP");
  if (!id) return;
  for (auto& equation : model.variables[static_cast<std::size_t>(*id)].equations) {
    if (!model.control.time_step_changes) {
      equation.right.node = model::Number{model.control.time_step};
      continue;
    }
    model::Binary half{model::BinaryOp::divide, {}};
    half.operands.push_back(equation.right);
    half.operands.push_back({equation.right.span, model::Number{2}});
    equation.right.node = std::move(half);
  }
}

Checked<results::Ensemble> run_with(const ensemble::Bound& bound,
                                    std::shared_ptr<const model::Model> model,
                                    const results::Draws& draws, unsigned threads) {
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
  run_options.threads = threads;
  return {runner.value->run(policies, draws, run_options), {}};
}

// By outcome the most that it moves in any of the scenarios.
std::vector<Movement> moves_between(const study::Study& study, const results::Ensemble& plain,
                                    const results::Ensemble& other) {
  std::vector<Movement> most(study.outcomes.size());
  for (std::size_t s = 0; s < plain.scenarios.size(); ++s) {
    const auto found = analysis::movements(analysis::published(study, plain.scenarios[s].frame),
                                           analysis::published(study, other.scenarios[s].frame));
    for (std::size_t k = 0; k < most.size(); ++k) {
      most[k].share = std::max(most[k].share, found[k].share);
      most[k].low = std::max(most[k].low, found[k].low);
      most[k].high = std::max(most[k].high, found[k].high);
    }
  }
  return most;
}

bool is_headline(const std::vector<std::string>& named, const std::string& outcome) {
  return named.empty() || std::ranges::find(named, outcome) != named.end();
}

}  // namespace

Checked<std::vector<NumericsAudit>> audit_numerics(const ensemble::Bound& bound,
                                                   const AuditOptions& options) {
  auto half = std::make_shared<model::Model>(*bound.model);
  halve_step(*half);
  auto other = std::make_shared<model::Model>(*bound.model);
  other->control.method = bound.model->control.method == model::Method::euler
                              ? model::Method::rk4
                              : model::Method::euler;
  const auto many = ensemble::draw(*bound.study, nullptr, std::max(options.members, kBandMembers),
                                   bound.study->seed);
  const auto few = first_of(many, options.members);
  const auto plain = run_with(bound, bound.model, many, options.threads);
  const auto by_step = run_with(bound, half, few, options.threads);
  const auto by_method = run_with(bound, other, few, options.threads);
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
