// Commands that hold a study against the world: history scores and back-tests.
#include "changed_fishery.h"
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(HistoryCommand, JudgesTheBandsOfEachSeriesAndOfPools) {
  const auto found = json_of(fishery({"history", "fishery", "--json"}));
  const auto& fit = found["series"][0]["fit"];
  EXPECT_EQ(fit["n"], 3);
  EXPECT_EQ(fit["judgement"], "not refuted");  // three points could hardly refute
  EXPECT_TRUE(fit["theil"].is_null());
  EXPECT_GT(fit["relative_interval_score_90"], 0);
  EXPECT_EQ(found["pools"][0]["name"], "series of no system");
  EXPECT_EQ(fishery({"history", "fishery", "--strict"}).exit, 0);
}

// A third of the futures, or all, have a growth rate whose root does not exist.
TEST(UnusableFutures, AreCountedWhereverFuturesAreSummedUp) {
  const auto with_root = [](const std::string& of) {
    return ChangedFishery("Growth rate * Fish * (1 -", "SQRT(" + of + ") * Fish * (1 -",
                          "model.mdl");
  };
  const ChangedFishery some = with_root("Growth rate - 0.3");
  const Finished history = some.run({"history", "fishery", "--members", "60"});
  EXPECT_EQ(history.exit, 0) << history.errors;
  EXPECT_THAT(history.output,
              ContainsRegex("[12][0-9] of 60 futures under open gave no usable numbers"));
  EXPECT_GT(json_of(some.run({"history", "fishery", "--members", "60", "--json"}))["unusable"], 9);
  EXPECT_THAT(some.run({"report", "fishery", "--members", "60"}).output,
              ContainsRegex("[12][0-9] of 60 futures under .* gave no usable numbers"));
  const auto claims =
      json_of(some.run({"claims", "fishery", "--members", "60", "--claim", "saved.A", "--json"}));
  EXPECT_THAT(claims["views"][0]["claims"][0]["answers"][0]["printable"].get<std::string>(),
              ContainsRegex("[12][0-9] more gave no usable number"));
  EXPECT_GT(json_of(some.run({"worldviews", "fishery", "--members", "60", "--claim", "saved.A",
                              "--json"}))["pairs"][0]["unusable"],
            9);
  const Finished audit = some.run({"audit", "fishery", "--members", "16"});
  EXPECT_EQ(audit.exit, 1);
  EXPECT_THAT(audit.errors, HasSubstr("the stock \"Fish\" is no finite number under "));
  EXPECT_THAT(audit.errors, Not(HasSubstr("is negative")));
  EXPECT_THAT(audit.errors, HasSubstr("whether the uncertainty \"growth_rate\" is dead cannot be "
                                      "told: no future gave a usable number at both ends"));
  const ChangedFishery all = with_root("Growth rate - 9");
  EXPECT_THAT(all.run({"history", "fishery", "--members", "60"}).output,
              HasSubstr("cannot be told"));
  EXPECT_EQ(all.run({"history", "fishery", "--members", "60", "--strict"}).exit, 1);
}

TEST(HistoryCommand, EndsWithOneWhereASeriesFailsAndThatIsAskedFor) {
  const ChangedFishery changed("scale = 1\nnote", "scale = 99\nnote");
  EXPECT_EQ(changed.run({"history", "fishery"}).exit, 0);
  const Finished strict = changed.run({"history", "fishery", "--strict"});
  EXPECT_EQ(strict.exit, 1);
  EXPECT_EQ(
      strict.errors,
      "fishery/study.toml:275:12: error A821: history \"landings\" fails: the 90 % band "
      "holds 0 of 3\n"
      "  275 | variable = \"Catch\"\n"
      "      |            ^~~~~~~\n"
      "fishery/study.toml: error A821: series of no system fails: the 90 % band holds 0 of 3\n"
      "fishery/study.toml: error A821: all series fails: the 90 % band holds 0 of 3\n");
}

TEST(SourcesCommand, TracesEveryNumberOfTheStudies) {
  for (const char* study : {"fishery", "chips"}) {
    const Finished found = run_sluice(kStudies, {"sources", study, "--json"});
    EXPECT_EQ(found.exit, 0) << found.errors;
    const auto numbers = nlohmann::json::parse(found.output);
    EXPECT_EQ(numbers["untraced"], 0);
    EXPECT_GT(numbers["numbers"].size(), 40U);
  }
}

TEST(SourcesCommand, SaysValueUnitRangeSourceGradeAndWhatVariesIt) {
  const auto found = json_of(fishery({"sources", "fishery", "--json"}));
  const auto& numbers = found["numbers"];
  const auto named = [&](const char* kind, const char* name) {
    return *std::ranges::find_if(
        numbers, [&](const auto& one) { return one["kind"] == kind && one["name"] == name; });
  };
  const auto growth = named("constant", "Growth rate");
  EXPECT_EQ(growth["value"], "0.35");
  EXPECT_EQ(growth["unit"], "1/Year");
  EXPECT_EQ(growth["source"], "FI001");
  EXPECT_EQ(growth["grade"], "D");
  EXPECT_EQ(growth["varied_by"], "growth_rate");
  EXPECT_EQ(named("uncertainty", "growth_rate")["range"],
            "lognormal: 5 % 0.200, median 0.346, 95 % 0.600");
  EXPECT_EQ(named("lever", "quota")["range"], "0 to 1000");
  EXPECT_EQ(named("threshold", "saved.A leg 1, fish: holds")["value"], ">= 1.2");
  EXPECT_EQ(named("observation", "landings 2005-01 to 2005-12")["range"], "80 to 110");
  EXPECT_EQ(named("data row", "FI001")["value"], "0.35 (0.2 to 0.6)");
  EXPECT_EQ(named("box", "from_2010: Landings of 2015")["rows"][0], "FI001");
  EXPECT_THAT(
      fishery({"sources", "fishery", "--csv"}).output,
      HasSubstr("constant,Boat life,15,Year,fixed,invented for teaching,D,,,fishery/model.mdl"));
}

TEST(SourcesCommand, EndsWithOneAndNamesWhatHasNone) {
  const ChangedFishery constant("Source: FI001. Grade: D", "", "model.mdl");
  const Finished found = constant.run({"sources", "fishery"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.errors,
            "fishery/model.mdl:18:1: error A822: the constant \"Growth rate\" (0.35) is not "
            "traced: no source, no grade\n"
            "mend: end its note with \"Source: ... Grade: A\" (B, C, D), or make the number a "
            "constant of its own\n");
  const ChangedFishery inside("Boats bought - Boats scrapped", "Boats bought * 3 - Boats scrapped",
                              "model.mdl");
  EXPECT_THAT(inside.run({"sources", "fishery"}).errors,
              HasSubstr("the number in an equation \"Boats\" (3) is not traced"));
  const ChangedFishery cited("source = [\"FI001\"]", "source = [\"FI009\"]");
  EXPECT_THAT(cited.run({"sources", "fishery"}).errors,
              HasSubstr("is not traced: cites FI009, which no data file has"));
}

TEST(SourcesCommand, EndsWithOneWhereAGradeRestsOnWhatCanNotBeLookedUp) {
  const ChangedFishery cousin("Source: FI001. Grade: D", "Source: my cousin. Grade: A",
                              "model.mdl");
  const Finished found = cousin.run({"sources", "fishery"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.errors,
            "fishery/model.mdl:18:1: error A822: the constant \"Growth rate\" (0.35) is not "
            "traced: its grade is A, and \"my cousin\" can not be looked up\n"
            "mend: cite a data row, a rule by its number or a link; or grade it D\n");
  for (const char* source : {"91 FR 1684", "my reading of EAR 750.7, four years", "a definition",
                             "https://example.org/x", "see doi:10.1000/1"}) {
    const ChangedFishery known("Source: FI001. Grade: D",
                               "Source: " + std::string(source) + ". Grade: A", "model.mdl");
    EXPECT_EQ(known.run({"sources", "fishery"}).errors, "") << source;
  }
}

TEST(SourcesCommand, AFileWithoutAColumnAndAWordInPassingCanNotBeLookedUp) {
  const auto errors_of = [](const std::string& source) {
    const ChangedFishery changed("Source: FI001. Grade: D", "Source: " + source + ". Grade: A",
                                 "model.mdl");
    return changed.run({"sources", "fishery"}).errors;
  };
  for (const char* source :
       {"facts", "facts told my cousin", "facts of value", "my cousin; facts",
        "a definition of my cousin", "my cousin's own definition", "my cousin, a switch"}) {
    EXPECT_THAT(errors_of(source), HasSubstr("its grade is A, and \"")) << source;
  }
  for (const char* source : {"facts value", "my cousin; facts value, as read",
                             "definition: section 4", "switch", "study definition: section 4"}) {
    EXPECT_EQ(errors_of(source), "") << source;
  }
}

TEST(SourcesCommand, EndsWithOneWhereAnInputIsGradedBetterThanTheConstantThatItSets) {
  const ChangedFishery better("Source: FI001. Grade: D", "Source: a definition. Grade: D",
                              "model.mdl");
  EXPECT_EQ(better.run({"sources", "fishery"}).exit, 0);
  const std::string path = (better.folder() / "fishery" / "study.toml").string();
  std::string text = text_in(path);
  const std::size_t lever = text.find("grade = \"D\"");
  write_text(path, text.replace(lever, 11, "grade = \"A\""));
  EXPECT_THAT(better.run({"sources", "fishery"}).errors,
              HasSubstr(", and the constant that it sets, \""));
}

TEST(SourcesCommand, RemarksWhatIsFromMemory) {
  const auto numbers =
      nlohmann::json::parse(run_sluice(kStudies, {"sources", "chips", "--json"}).output)["numbers"];
  const auto remark_of = [&](const char* kind, const char* name) {
    return std::ranges::find_if(
               numbers, [&](const auto& one) { return one["kind"] == kind && one["name"] == name; })
        ->value("remark", nlohmann::json());
  };
  EXPECT_EQ(remark_of("data row", "policy 2022-08-26"), "in part from memory");
  EXPECT_EQ(remark_of("data row", "CI010"), nullptr);
  EXPECT_EQ(remark_of("data row", "US001"), nullptr);          // "was from memory, read since"
  EXPECT_EQ(remark_of("lever", "us_b30a_approval"), nullptr);  // one of its rows is not
}

TEST(SourcesCommand, EndsWithOneWhereAGradeIsBetterThanTheBestRowCited) {
  const ChangedFishery flattered("Source: FI001. Grade: D", "Source: FI001. Grade: B", "model.mdl");
  const Finished found = flattered.run({"sources", "fishery"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.errors,
            "fishery/model.mdl:18:1: error A822: the constant \"Growth rate\" (0.35) is not "
            "traced: its grade is B, and the best row that it cites, FI001, is D (invented)\n"
            "mend: lower its grade, or cite the row that carries it\n");
}

TEST(ClaimsCommand, MovesAThresholdAndSaysSo) {
  const Finished moved = fishery({"claims", "fishery", "--members", "100", "--claim", "saved.A",
                                  "--threshold", "saved.A=1.3"});
  EXPECT_EQ(moved.exit, 0) << moved.errors;
  EXPECT_THAT(moved.output,
              HasSubstr("Moved by you: saved.A leg 1: holds >= 1.3 (study: >= 1.2).\n"));
  const auto holds = [&](const std::string& threshold) {
    const auto found = json_of(fishery({"claims", "fishery", "--members", "100", "--claim",
                                        "saved.A", "--threshold", threshold, "--json"}));
    EXPECT_EQ(found["changed_thresholds"].size(), 1U);
    return found["views"][0]["claims"][0]["answers"][0]["share_holds"].get<double>();
  };
  EXPECT_GT(holds("saved.A.1.holds=1.0"), holds("saved.A=2"));
  EXPECT_EQ(holds("saved.A=100"), 0);
}

TEST(ClaimsCommand, TellsAThresholdThatCannotBeMoved) {
  expect_wrong(fishery({"claims", "fishery", "--threshold", "saved.C=1"}),
               "--threshold: error A800: cannot use \"saved.C=1\"\n"
               "why: it names no claim of the study\n"
               "mend: write CLAIM.VARIANT[.LEG][.WHAT]=NUMBER, as in hooked.A=0.03 or "
               "hooked.B.2.fails=0.01; WHAT is holds, fails, dead_band, level, weight, scale, "
               "share_needed, worse_on or stable_share\n");
  expect_wrong(fishery({"claims", "fishery", "--threshold", "saved.A=0.9"}),
               "--threshold: error A800: holds (>= 0.9) and fails (<= 0.95) of saved.A overlap\n"
               "why: a number that satisfies both would have two answers\n"
               "mend: move the other one too\n");
}

TEST(ClaimsCommand, KeepsMovedThresholdsInTheRangesOfAStudy) {
  constexpr const char* kMend =
      "mend: write CLAIM.VARIANT[.LEG][.WHAT]=NUMBER, as in hooked.A=0.03 or "
      "hooked.B.2.fails=0.01; "
      "WHAT is holds, fails, dead_band, level, weight, scale, share_needed, worse_on or "
      "stable_share\n";
  const auto refused = [&](const std::string& text, const std::string& why) {
    expect_wrong(
        fishery({"claims", "fishery", "--threshold", text}),
        "--threshold: error A800: cannot use \"" + text + "\"\nwhy: " + why + "\n" + kMend);
  };
  refused("one_quota.A.share_needed=-5", "share_needed must be between 0 and 1");
  refused("one_quota.A.share_needed=5", "share_needed must be between 0 and 1");
  refused("stop_and_go_worst.B.stable_share=7", "stable_share must be between 0 and 1");
  for (const char* value : {"1.7", "3e9", "0"}) {
    refused(std::string("stop_and_go_worst.A.worse_on=") + value,
            "worse_on must be a whole number from 1 to 3, the claim's metrics");
  }
}

TEST(WorldviewsCommand, FindsWhatASinglePairTurnsOn) {
  const auto found = json_of(fishery({"worldviews", "fishery", "--members", "64", "--json"}));
  ASSERT_EQ(found["pairs"].size(), 1U);
  const auto& pair = found["pairs"][0];
  EXPECT_EQ(pair["first"], "study");
  EXPECT_EQ(pair["second"], "fertile_sea");
  EXPECT_EQ(pair["differing"], 1);
  std::size_t turned = 0;
  for (const auto& claim : pair["claims"]) {
    if (claim["assumptions"].empty()) continue;  // another word, but no more than draws explain
    EXPECT_EQ(claim["assumptions"], nlohmann::json::array({"growth_rate"}));
    EXPECT_EQ(claim["verdict_with"], claim["second_verdict"]);
    ++turned;
  }
  EXPECT_GE(turned, 3U);
  expect_wrong(data({"worldviews", "slow"}),
               "slow: error A808: this study makes no claims\n"
               "mend: add [[claim]] entries to study.toml\n");
}

TEST(AuditCommand, FindsALiveStudySound) {
  const Finished found = fishery({"audit", "fishery", "--members", "16", "--json"});
  EXPECT_EQ(found.exit, 0) << found.errors;
  const auto audit = nlohmann::json::parse(found.output);
  EXPECT_EQ(audit["inputs"].size(), 5U);
  for (const auto& input : audit["inputs"]) EXPECT_GT(input["effect"], 0.01) << input["name"];
  EXPECT_EQ(audit["numerics"].size(), 4U);
}

TEST(AuditCommand, NamesADeadInputAndANegativeStock) {
  const ChangedFishery dead("min = 1.5, max = 2.5", "min = 2, max = 2.0001");
  const Finished unmoved = dead.run({"audit", "fishery", "--members", "16"});
  EXPECT_EQ(unmoved.exit, 1);
  EXPECT_THAT(unmoved.errors,
              HasSubstr("error A823: the uncertainty \"price\" is dead: over its range it moves no "
                        "outcome by 1 % of its 90 % band\n"));
  const ChangedFishery negative("INTEG(Boats bought - Boats scrapped, Initial boats)",
                                "INTEG(Boats bought - Boats scrapped - 1, Initial boats)",
                                "model.mdl");
  const Finished found = negative.run({"audit", "fishery", "--members", "16"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_THAT(found.errors, HasSubstr("error A824: the stock \"Boats\" is negative under "));
}

TEST(AuditCommand, NamesAHeadlineThatTheTimeStepMoves) {
  const ChangedFishery coarse("TIME STEP = 0.0625", "TIME STEP = 0.5", "model.mdl");
  const Finished found = coarse.run({"audit", "fishery", "--members", "16"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_THAT(found.errors, HasSubstr("error A825: the headline \"fish\" moves by "));
  EXPECT_THAT(found.errors,
              ContainsRegex("why: 0.5 % is allowed; of so few futures one of them is [0-9.]+ % at "
                            "least\nmend: choose a shorter TIME STEP\n"));
}

TEST(AuditCommand, CondemnsNoHeadlineOfTooFewFutures) {
  const ChangedFishery coarse("TIME STEP = 0.0625", "TIME STEP = 0.5", "model.mdl");
  const Finished found = coarse.run({"audit", "fishery", "--members", "4"});
  EXPECT_EQ(found.exit, 0) << found.errors;
  EXPECT_THAT(found.output, ContainsRegex("fish .* unbounded  too few futures to tell\n"));
}

}  // namespace
}  // namespace sluice::tests
