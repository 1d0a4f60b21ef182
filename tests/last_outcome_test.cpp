// An outcome of which the end of the run alone is shown, with the share in which it never comes.
#include "changed_fishery.h"
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kFish = "definition = \"Biomass of the stock.\"\n";

nlohmann::json fish_under_quota(const ChangedFishery& study) {
  const auto found = json_of(
      study.run({"ensemble", "fishery", "--scenario", "quota", "--members", "400", "--json"}));
  return found["scenarios"][0]["outcomes"][0];
}

TEST(LastOutcome, IsShownOfTheEndAlone) {
  const ChangedFishery plain(kFish, kFish);
  const auto every_year = fish_under_quota(plain);
  ASSERT_GT(every_year["years"].size(), 1U);
  const auto& at_end = every_year["years"].back();
  const double median = at_end["quantiles"][2];

  const ChangedFishery last(
      kFish, kFish + ("yearly = \"last\"\nnever = " + std::to_string(median) + "\n"));
  const auto shown = fish_under_quota(last);
  ASSERT_EQ(shown["years"].size(), 1U);
  EXPECT_EQ(shown["yearly"], "last");
  EXPECT_EQ(shown["years"][0]["year"], at_end["year"]);
  EXPECT_EQ(shown["years"][0]["quantiles"], at_end["quantiles"]);
  EXPECT_NEAR(shown["years"][0]["share_never"].get<double>(), 0.5, 0.01);

  const auto text = last.run({"ensemble", "fishery", "--scenario", "quota", "--members", "400"});
  EXPECT_THAT(text.output, HasSubstr("Fish in the sea (kt, as of the end), grade D (100 %)\n"));
  EXPECT_THAT(text.output, HasSubstr("not by then"));
  EXPECT_THAT(text.output, HasSubstr("Not by then in 50 % of futures."));
}

TEST(LastOutcome, IsADateWhereItsUnitIsAYear) {
  const ChangedFishery dated("variable = \"Fish\"\nlabel = \"Fish in the sea\"\nunit = \"kt\"\n",
                             "variable = \"First quota year\"\nlabel = \"First year\"\n"
                             "unit = \"Year\"\nyearly = \"last\"\nnever = 21\n");
  const auto text = dated.run({"ensemble", "fishery", "--members", "16", "--scenario", "quota"});
  EXPECT_EQ(text.exit, 0) << text.errors;
  EXPECT_THAT(text.output, HasSubstr("20.0"));
  EXPECT_THAT(text.output, HasSubstr("Not by then in 0 % of futures."));
  const auto compared = dated.run({"compare", "fishery", "quota", "open", "--members", "16"});
  EXPECT_EQ(compared.exit, 0) << compared.errors;
  EXPECT_THAT(compared.output, HasSubstr("What has not come about counts as coming with the end"));
}

}  // namespace
}  // namespace sluice::tests
