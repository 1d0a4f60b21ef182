#include "app/open.h"

#include <filesystem>
#include <utility>

#include "app/beside.h"
#include "app/place.h"
#include "model/load.h"
#include "study/additions.h"
#include "study/glance.h"

namespace sluice::app {
namespace {

namespace files = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code error;
  return files::is_directory(path, error);
}

// The folder where `path` means a study.
std::optional<std::string> study_folder(const std::string& path) {
  if (is_folder(path)) return path;
  const files::path file(path);
  if (file.filename() != "study.toml") return std::nullopt;
  const std::string folder = file.parent_path().string();
  return folder.empty() ? "." : folder;
}

Checked<study::Study> read_folder(const std::string& folder, const std::vector<std::string>& with) {
  std::vector<study::Addition> additions;
  Diagnostics unread;
  for (const auto& path : with) {
    Checked<std::string> text = read_file(path);
    append(unread, std::move(text.diagnostics));
    if (text.value) additions.push_back({path, std::move(*text.value)});
  }
  if (has_error(unread)) return {std::nullopt, std::move(unread)};
  return study::read_study_with(folder, additions);
}

Checked<ensemble::Bound> bind_folder(const std::string& folder,
                                     const std::vector<std::string>& data,
                                     const std::vector<std::string>& with = {},
                                     const std::vector<model::TextChange>& texts = {}) {
  auto reading = begin_beside([&] { return read_folder(folder, with); });
  const std::string guessed = study::guess_model_path(folder);
  std::optional<model::Reading> read;
  if (!guessed.empty()) read.emplace(guessed, texts);
  Checked<study::Study> study = reading.get();
  Diagnostics diagnostics = std::move(study.diagnostics);
  if (!study.value) return {std::nullopt, std::move(diagnostics)};
  std::vector<std::string> series = study.value->series_paths();
  series.insert(series.end(), data.begin(), data.end());
  if (!read || guessed != study.value->model_path) read.emplace(study.value->model_path, texts);
  Checked<model::Model> model = read->with_data(series);
  append(diagnostics, std::move(model.diagnostics));
  if (!model.value) return {std::nullopt, std::move(diagnostics)};
  Checked<ensemble::Bound> bound = ensemble::bind(std::move(*study.value), std::move(*model.value));
  append(diagnostics, std::move(bound.diagnostics));
  return {std::move(bound.value), std::move(diagnostics)};
}

}  // namespace

std::optional<Calendar> Opened::calendar() const {
  return study() == nullptr ? std::nullopt : std::optional(study()->calendar());
}

Checked<Opened> open_path(const std::string& path, const std::vector<std::string>& data,
                          const std::vector<model::TextChange>& texts) {
  if (const auto folder = study_folder(path)) {
    Checked<ensemble::Bound> bound = bind_folder(*folder, data, {}, texts);
    if (!bound.value) return {std::nullopt, std::move(bound.diagnostics)};
    auto model = bound.value->model;
    return {Opened{path, std::move(model), std::move(bound.value)}, std::move(bound.diagnostics)};
  }
  Checked<model::Model> model = model::Reading(path, texts).with_data(data);
  if (!model.value) return {std::nullopt, std::move(model.diagnostics)};
  auto shared = std::make_shared<const model::Model>(std::move(*model.value));
  return {Opened{path, std::move(shared), std::nullopt}, std::move(model.diagnostics)};
}

Checked<ensemble::Bound> open_study(const std::string& path, const std::vector<std::string>& with,
                                    const std::vector<std::string>& data) {
  if (const auto folder = study_folder(path)) return bind_folder(*folder, data, with);
  Diagnostics diagnostics;
  Checked<std::string> text = read_file(path);
  if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
  diagnostics.push_back(make_diagnostic(
      Code::needs_a_study, place_at(path), "this is a file, and the command needs a study",
      "a study is a folder with a study.toml that says what is uncertain and what is asked",
      "give the study's folder; `sluice run` and `sluice check` take a model file"));
  return {std::nullopt, std::move(diagnostics)};
}

}  // namespace sluice::app
