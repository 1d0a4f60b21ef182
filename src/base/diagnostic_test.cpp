#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/source_set.h"

namespace sluice {
namespace {

const std::string kText = "a = 1 ~~|\r\n\tna\u00EFve = a * brith rate ~~|\rlast";

std::uint32_t offset_of(std::string_view part) {
  return static_cast<std::uint32_t>(kText.find(part));
}

Place place_of(std::string_view part) {
  SourceSet sources;
  const std::uint32_t file = sources.add("model.mdl", kText);
  const std::uint32_t begin = offset_of(part);
  return sources.place_of({file, begin, begin + static_cast<std::uint32_t>(part.size())});
}

TEST(SourceSet, CountsColumnsInCodePoints) {
  const Place place = place_of("brith rate");
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 14U);
  EXPECT_EQ(place.length, 10U);
  EXPECT_EQ(place.line_text, "\tna\u00EFve = a * brith rate ~~|");
}

TEST(SourceSet, EndsLinesAtEveryKindOfLineEnd) {
  EXPECT_EQ(place_of("a = 1").line, 1U);
  EXPECT_EQ(place_of("a = 1").line_text, "a = 1 ~~|");
  EXPECT_EQ(place_of("last").line, 3U);
  EXPECT_EQ(place_of("last").column, 1U);
}

TEST(SourceSet, MarksOnlyTheFirstLineOfALongSpan) { EXPECT_EQ(place_of("~~|\r\n\tna").length, 3U); }

TEST(SourceSet, PlacesTheEndOfTheText) {
  SourceSet sources;
  const std::uint32_t file = sources.add("f", "ab\n");
  const Place place = sources.place_of({file, 3, 3});
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 1U);
  EXPECT_EQ(place.length, 1U);
}

TEST(SourceSet, GivesTheTextOfASpan) {
  SourceSet sources;
  const std::uint32_t file = sources.add("f", "abcdef");
  EXPECT_EQ(sources.text_of({file, 2, 4}), "cd");
}

TEST(Diagnostic, PrintsPlaceLineCaretReasonAndHint) {
  const Diagnostic said = make_diagnostic(Code::io_cannot_read, place_of("brith rate"), "what",
                                          "why it matters", "how to mend it");
  EXPECT_EQ(to_text(said),
            "model.mdl:2:14: error S100: what\n"
            "    2 | \tna\u00EFve = a * brith rate ~~|\n"
            "      | \t            ^~~~~~~~~~\n"
            "why: why it matters\n"
            "mend: how to mend it");
}

TEST(Diagnostic, PrintsAWholeFileWithoutALine) {
  Place place;
  place.file = "x.csv";
  EXPECT_EQ(to_text(make_diagnostic(Code::io_cannot_read, place, "what")),
            "x.csv: error S100: what");
  EXPECT_EQ(to_text(make_diagnostic(Code::io_cannot_read, {}, "what")), "error S100: what");
}

TEST(Diagnostic, ShowsAPartOfALongLine) {
  SourceSet sources;
  const std::string text = std::string(300, 'a') + "X" + std::string(300, 'b');
  const std::uint32_t file = sources.add("f", text);
  const std::string shown =
      to_text(make_diagnostic(Code::io_cannot_read, sources.place_of({file, 300, 301}), "what"));
  EXPECT_EQ(shown, "f:1:301: error S100: what\n    1 | ..." + std::string(60, 'a') + "X" +
                       std::string(59, 'b') + "...\n      | " + std::string(63, ' ') + "^");
}

TEST(Diagnostic, ShowsNoControlCharacters) {
  SourceSet sources;
  const std::uint32_t file = sources.add("f", "a \x1B[31m\x7F b");
  EXPECT_EQ(to_text(make_diagnostic(Code::io_cannot_read, sources.place_of({file, 0, 1}), "what")),
            "f:1:1: error S100: what\n    1 | a \uFFFD[31m\uFFFD b\n      | ^");
}

TEST(Diagnostic, ShowsNoLineThatIsTooLongToRead) {
  SourceSet sources;
  const std::uint32_t file = sources.add("f", std::string(100000, 'a'));
  EXPECT_EQ(sources.place_of({file, 5, 6}).line_text, "");
}

TEST(Diagnostic, KnowsWhetherOneIsAnError) {
  Diagnostics said{make_diagnostic(Code::io_cannot_read, {}, "what")};
  EXPECT_TRUE(has_error(said));
  said[0].severity = Severity::warning;
  EXPECT_FALSE(has_error(said));
}

TEST(Diagnostic, AppendsInOrder) {
  Diagnostics to{make_diagnostic(Code::io_cannot_read, {}, "first")};
  append(to, {make_diagnostic(Code::io_cannot_read, {}, "second")});
  ASSERT_EQ(to.size(), 2U);
  EXPECT_EQ(to[1].message, "second");
}

TEST(Diagnostic, EveryCodeHasItsOwnId) {
  std::set<std::string_view> ids;
  std::size_t count = 0;
#define SLUICE_CODE(name, id, severity) \
  ids.insert(id_of(Code::name));        \
  ++count;
#include "base/codes.def"
#undef SLUICE_CODE
  EXPECT_EQ(ids.size(), count);
}

const std::vector<std::string> kNames{"birth rate", "death rate", "births", "population"};

TEST(Diagnostics, OfVeryManyTheFirstAreTold) {
  const Diagnostics many(5, make_diagnostic(Code::io_cannot_read, {}, "cannot read x"));
  const std::string line = "error S100: cannot read x\n";
  EXPECT_EQ(to_text(many), line + line + line + line + line);
  EXPECT_EQ(to_text(many, 2), line + line + "... and 3 more; `sluice check --json` lists all\n");
}

TEST(Diagnostics, ShowNoControlBytes) {
  EXPECT_EQ(to_text(make_diagnostic(Code::io_cannot_read, {"x", 1, 1, 1, "a\x1b[31m"},
                                    "cannot read \"\x1b[31m\"", "a\x07", "b\x7f\nc")),
            "x:1:1: error S100: cannot read \"\uFFFD[31m\"\n"
            "    1 | a\uFFFD[31m\n"
            "      | ^\n"
            "why: a\uFFFD\nmend: b\uFFFD\nc");
}

TEST(NearestNames, FindsTheNearestFirst) {
  EXPECT_EQ(nearest_names("brith rate", kNames), (std::vector<std::string>{"birth rate"}));
  EXPECT_EQ(nearest_names("birt", {"birtha", "births", "birth"}),
            (std::vector<std::string>{"birth"}));
  EXPECT_EQ(nearest_names("birthss", {"birtha", "births", "birth"}),
            (std::vector<std::string>{"births", "birtha", "birth"}));
  EXPECT_EQ(nearest_names("birthss", {"birtha", "births", "birth"}, 1),
            (std::vector<std::string>{"births"}));
}

TEST(NearestNames, LooksAtNeitherCaseNorUnderscores) {
  EXPECT_EQ(nearest_names("BIRTH_RAT", kNames)[0], "birth rate");
}

TEST(NearestNames, FindsNothingFarAway) {
  EXPECT_TRUE(nearest_names("chips", kNames).empty());
  EXPECT_TRUE(nearest_names("", kNames).empty());
}

TEST(NearestNames, AsksWhatWasMeant) {
  EXPECT_EQ(did_you_mean("brith rate", kNames), "did you mean \"birth rate\"?");
  EXPECT_EQ(did_you_mean("birthss", {"births", "birtha"}),
            "did you mean \"births\" or \"birtha\"?");
  EXPECT_EQ(did_you_mean("abd", {"abc", "abe", "abf"}),
            "did you mean \"abc\", \"abe\" or \"abf\"?");
  EXPECT_EQ(did_you_mean("chips", kNames), "");
}

}  // namespace
}  // namespace sluice
