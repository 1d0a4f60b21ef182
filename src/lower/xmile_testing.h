// For tests: XMILE models written as text, run by the reference evaluator.
#pragma once

#include "lower/text_model_testing.h"
#include "syntax/xmile/reader.h"

namespace sluice::lower {

// A whole file: `variables` go into the root model, `around` beside it (dimensions, macros, ...).
inline std::string xmile_file(const std::string& variables, Clock clock = {},
                              const std::string& around = {}) {
  return format(
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
      "<sim_specs><start>{}</start><stop>{}</stop><dt>{}</dt></sim_specs>\n{}\n"
      "<model><variables>\n{}\n</variables></model></xmile>\n",
      clock.initial_time, clock.final_time, clock.time_step, around, variables);
}

// What reading it says.
inline std::string xmile_complaints(const std::string& file_text) {
  SourceSet sources;
  return texts_of(syntax::read_xmile(sources, sources.add("m.xmile", file_text)).diagnostics);
}

inline model::Model xmile_model(const std::string& file_text) {
  SourceSet sources;
  const std::uint32_t file = sources.add("model.xmile", file_text);
  Checked<syntax::Tree> tree = syntax::read_xmile(sources, file);
  EXPECT_TRUE(tree.value.has_value()) << texts_of(tree.diagnostics);
  if (!tree.value) return {};
  Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
  EXPECT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  return model.value ? std::move(*model.value) : model::Model{};
}

inline std::vector<double> xmile_values(const std::string& variables, std::string_view name,
                                        Clock clock = {}, const std::string& around = {}) {
  return values_of(xmile_model(xmile_file(variables, clock, around)), name);
}

// <aux name="y"><eqn>...</eqn></aux>
inline std::string aux(const std::string& name, const std::string& equation) {
  return format("<aux name=\"{}\"><eqn>{}</eqn></aux>\n", name, equation);
}
inline std::string flow(const std::string& name, const std::string& equation) {
  return format("<flow name=\"{}\"><eqn>{}</eqn></flow>\n", name, equation);
}

// What an expression is at the first time, beside `variables`.
inline double xmile_value(const std::string& expression, const std::string& variables = {},
                          const std::string& around = {}) {
  return xmile_values(variables + aux("y", expression), "y", {0, 1, 0}, around).front();
}
// What it is at all times from 0 to 4.
inline std::vector<double> xmile_series(const std::string& expression,
                                        const std::string& variables = {}) {
  return xmile_values(variables + aux("y", expression), "y");
}

}  // namespace sluice::lower
