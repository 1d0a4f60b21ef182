#include "shared_models.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "lower/lower.h"
#include "model/load.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  if (!fs::is_directory(folder)) return folders;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  return folders;
}

bool is_model(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  for (const char* const known : {".mdl", ".xmile", ".stmx", ".itmx", ".xml"}) {
    if (extension == known) return true;
  }
  return false;
}

}  // namespace

fs::path shared_folder() {
  const char* named = std::getenv("SLUICE_SHARED");
  const fs::path folder =
      named != nullptr ? fs::path(named) : fs::path(SLUICE_SOURCE_DIR "/../shared");
  return fs::is_directory(folder) ? fs::canonical(folder) : fs::path();
}

std::vector<fs::path> models_in(const std::vector<fs::path>& folders) {
  std::vector<fs::path> models;
  for (const fs::path& folder : folders) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.is_regular_file() && is_model(entry.path())) models.push_back(entry.path());
    }
  }
  std::ranges::sort(models);
  return models;
}

std::vector<fs::path> conformance_models() {
  const fs::path shared = shared_folder();
  if (shared.empty()) return {};
  std::vector<fs::path> folders = folders_in(shared / "test-models" / "tests");
  for (const fs::path& sample : folders_in(shared / "test-models" / "samples")) {
    folders.push_back(sample);
    const std::vector<fs::path> inner = folders_in(sample);
    folders.insert(folders.end(), inner.begin(), inner.end());
  }
  return models_in(folders);
}

Checked<model::Model> read_model(const fs::path& path) {
  const fs::path data = path.parent_path() / "data.tab";
  std::vector<std::string> data_paths;
  if (fs::exists(data)) data_paths.push_back(data.string());
  return model::load_model(path.string(), data_paths);
}

Checked<program::Program> lower_all(const model::Model& model) {
  lower::Options options;
  options.all_outputs = true;
  return lower::lower(model, options);
}

Checked<program::Program> read_program(const fs::path& path) {
  Checked<program::Program> result;
  Checked<model::Model> model = read_model(path);
  append(result.diagnostics, std::move(model.diagnostics));
  if (!model.value) return result;
  Checked<program::Program> program = lower_all(*model.value);
  append(result.diagnostics, std::move(program.diagnostics));
  result.value = std::move(program.value);
  return result;
}

std::string texts_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += to_text(diagnostic) + "\n";
  return text;
}

std::string errors_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    text += diagnostic.message + "\n";
  }
  return text;
}

std::string test_name_of(const fs::path& path) {
  std::string name = path.parent_path().filename().string() + "_" + path.filename().string();
  std::ranges::replace_if(
      name, [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

}  // namespace sluice::tests
