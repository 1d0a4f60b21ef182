#include "execute/jit/beside.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <thread>

namespace sluice::execute {
namespace {

bool at_once() { return true; }

// In a program of its own each: what they end is that one.
class BesideDeathTest : public testing::Test {
 protected:
  BesideDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(BesideDeathTest, AProgramEndsInTheMiddleOfIt) {
#ifdef SLUICE_NO_CLONES
  GTEST_SKIP() << "under the sanitizers the program waits";
#else
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EXIT(
      {
        run_beside(at_once, [] { std::this_thread::sleep_for(std::chrono::minutes(2)); });
        std::fputs("written before", stderr);
        std::exit(3);
      },
      testing::ExitedWithCode(3), "written before");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(1));
#endif
}

// As LLVM does: what is taken down is registered late, by the work itself.
TEST_F(BesideDeathTest, NothingIsTakenDownUnderItWhereMainEndsIt) {
#ifdef SLUICE_NO_CLONES
  GTEST_SKIP() << "under the sanitizers the program waits";
#else
  EXPECT_EXIT(
      {
        std::promise<void> registered;
        run_beside(at_once, [&] {
          std::atexit([] { std::fputs("taken down", stderr); });
          registered.set_value();
          std::this_thread::sleep_for(std::chrono::minutes(2));
        });
        registered.get_future().wait();
        end_beside(4);
        std::exit(0);
      },
      testing::ExitedWithCode(4), "^$");
#endif
}

TEST_F(BesideDeathTest, AProgramThatOutlivesItEndsAsAnyOther) {
  EXPECT_EXIT(
      {
        std::atexit([] { std::fputs("taken down", stderr); });
        std::promise<void> done;
        run_beside(at_once, [&] { done.set_value(); });
        done.get_future().wait();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        std::exit(0);
      },
      testing::ExitedWithCode(0), "taken down");
}

TEST_F(BesideDeathTest, WorkThatCannotBePreparedIsNotDone) {
  EXPECT_EXIT(
      {
        run_beside([] { return false; }, [] { std::fputs("done", stderr); });
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        std::exit(0);
      },
      testing::ExitedWithCode(0), "^$");
}

}  // namespace
}  // namespace sluice::execute
