// Thousands of damaged models: reading ends, without a crash, and says where it went wrong. Run
// with the sanitizers, this finds what the hand-written cases do not think of.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

const std::string kModel =
    "{UTF-8}\n:MACRO: F(a, b : c)\nF = a * b ~ a ~ note |\nc = 1 ~~|\n:END OF MACRO:\n"
    "region: north, south, (R1-R3) -> (area: x, y), zone ~~|\nzone <-> region ~~|\n"
    "****\n\t.Control\n****~\n\t\tSimulation |\n{**other**}\n"
    "stock[region] = INTEG (in[region] - \"out \\\"put\"[region], -1.5e3) ~ People [0,?,1] ~ n |\n"
    "in[region] :EXCEPT: [north], [R1] = IF THEN ELSE(Time > 5 :AND: :NOT: a <> b, SUM(w[r!]), 0)\n"
    "\t~\tPeople/\\\n\t\tMonth\n\t~\tcaf\u00E9 \"quote\n\t~\t:SUPPLEMENTARY |\n"
    "table([(0,0)-(10,10)],(0,0),(1,2)) ~~|\nflat(1,2,3,4) ~~|\n"
    "y = WITH LOOKUP(x, ([(0,0)-(1,1)],(0,- 1),(1,2))) ~~|\nlist[region] = 1,2;3,:NA:; ~~|\n"
    "tab = TABBED ARRAY(\n1\t2\n3\t4) ~~|\ndata:INTERPOLATE::= GET XLS DATA('a.xls','b','1','B2') "
    "~~|\n"
    "name :IS: 'text' ~~|\ncheck :THE CONDITION: a = 0 :IMPLIES: b = -2^-x^2 ~~|\n"
    "\\\\\\---/// Sketch\nV300\n///---\\\\\\\n22:$,Dollar\n15:0,0,0,1,0,0\n";

constexpr std::array kPieces{"~",
                             "|",
                             "\"",
                             "'",
                             "{",
                             "}",
                             "(",
                             ")",
                             "[",
                             "]",
                             ":",
                             "\\\n",
                             "\n",
                             "->",
                             "<->",
                             ":=",
                             "==",
                             ",",
                             ";",
                             "!",
                             ":AND:",
                             ":NA:",
                             ":MACRO:",
                             "9e999",
                             "1.",
                             "****",
                             "-",
                             "^",
                             "\u2013",
                             "\x01",
                             ":EXCEPT:",
                             "\\\\\\---///",
                             "a1-",
                             "((",
                             "[(",
                             "TABBED ARRAY(",
                             ":END OF MACRO:",
                             " ",
                             "\r",
                             "\t"};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutated(std::string text) {
    const std::size_t changes = 1 + below(6);
    for (std::size_t i = 0; i < changes; ++i) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void change(std::string& text) {
    const std::size_t at = below(text.size());
    const std::size_t length = below(12);
    switch (below(5)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, kPieces[below(kPieces.size())]); break;
      case 2: text.insert(at, text.substr(below(text.size()), 3 * length)); break;
      case 3: text.resize(at); break;
      default: text.replace(at, 1, kPieces[below(kPieces.size())]); break;
    }
  }

  std::mt19937 random_;
};

bool is_inside(const Place& place, const SourceSet& sources) {
  return place.line == 0 ||
         (place.column >= 1 && place.length >= 1 && place.file == sources.name(0));
}

TEST(Mutations, ReadToAnEndAndSayWhere) {
  constexpr int kRounds = 5000;
  Mutator mutator(20261123);
  int wrong = 0;
  for (int round = 0; round < kRounds; ++round) {
    SourceSet sources;
    const std::string text = mutator.mutated(kModel);
    const Checked<Tree> tree = read_model_text(sources, "m.mdl", text);
    EXPECT_EQ(tree.value.has_value(), !has_error(tree.diagnostics)) << text;
    for (const Diagnostic& said : tree.diagnostics) {
      EXPECT_TRUE(is_inside(said.place, sources)) << text;
      EXPECT_FALSE(to_text(said).empty());
    }
    wrong += tree.value ? 0 : 1;
  }
  EXPECT_GT(wrong, kRounds / 2);
  EXPECT_LT(wrong, kRounds);
}

TEST(Mutations, ReadAnyBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const std::size_t size = random() % 200;
    for (std::size_t i = 0; i < size; ++i) {
      const bool piece = random() % 3 == 0;
      if (piece) text += kPieces[random() % kPieces.size()];
      if (!piece) text.push_back(static_cast<char>(random() % 256));
    }
    SourceSet sources;
    const Checked<Tree> tree = read_model_text(sources, "m.mdl", text);
    EXPECT_EQ(tree.value.has_value(), !has_error(tree.diagnostics));
  }
}

// Each would take minutes if any step looked at the rest of the text again and again.
TEST(Mutations, ReadHostileTextsInLinearTime) {
  for (const std::string piece :
       {"{", "\"", "\\",   "'",  "(",  "-",   "~",     "|",  "a",    " ",     ":",
        "*", "[",  "\\\n", "a|", "{|", "\"|", "x=\\|", "1,", "a~~|", ":NOT:", "a["}) {
    std::string text = "x = ";
    while (text.size() < 500000) text += piece;
    SourceSet sources;
    const Checked<Tree> tree = read_model_text(sources, "m.mdl", text);
    EXPECT_EQ(tree.value.has_value(), !has_error(tree.diagnostics)) << piece;
  }
}

}  // namespace
}  // namespace sluice::syntax
