// Numbers that are infinite or none: those that an equation asks for, and those that are faults.
#include "commands_testing.h"

namespace sluice::tests {
namespace {

std::string file_of(const std::string& variables) {
  return "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
         "<header><vendor>x</vendor><product>y</product></header>\n"
         "<sim_specs><start>0</start><stop>1</stop><dt>1</dt></sim_specs>\n"
         "<dimensions><dim name=\"d\"><elem name=\"a\"/><elem name=\"b\"/></dim>"
         "<dim name=\"p\"><elem name=\"b\"/></dim></dimensions>\n"
         "<model><variables>\n" +
         variables + "</variables></model></xmile>\n";
}

Finished run_of(const std::string& variables) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.xmile", file_of(variables));
  return run_sluice(scratch.path(), {"run", "m.xmile"});
}

TEST(NotFinite, AskedForByAnEquationIsNoFault) {
  const Finished run = run_of(
      "<aux name=\"room\"><eqn>INF</eqn></aux>\n<aux name=\"used\"><eqn>MIN(room, 3)</eqn></aux>\n"
      "<aux name=\"left\"><eqn>room - used</eqn></aux>\n");
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.errors,
            "m.xmile:6: warning A812: \"room\" is infinite from time 0 on, as its equation says\n"
            "why: after it \"left\"\n");
  EXPECT_THAT(run.output, ::testing::StartsWith(
                              "Time,INITIAL TIME,FINAL TIME,TIME STEP,SAVEPER,room,used,left\n"
                              "0,0,1,1,1,inf,3,inf\n"));
}

TEST(NotFinite, CellsOfAnArrayToo) {
  const Finished run = run_of(
      "<aux name=\"v\"><dimensions><dim name=\"d\"/></dimensions><element "
      "subscript=\"a\"><eqn>1</eqn>"
      "</element><element subscript=\"b\"><eqn>NAN</eqn></element></aux>\n");
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(
      run.errors,
      "m.xmile:6: warning A812: \"v[b]\" is not a number from time 0 on, as its equation says\n");
  EXPECT_EQ(run.output,
            "Time,INITIAL TIME,FINAL TIME,TIME STEP,SAVEPER,v[a],v[b]\n0,0,1,1,1,1,nan\n"
            "1,0,1,1,1,1,nan\n");
}

TEST(NotFinite, AFaultBesideItStaysAFault) {
  const Finished run = run_of(
      "<aux name=\"na\"><eqn>NAN</eqn></aux>\n<aux name=\"one\"><eqn>1</eqn></aux>\n"
      "<aux name=\"ratio\"><eqn>one / (one - TIME)</eqn></aux>\n");
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.errors, ::testing::HasSubstr("warning A812: \"na\" is not a number"));
  EXPECT_THAT(run.errors,
              ::testing::HasSubstr("error A805: \"ratio\" is infinite from time 1 on\n"));
}

// What a macro holds is named as a reader of the model knows it.
TEST(NotFinite, InAMacro) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             ":MACRO: PART OF(x)\nPART OF = 1 / x ~~|\n:END OF MACRO:\n"
             "y = PART OF(Time) + 0 / 0 ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  const Finished run = run_sluice(scratch.path(), {"run", "m.mdl"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.errors, ::testing::HasSubstr("m.mdl:2: error A805: \"PART OF's PART OF\" is "
                                               "infinite from time 0 on\n"));
}

// The 0 of an array over a part of the dimension stands nowhere in the equation.
TEST(NotFinite, ByAnElementThatAPartOfTheDimensionLacksItIsAFault) {
  const Finished run = run_of(
      "<aux name=\"x\"><dimensions><dim name=\"p\"/></dimensions><eqn>4</eqn></aux>\n"
      "<aux name=\"y\"><dimensions><dim name=\"d\"/></dimensions><eqn>1 / x</eqn></aux>\n"
      "<aux name=\"z\"><eqn>1 / 0</eqn></aux>\n");
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.errors, ::testing::HasSubstr("warning A812: \"z\" is infinite from time 0 on, as "
                                               "its equation says\n"));
  EXPECT_THAT(run.errors,
              ::testing::HasSubstr("error A805: \"y[a]\" is infinite from time 0 on\n"));
}

// The equation asks for a number: that there is none is a fault, however it is written out.
TEST(NotFinite, WhereASearchFindsNothingItIsAFault) {
  const std::string clock =
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const std::string hint =
      "mend: FIND ZERO and SIMULTANEOUS give no number where they find none: see whether there is "
      "a solution, and give a guess that is nearer to it\n";
  const ScratchFolder scratch;
  write_text(scratch.path() / "zero.mdl",
             "e: a ~~|\nx[e] = FIND ZERO(1, z[e], 1, 1, 1, 0, 1e-8, 100, 1) ~~|\n"
             "z[e] = x[e]^2 + 1 ~~|\n" +
                 clock);
  const Finished zero = run_sluice(scratch.path(), {"run", "zero.mdl"});
  EXPECT_EQ(zero.exit, 2);
  EXPECT_THAT(zero.errors, ::testing::HasSubstr(
                               "zero.mdl:2: error A805: \"x[a]\" is not a number from time 0 on\n"
                               "why: after it \"z[a]\"\n" +
                               hint));
  write_text(scratch.path() / "turns.mdl",
             "x = SIMULTANEOUS(y + 1, 0) ~~|\ny = 2 * x ~~|\n" + clock);
  const Finished turns = run_sluice(scratch.path(), {"run", "turns.mdl"});
  EXPECT_EQ(turns.exit, 2);
  EXPECT_THAT(turns.errors,
              ::testing::HasSubstr("turns.mdl:1: error A805: \"x\" is not a number from time 0 on\n"
                                   "why: after it \"y\"\n" +
                                   hint));
}

}  // namespace
}  // namespace sluice::tests
