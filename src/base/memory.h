// How much memory a program may still take.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

// What the system says that it can give without swapping, or what the limit of this process's group
// (a container's) leaves, if that is less. None where it does not say.
std::optional<std::uint64_t> available_memory();

// Bytes of "MemAvailable:" in the text of /proc/meminfo.
std::optional<std::uint64_t> available_in(std::string_view meminfo);

}  // namespace sluice
