// Damaged study files end in messages, never in a crash (run under sanitizers in CI).
#include <gtest/gtest.h>

#include "base/random.h"
#include "study/study_testing.h"

namespace sluice::study {
namespace {

// The tea study with one of everything.
std::string full_study() {
  return tea_with("[[outcome]]", R"toml([[worldview]]
name = "cold"
[worldview.set]
room = 15
loss = { kind = "mixture", components = [{ weight = 1, kind = "beta", p5 = 0.1, p95 = 0.2 }, { weight = 2, kind = "discrete", values = [1, 2] }] }

[[grid]]
name = "lids"
base = "covered"
[grid.axes]
lid = [0, 0.5, 1]

[[correlation]]
between = ["room", "loss"]
value = -0.4

[[claim]]
name = "warm"
definition = "warmer"
horizons = ["2022-06", "2022-12"]
kind = "paired"
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "horizon"
policy = "covered"
baseline = "as_made"
holds = ">= 1"

[[history]]
name = "seen"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "history.csv"

[[outcome]])toml");
}

void expect_answer(const std::string& text) {
  const auto result = read_tea(text);
  EXPECT_EQ(result.value.has_value(), !has_error(result.diagnostics)) << text;
  for (const Diagnostic& one : result.diagnostics) EXPECT_FALSE(to_text(one).empty());
}

TEST(TornTexts, TheWholeIsSound) { EXPECT_TRUE(read_tea(full_study()).value); }

TEST(TornTexts, CutOffAnywhere) {
  const std::string whole = full_study();
  for (std::size_t length = 0; length < whole.size(); length += 3) {
    expect_answer(whole.substr(0, length));
  }
}

TEST(TornTexts, BytesChanged) {
  const std::string whole = full_study();
  constexpr std::string_view kBytes = "\"[]{}=.,0-9\n#x\xC3\x00";
  for (std::uint32_t round = 0; round < 1500; ++round) {
    std::string text = whole;
    for (std::uint32_t change = 0; change < 3; ++change) {
      const auto words = philox(1, {round, change, 0, 0});
      text[words[0] % text.size()] = kBytes[words[1] % kBytes.size()];
    }
    expect_answer(text);
  }
}

// Every value in turn becomes one of another type or an absurd number.
TEST(TornTexts, ValuesReplaced) {
  const std::string whole = full_study();
  for (std::size_t at = whole.find(" = "); at != std::string::npos;
       at = whole.find(" = ", at + 1)) {
    const std::size_t begin = at + 3;
    const std::size_t end = whole.find_first_of("\n,}", begin);
    for (const char* value : {"7", "-1e300", "nan", "\"\"", "\"x\"", "[]", "[1, \"a\"]", "{}",
                              "true", "2022-01-01", "[[1]]", "{ kind = \"gamma\", p5 = 1 }"}) {
      std::string text = whole;
      expect_answer(text.replace(begin, end - begin, value));
    }
  }
}

TEST(TornTexts, LinesLeftOut) {
  const std::string whole = full_study();
  for (std::size_t begin = 0; begin < whole.size();) {
    const std::size_t end = std::min(whole.find('\n', begin), whole.size() - 1) + 1;
    std::string text = whole;
    expect_answer(text.erase(begin, end - begin));
    begin = end;
  }
}

}  // namespace
}  // namespace sluice::study
