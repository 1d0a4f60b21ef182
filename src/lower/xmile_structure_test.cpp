// Stocks, conveyors, queues, ovens, modules and macros of XMILE with numbers worked out by hand.
#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

std::string stock(const std::string& name, const std::string& start, const std::string& flows,
                  const std::string& more = {}) {
  std::string text = format("<stock name=\"{}\"><eqn>{}</eqn>", name, start);
  for (std::size_t at = 0; at < flows.size();) {
    const std::size_t end = std::min(flows.find(' ', at), flows.size());
    const std::string kind = flows[at] == '+' ? "inflow" : "outflow";
    text += format("<{0}>{1}</{0}>", kind, flows.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return text + more + "</stock>\n";
}
const std::string kNothing = "<flow name=\"out\"/>";

TEST(XmileStocks, HoldBackTheirOutflowsInOrder) {
  const std::string model =
      stock("S", "10", "-a -b", "<non_negative/>") + flow("a", "8") + flow("b", "5");
  EXPECT_THAT(xmile_values(model, "a", {2}), ElementsAre(8, 0, 0));
  EXPECT_THAT(xmile_values(model, "b", {2}), ElementsAre(2, 0, 0));
  EXPECT_THAT(xmile_values(model, "S", {2}), ElementsAre(10, 0, 0));
}

// What flows in goes out again in the same step.
TEST(XmileStocks, GiveWhatFlowsInToo) {
  const std::string model =
      stock("S", "0", "+in -out", "<non_negative/>") + flow("in", "2") + flow("out", "3");
  EXPECT_THAT(xmile_values(model, "out", {2}), ElementsAre(2, 2, 2));
  EXPECT_THAT(xmile_values(model, "S", {2}), ElementsAre(0, 0, 0));
  const std::string chain = stock("lower", "0", "+a -b", "<non_negative/>") + flow("b", "20") +
                            stock("upper", "10", "-a", "<non_negative/>") + flow("a", "8");
  EXPECT_THAT(xmile_values(chain, "b", {3}), ElementsAre(8, 2, 0, 0));
}

// Of two that wait for each other, or an inflow that follows from the outflow, one is not counted.
TEST(XmileStocks, CountOnNoInflowThatNeedsTheirOutflow) {
  const std::string circle = stock("A", "5", "+g -f", "<non_negative/>") + flow("f", "3") +
                             stock("B", "0", "+f -g", "<non_negative/>") + flow("g", "4");
  EXPECT_THAT(xmile_values(circle, "f", {2}), ElementsAre(3, 3, 3));
  EXPECT_THAT(xmile_values(circle, "g", {2}), ElementsAre(0, 3, 3));
  const std::string returns = stock("S", "4", "+in -out", "<non_negative/>") + flow("in", "half") +
                              aux("half", "out / 2") + flow("out", "3");
  EXPECT_THAT(xmile_values(returns, "out", {2}), ElementsAre(3, 2.5, 1.25));
}

// Each of a long chain lets go what came in: 3 + 3 at the second, and so on along it.
TEST(XmileStocks, PassOnAlongALongChain) {
  constexpr int kStocks = 2000;
  std::string chain;
  for (int i = 0; i < kStocks; ++i) {
    chain += format(
        "<stock name=\"s{}\"><eqn>3</eqn>{}<outflow>f{}</outflow><non_negative/></stock>"
        "<flow name=\"f{}\"><eqn>1000000</eqn></flow>\n",
        i, i > 0 ? format("<inflow>f{}</inflow>", i - 1) : std::string(), i, i);
  }
  EXPECT_THAT(xmile_values(chain, "f1999"), ElementsAre(3 * kStocks, 0, 0, 0, 0));
}

std::vector<double> values_by(const std::string& method, const std::string& variables,
                              std::string_view name, Clock clock) {
  std::string file = xmile_file(variables, clock);
  file.replace(file.find("<sim_specs>"), 11, "<sim_specs method=\"" + method + "\">");
  return values_of(xmile_model(file), name);
}

// What the stock held when the step began counts in all stages of Runge-Kutta, so that it empties
// in one step as by Euler's method.
TEST(XmileStocks, HoldBackTheirOutflowsOverAWholeStepOfRungeKutta) {
  const std::string through =
      stock("S", "10", "+in -out", "<non_negative/>") + flow("in", "2") + flow("out", "7");
  const std::string both =
      stock("S", "10", "-a -b", "<non_negative/>") + flow("a", "8") + flow("b", "5");
  for (const std::string method : {"euler", "rk2", "rk4", "midpoint"}) {
    EXPECT_THAT(values_by(method, through, "S", {3}), ElementsAre(10, 5, 0, 0)) << method;
    EXPECT_THAT(values_by(method, through, "out", {3}), ElementsAre(7, 7, 2, 2)) << method;
    EXPECT_THAT(values_by(method, both, "b", {2}), ElementsAre(2, 0, 0)) << method;
    EXPECT_THAT(values_by(method, both, "S", {2}), ElementsAre(10, 0, 0)) << method;
  }
  // The stages ask for 2, 1, 1 and 0, and at most 1 is there: 1 - (1 + 2 + 2 + 0) / 6. By halves
  // of a step at most 2: 2, 1, 1.5 and 0.5.
  const std::string drains = stock("S", "1", "-out", "<non_negative/>") + flow("out", "2 * S");
  EXPECT_THAT(values_by("rk4", drains, "S", {1}), ElementsAre(1, testing::DoubleEq(1.0 / 6)));
  EXPECT_THAT(values_by("rk4", drains, "S", {0.5, 0.5}),
              ElementsAre(1, testing::DoubleEq(1 - 0.5 * (2 + 2 + 3 + 0.5) / 6)));
  // A chain: the lower stock counts on what its inflow brings in the same step.
  const std::string chain = stock("lower", "0", "+a -b", "<non_negative/>") + flow("b", "20") +
                            stock("upper", "10", "-a", "<non_negative/>") + flow("a", "8");
  EXPECT_THAT(values_by("rk4", chain, "b", {3}), ElementsAre(8, 2, 0, 0));
}

// Under Runge-Kutta the rate that would empty it is that of the step's start, too.
TEST(XmileStocks, StopAtZeroUnderRungeKutta) {
  const std::string model = stock("S", "3", "+a", "<non_negative/>") + flow("a", "-2");
  EXPECT_THAT(values_by("rk4", model, "S", {3}), ElementsAre(3, 1, 0, 0));
}

TEST(XmileStocks, StopAtZeroWhereAnInflowRunsBackward) {
  const std::string model = stock("S", "3", "+a", "<non_negative/>") + flow("a", "-2");
  EXPECT_THAT(xmile_values(model, "S", {2}), ElementsAre(3, 1, 0));
}

TEST(XmileStocks, GoBelowZeroWhereNothingIsSaid) {
  EXPECT_THAT(xmile_values(stock("S", "3", "-a") + flow("a", "2"), "S", {2}),
              ElementsAre(3, 1, -1));
}

TEST(XmileFlows, OfOneDirectionAreNeverNegative) {
  const std::string one = "<flow name=\"f\"><eqn>1 - TIME</eqn><non_negative/></flow>";
  EXPECT_THAT(xmile_values(one, "f", {2}), ElementsAre(1, 0, 0));
  const std::string all = "<behavior><flow><non_negative/></flow></behavior>";
  EXPECT_THAT(xmile_values(flow("f", "1 - TIME"), "f", {2}, all), ElementsAre(1, 0, 0));
  const std::string but =
      "<flow name=\"f\"><eqn>1 - TIME</eqn><non_negative>false</non_negative></flow>";
  EXPECT_THAT(xmile_values(but, "f", {2}, all), ElementsAre(1, 0, -1));
}

TEST(XmileFlows, MayConvertUnits) {
  const std::string model = stock("A", "10", "-f") + stock("B", "0", "+f") +
                            "<flow name=\"f\"><eqn>4</eqn><multiplier>3</multiplier></flow>";
  EXPECT_THAT(xmile_values(model, "A", {1}), ElementsAre(10, 6));
  EXPECT_THAT(xmile_values(model, "B", {1}), ElementsAre(0, 12));
}

TEST(XmileConveyors, GiveOutWhatEnteredATransitTimeAgo) {
  const std::string model = stock("C", "10", "+in -out", "<conveyor><len>2</len></conveyor>") +
                            flow("in", "6") + kNothing;
  EXPECT_THAT(xmile_values(model, "out", {4}), ElementsAre(5, 5, 6, 6, 6));
  EXPECT_THAT(xmile_values(model, "C", {4}), ElementsAre(10, 11, 12, 12, 12));
}

// 8 a step, half of which leaks over 4 steps: 1 for each unit time that it lies there.
TEST(XmileConveyors, LeakLinearly) {
  const auto model = [](const std::string& start) {
    return stock("C", start, "+in -out -leaking", "<conveyor><len>4</len></conveyor>") +
           flow("in", "8") + kNothing + "<flow name=\"leaking\"><leak>0.5</leak></flow>";
  };
  EXPECT_THAT(xmile_values(model("0"), "leaking", {5}), ElementsAre(0, 1, 2, 3, 4, 4));
  EXPECT_THAT(xmile_values(model("0"), "out", {5}), ElementsAre(0, 0, 0, 0, 4, 4));
  EXPECT_THAT(xmile_values(model("0"), "C", {5}), ElementsAre(0, 8, 15, 21, 26, 26));
  // In balance from the start: 4 * 8 - (4 - 1) * 4 / 2 = 26.
  EXPECT_THAT(xmile_values(model("26"), "out", {2}), ElementsAre(4, 4, 4));
  EXPECT_THAT(xmile_values(model("26"), "leaking", {2}), ElementsAre(4, 4, 4));
}

TEST(XmileConveyors, LeakInAZoneOnly) {
  const std::string model =
      stock("C", "0", "+in -out -leaking", "<conveyor><len>4</len></conveyor>") + flow("in", "8") +
      kNothing + "<flow name=\"leaking\" leak_end=\"0.5\"><eqn>0.5</eqn><leak/></flow>";
  EXPECT_THAT(xmile_values(model, "leaking", {5}), ElementsAre(0, 2, 4, 4, 4, 4));
  EXPECT_THAT(xmile_values(model, "out", {5}), ElementsAre(0, 0, 0, 0, 4, 4));
  EXPECT_THAT(xmile_values(model, "C", {5}), ElementsAre(0, 8, 14, 18, 22, 22));
}

// Half of what is left leaks in each step: of 8, 4 and 2, and 2 come off the end.
TEST(XmileConveyors, LeakExponentially) {
  const auto model = [](const std::string& start) {
    return stock("C", start, "+in -out -leaking",
                 "<conveyor exponential_leak=\"true\"><len>2</len></conveyor>") +
           flow("in", "8") + kNothing + "<flow name=\"leaking\"><leak>0.5</leak></flow>";
  };
  EXPECT_THAT(xmile_values(model("0"), "leaking", {3}), ElementsAre(0, 4, 6, 6));
  EXPECT_THAT(xmile_values(model("0"), "out", {3}), ElementsAre(0, 0, 2, 2));
  EXPECT_THAT(xmile_values(model("12"), "C", {2}), ElementsAre(12, 12, 12));
  EXPECT_THAT(xmile_values(model("12"), "out", {2}), ElementsAre(2, 2, 2));
}

// What enters from 2 on takes 1, and so overtakes.
TEST(XmileConveyors, MayChangeTheirTransitTime) {
  const auto model = [](const std::string& settings) {
    return stock("C", "0", "+in -out", "<conveyor>" + settings + "</conveyor>") + flow("in", "6") +
           kNothing;
  };
  EXPECT_THAT(xmile_values(model("<len>IF TIME &lt; 2 THEN 2 ELSE 1</len>"), "out", {4}),
              ElementsAre(0, 0, 6, 12, 6));
  EXPECT_THAT(
      xmile_values(model("<len>IF TIME &lt; 2 THEN 2 ELSE 1</len><sample>TIME = 0</sample>"), "out",
                   {4}),
      ElementsAre(0, 0, 6, 6, 6));
}

TEST(XmileConveyors, MayBeArrested) {
  const std::string model =
      stock("C", "10", "+in -out", "<conveyor><len>2</len><arrest>TIME = 1</arrest></conveyor>") +
      flow("in", "6") + kNothing;
  EXPECT_THAT(xmile_values(model, "in", {4}), ElementsAre(6, 0, 6, 6, 6));
  EXPECT_THAT(xmile_values(model, "out", {4}), ElementsAre(5, 0, 5, 6, 6));
}

// The same numbers as of a constant transit time.
TEST(XmileConveyors, LeakAlikeSlatBySlat) {
  const auto model = [](const std::string& settings, const std::string& zone) {
    return stock("C", "0", "+in -out -leaking", "<conveyor " + settings + "</conveyor>") +
           flow("in", "8") + kNothing + "<flow name=\"leaking\"" + zone +
           "><leak>0.5</leak></flow>";
  };
  const std::string four = "><len>4 + 0 * TIME</len>";
  EXPECT_THAT(xmile_values(model(four, ""), "leaking", {5}), ElementsAre(0, 1, 2, 3, 4, 4));
  EXPECT_THAT(xmile_values(model(four, ""), "out", {5}), ElementsAre(0, 0, 0, 0, 4, 4));
  EXPECT_THAT(xmile_values(model(four, " leak_end=\"0.5\""), "leaking", {5}),
              ElementsAre(0, 2, 4, 4, 4, 4));
  const std::string two = "exponential_leak=\"true\"><len>2 + 0 * TIME</len>";
  EXPECT_THAT(xmile_values(model(two, ""), "leaking", {3}), ElementsAre(0, 4, 6, 6));
  EXPECT_THAT(xmile_values(model(two, ""), "C", {3}), ElementsAre(0, 8, 12, 12));
}

TEST(XmileConveyors, TakeNoMoreThanFits) {
  const auto model = [](const std::string& settings) {
    return stock("C", "0", "+in -out", "<conveyor><len>2</len>" + settings + "</conveyor>") +
           flow("in", "6") + kNothing;
  };
  EXPECT_THAT(xmile_values(model("<capacity>10</capacity>"), "in", {4}),
              ElementsAre(6, 4, 6, 4, 6));
  EXPECT_THAT(xmile_values(model("<in_limit>5</in_limit>"), "in", {2}), ElementsAre(5, 5, 5));
}

TEST(XmileQueues, GiveAllToAStock) {
  const std::string model = stock("Q", "2", "+in -out", "<queue/>") + flow("in", "3") + kNothing +
                            stock("S", "0", "+out");
  EXPECT_THAT(xmile_values(model, "out", {3}), ElementsAre(2, 3, 3, 3));
  EXPECT_THAT(xmile_values(model, "S", {3}), ElementsAre(0, 2, 5, 8));
}

TEST(XmileQueues, OverflowWhereAConveyorTakesNoMore) {
  const std::string conveyor =
      "<conveyor one_at_a_time=\"false\"><len>3</len><in_limit>2</in_limit></conveyor>";
  const std::string model = stock("Q", "5", "+in -out -over", "<queue/>") + flow("in", "1") +
                            kNothing + "<flow name=\"over\"><overflow/></flow>" +
                            stock("C", "0", "+out -end", conveyor) + "<flow name=\"end\"/>";
  EXPECT_THAT(xmile_values(model, "out", {2}), ElementsAre(2, 1, 1));
  EXPECT_THAT(xmile_values(model, "over", {2}), ElementsAre(3, 0, 0));
}

// Batches of 5 (at the start) and 3 a step; 4 fit in a step, and only what is left of the front one
// is taken: 4, 1, 3, 3.
TEST(XmileQueues, GiveBatchesOneAtATime) {
  const auto model = [](const std::string& settings, const std::string& more = {}) {
    return stock("Q", "5", more.empty() ? "+in -out" : "+in -out -over", "<queue/>") +
           flow("in", "3") + kNothing + more +
           stock("C", "0", "+out -end",
                 "<conveyor discrete=\"true\" " + settings +
                     "><len>3</len><in_limit>4</in_limit>"
                     "</conveyor>") +
           "<flow name=\"end\"/>";
  };
  EXPECT_THAT(xmile_values(model(""), "out", {4}), ElementsAre(4, 1, 3, 3, 3));
  EXPECT_THAT(xmile_values(model(""), "Q", {4}), ElementsAre(5, 4, 6, 6, 6));
  // As many as fit: 4 a step.
  EXPECT_THAT(xmile_values(model("one_at_a_time=\"false\""), "out", {4}),
              ElementsAre(4, 4, 3, 3, 3));
  // A batch of 5 never fits whole.
  EXPECT_THAT(xmile_values(model("batch_integrity=\"true\""), "out", {2}), ElementsAre(0, 0, 0));
  // The overflow takes all that is left where the front batch was held back.
  const std::string over = "<flow name=\"over\"><overflow/></flow>";
  EXPECT_THAT(xmile_values(model("", over), "over", {3}), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(xmile_values(model("", over), "out", {3}), ElementsAre(4, 3, 3, 3));
}

// 6 in three lumps of 2, one at the start of each unit of time; the limit of 5 a unit is used up in
// its first step.
TEST(XmileConveyors, ThatAreDiscreteMoveLumps) {
  const std::string model =
      stock("C", "6", "+in -out",
            "<conveyor discrete=\"true\"><len>3</len><in_limit>5</in_limit></conveyor>") +
      flow("in", "8") + kNothing;
  EXPECT_THAT(xmile_values(model, "out", {2, 0.5}), ElementsAre(4, 0, 4, 0, 4));
  EXPECT_THAT(xmile_values(model, "in", {2, 0.5}), ElementsAre(8, 2, 8, 2, 8));
}

// It fills with 4 and 2, cooks from 2 to 4, gives out 6, and opens again.
TEST(XmileOvens, FillCookAndGiveOut) {
  const std::string oven = "<oven><cook_time>2</cook_time><capacity>6</capacity></oven>";
  const std::string model = stock("O", "0", "+in -out", oven) + flow("in", "4") + kNothing;
  EXPECT_THAT(xmile_values(model, "in", {6}), ElementsAre(4, 2, 0, 0, 0, 4, 2));
  EXPECT_THAT(xmile_values(model, "out", {6}), ElementsAre(0, 0, 0, 0, 6, 0, 0));
  EXPECT_THAT(xmile_values(model, "O", {6}), ElementsAre(0, 4, 6, 6, 6, 0, 4));
}

TEST(XmileOvens, CloseWhenTheirFillTimeIsOver) {
  const std::string oven =
      "<oven><cook_time>1</cook_time><fill_time>2</fill_time><clean_time>1</clean_time></oven>";
  const std::string model = stock("O", "0", "+in -out", oven) + flow("in", "4") + kNothing;
  EXPECT_THAT(xmile_values(model, "in", {6}), ElementsAre(4, 4, 0, 0, 0, 4, 4));
  EXPECT_THAT(xmile_values(model, "out", {6}), ElementsAre(0, 0, 0, 8, 0, 0, 0));
}

// As above, but nothing moves at 1, 3 and 4.
TEST(XmileOvens, StandWhileTheyAreArrested) {
  const std::string oven =
      "<oven><cook_time>2</cook_time><capacity>6</capacity>"
      "<arrest>TIME = 1 OR TIME = 3 OR TIME = 4</arrest></oven>";
  const std::string model = stock("O", "0", "+in -out", oven) + flow("in", "4") + kNothing;
  EXPECT_THAT(xmile_values(model, "in", {8}), ElementsAre(4, 0, 2, 0, 0, 0, 0, 0, 4));
  EXPECT_THAT(xmile_values(model, "out", {8}), ElementsAre(0, 0, 0, 0, 0, 0, 0, 6, 0));
  EXPECT_THAT(xmile_values(model, "O", {8}), ElementsAre(0, 4, 4, 6, 6, 6, 6, 6, 0));
}

// Two submodels that need each other, and one inside another.
TEST(XmileModules, AreConnected) {
  const std::string modules =
      "<module name=\"prey\"><connect to=\"prey.hunters\" from=\"hunter.count\"/>"
      "<connect to=\"rate\" from=\".birth rate\"/></module><module name=\"hunter\"/>";
  const std::string models =
      "<model name=\"prey\"><variables><stock name=\"count\"><eqn>100</eqn><inflow>births</inflow>"
      "<outflow>eaten</outflow></stock><flow name=\"births\"><eqn>count * rate</eqn></flow>"
      "<flow name=\"eaten\"><eqn>hunters</eqn></flow><aux name=\"rate\" access=\"input\"/>"
      "<aux name=\"hunters\" access=\"input\"><eqn>0</eqn></aux><module name=\"inner\"/>"
      "</variables></model>"
      "<model name=\"hunter\"><variables><aux name=\"count\" access=\"output\"><eqn>7</eqn></aux>"
      "</variables></model>"
      "<model name=\"inner\"><variables><aux name=\"deep\"><eqn>5</eqn></aux></variables></model>";
  const std::string root =
      modules + aux("birth rate", "0.5") + aux("seen", "prey.count + prey.inner.deep");
  EXPECT_THAT(xmile_values(root, "prey.count", {2}, models), ElementsAre(100, 143, 207.5));
  EXPECT_THAT(xmile_values(root, "seen", {1}, models), ElementsAre(105, 148));
}

// Each inflow is what flows out of the other module: it is not counted, or each would wait.
TEST(XmileModules, MayFlowInACircle) {
  const auto module = [](const std::string& name, const std::string& drain) {
    return "<model name=\"" + name +
           "\"><variables><aux name=\"in\" access=\"input\"><eqn>0</eqn>"
           "</aux>" +
           stock("S", "10", "+fill -drain", "<non_negative/>") + flow("fill", "in") +
           flow("drain", drain) + "</variables></model>";
  };
  const std::string root =
      "<module name=\"A\"><connect to=\"A.in\" from=\"B.drain\"/></module>"
      "<module name=\"B\"><connect to=\"B.in\" from=\"A.drain\"/></module>";
  const std::string models = module("A", "4") + module("B", "3");
  EXPECT_THAT(xmile_values(root, "A.S", {2}, models), ElementsAre(10, 9, 8));
}

TEST(XmileMacros, HaveParametersDefaultsAndStocksOfTheirOwn) {
  const std::string macro =
      "<macro name=\"SOFTLY\"><parm>input</parm><parm>span</parm><parm "
      "default=\"input\">start</parm>"
      "<eqn>softly</eqn><variables><stock name=\"softly\"><eqn>start</eqn><inflow>change</inflow>"
      "</stock><flow name=\"change\"><eqn>(input - softly) / span</eqn></flow></variables></macro>"
      "<macro name=\"TWICE\"><parm>x</parm><eqn>2 * x</eqn></macro>";
  EXPECT_THAT(xmile_values(aux("y", "SOFTLY(10, 2, 0)"), "y", {3}, macro),
              ElementsAre(0, 5, 7.5, 8.75));
  EXPECT_THAT(xmile_values(aux("y", "SOFTLY(10, 2) + TWICE(SOFTLY(10, 2, 0))"), "y", {1}, macro),
              ElementsAre(10, 20));
}

TEST(XmileSettings, SayStepsMethodsAndSavedTimes) {
  const auto method = [](const std::string& settings) {
    const std::string text = format(
        "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" "
        "xmlns:isee=\"http://iseesystems.com/XMILE\">{}<model><variables>{}</variables></model>"
        "</xmile>",
        settings, stock("S", "1", "+f") + flow("f", "S"));
    return values_of(xmile_model(text), "S");
  };
  EXPECT_THAT(method("<sim_specs><start>0</start><stop>1</stop><dt reciprocal=\"true\">2</dt>"
                     "</sim_specs>"),
              ElementsAre(1, 1.5, 2.25));
  EXPECT_THAT(method("<sim_specs isee:save_interval=\"1\"><start>0</start><stop>1</stop>"
                     "<dt>0.5</dt></sim_specs>"),
              ElementsAre(1, 2.25));
  EXPECT_THAT(method("<sim_specs method=\"gear, RK4\"><start>0</start><stop>1</stop></sim_specs>"),
              ElementsAre(1, DoubleNear(1 + 1 + 0.5 + 1.0 / 6 + 1.0 / 24, 1e-12)));
}

TEST(XmileSettings, MeanTheirOwnMethodOfSecondOrderByRk2) {
  // S' = S^2 from 1 with a step of 1. Stella's: the mean of 1 and 2^2; Vensim's: 1.5^2.
  const auto after_a_step = [](const std::string& method, const std::string& header) {
    const std::string text = format(
        "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">{}<sim_specs "
        "method=\"{}\">"
        "<start>0</start><stop>1</stop></sim_specs><model><variables>{}</variables></model></"
        "xmile>",
        header, method, stock("S", "1", "+f") + flow("f", "S^2"));
    return values_of(xmile_model(text), "S")[1];
  };
  EXPECT_EQ(after_a_step("RK2", ""), 3.5);
  EXPECT_EQ(after_a_step("rk45, rk2", ""), 3.5);
  EXPECT_EQ(after_a_step("midpoint, rk2", ""), 3.25);
  EXPECT_EQ(after_a_step("rk2", "<header><vendor>Ventana Systems</vendor></header>"), 3.25);
}

}  // namespace
}  // namespace sluice::lower
