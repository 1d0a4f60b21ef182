#include "study/glance.h"

#include <string_view>
#include <vector>

#include "base/format.h"
#include "base/source_set.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

// `model = "file.mdl"` without escapes; else nothing.
std::string model_in(std::string_view line) {
  constexpr std::string_view kKey = "model";
  const std::vector<std::string_view> parts = split(line, '"');
  const bool plain = line.starts_with(kKey) && parts.size() == 3 &&
                     trimmed(parts[0].substr(kKey.size())) == "=" &&
                     parts[1].find('\\') == std::string_view::npos;
  return plain ? std::string(parts[1]) : std::string();
}

}  // namespace

std::string guess_model_path(const std::string& folder) {
  const Checked<std::string> text = read_file(path_in(folder, "study.toml"));
  if (!text.value) return {};
  bool in_head = false;
  for (const std::string_view line : split(*text.value, '\n')) {
    if (line.starts_with('[')) in_head = trimmed(line) == "[study]";
    const std::string model = in_head ? model_in(line) : std::string();
    if (!model.empty()) return path_in(folder, model);
  }
  return {};
}

}  // namespace sluice::study
