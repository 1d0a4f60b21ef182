#include "model/external_files.h"

#include <algorithm>
#include <filesystem>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice::model {
namespace {

namespace files = std::filesystem;

// The only entry of the folder with that name in any case; else the name itself.
files::path same_but_case(const files::path& path) {
  std::error_code error;
  if (files::exists(path, error)) return path;
  const std::string wanted = to_lower(path.filename().string());
  const files::path folder = path.has_parent_path() ? path.parent_path() : ".";
  for (auto at = files::directory_iterator(folder, error);
       !error && at != files::directory_iterator(); at.increment(error)) {
    if (to_lower(at->path().filename().string()) == wanted) return at->path();
  }
  return path;
}

std::vector<std::string> names_in(const files::path& folder) {
  constexpr std::size_t kMostNames = 1000;
  std::vector<std::string> names;
  std::error_code error;
  for (auto at = files::directory_iterator(folder, error);
       !error && at != files::directory_iterator() && names.size() < kMostNames;
       at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

ExternalFiles::ExternalFiles(const std::vector<std::pair<std::string, std::string>>& stored)
    : stored_(true) {
  for (const auto& [name, text] : stored) {
    auto entry = std::make_unique<Entry>();
    entry->workbook = syntax::workbook_from_text(text);
    if (!entry->workbook) continue;
    entry->opened.workbook = &*entry->workbook;
    entries_.emplace(name, std::move(entry));
  }
}

void ExternalFiles::take_tags(std::string_view settings) {
  constexpr std::string_view kTag = "\n30:?";
  for (std::size_t at = settings.find(kTag); at != settings.npos;
       at = settings.find(kTag, at + 1)) {
    const std::string_view rest = settings.substr(at + kTag.size() - 1);
    const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
    const std::size_t sign = line.find('=');
    if (sign == line.npos || sign + 1 == line.size()) continue;
    tags_.emplace(to_lower(line.substr(0, sign)), line.substr(sign + 1));
  }
}

ExternalFiles::Opened& ExternalFiles::open(const std::string& name, std::optional<char> delimiter) {
  std::unique_ptr<Entry>& entry = entries_[name];
  if (entry == nullptr) {
    entry = std::make_unique<Entry>();
    read(name, delimiter, *entry);
  }
  return entry->opened;
}

void ExternalFiles::read(const std::string& name, std::optional<char> delimiter,
                         Entry& entry) const {
  if (stored_) {
    entry.opened.fault = format("the file \"{}\" is not kept in the result", name);
    return;
  }
  // "?name" is a tag that the model's settings or the modeller's program lead to a file; without
  // them it is the file of that name.
  const auto tag = tags_.find(to_lower(name));
  std::string slashed = tag != tags_.end()      ? tag->second
                        : name.starts_with('?') ? name.substr(1)
                                                : name;
  std::replace(slashed.begin(), slashed.end(), '\\', '/');
  const files::path path = same_but_case(files::path(folder_) / slashed);
  std::error_code error;
  if (!files::exists(path, error)) {
    entry.opened.fault = format("the file \"{}\" is not there", name);
    entry.opened.hint =
        did_you_mean(files::path(slashed).filename().string(), names_in(path.parent_path()));
    if (entry.opened.hint.empty()) {
      entry.opened.hint = name.starts_with('?') && tag == tags_.end()
                              ? format(
                                    "it stands for a file: write the file's name here, or "
                                    "30:{}=FILE among the settings at the end of the model",
                                    name)
                              : "put it there, or name the one that is meant";
    }
    return;
  }
  Checked<syntax::Workbook> read = syntax::read_workbook(path.string(), delimiter);
  if (!read.value) {
    const Diagnostic& why = read.diagnostics.front();
    entry.opened.fault = format("the file \"{}\" cannot be read: {}", name,
                                why.reason.empty() ? why.message : why.reason);
    entry.opened.hint = why.hint;
    return;
  }
  entry.workbook = std::move(read.value);
  entry.opened.workbook = &*entry.workbook;
}

std::vector<std::pair<std::string, std::string>> ExternalFiles::texts() const {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, entry] : entries_) {
    if (entry->workbook) texts.emplace_back(name, to_text(*entry->workbook));
  }
  return texts;
}

}  // namespace sluice::model
