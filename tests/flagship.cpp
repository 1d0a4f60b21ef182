#include "flagship.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/file.h"
#include "base/format.h"
#include "model/control.h"
#include "model/load.h"

namespace sluice::tests {
namespace {

template <class T>
T expect_value(Checked<T> checked) {
  if (!checked.value) {
    for (const Diagnostic& one : checked.diagnostics) ADD_FAILURE() << to_text(one);
    throw std::runtime_error("the chips study cannot be run");
  }
  return std::move(*checked.value);
}

model::Model read_model(const std::string& path, const Variation& variation) {
  std::string text = expect_value(read_file(path));
  if (variation.time_step) {
    text = edited(std::move(text), "\nTIME STEP = 0.125\n",
                  format("\nTIME STEP = {}\n", *variation.time_step));
  }
  if (variation.rewrite) text = variation.rewrite(std::move(text));
  model::Model model = expect_value(model::load_model_text({path, std::move(text)}));
  model.control.method = variation.method;
  return model;
}

const model::Variable& variable_of(const model::Model& model, const std::string& name) {
  const auto found = model.find(name);
  if (!found) throw std::runtime_error("the model has no " + name);
  return model.at(*found);
}

std::vector<study::Outcome> outcomes_of(const model::Model& model,
                                        const std::vector<std::string>& names) {
  std::vector<study::Outcome> outcomes;
  for (const std::string& name : names) {
    const model::Variable& variable = variable_of(model, name);
    for (std::size_t cell = 0; cell < model.cell_count(variable); ++cell) {
      study::Outcome outcome;
      outcome.name = outcome.variable = model.cell_name(variable, cell);
      outcome.unit = variable.unit_text;
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

study::Lever lever_of(const model::Model& model, const std::string& name) {
  study::Lever lever;
  lever.name = lever.variable = name;
  lever.unit = variable_of(model, name).unit_text;
  lever.low = 0;
  lever.high = 1;
  // As the model has it: a study's default may not differ.
  lever.preset = model::constant_value(model, {*model.find(name), 0}).value_or(1);
  return lever;
}

}  // namespace

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t found = text.find(from);
  if (found == std::string::npos || text.find(from, found + 1) != std::string::npos) {
    throw std::runtime_error("not once in the model: " + from);
  }
  return text.replace(found, from.size(), to);
}

std::string flagship_folder() { return SLUICE_SOURCE_DIR "/studies/chips"; }

Flagship::Flagship(const Variation& variation) {
  study::Study study = expect_value(study::read_study(flagship_folder()));
  model::Model model = read_model(study.model_path, variation);
  if (!variation.variables.empty()) study.outcomes = outcomes_of(model, variation.variables);
  for (const std::string& name : variation.switches) study.levers.push_back(lever_of(model, name));
  for (const auto& [name, value] : variation.fixed) {
    const auto input = std::ranges::find(study.uncertainties, name, &study::Uncertainty::name);
    if (input == study.uncertainties.end()) throw std::runtime_error("there is no input " + name);
    input->distribution = {study::Constant{value}};
  }
  // Nothing here runs them, and one may set what is a lever now.
  if (!variation.switches.empty()) study.backtests.clear();
  bound_ = expect_value(ensemble::bind(std::move(study), std::move(model)));
  runner_ = expect_value(ensemble::Runner::make(bound_, false));
}

ensemble::Policy Flagship::policy(const std::string& scenario, const Settings& settings) const {
  ensemble::Policy policy = expect_value(ensemble::find_policy(study(), scenario, {}));
  for (const auto& [name, value] : settings) {
    const auto lever = std::ranges::find(study().levers, name, &study::Lever::name);
    if (lever == study().levers.end()) throw std::runtime_error("there is no lever " + name);
    policy.settings[static_cast<std::size_t>(lever - study().levers.begin())] = value;
  }
  return policy;
}

results::Ensemble Flagship::run(const std::vector<ensemble::Policy>& policies, std::size_t members,
                                std::uint64_t seed) const {
  return runner_.run(policies, ensemble::draw(study(), nullptr, members, seed), {});
}

std::vector<std::string> stocks_of(const model::Model& model) {
  std::vector<std::string> names;
  for (const model::Variable& one : model.variables) {
    if (one.kind == model::VariableKind::stock) names.push_back(one.name);
  }
  return names;
}

std::vector<std::string> laws_of(const model::Model& model) {
  std::vector<std::string> names;
  for (const model::Variable& one : model.variables) {
    if (one.group.ends_with("Laws")) names.push_back(one.name);
  }
  return names;
}

std::vector<std::size_t> series_of(const results::Frame& frame, const std::string& variable) {
  std::vector<std::size_t> found;
  for (std::size_t s = 0; s < frame.series.size(); ++s) {
    const std::string& name = frame.series[s].name;
    if (name == variable || name.starts_with(variable + "[")) found.push_back(s);
  }
  if (found.empty()) throw std::runtime_error("no series of " + variable);
  return found;
}

std::size_t one_series(const results::Frame& frame, const std::string& name) {
  const auto found = series_of(frame, name);
  if (found.size() != 1) throw std::runtime_error(name + " has several elements");
  return found.front();
}

std::size_t time_of(const results::Frame& frame, double time) {
  const auto found = std::ranges::find(frame.times, time);
  if (found == frame.times.end()) throw std::runtime_error("a time that is not saved");
  return static_cast<std::size_t>(found - frame.times.begin());
}

double largest(const results::Frame& frame, std::size_t series, double from) {
  double found = 0;
  for (std::size_t t = 0; t < frame.times.size(); ++t) {
    if (frame.times[t] < from) continue;
    // NaN counts as larger than anything.
    for (const double value : frame.at(series, t)) {
      if (!(std::abs(value) <= found)) found = std::abs(value);
    }
  }
  return found;
}

double largest(const results::Frame& frame, const std::string& variable, double from) {
  double found = 0;
  for (const std::size_t series : series_of(frame, variable)) {
    found = std::max(found, largest(frame, series, from));
  }
  return found;
}

}  // namespace sluice::tests
