// An ensemble as a result file, and a result file back to the study, model and policies that made
// it.
#pragma once

#include <string>
#include <vector>

#include "app/futures.h"
#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "results/result_file.h"

namespace sluice::app {

// Every file that was read for a study, with its text.
std::vector<results::TextFile> texts_of(const ensemble::Bound& bound);

results::ResultFile result_file_of(const std::string& command, const Futures& futures,
                                   const std::string& worldview,
                                   const std::vector<ensemble::Policy>& policies,
                                   results::Ensemble ensemble);

// From the texts that the file holds alone; `path` is what messages show.
Checked<Futures> futures_of(const results::ResultFile& file, const std::string& path);

}  // namespace sluice::app
