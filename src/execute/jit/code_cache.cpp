#include "execute/jit/code_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <vector>

#include "base/format.h"
#include "execute/jit/llvm_library.h"

namespace sluice::execute {
namespace {

namespace files = std::filesystem;

constexpr std::size_t kMostFiles = 64;
// Changes with what compiled code is handed: see step_text.h.
constexpr std::string_view kVersion = "sluice code 1 ";

// FNV-1a, from two starting points: http://www.isthe.com/chongo/tech/comp/fnv/
std::uint64_t hash_of(std::string_view bytes, std::uint64_t start) {
  for (const char byte : bytes) {
    start ^= static_cast<unsigned char>(byte);
    start *= 0x100000001b3U;
  }
  return start;
}
constexpr std::uint64_t kStart = 0xcbf29ce484222325U, kOtherStart = 0x9e3779b97f4a7c15U;

std::string_view as_text(std::span<const unsigned char> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What runs as our code must have been written by us.
bool is_ours(const files::path& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && status.st_uid == geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

files::path default_code_cache() {
  if (const char* given = std::getenv("SLUICE_CACHE")) return given;
  if (const char* caches = std::getenv("XDG_CACHE_HOME"); caches != nullptr && *caches == '/')
    return files::path(caches) / "sluice";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return files::path(home) / ".cache" / "sluice";
  return {};
}

files::path CodeCache::file_of(const std::string& text) const {
  const std::string key = std::string(kVersion) + kLlvmLibrary + text;
  return folder_ / format("{:016x}{:016x}.code", hash_of(key, kStart), hash_of(key, kOtherStart));
}

std::optional<ObjectBytes> CodeCache::find(const std::string& text) const {
  if (folder_.empty()) return std::nullopt;
  const files::path path = file_of(text);
  if (!is_ours(folder_) || !is_ours(path)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  ObjectBytes bytes(std::istreambuf_iterator<char>(in), {});
  std::uint64_t sum = 0;
  if (bytes.size() < sizeof sum) return std::nullopt;
  std::memcpy(&sum, bytes.data(), sizeof sum);
  bytes.erase(bytes.begin(), bytes.begin() + sizeof sum);
  if (hash_of(as_text(bytes), kStart) != sum) return std::nullopt;
  return bytes;
}

void CodeCache::keep(const std::string& text, const ObjectBytes& object) const {
  if (folder_.empty()) return;
  std::error_code failed;
  files::create_directories(folder_.parent_path(), failed);
  if (mkdir(folder_.c_str(), S_IRWXU) != 0 && !is_ours(folder_)) return;
  const files::path path = file_of(text);
  const files::path unfinished = path.string() + format(".{}", getpid());
  const std::uint64_t sum = hash_of(as_text(object), kStart);
  {
    std::ofstream out(unfinished, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&sum), sizeof sum);
    out << as_text(object);
    if (!out.flush()) return void(files::remove(unfinished, failed));
  }
  chmod(unfinished.c_str(), S_IRUSR | S_IWUSR);
  files::rename(unfinished, path, failed);
  forget_oldest();
}

void CodeCache::forget_oldest() const {
  std::error_code failed;
  std::vector<std::pair<files::file_time_type, files::path>> kept;
  for (const files::directory_entry& one : files::directory_iterator(folder_, failed))
    if (one.path().extension() == ".code")
      kept.emplace_back(one.last_write_time(failed), one.path());
  if (kept.size() <= kMostFiles) return;
  std::ranges::sort(kept);
  for (const auto& [time, path] : std::span(kept).first(kept.size() - kMostFiles))
    files::remove(path, failed);
}

}  // namespace sluice::execute
