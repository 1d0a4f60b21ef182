// Short texts that would be too much to hold: each stops with an error instead.
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

TEST(ModelExtent, SumsOfSumsAreCountedBeforeTheyAreSpelledOut) {
  const std::string model = R"(
a: (a1-a300) ~~|
b <-> a ~~|
x[a, b] = 1 ~~|
y[a, b] = SUM(x[a!, b!]) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:5:1: error M247: the model has 8.10e+09 parts once its arrays are spelled out, 8.10e+09 of them for "y"
    5 | y[a, b] = SUM(x[a!, b!]) ~~|
      | ^
why: each cell has its own equation, each turn of a sum its own term; 40000000 can be held
mend: use smaller dimensions, or sum in steps: over one dimension at a time
)");
}

TEST(ModelExtent, ManyEquationsOfLargeArraysAreTooMuchTogether) {
  const std::string model = R"(
a: (a1-a2000) ~~|
b <-> a ~~|
x[a, b] = 1 ~~|
x[a, b] = 2 ~~|
x[a, b] = 3 ~~|
x[a, b] = 4 ~~|
x[a, b] = 5 ~~|
x[a, b] = 6 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:4:1: error M245: the equations up to "x" name 24000000 cells
    4 | x[a, b] = 1 ~~|
      | ^
why: the most that all equations may name is 20000000
mend: use smaller dimensions, or fewer
)");
}

TEST(ModelExtent, MacrosThatCallMacrosMultiply) {
  std::string model = "\n:MACRO: M0(x)\nM0 = x * x + x ~~|\n:END OF MACRO:\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string name = "M" + std::to_string(i), inner = "M" + std::to_string(i - 1);
    model += ":MACRO: " + name + "(x)\n" + name + " = " + inner + "(x + 1) * " + inner +
             "(x) ~~|\n:END OF MACRO:\n";
  }
  model += "y = M40(2) ~~|\n";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:12:9: error M249: macros written out make more than 1000000 parts, last for M2
   12 | M3 = M2(x + 1) * M2(x) ~~|
      |         ^~~~~
why: each call is a copy of the macro's equations, and macros that call others multiply
mend: call the macro less often, or give what is repeated a variable of its own
)");
}

// Each call computes its argument once, so there are sixty sums and not two to the sixtieth.
TEST(ModelExtent, ArgumentsThatDoubleAreOneEach) {
  std::string model = "\n:MACRO: M0(x)\nM0 = x ~~|\n:END OF MACRO:\n";
  for (int i = 1; i <= 60; ++i) {
    const std::string name = "M" + std::to_string(i), inner = "M" + std::to_string(i - 1);
    model += ":MACRO: " + name + "(x)\n" + name + " = " + inner + "(x + x) ~~|\n:END OF MACRO:\n";
  }
  model += "y = M60(2) ~~|\n";
  EXPECT_EQ(said_of(model), "");
}

TEST(ModelExtent, StagesOfDelaysAreCounted) {
  const std::string model = R"(
a: (a1-a1000) ~~|
y[a] = DELAY N(a, 5, 0, 1000) ~~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:3:1: error M247: the model has 50005004 parts once its arrays are spelled out, 50005000 of them for "y"
    3 | y[a] = DELAY N(a, 5, 0, 1000) ~~|
      | ^
why: each cell has its own equation, each turn of a sum its own term; 40000000 can be held
mend: use smaller dimensions, or sum in steps: over one dimension at a time
)");
}

TEST(ModelExtent, SubrangesOfSubrangesAreCounted) {
  std::string model = "\na: (a1-a50000) ~~|\n";
  for (int i = 1; i <= 30; ++i) model += "b" + std::to_string(i) + ": a ~~|\n";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:23:1: error M245: the dimensions up to "b21" take more than 1000000 elements from others
   23 | b21: a ~~|
      | ^~~~~~~~~
why: each subrange and each mapping holds its elements
mend: use smaller dimensions, or fewer
)");
}

TEST(ModelExtent, MappingsAreCounted) {
  std::string model = "\na: (a1-a50000) ~~|\nb: (b1-b50000)";
  for (int i = 1; i <= 30; ++i) model += (i == 1 ? " -> a" : ", a");
  EXPECT_EQ(
      said_of(model + " ~~|\n"),
      R"(model.mdl:3:79: error M245: the dimensions up to "b" take more than 1000000 elements from others
    3 | b: (b1-b50000) -> a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a ~~|
      |                                                                               ^
why: each subrange and each mapping holds its elements
mend: use smaller dimensions, or fewer
)");
}

}  // namespace
}  // namespace sluice::model
