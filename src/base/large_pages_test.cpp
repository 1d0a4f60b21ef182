#include "base/large_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace sluice {
namespace {

TEST(LargePages, GiveZerosOfAnyNumber) {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{3'000'001}}) {
    std::vector<double> numbers = many_zeros(count);
    ASSERT_EQ(numbers.size(), count);
    EXPECT_TRUE(std::ranges::all_of(numbers, [](double one) { return one == 0; }));
    std::ranges::fill(numbers, 2.5);
    EXPECT_TRUE(std::ranges::all_of(numbers, [](double one) { return one == 2.5; }));
  }
}

// Kilobytes that the process holds now.
std::size_t held() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

TEST(LargePages, GiveRoomThatTakesNoMemoryUntilItIsWritten) {
  constexpr std::size_t kNumbers = std::size_t{1} << 26U;  // half a gigabyte
  const std::size_t before = held();
  NumberRoom room(kNumbers);
  room.data()[kNumbers - 1] = 2.5;
  EXPECT_GT(before, 0U);
  EXPECT_LT(held(), before + 65'536);
  EXPECT_EQ(room.size(), kNumbers);
  EXPECT_EQ(room.data()[kNumbers - 1], 2.5);
  EXPECT_EQ(NumberRoom().size(), 0U);
}

TEST(LargePages, MayBeAskedForAnywhere) {
  std::vector<double> numbers(1'000'000, 1.5);
  prefer_large_pages(numbers.data() + 1, (numbers.size() - 1) * sizeof(double));
  prefer_large_pages(nullptr, 0);
  EXPECT_EQ(std::ranges::count(numbers, 1.5), 1'000'000);
}

}  // namespace
}  // namespace sluice
