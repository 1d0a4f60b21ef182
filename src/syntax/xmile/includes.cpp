// <includes>: other files of macros, dimensions and units (OASIS XMILE 1.0, 2.11). Only files
// beside the model or in folders below it are read: a model cannot ask for others, nor for the web.
#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

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

// The file itself, past all links.
std::filesystem::path path_itself(const std::filesystem::path& path) {
  std::error_code failed;
  const auto itself = std::filesystem::weakly_canonical(std::filesystem::absolute(path), failed);
  return failed ? path : itself;
}

// A link must not lead where the model may not name a file.
bool lies_below(const std::filesystem::path& file, const std::filesystem::path& folder) {
  const auto [rest, unused] = std::ranges::mismatch(folder, file);
  return rest == folder.end();
}

class IncludeReader {
 public:
  IncludeReader(const Document& document, SourceSet& sources, Complaints& complaints)
      : document_(document),
        sources_(sources),
        complaints_(complaints),
        folder_(std::filesystem::path(sources.name(document.file())).parent_path()) {
    read_.insert(path_itself(sources.name(document.file())).string());
  }

  std::vector<Document> read() {
    std::vector<pugi::xml_node> lists = document_.children(document_.root(), "includes");
    const pugi::xml_node header = document_.child(document_.root(), "header");
    for (const pugi::xml_node list : document_.children(header, "includes")) lists.push_back(list);
    for (const pugi::xml_node list : lists) {
      for (const pugi::xml_node node : document_.children(list, "include")) {
        const auto resource = document_.attribute(node, "resource", complaints_);
        if (resource && !read_next(*resource)) return std::move(included_);
      }
    }
    return std::move(included_);
  }

 private:
  // False where there are too many.
  bool read_next(const Text& resource) {
    if (++asked_ > kMostIncludes) {
      refuse(resource, format("a model may include {} files", kMostIncludes), "join some of them");
      return false;
    }
    auto made = read_include(resource);
    if (!made) return true;
    tell_others(*made);
    included_.push_back(std::move(*made));
    return true;
  }

  void refuse(const Text& resource, std::string reason, std::string hint) {
    complaints_.say(Code::xmile_other_file, resource.span(),
                    format("\"{}\" is not included", resource.value), std::move(reason),
                    std::move(hint));
  }

  std::optional<Document> read_include(const Text& resource) {
    const std::string path = (folder_ / resource.value).string();
    const std::filesystem::path itself = path_itself(path);
    if (!is_below(resource.value) || !lies_below(itself, path_itself(folder_ / "."))) {
      refuse(resource, "files beside the model or in folders below it are included",
             "put the file beside the model, and write its name");
      return std::nullopt;
    }
    if (!read_.insert(itself.string()).second) return std::nullopt;
    auto text = text_of(resource, path);
    if (!text) return std::nullopt;
    const std::uint32_t file = sources_.add(path, std::move(*text));
    return Document::parse(sources_.text(file), file, complaints_);
  }

  // A pipe would be waited for and a device has no end: neither is opened.
  std::optional<std::string> text_of(const Text& resource, const std::string& path) {
    std::error_code failed;
    const bool plain = std::filesystem::is_regular_file(path, failed);
    const auto size = plain ? std::filesystem::file_size(path, failed) : 0;
    const bool small = plain && !failed && size <= kLargestInclude;
    Checked<std::string> text;
    if (small) text = read_file(path);
    if (!plain || (small && !text.value)) {
      refuse(resource, format("there is no file \"{}\" that can be read", path),
             "put the file beside the model, and write its name");
      return std::nullopt;
    }
    if (!small || text.value->size() > kLargestInclude || !is_utf8(*text.value)) {
      refuse(resource, format("it is no UTF-8 text of up to {} MB", kLargestInclude >> 20U),
             "save it as UTF-8");
      return std::nullopt;
    }
    return std::move(text.value);
  }

  void tell_others(const Document& included) {
    constexpr std::string_view kTaken[] = {"macro", "dimensions", "model_units", "header"};
    for (const pugi::xml_node part : included.root().children()) {
      const std::string_view name = included.name_of(part);
      const bool passed =
          part.type() != pugi::node_element || std::ranges::find(kTaken, name) != std::end(kTaken);
      if (passed) continue;
      complaints_.say(Code::xmile_left_out, included.span_of(part),
                      format("<{}> is left out", name),
                      "of a file that is included, macros, dimensions and units are read",
                      "see whether the model's values depend on it");
    }
  }

  const Document& document_;
  SourceSet& sources_;
  Complaints& complaints_;
  std::filesystem::path folder_;
  std::size_t asked_ = 0;
  std::set<std::string> read_;  // by their own paths
  std::vector<Document> included_;
};

}  // namespace

std::vector<Document> read_includes(const Document& document, SourceSet& sources,
                                    Complaints& complaints) {
  return IncludeReader(document, sources, complaints).read();
}

}  // namespace sluice::syntax::xmile
