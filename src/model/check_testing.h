// For tests: models written as text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/source_set.h"
#include "model/check.h"
#include "syntax/mdl/reader.h"

namespace sluice::model {

inline const char* const kControlText =
    "INITIAL TIME = 0 ~ month ~|\nFINAL TIME = 10 ~ month ~|\nTIME STEP = 1 ~ month ~|\n"
    "SAVEPER = TIME STEP ~ month ~|\n";

inline Checked<Model> check_whole_text(const std::string& text) {
  SourceSet sources;
  const std::uint32_t file = sources.add("model.mdl", text);
  Checked<syntax::Tree> tree = syntax::read_mdl(sources, file);
  if (!tree.value) return {std::nullopt, std::move(tree.diagnostics)};
  return check_model(*tree.value, std::move(sources));
}

// The equations with the four control variables after them.
inline Checked<Model> check_text(const std::string& equations) {
  return check_whole_text(equations + kControlText);
}

inline std::string texts_of(const Diagnostics& diagnostics, Severity least = Severity::warning) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity >= least) text += to_text(diagnostic) + "\n";
  }
  return text;
}

// The errors and warnings of these equations.
inline std::string said_of(const std::string& equations) {
  return texts_of(check_text(equations).diagnostics);
}

inline Model model_of(const std::string& equations) {
  Checked<Model> model = check_text(equations);
  EXPECT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  return model.value ? std::move(*model.value) : Model{};
}

}  // namespace sluice::model
