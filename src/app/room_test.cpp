#include "app/room.h"

#include <gtest/gtest.h>

namespace sluice::app {
namespace {

TEST(Room, IsAskedForBeforeACommandBegins) {
  const Kept kept{1'000'000, 5000};
  EXPECT_TRUE(find_no_room("sluice history", kept, std::nullopt).empty());
  EXPECT_TRUE(find_no_room("sluice history", kept, std::uint64_t{1} << 36U).empty());
  const Diagnostics said = find_no_room("sluice history", kept, std::uint64_t{1} << 34U);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(to_text(said[0]),
            "--members: error A800: 1000000 futures take 37 GiB of memory, and 16 GiB are left\n"
            "why: `sluice history` keeps every future in memory\n"
            "mend: ask for at most 386547 (--members); memory does not grow with the futures of "
            "`ensemble` and `compare`");
}

TEST(Room, ForNotEvenOneFutureIsSaid) {
  const Kept kept{10, std::uint64_t{1} << 28U};
  const Diagnostics said = find_no_room("sluice history", kept, std::uint64_t{1} << 30U);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].hint,
            "not even one future has room: make SAVEPER longer, or give the program more memory");
}

}  // namespace
}  // namespace sluice::app
