#include "study/claim_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

constexpr std::string_view kClaim = R"toml([[claim]]
name = "hot"
definition = "In {horizon} it is {holds|degree} warmer."
opposite = "it is {-2.fails*10} colder from {from} to {2.at}"
horizons = ["2022-06", "2022-12"]
kind = "paired"
[[claim.leg]]
outcome = "warmth"
reduce = "mean"
from = ["2022-02", "2022-08"]
to = "horizon"
policy = "covered"
baseline = "as_made"
holds = ">= 1"
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-05"
policy = "covered"
holds = ">= 1"
fails = "<= -0.2"

[[outcome]])toml";

std::string with(std::string_view from, std::string_view to) {
  std::string claim(kClaim);
  const std::size_t at = claim.find(from);
  if (!from.empty()) claim.replace(at, from.size(), to);
  return claim;
}

TEST(ClaimWords, AreFilledWithDatesAndThresholds) {
  const auto study = read_tea(tea_with("[[outcome]]", with("", "")));
  ASSERT_TRUE(study.value);
  const Claim& claim = study.value->claims.front();
  EXPECT_EQ(in_words(claim.definition, claim, 0), "In June 2022 it is 1 degree warmer.");
  EXPECT_EQ(in_words(claim.definition, claim, 1), "In December 2022 it is 1 degree warmer.");
  EXPECT_EQ(in_words(claim.opposite, claim, 1), "it is 2 colder from August 2022 to May 2022");
  EXPECT_EQ(in_words(claim.definition, claim, {}), "In the month judged it is 1 degree warmer.");
  EXPECT_EQ(in_words("{from}, {1.to}", claim, {}),
            "February 2022 or August 2022, the month judged");
  Claim moved = claim;
  moved.legs[0].holds->value = 2.5;
  EXPECT_EQ(in_words(claim.definition, moved, 0), "In June 2022 it is 2.5 degrees warmer.");
  const Claim late = at_horizon(claim, 1);
  EXPECT_EQ(std::get<Date>(*late.legs[0].from).months, 2022 * 12 + 7);
  EXPECT_EQ(std::get<Date>(*late.legs[0].to).months, 2022 * 12 + 11);
}

TEST(ClaimWords, ThatTheClaimDoesNotHaveAreAMistake) {
  EXPECT_EQ(
      said_with("[[outcome]]", with("{holds|degree}", "{hold}")),
      R"(tea/study.toml:43:14: error T517: "definition" of claim "hot" asks for {hold}, which the claim does not have
   43 | definition = "In {horizon} it is {hold} warmer."
      |              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
mend: in braces may stand horizon, from, or a threshold such as holds, 2.fails or holds*100
)");
}

TEST(ClaimWords, ADateForEachHorizonIsNeeded) {
  EXPECT_THAT(
      said_with("[[outcome]]", with("[\"2022-02\", \"2022-08\"]", "[\"2022-02\"]")),
      ::testing::HasSubstr("\"from\" of leg 1 of claim \"hot\" has 1 dates, but its claim 2 "
                           "horizons\n"));
  EXPECT_THAT(
      said_with("[[outcome]]", with("[\"2022-02\", \"2022-08\"]", "[\"2022-02\", \"2023-08\"]")),
      ::testing::HasSubstr("the period of leg 1 of claim \"hot\" ends (2022-12) before it "
                           "begins (2023-08)"));
}

}  // namespace
}  // namespace sluice::study
