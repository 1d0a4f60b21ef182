// Mistakes in XMILE: equations, conveyors, queues and ovens. Each text is what a user sees, to the
// letter.
#include "syntax/xmile/mistakes_testing.h"

namespace sluice::syntax::testing_only {
namespace {

const Mistake kEquations[] = {
    {kSpecs, "", "<aux name=\"y\"><eqn>1 +</eqn></aux>",
     "m.xmile:4:22: error S120: the equation ends after \"+\"\n"
     "    4 | <aux name=\"y\"><eqn>1 +</eqn></aux>\n"
     "      |                      ^\n"
     "why: a number, a name or a parenthesis must follow\n"
     "mend: complete the equation\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>2 3</eqn></aux>",
     "m.xmile:4:22: error S121: expected an operator before \"3\"\n"
     "    4 | <aux name=\"y\"><eqn>2 3</eqn></aux>\n"
     "      |                      ^\n"
     "why: two values stand side by side\n"
     "mend: write an operator between them; in a name, blanks are written _ or the name stands in "
     "double quotes\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>(1 + 2</eqn></aux>",
     "m.xmile:4:20: error S122: this \"(\" is never closed\n"
     "    4 | <aux name=\"y\"><eqn>(1 + 2</eqn></aux>\n"
     "      |                    ^\n"
     "mend: add the \")\" that belongs to it\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>1 + 2)</eqn></aux>",
     "m.xmile:4:25: error S123: this \")\" closes nothing\n"
     "    4 | <aux name=\"y\"><eqn>1 + 2)</eqn></aux>\n"
     "      |                         ^\n"
     "mend: remove it, or add the \"(\" that belongs to it\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>v[1</eqn></aux>",
     "m.xmile:4:21: error S124: this \"[\" is never closed\n"
     "    4 | <aux name=\"y\"><eqn>v[1</eqn></aux>\n"
     "      |                     ^\n"
     "mend: add the \"]\" that belongs to it\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>MAX(1,)</eqn></aux>",
     "m.xmile:4:26: error S126: an argument of \"MAX\" is missing here\n"
     "    4 | <aux name=\"y\"><eqn>MAX(1,)</eqn></aux>\n"
     "      |                          ^\n"
     "why: nothing stands between two commas, or between a comma and the parenthesis\n"
     "mend: write the argument, or remove the comma\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>IF 1 THEN 2</eqn></aux>",
     "m.xmile:4:20: error S121: this IF has no ELSE\n"
     "    4 | <aux name=\"y\"><eqn>IF 1 THEN 2</eqn></aux>\n"
     "      |                    ^~\n"
     "why: the equation ends before it\n"
     "mend: write IF condition THEN value ELSE value\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>IF 1 ELSE 2</eqn></aux>",
     "m.xmile:4:20: error S121: this IF has no THEN\n"
     "    4 | <aux name=\"y\"><eqn>IF 1 ELSE 2</eqn></aux>\n"
     "      |                    ^~\n"
     "why: it must stand before \"ELSE\"\n"
     "mend: write IF condition THEN value ELSE value\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>?\?\?</eqn></aux>",
     "m.xmile:4:20: error S110: \"?\?\?\" cannot stand in an equation\n"
     "    4 | <aux name=\"y\"><eqn>?\?\?</eqn></aux>\n"
     "      |                    ^~~\n"
     "mend: \"?\?\?\" is what a converter leaves of an equation that it could not read\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>{ 1</eqn></aux>",
     "m.xmile:4:20: error S113: this \"{\" is never closed\n"
     "    4 | <aux name=\"y\"><eqn>{ 1</eqn></aux>\n"
     "      |                    ^\n"
     "why: a comment inside an equation stands in { }\n"
     "mend: add the \"}\" that belongs to it\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>MOD(5, 2)</eqn></aux>",
     "m.xmile:4:20: error S120: expected a value before \"MOD\"\n"
     "    4 | <aux name=\"y\"><eqn>MOD(5, 2)</eqn></aux>\n"
     "      |                    ^~~\n"
     "why: here a number, a name or a parenthesis must stand\n"
     "mend: the remainder is written with MOD between: x MOD y\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>1 × 2</eqn></aux>",
     "m.xmile:4:22: error S121: \"×\" is no operator\n"
     "    4 | <aux name=\"y\"><eqn>1 × 2</eqn></aux>\n"
     "      |                      ^\n"
     "mend: a product is written *\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>1.2.3</eqn></aux>",
     "m.xmile:4:20: error S114: \"1.2.3\" is no number that can be stored\n"
     "    4 | <aux name=\"y\"><eqn>1.2.3</eqn></aux>\n"
     "      |                    ^~~~~\n"
     "why: a number has at most one decimal point\n"
     "mend: write one point, before the decimals, and nothing between the thousands\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>\"y</eqn></aux>",
     "m.xmile:4:20: error S111: this quoted name is never closed\n"
     "    4 | <aux name=\"y\"><eqn>\"y</eqn></aux>\n"
     "      |                    ^\n"
     "mend: add the closing \"\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>3'</eqn></aux>",
     "m.xmile:4:21: error S121: \"'\" cannot stand here\n"
     "    4 | <aux name=\"y\"><eqn>3'</eqn></aux>\n"
     "      |                     ^\n"
     "why: it turns an array around, so it follows the name of one\n"},
    {kSpecs, "",
     "<aux name=\"y\"><eqn>1 \xe2\x80\x93"
     " 2</eqn></aux>",
     "m.xmile:4:22: error S110: \"\xe2\x80\x93"
     "\" cannot stand in an equation\n"
     "    4 | <aux name=\"y\"><eqn>1 \xe2\x80\x93"
     " 2</eqn></aux>\n"
     "      |                      ^\n"
     "mend: type the minus sign - of the keyboard\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>SMTH4(1, 2)</eqn></aux>",
     "m.xmile:4:20: error M204: there is no function or graphical function \"SMTH4\"\n"
     "    4 | <aux name=\"y\"><eqn>SMTH4(1, 2)</eqn></aux>\n"
     "      |                    ^~~~~~~~~~~\n"
     "why: the equation of \"y\" applies it\n"
     "mend: did you mean \"SMTH1\", \"SMTH3\" or \"SMTHN\"?\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>SMTH1(1)</eqn></aux>",
     "m.xmile:4:20: error M206: SMTH1 takes 2 to 3 arguments, not 1\n"
     "    4 | <aux name=\"y\"><eqn>SMTH1(1)</eqn></aux>\n"
     "      |                    ^~~~~~~~\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>PULSE(1,2,3,4)</eqn></aux>",
     "m.xmile:4:20: error M206: PULSE takes 1 to 3 arguments, not 4\n"
     "    4 | <aux name=\"y\"><eqn>PULSE(1,2,3,4)</eqn></aux>\n"
     "      |                    ^~~~~~~~~~~~~~\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>TIME(1)</eqn></aux>",
     "m.xmile:4:20: error M206: TIME takes 0 arguments, not 1\n"
     "    4 | <aux name=\"y\"><eqn>TIME(1)</eqn></aux>\n"
     "      |                    ^~~~~~~\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>NPV(1,2,3,1,4)</eqn></aux>",
     "m.xmile:4:20: error M206: NPV takes 2 to 4 arguments, not 5\n"
     "    4 | <aux name=\"y\"><eqn>NPV(1,2,3,1,4)</eqn></aux>\n"
     "      |                    ^~~~~~~~~~~~~~\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>QLEN(y)</eqn></aux>",
     "m.xmile:4:20: error S179: QLEN is not read\n"
     "    4 | <aux name=\"y\"><eqn>QLEN(y)</eqn></aux>\n"
     "      |                    ^~~~~~~\n"
     "why: it looks into a queue\n"
     "mend: write what it gives as an equation\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>CLOCKTIME</eqn></aux>",
     "m.xmile:4:20: error S179: CLOCKTIME is not read\n"
     "    4 | <aux name=\"y\"><eqn>CLOCKTIME</eqn></aux>\n"
     "      |                    ^~~~~~~~~\n"
     "why: it gives the clock of the computer, and two runs of one model shall agree\n"
     "mend: write what it gives as an equation\n"},
    {kSpecs, "",
     "<stock name=\"belt\"><eqn>40</eqn><outflow>out</outflow><conveyor><len>2</len></conveyor>"
     "</stock><flow name=\"out\"/>\n<aux name=\"y\"><eqn>MEAN(belt) + SUM(belt)</eqn></aux>",
     "m.xmile:5:25: error S179: MEAN does not read what lies in \"belt\"\n"
     "    5 | <aux name=\"y\"><eqn>MEAN(belt) + SUM(belt)</eqn></aux>\n"
     "      |                         ^~~~\n"
     "why: it would go through the slats of a conveyor, or the batches of a queue or an oven, and "
     "they have no names here\n"
     "mend: SUM(belt) and belt are all that is in it\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>LOOKUPAREA(y)</eqn></aux>",
     "m.xmile:4:31: error S179: LOOKUPAREA does not read this\n"
     "    4 | <aux name=\"y\"><eqn>LOOKUPAREA(y)</eqn></aux>\n"
     "      |                               ^\n"
     "why: it reads continuous graphical functions, of arrays those with one range of x\n"
     "mend: name a variable that has a <gf>\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>LOOKUP(y, 1)</eqn></aux>",
     "m.xmile:4:27: error M221: the first argument of LOOKUP is no graphical function\n"
     "    4 | <aux name=\"y\"><eqn>LOOKUP(y, 1)</eqn></aux>\n"
     "      |                           ^\n"
     "why: it reads a graphical function at its second argument\n"
     "mend: name a variable that has a <gf>\n"},
};

TEST(XmileMistakes, InEquations) {
  for (const auto& mistake : kEquations) EXPECT_EQ(said_of(mistake), mistake.said);
}

const Mistake kConveyors[] = {
    {"<sim_specs><start>0</start><stop>4</stop><dt>0.001</dt></sim_specs>\n", "",
     "<stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor><len>TIME</len></conveyor></"
     "stock><flow name=\"out\"/>",
     "m.xmile:4:52: error S179: the conveyor \"C\" changes, and nobody can tell how long it "
     "becomes\n"
     "    4 | <stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor><len>TIME</len></conveyor></"
     "stock><flow name=\"out\"/>\n"
     "      |                                                    ^~~~~~~~\n"
     "why: it is written out step by step, for at most 1000 steps of its transit time or of the "
     "run\n"
     "mend: make DT longer, or bound the transit time: MIN(..., 10)\n"},
    {kSpecs, "",
     "<stock name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor/></stock><flow name=\"out\"/>",
     "m.xmile:4:52: error S179: the conveyor \"C\" has no transit time\n"
     "    4 | <stock name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor/></stock><flow "
     "name=\"out\"/>\n"
     "      |                                                    ^~~~~~~~\n"
     "mend: write <len>...</len> into it\n"},
    {kSpecs, "", "<stock name=\"C\"><eqn>0</eqn><conveyor><len>2</len></conveyor></stock>",
     "m.xmile:4:14: error S179: the conveyor \"C\" has no outflow\n"
     "    4 | <stock name=\"C\"><eqn>0</eqn><conveyor><len>2</len></conveyor></stock>\n"
     "      |              ^\n"
     "why: one of its outflows takes what comes off its end\n"
     "mend: add an outflow that is no leakage\n"},
    {kSpecs, "",
     "<stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><outflow>l</outflow><conveyor><len>2</len></"
     "conveyor></stock><flow name=\"out\"/><flow name=\"l\"><leak/></flow>",
     "m.xmile:4:142: error S179: \"l\" has no leakage fraction\n"
     "    4 | ...len>2</len></conveyor></stock><flow name=\"out\"/><flow "
     "name=\"l\"><leak/></flow>\n"
     "      |                                                                ^\n"
     "mend: write <leak>0.1</leak>\n"},
    {kSpecs, "",
     "<stock name=\"Q\"><eqn>0</eqn><outflow>out</outflow><queue/></stock><flow "
     "name=\"out\"/><stock "
     "name=\"C\"><eqn>0</eqn><inflow>out</inflow><outflow>end</outflow><conveyor "
     "batch_integrity=\"true\" one_at_a_time=\"false\"><len>2</len></conveyor></stock><flow "
     "name=\"end\"/>",
     "m.xmile:4:156: error S179: \"C\" takes several whole batches out of the queue \"Q\"\n"
     "    4 | ...=\"C\"><eqn>0</eqn><inflow>out</inflow><outflow>end</outflow><conveyor "
     "batch_integrity=\"true\" one_at_a_time=\"false\"><len>2...\n"
     "      |                                                                ^~~~~~~~\n"
     "why: whole batches are read one at a time only\n"
     "mend: write one_at_a_time=\"true\" into <conveyor>\n"},
    {kSpecs, "",
     "<stock "
     "name=\"Q\"><eqn>0</eqn><outflow>out</outflow><outflow>two</outflow><queue/></stock><flow "
     "name=\"out\"/><flow name=\"two\"/><stock "
     "name=\"C\"><eqn>0</eqn><inflow>out</inflow><outflow>end</outflow><conveyor><len>2</len></"
     "conveyor></stock><flow name=\"end\"/>",
     "m.xmile:4:119: error S179: \"two\" is a second way out of the queue \"Q\"\n"
     "    4 | ...>two</outflow><queue/></stock><flow name=\"out\"/><flow name=\"two\"/><stock "
     "name=\"C\"><eqn>0</eqn><inflow>out</inflow><outfl...\n"
     "      |                                                                ^~~\n"
     "why: \"C\" takes batches from it one at a time; beside it only overflows to stocks and "
     "clouds are read\n"
     "mend: mark it <overflow/>, or write one_at_a_time=\"false\" into the <conveyor>\n"},
    {kSpecs, "",
     "<stock name=\"O\"><eqn>0</eqn><outflow>out</outflow><oven/></stock><flow name=\"out\"/>",
     "m.xmile:4:52: error S179: the oven \"O\" has no cook time\n"
     "    4 | <stock name=\"O\"><eqn>0</eqn><outflow>out</outflow><oven/></stock><flow "
     "name=\"out\"/>\n"
     "      |                                                    ^~~~\n"
     "mend: write <cook_time>...</cook_time> into it\n"},
    {kSpecs, "",
     "<stock name=\"C\"><eqn>4, 2</eqn><outflow>out</outflow><conveyor><len>3</len></conveyor>"
     "</stock><flow name=\"out\"/>",
     "m.xmile:4:22: warning S149: the conveyor \"C\" starts with 2 values, and is 3 long\n"
     "    4 | <stock name=\"C\"><eqn>4, 2</eqn><outflow>out</outflow><conveyor><len>3</len>"
     "</conveyor></stock><flow name=\"out\"/>\n"
     "      |                      ^~~~\n"
     "why: each says what comes off in one unit of time; the last is taken for the rest\n"
     "mend: write a value for each unit of time that it is long\n"},
    {kSpecs, "",
     "<stock name=\"C\"><eqn>1</eqn><outflow>out</outflow><conveyor><len>0</len></conveyor></stock>"
     "<flow name=\"out\"/>",
     "m.xmile:4:66: error S179: the transit time of the conveyor \"C\" is 0\n"
     "    4 | <stock name=\"C\"><eqn>1</eqn><outflow>out</outflow><conveyor><len>0</len></conveyor>"
     "</stock><flow name=\"out\"/>\n"
     "      |                                                                  ^\n"
     "why: what enters lies there for a while\n"
     "mend: write a time above 0\n"},
    {kSpecs, "",
     "<flow name=\"leak\"><eqn>3</eqn><leak/></flow><flow name=\"out\"/><stock name=\"C\"><eqn>1"
     "</eqn><outflow>out</outflow><outflow>leak</outflow><conveyor><len>2</len></conveyor></stock>",
     "m.xmile:4:24: error S179: the leakage fraction of the conveyor \"C\" is 3\n"
     "    4 | <flow name=\"leak\"><eqn>3</eqn><leak/></flow><flow name=\"out\"/><stock "
     "name=\"C\"><eqn>1</eqn><outflow>out</outflow><outflow...\n"
     "      |                        ^\n"
     "why: a belt cannot lose more than all that enters, nor less than nothing\n"
     "mend: let each be 0 or more and all together at most 1\n"},
    {kSpecs, "",
     "<flow name=\"leak\" leak_start=\"0.5\" leak_end=\"0.5\"><eqn>0.3</eqn><leak/></flow><flow "
     "name=\"out\"/><stock name=\"C\"><eqn>1</eqn><outflow>out</outflow><outflow>leak</outflow>"
     "<conveyor><len>2</len></conveyor></stock>",
     "m.xmile:4:13: error S179: the zone of \"leak\" ends before it begins\n"
     "    4 | <flow name=\"leak\" leak_start=\"0.5\" "
     "leak_end=\"0.5\"><eqn>0.3</eqn><leak/></flow><flow "
     "name=\"out\"/><stock name=\"C\"><eqn>1</...\n"
     "      |             ^~~~\n"
     "why: it is a stretch of the belt, from 0 where it begins to 1 where it ends\n"
     "mend: write leak_start below leak_end\n"},
};

TEST(XmileMistakes, InConveyors) {
  for (const auto& mistake : kConveyors) EXPECT_EQ(said_of(mistake), mistake.said);
}

}  // namespace
}  // namespace sluice::syntax::testing_only
