// Conveyors by their laws: what enters leaves, whatever the transit time, the zones and the step;
// and a transit time that could change but does not gives the numbers of one that cannot.
#include <algorithm>
#include <numeric>
#include <random>

#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

struct Belt {
  double length = 1, start = 0, fraction = 0, from = 0, to = 1, second = 0;
  bool exponential = false;
};

// Inflow until time 4; what may change in the run is written with `more`.
std::string belt_model(const Belt& belt, const std::string& more) {
  std::string text = format(
      "<stock name=\"C\"><eqn>{}</eqn><inflow>in</inflow><outflow>out</outflow>"
      "<outflow>leak</outflow><outflow>more leak</outflow><conveyor exponential_leak=\"{}\">"
      "<len>{}{}</len></conveyor></stock>\n",
      belt.start, belt.exponential ? "true" : "false", belt.length, more);
  text += flow("in", "IF TIME &lt; 4 THEN 10 + 3 * TIME ELSE 0") + "<flow name=\"out\"/>";
  text +=
      format("<flow name=\"leak\" leak_start=\"{}\" leak_end=\"{}\"><eqn>{}</eqn><leak/></flow>\n",
             belt.from, belt.to, belt.fraction);
  return text + format("<flow name=\"more leak\"><eqn>{}</eqn><leak/></flow>\n", belt.second);
}

Belt random_belt(std::mt19937& chance) {
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(chance);
  };
  Belt belt;
  belt.length = between(0.05, 5);
  belt.start = between(0, 20);
  belt.exponential = chance() % 2 == 0;
  belt.fraction = between(0, 0.6);
  belt.second = chance() % 2 == 0 ? 0 : between(0, 0.4);
  const double a = between(0, 1), b = between(0, 1);
  if (chance() % 3 != 0) belt.from = std::min(a, b);
  if (chance() % 3 != 0) belt.to = std::max(a, b);
  return belt;
}

const char* const kOfBelt[] = {"C", "out", "leak", "more leak"};

// One row after the other.
std::vector<double> run_belt(const std::string& variables, Clock clock) {
  const model::Model model = xmile_model(xmile_file(variables, clock));
  Options options;
  for (const char* name : kOfBelt) options.outputs.push_back(cell(model, name));
  const program::Program program = lowered(model, options);
  return program::run_member(program, program::central_inputs(program));
}

TEST(XmileConveyors, KeepWhatEntersWhateverTheirLength) {
  std::mt19937 chance(11);
  for (int trial = 0; trial < 40; ++trial) {
    const Belt belt = random_belt(chance);
    const double steps[] = {0.25, 0.3, 0.5, 1};
    const Clock clock{12, steps[trial % 4]};
    SCOPED_TRACE(belt_model(belt, "") + format("dt {}", clock.time_step));
    const std::vector<double> values = run_belt(belt_model(belt, ""), clock);
    EXPECT_THAT(values, Pointwise(DoubleNear(1e-9), run_belt(belt_model(belt, "+TIME*0"), clock)));
    EXPECT_GE(*std::min_element(values.begin(), values.end()), -1e-9);
    const std::size_t row = values.size() / std::size(kOfBelt);
    for (std::size_t end = row; end <= values.size(); end += row) {
      EXPECT_NEAR(values[end - 1], 0, 1e-9) << "nothing is left at the end";
    }
  }
}

std::string with_leak(const std::string& start, const std::string& inflow,
                      const std::string& length, const std::string& zone) {
  return format(
             "<stock name=\"C\"><eqn>{}</eqn><inflow>in</inflow><outflow>out</outflow>"
             "<outflow>leak</outflow><conveyor><len>{}</len></conveyor></stock>",
             start, length) +
         flow("in", inflow) + "<flow name=\"out\"/><flow name=\"leak\"" + zone +
         "><eqn>0.4</eqn><leak/></flow>";
}

// Two of the three slats lie in the first half: 2 leak from each, for two steps.
TEST(XmileConveyors, LeakAllOfTheirFractionInAZone) {
  for (const char* length : {"3", "3+TIME*0"}) {
    const std::string model =
        with_leak("0", "PULSE(10,1,0)", length, " leak_start=\"0\" leak_end=\"0.5\"");
    EXPECT_THAT(xmile_values(model, "leak", {6}), ElementsAre(0, 0, 2, 2, 0, 0, 0)) << length;
    EXPECT_THAT(xmile_values(model, "out", {6}), ElementsAre(0, 0, 0, 0, 6, 0, 0)) << length;
  }
}

// 1.3 is two steps of 0.5 and a bit: three.
TEST(XmileConveyors, RoundTheirTransitTimeToWholeSteps) {
  const std::string model =
      "<stock name=\"C\"><eqn>9</eqn><inflow>in</inflow><outflow>out</outflow>"
      "<conveyor><len>L</len></conveyor></stock>" +
      flow("in", "0") + "<flow name=\"out\"/>" + aux("L", "1.3");
  EXPECT_THAT(xmile_values(model, "C", {2, 0.5}), ElementsAre(9, 6, 3, 0, 0));
  const model::Model read = xmile_model(xmile_file(model, {2, 0.5}));
  Options options;
  options.inputs.push_back({cell(read, "L"), program::InputKind::uniform});
  options.outputs = {cell(read, "C")};
  const program::Program program = lowered(read, options);
  program::MemberInputs inputs = program::central_inputs(program);
  inputs.values = {0.9};
  EXPECT_THAT(program::run_member(program, inputs), ElementsAre(9, 4.5, 0, 0, 0));
}

// Most of it never comes off, but all of it leaks.
TEST(XmileConveyors, LeakFromABeltThatIsLongerThanTheRun) {
  std::mt19937 chance(5);
  for (int trial = 0; trial < 8; ++trial) {
    Belt belt = random_belt(chance);
    belt.length *= 25;
    SCOPED_TRACE(belt_model(belt, ""));
    const Clock clock{12, 0.25};
    const std::vector<double> values = run_belt(belt_model(belt, ""), clock);
    for (const char* more : {"+TIME*0", "*MIN(1, 2+STEP(3, 99))", "+0*TIME"}) {
      EXPECT_THAT(values, Pointwise(DoubleNear(1e-9), run_belt(belt_model(belt, more), clock)));
    }
  }
}

// 2000 steps, and never more than 3 units of time on the belt.
TEST(XmileConveyors, MayChangeInALongRun) {
  const auto model = [](const std::string& length) { return with_leak("12", "10", length, ""); };
  EXPECT_THAT(xmile_values(model("3+STEP(0, 5)"), "C", {500, 0.25}),
              Pointwise(DoubleNear(1e-9), xmile_values(model("3"), "C", {500, 0.25})));
}

std::string conveyor(const std::string& start, const std::string& length,
                     const std::string& discrete = "false") {
  return format(
             "<stock name=\"C\"><eqn>{}</eqn><inflow>in</inflow><outflow>out</outflow>"
             "<conveyor discrete=\"{}\"><len>{}</len></conveyor></stock>",
             start, discrete, length) +
         flow("in", "10") + "<flow name=\"out\"/>";
}

// All of 4, 2, 7 comes off where steps do not fill the unit of time: then what entered in 3 units
// lies there, or, of steps of 2, in 4.
TEST(XmileConveyors, ThatStartWithAListInStepsThatDoNotDivideIt) {
  for (const char* list : {"4, 2, 7", "a, a / 2, 7"}) {
    const std::string slow = conveyor(list, "3") + aux("a", "4");
    EXPECT_NEAR(xmile_values(slow, "C", {6, 0.3}).back(), 30, 1e-9);
    EXPECT_THAT(xmile_values(slow, "out", {8, 2}), ElementsAre(3, 3.5, 10, 10, 10));
    EXPECT_THAT(xmile_values(slow, "C", {8, 2}), ElementsAre(13, 27, 40, 40, 40));
    const std::string lumps = conveyor(list, "3", "true") + aux("a", "4");
    EXPECT_NEAR(xmile_values(lumps, "C", {6, 0.3}).back(), 30, 1e-9);
    EXPECT_THAT(xmile_values(lumps, "out", {4, 2}), ElementsAre(3, 3.5, 10));
  }
  // Of the second value half is on the belt.
  EXPECT_THAT(xmile_values(conveyor("4, 2, 7", "1.5", "true"), "C", {2, 0.5}),
              ElementsAre(5, 6, 11, 15, 15));
}

// Each value comes off in one unit of time, evenly over its steps; then what entered.
TEST(XmileConveyors, MayStartWithAList) {
  EXPECT_THAT(xmile_values(conveyor("4, 2, 7", "3"), "out", {4}), ElementsAre(4, 2, 7, 10, 10));
  EXPECT_THAT(xmile_values(conveyor("4, 2, 7", "3"), "C", {4}), ElementsAre(13, 19, 27, 30, 30));
  EXPECT_THAT(xmile_values(conveyor("4, 2", "2"), "out", {2, 0.5}), ElementsAre(4, 4, 2, 2, 10));
  EXPECT_THAT(xmile_values(conveyor("4, 2", "2"), "C", {1, 0.5}), ElementsAre(6, 9, 12));
  // More than the belt is long is left out.
  EXPECT_THAT(xmile_values(conveyor("4, 2, 7", "1.5"), "out", {2, 0.5}),
              ElementsAre(4, 4, 2, 10, 10));
  EXPECT_THAT(xmile_values(conveyor("4, 2, 7", "1.5"), "C", {1, 0.5}), ElementsAre(5, 8, 11));
  EXPECT_THAT(xmile_values(conveyor("4, 2", "2", "true"), "out", {2, 0.5}),
              ElementsAre(8, 0, 4, 0, 10));
}

// 1, 2, and 2 again; an array's values stand as if they were written.
TEST(XmileConveyors, FillAShortListAndTakeASliceAsOne) {
  EXPECT_THAT(xmile_values(conveyor("1, 2", "3"), "out", {4}), ElementsAre(1, 2, 2, 10, 10));
  EXPECT_THAT(xmile_values(conveyor("1, 2", "3"), "C", {4}), ElementsAre(5, 14, 22, 30, 30));
  const std::string around =
      "<dimensions><dim name=\"P\" size=\"2\"/><dim name=\"Q\" size=\"3\"/></dimensions>";
  const std::string start =
      "<aux name=\"start\"><dimensions><dim name=\"P\"/><dim name=\"Q\"/></dimensions><eqn>1, 2, "
      "3, 4, 2, 7</eqn></aux>";
  EXPECT_THAT(xmile_values(conveyor("start[2, *]", "3") + start, "out", {4}, around),
              ElementsAre(4, 2, 7, 10, 10));
}

std::string said_of(const std::string& model) {
  SourceSet sources;
  const std::uint32_t file = sources.add("m.xmile", model);
  return texts_of(syntax::read_xmile(sources, file).diagnostics);
}

TEST(XmileConveyors, StartWithAListOfNumbersThatStay) {
  EXPECT_THAT(said_of(xmile_file(conveyor("4, -2, 7", "3"))),
              testing::HasSubstr("the conveyor \"C\" starts with -2\n"));
  EXPECT_THAT(said_of(xmile_file(conveyor("TIME, 2", "2"))),
              testing::HasSubstr("why: its values are numbers and constants, the same in the whole "
                                 "run\nmend: write a number, or a variable that is one\n"));
}

TEST(XmileQueues, RefuseALongList) {
  std::string list = "1";
  for (int i = 0; i < 20000; ++i) list += ", 1";
  EXPECT_THAT(said_of(xmile_file("<stock name=\"Q\"><eqn>" + list +
                                 "</eqn><outflow>take</outflow><queue/></stock><flow "
                                 "name=\"take\"/>")),
              testing::HasSubstr("the queue \"Q\" starts with 20001 values"));
}

// MIN bounds a transit time of which nothing is known.
TEST(XmileConveyors, MayBeBoundedByMin) {
  const std::string model = conveyor("0", "MIN(x, 10)") + "<stock name=\"x\"><eqn>2</eqn></stock>";
  EXPECT_THAT(said_of(xmile_file(model, {4000})), testing::Not(testing::HasSubstr("S179")));
}

// The conveyor takes one batch at a time: 3, then 5, then what came in.
TEST(XmileQueues, MayStartWithBatches) {
  const std::string model =
      "<stock name=\"Q\"><eqn>3, 5</eqn><inflow>in</inflow><outflow>take</outflow><queue/></stock>"
      "<stock name=\"C\"><eqn>0</eqn><inflow>take</inflow><outflow>out</outflow>"
      "<conveyor><len>2</len></conveyor></stock>" +
      flow("in", "1") + "<flow name=\"take\"/><flow name=\"out\"/>";
  EXPECT_THAT(xmile_values(model, "take", {4}), ElementsAre(3, 5, 1, 1, 1));
  EXPECT_THAT(xmile_values(model, "Q", {4}), ElementsAre(8, 6, 2, 2, 2));
}

// 10 enter in each step and a tenth of them leaks along four slats: 0.25 in the step after the
// first, then 0.5, 0.75, 1, 1, ... Gathered: 0.25, 0.75, 1.5 (gives 1), 1.5, 1.5.
TEST(Conveyors, LeakWholeUnits) {
  const std::string belt =
      "<stock name=\"S\"><eqn>0</eqn><inflow>in</inflow><outflow>out</outflow><outflow>l</outflow>"
      "<conveyor><len>4</len></conveyor></stock>" +
      flow("in", "10") + "<flow name=\"out\"/><flow name=\"l\"><leak>0.1</leak>";
  EXPECT_THAT(xmile_values(belt + "</flow>", "l", {6}), ElementsAre(0, 0.25, 0.5, 0.75, 1, 1, 1));
  const std::string whole = belt + "<leak_integers/></flow>";
  EXPECT_THAT(xmile_values(whole, "l", {6}), ElementsAre(0, 0, 0, 1, 1, 1, 1));
  EXPECT_THAT(xmile_values(whole, "out", {6}), ElementsAre(0, 0, 0, 0, 9, 9, 9));
  // What has leaked and is no unit yet still counts: 4 x 10 - 1.5 - (lost of those that left).
  EXPECT_THAT(xmile_values(whole, "S", {6}), ElementsAre(0, 10, 20, 30, 39, 39, 39));
}

TEST(Conveyors, LeakWholeUnitsOfABeltThatChanges) {
  const std::string belt =
      "<stock name=\"S\"><eqn>0</eqn><inflow>in</inflow><outflow>out</outflow><outflow>l</outflow>"
      "<conveyor exponential_leak=\"true\"><len>IF TIME &lt; 100 THEN 4 ELSE 5</len></conveyor>"
      "</stock>" +
      flow("in", "IF TIME = 0 THEN 8 ELSE 0") +
      "<flow name=\"out\"/><flow name=\"l\"><leak>0.25</leak><leak_integers/></flow>";
  // 8 leaks 2, 6 leaks 1.5, 4.5 leaks 1.125, 3.375 leaks 0.84375: 2, 3.5, 4.625, 5.46875 in all.
  EXPECT_THAT(xmile_values(belt, "l", {6}), ElementsAre(0, 2, 1, 1, 1, 0, 0));
}

// Of 4, 2, 7 the first unit of time gives 4, the second 2, the third 7, then what entered.
TEST(Conveyors, MayStartWithAListOfConstants) {
  const auto belt = [](const std::string& list) {
    return "<stock name=\"S\"><eqn>" + list +
           "</eqn><inflow>in</inflow><outflow>out</outflow>"
           "<conveyor><len>3</len></conveyor></stock>" +
           flow("in", "1") + "<flow name=\"out\"/>" + aux("a", "2 * 2") + aux("b", "7");
  };
  EXPECT_THAT(xmile_values(belt("4, 2, 7"), "out", {4}), ElementsAre(4, 2, 7, 1, 1));
  EXPECT_THAT(xmile_values(belt("a, a / 2, b"), "out", {4}), ElementsAre(4, 2, 7, 1, 1));
  EXPECT_THAT(xmile_values(belt("a, a / 2, b"), "S", {4}), ElementsAre(13, 10, 9, 3, 3));
}

TEST(Conveyors, MayStartWithAListUnderRungeKutta) {
  const std::string model =
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
      "<sim_specs method=\"rk4\"><start>1</start><stop>5</stop><dt>0.5</dt></sim_specs><model>"
      "<variables><stock name=\"S\"><eqn>4, 2, 7</eqn><outflow>out</outflow><conveyor><len>3</len>"
      "</conveyor></stock><flow name=\"out\"/></variables></model></xmile>";
  EXPECT_THAT(values_of(xmile_model(model), "S"), ElementsAre(13, 11, 9, 8, 7, 3.5, 0, 0, 0));
}

// Written out for the run of the file: as many slats as its transit time can become long. A run
// that is set finer, or an input that makes the belt longer than they are, gives no number rather
// than a wrong one.
TEST(Conveyors, ThatOutgrowTheirSlatsGiveNoNumber) {
  const model::Model model = xmile_model(
      xmile_file("<stock name=\"S\"><eqn>0</eqn><inflow>in</inflow><outflow>out</outflow><conveyor>"
                 "<len>IF TIME &lt; 100 THEN k ELSE k + 1</len></conveyor></stock>" +
                 flow("in", "1") + "<flow name=\"out\"/>" + aux("k", "2")));
  EXPECT_THAT(values_of(model, "out"), ElementsAre(0, 0, 1, 1, 1));
  Options finer;
  finer.time_step = 0.25;
  finer.save_period = 1;
  EXPECT_TRUE(std::isnan(values_of(model, "out", finer).back()));
  Options longer;
  longer.final_time = 9;
  EXPECT_EQ(values_of(model, "out", longer).back(), 1);
  longer.inputs = {{cell(model, "k"), program::InputKind::uniform}};
  longer.outputs = {cell(model, "out")};
  const program::Program program = lowered(model, longer);
  program::MemberInputs inputs = program::central_inputs(program);
  inputs.values[0] = 7;
  EXPECT_TRUE(std::isnan(program::run_member(program, inputs).back()));
}

}  // namespace
}  // namespace sluice::lower
