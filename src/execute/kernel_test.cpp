// What a Kernel promises beside the right numbers.
#include "execute/kernel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "execute/lanes/past.h"

namespace sluice::execute {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

program::Program read(const std::string& text) {
  Checked<program::Program> program = program::parse(text);
  for (const Diagnostic& fault : program.diagnostics) ADD_FAILURE() << sluice::to_text(fault);
  EXPECT_EQ(validate(*program.value), std::vector<std::string>{});
  return *program.value;
}

struct Future {
  std::vector<double> outputs;
  std::vector<Trouble> troubles;
};

Future run(const Kernel& kernel, const RunInputs& inputs, const std::vector<double>& values,
           std::size_t members, const std::atomic<bool>* cancel = nullptr) {
  const auto state = kernel.make_state(members);
  Future result;
  result.outputs.resize(kernel.program().outputs.size() * kernel.saved_times() * members);
  result.troubles =
      kernel.run(*state, inputs, kernel.prepare(inputs), {5, members, values, members},
                 {result.outputs.data(), members}, cancel);
  return result;
}

// s' = s / max(time - 3, x): infinite after the first step where x is 0.
const std::string kExplodes =
    "slots 9\ntime %0 from 0 by 1 steps 6 save 2\nmethod euler\n"
    "constant %1 3\nconstant %2 1\ninput %3 member 1 \"x\"\n"
    "stock %4 initial %2 rate %7 \"s\"\n"
    "once\ninitial\nstep\n"
    "  %5 = subtract %0 %1\n  %6 = maximum %5 %3\n  %7 = divide %4 %6\n"
    "output %4 \"s\" \"\"\n";

TEST(Kernel, NamesTheMembersThatBlowUpAndTheFirstSavedStep) {
  const Kernel kernel(read(kExplodes));
  const Future found = run(kernel, {{0}, {{}}, 1}, {0, 1, 0, 2}, 4);
  EXPECT_THAT(found.troubles,
              ElementsAre(AllOf(Field(&Trouble::member, 5U), Field(&Trouble::step, 2U)),
                          AllOf(Field(&Trouble::member, 7U), Field(&Trouble::step, 2U))));
  EXPECT_TRUE(std::isfinite(found.outputs[3 * 4 + 1])) << "other members are not touched";
  EXPECT_FALSE(std::isfinite(found.outputs[3 * 4]));
}

TEST(Kernel, NamesEveryMemberWhereWhatTheyShareBlowsUp) {
  std::string text = kExplodes;
  text.replace(text.find("member 1"), 6, "uniform");
  const Kernel kernel(read(text));
  EXPECT_THAT(run(kernel, {{0}, {{}}, 1}, {0, 0}, 2).troubles,
              ElementsAre(Field(&Trouble::member, 5U), Field(&Trouble::member, 6U)));
}

TEST(Kernel, StopsWhenItIsTold) {
  const Kernel kernel(read(kExplodes));
  const std::atomic<bool> cancel{true};
  const Future found = run(kernel, {{0}, {{}}, 1}, {1, 1}, 2, &cancel);
  EXPECT_THAT(found.troubles, ElementsAre());
  EXPECT_THAT(found.outputs, ::testing::Each(0));
}

// Cancelled while it shows something: nothing is shown after that, so no step is computed that is
// saved, and no slice is counted.
TEST(Kernel, ShowsNothingOfSlicesOnceItIsCancelled) {
  struct Canceller : SliceSink {
    void begin_slice(std::size_t, std::size_t) override {}
    void show(const Shown&) override { cancel = ++shown == last; }
    void end_slice() override { ++ended; }
    std::size_t shown = 0, last = 0, ended = 0;
    std::atomic<bool> cancel{false};
  };
  const Kernel kernel(read(kExplodes), {.compiled = Compiled::first, .code_cache = {}});
  if (!kernel.runs_compiled()) GTEST_SKIP() << "libLLVM is not installed";
  const RunInputs inputs{{0}, {{}}, 1};
  const std::vector<double> prepared = kernel.prepare(inputs), values(40, 1.0);
  const std::size_t groups = 5, times = kernel.saved_times();
  for (std::size_t last = 1; last < groups * times; ++last) {
    Canceller sink;
    sink.last = last;
    EXPECT_FALSE(kernel.run_in_slices(*kernel.make_state(8), inputs, prepared, {0, 40, values, 40},
                                      2, sink, &sink.cancel));
    EXPECT_EQ(sink.shown, last);
    EXPECT_LE(sink.ended, last / (groups * 2));
  }
}

// What is told to be there is as it stays, also where the run is gone through once more for when a
// stock blew up.
TEST(Kernel, TellsEachSavedTimeOnceItIsThere) {
  for (const double x : {1.0, 0.0}) {
    for (const Vectors vectors : {Vectors::of_elements, Vectors::of_members}) {
      const Kernel kernel(read(kExplodes), {.compiled = Compiled::never, .vectors = vectors});
      const RunInputs inputs{{0}, {{}}, 1};
      const std::vector<double> prepared = kernel.prepare(inputs), values{x};
      std::vector<double> outputs(kernel.saved_times());
      std::atomic<std::uint32_t> there{0};
      kernel.run(*kernel.make_state(1), inputs, prepared, {0, 1, values, 1},
                 {outputs.data(), 1, &there});
      EXPECT_EQ(there, kernel.saved_times());
      EXPECT_EQ(std::isfinite(outputs.back()), x == 1);
    }
  }
}

TEST(Kernel, RunsNoMembersAtAll) {
  const Kernel kernel(read(kExplodes));
  EXPECT_THAT(run(kernel, {{0}, {{}}, 1}, {}, 0).troubles, ElementsAre());
}

TEST(Kernel, AProgramWithoutAnythingButTimeRuns) {
  const Kernel kernel(
      read("slots 1\ntime %0 from 3 by 1 steps 2 save 1\nmethod rk4\noutput %0 \"Time\" \"\"\n"));
  EXPECT_THAT(run(kernel, {{}, {}, 1}, {}, 2).outputs, ElementsAre(3, 3, 4, 4, 5, 5));
}

// No value differs between members here, so there is not one row of lanes to hold a memory.
TEST(Kernel, AMemoryThatAllMembersShareNeedsNoRow) {
  const Kernel kernel(
      read("slots 4\ntime %0 from 0 by 1 steps 3 save 1\nmethod euler\n"
           "constant %1 -1\nconstant %2 2\nmemory input %0 initial %1 length %2 \"late\"\n"
           "once\ninitial\nstep\n  %3 = delayed memory 0\noutput %3 \"late\" \"\"\n"));
  EXPECT_THAT(run(kernel, {{}, {}, 1}, {}, 2).outputs, ElementsAre(-1, -1, -1, -1, 0, 0, 1, 1));
}

// s' = (time >= 3 ? lever * x : x) + (time >= 3 ? lever + x : 1): what the lever does is nothing
// before, whether it is worked out at every step or, as the last sum, once for the whole run.
const std::string kActsLate =
    "slots 14\ntime %0 from 0 by 1 steps 6 save 2\nmethod euler\n"
    "constant %1 3\nconstant %2 1\ninput %3 member 1 \"x\"\ninput %10 uniform 1 \"lever\"\n"
    "stock %4 initial %2 rate %7 \"s\"\n"
    "once\ninitial\n  %11 = add %10 %3\nstep\n"
    "  %5 = less_equal %1 %0\n  %8 = multiply %10 %3\n  %6 = select %5 %8 %3\n"
    "  %12 = select %5 %11 %2\n  %7 = add %6 %12\n"
    "output %4 \"s\" \"\"\n";

TEST(Kernel, ALeverThatActsLaterSharesThePast) {
  const Kernel kernel(read(kActsLate));
  const auto inputs = [](double lever) { return RunInputs{{0, lever}, {{}, {}}, 1}; };
  const auto past = kernel.make_past(kernel.prepare(inputs(1)), 3, 1U << 20U);
  ASSERT_NE(past, nullptr);
  EXPECT_EQ(past->step(), 3U);
  EXPECT_TRUE(past->is_of(kernel.prepare(inputs(5))));
  const std::vector<double> values = {1, 2, 0, 0};
  const auto run_from = [&](double lever, Past* shared) {
    const auto state = kernel.make_state(8);
    std::vector<double> outputs(kernel.saved_times() * 2);
    kernel.run(*state, inputs(lever), kernel.prepare(inputs(lever)), {0, 2, values, 2},
               {outputs.data(), 2}, nullptr, shared);
    return outputs;
  };
  EXPECT_EQ(run_from(1, past.get()), run_from(1, nullptr));
  EXPECT_EQ(run_from(5, past.get()), run_from(5, nullptr));
  EXPECT_EQ(run_from(7, past.get()), run_from(7, nullptr));
  EXPECT_NE(run_from(5, nullptr), run_from(1, nullptr));
}

TEST(Kernel, ALeverThatActsBeforeHasAPastOfItsOwn) {
  const Kernel kernel(read(kActsLate));
  const auto prepared = [&](double lever) {
    return kernel.prepare(RunInputs{{0, lever}, {{}, {}}, 1});
  };
  EXPECT_FALSE(kernel.make_past(prepared(1), 4, 1U << 20U)->is_of(prepared(5)));
  EXPECT_EQ(kernel.make_past(prepared(1), 0, 1U << 20U), nullptr) << "nothing comes before";
}

TEST(Kernel, BlocksAreWholeVectorsAndFitTheCache) {
  const Kernel kernel(read(kExplodes));
  EXPECT_EQ(kernel.best_block() % 8, 0U);
  EXPECT_EQ(kernel.best_block(), 512U) << "a small program takes the largest block";
}

TEST(Kernel, KeepsItsProgram) {
  const program::Program program = read(kExplodes);
  const Kernel kernel(program);
  EXPECT_TRUE(kernel.program() == program);
  EXPECT_EQ(kernel.saved_times(), 4U);
}

}  // namespace
}  // namespace sluice::execute
