#include "vmath/vmath.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "vmath/arrays.h"

namespace sluice::vmath {
namespace {

using Scalar = double (*)(double);
using Many = void (*)(const double*, double*, std::size_t);
struct Function {
  std::string name;
  Scalar scalar;
  Many Arrays::*many;
  double (*standard)(double);
};

const std::vector<Function>& functions() {
  static const std::vector<Function> kFunctions = {
#define SLUICE_VMATH(name, accuracy) {#name, static_cast<Scalar>(name), &Arrays::name, std::name},
#include "vmath/functions.def"
#undef SLUICE_VMATH
  };
  return kFunctions;
}

std::vector<const Arrays*> widths() {
  std::vector<const Arrays*> all = {&arrays_of_four()};
  if (__builtin_cpu_supports("x86-64-v4")) all.push_back(&arrays_of_eight());
  return all;
}

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// SplitMix64: any bit pattern at all, so also subnormals, infinities and NaNs.
class Patterns {
 public:
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  double any() { return std::bit_cast<double>(next()); }
  double within(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1p-53);
  }

 private:
  std::uint64_t state_ = 20261123;
};

std::vector<double> special_values() {
  using Limits = std::numeric_limits<double>;
  std::vector<double> values = {0.0,
                                1.0,
                                0.5,
                                2.0,
                                1e-300,
                                1e300,
                                709.78271289338397,
                                710.,
                                745.2,
                                1e-16,
                                M_PI,
                                M_PI_2,
                                M_PI_4,
                                1e15,
                                1e22,
                                Limits::infinity(),
                                Limits::min(),
                                Limits::max(),
                                Limits::denorm_min(),
                                Limits::epsilon(),
                                1 - 0x1p-53,
                                1 + 0x1p-52};
  const std::size_t count = values.size();
  for (std::size_t i = 0; i < count; ++i) values.push_back(-values[i]);
  values.push_back(Limits::quiet_NaN());
  return values;
}

std::vector<double> many_values(std::size_t count) {
  Patterns patterns;
  std::vector<double> values = special_values();
  while (values.size() < count) {
    values.push_back(patterns.any());
    values.push_back(patterns.within(-1, 1));
    values.push_back(patterns.within(-40, 40));
    values.push_back(patterns.within(0, 800));
  }
  values.resize(count);
  return values;
}

TEST(Vmath, ArraysOfAnyWidthEqualTheScalarFormBitForBit) {
  const std::vector<double> x = many_values(4'000'000);
  std::vector<double> out(x.size());
  for (const Function& function : functions()) {
    for (const Arrays* arrays : widths()) {
      (arrays->*function.many)(x.data(), out.data(), x.size());
      for (std::size_t i = 0; i < x.size(); ++i)
        ASSERT_TRUE(same(out[i], function.scalar(x[i]))) << function.name << " at " << x[i];
    }
  }
}

TEST(Vmath, PowerEqualsTheScalarFormBitForBit) {
  const std::vector<double> special = special_values();
  Patterns patterns;
  std::vector<double> a, b;
  for (const double x : special)
    for (const double y : special) a.push_back(x), b.push_back(y);
  for (int i = 0; i < 500'000; ++i) {
    a.push_back(patterns.any()), b.push_back(patterns.any());
    a.push_back(patterns.within(0, 100)), b.push_back(patterns.within(-10, 10));
    a.push_back(patterns.within(-9, 9)), b.push_back(std::trunc(patterns.within(-9, 9)));
  }
  std::vector<double> out(a.size());
  for (const Arrays* arrays : widths()) {
    arrays->pow(a.data(), b.data(), out.data(), a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
      ASSERT_TRUE(same(out[i], pow(a[i], b[i]))) << a[i] << " to the power " << b[i];
  }
}

TEST(Vmath, ATailOfAnyLengthAndPlaceChangesNothing) {
  const std::vector<double> x = many_values(64);
  for (const Function& function : functions()) {
    for (const Arrays* arrays : widths()) {
      for (std::size_t start = 0; start < 9; ++start) {
        for (std::size_t count = 0; count < 20; ++count) {
          std::vector<double> out(count + 1, 42.0);
          (arrays->*function.many)(x.data() + start, out.data(), count);
          for (std::size_t i = 0; i < count; ++i)
            ASSERT_TRUE(same(out[i], function.scalar(x[start + i]))) << function.name;
          ASSERT_EQ(out[count], 42.0) << function.name << " wrote past its end";
        }
      }
    }
  }
}

TEST(Vmath, WorksInPlace) {
  std::vector<double> x = many_values(1001);
  const std::vector<double> before = x;
  exp(x.data(), x.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i) ASSERT_TRUE(same(x[i], exp(before[i])));
}

TEST(Vmath, StaysWithinAFewUnitsInTheLastPlaceOfTheStandardLibrary) {
  Patterns patterns;
  for (const Function& function : functions()) {
    for (int i = 0; i < 20'000; ++i) {
      const double x = patterns.within(-0.99, 20);
      const double expected = function.standard(x);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(function.scalar(x))) << function.name << " at " << x;
      } else {
        EXPECT_NEAR(function.scalar(x), expected, 8e-16 * std::abs(expected) + 1e-300)
            << function.name << " at " << x;
      }
    }
  }
}

TEST(Vmath, PowerFollowsTheStandardAtItsEdges) {
  EXPECT_EQ(pow(0, 0), 1);
  EXPECT_EQ(pow(2, 10), 1024);
  EXPECT_EQ(pow(-2, 3), -8);
  EXPECT_TRUE(std::isnan(pow(-2, 0.5)));
  EXPECT_EQ(pow(0, -1), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace sluice::vmath
