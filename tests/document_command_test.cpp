// The pages that are made of a study, and the numbers that pages take from its model.
#include "changed_fishery.h"
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;

TEST(DocumentCommand, ChecksTheNumbersOfThePages) {
  const ChangedFishery study("# A teaching study", "# A study");
  const auto page = study.folder() / "fishery" / "notes.md";
  write_text(page,
             "Boats last 15<!-- = Boat life --> years; a quota of up to 1,000<!-- = lever quota "
             "high -->;\nthe price is 200 %<!-- = Price --> of one.\n");
  const Finished right = study.run({"document", "fishery", "--check"});
  EXPECT_EQ(right.exit, 0) << right.errors;
  EXPECT_THAT(right.output, HasSubstr(" are read from the model\n"));
  write_text(page, "Boats last 16<!-- = Boat life --> years.\n3<!-- = count whales -->\n");
  const Finished wrong = study.run({"document", "fishery", "--check"});
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_THAT(wrong.errors,
              HasSubstr("notes.md:1: error A826: the text says 16, but \"Boat life\" is 15\n"
                        "mend: write 15, or run `sluice document --update`\n"));
  EXPECT_THAT(wrong.errors, HasSubstr("notes.md:2: error A827: cannot read \"count whales\"\n"
                                      "why: there are no \"whales\" to count\n"));
  write_text(page, "Boats last 16<!-- = Boat life --> years.\n");
  EXPECT_EQ(study.run({"document", "fishery", "--update"}).exit, 0);
  EXPECT_EQ(text_in(page), "Boats last 15<!-- = Boat life --> years.\n");
}

// A ratio of two scenarios, with constants set in both; the tag sets the sign where prose says it.
TEST(DocumentCommand, ChecksHowMuchMoreOneScenarioGivesThanAnother) {
  const ChangedFishery study("# A teaching study", "# A study");
  const auto page = study.folder() / "fishery" / "notes.md";
  const auto written_as = [&](const std::string& expression) {
    write_text(page, "0.000 %<!-- = " + expression + " -->");
    const Finished changed = study.run({"document", "fishery", "--update"});
    EXPECT_EQ(changed.exit, 0) << changed.errors;
    std::string text = text_in(page);
    std::erase(text, ',');
    return std::stod(text.substr(0, text.find(' ')));
  };
  const auto level = [&](const std::string& more) { return written_as("Fish at 2035-12" + more); };
  const double quota = level(" under quota"), open = level(" under open");
  EXPECT_NE(quota, open);
  EXPECT_NEAR(level(" under quota against open"), 100 * (quota / open - 1), 0.001);
  EXPECT_NEAR(level(" under quota against open * -1"), -100 * (quota / open - 1), 0.001);
  const double set = level(" under quota against open with Boat life=5, Price=3");
  EXPECT_NEAR(set,
              100 * (level(" under quota with Boat life=5, Price=3") /
                         level(" under open with Boat life=5, Price=3") -
                     1),
              0.001);
  EXPECT_GT(std::abs(set - level(" under quota against open")), 0.01);
  write_text(page, "1<!-- = Fish at 2035-12 under quota against whales -->");
  EXPECT_EQ(study.run({"document", "fishery", "--check"}).exit, 1);
}

// Elements, of one dimension and of two, and names that hold an "at".
TEST(DocumentCommand, ChecksElementsAtADateAndWithSettings) {
  const ChangedFishery study("{UTF-8}\n",
                             "{UTF-8}\nPlace: north, south\n\t~~|\nKind: big, small\n\t~~|\n"
                             "Pay at home[Place, Kind] = 3\n\t~ Dmnl\n\t~ Source: definition. "
                             "Grade: D\n\t|\nPay seen[Place, Kind] = Pay at home[Place, Kind] + "
                             "0 * Time / TIME STEP\n\t~ Dmnl\n\t~ What is seen.\n\t|\n",
                             "model.mdl");
  const auto page = study.folder() / "fishery" / "notes.md";
  write_text(
      page,
      "3<!-- = Pay at home[north,big] -->, 3<!-- = Pay seen[south, small] at 2035-12 -->\n"
      "7<!-- = Pay seen[south,small] at 2035-12 with Price=2, Pay at home[south,small]=7 -->\n"
      "3<!-- = Pay seen[north,small] at 2035-12 with Pay at home[south,small]=7 -->\n");
  const Finished right = study.run({"document", "fishery", "--check"});
  EXPECT_EQ(right.exit, 0) << right.errors;
  write_text(page, "3<!-- = Pay seen[north,big] -->, 3<!-- = Pay seen[north,big] at whale -->\n");
  const Finished wrong = study.run({"document", "fishery", "--check"});
  EXPECT_THAT(wrong.errors, HasSubstr("is computed: say \"Pay seen[north,big] at 2030-12\"\n"));
  EXPECT_THAT(wrong.errors, HasSubstr("or \"whale\" is no month\n"));
}

TEST(DocumentCommand, WritesEveryVariableWithItsDiagram) {
  const ScratchFolder scratch;
  const auto folder = scratch.path() / "docs";
  const Finished made = fishery({"document", "fishery", "--output", folder.string()});
  if (made.exit == 3) GTEST_SKIP() << "graphviz is not installed";
  ASSERT_EQ(made.exit, 0) << made.errors;
  const std::string page = text_in(folder / "model.md");
  for (const char* part : {"### Boat life", "Boat life = 15", "## Claims", "FI001", "saved.A",
                           "![Fish: boxes are stocks"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  const std::string html = text_in(folder / "index.html");
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("<a href=\"diagram-Boats.svg\">In full size</a>"));
  const std::string diagram = text_in(folder / "diagram-Boats.svg");
  EXPECT_THAT(diagram, HasSubstr("<title>Boats scrapped</title>"));
  EXPECT_THAT(diagram, HasSubstr(">Boats scrapped<"));
  EXPECT_THAT(diagram, HasSubstr(">Return on</text>"));  // a long name in lines
}

TEST(Flagship, ProseSaysWhatTheModelSays) {
  const Finished found = run_sluice(kStudies, {"document", "chips", "--check"});
  EXPECT_EQ(found.exit, 0) << found.errors;
  EXPECT_THAT(found.output, ::testing::Not(HasSubstr(" 0 numbers")));
}

}  // namespace
}  // namespace sluice::tests
