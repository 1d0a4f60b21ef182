#include "base/memory.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Memory, IsReadFromWhatTheSystemSays) {
  EXPECT_EQ(available_in("MemTotal:       1000 kB\nMemAvailable:    21 kB\n"), 21U * 1024);
  EXPECT_EQ(available_in("MemTotal:       1000 kB\n"), std::nullopt);
  EXPECT_EQ(available_in("MemAvailable:  none"), std::nullopt);
}

TEST(Memory, ThisMachineHasSome) {
  const auto available = available_memory();
  if (!available) GTEST_SKIP() << "this system does not say";
  EXPECT_GT(*available, std::uint64_t{1} << 20U);
}

}  // namespace
}  // namespace sluice
