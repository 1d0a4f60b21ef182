#include "syntax/xmile/other_files.h"

#include <algorithm>
#include <system_error>

#include "base/file.h"
#include "base/format.h"
#include "base/unicode.h"

namespace sluice::syntax::xmile {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 50;
constexpr std::size_t kLargestFile = std::size_t{16} << 20U;

// Of an address or a path from a root the name at its end is looked for beside the model, as the
// standard has it (2.11).
std::string path_in(std::string resource, const std::string& from) {
  std::ranges::replace(resource, '\\', '/');
  const bool elsewhere = resource.starts_with('/') || resource.find(':') != std::string::npos;
  if (elsewhere) return resource.substr(resource.find_last_of("/:") + 1);
  return (fs::path(from).parent_path() / resource).lexically_normal().generic_string();
}

// Whether a name fits a pattern in which `*` stands for any letters but `/`.
bool fits(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*') {
    return !name.empty() && name.front() == pattern.front() &&
           fits(pattern.substr(1), name.substr(1));
  }
  if (fits(pattern.substr(1), name)) return true;
  return !name.empty() && name.front() != '/' && fits(pattern, name.substr(1));
}

bool leads_up(const std::string& path) { return path.empty() || path.starts_with(".."); }

}  // namespace

OtherFiles::OtherFiles(const Document& model, SourceSet& sources, Complaints& complaints)
    : sources_(sources),
      complaints_(complaints),
      folder_(fs::path(sources.name(model.file())).parent_path()) {
  const std::string own = fs::path(sources.name(model.file())).filename().generic_string();
  by_path_.emplace(own, &model);
  paths_.emplace(model.file(), own);
  follow(model, own);
}

std::vector<const Document*> OtherFiles::included() const {
  std::vector<const Document*> found;
  for (const File& file : files_) {
    if (file.use == Use::include) found.push_back(&file.document);
  }
  return found;
}

std::vector<const Document*> OtherFiles::linked() const {
  std::vector<const Document*> found;
  for (const File& file : files_) {
    if (file.use == Use::link) found.push_back(&file.document);
  }
  return found;
}

const Document* OtherFiles::find(const Document& from, const Text& resource) const {
  const auto own = paths_.find(from.file());
  const auto found = by_path_.find(path_in(resource.value, own == paths_.end() ? "" : own->second));
  return found == by_path_.end() ? nullptr : found->second;
}

void OtherFiles::follow(const Document& from, const std::string& path) {
  std::vector<pugi::xml_node> lists = from.children(from.root(), "includes");
  const pugi::xml_node header = from.child(from.root(), "header");
  for (const pugi::xml_node list : from.children(header, "includes")) lists.push_back(list);
  for (const pugi::xml_node list : lists) {
    for (const pugi::xml_node node : from.children(list, "include")) {
      const auto resource = from.attribute(node, "resource", complaints_);
      if (resource) include(from, path, *resource);
    }
  }
  for (const pugi::xml_node model : from.children(from.root(), "model")) {
    link(from, path, model);
    const pugi::xml_node listed = from.child(model, "variables");
    for (const pugi::xml_node module : from.children(listed ? listed : model, "module")) {
      link(from, path, module);
    }
  }
}

void OtherFiles::include(const Document& from, const std::string& path, const Text& resource) {
  const std::string named = path_in(resource.value, path);
  if (named.find('*') == std::string::npos) return read(resource, named, Use::include);
  const std::vector<std::string> all = matches(named);
  if (all.empty()) {
    refuse(resource, Use::include, "no file beside the model or in folders below it fits",
           "write the name of the file");
  }
  for (const std::string& one : all) {
    if (one != paths_.at(from.file())) read(resource, one, Use::include);
  }
}

void OtherFiles::link(const Document& from, const std::string& path, pugi::xml_node node) {
  const auto resource = from.attribute(node, "resource", complaints_);
  if (resource) read(*resource, path_in(resource->value, path), Use::link);
}

// All names that fit in one folder, in their order.
std::vector<std::string> OtherFiles::matches(const std::string& pattern) const {
  std::vector<std::string> found;
  const auto take = [&](const std::string& path) {
    if (fits(pattern, path)) found.push_back(path);
  };
  const fs::path below = fs::path(pattern).parent_path();
  constexpr int kMostStars = 3;  // each multiplies the ways to fit
  if (std::ranges::count(pattern, '*') > kMostStars) return found;
  if (leads_up(pattern) || below.string().find('*') != std::string::npos) return found;
  if (sources_.at_hand()) {
    for (const auto& [path, text] : *sources_.at_hand()) take(path);
    return found;
  }
  std::error_code failed;
  const fs::path folder = folder_.empty() && below.empty() ? fs::path(".") : folder_ / below;
  for (auto entry = fs::directory_iterator(folder, failed);
       !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    take((below / entry->path().filename()).generic_string());
  }
  std::ranges::sort(found);
  return found;
}

void OtherFiles::read(const Text& resource, const std::string& path, Use use) {
  if (by_path_.contains(path)) return;
  if (files_.size() >= kMostFiles) {
    by_path_.emplace(path, nullptr);
    return refuse(resource, use, format("a model may have {} other files", kMostFiles),
                  "join some of them");
  }
  by_path_.emplace(path, nullptr);
  auto text = text_of(resource, path, use);
  if (!text) return;
  const std::uint32_t file = sources_.add((folder_ / path).string(), std::move(*text));
  auto document = Document::parse(sources_.text(file), file, complaints_);
  if (!document) return;
  File& made = files_.emplace_back(File{use, std::move(*document)});
  by_path_[path] = &made.document;
  paths_.emplace(file, path);
  follow(made.document, path);
}

void OtherFiles::refuse(const Text& resource, Use use, std::string reason, std::string hint) {
  complaints_.say(Code::xmile_other_file, resource.span(),
                  use == Use::include
                      ? format("\"{}\" is not included", resource.value)
                      : format("the model of \"{}\" cannot be read", resource.value),
                  std::move(reason), std::move(hint));
}

// A pipe would be waited for and a device has no end: neither is opened.
std::optional<std::string> OtherFiles::text_of(const Text& resource, const std::string& path,
                                               Use use) {
  const std::string name = (folder_ / path).string();
  std::error_code failed;
  if (sources_.at_hand()) {
    const auto kept = sources_.at_hand()->find(path);
    if (kept != sources_.at_hand()->end()) return kept->second;
  }
  // A link must not lead where the model may not name a file.
  const bool below = !leads_up(path) && (sources_.at_hand() || lies_below(name, folder_.string()));
  const bool plain = below && !sources_.at_hand() && fs::is_regular_file(name, failed);
  const bool elsewhere =
      resource.value.find(':') != std::string::npos || resource.value.starts_with('/');
  if (!below || (elsewhere && !plain)) {
    refuse(resource, use, "files beside the model or in folders below it are read",
           "put the file beside the model, and write its name");
    return std::nullopt;
  }
  const auto size = plain ? fs::file_size(name, failed) : 0;
  const bool small = plain && !failed && size <= kLargestFile;
  Checked<std::string> text;
  if (small) text = read_file(name);
  if (!plain || (small && !text.value)) {
    refuse(resource, use, format("there is no file \"{}\" that can be read", name),
           "put the file beside the model, and write its name");
    return std::nullopt;
  }
  if (!small || text.value->size() > kLargestFile || !is_utf8(*text.value)) {
    refuse(resource, use, format("it is no UTF-8 text of up to {} MB", kLargestFile >> 20U),
           "save it as UTF-8");
    return std::nullopt;
  }
  return std::move(text.value);
}

}  // namespace sluice::syntax::xmile
