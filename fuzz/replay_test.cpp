// The corpora that fuzzing left, read again in every build: what once crashed, hung or took a new
// path through a reader must come to an end.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "readers.h"

namespace sluice::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpora = SLUICE_SOURCE_DIR "/fuzz/corpus";

std::string bytes_in(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Corpus : public testing::TestWithParam<Reader> {};

TEST_P(Corpus, IsReadToItsEnd) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(kCorpora / GetParam().name)) {
    SCOPED_TRACE(entry.path().filename());
    GetParam().read(bytes_in(entry.path()));
    ++files;
  }
  EXPECT_GT(files, 0U) << "the corpus of " << GetParam().name << " is empty";
}

// Nothing at all, one zero byte, every byte there is, and what other programs write first.
TEST_P(Corpus, SoAreTheSmallestTexts) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  for (const std::string& text : {std::string(), std::string(1, '\0'), all, std::string("\n"),
                                  std::string("\xEF\xBB\xBF"), std::string("\xFF\xFE")}) {
    GetParam().read(text);
  }
}

INSTANTIATE_TEST_SUITE_P(Readers, Corpus, testing::ValuesIn(all_readers()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Corpora, AreSmallAndEachHasItsReader) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kCorpora)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
    if (entry.is_directory()) (void)reader_named(entry.path().filename().string());
  }
  EXPECT_LT(bytes, 1U << 20U);
}

}  // namespace
}  // namespace sluice::fuzz
