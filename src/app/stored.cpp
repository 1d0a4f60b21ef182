#include "app/stored.h"

#include <algorithm>
#include <map>

#include "app/place.h"
#include "base/format.h"
#include "base/version.h"
#include "model/load.h"

namespace sluice::app {
namespace {

constexpr const char* kStudyFile = "study.toml";
// Before the name of a file that the model's own functions read.
constexpr std::string_view kExternal = "read by the model: ";
// Before the name of a file that the model includes or links to.
constexpr std::string_view kOther = "part of the model: ";
// Before the name of a table of --data.
constexpr std::string_view kGiven = "given with --data: ";

// The model's name inside the file: without the folder that it lay in when it was run.
std::string model_name(const study::Study& study) {
  const std::string& path = study.model_path;
  const std::string folder = study.folder + "/";
  return path.starts_with(folder) ? path.substr(folder.size()) : path;
}

// The tables that fill data variables beside those that the study names: what the model keeps of
// them.
std::vector<model::NamedText> given_tables(const ensemble::Bound& bound) {
  std::vector<model::NamedText> tables;
  const std::vector<std::string> named = bound.study->series_paths();
  const SourceSet& sources = bound.model->sources;
  for (std::uint32_t file = bound.model->file_count; file < sources.size(); ++file) {
    if (std::ranges::find(named, sources.name(file)) != named.end()) continue;
    tables.emplace_back(sources.name(file), std::string(sources.text(file)));
  }
  return tables;
}

std::string text_of(const study::LeverSetting& setting, double preset) {
  if (const auto* value = std::get_if<double>(&setting)) return to_text(*value);
  std::string text = to_text(preset);
  for (const auto& step : std::get<std::vector<study::DatedValue>>(setting)) {
    text += format("; {}: {}", study::to_text(step.from), to_text(step.value));
  }
  return text;
}

template <class Entry>
std::vector<results::InputInfo> infos_of(const std::vector<Entry>& entries) {
  std::vector<results::InputInfo> infos;
  for (const auto& entry : entries) infos.push_back({entry.name, entry.label, entry.unit});
  return infos;
}

}  // namespace

std::vector<results::TextFile> texts_of(const ensemble::Bound& bound) {
  const study::Study& study = *bound.study;
  std::vector<results::TextFile> texts = {
      {kStudyFile, study.text}, {model_name(study), std::string(bound.model->sources.text(0))}};
  for (const auto& [name, text] : study.files) texts.push_back({name, text});
  for (const auto& [name, text] : model::other_files_of(*bound.model)) {
    texts.push_back({std::string(kOther) + name, text});
  }
  for (const auto& [name, text] : bound.model->external_files) {
    texts.push_back({std::string(kExternal) + name, text});
  }
  for (const auto& [name, text] : given_tables(bound)) {
    texts.push_back({std::string(kGiven) + name, text});
  }
  return texts;
}

results::ResultFile result_file_of(const std::string& command, const Futures& futures,
                                   const std::string& worldview,
                                   const std::vector<ensemble::Policy>& policies,
                                   results::Ensemble ensemble) {
  const study::Study& study = futures.study();
  results::ResultFile file;
  file.ensemble = std::move(ensemble);
  file.calendar = study.calendar();
  file.made.version = kVersion;
  file.made.command = command;
  file.made.title = study.name;
  file.made.worldview = worldview;
  file.made.study_file = kStudyFile;
  file.made.model_file = model_name(study);
  file.made.files = texts_of(futures.bound);
  file.levers = infos_of(study.levers);
  file.uncertainties = infos_of(study.uncertainties);
  for (const auto& policy : policies) {
    file.scenario_labels.push_back(policy.label);
    for (std::size_t k = 0; k < study.levers.size(); ++k) {
      file.settings.push_back(text_of(policy.settings[k], study.levers[k].preset));
    }
  }
  return file;
}

Checked<Futures> futures_of(const results::ResultFile& file, const std::string& path) {
  std::map<std::string, std::string> texts;
  std::vector<model::NamedText> external, given, other;
  const auto take = [](const results::TextFile& text, std::string_view kind,
                       std::vector<model::NamedText>& into) {
    if (!text.name.starts_with(kind)) return false;
    into.emplace_back(text.name.substr(kind.size()), text.text);
    return true;
  };
  for (const auto& text : file.made.files) {
    const bool taken =
        take(text, kExternal, external) || take(text, kGiven, given) || take(text, kOther, other);
    if (!taken) texts[text.name] = text.text;
  }
  Checked<study::Study> study = study::read_study_text(path, texts[file.made.study_file], texts);
  Diagnostics diagnostics = std::move(study.diagnostics);
  if (!study.value) return {std::nullopt, std::move(diagnostics)};
  std::vector<model::NamedText> series;
  for (const std::string& name : study.value->series) series.emplace_back(name, texts[name]);
  series.insert(series.end(), given.begin(), given.end());
  Checked<model::Model> model = model::load_model_text(
      {file.made.model_file, texts[file.made.model_file]}, series, external, &other);
  append(diagnostics, std::move(model.diagnostics));
  if (!model.value) return {std::nullopt, std::move(diagnostics)};
  auto bound = ensemble::bind(std::move(*study.value), std::move(*model.value));
  append(diagnostics, std::move(bound.diagnostics));
  if (!bound.value) return {std::nullopt, std::move(diagnostics)};
  return {Futures{std::move(*bound.value), {}}, std::move(diagnostics)};
}

}  // namespace sluice::app
