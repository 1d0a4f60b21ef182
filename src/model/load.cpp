#include "model/load.h"

#include <filesystem>
#include <utility>

#include "base/format.h"
#include "base/source_set.h"
#include "model/check.h"
#include "model/data.h"
#include "model/data_by_use.h"
#include "syntax/read_model.h"

namespace sluice::model {
namespace {

Checked<Model> check(const syntax::Tree& tree, SourceSet sources, ExternalFiles files) {
  const auto file_count = static_cast<std::uint32_t>(sources.size());
  Checked<Model> model = check_model(tree, std::move(sources), files);
  if (model.value) model.value->file_count = file_count;
  return model;
}

// True where the data define what the model does not.
bool take_by_use(syntax::Tree& tree, const SourceSet& sources, const std::vector<NamedText>& data,
                 Diagnostics& diagnostics) {
  if (data.empty()) return false;
  const auto series = [&] {
    std::vector<std::string> names;
    for (const auto& [name, text] : data) {
      for (std::string& one : series_named_in(text)) names.push_back(std::move(one));
    }
    return names;
  };
  return add_data_by_use(tree, series, sources, diagnostics);
}

Checked<Model> fill(Checked<Model> model, const std::vector<NamedText>& data,
                    Diagnostics said_of_data) {
  if (!model.value) return model;
  Diagnostics diagnostics = std::move(model.diagnostics);
  for (const auto& [name, text] : data) append(said_of_data, attach_data(*model.value, name, text));
  const bool all_read = !has_error(said_of_data);  // else what is missing is in the unread file
  append(diagnostics, std::move(said_of_data));
  std::vector<std::string> names;
  for (const auto& [name, text] : data) names.push_back(name);
  if (all_read) append(diagnostics, find_missing_data(*model.value, names));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(model.value), std::move(diagnostics)};
}

void change_text(syntax::Tree& tree, const TextChange& change, Diagnostics& diagnostics) {
  for (syntax::Equation& equation : tree.equations) {
    const bool named = equation.kind == syntax::EquationKind::text && equation.right &&
                       syntax::key_of(equation.name) == syntax::key_of(change.name);
    if (!named) continue;
    equation.right->node = syntax::Text{change.text};
    return;
  }
  diagnostics.push_back(make_diagnostic(Code::control_file_unmatched, change.place,
                                        format("there is no text \"{}\" in the model", change.name),
                                        "a changes file gives a text to what has one",
                                        "name one of the model's: file :IS: 'a.csv'"));
}

ExternalFiles files_beside(const std::string& path) {
  return ExternalFiles(std::filesystem::path(path).parent_path().string());
}

}  // namespace

Reading::Reading(std::string path, const std::vector<TextChange>& texts) : path_(std::move(path)) {
  tree_ = syntax::read_model_file(sources_, path_);
  if (tree_.value) {
    for (const TextChange& change : texts) change_text(*tree_.value, change, tree_.diagnostics);
    if (has_error(tree_.diagnostics)) tree_.value.reset();
  }
  if (tree_.value) model_ = check(*tree_.value, sources_, files_beside(path_));
}

Checked<Model> Reading::with_data(const std::vector<std::string>& data_paths) {
  std::vector<NamedText> data;
  Diagnostics said;
  for (const std::string& data_path : data_paths) {
    Checked<std::string> text = read_file(data_path);
    append(said, std::move(text.diagnostics));
    if (text.value) data.emplace_back(data_path, std::move(*text.value));
  }
  Diagnostics diagnostics = std::move(tree_.diagnostics);
  // What it does not define may be what the data have.
  if (tree_.value && !model_.value && take_by_use(*tree_.value, sources_, data, diagnostics)) {
    model_ = check(*tree_.value, std::move(sources_), files_beside(path_));
  }
  append(diagnostics, std::move(model_.diagnostics));
  return fill({std::move(model_.value), std::move(diagnostics)}, data, std::move(said));
}

Checked<Model> load_model(const std::string& path, const std::vector<std::string>& data_paths) {
  return Reading(path).with_data(data_paths);
}

Checked<Model> load_model_text(const NamedText& model, const std::vector<NamedText>& data,
                               const std::vector<NamedText>& external_files,
                               const std::vector<NamedText>* other_files) {
  SourceSet sources;
  if (other_files != nullptr) sources.put_at_hand({other_files->begin(), other_files->end()});
  Checked<syntax::Tree> tree = syntax::read_model_text(sources, model.first, model.second);
  Diagnostics diagnostics = std::move(tree.diagnostics);
  if (!tree.value) return {std::nullopt, std::move(diagnostics)};
  take_by_use(*tree.value, sources, data, diagnostics);
  Checked<Model> checked = check(*tree.value, std::move(sources), ExternalFiles(external_files));
  append(diagnostics, std::move(checked.diagnostics));
  return fill({std::move(checked.value), std::move(diagnostics)}, data, {});
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
