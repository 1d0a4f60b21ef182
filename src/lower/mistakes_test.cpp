// What the lowering says, to the letter.
#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

using program::InputKind;

std::string said(const model::Model& model, const Options& options) {
  const Checked<program::Program> program = lower(model, options);
  EXPECT_EQ(program.value.has_value(), !has_error(program.diagnostics));
  return texts_of(program.diagnostics);
}

Options wanting(const model::Model& model, const std::string& name) {
  Options options;
  options.outputs = {cell(model, name)};
  return options;
}

TEST(Mistakes, InputsMustBeConstants) {
  const model::Model model = text_model("price = 2 * cost ~~| cost = 3 ~~|");
  Options options;
  options.inputs = {{cell(model, "price"), InputKind::member}};
  EXPECT_EQ(said(model, options), R"(model.mdl:2:1: error L401: "price" cannot be set from outside
    2 | price = 2 * cost ~~| cost = 3 ~~|
      | ^~~~~~~~~~~~~~~~~~~
why: the model computes it from other variables; only a constant can be set
mend: set one of the constants that it depends on, or make it a constant in the model
)");
}

TEST(Mistakes, ControlVariablesAreNoInputs) {
  const model::Model model = text_model("price = 2 ~~|");
  Options options;
  options.inputs = {{cell(model, "TIME STEP"), InputKind::uniform}};
  EXPECT_EQ(said(model, options), R"(model.mdl:5:1: error L402: "TIME STEP" cannot be an input
    5 | TIME STEP = 1 ~~|
      | ^~~~~~~~~~~~~~~~
why: it says how the model is run, and all members of an ensemble run alike
mend: set it in the model, or for one run with --set
)");
}

TEST(Mistakes, AnInputIsSetOnce) {
  const model::Model model = text_model("price = 2 ~~|");
  Options options;
  options.inputs = {{cell(model, "price"), InputKind::uniform},
                    {cell(model, "price"), InputKind::member}};
  EXPECT_EQ(said(model, options), R"(model.mdl:2:1: error L403: "price" is set twice
    2 | price = 2 ~~|
      | ^~~~~~~~~~~~
why: only one of the two could count
mend: remove one
)");
}

TEST(Mistakes, LookupsAreNoOutputs) {
  const model::Model model = text_model("curve((0,0),(1,1)) ~~| y = curve(2) ~~|");
  EXPECT_EQ(said(model, wanting(model, "curve")),
            R"(model.mdl:2:1: error L404: "curve" is a lookup: it has no value over time
    2 | curve((0,0),(1,1)) ~~| y = curve(2) ~~|
      | ^~~~~~~~~~~~~~~~~~~~~
why: a lookup is a table that other variables read
mend: name a variable that reads it
)");
}

TEST(Mistakes, DataWithoutASeriesAreNoOutputs) {
  const model::Model model = text_model("rain ~~|");
  EXPECT_EQ(said(model, wanting(model, "rain")), R"(model.mdl:2:1: error M230: no data for "rain"
    2 | rain ~~|
      | ^~~~
why: its values are asked for, and it has none
mend: give a data file that has them, or do not ask for it
)");
}

TEST(Mistakes, APeriodOfDepreciationHasWholeSteps) {
  const model::Model model = text_model(
      "y3: y1, y2, y3rd ~~| f[y3] = 5, 3, 2 ~~|\n"
      "y = DEPRECIATE BY SCHEDULE(1, f[y1], 0, 10, 0) ~~|");
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:3:41: error L411: a life of 10 steps cannot be split into 3 equal periods
    3 | y = DEPRECIATE BY SCHEDULE(1, f[y1], 0, 10, 0) ~~|
      |                                         ^~
why: DEPRECIATE BY SCHEDULE splits the life by its shares, and a period has whole steps
mend: make the life a multiple of the number of shares, or TIME STEP shorter
)");
}

TEST(Mistakes, ARateOfReturnHasNotTooManyPeriods) {
  const model::Model model =
      text_model("y = INTERNAL RATE OF RETURN(1, 1, 0, 0) ~~|", {3000, 1, 0});
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:2:32: error L412: the run has 3001 periods for INTERNAL RATE OF RETURN
    2 | y = INTERNAL RATE OF RETURN(1, 1, 0, 0) ~~|
      |                                ^
why: it can reckon with 2000
mend: give a longer period
)");
}

TEST(Mistakes, TheTimeStepMustBePositive) {
  const model::Model model = text_model("y = 1 ~~|");
  Options options = wanting(model, "y");
  options.time_step = 0;
  EXPECT_EQ(said(model, options), R"(model.mdl:5:1: error L405: TIME STEP is 0
    5 | TIME STEP = 1 ~~|
      | ^~~~~~~~~
why: time must advance at each step
mend: set TIME STEP to a number above 0
model.mdl:6:1: error L405: SAVEPER is 0
    6 | SAVEPER = TIME STEP ~~|
      | ^~~~~~~
why: it is the time from one saved value to the next
mend: set SAVEPER to a number above 0
)");
}

TEST(Mistakes, AllControlValuesAreCheckedAtOnce) {
  const model::Model model = text_model("y = 1 ~~|");
  Options options = wanting(model, "y");
  options.save_period = -1;
  options.final_time = -5;
  options.initial_time = 0;
  EXPECT_EQ(said(model, options), R"(model.mdl:6:1: error L405: SAVEPER is -1
    6 | SAVEPER = TIME STEP ~~|
      | ^~~~~~~
why: it is the time from one saved value to the next
mend: set SAVEPER to a number above 0
model.mdl:4:1: error L405: FINAL TIME -5 lies before INITIAL TIME 0
    4 | FINAL TIME = 4 ~~|
      | ^~~~~~~~~~
why: time runs forward
mend: set FINAL TIME to a later time
)");
}

TEST(Mistakes, TheStartMustBeANumber) {
  const model::Model model = text_model("y = 1 ~~|");
  Options options = wanting(model, "y");
  options.initial_time = std::nan("");
  EXPECT_EQ(said(model, options), R"(model.mdl:3:1: error L405: INITIAL TIME is nan
    3 | INITIAL TIME = 0 ~~|
      | ^~~~~~~~~~~~
why: the run needs a time to start at
mend: set INITIAL TIME to a number
)");
}

TEST(Mistakes, ThereIsALimitToTheSteps) {
  const model::Model model = text_model("y = 1 ~~|");
  Options options = wanting(model, "y");
  options.time_step = 1e-7;
  EXPECT_EQ(said(model, options), R"(model.mdl:5:1: error L405: the run has 40000000 steps
    5 | TIME STEP = 1 ~~|
      | ^~~~~~~~~
why: Sluice runs at most 10000000 steps
mend: make TIME STEP longer or FINAL TIME earlier
)");
}

TEST(Mistakes, AnOrderThatDependsOnAnInputIsNotKnown) {
  const model::Model model = text_model("order = 3 ~~| y = SMOOTH N(Time, 9, 0, order + 1) ~~|");
  Options options = wanting(model, "y");
  options.inputs = {{cell(model, "order"), InputKind::member}};
  EXPECT_EQ(said(model, options),
            R"(model.mdl:2:40: error L406: the order of SMOOTH N is not known before the run
    2 | order = 3 ~~| y = SMOOTH N(Time, 9, 0, order + 1) ~~|
      |                                        ^~~~~~~~~
why: the order says how many hidden stocks there are
mend: give a number from 1 to 1000 that depends on no input and no chance
)");
}

TEST(Mistakes, AnOrderIsANumberOfStages) {
  const model::Model model = text_model("y = DELAY N(Time, 9, 0, 0) ~~|");
  EXPECT_EQ(said(model, wanting(model, "y")), R"(model.mdl:2:25: error L406: DELAY N of order 0
    2 | y = DELAY N(Time, 9, 0, 0) ~~|
      |                         ^
why: the order says how many hidden stocks there are
mend: give a number from 1 to 1000 that depends on no input and no chance
)");
}

TEST(Mistakes, AnOrderIsReducedWhereStagesAreShorterThanAStep) {
  const model::Model model = text_model("y = DELAY N(Time, 2.5, 0, 3) ~~|");
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:2:27: warning L410: DELAY N is of order 2, not 3, in "y"
    2 | y = DELAY N(Time, 2.5, 0, 3) ~~|
      |                           ^
why: each stage would take 0.833 of TIME STEP 1
mend: make TIME STEP shorter or the delay longer, or lower the order
)");
  const program::Program program = lowered(model, wanting(model, "y"));
  EXPECT_EQ(program.memories.size(), 2U);
}

TEST(Mistakes, AnActionIsAWholeNumberOfThoseThereAre) {
  const model::Model model =
      text_model("d: a, b ~~| x[d] = 1, 2 ~~| y = VECTOR SELECT(x[d!], x[d!], 0, 11, 0) ~~|");
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:2:64: error L407: the numerical action of VECTOR SELECT is 11
    2 | d: a, b ~~| x[d] = 1, 2 ~~| y = VECTOR SELECT(x[d!], x[d!], 0, 11, 0) ~~|
      |                                                                ^~
why: the action says what is made of the elements chosen
mend: give a whole number from 0 to 10 that depends on no input and no chance
)");
}

TEST(Mistakes, AnErrorActionMayNotChange) {
  const model::Model model =
      text_model("d: a, b ~~| x[d] = 1, 2 ~~| y = VECTOR SELECT(x[d!], x[d!], 0, 1, Time) ~~|");
  EXPECT_EQ(
      said(model, wanting(model, "y")),
      R"(model.mdl:2:67: error L407: the error action of VECTOR SELECT is not known before the run
    2 | d: a, b ~~| x[d] = 1, 2 ~~| y = VECTOR SELECT(x[d!], x[d!], 0, 1, Time) ~~|
      |                                                                   ^~~~
why: the action says what is made of the elements chosen
mend: give a whole number from 0 to 3 that depends on no input and no chance
)");
}

// The checker refuses what follows: here the models are changed after the check.

model::Reference reference_to(const model::Model& model, const std::string& name) {
  return {cell(model, name).variable, {}};
}

TEST(Mistakes, CirclesAreNamed) {
  model::Model model = text_model("a = b ~~| b = c + 1 ~~| c = 1 ~~| y = a ~~|");
  model::Variable& c = model.variables[static_cast<std::size_t>(cell(model, "c").variable)];
  c.kind = model::VariableKind::auxiliary;
  c.equations[0].right.node = reference_to(model, "a");
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:2:1: error L409: "a" needs itself at one instant
    2 | a = b ~~| b = c + 1 ~~| c = 1 ~~| y = a ~~|
      | ^
why: "a" needs "b" needs "c" needs "a"
mend: put a stock, SMOOTH or DELAY into the circle
)");
}

TEST(Mistakes, CirclesOfStartingValuesAreNamed) {
  model::Model model = text_model("a = INTEG(1, 5) ~~| b = INTEG(1, a) ~~|");
  model::Variable& a = model.variables[static_cast<std::size_t>(cell(model, "a").variable)];
  std::get<model::Call>(a.equations[0].right.node).arguments[1].node = reference_to(model, "b");
  EXPECT_EQ(said(model, wanting(model, "a")),
            R"(model.mdl:2:1: error L409: "a" needs itself for its starting value
    2 | a = INTEG(1, 5) ~~| b = INTEG(1, a) ~~|
      | ^
why: "a" needs "b" needs "a"
mend: give one of them a starting value of its own, with ACTIVE INITIAL or SMOOTHI
)");
}

TEST(Mistakes, RequestsAreSharedOverASubscriptOfTheLeftSide) {
  model::Model model = text_model(
      "who: a, b ~~| kind: ptype, ppriority, pwidth, pextra ~~| profile[who, kind] = 1 ~~|"
      "request[who] = 10, 20 ~~|"
      "y[who] = ALLOCATE AVAILABLE(request[who], profile[who, ptype], 15) ~~|");
  model::Variable& y = model.variables[static_cast<std::size_t>(cell(model, "y[a]").variable)];
  auto& call = std::get<model::Call>(y.equations[0].right.node);
  std::get<model::Reference>(call.arguments[0].node).indices = {model::FixedElement{0}};
  EXPECT_EQ(
      said(model, wanting(model, "y[a]")),
      R"(model.mdl:2:137: error L408: the requests of ALLOCATE AVAILABLE are not shared over a subscript of the left side
    2 | ...= 1 ~~|request[who] = 10, 20 ~~|y[who] = ALLOCATE AVAILABLE(request[who], profile[who, ptype], 15) ~~|
      |                                                                ^~~~~~~~~~~~
why: each element of the request's last subscript gets its own share
mend: write it as shares[requester] = ALLOCATE AVAILABLE(request[requester], ...)
)");
}

TEST(Mistakes, WholeUnitsAreNotSharedOut) {
  const model::Model model = text_model(
      "who: a, b ~~| kind: ptype, ppriority, pwidth, pextra ~~| profile[who, kind] = 11, 1, 1, 0; "
      "11, 2, 1, 0; ~~|\nrequest[who] = 10, 20 ~~|\n"
      "y[who] = ALLOCATE AVAILABLE(request[who], profile[who, ptype], 15) ~~|");
  EXPECT_EQ(said(model, wanting(model, "y[a]")),
            R"(model.mdl:4:1: error L408: "y[a]" is shared out by a profile of type 11
    4 | y[who] = ALLOCATE AVAILABLE(request[who], profile[who, ptype], 15) ~~|
      | ^
why: from 10 on Vensim gives whole units, and nobody has published how it rounds
mend: take type 1, and round what it gives by an equation
)");
}

TEST(Mistakes, AModeMustBeKnownBeforeTheRun) {
  const model::Model model =
      text_model("curve((0,0),(1,1)) ~~| y = LOOKUP SLOPE(curve, 0.5, Time) ~~|");
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:2:53: error L411: argument 3 of LOOKUP SLOPE is not known before the run
    2 | curve((0,0),(1,1)) ~~| y = LOOKUP SLOPE(curve, 0.5, Time) ~~|
      |                                                     ^~~~
why: LOOKUP SLOPE: slope of a lookup at x, at a point the mean of both sides, and :NA: where several points stand; outside 0 (third argument 0), that of the end (1), or :NA: (-1)
mend: give a whole number from -1 to 1 that depends on no input and no chance
)");
}

TEST(Mistakes, APipelineHasAnEnd) {
  const model::Model model =
      text_model("y = DELAY MATERIAL(1, 2 + Time, 0, 0) ~~|", {30'000, 1, 0});
  EXPECT_EQ(said(model, wanting(model, "y")),
            R"(model.mdl:2:23: error L412: DELAY MATERIAL has to remember 30001 steps
    2 | y = DELAY MATERIAL(1, 2 + Time, 0, 0) ~~|
      |                       ^~~~~~~~
why: it can remember 20000; with a time that changes or depends on an input that is the whole run
mend: make TIME STEP longer or the delay shorter
)");
}

TEST(Mistakes, TheClockIsNoInput) {
  const model::Model model = text_model("y = GET TIME VALUE(2, 0, 10) ~~|");
  EXPECT_EQ(
      said(model, wanting(model, "y")),
      R"(model.mdl:2:20: warning L414: GET TIME VALUE asks for the clock of the computer; it is given 0
    2 | y = GET TIME VALUE(2, 0, 10) ~~|
      |                    ^
why: two runs of one model give the same numbers here, whenever they are made
mend: give another seed of the draws with --seed, or a number
)");
}

TEST(Mistakes, OnlyAQueueIsLookedInto) {
  const model::Model model = text_model("q = INTEG(1, 0) ~~| age = QUEUE AGE OLDEST(q) ~~|");
  EXPECT_EQ(
      said(model, wanting(model, "age")),
      R"(model.mdl:2:44: warning L416: "q" is no queue that QUEUE AGE OLDEST can look into, so it is :NA:
    2 | q = INTEG(1, 0) ~~| age = QUEUE AGE OLDEST(q) ~~|
      |                                            ^
why: it asks for the age or the attribute of what is in a queue
mend: define it as QUEUE FIFO(...)
)");
  EXPECT_EQ(values_of(model, "age").front(), kNotAvailable);
  const model::Model bare = text_model(
      "f((0,1),(1,1)) ~~| q = QUEUE FIFO(1, 1, f, 0, 1) ~~| m = QUEUE ATTRIB MAX(q) ~~|");
  EXPECT_EQ(
      said(bare, wanting(bare, "m")),
      R"(model.mdl:2:75: warning L416: "q" is no queue that QUEUE ATTRIB MAX can look into, so it is :NA:
    2 | f((0,1),(1,1)) ~~| q = QUEUE FIFO(1, 1, f, 0, 1) ~~| m = QUEUE ATTRIB MAX(q) ~~|
      |                                                                           ^
why: it asks for the age or the attribute of what is in a queue
mend: define it as QUEUE FIFO ATTRIB(...)
)");
}

TEST(Mistakes, AShiftNeedsEuler) {
  const model::Model model =
      text_model("d: a, b ~~| s[d] = INTEG(0, 1) ~~| out = SHIFT IF TRUE(s[a], 1, 2, 0, 0) ~~|");
  Options options = wanting(model, "out");
  options.method = program::Method::rk4;
  EXPECT_EQ(said(model, options), R"(model.mdl:2:56: error L411: SHIFT IF TRUE needs Euler's method
    2 | d: a, b ~~| s[d] = INTEG(0, 1) ~~| out = SHIFT IF TRUE(s[a], 1, 2, 0, 0) ~~|
      |                                                        ^~~~
why: a shift happens at once, at the end of a step
mend: choose Euler in the model's settings
)");
  const model::Model bare =
      text_model("d: a, b ~~| s[d] = 1 ~~| out = SHIFT IF TRUE(s[a], 1, 2, 0, 0) ~~|");
  EXPECT_EQ(said(bare, wanting(bare, "out")),
            R"(model.mdl:2:46: error L411: SHIFT IF TRUE moves something that is no stock
    2 | d: a, b ~~| s[d] = 1 ~~| out = SHIFT IF TRUE(s[a], 1, 2, 0, 0) ~~|
      |                                              ^~~~
why: what is shifted is kept from step to step
mend: make it an array of INTEG
)");
}

// Each element remembers every step of the run.
TEST(Mistakes, LongDelaysOfManyElementsAreTooLarge) {
  const model::Model model = text_model(
      "d: (a1-a200) ~~| t[d] = 2 + STEP(1, 5) ~~| y[d] = DELAY MATERIAL(1, t[d], 0, 0) ~~|\n"
      "all = SUM(y[d!]) ~~|",
      {1500});
  EXPECT_EQ(
      said(model, wanting(model, "all")),
      R"(model.mdl:2:44: error L415: the model is too large to run: 501502 operations and 501334 stocks and memories up to "y[a168]"
    2 | d: (a1-a200) ~~| t[d] = 2 + STEP(1, 5) ~~| y[d] = DELAY MATERIAL(1, t[d], 0, 0) ~~|
      |                                            ^
why: a run holds 40000000 operations and 500000 stocks and memories; a delay may have one for each step, and each element of an array has its own
mend: make TIME STEP longer, delays shorter, or dimensions smaller
)");
}

}  // namespace
}  // namespace sluice::lower
