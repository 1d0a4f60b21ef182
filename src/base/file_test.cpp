#include "base/file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/source_set.h"

namespace sluice {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() { fs::create_directory(folder_); }
  ~Files() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("sluice-files-" + std::to_string(::getpid()));
};

TEST_F(Files, WritesAndReadsAnyBytes) {
  const std::string content("a\0b\r\n\xFF", 6);
  EXPECT_TRUE(write_atomically(path("f"), content).empty());
  EXPECT_EQ(read_file(path("f")).value, content);
  EXPECT_FALSE(fs::exists(path("f.partial")));
}

TEST_F(Files, ReadsMoreThanOneChunk) {
  const std::string content(1 << 20, 'x');
  EXPECT_TRUE(write_atomically(path("f"), content).empty());
  EXPECT_EQ(read_file(path("f")).value, content);
}

TEST_F(Files, ReplacesAnOlderFile) {
  EXPECT_TRUE(write_atomically(path("f"), "old and long").empty());
  EXPECT_TRUE(write_atomically(path("f"), "new").empty());
  EXPECT_EQ(read_file(path("f")).value, "new");
}

TEST_F(Files, SaysWhyAFileCannotBeRead) {
  const Checked<std::string> missing = read_file(path("missing"));
  EXPECT_FALSE(missing.value);
  EXPECT_EQ(to_text(missing.diagnostics.at(0)), "error S100: cannot read " + path("missing") +
                                                    "\nwhy: No such file or directory"
                                                    "\nmend: check the spelling and the folder");
  EXPECT_EQ(to_text(read_file(path("")).diagnostics.at(0)),
            "error S100: cannot read " + path("") +
                "\nwhy: Is a directory\nmend: name a file inside this folder");
}

TEST_F(Files, SaysWhyAFileCannotBeWritten) {
  EXPECT_EQ(to_text(write_atomically(path("no/f"), "x").at(0)),
            "error S101: cannot write " + path("no/f") +
                "\nwhy: No such file or directory\nmend: make the folder first (mkdir -p)");
}

TEST_F(Files, LeavesNothingOfAFailedWrite) {
  fs::create_directory(path("target"));
  EXPECT_EQ(write_atomically(path("target"), "x").size(), 1U);
  EXPECT_FALSE(fs::exists(path("target.partial")));
}

TEST_F(Files, WritesToADeviceDirectly) {
  EXPECT_TRUE(write_atomically("/dev/null", "x").empty());
  EXPECT_FALSE(fs::is_regular_file("/dev/null"));
}

TEST_F(Files, RemovesAnUnfinishedPartialFile) {
  {
    PartialFile file(path("f"));
    EXPECT_TRUE(file.claim().empty());
    std::ofstream(file.partial_path()) << "half";
  }
  EXPECT_FALSE(fs::exists(path("f.partial")));
  EXPECT_FALSE(fs::exists(path("f")));
}

TEST_F(Files, KeepsTheWorkOfAnInterruptedWriter) {
  {
    PartialFile file(path("f"));
    EXPECT_TRUE(file.claim().empty());
    std::ofstream(file.partial_path()) << "half";
    file.keep();
  }
  EXPECT_TRUE(fs::exists(path("f.partial")));
  EXPECT_FALSE(fs::exists(path("f")));
}

TEST_F(Files, CommitsByRename) {
  PartialFile file(path("f"));
  EXPECT_TRUE(file.claim().empty());
  std::ofstream(file.partial_path()) << "whole";
  EXPECT_TRUE(file.commit().empty());
  EXPECT_EQ(read_file(path("f")).value, "whole");
  EXPECT_FALSE(fs::exists(path("f.partial")));
}

TEST_F(Files, TwoWritersOfOneFileDoNotMeet) {
  const std::string said =
      "error S101: cannot write " + path("f.partial") +
      "\nwhy: another program is writing it\nmend: wait until it has ended, or give another name";
  {
    PartialFile first(path("f"));
    EXPECT_TRUE(first.claim().empty());
    EXPECT_TRUE(first.write("first").empty());
    EXPECT_EQ(to_text(write_atomically(path("f"), "second").at(0)), said);
    EXPECT_EQ(to_text(PartialFile(path("f")).find_in_use().at(0)), said);
    EXPECT_TRUE(first.commit().empty());
    EXPECT_EQ(read_file(path("f")).value, "first");
  }
  EXPECT_TRUE(PartialFile(path("f")).find_in_use().empty());
  EXPECT_TRUE(write_atomically(path("f"), "second").empty());
  EXPECT_EQ(read_file(path("f")).value, "second");
}

TEST_F(Files, TakesOverWhatAnEndedWriterHasLeft) {
  std::ofstream(path("f.partial")) << "half of something long";
  EXPECT_TRUE(write_atomically(path("f"), "new").empty());
  EXPECT_EQ(read_file(path("f")).value, "new");
}

TEST_F(Files, SaysThatTheDiskIsFull) {
  EXPECT_EQ(to_text(write_atomically("/dev/full", "x").at(0)),
            "error S101: cannot write /dev/full\nwhy: No space left on device"
            "\nmend: free some space, or choose another disk");
}

TEST_F(Files, WritesThroughALinkAndKeepsPermissions) {
  std::ofstream(path("real")) << "old";
  fs::permissions(path("real"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real", path("link"));
  EXPECT_TRUE(write_atomically(path("link"), "new").empty());
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(read_file(path("real")).value, "new");
  EXPECT_EQ(fs::status(path("real")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Files, KnowsWhatItHasReadUnderAnyName) {
  std::ofstream(path("read")) << "text";
  fs::create_symlink("read", path("link_to_read"));
  EXPECT_FALSE(was_read(path("read")));
  EXPECT_TRUE(read_file(path("read")).value);
  EXPECT_TRUE(was_read(path("read")));
  EXPECT_TRUE(was_read(path("link_to_read")));
  EXPECT_FALSE(was_read(path("another")));
}

}  // namespace
}  // namespace sluice
