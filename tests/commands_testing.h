// What the tests of the command line share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "process.h"

namespace sluice::tests {

inline const std::filesystem::path kRoot = SLUICE_SOURCE_DIR;
inline const std::filesystem::path kStudies = kRoot / "studies";
inline const std::filesystem::path kData = kRoot / "tests" / "data";

// In the folder of the studies, and in that of the tests' own models.
inline Finished fishery(const std::vector<std::string>& words) {
  return run_sluice(kStudies, words);
}
inline Finished data(const std::vector<std::string>& words) { return run_sluice(kData, words); }

inline nlohmann::json json_of(const Finished& finished) {
  EXPECT_EQ(finished.exit, 0) << finished.errors;
  return nlohmann::json::parse(finished.output);
}

inline std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

inline void expect_wrong(const Finished& finished, const std::string& errors) {
  EXPECT_EQ(finished.exit, 2);
  EXPECT_EQ(finished.output, "");
  EXPECT_EQ(finished.errors, errors);
}

}  // namespace sluice::tests
