#include "base/memory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <string>

namespace sluice {
namespace {

std::string text_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

// Of cgroup v2; a group without a limit says "max".
std::optional<std::uint64_t> left_of_group() {
  const auto most = number_in(text_of("/sys/fs/cgroup/memory.max"));
  const auto used = number_in(text_of("/sys/fs/cgroup/memory.current"));
  if (!most || !used) return std::nullopt;
  return *most - std::min(*most, *used);
}

}  // namespace

std::optional<std::uint64_t> available_in(std::string_view meminfo) {
  constexpr std::string_view kName = "MemAvailable:";
  const std::size_t at = meminfo.find(kName);
  if (at == std::string_view::npos) return std::nullopt;
  const auto kilobytes = number_in(meminfo.substr(at + kName.size()));
  return kilobytes ? std::optional(*kilobytes * 1024) : std::nullopt;
}

std::optional<std::uint64_t> available_memory() {
  const auto system = available_in(text_of("/proc/meminfo")), group = left_of_group();
  if (!system || !group) return system ? system : group;
  return std::min(*system, *group);
}

}  // namespace sluice
