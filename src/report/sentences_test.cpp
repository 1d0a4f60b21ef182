// What the sentences of claims say of what is not certain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/claims_testing.h"

namespace sluice::report {
namespace {

using nlohmann::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Sentence, NamesTheMiddleOfABentEffectAndWhatCannotBeToldApart) {
  const auto claim = claim_named(study::ClaimKind::paired);
  auto answer = answer_of();
  answer.inputs[0].holds_when_middle = 1;
  answer.inputs[1] = {"price", 0.12, 0.7, 0.7, 0.2, 0.2, true, 0.7, 0.2, {"growth"}};
  EXPECT_THAT(sentence_of(fishery(), claim, answer),
              EndsWith(" It turns most on growth rate (holds in 100 % of futures where it is in "
                       "its middle fifth, 95 % where it is high, 20 % where it is low), then on "
                       "price (12 % of the variance, or on what is correlated with it: growth "
                       "rate)."));
}

TEST(Sentence, SaysWhyNothingIsNamed) {
  const auto claim = claim_named(study::ClaimKind::paired);
  auto answer = answer_of();
  answer.inputs.clear();
  answer.naming = analysis::Naming::too_few_differ;
  EXPECT_THAT(sentence_of(fishery(), claim, answer),
              EndsWith(" Too few futures answer otherwise to tell what decides it."));
  answer.naming = analysis::Naming::tied_points;
  EXPECT_THAT(sentence_of(fishery(), claim, answer),
              EndsWith(" What decides it cannot be told: the Sobol' points of 1 inputs are tied to "
                       "one another (design = \"latin-hypercube\" has no such ties)."));
  EXPECT_THAT(claims_text(kMaking, fishery(), {{"", "", {{&claim, {answer}}}}}, {}),
              HasSubstr("and inputs without any effect would be named. Set design = "));
  answer.share_holds = 0.96;
  EXPECT_THAT(sentence_of(fishery(), claim, answer), EndsWith("show no clear difference."));
}

TEST(Sentence, CountsTheFuturesLeftOut) {
  const auto claim = claim_named(study::ClaimKind::paired);
  auto answer = answer_of();
  answer.unusable = 33;
  EXPECT_THAT(printable_sentence(fishery(), claim, answer),
              StartsWith("Likely: in 70 ± 1.4 % of 1,000 simulated futures (33 more gave no usable "
                         "number) the stock is a fifth larger than without"));
  answer.verdict = "does not hold";
  EXPECT_THAT(printable_sentence(fishery(), claim, answer),
              StartsWith("Does not hold (whether it fails or makes no difference is undecided): "
                         "in 70"));
}

TEST(Sentence, OfAnExistenceClaimCountsThePoliciesThatDoAsWell) {
  const auto claim = claim_named(study::ClaimKind::exists);
  auto answer = answer_of();
  answer.best_policy = "grid/1";
  answer.clairvoyant_share = 1;
  answer.tied = {"grid/1", "grid/4", "grid/7"};
  EXPECT_THAT(
      printable_sentence(fishery(), claim, answer),
      HasSubstr("the policy that does it most often (grid/1; one of 3 that do as well within "
                "the error), chosen"));
  const json found = json::parse(claims_json(kMaking, fishery(), {{"", "", {{&claim, {answer}}}}}));
  EXPECT_EQ(found["views"][0]["claims"][0]["answers"][0]["tied"],
            json({"grid/1", "grid/4", "grid/7"}));
}

TEST(Sentence, OfADominanceClaimSaysWhichCountDoesWhatAgainstWhom) {
  auto claim = claim_named(study::ClaimKind::dominance);
  claim.baselines = {"ban", "steady"};
  claim.legs.resize(2);
  claim.legs[0].outcome = "fish";
  claim.legs[1].outcome = "money";
  auto answer = answer_of();
  const std::size_t all = answer.holds + answer.fails + answer.no_difference;
  answer.legs = {{0, 0, all, 0}, {0, all, 0, 0}, {0, 0, all, 0}, {0, 0, all, 0}};
  study::Study study = fishery();
  study.outcomes.resize(1);
  study.outcomes[0].name = "money";
  study.outcomes[0].label = "Profit";
  const std::string sentence = printable_sentence(study, claim, answer);
  EXPECT_THAT(sentence, HasSubstr("Against \"ban\": worse on \"Profit\" in none, better in all; "
                                  "\"fish\" within the dead band in all. "));
  EXPECT_THAT(sentence, HasSubstr("Against \"steady\": every count within its dead band in all."));
  const json found = json::parse(claims_json(kMaking, study, {{"", "", {{&claim, {answer}}}}}));
  const auto& metrics = found["views"][0]["claims"][0]["answers"][0]["metrics"];
  EXPECT_EQ(metrics[1]["baseline"], "ban");
  EXPECT_EQ(metrics[1]["outcome"], "money");
  EXPECT_EQ(metrics[1]["better"], all);
  EXPECT_EQ(metrics[2]["baseline"], "steady");
}

TEST(Sentence, OfAnExistenceClaimNamesWhatItsPoliciesHaveInCommon) {
  study::Study study = fishery();
  study.grids.push_back({"quotas", "closed", {}, {}});
  study.scenarios.resize(1);
  study.scenarios[0].name = "closed";
  study.scenarios[0].label = "no nets";
  auto claim = claim_named(study::ClaimKind::exists);
  claim.grid = "quotas";
  auto answer = answer_of();
  answer.best_policy = "quotas/1: quota=20";
  answer.clairvoyant_share = 1;
  EXPECT_THAT(printable_sentence(study, claim, answer), HasSubstr("most often (quota = 20)"));
  study.scenarios[0].settings.emplace("nets", 0.0);
  EXPECT_THAT(printable_sentence(study, claim, answer),
              HasSubstr("most often (on top of \"no nets\": quota = 20)"));
}

}  // namespace
}  // namespace sluice::report
