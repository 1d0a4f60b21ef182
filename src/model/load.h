// From files to a Model that can run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/source_set.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::model {

// Reads the model file (by its ending: see syntax/read_model.h), checks it, and takes the series of
// its data variables from `data_paths` (see model/data.h). A data variable that none of them fills
// is an error.
Checked<Model> load_model(const std::string& path, const std::vector<std::string>& data_paths = {});

// A text of the model, "file :IS: 'a.csv'", that is another one; `place`: where that is said.
struct TextChange {
  std::string name, text;
  Place place;
};

// The two halves of it, of which the first needs no data: the file is read and checked once, a pipe
// too.
class Reading {
 public:
  explicit Reading(std::string path, const std::vector<TextChange>& texts = {});
  const std::string& path() const { return path_; }
  // What there is of it, with the data's series; it is empty then.
  Checked<Model> with_data(const std::vector<std::string>& data_paths);

 private:
  std::string path_;
  SourceSet sources_;
  Checked<syntax::Tree> tree_;
  Checked<Model> model_;
};

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
