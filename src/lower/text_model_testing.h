// For tests: models written as text, run by the reference evaluator.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "base/format.h"
#include "lower/lower.h"
#include "model/check.h"
#include "program/evaluate.h"
#include "syntax/mdl/reader.h"

namespace sluice::lower {

inline std::string texts_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += to_text(diagnostic) + "\n";
  return text;
}

struct Clock {
  double final_time = 4, time_step = 1, initial_time = 0;
};

// The checked model of these equations and the four control variables.
inline model::Model text_model(const std::string& equations, Clock clock = {}) {
  const std::string text = format(
      "{{UTF-8}}\n{}\nINITIAL TIME = {} ~~|\nFINAL TIME = {} ~~|\nTIME STEP = {} ~~|\n"
      "SAVEPER = TIME STEP ~~|\n",
      equations, clock.initial_time, clock.final_time, clock.time_step);
  SourceSet sources;
  const std::uint32_t file = sources.add("model.mdl", text);
  Checked<syntax::Tree> tree = syntax::read_mdl(sources, file);
  EXPECT_TRUE(tree.value.has_value()) << texts_of(tree.diagnostics);
  if (!tree.value) return {};
  Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
  EXPECT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  return model.value ? std::move(*model.value) : model::Model{};
}

inline model::CellRef cell(const model::Model& model, std::string_view name) {
  const auto cells = model::find_cells(model, name, {});
  EXPECT_TRUE(cells.value && cells.value->size() == 1) << name;
  return cells.value ? cells.value->front() : model::CellRef{};
}

inline program::Program lowered(const model::Model& model, const Options& options) {
  Checked<program::Program> program = lower(model, options);
  EXPECT_TRUE(program.value.has_value()) << texts_of(program.diagnostics);
  if (!program.value) return {};
  EXPECT_THAT(program::validate(*program.value), testing::IsEmpty());
  return std::move(*program.value);
}

// The values of one cell at all saved times.
inline std::vector<double> values_of(const model::Model& model, std::string_view name,
                                     Options options = {}, std::uint64_t seed = 0) {
  const auto cells = model::find_cells(model, name, {});
  if (!cells.value) return {std::nan("")};
  options.outputs = {cell(model, name)};
  const program::Program program = lowered(model, options);
  if (program.outputs.empty()) return {std::nan("")};
  program::MemberInputs inputs = program::central_inputs(program);
  inputs.seed = seed;
  return program::run_member(program, inputs);
}

inline std::vector<double> values_of(const std::string& equations, std::string_view name,
                                     Clock clock = {}) {
  return values_of(text_model(equations, clock), name);
}

// The value of one cell at the first saved time.
inline double value_of(const std::string& equations, std::string_view name) {
  return values_of(equations, name, {0, 1, 0}).front();
}

}  // namespace sluice::lower
