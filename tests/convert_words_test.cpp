// `sluice convert` to XMILE in Vensim's own words, where XMILE has none.
#include <gtest/gtest.h>

#include "commands_testing.h"
#include "convert/convert.h"

namespace sluice::tests {
namespace {

using convert::Format;

// What XMILE has no words for stands in those that Vensim itself puts into it.
TEST(ToXmile, UsesVensimsWordsForDataTextsAndVectors) {
  const std::string text =
      "d: a, b, c ~~|\nx[d] = 3, 1, 2 ~~|\nrain ~ mm ~|\nsun :HOLD BACKWARD: ~~|\n"
      "both :LOOK FORWARD: := rain * 2 + sun ~~|\nfile :IS: 'prices.csv' ~~|\n"
      "order[d] = VECTOR SORT ORDER(x[d], 1) ~~|\nnext[d] = VECTOR ELM MAP(x[a], order[d]) ~~|\n"
      "sum = VECTOR SELECT(x[d!], x[d!], 0, 0, 0) + both ~~|\n"
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto written = convert::convert_text("m.mdl", text, {Format::xmile, false});
  ASSERT_TRUE(written.value) << to_text(written.diagnostics);
  for (const char* part :
       {"<eqn>:INTERPOLATE:</eqn>", "<eqn>:HOLD BACKWARD:</eqn>",
        "<eqn>:LOOK FORWARD::=rain * 2 + sun</eqn>", "<eqn>:IS: 'prices.csv'</eqn>",
        "VECTOR_SORT_ORDER(x[d], 1)", "VECTOR_ELM_MAP(x[a], order[d])", "xmlns:vensim="}) {
    EXPECT_NE(written.value->find(part), std::string::npos) << part << "\n" << *written.value;
  }
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", text);
  write_text(scratch.path() / "m.xmile", *written.value);
  write_text(scratch.path() / "data.csv", "Time,rain,sun\n0,1,10\n2,5,20\n");
  const auto run = [&](const char* model) {
    return run_sluice(scratch.path(),
                      {"run", model, "--data", "data.csv", "--variables", "both,order,next,sum"})
        .output;
  };
  EXPECT_EQ(run("m.mdl"), run("m.xmile"));
  EXPECT_EQ(run("m.xmile"),
            "Time,both,order[a],order[b],order[c],next[a],next[b],next[c],sum\n"
            "0,12,1,2,0,1,2,3,26\n1,30,1,2,0,1,2,3,44\n2,30,1,2,0,1,2,3,44\n");
}

}  // namespace
}  // namespace sluice::tests
