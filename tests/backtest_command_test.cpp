// Back-tests as a command: what is met, what is foretold, and what could not be told apart.
#include "changed_fishery.h"
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;

TEST(BacktestCommand, GivesTheJointShareOfItsBoxes) {
  const auto found = json_of(fishery({"backtest", "fishery", "--json"}));
  const auto& backtest = found["backtests"][0];
  EXPECT_EQ(backtest["name"], "from_2010");
  EXPECT_EQ(backtest["verdict"], "met");
  EXPECT_EQ(backtest["joint_share"], backtest["boxes"][0]["share_inside"]);
  EXPECT_EQ(backtest["series"][0]["points"].size(), 1);  // that of 2015 alone
  EXPECT_THAT(fishery({"backtest", "fishery"}).output, HasSubstr("is needed: met."));
}

// The landings of 2015 as fitted to `fitted`, in a back-test that sets "price" and "Boat life".
std::size_t foretold_points(const std::string& fitted, const std::string& source) {
  const ChangedFishery study("# A teaching study", "# A study");
  write_text(study.folder() / "fishery" / "data" / "history.csv",
             "series,period_start,period_end,value,low,high,unit,source,fitted\n"
             "landings,2015-01,2015-12,90,,,kt," +
                 source + "," + fitted + "\n");
  const auto found = json_of(study.run({"backtest", "fishery", "--json"}));
  return found["backtests"][0]["series"][0]["held_out"].get<std::size_t>();
}

TEST(BacktestCommand, HoldsOutWhatAllThatWasFittedToItForetells) {
  EXPECT_EQ(foretold_points("Boat life", "a log book"), 1U);
  EXPECT_EQ(foretold_points("Boat life; Price", "a log book"), 1U);
  EXPECT_EQ(foretold_points("Boat life; Growth rate", "a log book"), 0U);  // left as it is
  EXPECT_EQ(foretold_points("a guess", "a log book"), 0U);
  EXPECT_EQ(foretold_points("Boat life", "FI001"), 0U);  // the growth rate rests on that row
}

// The landings of 2015 are fitted to what the back-test sets; row FI003 of `facts` is theirs alone.
std::size_t foretold_points(const ChangedFishery& study) {
  const auto data = study.folder() / "fishery" / "data";
  write_text(data / "facts.csv",
             "id,quantity,value,low,high,unit,source,quality,source_date\n"
             "FI001,growth rate of a small stock,0.35,0.2,0.6,1/year,invented,invented,2009-06\n"
             "FI002,carrying capacity,1000,700,1400,kt,invented,invented,2009-06\n"
             "FI003,landings,90,,,kt,invented,invented,2016-01\n");
  write_text(data / "history.csv",
             "series,period_start,period_end,value,low,high,unit,source,fitted\n"
             "landings,2015-01,2015-12,90,,,kt,FI003,Boat life\n");
  const auto found = json_of(study.run({"backtest", "fishery", "--json"}));
  return found["backtests"][0]["series"][0]["held_out"].get<std::size_t>();
}

TEST(BacktestCommand, ALeverThatActsLaterBearsOnNothing) {
  // The quota binds from 2020 on, the landings are of 2015.
  EXPECT_EQ(foretold_points(ChangedFishery("binds nobody. Source: invented for teaching",
                                           "binds nobody. Source: FI003", "model.mdl")),
            1U);
  EXPECT_EQ(foretold_points(ChangedFishery("In 2000. Source: invented for teaching",
                                           "In 2000. Source: FI003", "model.mdl")),
            0U);
}

TEST(BacktestCommand, AnInputRestsOnTheNoteOfItsVariableToo) {
  EXPECT_EQ(foretold_points(ChangedFishery("What the ground can feed. Source: FI002",
                                           "What the ground can feed. Source: FI002, FI003",
                                           "model.mdl")),
            0U);
}

// `set` of the two kinds of gear are set by the back-test; their note cites the row.
std::size_t foretold_with_gear(const std::string& set) {
  const ChangedFishery study("Catchability = 0.0018\n",
                             "Kind: nets, lines\n\t~\n\t~\tOf gear.\n\t|\n\n"
                             "Gear[Kind] = 1, 2\n\t~\tDmnl\n\t~\tSource: FI003. Grade: D\n\t|\n\n"
                             "Gear used = SUM(Gear[Kind!]) / 3\n\t~\tDmnl\n\t~\tOf both.\n\t|\n\n"
                             "Catchability = 0.0018\n",
                             "model.mdl");
  const auto folder = study.folder() / "fishery";
  std::string model = text_in(folder / "model.mdl"), text = text_in(folder / "study.toml");
  const std::string catch_text = "Possible catch = Catchability * Boats * Fish";
  model.replace(model.find(catch_text), catch_text.size(), catch_text + " * Gear used");
  const std::string price = "price = 2                 # believed then\n";
  text.replace(text.find(price), price.size(), price + set);
  write_text(folder / "model.mdl", model);
  write_text(folder / "study.toml", text);
  return foretold_points(study);
}

TEST(BacktestCommand, AnArrayOfWhichOneElementIsSetIsNotSet) {
  EXPECT_EQ(foretold_with_gear("\"Gear[nets]\" = 1\n"), 0U);
  EXPECT_EQ(foretold_with_gear("\"Gear[nets]\" = 1\n\"Gear[lines]\" = 2\n"), 1U);
}

TEST(BacktestCommand, MovesADateByAUnitOfTime) {
  // A tenth of 17.2 earlier, the quota would bind from the middle of 2015 on; a year earlier not.
  const ChangedFishery study("First quota year = 20", "First quota year = 17.2", "model.mdl");
  const auto folder = study.folder() / "fishery";
  std::string model = text_in(folder / "model.mdl"), text = text_in(folder / "study.toml");
  const std::string note = "whatever the quota. Source: invented for teaching";
  model.replace(model.find(note), note.size(), "whatever the quota. Source: FI003");
  const std::string price = "price = 2                 # believed then\n";
  text.replace(text.find(price), price.size(), price + "quota = 10\n");
  write_text(folder / "model.mdl", model);
  write_text(folder / "study.toml", text);
  EXPECT_EQ(foretold_points(study), 1U);  // writes the row FI003; the date bears on nothing
  const auto late =
      json_of(study.run({"backtest", "fishery", "--json"}))["backtests"][0]["late_inputs"];
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0]["name"], "First quota year");
  EXPECT_EQ(late[0]["effect"], 0);
}

TEST(BacktestCommand, NamesFirstWhatMovesItsBoxesMost) {
  const ChangedFishery study("# A teaching study", "# A study");
  write_text(study.folder() / "fishery" / "data" / "facts.csv",
             "id,quantity,value,low,high,unit,source,quality,source_date\n"
             "FI001,growth rate of a small stock,0.35,0.2,0.6,1/year,invented,invented,2015-06\n"
             "FI002,carrying capacity,1000,700,1400,kt,invented,invented,2015-06\n");
  const auto found = json_of(study.run({"backtest", "fishery", "--json"}));
  const auto& late = found["backtests"][0]["late_inputs"];
  ASSERT_EQ(late.size(), 2U);
  EXPECT_GT(late[1]["effect"], 0.01);
  EXPECT_GE(late[0]["effect"], late[1]["effect"]);
  EXPECT_THAT(study.run({"backtest", "fishery"}).output,
              HasSubstr("not set here, first those that move a box most"));
}

TEST(BacktestCommand, EndsWithOneWhereTheObservedIsTooUnlikely) {
  const ChangedFishery changed("low = 75", "low = 104.9");
  const Finished found = changed.run({"backtest", "fishery"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.errors,
            "fishery/study.toml:283:8: error A820: what came after 2010-12 falls into the boxes of "
            "back-test \"from_2010\" in 0 of 500 futures, less than the 0.05 that are needed\n"
            "  283 | name = \"from_2010\"\n"
            "      |        ^~~~~~~~~~~\n"
            "mend: what was believed then, or the model, makes the observed next to impossible\n");
}

TEST(BacktestCommand, CondemnsNoShareWithinItsErrorOfWhatIsNeeded) {
  const ChangedFishery changed("low = 75", "low = 101");
  const Finished found = changed.run({"backtest", "fishery"});
  EXPECT_EQ(found.exit, 0) << found.errors;
  EXPECT_THAT(found.output, HasSubstr("(19 of 500), where 5 % is needed: too close to tell."));
  EXPECT_EQ(found.errors, "");
}

TEST(BacktestCommand, NamesWhatIsUnknown) {
  expect_wrong(fishery({"backtest", "fishery", "--backtest", "from_2011"}),
               "--backtest: error A806: the study has no back-test \"from_2011\"\n"
               "mend: did you mean \"from_2010\"?\n");
  expect_wrong(data({"backtest", "slow"}),
               "slow: error A808: this study has no back-tests\n"
               "mend: add [[backtest]] entries to study.toml\n");
}

}  // namespace
}  // namespace sluice::tests
