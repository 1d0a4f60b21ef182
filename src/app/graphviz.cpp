#include "app/graphviz.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "app/place.h"
#include "base/file.h"
#include "base/source_set.h"

namespace sluice::app {
namespace {

Diagnostic not_drawn(const std::string& reason) {
  return make_diagnostic(Code::io_cannot_write, place_at("dot"), "the diagrams cannot be drawn",
                         reason, "install graphviz (in Debian: apt-get install graphviz)");
}

// A folder of its own for the text and the drawing; removed with the value.
class WorkFolder {
 public:
  WorkFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sluice-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~WorkFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

Checked<std::string> svg_of(const std::string& dot) {
  const WorkFolder folder;
  if (folder.path().empty()) return {std::nullopt, {not_drawn("no temporary folder can be made")}};
  const std::string input = folder.path() / "diagram.dot", output = folder.path() / "diagram.svg";
  Diagnostics unwritten = write_atomically(input, dot);
  if (has_error(unwritten)) return {std::nullopt, std::move(unwritten)};
  // The folder's name has no character that a shell would read.
  const std::string command = "dot -Tsvg -o " + output + " " + input + " 2>/dev/null";
  if (std::system(command.c_str()) != 0) {  // NOLINT(cert-env33-c,bugprone-command-processor)
    return {std::nullopt, {not_drawn("the program `dot` is missing or failed")}};
  }
  auto svg = read_file(output);
  if (!svg.value) return svg;
  const std::size_t begin = svg.value->find("<svg");
  if (begin == std::string::npos) return {std::nullopt, {not_drawn("`dot` gave no drawing")}};
  return {svg.value->substr(begin), {}};
}

}  // namespace sluice::app
