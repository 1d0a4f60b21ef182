// From files to a Model that can run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/model.h"

namespace sluice::model {

// Reads the model file (by its ending: see syntax/read_model.h), checks it, and takes the series of
// its data variables from `data_paths` (see model/data.h). A data variable that none of them fills
// is an error.
Checked<Model> load_model(const std::string& path, const std::vector<std::string>& data_paths = {});

// The two halves of it, of which the first needs no data; `path` is that of the model.
Checked<Model> read_model_without_data(const std::string& path);
Checked<Model> with_data(Checked<Model> model, const std::string& path,
                         const std::vector<std::string>& data_paths);

// The same from texts at hand (for reruns): a name and a text each, as Model::sources keeps them.
using NamedText = std::pair<std::string, std::string>;
// `external_files`: those of Model::external_files, kept with a result. `other_files`: the files
// that the model includes, by their paths from its folder; null where they lie on the disk.
Checked<Model> load_model_text(const NamedText& model, const std::vector<NamedText>& data = {},
                               const std::vector<NamedText>& external_files = {},
                               const std::vector<NamedText>* other_files = nullptr);
// The files that a model includes or links to, as load_model_text takes them.
std::vector<NamedText> other_files_of(const Model& model);

}  // namespace sluice::model
