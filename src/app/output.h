// What --output names, looked at before a long run begins.
#pragma once

#include <string>

#include "base/diagnostic.h"

namespace sluice::app {

// io_cannot_write where a file of that name cannot be made, wrong_use where it is one that was
// read: call it after the study is open. Nothing for an empty name.
Diagnostics find_unwritable(const std::string& output);

// An error where writing `output` would replace the file that is read, or pass through it.
Diagnostics find_overwriting(const std::string& input, const std::string& output);

}  // namespace sluice::app
