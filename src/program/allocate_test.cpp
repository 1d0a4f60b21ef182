// ALLOCATE AVAILABLE: Vensim's published shares, and the laws that hold for any requests.
#include "program/allocate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "program/random_program_testing.h"

namespace sluice::program {
namespace {

std::vector<double> allocate(double available, const std::vector<double>& requests,
                             const std::vector<double>& profiles) {
  std::vector<double> shares(requests.size());
  allocate_available(available, requests, profiles, shares);
  return shares;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected,
                 double tolerance) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_NEAR(found[i], expected[i], tolerance) << "request " << i;
}

// From the output of Vensim DSS 9.2.4 in the conformance suite's test of the function, at times 20
// and 44 (available 400 and 880). Vensim stops its search at about 1e-6 of the amount, and its
// normal curve is an approximation good to about 1e-5.
struct Published {
  double type = 0;
  std::vector<double> priorities, widths;
  double available = 0;
  std::vector<double> shares;
};
TEST(AllocateAvailable, GivesWhatVensimGives) {
  const std::vector<double> near = {5, 7, 3}, far = {20, 7, 2};
  const std::vector<double> wide = {2, 4, 4}, narrow = {1, 2, 2};
  const std::vector<Published> published = {
      {1, near, wide, 400, {134.615, 265.385, 0}},
      {1, near, wide, 880, {438.571, 300, 141.429}},
      {2, near, wide, 400, {104.67, 295.329, 0}},
      {2, near, wide, 880, {498.798, 300, 81.2014}},
      {3, near, narrow, 400, {115.107, 220.783, 64.1089}},
      {3, near, narrow, 880, {396.272, 276.117, 207.612}},
      {4, near, narrow, 400, {99.9995, 212.75, 87.2501}},
      {4, near, narrow, 880, {398.568, 264.851, 216.581}},
      {1, far, wide, 880, {500, 300, 80}},
      {3, far, narrow, 880, {500, 276.304, 103.695}},
      {4, far, narrow, 400, {399.572, 0.355812, 0.0730171}},
      {4, far, narrow, 880, {500, 261.15, 118.849}},
  };
  for (const Published& one : published) {
    std::vector<double> profiles;
    for (std::size_t i = 0; i < 3; ++i)
      profiles.insert(profiles.end(), {one.type, one.priorities[i], one.widths[i], 0});
    SCOPED_TRACE(one.type);
    expect_near(allocate(one.available, {500, 300, 750}, profiles), one.shares,
                one.type == 3 ? 1e-2 : 2e-3);
  }
}

TEST(AllocateAvailable, RectangularSharesByHand) {
  // At level 4: (5 - 4) / 2 + 1/2 = 1, (3 - 4) / 4 + 1/2 = 1/4.
  expect_near(allocate(500 + 0.25 * 400, {500, 400}, {1, 5, 2, 0, 1, 3, 4, 0}), {500, 100}, 1e-9);
  // Equal priorities share in proportion, whatever the width.
  for (const double width : {0.0, 1.0, 7.0})
    expect_near(allocate(30, {20, 40}, {1, 5, width, 0, 1, 5, width, 0}), {10, 20}, 1e-9);
}

TEST(AllocateAvailable, MeetsEverythingOrNothing) {
  const std::vector<double> profiles = {3, 5, 1, 0, 3, 6, 1, 0};
  EXPECT_EQ(allocate(100, {40, 60}, profiles), (std::vector<double>{40, 60}));
  EXPECT_EQ(allocate(1e9, {40, 60}, profiles), (std::vector<double>{40, 60}));
  EXPECT_EQ(allocate(0, {40, 60}, profiles), (std::vector<double>{0, 0}));
  EXPECT_EQ(allocate(-5, {40, 60}, profiles), (std::vector<double>{0, 0}));
  EXPECT_EQ(allocate(100, {-40, 60}, profiles), (std::vector<double>{0, 60}));
}

TEST(AllocateAvailable, FixedRequestsComeFirst) {
  expect_near(allocate(50, {30, 40}, {0, 0, 0, 0, 3, 6, 1, 0}), {30, 20}, 1e-9);
  expect_near(allocate(20, {30, 10, 40}, {0, 0, 0, 0, 0, 0, 0, 0, 3, 6, 1, 0}), {15, 5, 0}, 1e-9);
}

TEST(AllocateAvailable, WhatIsNotSoundGivesNaN) {
  const double nan = std::nan("");
  for (const std::vector<double>& shares :
       {allocate(5, {4, 6}, {3, nan, 1, 0, 3, 6, 1, 0}), allocate(nan, {4}, {3, 5, 1, 0}),
        allocate(5, {nan}, {3, 5, 1, 0}), allocate(5, {9}, {13, 5, 1, 0}),
        allocate(5, {9}, {3, 5, -1, 0}), allocate(5, {9}, {2.5, 5, 1, 0})})
    for (const double share : shares) EXPECT_TRUE(std::isnan(share));
}

// A fraction of each request that falls with the level, and shares that add up.
TEST(AllocateAvailable, ConservesForAnyProfiles) {
  testing::Dice dice(3);
  for (int trial = 0; trial < 20'000; ++trial) {
    std::vector<double> requests, profiles;
    for (std::size_t i = 0, n = 1 + dice.below(6); i < n; ++i) {
      requests.push_back(dice.below(5) == 0 ? 0 : dice.within(0, 100));
      const double type = dice.below(6);
      profiles.insert(profiles.end(), {type, dice.within(0.1, 10),
                                       dice.below(5) == 0 ? 0 : dice.within(0, 5), 1.5});
    }
    const double total = std::accumulate(requests.begin(), requests.end(), 0.0);
    const double available = dice.within(0, 1.2) * total;
    const std::vector<double> shares = allocate(available, requests, profiles);
    const double given = std::accumulate(shares.begin(), shares.end(), 0.0);
    ASSERT_NEAR(given, std::min(available, total), 1e-9 * total);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      ASSERT_GE(shares[i], 0);
      ASSERT_LE(shares[i], requests[i] * (1 + 1e-9));
    }
  }
}

TEST(AllocateAvailable, MoreNeverMeansLessForAnyone) {
  const std::vector<double> requests = {500, 300, 750, 20};
  const std::vector<double> profiles = {3, 5, 1, 0, 1, 7, 2, 0, 4, 3, 2, 0, 2, 4, 3, 0};
  std::vector<double> before(4, 0.0);
  for (double available = 1; available < 1600; available += 1) {
    const std::vector<double> shares = allocate(available, requests, profiles);
    for (std::size_t i = 0; i < shares.size(); ++i)
      ASSERT_GE(shares[i], before[i] - 1e-6) << available;
    before = shares;
  }
}

}  // namespace
}  // namespace sluice::program
