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

}  // namespace
}  // namespace sluice::lower
