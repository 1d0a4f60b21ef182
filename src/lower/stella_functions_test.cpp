// The functions that isee's programs have beyond the standard, with numbers worked out by hand from
// its help.
#include <cmath>
#include <numeric>

#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;

const std::string kByIsee = "<header><vendor>isee systems, inc.</vendor></header>";

TEST(StellaPulse, OfOneArgumentComesAtEachStep) {
  EXPECT_THAT(xmile_values(aux("y", "PULSE(3)"), "y", {2, 0.5}), Each(6));
}

TEST(StellaPulse, WithoutAnIntervalComesOnceByTheStandardAndAtEachStepInStella) {
  EXPECT_THAT(xmile_series("PULSE(20, 2)"), ElementsAre(0, 0, 20, 0, 0));
  EXPECT_THAT(xmile_values(aux("y", "PULSE(20, 2)"), "y", {}, kByIsee),
              ElementsAre(0, 0, 20, 20, 20));
  EXPECT_THAT(xmile_values(aux("y", "PULSE(20, 2, 0)"), "y", {}, kByIsee),
              ElementsAre(0, 0, 20, 0, 0));
}

TEST(StellaTests, RampsFromTheStartWhereNoTimeIsGiven) {
  EXPECT_THAT(xmile_series("RAMP(2)"), ElementsAre(0, 2, 4, 6, 8));
  EXPECT_DOUBLE_EQ(xmile_series("COSWAVE(-5, 4)")[0], 5);
}

TEST(StellaHistory, OfALagIsADelayThatStartsAtZero) {
  EXPECT_THAT(xmile_series("HISTORY(x, TIME - 2)", aux("x", "TIME + 1")),
              ElementsAre(0, 0, 1, 2, 3));
  EXPECT_THAT(xmile_series("HISTORY(x, TIME - lag)", aux("x", "TIME + 1") + aux("lag", "1")),
              ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(xmile_series("1 + HISTORY(SELF, TIME - 2)"), ElementsAre(1, 1, 2, 2, 3));
}

TEST(StellaHistory, OfATimeIsKeptFromThenOn) {
  EXPECT_THAT(xmile_series("HISTORY(x, 2)", aux("x", "TIME * 10")), ElementsAre(0, 0, 20, 20, 20));
  EXPECT_THAT(xmile_series("HISTORY(x, 0)", aux("x", "TIME + 7")), Each(7));
}

TEST(StellaHistory, OfATimeBeginsNoEarlierWithinAStepOfRungeKutta) {
  Options options;
  options.method = program::Method::rk4;
  const model::Model model = xmile_model(
      xmile_file(aux("x", "10") + "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow></stock>" +
                 flow("f", "HISTORY(x, 2)")));
  EXPECT_THAT(values_of(model, "s", options), ElementsAre(0, 0, 0, 10, 20));
  EXPECT_THAT(values_of(model, "s"), ElementsAre(0, 0, 0, 10, 20));
}

// 0 for times to come and before the run; the value of now for now.
TEST(StellaHistory, OfATimeThatMovesLooksUpTheRunSoFar) {
  const std::string x = aux("x", "TIME * 10 + 1");
  EXPECT_THAT(xmile_series("HISTORY(x, TIME / 2)", x), ElementsAre(1, 1, 11, 11, 21));
  EXPECT_THAT(xmile_series("HISTORY(x, 4 - TIME)", x), ElementsAre(0, 0, 21, 11, 1));
  EXPECT_THAT(xmile_series("HISTORY(x, TIME)", x), ElementsAre(1, 11, 21, 31, 41));
  EXPECT_THAT(xmile_series("HISTORY(x, TIME - lag)", x + aux("lag", "STEP(1, 1) + STEP(1, 3)")),
              ElementsAre(1, 1, 11, 11, 21));
}

TEST(StellaHistory, OfALongRunIsSaidToBeTooMuch) {
  const model::Model model = xmile_model(xmile_file(
      aux("y", "HISTORY(TIME, TIME - lag)") + aux("lag", "1 + STEP(1, 3)"), {30000, 1, 0}));
  Options options;
  options.outputs = {cell(model, "y")};
  EXPECT_THAT(texts_of(lower(model, options).diagnostics),
              testing::HasSubstr("error L412: HISTORY has to remember 30001 steps\n"));
  EXPECT_THAT(texts_of(lower(model, options).diagnostics),
              testing::HasSubstr("mend: make TIME STEP longer, or ask for a time that stays or for "
                                 "TIME less a lag that stays\n"));
}

TEST(StellaPrevious, StartsWithTheInputsOwnStart) {
  EXPECT_THAT(xmile_series("PREVIOUS(x)", aux("x", "TIME + 5")), ElementsAre(5, 5, 6, 7, 8));
}

TEST(StellaRuns, AreTheFirst) {
  EXPECT_THAT(xmile_series("RUNCOUNT + SENSIRUNCOUNT"), Each(0));
  EXPECT_THAT(xmile_series("ENDVAL(x)", aux("x", "TIME + 5")), Each(5));
  EXPECT_THAT(xmile_series("ENDVAL(x, 3)", aux("x", "TIME + 5")), Each(3));
}

// A loan of 10,000 at 1 % a month is paid back by 36 payments of 332.14: isee's example.
TEST(StellaMoney, OfConstantPayments) {
  const double payment = xmile_value("PMT(0.01, 36, 10000, 0)");
  EXPECT_NEAR(payment, -332.14, 0.005);
  EXPECT_NEAR(xmile_value(format("PV(0.01, 36, {}, 0)", payment)), 10000, 1e-2);
  EXPECT_NEAR(xmile_value("FV(0.1, 2, 0, 100)"), -121, 1e-12);
  EXPECT_EQ(xmile_value("FV(0, 3, 5, 10)"), -25);
  EXPECT_EQ(xmile_value("PMT(0, 4, 10, 2)"), -3);
}

// 100 paid at 0 and 121 taken at 2 are worth nothing at 10 %; with half steps too.
TEST(StellaMoney, RateOfReturn) {
  const std::string stream = aux("x", "PULSE(-100, 0, 0) + PULSE(121, 2, 0)");
  EXPECT_THAT(
      xmile_series("IRR(x, -1)", stream),
      ElementsAre(-1, -1, DoubleNear(0.1, 1e-12), DoubleNear(0.1, 1e-12), DoubleNear(0.1, 1e-12)));
  EXPECT_NEAR(xmile_values(stream + aux("y", "IRR(x)"), "y", {4, 0.5}).back(), 0.1, 1e-12);
}

TEST(StellaMoney, GrowsAlikeForAnyStep) {
  const std::string stock =
      "<stock name=\"s\"><eqn>100</eqn><inflow>f</inflow></stock>" + flow("f", "s * CGROWTH(10)");
  EXPECT_NEAR(xmile_values(stock, "s", {1, 0.25}).back(), 110, 1e-12);
}

// Against the standard library's error function, whose rounded input costs z^2 in its last place,
// and the one inverse against the other.
TEST(StellaNormal, SharesAndTheirInverse) {
  EXPECT_DOUBLE_EQ(xmile_value("NORMALCDF(-1, 1)"), std::erf(std::sqrt(0.5)));
  EXPECT_DOUBLE_EQ(xmile_value("NORMALCDF(90, 110, 100, 10)"), std::erf(std::sqrt(0.5)));
  for (const double z : {0.1, 0.6, 0.7, 2.0, 5.0, 6.0, 12.0, 30.0}) {
    const double tail = std::erfc(z / std::sqrt(2.0)) / 2;
    EXPECT_NEAR(xmile_value(format("NORMALCDF({}, INF)", z)) / tail, 1, 2e-16 * (20 + z * z)) << z;
    EXPECT_NEAR(xmile_value(format("NORMALCDF(-INF, {})", -z)) / tail, 1, 2e-16 * (20 + z * z))
        << z;
    if (z > 6) continue;  // the share above is 1 as far as a number can tell
    EXPECT_NEAR(xmile_value(format("INVNORM(NORMALCDF(-INF, {}))", -z)), -z, 4e-15 * z) << z;
  }
  EXPECT_EQ(xmile_value("NORMALCDF(2, 1) + NORMALCDF(1, 2)"), 0);
  EXPECT_EQ(xmile_value("INVNORM(0.5)"), 0);
  EXPECT_EQ(xmile_value("IF INVNORM(0) &lt; -1E300 AND INVNORM(1) &gt; 1E300 THEN 1 ELSE 0"), 1);
}

TEST(StellaGraphs, HaveAreasAndInverses) {
  const std::string g =
      "<gf name=\"g\"><xscale min=\"0\" max=\"2\"/><ypts>0,10,30</ypts></gf>";  // areas 5, 20
  EXPECT_EQ(xmile_value("LOOKUPAREA(g)", g), 25);
  EXPECT_EQ(xmile_value("LOOKUPAREA(g, 1)", g), 5);
  EXPECT_EQ(xmile_value("LOOKUPAREA(g, 2, 1)", g), 20);
  EXPECT_EQ(xmile_value("LOOKUPAREA(g, 1, 2)", g), 20);
  EXPECT_EQ(xmile_value("LOOKUPAREA(g, -5, 9)", g), 25);
  EXPECT_EQ(xmile_value("LOOKUPMEAN(g)", g), 12.5);
  EXPECT_EQ(xmile_value("LOOKUPMEAN(g, 1, 1)", g), 10);
  EXPECT_EQ(xmile_value("LOOKUPINV(g, 20)", g), 1.5);
  EXPECT_EQ(xmile_value("LOOKUP_AREA(g, 1, 2) + LOOKUP_INVERT(g, 20)", g), 21.5);
}

// "Otherwise it will return the first or last point when out of range" (isee's help), where
// Vensim's LOOKUP INVERT is :NA:; each element of an array has its own range.
TEST(StellaGraphs, AreInvertedUpToTheirEnds) {
  const std::string g = "<gf name=\"g\"><xscale min=\"0\" max=\"2\"/><ypts>0,0,30</ypts></gf>";
  EXPECT_EQ(xmile_value("LOOKUPINV(g, 0)", g), 0);
  EXPECT_EQ(xmile_value("LOOKUPINV(g, 15)", g), 1.5);
  EXPECT_EQ(xmile_value("LOOKUPINV(g, -1)", g), 0);
  EXPECT_EQ(xmile_value("LOOKUPINV(g, 99)", g), 2);
  EXPECT_EQ(xmile_value("LOOKUP_INVERT(g, 99)", g), kNotAvailable);
  const std::string around =
      "<dimensions><dim name=\"D\"><elem name=\"a\"/><elem name=\"b\"/>"
      "</dim></dimensions>";
  const auto element = [](const std::string& name, const std::string& points) {
    return "<element subscript=\"" + name + "\"><eqn>TIME</eqn><gf><xscale min=\"0\" max=\"2\"/>" +
           "<ypts>" + points + "</ypts></gf></element>";
  };
  const std::string array = "<aux name=\"h\"><dimensions><dim name=\"D\"/></dimensions>" +
                            element("a", "0,10,30") + element("b", "8,4,2") + "</aux>" +
                            "<aux name=\"x\"><dimensions><dim name=\"D\"/></dimensions>"
                            "<eqn>LOOKUPINV(h[D], 1)</eqn></aux>";
  EXPECT_EQ(xmile_value("x[a]", array, around), 0.1);
  EXPECT_EQ(xmile_value("x[b]", array, around), 2);
  EXPECT_EQ(xmile_value("LOOKUPINV(h[b], 3) + 10 * LOOKUPINV(h[a], 99)", array, around), 21.5);
}

TEST(StellaDraws, KeepToWhatTheyCount) {
  EXPECT_EQ(xmile_value("GEOMETRIC(1)"), 1);
  EXPECT_EQ(xmile_value("NEGBINOMIAL(3, 1)"), 3);
  EXPECT_EQ(xmile_value("LOGISTIC(4, 0)"), 4);
}

TEST(StellaDraws, HaveTheirMeans) {
  const auto mean = [](const std::string& draw) {
    const auto values = xmile_values(aux("y", draw), "y", {9999});
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  // Ten thousand draws: about five deviations of their mean.
  EXPECT_NEAR(mean("GEOMETRIC(0.25)"), 4, 0.17);
  EXPECT_NEAR(mean("NEGBINOMIAL(3, 0.5)"), 6, 0.13);
  EXPECT_NEAR(mean("LOGISTIC(4, 1)"), 4, 0.09);
}

TEST(XmileFunctions, HaveTheNamesOfVariablesToo) {
  EXPECT_THAT(xmile_series("DELAY(TIME, delay) + INIT(init)", aux("delay", "2") + aux("init", "5")),
              ElementsAre(5, 5, 5, 6, 7));
}

// As converters write Vensim's NPV(stream, rate, start, factor).
TEST(XmileFunctions, PresentValueTakesAFactor) {
  EXPECT_THAT(xmile_series("NPV(3, 0, 1, 2)"), ElementsAre(8, 14, 20, 26, 32));
}

TEST(XmileMacros, MayWorkOutWhatACallLeavesOut) {
  const std::string macro =
      "<macro name=\"M\"><parm>a</parm><parm default=\"a*2+1\">b</parm><eqn>a+b</eqn></macro>";
  EXPECT_EQ(xmile_value("M(3)", "", macro), 10);
  EXPECT_EQ(xmile_value("M(3, 1)", "", macro), 4);
  EXPECT_EQ(xmile_value("M(M(3))", "", macro), 31);
  EXPECT_EQ(xmile_value("M(b * 2)", aux("b", "3"), macro), 19);
  const std::string chain =
      "<macro name=\"C\"><parm>x</parm><parm default=\"x*2\">y</parm><parm default=\"y+1\">z</parm>"
      "<eqn>x*100+y*10+z</eqn></macro>";
  EXPECT_EQ(xmile_value("C(1)", aux("z", "7"), chain), 123);
  EXPECT_EQ(xmile_value("C(z)", aux("z", "1"), chain), 123);
}

// Each call puts its argument down twice: 30 of them inside each other must not double it each
// time.
TEST(XmileMacros, MayBeCalledDeepInsideEachOther) {
  const std::string macro =
      "<macro name=\"M\"><parm>x</parm><parm default=\"x+1\">y</parm><eqn>y</eqn></macro>";
  std::string call = "1";
  for (int i = 0; i < 30; ++i) call = format("M({})", call);
  EXPECT_EQ(xmile_value(call, "", macro), 31);
}

TEST(XmileMacros, MayNotCallThemselvesInADefault) {
  SourceSet sources;
  const std::string macro =
      "<macro name=\"M\"><parm>x</parm><parm default=\"M(x)+M(x)\">y</parm><eqn>y</eqn></macro>";
  const std::uint32_t file = sources.add("m.xmile", xmile_file(aux("a", "M(1)"), {}, macro));
  EXPECT_THAT(texts_of(syntax::read_xmile(sources, file).diagnostics),
              testing::HasSubstr("error S142: nobody can tell what this call of \"M\" leaves out"));
}

TEST(StellaFunctions, Small) {
  EXPECT_EQ(xmile_value("SIGN(-3) + SIGN(0) * 10 + SIGN(0.5) * 100"), 99);
  EXPECT_EQ(xmile_value("CEILING(1.2) + CEILING(-1.2) * 10 + FLOOR(-1.2) * 100"), -208);

  EXPECT_EQ(xmile_value("SWITCH(2, 1) + SWITCH(1, 1)"), 1);
  EXPECT_EQ(xmile_value("PCT(0.5)"), 50);
  EXPECT_TRUE(std::isnan(xmile_value("NAN")));
}

const std::string kByVensim =
    "<header><vendor>Ventana Systems, xmutil</vendor><product>Vensim, xmutil</product></header>";

// NOT stands for :NOT: there, which binds looser than comparisons, and SAFEDIV for XIDZ.
TEST(XmileOfVensim, KeepsItsMeanings) {
  EXPECT_EQ(xmile_value("NOT 3 &lt; 5", "", kByVensim), 0);
  EXPECT_EQ(xmile_value("NOT 3 &lt; 5 OR 2 &gt; 1", "", kByVensim), 1);
  EXPECT_EQ(xmile_value("NOT 3 &lt; 5"), 1);
  EXPECT_EQ(xmile_value("SAFEDIV(1, 1E-7, 5)", "", kByVensim), 5);
  EXPECT_EQ(xmile_value("SAFEDIV(1, 1E-7)", "", kByVensim), 0);
  EXPECT_DOUBLE_EQ(xmile_value("SAFEDIV(1, 1E-7)"), 1e7);
}

TEST(XmileOfVensim, KeepsNamesOfItsFunctions) {
  const std::string g = "<gf name=\"g\"><xscale min=\"0\" max=\"2\"/><ypts>0,10,30</ypts></gf>";
  EXPECT_EQ(xmile_value("LOOKUP_EXTRAPOLATE(g, 3) + LOOKUP_FORWARD(g, 0.5)", g, kByVensim), 60);
  EXPECT_EQ(xmile_value("LOOKUP_BACKWARD(g, 0.5) + LOOKUP_SLOPE(g, 0.5, 0)", g, kByVensim), 10);
  EXPECT_THAT(xmile_values(aux("y", "PULSE(1, 2)"), "y", {}, kByVensim),
              ElementsAre(0, 1, 1, 0, 0));
  const std::string v =
      "<aux name=\"v\"><dimensions><dim name=\"D\"/></dimensions><eqn>D * 10</eqn></aux>"
      "<aux name=\"on\"><dimensions><dim name=\"D\"/></dimensions><eqn>D - 1</eqn></aux>"
      "<aux name=\"order\"><dimensions><dim name=\"D\"/></dimensions>"
      "<eqn>VECTOR_SORT_ORDER(v[D], -1)</eqn></aux>";
  const std::string around = kByVensim + "<dimensions><dim name=\"D\" size=\"3\"/></dimensions>";
  EXPECT_EQ(xmile_value("VECTOR SELECT(on[*], v[*], 0, 0, 0)", v, around), 80);
  EXPECT_EQ(xmile_value("VMAX(v[*]) + ELMCOUNT(D) + order[1]", v, around), 35);
}

TEST(XmileOfVensim, WritesLevelsThatAreNoIntegrals) {
  for (const char* equation : {"late = DELAY_FIXED(TIME, 2, -1)", "DELAY_FIXED(TIME, 2, -1)"}) {
    const std::string late =
        "<stock name=\"late\"><eqn>" + std::string(equation) + "</eqn></stock>";
    EXPECT_THAT(xmile_values(late, "late", {}, kByVensim), ElementsAre(-1, -1, 0, 1, 2));
  }
}

// The first is served whole, the second gets what is left.
TEST(StellaArrays, ShareOutWhatIsAvailable) {
  const auto over = [](const std::string& name, const std::string& equation) {
    return "<aux name=\"" + name + "\"><dimensions><dim name=\"D\"/></dimensions><eqn>" + equation +
           "</eqn></aux>";
  };
  const std::string model = over("request", "D * 4") + over("priority", "3 - D") +
                            over("got", "ALLOCATE(6, D, request, priority, 0.5, 1)");
  EXPECT_NEAR(xmile_value("got[1] + got[2] * 10", model,
                          "<dimensions><dim name=\"D\" size=\"2\"/></dimensions>"),
              24, 1e-6);
}

// Stella writes NAN into the cells that have no equation.
TEST(StellaArrays, HaveHoles) {
  const std::string a =
      "<aux name=\"a\"><dimensions><dim name=\"D\"/></dimensions>"
      "<element subscript=\"1\"><eqn>4</eqn></element>"
      "<element subscript=\"2\"><eqn>NAN</eqn></element></aux>";
  EXPECT_EQ(xmile_value("a[1]", a, "<dimensions><dim name=\"D\" size=\"2\"/></dimensions>"), 4);
}

// A time that moves with TIME asks at each stage of a step for the same step before it: the rate is
// 0, then x(0) = 1, x(1) = 2, x(2) = 3.
TEST(StellaHistory, IsTheSameInAllStagesOfAStep) {
  std::string model = xmile_file("<stock name=\"S\"><eqn>0</eqn><inflow>f</inflow></stock>" +
                                 flow("f", "HISTORY(x, TIME - 1)") + aux("x", "TIME + 1"));
  model.insert(model.find("<sim_specs") + 10, " method=\"rk4\"");
  EXPECT_THAT(values_of(xmile_model(model), "S"), ElementsAre(0, 0, 1, 3, 6));
}

}  // namespace
}  // namespace sluice::lower
