// The texts that were read, kept so that any span can be turned into a place with its line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"

namespace sluice {

class SourceSet {
 public:
  // Returns the file's id. `name` is what messages show; `text` must be UTF-8.
  std::uint32_t add(std::string name, std::string text);
  std::string_view text(std::uint32_t file) const { return files_[file].text; }
  const std::string& name(std::uint32_t file) const { return files_[file].name; }
  std::size_t size() const { return files_.size(); }
  std::string_view text_of(Span span) const;
  // Texts that stand for the files beside the first one, by their paths from its folder: a rerun
  // has no others, and reads none from the disk. Null where there is a disk.
  void put_at_hand(std::map<std::string, std::string> texts) { at_hand_ = std::move(texts); }
  const std::map<std::string, std::string>* at_hand() const {
    return at_hand_ ? &*at_hand_ : nullptr;
  }
  // Columns count Unicode code points, so that the caret stands under the right letter.
  Place place_of(Span span) const;

 private:
  struct File {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::vector<File> files_;
  std::optional<std::map<std::string, std::string>> at_hand_;
};

// The whole file as bytes, or a diagnostic (io_cannot_read) that says why not.
Checked<std::string> read_file(const std::string& path);

}  // namespace sluice
