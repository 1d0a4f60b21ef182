// The version of Sluice: printed, and kept in every result file. CMakeLists.txt says the same
// (tested).
#pragma once

#include <string_view>

namespace sluice {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace sluice
