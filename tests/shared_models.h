// The models that tests share with the project's other parts: where they are, and one run of each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/model.h"
#include "program/program.h"

namespace sluice::tests {

// $SLUICE_SHARED, or ../shared beside the repository; empty where neither is there.
std::filesystem::path shared_folder();

// Every model file of a known format right inside a folder of `folders`, sorted.
std::vector<std::filesystem::path> models_in(const std::vector<std::filesystem::path>& folders);
// Of the public conformance suite: tests/*/, samples/*/ and samples/*/*/.
std::vector<std::filesystem::path> conformance_models();

// With the series of the data.tab beside it, if there is one.
Checked<model::Model> read_model(const std::filesystem::path& path);
// With every cell as output.
Checked<program::Program> lower_all(const model::Model& model);
Checked<program::Program> read_program(const std::filesystem::path& path);

std::string texts_of(const Diagnostics& diagnostics);
// The errors only, one line each.
std::string errors_of(const Diagnostics& diagnostics);

// A test's name from a model's path: letters and digits only.
std::string test_name_of(const std::filesystem::path& path);

}  // namespace sluice::tests
