// A Vensim sensitivity setup as a study: its distributions become uncertainties, the names to save
// become outcomes. The study is written as text, as a study.toml would say it, so that a result
// file holds it and a rerun reads it back.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "model/model.h"
#include "study/control_files.h"

namespace sluice::app {

using study::Change;
using study::SensitivitySetup;
using study::Varied;

// What the control files say.
struct SensitivityTexts {
  SensitivitySetup setup;
  study::Sample sample;  // of method F
  std::vector<Change> changes;
  std::vector<study::SavedName> saved;
};

struct SensitivityRequest {
  std::string model_path, sensitivity_path, save_path;  // save_path may be empty: all stocks
  std::vector<std::string> change_paths, data;
};
Checked<ensemble::Bound> open_sensitivity(const SensitivityRequest& request);

// The text of that study. Errors: a name that the model lacks, a distribution that a study has not.
Checked<std::string> study_text_of(const model::Model& model, const std::string& model_name,
                                   const SensitivityTexts& texts);

// The cells that a change names, each with its value. Errors: an unknown name, a wrong count.
Checked<std::vector<std::pair<model::CellRef, double>>> cells_of_change(const model::Model& model,
                                                                        const Change& change);

}  // namespace sluice::app
