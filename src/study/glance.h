// What can be told of a study before it is read.
#pragma once

#include <string>

namespace sluice::study {

// The path of the model that study.toml names, ready to open, from a glance at its text: so the
// model can be read while the study is. A guess, which may be empty or wrong.
std::string guess_model_path(const std::string& folder);

}  // namespace sluice::study
