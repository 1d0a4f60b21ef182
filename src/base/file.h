// Writing files so that a reader never meets half of one.
//
// Work goes to F.partial; F appears by rename once it is complete, with the permissions of the F
// that it replaces; where F is a link, what it leads to is replaced. A failed write removes
// F.partial; an interrupted one leaves it, so that a person can see what there was. While a program
// writes F.partial it holds a lock on it (flock), and a second one that would is told so.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace sluice {

// Writes the whole content to `path`. A path that exists and is no plain file (a pipe, /dev/stdout)
// is written to directly. What failed is said by io_cannot_write; empty when all went well.
Diagnostics write_atomically(const std::string& path, std::string_view content);

// Whether the path exists and is neither a plain file nor a folder: a pipe, a device.
bool is_special(const std::string& path);

// Whether the path leads into the folder or below it, whatever links lie on the way; not where that
// cannot be told.
bool lies_below(const std::string& path, const std::string& folder);

// Whether this process has read the file, by whatever name: no result may take its place.
bool was_read(const std::string& path);

// For writers that open the file themselves: they claim(), write to partial_path(), then commit().
class PartialFile {
 public:
  explicit PartialFile(std::string target);
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  // Removes the partial file that was claimed, unless it was committed or kept.
  ~PartialFile();

  const std::string& partial_path() const { return partial_; }
  // An empty partial file that is locked for this program.
  Diagnostics claim();
  // One that is there, for a writer that locks what it opens: only looks whether it is free.
  Diagnostics find_in_use() const;
  // For such a writer: a place that was just claimed, without the file and its lock; what it then
  // makes there is this program's once it says so.
  void clear_place();
  void taken() { open_ = true; }
  // All of its content, onto the disk.
  Diagnostics write(std::string_view content) const;
  // The same piece by piece. After settle() all are in the file, though not yet on the disk: what
  // can be had again in the time that the disk takes is not worth the wait.
  Diagnostics append(std::string_view piece) const;
  Diagnostics settle() const;
  // Renames the partial file to the target.
  Diagnostics commit();
  // Leaves the partial file where it is: the work was interrupted.
  void keep() { open_ = false; }

 private:
  void unlock();

  std::string target_;
  std::string partial_;
  int locked_ = -1;    // a descriptor
  bool open_ = false;  // the partial file is this program's
};

}  // namespace sluice
