#include "model/load.h"

#include <utility>

#include "base/source_set.h"
#include "model/check.h"
#include "model/data.h"
#include "syntax/read_model.h"

namespace sluice::model {

Checked<Model> load_model(const std::string& path, const std::vector<std::string>& data_paths) {
  SourceSet sources;
  Checked<syntax::Tree> tree = syntax::read_model_file(sources, path);
  Diagnostics diagnostics = std::move(tree.diagnostics);
  if (!tree.value) return {std::nullopt, std::move(diagnostics)};

  Checked<Model> model = check_model(*tree.value, std::move(sources));
  append(diagnostics, std::move(model.diagnostics));
  if (!model.value) return {std::nullopt, std::move(diagnostics)};

  for (const std::string& data_path : data_paths) {
    Checked<std::string> text = read_file(data_path);
    append(diagnostics, std::move(text.diagnostics));
    if (text.value) append(diagnostics, attach_data(*model.value, data_path, *text.value));
  }
  append(diagnostics, find_missing_data(*model.value));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(model.value), std::move(diagnostics)};
}

}  // namespace sluice::model
