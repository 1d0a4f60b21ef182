// The fishery with something changed, run by the program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "commands_testing.h"

namespace sluice::tests {

// A copy of the fishery with one text of a file replaced.
class ChangedFishery {
 public:
  ChangedFishery(const std::string& from, const std::string& to,
                 const std::string& name = "study.toml") {
    std::filesystem::copy(kStudies / "fishery", folder_.path() / "fishery",
                          std::filesystem::copy_options::recursive);
    const auto file = folder_.path() / "fishery" / name;
    std::string text = text_in(file);
    EXPECT_NE(text.find(from), std::string::npos) << from;
    write_text(file, text.replace(text.find(from), from.size(), to));
  }
  Finished run(const std::vector<std::string>& words) const {
    return run_sluice(folder_.path(), words);
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  ScratchFolder folder_;
};

}  // namespace sluice::tests
