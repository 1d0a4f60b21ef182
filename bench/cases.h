// What is measured: a Program, what its members share, and what each of them has of its own.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/open.h"
#include "lower/lower.h"
#include "model/load.h"
#include "program/operands.h"
#include "program/passes/optimise.h"

namespace sluice::bench {

struct Case {
  std::string name;
  program::Program program;
  execute::RunInputs inputs;
  std::vector<double> values;  // [input][member]
  std::size_t members = 0;
};

template <class Value>
Value expect(Checked<Value> checked, const std::string& what) {
  if (checked.value) return std::move(*checked.value);
  for (const Diagnostic& one : checked.diagnostics) std::cerr << to_text(one) << "\n";
  throw std::runtime_error("cannot read " + what);
}

// Model equations of single cells that are computed at every step (stocks too), under each name
// they have.
inline std::size_t count_equations(const program::Program& program) {
  std::vector<bool> moving(program.slot_count);
  for (const program::Stock& stock : program.stocks) moving[stock.slot] = true;
  for (const program::Op& op : program.step)
    for (std::uint32_t k = 0; k < program::written_count(op); ++k) moving[op.dst + k] = true;
  std::size_t count = 0;
  for (const program::SlotName& name : program.names) count += moving[name.slot] ? 1U : 0U;
  return count;
}

inline execute::RunInputs central_inputs(const program::Program& program) {
  execute::RunInputs inputs;
  for (const program::Input& input : program.inputs) {
    inputs.uniform.push_back(input.central);
    inputs.schedules.push_back({input.central, {}, {}});
  }
  inputs.seed = 1;
  return inputs;
}

// The flagship under its baseline: every lever at its default, every uncertainty drawn.
inline Case flagship(std::size_t members) {
  const std::string path = std::string(SLUICE_SOURCE_DIR) + "/studies/chips";
  const ensemble::Bound bound = expect(app::open_study(path), path);
  lower::Options options;
  for (const model::CellRef cell : bound.lever_cells)
    options.inputs.push_back({cell, program::InputKind::uniform});
  for (const model::CellRef cell : bound.uncertainty_cells)
    options.inputs.push_back({cell, program::InputKind::member});
  options.outputs = bound.outcome_cells;
  Case made{"flagship", {}, {}, {}, members};
  made.program = program::optimise(expect(lower::lower(*bound.model, options), path));
  made.inputs = central_inputs(made.program);
  made.values.resize(bound.lever_cells.size() * members);
  const results::Draws draws = ensemble::draw(*bound.study, nullptr, members, 1);
  made.values.insert(made.values.end(), draws.values.begin(), draws.values.end());
  return made;
}

inline std::filesystem::path shared_folder() {
  const char* given = std::getenv("SLUICE_SHARED");
  return given != nullptr ? given : std::filesystem::path(SLUICE_SOURCE_DIR) / ".." / "shared";
}

// Leaves some of the outputs, spread over all.
inline void thin_out(std::vector<program::Output>& outputs, std::size_t wanted) {
  std::vector<program::Output> kept;
  for (std::size_t i = 0; i < wanted && wanted < outputs.size(); ++i)
    kept.push_back(outputs[i * outputs.size() / wanted]);
  if (!kept.empty()) outputs = std::move(kept);
}

// A model with one constant spread evenly over a range, and one output, or as many of all variables
// as wanted; none where the file is not there.
inline std::optional<Case> model_case(const std::string& name, const std::string& file,
                                      const std::string& input, double low, double high,
                                      const std::string& output, std::size_t members,
                                      std::size_t outputs = 1) {
  const std::filesystem::path path = shared_folder() / "models" / file;
  if (!std::filesystem::exists(path)) return std::nullopt;
  const model::Model model = expect(model::load_model(path), path);
  const auto cell = [&](const std::string& text) {
    return expect(model::find_cells(model, text, {}), text).front();
  };
  lower::Options options;
  options.inputs.push_back({cell(input), program::InputKind::member});
  if (outputs == 1)
    options.outputs.push_back(cell(output));
  else
    options.all_outputs = true;
  Case made{name, {}, {}, {}, members};
  made.program = expect(lower::lower(model, options), path);
  thin_out(made.program.outputs, outputs);
  made.program = program::optimise(std::move(made.program));
  made.inputs = central_inputs(made.program);
  for (std::size_t m = 0; m < members; ++m)
    made.values.push_back(low +
                          (high - low) * static_cast<double>(m) / static_cast<double>(members));
  return made;
}

}  // namespace sluice::bench
