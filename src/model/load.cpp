#include "model/load.h"

#include <filesystem>
#include <utility>

#include "base/source_set.h"
#include "model/check.h"
#include "model/data.h"
#include "model/data_by_use.h"
#include "syntax/read_model.h"

namespace sluice::model {
namespace {

Checked<Model> check(Checked<syntax::Tree> tree, SourceSet sources, ExternalFiles files,
                     const std::vector<NamedText>& data) {
  Diagnostics diagnostics = std::move(tree.diagnostics);
  if (!tree.value) return {std::nullopt, std::move(diagnostics)};

  const auto series = [&] {
    std::vector<std::string> names;
    for (const auto& [name, text] : data) {
      for (std::string& one : series_named_in(text)) names.push_back(std::move(one));
    }
    return names;
  };
  if (!data.empty()) add_data_by_use(*tree.value, series, sources, diagnostics);

  const auto file_count = static_cast<std::uint32_t>(sources.size());
  Checked<Model> model = check_model(*tree.value, std::move(sources), files);
  append(diagnostics, std::move(model.diagnostics));
  if (model.value) model.value->file_count = file_count;
  return {std::move(model.value), std::move(diagnostics)};
}

Checked<Model> fill(Checked<Model> model, const std::vector<NamedText>& data,
                    Diagnostics said_of_data) {
  if (!model.value) return model;
  Diagnostics diagnostics = std::move(model.diagnostics);
  for (const auto& [name, text] : data) append(said_of_data, attach_data(*model.value, name, text));
  const bool all_read = !has_error(said_of_data);  // else what is missing is in the unread file
  append(diagnostics, std::move(said_of_data));
  if (all_read) append(diagnostics, find_missing_data(*model.value));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(model.value), std::move(diagnostics)};
}

Checked<Model> read_file_with(const std::string& path, const std::vector<NamedText>& data) {
  SourceSet sources;
  Checked<syntax::Tree> tree = syntax::read_model_file(sources, path);
  ExternalFiles files(std::filesystem::path(path).parent_path().string());
  return check(std::move(tree), std::move(sources), std::move(files), data);
}

}  // namespace

Checked<Model> read_model_without_data(const std::string& path) { return read_file_with(path, {}); }

Checked<Model> with_data(Checked<Model> model, const std::string& path,
                         const std::vector<std::string>& data_paths) {
  std::vector<NamedText> data;
  Diagnostics said;
  for (const std::string& data_path : data_paths) {
    Checked<std::string> text = read_file(data_path);
    append(said, std::move(text.diagnostics));
    if (text.value) data.emplace_back(data_path, std::move(*text.value));
  }
  // What it does not define may be what the data have.
  if (!model.value && !data.empty()) model = read_file_with(path, data);
  return fill(std::move(model), data, std::move(said));
}

Checked<Model> load_model(const std::string& path, const std::vector<std::string>& data_paths) {
  return with_data(read_model_without_data(path), path, data_paths);
}

Checked<Model> load_model_text(const NamedText& model, const std::vector<NamedText>& data,
                               const std::vector<NamedText>& external_files,
                               const std::vector<NamedText>* other_files) {
  SourceSet sources;
  if (other_files != nullptr) sources.put_at_hand({other_files->begin(), other_files->end()});
  Checked<syntax::Tree> tree = syntax::read_model_text(sources, model.first, model.second);
  ExternalFiles files(external_files);
  return fill(check(std::move(tree), std::move(sources), std::move(files), data), data, {});
}

std::vector<NamedText> other_files_of(const Model& model) {
  const std::filesystem::path own = model.sources.name(0);
  std::vector<NamedText> files;
  for (std::uint32_t file = 1; file < model.file_count; ++file) {
    const std::filesystem::path path = model.sources.name(file);
    files.emplace_back(path.lexically_relative(own.parent_path()).generic_string(),
                       std::string(model.sources.text(file)));
  }
  return files;
}

}  // namespace sluice::model
