// [audit] of study.toml: what `sluice audit` needs to know.
#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sluice::study {

struct Audit {
  std::vector<std::string> scenarios;      // under which inputs are tried; empty: all
  std::vector<std::string> headlines;      // outcomes held to the time step; empty: all
  std::vector<std::string> signed_stocks;  // accounts that may fall below 0
  std::string laws = "Laws";               // the group whose ends must be 0
};
// Of a study that has been read without a mistake.
Audit audit_of(const Study& study);

}  // namespace sluice::study
