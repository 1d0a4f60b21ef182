#include <gtest/gtest.h>

#include "ensemble/tea_testing.h"

namespace sluice::ensemble {
namespace {

std::string said_of(const Checked<Bound>& bound) {
  std::string all;
  for (const Diagnostic& one : bound.diagnostics) all += to_text(one) + '\n';
  return all;
}

std::string said_with_study(std::string_view from, std::string_view to) {
  return said_of(bind_tea(tea_study_with(from, to), std::string(kTeaModel)));
}

std::string said_with_model(std::string_view from, std::string_view to) {
  return said_of(bind_tea(std::string(kTeaStudy), tea_model_with(from, to)));
}

TEST(Bind, EveryNameFindsItsCell) {
  const Bound bound = bound_tea();
  ASSERT_TRUE(bound.model);
  const auto name = [&](model::CellRef cell) {
    return bound.model->cell_name(bound.model->at(cell.variable), cell.cell);
  };
  EXPECT_EQ(name(bound.lever_cells.at(0)), "lid on cup");
  EXPECT_EQ(name(bound.uncertainty_cells.at(1)), "heat loss");
  EXPECT_EQ(name(bound.outcome_cells.at(0)), "Tea temperature[large]");
}

TEST(Bind, UnknownVariable) {
  EXPECT_EQ(said_with_study("\"heat loss\"", "\"heat los\""),
            R"(tea/study.toml:26:12: error M240: the model has no variable "heat los"
   26 | variable = "heat los"
      |            ^~~~~~~~~~
mend: did you mean "heat loss"?
)");
}

TEST(Bind, InputThatIsComputed) {
  EXPECT_EQ(
      said_with_study("\"heat loss\"", "\"cooling[small]\""),
      R"(tea/study.toml:26:12: error R601: uncertainty "loss" sets "cooling[small]", which the model computes
   26 | variable = "cooling[small]"
      |            ^~~~~~~~~~~~~~~~
why: only a constant can be set from outside
mend: name a constant, or give the model one that this variable multiplies or adds
)");
}

TEST(Bind, OutcomeThatIsATable) {
  EXPECT_EQ(
      said_with_study("\"Tea temperature[large]\"", "\"known temperatures\""),
      R"(tea/study.toml:43:12: error R601: outcome "warmth" reads "known temperatures", which is a table and no number
   43 | variable = "known temperatures"
      |            ^~~~~~~~~~~~~~~~~~~~
)");
}

TEST(Bind, ArrayWithoutElement) {
  EXPECT_EQ(
      said_with_study("temperature[large]", "temperature"),
      R"(tea/study.toml:43:12: error R602: outcome "warmth" needs one number, but "Tea temperature" has 2
   43 | variable = "Tea temperature"
      |            ^~~~~~~~~~~~~~~~~
mend: name an element, as in "Tea temperature[small]"
)");
}

TEST(Bind, UnitsThatDiffer) {
  EXPECT_EQ(
      said_with_study("unit = \"1/Month\"", "unit = \"1/year\""),
      R"(tea/study.toml:26:12: error R603: uncertainty "loss" has the unit "1/year", but "heat loss" in the model has "1/Month"
   26 | variable = "heat loss"
      |            ^~~~~~~~~~~
why: its numbers would be read in the wrong unit
)");
}

TEST(Bind, TheSameUnitInOtherWords) {
  EXPECT_EQ(said_with_study("unit = \"1/Month\"", "unit = \"1/months\""), "");
}

TEST(Bind, DefaultUnlikeTheModel) {
  EXPECT_EQ(
      said_with_model("lid on cup = 0", "lid on cup = 0.5"),
      R"(tea/study.toml:9:12: error R604: the default of lever "lid" is 0, but the model has lid on cup = 0.5
    9 | variable = "lid on cup"
      |            ^~~~~~~~~~~~
why: the model alone would run another policy than the study's baseline
mend: make the two numbers equal
)");
}

TEST(Bind, ModelFarFromItsDraws) {
  EXPECT_EQ(
      said_with_model("room temperature = 20", "room temperature = 293"),
      R"(tea/study.toml:18:12: warning R608: the model has room temperature = 293, but 99.8 % of the draws of uncertainty "room" lie between 13.8 and 26.2
   18 | variable = "room temperature"
      |            ^~~~~~~~~~~~~~~~~~
why: the model alone would run a future that the study takes for next to impossible
)");
}

TEST(Bind, TwoInputsOfOneCell) {
  EXPECT_EQ(
      said_with_study("variable = \"heat loss\"\nunit = \"1/Month\"",
                      "variable = \"Room  Temperature\"\nunit = \"degrees\""),
      R"(tea/study.toml:26:12: error T520: uncertainty "loss" sets "Room  Temperature", which uncertainty "room" sets too
   26 | variable = "Room  Temperature"
      |            ^~~~~~~~~~~~~~~~~~~
tea/study.toml:26:12: warning R608: the model has Room  Temperature = 20, but 99.8 % of the draws of uncertainty "loss" lie between 0.0272 and 0.368
   26 | variable = "Room  Temperature"
      |            ^~~~~~~~~~~~~~~~~~~
why: the model alone would run a future that the study takes for next to impossible
)");
}

TEST(Bind, TimeUnitsThatDiffer) {
  EXPECT_EQ(said_with_study("time_zero =", "time_unit = \"year\"\ntime_zero ="),
            R"(tea/study.toml: error R607: the model's time is in Month, the study's in year
why: dates would fall on the wrong model times
mend: set time_unit in [study], or the unit of TIME STEP in tea/tea.mdl
)");
}

TEST(Policy, ScenariosFillInDefaults) {
  const Bound bound = bound_tea();
  const auto covered = find_policy(*bound.study, "covered", {});
  ASSERT_TRUE(covered.value);
  EXPECT_EQ(covered.value->label, "Covered from June");
  EXPECT_EQ(std::get<double>(find_policy(*bound.study, "open", {}).value->settings.at(0)), 0);
}

TEST(Policy, UnknownScenario) {
  const Bound bound = bound_tea();
  const auto near = find_policy(*bound.study, "coverd", {});
  EXPECT_EQ(to_text(near.diagnostics.at(0)),
            "error R605: the study has no scenario \"coverd\"\nmend: did you mean \"covered\"?");
  const auto far = find_policy(*bound.study, "x", {});
  EXPECT_EQ(to_text(far.diagnostics.at(0)),
            "error R605: the study has no scenario \"x\"\nmend: its scenarios are: open, covered");
}

TEST(Policy, GridIsTheProductOfItsAxes) {
  study::Study study;
  study.levers.resize(3);
  for (std::size_t i = 0; i < 3; ++i) {
    study.levers[i].name = std::string(1, static_cast<char>('a' + i));
    study.levers[i].preset = static_cast<double>(i) * 10;
  }
  study.scenarios.resize(1);
  study.scenarios[0].name = "base";
  study.scenarios[0].settings["b"] = 5.0;
  study::Grid grid;
  grid.name = "g";
  grid.base = "base";
  grid.axes = {{"c", {1, 2}}, {"a", {0.5, 0.25, 0}}};
  const auto policies = policies_of(study, grid);
  ASSERT_EQ(policies.size(), 6U);
  EXPECT_EQ(policies[0].name, "g/1: c=1, a=0.5");
  EXPECT_EQ(policies[5].name, "g/6: c=2, a=0");
  const auto setting = [&](std::size_t policy, std::size_t lever) {
    return std::get<double>(policies[policy].settings[lever]);
  };
  EXPECT_EQ(setting(4, 0), 0.25);
  EXPECT_EQ(setting(4, 1), 5);
  EXPECT_EQ(setting(4, 2), 2);
}

}  // namespace
}  // namespace sluice::ensemble
