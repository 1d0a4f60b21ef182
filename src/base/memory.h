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

// What a group leaves by its memory.max, memory.current and memory.stat (cgroup v2), or by
// memory.limit_in_bytes, memory.usage_in_bytes and memory.stat (v1). Pages of files that no one
// reads just now count as taken there, and are given back when memory is asked for. A group without
// a limit says "max".
std::optional<std::uint64_t> left_in_group(std::string_view max, std::string_view current,
                                           std::string_view stat);

}  // namespace sluice
