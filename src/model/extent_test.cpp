// Short texts that would be too much to hold: each stops with an error instead.
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

TEST(ModelExtent, SumsOfSumsAreCountedBeforeTheyAreSpelledOut) {
  const std::string model = R"(
a: (a1-a1000) ~~|
b <-> a ~~|
x[a, b] = 1 ~~|
y[a, b] = SUM(x[a!, b!]) ~~|
)";
  EXPECT_EQ(said_of(model), R"()");
}

TEST(ModelExtent, ManyLargeArraysAreTooMuchTogether) {
  const std::string model = R"(
a: (a1-a2000) ~~|
b <-> a ~~|
u[a, b] = 1 ~~|
v[a, b] = 1 ~~|
w[a, b] = 1 ~~|
x[a, b] = 1 ~~|
y[a, b] = 1 ~~|
z[a, b] = 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"()");
}

TEST(ModelExtent, MacrosThatCallMacrosMultiply) {
  std::string model = "\n:MACRO: M0(x)\nM0 = x * x + x ~~|\n:END OF MACRO:\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string name = "M" + std::to_string(i), inner = "M" + std::to_string(i - 1);
    model += ":MACRO: " + name + "(x)\n" + name + " = " + inner + "(x + 1) * " + inner +
             "(x) ~~|\n:END OF MACRO:\n";
  }
  model += "y = M40(2) ~~|\n";
  EXPECT_EQ(said_of(model), R"()");
}

TEST(ModelExtent, ArgumentsThatDoubleAreTooMuch) {
  std::string model = "\n:MACRO: M0(x)\nM0 = x ~~|\n:END OF MACRO:\n";
  for (int i = 1; i <= 60; ++i) {
    const std::string name = "M" + std::to_string(i), inner = "M" + std::to_string(i - 1);
    model += ":MACRO: " + name + "(x)\n" + name + " = " + inner + "(x + x) ~~|\n:END OF MACRO:\n";
  }
  model += "y = M60(2) ~~|\n";
  EXPECT_EQ(said_of(model), R"()");
}

TEST(ModelExtent, SubrangesOfSubrangesAreCounted) {
  std::string model = "\na: (a1-a50000) ~~|\n";
  for (int i = 1; i <= 50; ++i) model += "b" + std::to_string(i) + ": a ~~|\n";
  EXPECT_EQ(said_of(model), R"()");
}

TEST(ModelExtent, MappingsAreCounted) {
  std::string model = "\na: (a1-a50000) ~~|\nb: (b1-b50000)";
  for (int i = 1; i <= 50; ++i) model += (i == 1 ? " -> a" : ", a");
  EXPECT_EQ(said_of(model + " ~~|\n"), R"()");
}

}  // namespace
}  // namespace sluice::model
