// IR text into the bytes of an object file, by LLVM.
#pragma once

#include <expected>
#include <string>
#include <vector>

namespace sluice::execute {

using ObjectBytes = std::vector<unsigned char>;

// The text must be sound: a fault that LLVM finds in it is a bug of ours, told in words. Takes
// milliseconds to seconds. Also an error: the library is not installed.
std::expected<ObjectBytes, std::string> compile_ir(const std::string& text);

}  // namespace sluice::execute
