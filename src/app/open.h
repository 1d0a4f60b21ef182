// What a PATH on the command line names: a model file, or a study folder and its model.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "model/load.h"
#include "study/study.h"

namespace sluice::app {

struct Opened {
  std::string path;
  std::shared_ptr<const model::Model> model;
  std::optional<ensemble::Bound> bound;  // of a study

  const study::Study* study() const { return bound ? bound->study.get() : nullptr; }
  std::optional<Calendar> calendar() const;
};

// `path`: a folder with study.toml (or that file itself), else a model file. All that is wrong with
// both files is told. `data`: tables that fill data variables, beside those that a study names;
// `texts`: those that the model has otherwise.
Checked<Opened> open_path(const std::string& path, const std::vector<std::string>& data = {},
                          const std::vector<model::TextChange>& texts = {});
// The same, and an error where it is no study.
// `with`: files of further scenarios and worldviews (study/additions.h).
Checked<ensemble::Bound> open_study(const std::string& path,
                                    const std::vector<std::string>& with = {},
                                    const std::vector<std::string>& data = {});

}  // namespace sluice::app
