// Scenarios and worldviews from files beside a study, as if they stood at the end of study.toml:
// what the dashboard saves, and what somebody tries without editing the study.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "study/study.h"

namespace sluice::study {

struct Addition {
  std::string name;  // what messages show
  std::string text;  // TOML with [[scenario]] and [[worldview]] tables only
};

// As read_study and read_study_text. Mistakes are told at their line of the file they stand in.
// `Study::text` holds the additions too, so that result files are whole.
Checked<Study> read_study_with(const std::string& folder, const std::vector<Addition>& additions);
Checked<Study> read_study_text_with(const std::string& folder, const std::string& text,
                                    const std::map<std::string, std::string>& files,
                                    const std::vector<Addition>& additions);

}  // namespace sluice::study
