// The texts that were read, kept so that any span can be turned into a place with its line.
#pragma once

#include <string>
#include <string_view>
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
  // Columns count Unicode code points, so that the caret stands under the right letter.
  Place place_of(Span span) const;

 private:
  struct File {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::vector<File> files_;
};

// The whole file as bytes, or a diagnostic (io_cannot_read) that says why not.
Checked<std::string> read_file(const std::string& path);

}  // namespace sluice
