// What is printed of claims: text to the letter, and JSON.
#include "report/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/claims_testing.h"

namespace sluice::report {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ClaimsText, PrintsTheTableAndASentenceAClaim) {
  const auto claim = claim_named(study::ClaimKind::paired);
  EXPECT_EQ(
      claims_text(kMaking, fishery(), {{"", "", {{&claim, {answer_of()}}}}}, {}),
      "Fishery: 1,000 futures, scrambled Sobol' design, seed 7\n"
      "\n"
      "claim          horizon       holds       fails  no difference  verdict  decided most by "
      "(share of variance)\n"
      "saved.A Stock  2030-12  70 ± 1.4 %  20 ± 1.3 %     10 ± 0.9 %  likely   growth 41 %\n"
      "± is the Monte Carlo standard error of the share (binomial; an upper bound for this "
      "design).\n"
      "decided most by: an input without any effect is named in at most 1 % of the answers.\n"
      "\n"
      "Does a quota save the stock?\n"
      "  saved.A (Stock), 2030-12. Likely: in 70 ± 1.4 % of 1,000 simulated futures the stock is a "
      "fifth larger than without; 20 ± 1.3 % fail this test and 10 ± 0.9 "
      "% show no clear difference. It turns most on growth rate (holds in 95 % of futures where "
      "it is high, 20 % where it is low).\n");
}

TEST(ClaimsText, ShowsEveryWorldview) {
  const auto claim = claim_named(study::ClaimKind::paired);
  const auto text = claims_text(
      kMaking, fishery(),
      {{"", "", {{&claim, {answer_of()}}}}, {"bleak", "", {{&claim, {answer_of()}}}}}, {});
  EXPECT_NE(text.find("By worldview: holds / fails / no difference, % of futures\n"
                      "claim          horizon     study     bleak\n"
                      "saved.A Stock  2030-12  70/20/10  70/20/10\n"),
            std::string::npos)
      << text;
}

TEST(ClaimsText, ShowsWhatAGridCanReach) {
  auto claim = claim_named(study::ClaimKind::exists);
  claim.legs.resize(1);
  claim.legs[0].outcome = "stock";
  auto answer = answer_of();
  answer.best_policy = "grid/1: quota=20";
  answer.clairvoyant_share = 0.9;
  answer.frontier = {{"grid/1: quota=20", 0.7, {800}}, {"grid/3: quota=60", 0.4, {650.5}}};
  const auto text = claims_text(kMaking, fishery(), {{"", "", {{&claim, {answer}}}}}, {});
  EXPECT_NE(text.find("Frontier of saved.A, 2030-12: policies that no other one of the grid beats\n"
                      "policy            holds  median of stock\n"
                      "grid/1: quota=20   70 %              800\n"
                      "grid/3: quota=60   40 %              650\n"),
            std::string::npos)
      << text;
}

TEST(Sentence, OfAnExistenceClaimNamesThePolicyAndTheBound) {
  auto claim = claim_named(study::ClaimKind::exists);
  claim.definition = "Some quota keeps the stock.";
  claim.share_needed = 0.5;
  auto answer = answer_of();
  answer.horizon = "";
  answer.verdict = "met";
  answer.best_policy = "grid/3: quota=20, fee=1";
  answer.clairvoyant_share = 0.9;
  study::Study study = fishery();
  study.levers.resize(1);
  study.levers[0].name = "quota";
  study.levers[0].label = "Quota a year";
  EXPECT_EQ(
      printable_sentence(study, claim, answer),
      "Met: asked is whether some quota keeps the stock in at least 50 % of the futures; the "
      "policy that does it most often (Quota a year = 20; fee = 1), chosen on one half of the "
      "futures and scored on the other, does it in 70 ± 1.4 % of 1,000 simulated ones; "
      "choosing a policy for each future with hindsight would do it in 90 %, which is a bound "
      "and not an answer.");
  answer.halves_agree = false;
  EXPECT_EQ(
      printable_sentence(study, claim, answer),
      "Met: asked is whether some quota keeps the stock in at least 50 % of the futures; "
      "policies chosen on one half of the futures and scored on the other do it in 70 ± 1.4 % "
      "of 1,000 simulated ones (the halves choose differently; over all, most often Quota a "
      "year = 20; fee = 1); choosing a policy for each future with hindsight would do it in "
      "90 %, which is a bound and not an answer.");
  answer.clairvoyant_share = 0;
  EXPECT_EQ(printable_sentence(study, claim, answer),
            "Met: asked is whether some quota keeps the stock in at least 50 % of the futures; no "
            "policy of the grid does it in any of 1,000 simulated futures.");
}

TEST(Sentence, SaysBothSidesWithTheThresholdsThatWereTested) {
  auto claim = claim_named(study::ClaimKind::paired);
  claim.definition = "In {horizon} the stock is {holds*100} % of what it was or more.";
  claim.opposite = "it is {fails*100} % or less";
  claim.horizons = {{2030 * 12 + 11}};
  claim.legs.resize(1);
  claim.legs[0].holds = study::Bound{study::Bound::Relation::at_least, 1.2};
  claim.legs[0].fails = study::Bound{study::Bound::Relation::at_most, 0.8};
  auto answer = answer_of();
  EXPECT_EQ(
      printable_sentence(fishery(), claim, answer),
      "Likely: in 70 ± 1.4 % of 1,000 simulated futures in December 2030 the stock is 120 % of "
      "what it was or more; in 20 ± 1.3 % it is 80 % or less; and in 10 ± 0.9 % neither.");
  answer.holds = 0;
  answer.fails = 440;
  answer.no_difference = 560;
  answer.verdict = "toss-up";
  EXPECT_EQ(printable_sentence(fishery(), claim, answer),
            "Toss-up between no difference and failing: in none of 1,000 simulated futures in "
            "December 2030 the stock is 120 % of what it was or more; in 44 ± 1.3 % it is 80 % or "
            "less; and in 56 ± 0.9 % neither.");
  answer.verdict = "likely";
  answer.fails = 0;
  answer.no_difference = 1000;
  claim.legs[0].holds->value = 1.5;
  answer.inputs[0] = {"growth", 0.3, 0, 0.01, 0, 0, true, 0, 0, {}};
  EXPECT_EQ(sentence_of(fishery(), claim, answer),
            "saved.A (Stock), 2030-12. Likely: in none of 1,000 simulated futures in December 2030 "
            "the stock is 150 % of what it was or more; and in none it is 80 % or less. It turns "
            "most on growth rate (30 % of the variance).");
}

study::Claim two_parts() {
  auto claim = claim_named(study::ClaimKind::paired);
  claim.definition = "The gate saves the fish.";
  claim.opposite = "it does not";
  claim.legs.resize(2);
  claim.legs[0].label = "an open sea loses them";
  claim.legs[1].label = "the gate keeps them";
  return claim;
}

analysis::ClaimAnswer failing_by_its_second_part() {
  auto answer = answer_of();
  answer.holds = 5;
  answer.fails = 690;
  answer.no_difference = 305;
  answer.verdict = "likely not";
  answer.legs = {{460, 0, 540, 0}, {310, 690, 0, 690}};
  return answer;
}

TEST(Sentence, SaysByWhichPartAClaimFails) {
  EXPECT_EQ(
      printable_sentence(fishery(), two_parts(), failing_by_its_second_part()),
      "Likely not, by the part \"the gate keeps them\" alone: in 5 of 1,000 simulated futures "
      "the gate saves the fish; in 69 ± 1.3 % it does not; and in 30 ± 0.9 % neither. Part by "
      "part, \"an open sea loses them\" holds in 46 ± 1.6 % and fails in none; \"the gate "
      "keeps them\" holds in 31 ± 1.5 % and fails in 69 ± 1.5 %.");
}

TEST(Sentence, NamesNoPartWhereSeveralFail) {
  auto answer = failing_by_its_second_part();
  answer.legs = {{310, 690, 0, 345}, {310, 690, 0, 345}};
  EXPECT_FALSE(failing_part(answer));
  EXPECT_THAT(printable_sentence(fishery(), two_parts(), answer),
              StartsWith("Likely not: in 5 of"));
}

TEST(ClaimsText, MarksTheVerdictThatComesFromOnePart) {
  const auto claim = two_parts();
  const std::string text =
      claims_text(kMaking, fishery(), {{"", "", {{&claim, {failing_by_its_second_part()}}}}}, {});
  EXPECT_THAT(text, HasSubstr("likely not (part 2)"));
  EXPECT_THAT(text, HasSubstr("(part N): the claim has several parts and fails by this one alone"));
}

TEST(Sentence, OfAClaimWithoutUsableFuturesSaysSo) {
  study::Claim claim;
  claim.name = "helps";
  analysis::ClaimAnswer answer;
  answer.unusable = 1000;
  answer.verdict = "cannot be told";
  EXPECT_EQ(sentence_of(fishery(), claim, answer),
            "helps. Cannot be told: none of the 1,000 simulated futures gave a number that this "
            "claim can be judged by.");
}

TEST(Sentence, SaysWhetherOtherWorldviewsAnswerAsThisOne) {
  const auto claim = claim_named(study::ClaimKind::paired);
  auto other = answer_of();
  other.verdict = "toss-up";
  const WorldviewAnswers own{"", "", {{&claim, {answer_of()}}}};
  const WorldviewAnswers same{"bleak", "Bleak", {{&claim, {answer_of()}}}};
  const WorldviewAnswers unlike{"rosy", "Rosy", {{&claim, {other}}}};
  EXPECT_EQ(worldviews_sentence({own, same}, 0, 0),
            "The verdict is \"likely\" under the other worldview too.");
  EXPECT_EQ(worldviews_sentence({own, same, unlike}, 0, 0),
            "Under other worldviews: \"toss-up\" under Rosy; as here under the rest.");
}

TEST(ClaimsJson, HoldsTheAnswerAndItsInputs) {
  const auto claim = claim_named(study::ClaimKind::exists);
  const json found =
      json::parse(claims_json(kMaking, fishery(), {{"", "", {{&claim, {answer_of()}}}}}));
  const json& answer = found["views"][0]["claims"][0]["answers"][0];
  EXPECT_EQ(answer["share_holds"], 0.7);
  EXPECT_EQ(answer["verdict"], "likely");
  EXPECT_EQ(answer["inputs"][0]["uncertainty"], "growth");
  EXPECT_EQ(answer["share_needed"], 0.5);
}

}  // namespace
}  // namespace sluice::report
