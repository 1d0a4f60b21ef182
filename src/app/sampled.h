// The constants that a sensitivity setup of Vensim varies, as distributions of a study: as Vensim
// means them where a study has such a kind, else one value after the other. Source: Vensim
// reference manual, Sensitivity Control and Distributions.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "study/control_files.h"

namespace sluice::app {

struct SampledInput {  // one cell
  const study::Varied* varied = nullptr;
  double otherwise = 0;        // what the model has
  study::Points density = {};  // of RANDOM LOOKUP: the points of its lookup
};
struct Samples {
  std::uint64_t members = 0;
  std::vector<std::string> distributions;  // as study.toml writes them, one an input
};

// Errors: a distribution that is not known, more simulations than are read.
Checked<Samples> samples_of(const study::SensitivitySetup& setup,
                            const std::vector<SampledInput>& inputs);

std::string listed_text(const std::vector<double>& values);

}  // namespace sluice::app
