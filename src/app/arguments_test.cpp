#include "app/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/console.h"

namespace sluice::app {
namespace {

using ::testing::ElementsAre;

Arguments parse(const std::vector<std::string>& words) {
  const Parsed parsed = parse_arguments(words);
  EXPECT_TRUE(parsed.arguments.has_value()) << parsed.errors;
  return parsed.arguments.value_or(Arguments{});
}

TEST(Arguments, OfARun) {
  const Arguments run = parse({"run", "m.mdl", "--set", "A=1", "--set", "B[x,y]=2", "--variables",
                               "A,B[x,y]", "--output", "f.csv", "--scenario", "s"});
  EXPECT_EQ(run.command, Command::run);
  EXPECT_EQ(run.path, "m.mdl");
  EXPECT_THAT(run.settings, ElementsAre("A=1", "B[x,y]=2"));
  EXPECT_THAT(run.variables, ElementsAre("A,B[x,y]"));
  EXPECT_EQ(run.output, "f.csv");
  EXPECT_EQ(run.first, "s");
  EXPECT_FALSE(run.json);
}

TEST(Arguments, OfAnEnsemble) {
  const Arguments ensemble =
      parse({"ensemble", "--scenario", "a", "--scenario", "b", "study", "--members", "64", "--seed",
             "18446744073709551615", "--design", "latin-hypercube", "--threads", "2", "--json"});
  EXPECT_EQ(ensemble.path, "study");
  EXPECT_THAT(ensemble.scenarios, ElementsAre("a", "b"));
  EXPECT_EQ(ensemble.sampling.members, 64U);
  EXPECT_EQ(ensemble.sampling.seed, 18446744073709551615U);
  EXPECT_EQ(ensemble.sampling.design, study::Design::latin_hypercube);
  EXPECT_EQ(ensemble.threads, 2U);
  EXPECT_TRUE(ensemble.json);
}

TEST(Arguments, OfAnEnsembleThatKeepsItsFutures) {
  for (const auto& words : {std::vector<std::string>{"ensemble", "study", "--keep", "all.nc"},
                            {"ensemble", "study", "--output", "all.nc"},
                            {"ensemble", "study", "--keep", "--output", "all.nc"},
                            {"ensemble", "study", "--output", "all.nc", "--keep"}}) {
    EXPECT_EQ(parse(words).output, "all.nc");
    EXPECT_TRUE(parse(words).resume.empty());
  }
  const Arguments nowhere = parse({"ensemble", "study", "--keep"});
  EXPECT_TRUE(nowhere.keep);
  EXPECT_TRUE(nowhere.output.empty());
  EXPECT_EQ(parse({"ensemble", "study", "--resume", "a.nc.partial"}).resume, "a.nc.partial");
}

TEST(Arguments, OfAnEnsembleThatStopsByError) {
  const Arguments share = parse({"ensemble", "study", "--until-error", "2.5%"});
  EXPECT_TRUE(share.until_error->relative);
  EXPECT_DOUBLE_EQ(share.until_error->value, 0.025);
  const Arguments number =
      parse({"ensemble", "study", "--until-error", "1e3", "--error-of", "a@1"});
  EXPECT_FALSE(number.until_error->relative);
  EXPECT_EQ(number.until_error->value, 1000);
  EXPECT_EQ(number.error_of, "a@1");
  for (const auto* wrong : {"", "%", "-1", "0", "nan", "inf", "1 %", "much"}) {
    EXPECT_FALSE(parse_arguments({"ensemble", "study", "--until-error", wrong}).arguments) << wrong;
  }
}

TEST(Arguments, LeaveToTheStudyWhatTheyDoNotSay) {
  const Arguments claims = parse({"claims", "study"});
  EXPECT_FALSE(claims.sampling.members || claims.sampling.seed || claims.sampling.design);
  EXPECT_EQ(claims.threads, 0U);
}

TEST(Arguments, RefuseWhatIsNoNumber) {
  for (const auto* members : {"-5", "many", "1e3", ""}) {
    const Parsed parsed = parse_arguments({"ensemble", "study", "--members", members});
    EXPECT_FALSE(parsed.arguments) << members;
    EXPECT_EQ(parsed.exit, Exit::wrong_input) << members;
  }
}

TEST(ProgressLine, FitsItsTerminal) {
  EXPECT_EQ(progress_line("ensemble", 1040, 2000, 1.0, 200),
            "ensemble  52 % [==========          ]  1,040 of 2,000 futures, 1,040/s, 1 s left");
  EXPECT_EQ(progress_line("ensemble", 1040, 2000, 1.0, 45),
            "ensemble  52 % [==========          ]");
  EXPECT_EQ(
      progress_line("ensemble", 1040, 2000, 1.0, 200, "± 0.8 % of the median of fish in 2049"),
      "ensemble  52 % [==========          ]  1,040 of 2,000 futures, 1,040/s, 1 s left, "
      "± 0.8 % of the median of fish in 2049");
  EXPECT_EQ(progress_line("ensemble", 0, 2000, 1.0, 20), "ensemble   0 %");
  EXPECT_EQ(progress_line("e", 1, 7201, 1.0, 200),
            "e   0 % [                    ]  1 of 7,201 futures, 1/s, 2 h 00 min left");
}

}  // namespace
}  // namespace sluice::app
