// Compiled code kept in files from one run of the program to the next, by what it was compiled
// from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "execute/jit/compile.h"

namespace sluice::execute {

// SLUICE_CACHE if it is set (empty: no cache), else sluice in XDG_CACHE_HOME or in ~/.cache; empty
// where there is none of these.
std::filesystem::path default_code_cache();

class CodeCache {
 public:
  CodeCache() = default;  // keeps nothing
  explicit CodeCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // None where it is not there, damaged, or could have been written by another user.
  std::optional<ObjectBytes> find(const std::string& text) const;
  // Best effort: code that cannot be kept is compiled again. The oldest files give way.
  void keep(const std::string& text, const ObjectBytes& object) const;

 private:
  std::filesystem::path file_of(const std::string& text) const;
  void forget_oldest() const;

  std::filesystem::path folder_;  // empty: nothing is kept
};

}  // namespace sluice::execute
