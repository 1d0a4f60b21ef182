// The text of a program: round trips, and what is said of text that is no program.
#include <gtest/gtest.h>

#include "program/random_program_testing.h"

namespace sluice::program {
namespace {

TEST(ProgramText, ReadsBackAsTheSameProgram) {
  constexpr Method kMethods[] = {Method::euler, Method::midpoint, Method::heun, Method::rk4};
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Program program = testing::random_program(seed, kMethods[seed % 4]);
    const Checked<Program> again = parse(print(program));
    ASSERT_TRUE(again.value) << sluice::to_text(again.diagnostics.front());
    EXPECT_EQ(print(*again.value), print(program));
    Program expected = program;  // ops without an operand c do not print it
    for (std::vector<Op>* ops : {&expected.once, &expected.initial, &expected.step})
      for (Op& op : *ops)
        if (info_of(op.code).shape == OpShape::list) op.c = 0;
    EXPECT_TRUE(*again.value == expected) << "seed " << seed;
  }
}

TEST(ProgramText, NamesMayHoldAnything) {
  Program program;
  program.slot_count = 1;
  program.inputs.push_back({"a \"quoted\" \\ name\nof two lines", 0, -0.0, InputKind::member});
  program.constants.push_back({0, 1e-300});
  EXPECT_TRUE(parse(print(program)).value == program);
}

std::string faults_of(const std::string& text) {
  std::string all;
  for (const Diagnostic& fault : parse(text).diagnostics) all += sluice::to_text(fault) + "\n";
  return all;
}

TEST(ProgramText, SaysWhatIsWrongWithEveryLine) {
  EXPECT_EQ(faults_of("program 1\n"
                      "slots many\n"
                      "initial\n"
                      "  %1 = ad %2 %3\n"
                      "  %1 = add %2\n"
                      "  %1 = add %2 %3 %4\n"
                      "  %1 = lookup %2 tabel 0\n"
                      "output %1 \"y\n"
                      "stuff\n"),
            "program:2:7: error L480: here should stand a whole number\n"
            "    2 | slots many\n"
            "      |       ^\n"
            "program:4:8: error L480: there is no op \"ad\"\n"
            "    4 |   %1 = ad %2 %3\n"
            "      |        ^\n"
            "program:5:12: error L480: here should stand a slot, as in %12\n"
            "    5 |   %1 = add %2\n"
            "      |            ^\n"
            "program:6:18: error L480: the line should end here\n"
            "    6 |   %1 = add %2 %3 %4\n"
            "      |                  ^\n"
            "program:7:18: error L480: here should stand \"table\"\n"
            "    7 |   %1 = lookup %2 tabel 0\n"
            "      |                  ^\n"
            "program:8:11: error L480: the text in quotes does not end\n"
            "    8 | output %1 \"y\n"
            "      |           ^\n"
            "program:9:1: error L480: there is no line that begins with \"stuff\"\n"
            "    9 | stuff\n"
            "      | ^\n");
}

}  // namespace
}  // namespace sluice::program
