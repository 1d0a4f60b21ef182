#include "app/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/place.h"
#include "base/file.h"
#include "base/format.h"

namespace sluice::app {
namespace {

namespace files = std::filesystem;

bool same_file(const std::string& one, const std::string& other) {
  std::error_code error;
  return files::equivalent(one, other, error);
}

Diagnostic cannot_write(const std::string& output, std::string why, std::string mend) {
  return make_diagnostic(Code::io_cannot_write, place_at("--output"),
                         format("cannot write {}", output), std::move(why), std::move(mend));
}

}  // namespace

Diagnostics find_unwritable(const std::string& output) {
  if (output.empty()) return {};
  std::error_code error;
  if (files::is_directory(output, error)) {
    return {cannot_write(output, "it is a folder", "name a file inside it")};
  }
  if (files::exists(output, error) && !files::is_regular_file(output, error)) return {};
  if (was_read(output)) {
    return {
        make_diagnostic(Code::wrong_use, place_at("--output"),
                        format("writing {} would replace a file that this command reads", output),
                        {}, "give another name")};
  }
  const std::string parent = files::path(output).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  if (access(folder.c_str(), W_OK | X_OK) == 0) return {};
  const int failure = errno;
  return {cannot_write(output, std::strerror(failure),
                       failure == ENOENT ? "make the folder first (mkdir -p)"
                                         : "choose a folder that you may write to")};
}

Diagnostics find_overwriting(const std::string& input, const std::string& output) {
  if (!same_file(input, output) && !same_file(input, output + ".partial")) return {};
  return {make_diagnostic(Code::wrong_use, place_at("--output"),
                          format("writing {} would replace the file that is rerun", output), {},
                          "give another name")};
}

}  // namespace sluice::app
