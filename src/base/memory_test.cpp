#include "base/memory.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Memory, IsReadFromWhatTheSystemSays) {
  EXPECT_EQ(available_in("MemTotal:       1000 kB\nMemAvailable:    21 kB\n"), 21U * 1024);
  EXPECT_EQ(available_in("MemTotal:       1000 kB\n"), std::nullopt);
  EXPECT_EQ(available_in("MemAvailable:  none"), std::nullopt);
}

TEST(Memory, OfAGroupDoesNotCountFilesThatNoOneReads) {
  EXPECT_EQ(left_in_group("1000\n", "900\n", "anon 100\ninactive_file 700\n"), 800U);
  EXPECT_EQ(left_in_group("1000\n", "900\n", ""), 100U);
  EXPECT_EQ(left_in_group("1000\n", "1200\n", ""), 0U);
  EXPECT_EQ(left_in_group("1000\n", "900\n", "inactive_file 950\n"), 1000U);
  EXPECT_EQ(left_in_group("max\n", "900\n", ""), std::nullopt);
  // The first version counts a group's own pages before those of its children.
  EXPECT_EQ(left_in_group("1000\n", "900\n", "inactive_file 1\ntotal_inactive_file 700\n"), 800U);
}

TEST(Memory, ThisMachineHasSome) {
  const auto available = available_memory();
  if (!available) GTEST_SKIP() << "this system does not say";
  EXPECT_GT(*available, std::uint64_t{1} << 20U);
}

}  // namespace
}  // namespace sluice
