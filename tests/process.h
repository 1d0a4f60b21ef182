// The built program, run as a user runs it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sluice::tests {

struct Finished {
  int exit = -1;  // 128 + the signal where one ended it
  std::string output, errors;
};
// Runs build/sluice in `folder`. COLUMNS and NO_COLOR are taken out of its environment.
Finished run_sluice(const std::filesystem::path& folder, const std::vector<std::string>& words);
// The same, sent a signal after a while.
Finished interrupt_sluice(const std::filesystem::path& folder,
                          const std::vector<std::string>& words, int signal,
                          int after_milliseconds);
// A line of shell, with the program as $SLUICE.
Finished run_shell(const std::filesystem::path& folder, const std::string& line);

std::string text_in(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

// A folder that is removed with the value.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace sluice::tests
