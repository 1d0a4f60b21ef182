// The code of an object file in memory that may be run. Only what step_text.h makes is understood:
// functions, read-only data, and distances between them; anything else is refused.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sluice::execute {

class LoadedCode {
 public:
  // None if the bytes are not such an object file, or the system gives no memory.
  static std::optional<LoadedCode> load(std::span<const unsigned char> object);

  // Null if there is no such function.
  const void* function(std::string_view name) const;

 private:
  struct Mapping {
    void* start = nullptr;
    std::size_t size = 0;
    Mapping(void* from, std::size_t bytes) : start(from), size(bytes) {}
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping();
  };
  std::unique_ptr<Mapping> mapping_;
  std::vector<std::pair<std::string, const void*>> functions_;
};

}  // namespace sluice::execute
