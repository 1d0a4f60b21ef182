#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

#include "base/format.h"
#include "base/source_set.h"

namespace sluice {

namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 30U;

std::string reason_of(int error) { return std::generic_category().message(error); }

Diagnostic cannot_read(const std::string& path, int error) {
  const char* const hint = error == ENOENT   ? "check the spelling and the folder"
                           : error == EISDIR ? "name a file inside this folder"
                           : error == EACCES ? "ask for permission to read it (ls -l shows who may)"
                                             : "";
  return make_diagnostic(Code::io_cannot_read, {}, format("cannot read {}", path), reason_of(error),
                         hint);
}

Diagnostic cannot_write(const std::string& path, int error) {
  const char* const hint = error == ENOENT   ? "make the folder first (mkdir -p)"
                           : error == EACCES ? "choose a folder that you may write to"
                           : error == ENOSPC ? "free some space, or choose another disk"
                                             : "";
  return make_diagnostic(Code::io_cannot_write, {}, format("cannot write {}", path),
                         reason_of(error), hint);
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags, 0666)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

// Each returns 0, or the errno of what failed.

int read_all(int descriptor, std::string& content) {
  constexpr std::size_t kChunk = std::size_t{1} << 16U;
  for (;;) {
    const std::size_t before = content.size();
    content.resize(before + kChunk);
    const ssize_t count = ::read(descriptor, content.data() + before, kChunk);
    content.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
    if (count == 0) return 0;
    if (count < 0 && errno != EINTR) return errno;
    if (content.size() > kLargestFile) return EFBIG;
  }
}

// The path without links and dots; empty where there is no such file.
std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? std::string(real.get()) : std::string();
}

class FilesRead {
 public:
  void add(const std::string& path) {
    const std::lock_guard lock(mutex_);
    paths_.insert(real_path(path));
  }
  bool has(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return paths_.contains(real_path(path));
  }

 private:
  std::mutex mutex_;
  std::set<std::string> paths_;
};

FilesRead& files_read() {
  static FilesRead files;
  return files;
}

int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

int write_device(const std::string& path, std::string_view content) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
  return file.number() < 0 ? errno : write_all(file.number(), content);
}

// Where the file system knows no locks, files are written without.
bool is_locked_elsewhere(int descriptor) {
  return ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

// Whether the path still leads to the open file: whoever wrote it may have renamed it meanwhile.
bool leads_to(const std::string& path, int descriptor) {
  struct stat named {
  }, opened{};
  return ::stat(path.c_str(), &named) == 0 && ::fstat(descriptor, &opened) == 0 &&
         named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

Diagnostic in_use(const std::string& path) {
  return make_diagnostic(Code::io_cannot_write, {}, format("cannot write {}", path),
                         "another program is writing it",
                         "wait until it has ended, or give another name");
}

// What is empty is left alone: file systems hurry to the disk with what was cut to nothing, and the
// program that closes it waits.
int make_empty(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && status.st_size == 0) return 0;
  return ::ftruncate(descriptor, 0) == 0 ? 0 : errno;
}

// The path itself, or what it leads to where it is a link.
std::string resolved(std::string path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return path;
  std::string real = real_path(path);
  return real.empty() ? std::move(path) : std::move(real);
}

}  // namespace

bool is_special(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

bool lies_below(const std::string& path, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code failed, failed_too;
  const fs::path itself = fs::weakly_canonical(fs::absolute(path), failed);
  const fs::path above = fs::weakly_canonical(fs::absolute(fs::path(folder) / "."), failed_too);
  if (failed || failed_too) return false;
  return std::ranges::mismatch(above, itself).in1 == above.end();
}

bool was_read(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && files_read().has(path);
}

Checked<std::string> read_file(const std::string& path) {
  const Descriptor file(path, O_RDONLY | O_CLOEXEC);
  if (file.number() < 0) return {std::nullopt, {cannot_read(path, errno)}};
  std::string content;
  if (const int error = read_all(file.number(), content)) {
    return {std::nullopt, {cannot_read(path, error)}};
  }
  files_read().add(path);
  return {std::move(content), {}};
}

Diagnostics write_atomically(const std::string& path, std::string_view content) {
  if (is_special(path)) {
    const int error = write_device(path, content);
    return error == 0 ? Diagnostics{} : Diagnostics{cannot_write(path, error)};
  }
  PartialFile file(path);
  Diagnostics said = file.claim();
  if (said.empty()) said = file.write(content);
  return said.empty() ? file.commit() : said;
}

PartialFile::PartialFile(std::string target)
    : target_(resolved(std::move(target))), partial_(target_ + ".partial") {}

PartialFile::~PartialFile() {
  if (open_) std::remove(partial_.c_str());
  unlock();
}

Diagnostics PartialFile::claim() {
  for (;;) {
    locked_ = ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (locked_ < 0) return {cannot_write(target_, errno)};
    if (is_locked_elsewhere(locked_)) {
      unlock();
      return {in_use(partial_)};
    }
    if (leads_to(partial_, locked_)) break;
    unlock();
  }
  open_ = true;
  const int error = make_empty(locked_);
  return error == 0 ? Diagnostics{} : Diagnostics{cannot_write(target_, error)};
}

void PartialFile::clear_place() {
  open_ = false;
  std::remove(partial_.c_str());
  unlock();
}

Diagnostics PartialFile::find_in_use() const {
  const Descriptor file(partial_, O_RDONLY | O_CLOEXEC);
  if (file.number() >= 0 && is_locked_elsewhere(file.number())) return {in_use(partial_)};
  return {};
}

void PartialFile::unlock() {
  if (locked_ >= 0) ::close(std::exchange(locked_, -1));
}

// To what was claimed.
Diagnostics PartialFile::write(std::string_view content) const {
  Diagnostics said = append(content);
  if (!said.empty()) return said;
  return ::fsync(locked_) == 0 ? Diagnostics{} : Diagnostics{cannot_write(target_, errno)};
}

Diagnostics PartialFile::append(std::string_view piece) const {
  const int error = write_all(locked_, piece);
  return error == 0 ? Diagnostics{} : Diagnostics{cannot_write(target_, error)};
}

// Some file systems tell what could not be written when a descriptor of the file is closed. It is
// another one than that which holds the lock.
Diagnostics PartialFile::settle() const {
  const int another = ::dup(locked_);
  const bool settled = another >= 0 && ::close(another) == 0;
  return settled ? Diagnostics{} : Diagnostics{cannot_write(target_, errno)};
}

Diagnostics PartialFile::commit() {
  struct stat before {};
  if (::stat(target_.c_str(), &before) == 0) ::chmod(partial_.c_str(), before.st_mode & 07777U);
  if (std::rename(partial_.c_str(), target_.c_str()) != 0) return {cannot_write(target_, errno)};
  open_ = false;
  return {};
}

}  // namespace sluice
