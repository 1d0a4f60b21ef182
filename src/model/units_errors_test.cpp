#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/check_testing.h"
#include "syntax/read_model.h"

namespace sluice::model {
namespace {

TEST(ModelUnits, SidesDiffer) {
  const std::string model = R"(
births = population * rate ~ people/month ~|
population = 100 ~ people ~|
rate = 2 ~ 1/year ~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:1: warning U302: units of "births" do not balance: left person/month, right person/year
    2 | births = population * rate ~ people/month ~|
      | ^~~~~~
why: the two sides of an equation measure the same thing
mend: left over right is year/month: mend a unit, or put the factor in
)");
}

TEST(ModelUnits, StockAndFlow) {
  const std::string model = R"(
stock = INTEG(flow, 0) ~ tons ~|
flow = 3 ~ tons ~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:1: warning U302: units of "stock" do not balance: left tons, right month*tons
    2 | stock = INTEG(flow, 0) ~ tons ~|
      | ^~~~~
why: the two sides of an equation measure the same thing
mend: left over right is 1/month: mend a unit, or put the factor in
)");
}

TEST(ModelUnits, StartOfAStock) {
  const std::string model = R"(
stock = INTEG(flow, flow) ~ tons ~|
flow = 3 ~ tons/month ~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:21: warning U304: argument 2 of INTEG in "stock" is in tons/month, not in tons
    2 | stock = INTEG(flow, flow) ~ tons ~|
      |                     ^~~~
why: the units of INTEG are: a/t, a -> a (t the time unit, 1 dimensionless, the same letter the same unit)
mend: mend a unit, or divide by a value that brings it to the right one
)");
}

TEST(ModelUnits, TermsDiffer) {
  const std::string model = R"(
a = b + c ~ tons ~|
b = 1 ~ tons ~|
c = 2 ~ usd ~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:2:5: warning U303: units do not match around `+` in "a": tons and usd
    2 | a = b + c ~ tons ~|
      |     ^~~~~
why: only like can be added to, or compared with, like
mend: convert one of them: left over right is tons/usd
)");
}

TEST(ModelUnits, ComparisonOfUnlike) {
  const std::string model = R"(
a = IF THEN ELSE(b > c, 1, 0) ~ Dmnl ~|
b = 1 ~ tons ~|
c = 2 ~ usd ~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:2:18: warning U303: units do not match around `>` in "a": tons and usd
    2 | a = IF THEN ELSE(b > c, 1, 0) ~ Dmnl ~|
      |                  ^~~~~
why: only like can be added to, or compared with, like
mend: convert one of them: left over right is tons/usd
)");
}

TEST(ModelUnits, ArgumentOfAFunction) {
  const std::string model = R"(
a = EXP(b) ~ Dmnl ~|
b = 1 ~ tons ~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:2:9: warning U304: argument 1 of EXP in "a" is in tons, not dimensionless
    2 | a = EXP(b) ~ Dmnl ~|
      |         ^
why: the units of EXP are: 1 -> 1 (t the time unit, 1 dimensionless, the same letter the same unit)
mend: mend a unit, or divide by a value that brings it to the right one
)");
}

TEST(ModelUnits, DelayTimeInTheWrongUnit) {
  const std::string model = R"(
a = SMOOTH(b, t) ~ tons ~|
b = 1 ~ tons ~|
t = 3 ~ years ~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:2:15: warning U304: argument 2 of SMOOTH in "a" is in year, not in month
    2 | a = SMOOTH(b, t) ~ tons ~|
      |               ^
why: the units of SMOOTH are: a, t -> a (t the time unit, 1 dimensionless, the same letter the same unit)
mend: mend a unit, or divide by a value that brings it to the right one
)");
}

TEST(ModelUnits, PowerOfUnits) {
  const std::string model = R"(
a = b ^ c ~ Dmnl ~|
b = 2 ~ tons ~|
c = 2 ~ Dmnl ~|
)";
  EXPECT_EQ(
      said_of(model),
      R"(model.mdl:2:5: warning U305: a power in "a" has units: tons to the power of dimensionless
    2 | a = b ^ c ~ Dmnl ~|
      |     ^~~~~
why: a power that is computed must be taken of, and by, dimensionless numbers
mend: divide by a reference value of the same unit first
)");
}

TEST(ModelUnits, ProductsInTheRuleOfAFunction) {
  const std::string model = R"(
s = 1 ~ usd/month ~|
r = 0.1 ~ 1/month ~|
i = 1 ~ usd ~|
y = NPV(s, r, i, 1) ~ usd/month ~|
z = NPV(s, r, s, 1) ~ usd ~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:5:1: warning U302: units of "y" do not balance: left usd/month, right usd
    5 | y = NPV(s, r, i, 1) ~ usd/month ~|
      | ^
why: the two sides of an equation measure the same thing
mend: left over right is 1/month: mend a unit, or put the factor in
model.mdl:6:15: warning U304: argument 3 of NPV in "z" is in usd/month, not in usd
    6 | z = NPV(s, r, s, 1) ~ usd ~|
      |               ^
why: the units of NPV are: a, 1/t, a*t, 1 -> a*t (t the time unit, 1 dimensionless, the same letter the same unit)
mend: mend a unit, or divide by a value that brings it to the right one
)");
}

TEST(ModelUnits, MalformedUnit) {
  const std::string model = R"(
a = 1 ~ tons/(month ~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:9: warning U301: "tons/(month" is not a unit
    2 | a = 1 ~ tons/(month ~|
      |         ^~~~~~~~~~~
why: the unit of "a" is taken as unknown
mend: write names with * / ^ and parentheses, as in usd/(unit*month)
)");
}

TEST(ModelUnits, VariablesWithoutUnits) {
  const std::string model = R"(
a = b ~~~:SUPPLEMENTARY|
b = 1 ~~|
)";
  EXPECT_EQ(texts_of(check_text(model).diagnostics, Severity::note),
            R"(model.mdl:2:1: note U306: variables are without units: "a", "b"
    2 | a = b ~~~:SUPPLEMENTARY|
      | ^
why: a variable without a unit balances with anything, so mistakes around it stay hidden
mend: give it a unit; a number without dimension is Dmnl
)");
}

// What holds the flows of a stock back stands in no equation, so it is told as what it means.
TEST(ModelUnits, OfAStockThatMayNotBeNegative) {
  SourceSet sources;
  const std::string file =
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
      "<sim_specs time_units=\"month\"><start>0</start><stop>1</stop></sim_specs>\n"
      "<model><variables>\n"
      "<stock name=\"s\"><eqn>5</eqn><inflow>in</inflow><outflow>out</outflow><non_negative/>"
      "<units>people</units></stock>\n"
      "<flow name=\"in\"><eqn>1</eqn><units>people/month</units></flow>\n"
      "<flow name=\"out\"><eqn>rate</eqn><units>people/month</units></flow>\n"
      "<aux name=\"rate\"><eqn>2</eqn><units>people/year</units></aux>\n"
      "</variables></model></xmile>\n";
  const auto tree = syntax::read_model_text(sources, "m.xmile", file);
  ASSERT_TRUE(tree.value);
  const std::string said = texts_of(check_model(*tree.value, sources).diagnostics);
  EXPECT_THAT(said, testing::HasSubstr("warning U304: \"out\" is in person/year, the stock \"s\" "
                                       "that it leaves is over the time unit in person/month\n"));
  EXPECT_THAT(said, testing::Not(testing::HasSubstr("MIN")));
  EXPECT_THAT(said, testing::Not(testing::HasSubstr("MAX")));
}

}  // namespace
}  // namespace sluice::model
