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

std::optional<std::uint64_t> number_after(std::string_view name, std::string_view text) {
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  return number_in(text.substr(at + name.size()));
}

// Control groups of the second version, else of the first, as older systems still mount them.
std::optional<std::uint64_t> left_of_group() {
  const auto left =
      left_in_group(text_of("/sys/fs/cgroup/memory.max"), text_of("/sys/fs/cgroup/memory.current"),
                    text_of("/sys/fs/cgroup/memory.stat"));
  if (left) return left;
  return left_in_group(text_of("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
                       text_of("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
                       text_of("/sys/fs/cgroup/memory/memory.stat"));
}

}  // namespace

std::optional<std::uint64_t> available_in(std::string_view meminfo) {
  const auto kilobytes = number_after("MemAvailable:", meminfo);
  return kilobytes ? std::optional(*kilobytes * 1024) : std::nullopt;
}

std::optional<std::uint64_t> left_in_group(std::string_view max, std::string_view current,
                                           std::string_view stat) {
  const auto most = number_in(max), taken = number_in(current);
  if (!most || !taken) return std::nullopt;
  const auto of_all = number_after("total_inactive_file ", stat);
  const std::uint64_t given_back =
      of_all ? *of_all : number_after("inactive_file ", stat).value_or(0);
  const std::uint64_t used = *taken - std::min(*taken, given_back);
  return *most - std::min(*most, used);
}

std::optional<std::uint64_t> available_memory() {
  const auto system = available_in(text_of("/proc/meminfo")), group = left_of_group();
  if (!system || !group) return system ? system : group;
  return std::min(*system, *group);
}

}  // namespace sluice
