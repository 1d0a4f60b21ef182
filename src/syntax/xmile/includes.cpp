// <includes>: other files of macros, dimensions and units (OASIS XMILE 1.0, 2.11). Only files
// beside the model or in folders below it are read: a model cannot ask for others, nor for the web.
#include <algorithm>
#include <filesystem>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/file.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::size_t kMostIncludes = 50;
constexpr std::size_t kLargestInclude = std::size_t{16} << 20U;

// Beside the model or below: no root, no way up, no scheme.
bool is_below(const std::string& resource) {
  const std::filesystem::path path(resource);
  const bool plain = path.is_relative() && resource.find(':') == std::string::npos &&
                     resource.find('\\') == std::string::npos;
  return plain && std::ranges::none_of(path, [](const auto& part) { return part == ".."; });
}

std::optional<Document> read_include(const Document& document, const Text& resource,
                                     SourceSet& sources, Complaints& complaints) {
  const auto refuse = [&](std::string reason, std::string hint) {
    complaints.say(Code::xmile_other_file, resource.span(),
                   format("\"{}\" is not included", resource.value), std::move(reason),
                   std::move(hint));
    return std::nullopt;
  };
  if (!is_below(resource.value)) {
    return refuse("files beside the model or in folders below it are included",
                  "put the file beside the model, and write its name");
  }
  const std::filesystem::path beside(sources.name(document.file()));
  const std::string path = (beside.parent_path() / resource.value).string();
  Checked<std::string> text = read_file(path);
  if (!text.value) {
    return refuse(format("there is no file \"{}\" that can be read", path),
                  "put the file beside the model, and write its name");
  }
  if (text.value->size() > kLargestInclude || !is_utf8(*text.value)) {
    return refuse(format("it is no UTF-8 text of up to {} MB", kLargestInclude >> 20U),
                  "save it as UTF-8");
  }
  const std::uint32_t file = sources.add(path, std::move(*text.value));
  return Document::parse(sources.text(file), file, complaints);
}

}  // namespace

std::vector<Document> read_includes(const Document& document, SourceSet& sources,
                                    Complaints& complaints) {
  std::vector<pugi::xml_node> lists = document.children(document.root(), "includes");
  const pugi::xml_node header = document.child(document.root(), "header");
  for (const pugi::xml_node list : document.children(header, "includes")) lists.push_back(list);
  std::vector<Document> included;
  for (const pugi::xml_node list : lists) {
    for (const pugi::xml_node node : document.children(list, "include")) {
      const auto resource = document.attribute(node, "resource", complaints);
      if (!resource) continue;
      if (included.size() >= kMostIncludes) {
        complaints.say(Code::xmile_other_file, resource->span(),
                       format("\"{}\" is not included", resource->value),
                       format("a model may include {} files", kMostIncludes), "join some of them");
        return included;
      }
      auto made = read_include(document, *resource, sources, complaints);
      if (made) included.push_back(std::move(*made));
    }
  }
  return included;
}

}  // namespace sluice::syntax::xmile
