// XMILE as Vensim and Stella write it beside the standard.
#include "lower/xmile_testing.h"
#include "model/data.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string of_vensim(const std::string& variables, const std::string& settings = {},
                      const std::string& around = {}) {
  return "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" "
         "xmlns:vensim=\"http://www.vensim.com/XMILE\"><header><product>Vensim</product></header>"
         "<sim_specs method=\"euler\"><start>0</start><stop>4</stop><dt>1</dt>" +
         settings + "</sim_specs>" + around + "<model><variables>" + variables +
         "</variables></model></xmile>";
}

std::string said_of(const std::string& text) {
  SourceSet sources;
  return texts_of(syntax::read_xmile(sources, sources.add("m.xmile", text)).diagnostics);
}

// What a stock gathers where that is no sum of flows, beside flows, and in one element.
TEST(XmileOfVensim, HasNetFlows) {
  const model::Model model = xmile_model(of_vensim(
      "<stock name=\"s\"><eqn>100</eqn><vensim:netflow>(180 - s) / 4</vensim:netflow></stock>"
      "<stock name=\"both\"><eqn>1</eqn><inflow>f</inflow><netflow>10</netflow></stock>" +
          flow("f", "3") +
          "<stock name=\"a\"><dimensions><dim name=\"d\"/></dimensions><element subscript=\"1\">"
          "<eqn>5</eqn><vensim:netflow>1</vensim:netflow></element><element subscript=\"2\"><eqn>6"
          "</eqn><vensim:netflow>-1</vensim:netflow></element></stock>",
      {}, "<dimensions><dim name=\"d\" size=\"2\"/></dimensions>"));
  EXPECT_THAT(values_of(model, "s"), ElementsAre(100, 120, 135, 146.25, 154.6875));
  EXPECT_THAT(values_of(model, "both"), ElementsAre(1, 14, 27, 40, 53));
  EXPECT_EQ(values_of(model, "a[1]").back(), 9);
  EXPECT_EQ(values_of(model, "a[2]").back(), 2);
}

TEST(XmileOfVensim, SaysHowOftenItSaves) {
  const std::string step = "<aux name=\"TIME_STEP\"><eqn>DT</eqn></aux>" + aux("y", "TIME_STEP");
  const std::string every_second =
      of_vensim(step, "<vensim:saveper>2<doc>x</doc></vensim:saveper>");
  EXPECT_EQ(said_of(every_second), "");
  EXPECT_THAT(values_of(xmile_model(every_second), "y"), ElementsAre(1, 1, 1));
  EXPECT_EQ(
      values_of(xmile_model(of_vensim(step, "<vensim:saveper>TIME_STEP</vensim:saveper>")), "y")
          .size(),
      5U);
}

// Points at 0, 2 and 4: 10, 20, 40.
TEST(XmileOfVensim, HasItsWordsForDataAndTexts) {
  model::Model model = xmile_model(of_vensim(
      "<aux vensim:kind=\"data\" name=\"data_in\"><eqn>:INTERPOLATE:</eqn></aux>"
      "<aux vensim:kind=\"data\" name=\"held\"><eqn>:HOLD BACKWARD::=2*data_in</eqn></aux>"
      "<aux vensim:kind=\"data\" name=\"ahead\"><eqn>:LOOK FORWARD::=2*data_in</eqn></aux>"
      "<aux vensim:kind=\"data\" name=\"bare\"><eqn>:RAW::=data_in</eqn></aux>"
      "<aux vensim:kind=\"string\" name=\"help\"><eqn>:IS: 'a text'</eqn></aux>" +
      aux("there", "IF_THEN_ELSE(bare = :NA:, 0, 1)") + aux("x", "data_in") +
      aux("logic", ":NOT: x &lt; 15 :OR: :NOT: x &gt; 10 :AND: held &gt; 0")));
  const Diagnostics said = model::attach_data(model, "d.csv", "Time,data in\n0,10\n2,20\n4,40\n");
  EXPECT_TRUE(said.empty()) << texts_of(said);
  EXPECT_THAT(values_of(model, "x"), ElementsAre(10, 15, 20, 30, 40));
  EXPECT_THAT(values_of(model, "held"), ElementsAre(20, 20, 40, 40, 80));
  EXPECT_THAT(values_of(model, "ahead"), ElementsAre(20, 40, 40, 80, 80));
  EXPECT_THAT(values_of(model, "there"), ElementsAre(1, 0, 1, 0, 1));
  EXPECT_THAT(values_of(model, "logic"), ElementsAre(1, 1, 1, 1, 1));
}

const char* const kCities =
    "<dimensions><dim name=\"City\" vensim:kind=\"family\"><elem name=\"B\"/><elem name=\"N\"/>"
    "<elem name=\"S\"/><dim name=\"East\" vensim:kind=\"subrange\"><elem name=\"B\"/><elem "
    "name=\"N\"/></dim><dim name=\"To\" vensim:kind=\"equivalent\"/></dim></dimensions>";

TEST(XmileOfVensim, WritesDimensionsInsideOthers) {
  const std::string pop =
      "<aux name=\"pop\"><dimensions><dim name=\"City\"/></dimensions><eqn>1, 2, 3</eqn></aux>";
  const model::Model model = xmile_model(of_vensim(
      pop + "<aux name=\"there\"><dimensions><dim name=\"East\"/></dimensions><eqn>pop[East]*10"
            "</eqn></aux><aux name=\"trips\"><dimensions><dim name=\"City\"/><dim name=\"To\"/>"
            "</dimensions><eqn>pop[City] + 10 * pop[To]</eqn></aux>",
      {}, kCities));
  EXPECT_EQ(values_of(model, "there[N]").front(), 20);
  EXPECT_EQ(values_of(model, "trips[N,S]").front(), 32);
}

TEST(XmileOfVensim, HasExceptionsThatAreRefused) {
  EXPECT_THAT(
      said_of(of_vensim("<aux name=\"ex\"><dimensions><dim name=\"City\"/></dimensions><eqn>5"
                        "</eqn><vensim:except>:EXCEPT: [B]</vensim:except></aux>",
                        {}, kCities)),
      HasSubstr("why: without them its equation would be one for all elements\nmend: give each "
                "element an equation of its own: <element subscript=\"...\">"));
}

// Both of its ends name a connection.
TEST(XmileOfStella, WritesConnectionsTwice) {
  const std::string connect = "<connect to=\"b.in\" from=\"a.out\"/>";
  const std::string around =
      "<model name=\"a\"><variables>" + aux("out", "TIME * 3") + "</variables></model>" +
      "<model name=\"b\"><variables><aux name=\"in\" access=\"input\"><eqn>0</eqn></aux>" +
      aux("twice", "in * 2") + "</variables></model>";
  const auto file = [&](const std::string& variables) {
    return "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
           "<sim_specs><start>0</start><stop>2</stop></sim_specs><model><variables>" +
           variables + "</variables></model>" + around + "</xmile>";
  };
  const model::Model model = xmile_model(file(
      "<module name=\"a\">" + connect + "</module><module name=\"b\">" + connect + "</module>"));
  EXPECT_THAT(values_of(model, "b.twice"), ElementsAre(0, 6, 12));
  // Once, at the end that gives.
  EXPECT_THAT(values_of(xmile_model(file("<module name=\"a\">" + connect +
                                         "</module><module name=\"b\"/>")),
                        "b.twice"),
              ElementsAre(0, 6, 12));
  EXPECT_THAT(said_of(file("<module name=\"a\"><connect to=\"c.in\" from=\"a.out\"/></module>")),
              HasSubstr("error S173: there is no variable \"c.in\" to connect\n"));
}

// As an example of the standard has them.
TEST(XmileUnits, MayBeListedInOneAlias) {
  SourceSet sources;
  const std::string text = xmile_file(
      aux("a", "1"), {},
      "<model_units><units name=\"folk\"><alias>person, persons</alias></units></model_units>");
  const auto tree = syntax::read_xmile(sources, sources.add("m.xmile", text));
  ASSERT_TRUE(tree.value) << texts_of(tree.diagnostics);
  EXPECT_THAT(tree.value->unit_equivalences, ElementsAre(ElementsAre("folk", "person", "persons")));
}

TEST(XmileStocks, ThatNameAnEquationAsAFlow) {
  EXPECT_THAT(said_of(xmile_file("<stock name=\"s\"><eqn>1</eqn><inflow>q * 2</inflow></stock>" +
                                 flow("q", "1"))),
              HasSubstr("mend: a stock names its flows: give what is written here to a <flow> of "
                        "its own"));
}

}  // namespace
}  // namespace sluice::lower
