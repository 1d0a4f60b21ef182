// For tests: XMILE files with a mistake, and what is said of them.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "syntax/reading_testing.h"

namespace sluice::syntax::testing_only {

inline constexpr const char* kSpecs = "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n";

struct Mistake {
  const char* settings;
  const char* around;     // beside the model
  const char* variables;  // inside it
  const char* said;
};
struct WholeMistake {
  const char* text;
  const char* said;
};

inline std::string said_of_text(const std::string& text) {
  SourceSet sources;
  std::string all;
  for (const Diagnostic& one : read_model_text(sources, "m.xmile", text).diagnostics) {
    all += to_text(one) + "\n";
  }
  return all;
}
inline std::string said_of(const WholeMistake& mistake) { return said_of_text(mistake.text); }
inline std::string said_of(const Mistake& mistake) {
  return said_of_text(
      std::string("<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n") +
      mistake.settings + mistake.around + "<model><variables>\n" + mistake.variables +
      "\n</variables></model></xmile>");
}

}  // namespace sluice::syntax::testing_only
