// An XMILE model as a user meets it: alone, as the model of a study, in a rerun.
#include "commands_testing.h"

namespace sluice::tests {
namespace {

constexpr const char* kModel = R"(<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" xmlns:isee="http://iseesystems.com/XMILE">
  <header><vendor>isee systems, inc.</vendor><product version="3.0" lang="en">Stella Architect</product></header>
  <sim_specs method="Euler" time_units="Month"><start>0</start><stop>3</stop><dt>1</dt></sim_specs>
  <isee:prefs show_module_prefix="true"/>
  <model_units><unit name="litres"><eqn/><alias>litre</alias></unit></model_units>
  <model>
    <variables>
      <module name="tank"><connect to="tank.rain" from=".rain"/></module>
      <aux name="rain" access="output"><eqn>8</eqn><units>litres/month</units></aux>
    </variables>
  </model>
  <model name="tank">
    <variables>
      <aux name="rain" access="input"><eqn>0</eqn><units>litres/month</units></aux>
      <stock name="Water"><eqn>0</eqn><inflow>rain</inflow><outflow>leaking</outflow>
        <doc>What stands in the tank</doc><units>litre</units></stock>
      <flow name="leaking"><eqn>Water * IF TIME &gt; 0 THEN leak ELSE 0</eqn><units>litres/month</units></flow>
      <aux name="leak"><eqn>0.5</eqn><units>1/month</units></aux>
    </variables>
  </model>
</xmile>
)";

constexpr const char* kStudy = R"([study]
name = "Tank"
model = "tank.stmx"
time_zero = "2022-01"
members = 4

[[uncertainty]]
name = "leak"
variable = "tank.leak"
unit = "1/month"
grade = "D"
note = "a guess"
distribution = { kind = "uniform", min = 0.4, max = 0.6 }

[[outcome]]
name = "water"
variable = "tank.Water"
unit = "litre"
)";

TEST(XmileModel, RunsAndIsExplained) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "tank.stmx", kModel);
  const Finished run =
      run_sluice(scratch.path(), {"run", "tank.stmx", "--variables", "tank.Water,tank.leaking"});
  EXPECT_EQ(run.errors, "");
  EXPECT_EQ(run.output, "Time,tank.Water,tank.leaking\n0,0,0\n1,8,4\n2,12,6\n3,14,7\n");
  const Finished set = run_sluice(
      scratch.path(), {"run", "tank.stmx", "--set", "tank.leak=1", "--variables", "tank.Water"});
  EXPECT_EQ(set.output, "Time,tank.Water\n0,0\n1,8\n2,8\n3,8\n");
  const Finished explained = run_sluice(scratch.path(), {"explain", "tank.stmx", "tank.leaking"});
  EXPECT_EQ(explained.exit, 0) << explained.errors;
  EXPECT_THAT(explained.output,
              testing::HasSubstr("tank.leaking = Water * IF TIME > 0 THEN leak ELSE 0"));
  const Finished stock = run_sluice(scratch.path(), {"explain", "tank.stmx", "tank.Water"});
  EXPECT_THAT(stock.output, testing::HasSubstr("tank.Water starts at 0, + rain - leaking"));
  EXPECT_THAT(stock.output, testing::HasSubstr("What stands in the tank"));
}

TEST(XmileModel, IsTheModelOfAStudyAndOfARerun) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "tank.stmx", kModel);
  write_text(scratch.path() / "study.toml", kStudy);
  const Finished checked = run_sluice(scratch.path(), {"check", "."});
  EXPECT_EQ(checked.exit, 0) << checked.output << checked.errors;
  const Finished ran = run_sluice(scratch.path(), {"ensemble", ".", "--output", "all.nc"});
  ASSERT_EQ(ran.exit, 0) << ran.errors;
  const Finished again = run_sluice(scratch.path(), {"rerun", "all.nc"});
  EXPECT_EQ(again.exit, 0) << again.output << again.errors;
}

// A list that a belt starts with is read by steps, in both formats.
TEST(FromXmile, ListsOfBeltsComeBack) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "x.xmile",
             "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
             "<sim_specs><start>0</start><stop>4</stop><dt>1</dt></sim_specs><model><variables>"
             "<stock name=\"S\"><eqn>4, 2, 7</eqn><inflow>in</inflow><outflow>out</outflow>"
             "<conveyor><len>3</len></conveyor></stock><flow name=\"in\"><eqn>1</eqn></flow>"
             "<flow name=\"out\"/></variables></model></xmile>");
  ASSERT_EQ(run_sluice(scratch.path(), {"convert", "x.xmile", "a.mdl"}).exit, 0);
  ASSERT_EQ(run_sluice(scratch.path(), {"convert", "a.mdl", "again.xmile"}).exit, 0);
  for (const char* const file : {"x.xmile", "a.mdl", "again.xmile"}) {
    EXPECT_EQ(run_sluice(scratch.path(), {"run", file, "--variables", "S,out"}).output,
              "Time,S,out\n0,13,4\n1,10,2\n2,9,7\n3,3,1\n4,3,1\n");
  }
}

}  // namespace
}  // namespace sluice::tests
