// The functions of XMILE with numbers worked out by hand from the standard's text (3.3 and 3.5).
#include <cmath>
#include <numbers>

#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(XmileOperators, BindAsTheStandardSays) {
  EXPECT_EQ(xmile_value("-2^2"), -4);
  EXPECT_EQ(xmile_value("2^3^2"), 512);
  EXPECT_EQ(xmile_value("2^-1"), 0.5);
  EXPECT_EQ(xmile_value("4 - 5 + 6"), 5);
  EXPECT_EQ(xmile_value("3 &gt; 2 = 1"), 1);
  EXPECT_EQ(xmile_value("NOT 1 + 1"), 1);
  EXPECT_EQ(xmile_value("1 &lt; 2 AND 2 &lt;&gt; 2 OR not 0"), 1);
  EXPECT_EQ(xmile_value("if 1 &gt; 2 then 5 else IF 1 THEN 6 ELSE 7"), 6);
  EXPECT_EQ(xmile_value("IF_THEN_ELSE(0, 5, 6)"), 6);
  EXPECT_EQ(xmile_value("2 { two } * 3"), 6);
  EXPECT_EQ(xmile_value("6E-1 + .4 + 1."), 2);
}

TEST(XmileOperators, ModuloFollowsTheSignOfTheDivisor) {
  EXPECT_EQ(xmile_value("-10 MOD 3"), 2);
  EXPECT_EQ(xmile_value("10 MOD -3"), -2);
  EXPECT_EQ(xmile_value("7.5 mod 2"), 1.5);
}

TEST(XmileFunctions, OfNumbers) {
  EXPECT_EQ(xmile_value("INT(-8.7)"), -9);
  EXPECT_EQ(xmile_value("INT(8.7)"), 8);
  EXPECT_EQ(xmile_value("ROUND(-2.5)"), -3);
  EXPECT_EQ(xmile_value("ROUND(2.4)"), 2);
  EXPECT_EQ(xmile_value("ROUND(0.49999999999999994)"), 0);
  EXPECT_EQ(xmile_value("3 // 0"), 0);
  EXPECT_EQ(xmile_value("SAFEDIV(3, 0, 7)"), 7);
  EXPECT_EQ(xmile_value("SAFEDIV(3, 0.0000001)"), 3 / 0.0000001);
  EXPECT_DOUBLE_EQ(xmile_value("LOG10(100)"), 2);
  EXPECT_EQ(xmile_value("PI"), std::numbers::pi);
  EXPECT_EQ(xmile_value("PI()"), std::numbers::pi);
  EXPECT_EQ(xmile_value("IF 1 &lt; INF THEN 1 ELSE 0"), 1);
  EXPECT_EQ(xmile_value("MIN(3, 1, 2) + MAX(3, 1, 2)"), 4);
  EXPECT_EQ(xmile_value("ABS(-1) + SQRT(4) + EXP(0) + LN(1)"), 4);
  EXPECT_EQ(xmile_value("SIN(0) + COS(0) + ARCTAN(0)"), 1);
}

// Vensim's exporters write its INTEGER and MODULO, which cut off toward zero, by these names.
TEST(XmileFunctions, OfAFileThatVensimWroteCutOffTowardZero) {
  const std::string header = "<header><vendor>Ventana Systems, Inc.</vendor></header>";
  EXPECT_EQ(xmile_value("INT(-8.7)", "", header), -8);
  EXPECT_EQ(xmile_value("-10 MOD 3", "", header), -1);
}

TEST(XmileFunctions, OfTime) {
  EXPECT_THAT(xmile_series("TIME + DT + STARTTIME + STOPTIME"), ElementsAre(5, 6, 7, 8, 9));
  EXPECT_THAT(xmile_series("STEP(6, 2)"), ElementsAre(0, 0, 6, 6, 6));
  EXPECT_THAT(xmile_series("RAMP(2, 1)"), ElementsAre(0, 0, 2, 4, 6));
  EXPECT_THAT(xmile_series("RAMP(2, 1, 3)"), ElementsAre(0, 0, 2, 4, 4));
  EXPECT_THAT(xmile_series("COUNTER(1, 3)"), ElementsAre(1, 2, 1, 2, 1));
  EXPECT_THAT(xmile_series("INT(SINWAVE(2, 4) + 0.5)"), ElementsAre(0, 2, 0, -2, 0));
}

TEST(XmileFunctions, PulseGivesItsVolumeInOneStep) {
  EXPECT_THAT(xmile_series("PULSE(20, 1, 2)"), ElementsAre(0, 20, 0, 20, 0));
  EXPECT_THAT(xmile_series("PULSE(20, 1)"), ElementsAre(0, 20, 0, 0, 0));
  EXPECT_THAT(xmile_values(aux("y", "PULSE(20, 1)"), "y", {2, 0.5}), ElementsAre(0, 0, 40, 0, 0));
}

TEST(XmileFunctions, ThatRemember) {
  EXPECT_THAT(xmile_series("PREVIOUS(TIME, -1)"), ElementsAre(-1, 0, 1, 2, 3));
  EXPECT_THAT(xmile_series("PREVIOUS(SELF, 0) + 1"), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(xmile_series("INIT(TIME + 3)"), ElementsAre(3, 3, 3, 3, 3));
  EXPECT_THAT(xmile_series("DELAY(TIME, 2)"), ElementsAre(0, 0, 0, 1, 2));
  EXPECT_THAT(xmile_series("DELAY(TIME, 2, -5)"), ElementsAre(-5, -5, 0, 1, 2));
}

TEST(XmileFunctions, ThatSmoothAndDelay) {
  EXPECT_THAT(xmile_series("SMTH1(10, 2, 0)"), ElementsAre(0, 5, 7.5, 8.75, 9.375));
  EXPECT_THAT(xmile_series("SMTH1(10, 2)"), ElementsAre(10, 10, 10, 10, 10));
  EXPECT_THAT(xmile_series("SMTH3(8, 3, 0)"), ElementsAre(0, 0, 0, 8, 8));
  EXPECT_THAT(xmile_series("SMTHN(8, 2, 2, 0)"), ElementsAre(0, 0, 8, 8, 8));
  EXPECT_THAT(xmile_series("SMTHN(8, 2, 2)"), ElementsAre(8, 8, 8, 8, 8));
  EXPECT_THAT(xmile_series("DELAY1(10, 2, 0)"), ElementsAre(0, 5, 7.5, 8.75, 9.375));
  EXPECT_THAT(xmile_series("DELAY3(8, 3, 0)"), ElementsAre(0, 0, 0, 8, 8));
  EXPECT_THAT(xmile_series("DELAYN(8, 2, 2, 0)"), ElementsAre(0, 0, 8, 8, 8));
}

// The input doubles at 1: its average is still 10 then, and 15 a step later.
TEST(XmileFunctions, ThatSeeTrends) {
  EXPECT_THAT(xmile_series("TREND(x, 2)", aux("x", "10 + STEP(10, 1)")),
              ElementsAre(0, 0.5, DoubleEq(1.0 / 6), DoubleEq(2.5 / 35), DoubleEq(1.25 / 37.5)));
  EXPECT_THAT(xmile_series("FORCST(x, 2, 4)", aux("x", "10 + STEP(10, 1)"))[1], 60);
  EXPECT_DOUBLE_EQ(xmile_series("FORCST(10, 2, 4, 0.1)")[0], 10 * (1 + 0.1 * 4));
}

TEST(XmileFunctions, ThatDrawAreDegenerateWhereNothingIsLeftToChance) {
  EXPECT_EQ(xmile_value("RANDOM(3, 3)"), 3);
  EXPECT_EQ(xmile_value("UNIFORM(3, 3, 17)"), 3);
  EXPECT_EQ(xmile_value("NORMAL(100, 0)"), 100);
  EXPECT_EQ(xmile_value("EXPRND(0)"), 0);
  EXPECT_DOUBLE_EQ(xmile_value("LOGNORMAL(10, 0)"), 10);
  EXPECT_EQ(xmile_value("MONTECARLO(100)"), 1);
  EXPECT_EQ(xmile_value("POISSON(0)"), 0);
  const double count = xmile_value("POISSON(400, 5)");
  EXPECT_TRUE(count > 300 && count < 500 && count == std::floor(count)) << count;
  const double drawn = xmile_value("RANDOM(1, 2, 5)");
  EXPECT_TRUE(drawn >= 1 && drawn < 2) << drawn;
}

TEST(XmileNames, AreOneInAnyCaseAndWithAnyBlanks) {
  const std::string rate = aux("birth\\nrate", "3");
  for (const char* name : {"birth_rate", "Birth__RATE", "\"birth rate\"", "\"birth\\nrate\""}) {
    EXPECT_EQ(xmile_value(name, rate), 3) << name;
  }
  EXPECT_EQ(xmile_value("\"R&amp;D\" * 2", aux("R&amp;D", "4")), 8);
}

constexpr const char* kThree = "<xscale min=\"0\" max=\"2\"/><ypts>0,10,30</ypts>";

TEST(XmileGraphs, AreContinuousExtrapolatedOrDiscrete) {
  const auto at = [](const char* type, const char* x) {
    return xmile_value(format("g({})", x),
                       format("<gf name=\"g\" type=\"{}\">{}</gf>", type, kThree));
  };
  EXPECT_EQ(at("continuous", "0.5"), 5);
  EXPECT_EQ(at("continuous", "3"), 30);
  EXPECT_EQ(at("extrapolate", "3"), 50);
  EXPECT_EQ(at("extrapolate", "-1"), -10);
  EXPECT_EQ(at("discrete", "1.9"), 10);
  EXPECT_EQ(at("discrete", "-1"), 0);
}

TEST(XmileGraphs, StandInVariablesAndAreCalledByName) {
  const std::string g =
      "<aux name=\"g\"><eqn>TIME + 1</eqn><gf><xpts>0,1,4</xpts><ypts "
      "sep=\";\">0;10;40</ypts></gf></aux>";
  EXPECT_THAT(xmile_series("g", g), ElementsAre(10, 20, 30, 40, 40));
  EXPECT_EQ(xmile_value("g(3) + LOOKUP(g, 2)", g), 50);
}

// Not of the standard: as Stella has them.
TEST(XmileFunctions, OfStellaBeyondTheStandard) {
  EXPECT_DOUBLE_EQ(xmile_value("ROOTN(27, 3)"), 3);
  EXPECT_EQ(xmile_value("FACTORIAL(5)"), 120);
  EXPECT_EQ(xmile_value("FACTORIAL(0)"), 1);
  EXPECT_EQ(xmile_value("COMBINATIONS(5, 3)"), 10);
  EXPECT_EQ(xmile_value("PERMUTATIONS(5, 3)"), 60);
  EXPECT_NEAR(xmile_value("GAMMALN(5)"), std::log(24.0), 1e-14);
  EXPECT_THAT(xmile_series("DERIVN(TIME ^ 2, 1)"), ElementsAre(0, 1, 3, 5, 7));
  EXPECT_THAT(xmile_series("DERIVN(TIME ^ 2, 2)"), ElementsAre(0, 1, 2, 2, 2));
}

TEST(XmileFunctions, ThatDrawKeepToTheirBounds) {
  for (const std::string draw :
       {"BETA(2, 3)", "BINOMIAL(1, 0.5)", "TRIANGULAR(0, 0.5, 1)", "1 / PARETO(2, 1)"}) {
    for (const double value : xmile_series(draw)) {
      EXPECT_GE(value, 0) << draw;
      EXPECT_LE(value, 1) << draw;
    }
  }
  EXPECT_EQ(xmile_value("BINOMIAL(3, 1)"), 3);
  EXPECT_GT(xmile_value("WEIBULL(2, 3) + GAMMA(2)"), 0);
}

TEST(XmileTables, OfAVariableWithoutAnEquationAreApplied) {
  const std::string table =
      "<aux name=\"g\"><gf><xscale min=\"0\" max=\"2\"/><ypts>1,2,4</ypts></gf></aux>";
  EXPECT_EQ(xmile_value("LOOKUP(g, 1.5)", table), 3);
  const std::string tables =
      "<aux name=\"g\"><dimensions><dim name=\"D\"/></dimensions>"
      "<element subscript=\"1\"><gf><xscale min=\"0\" max=\"2\"/><ypts>1,2,4</ypts></gf></element>"
      "<element subscript=\"2\"><gf type=\"discrete\"><xscale min=\"0\" max=\"2\"/>"
      "<ypts>1,2,4</ypts></gf></element></aux>";
  EXPECT_EQ(xmile_value("LOOKUP(g[1], 1.5) * 10 + g[2](1.5)", tables,
                        "<dimensions><dim name=\"D\" size=\"2\"/></dimensions>"),
            32);
}

// OASIS XMILE 1.0, 4.1.3: a graph may be called by its own name, and be another variable's too.
TEST(XmileGraphs, HaveNamesOfTheirOwn) {
  const std::string variables =
      "<aux name=\"star\"><eqn>TIME</eqn><gf name=\"rising high\"><xscale min=\"0\" max=\"2\"/>"
      "<ypts>0, 10, 40</ypts></gf></aux>"
      "<aux name=\"moon\"><eqn>TIME + 1.5</eqn><gf name=\"Rising_High\"/></aux>";
  EXPECT_EQ(xmile_value("rising_high(0.5) + rising_high(2)", variables), 5 + 40);
  EXPECT_EQ(xmile_value("star", variables), 0);
  EXPECT_EQ(xmile_value("moon", variables), 25);
}

// Also those of single cells.
TEST(XmileGraphs, OfCellsHaveNamesOfTheirOwn) {
  const std::string around =
      "<dimensions><dim name=\"D\"><elem name=\"p\"/><elem name=\"q\"/></dim></dimensions>";
  const std::string variables =
      "<aux name=\"a\"><dimensions><dim name=\"D\"/></dimensions><element subscript=\"p\">"
      "<eqn>TIME</eqn><gf name=\"gp\"><xscale min=\"0\" "
      "max=\"4\"/><ypts>0,10,40</ypts></gf></element>"
      "<element subscript=\"q\"><eqn>TIME</eqn><gf name=\"gq\"><xscale min=\"0\" max=\"4\"/>"
      "<ypts>5,7,9</ypts></gf></element></aux>";
  EXPECT_EQ(xmile_value("gp(2) * 100 + gq(1)", variables, around), 1006);
}

// 30 for requests of 20, 10 and 12: types and widths as Vensim's, 3 where it is left out.
TEST(XmileAllocate, TakesTheNormalCurveWhereNoneIsNamed) {
  const std::string places =
      "<dimensions><dim name=\"Place\"><elem name=\"A\"/><elem name=\"B\"/><elem name=\"C\"/></dim>"
      "</dimensions>";
  const auto array = [](const std::string& name, const std::string& equation) {
    return "<aux name=\"" + name + "\"><dimensions><dim name=\"Place\"/></dimensions><eqn>" +
           equation + "</eqn></aux>";
  };
  const std::string variables =
      array("demand", "20, 10, 12") + array("priority", "1, 2, 3") +
      array("plain", "ALLOCATE(30, Place, demand, priority, 5, 3)") +
      array("short", "ALLOCATE(30, Place, demand[Place.*], priority[*], 5)");
  EXPECT_EQ(xmile_values(variables, "short[A]", {0, 1, 0}, places),
            xmile_values(variables, "plain[A]", {0, 1, 0}, places));
  const double sum = xmile_values(variables + aux("y", "SUM(short[*])"), "y", {0, 1, 0}, places)[0];
  EXPECT_NEAR(sum, 30, 1e-6);
}

// As one version of Vensim's export has it.
TEST(XmileOfVensim, MayWriteTheTimeStepWithItsNameAndTheUnitAsAnElement) {
  const std::string file =
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
      "<header><vendor>Ventana Systems, Inc.</vendor><product>Vensim</product></header>\n"
      "<sim_specs><start> 0</start><stop> 1</stop><dt> TIME_STEP=0.125</dt>\n"
      "<time_units>day</time_units></sim_specs>\n"
      "<model><variables><aux name=\"x\"><eqn>TIME</eqn></aux></variables></model></xmile>\n";
  EXPECT_EQ(xmile_model(file).control.time_step, 0.125);
  EXPECT_EQ(xmile_model(file).control.time_unit, "day");
}

}  // namespace
}  // namespace sluice::lower
