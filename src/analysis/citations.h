// The source rows that a note names: CI010, CS030-CS033 (or CS030-033), policy 2026-01-13 (further
// dates after commas belong to it), chips H20, pub STUDY.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

namespace sluice::analysis {

struct Citations {
  std::vector<std::string>
      rows;  // ids of study::Study::sources, in the order of the text, each once
  std::vector<std::string> unknown;  // what looks like an id of a known kind, but no row has it
};
Citations citations_in(std::string_view text,
                       const std::map<std::string, study::SourceRow>& sources);

}  // namespace sluice::analysis
