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
  EXPECT_EQ(xmile_complaints(every_second), "");
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

std::string over(const std::string& dimension, const std::string& name, const std::string& inside) {
  return "<aux name=\"" + name + "\"><dimensions><dim name=\"" + dimension + "\"/></dimensions>" +
         inside + "</aux>";
}

// An equation for all elements but some, which have others or none.
TEST(XmileOfVensim, HasExceptions) {
  const std::string pop = over("City", "pop", "<eqn>1, 2, 3</eqn>");
  const model::Model model = xmile_model(of_vensim(
      pop + over("City", "part", "<eqn>5 + pop</eqn><vensim:except>:EXCEPT: [B]</vensim:except>") +
          over("City", "all",
               "<eqn>pop * 10</eqn><vensim:except>:EXCEPT: [East]</vensim:except>"
               "<element subscript=\"B\"><eqn>7</eqn></element>"
               "<element subscript=\"N\"><eqn>8</eqn></element>") +
          // Its range makes it differ from cell to cell.
          over("City", "sums",
               "<eqn>SUM(pop[1:City])</eqn><vensim:except>:EXCEPT: [B], [N]</vensim:except>"
               "<element subscript=\"B\"><eqn>100</eqn></element>"
               "<element subscript=\"N\"><eqn>200</eqn></element>"),
      {}, kCities));
  EXPECT_EQ(values_of(model, "part[N]").front(), 7);
  EXPECT_EQ(values_of(model, "part[S]").front(), 8);
  EXPECT_EQ(values_of(model, "all[B]").front(), 7);
  EXPECT_EQ(values_of(model, "all[N]").front(), 8);
  EXPECT_EQ(values_of(model, "all[S]").front(), 30);
  EXPECT_EQ(values_of(model, "sums[B]").front(), 100);
  EXPECT_EQ(values_of(model, "sums[S]").front(), 6);
}

// A list has a value for each cell; those that are left out have none.
TEST(XmileOfVensim, LeavesExceptionsOutOfLists) {
  const model::Model model = xmile_model(of_vensim(
      over("City", "part", "<eqn>1, 2, 3</eqn><vensim:except>:EXCEPT: [East]</vensim:except>") +
          over("City", "all",
               "<eqn>1, 2, 3</eqn><vensim:except>:EXCEPT: [N]</vensim:except>"
               "<element subscript=\"N\"><eqn>8</eqn></element>"),
      {}, kCities));
  const model::Variable& part = model.at(model.find("part").value());
  EXPECT_EQ(model.cell_count(part), 1U);
  EXPECT_EQ(values_of(model, "part[S]").front(), 3);
  EXPECT_EQ(values_of(model, "all[B]").front(), 1);
  EXPECT_EQ(values_of(model, "all[N]").front(), 8);
  EXPECT_EQ(values_of(model, "all[S]").front(), 3);
  EXPECT_THAT(xmile_complaints(of_vensim(over("City", "none",
                                              "<vensim:except>:EXCEPT: [N]</vensim:except><element "
                                              "subscript=\"N\"><eqn>8</eqn></element>"),
                                         {}, kCities)),
              HasSubstr("warning S175: <vensim:except> is left out\n"));
}

// A "$" ends the name of a variable, or in a macro says that it is the model's.
TEST(XmileOfVensim, HasNamesThatEndInADollar) {
  const std::string macro =
      "<macro name=\"M\"><parm>a</parm><eqn>M</eqn><variables><aux name=\"M\"><eqn>a + k$ + own$"
      "</eqn></aux><aux name=\"k\"><eqn>100</eqn></aux><aux name=\"own$\"><eqn>1000</eqn></aux>"
      "</variables></macro>";
  const model::Model model =
      xmile_model(of_vensim(aux("cost", "5") + aux("cost$", "7") + aux("k", "2") + aux("own", "9") +
                                aux("y", "cost$ * 2") + aux("z", "M(cost) + 10000 * M(cost$)"),
                            {}, macro));
  EXPECT_EQ(values_of(model, "y").front(), 14);
  EXPECT_EQ(values_of(model, "z").front(), 1007 + 10000 * 1009.0);
}

TEST(XmileOfVensim, TellsResultsThatAMacroDoesNotGive) {
  const std::string macro =
      "<macro name=\"M\"><parm>a</parm><eqn>M</eqn><variables><aux name=\"M\"><eqn>a</eqn></aux>"
      "<aux name=\"half\" access=\"output\"><eqn>a / 2</eqn></aux></variables></macro>";
  EXPECT_THAT(xmile_complaints(of_vensim(aux("y", "M(3 : r, q)"), {}, macro)),
              HasSubstr("the macro \"M\" gives 1 further result, not 2\n"));
}

// Points at 0 and 2: 10 and 20 of the one element, the other is computed.
TEST(XmileOfVensim, MayHaveDataInSomeElements) {
  model::Model model = xmile_model(of_vensim(
      "<aux vensim:kind=\"data\" name=\"data_in\"><eqn>:INTERPOLATE:</eqn></aux>" +
          over("City", "mix",
               "<element subscript=\"B\"><eqn>:HOLD BACKWARD::=data_in</eqn></element><element "
               "subscript=\"N\"><eqn>:LOOK FORWARD::=data_in</eqn></element><element subscript="
               "\"S\"><eqn>:INTERPOLATE::=data_in * 2</eqn></element>") +
          aux("b", "mix[B]") + aux("n", "mix[N]") + aux("s", "mix[S]"),
      {}, kCities));
  const Diagnostics said = model::attach_data(model, "d.csv", "Time,data in\n0,10\n2,20\n");
  EXPECT_TRUE(said.empty()) << texts_of(said);
  EXPECT_EQ(values_of(model, "b")[1], 10);
  EXPECT_EQ(values_of(model, "n")[1], 20);
  EXPECT_EQ(values_of(model, "s")[1], 30);
}

TEST(XmileOfVensim, TellsDataEquationsThatAreNone) {
  EXPECT_THAT(xmile_complaints(of_vensim(aux("x", ":INTERPOLATE::=2, 3"))),
              HasSubstr("error S170: the data equation of \"x\" has 2 values between commas\n"));
  for (const char* const equation : {":INTERPOLATE::=", ":="}) {
    EXPECT_THAT(xmile_complaints(of_vensim(aux("x", equation))),
                HasSubstr("error S120: the equation ends after \":=\"\n"));
  }
}

TEST(XmileOfVensim, HasExceptionsThatAreNoCells) {
  for (const char* const written : {":EXCEPT: [Nowhere]", ":EXCEPT: [B, N]", ":EXCEPT: B", ""}) {
    EXPECT_THAT(xmile_complaints(of_vensim(
                    over("City", "ex",
                         "<eqn>5</eqn><vensim:except>" + std::string(written) + "</vensim:except>"),
                    {}, kCities)),
                HasSubstr("these exceptions are no cells of \"ex\"\n"))
        << written;
  }
}

// East and West lead to the cities that lie there, each of the sisters to the city that it is.
TEST(XmileOfVensim, LeadsFromOneDimensionToAnother) {
  const std::string dimensions =
      "<dimensions><dim name=\"City\" vensim:kind=\"family\"><elem name=\"B\"/><elem name=\"N\"/>"
      "<elem name=\"S\"/><dim name=\"There\" vensim:kind=\"subrange\"><elem name=\"B\"/>"
      "<elem name=\"N\"/></dim></dim><dim name=\"Region\" vensim:kind=\"family\">"
      "<elem name=\"East\"/><elem name=\"West\"/><vensim:map from=\"East\" to=\"There\"/>"
      "<vensim:map from=\"West\" to=\"S\"/></dim><dim name=\"Sister\"><elem name=\"B2\"/>"
      "<elem name=\"N2\"/><elem name=\"S2\"/><vensim:map from=\"B2\" to=\"N\"/>"
      "<vensim:map from=\"N2\" to=\"S\"/><vensim:map from=\"S2\" to=\"B\"/></dim></dimensions>";
  const std::string given =
      over("Region", "weather", "<eqn>100, 200</eqn>") + over("City", "pop", "<eqn>1, 2, 3</eqn>");
  const model::Model model = xmile_model(
      of_vensim(given + over("City", "here", "<eqn>weather[Region] + pop</eqn>") +
                    over("City", "single",
                         "<element subscript=\"B\"><eqn>1</eqn></element>"
                         "<element subscript=\"N\"><eqn>weather[Region]</eqn></element>"
                         "<element subscript=\"S\"><eqn>weather[Region]</eqn></element>") +
                    over("There", "east", "<eqn>weather[Region] + 1</eqn>") +
                    over("Sister", "other", "<eqn>pop[City]</eqn>"),
                {}, dimensions));
  EXPECT_EQ(values_of(model, "here[B]").front(), 101);
  EXPECT_EQ(values_of(model, "here[N]").front(), 102);
  EXPECT_EQ(values_of(model, "here[S]").front(), 203);
  EXPECT_EQ(values_of(model, "single[N]").front(), 100);
  EXPECT_EQ(values_of(model, "single[S]").front(), 200);
  EXPECT_EQ(values_of(model, "east[N]").front(), 101);
  EXPECT_EQ(values_of(model, "other[B2]").front(), 2);
  EXPECT_EQ(values_of(model, "other[N2]").front(), 3);
  EXPECT_EQ(values_of(model, "other[S2]").front(), 1);
  EXPECT_THAT(
      xmile_complaints(of_vensim(aux("a", "1"), {},
                                 "<dimensions><dim name=\"R\"><elem name=\"E\"/><vensim:map "
                                 "from=\"E\" to=\"Nowhere\"/></dim></dimensions>")),
      HasSubstr("the mapping of \"R\" leads nowhere\n"));
}

// E leads to B and N, W to S. An array function runs over the dimension that it names; one of
// several arguments, and what stands beside a wildcard, follows the mapping.
TEST(XmileOfVensim, RunsOverWhatALeadingDimensionNames) {
  const std::string dimensions =
      "<dimensions><dim name=\"City\" vensim:kind=\"family\"><elem name=\"B\"/><elem name=\"N\"/>"
      "<elem name=\"S\"/><dim name=\"East\" vensim:kind=\"subrange\"><elem name=\"B\"/>"
      "<elem name=\"N\"/></dim></dim><dim name=\"R\" vensim:kind=\"family\"><elem name=\"E\"/>"
      "<elem name=\"W\"/><vensim:map from=\"E\" to=\"East\"/><vensim:map from=\"W\" to=\"S\"/>"
      "</dim><dim name=\"T\"><elem name=\"t1\"/><elem name=\"t2\"/></dim></dimensions>";
  const std::string given =
      over("City", "x", "<eqn>1, 2, 4</eqn>") + over("R", "y", "<eqn>10, 20</eqn>") +
      over("T", "v", "<eqn>3, 5</eqn>") +
      "<aux name=\"w\"><dimensions><dim name=\"R\"/><dim name=\"T\"/></dimensions>"
      "<eqn>1, 2, 30, 40</eqn></aux>";
  const auto is = [&](const std::string& owner, const std::string& equation) {
    const model::Model model = xmile_model(
        of_vensim(given + over(owner, "z", "<eqn>" + equation + "</eqn>"), {}, dimensions));
    std::vector<double> values;
    for (const char* const city : {"B", "N", "S", "E", "W"}) {
      if ((*city == 'E' || *city == 'W') != (owner == "R")) continue;
      if (owner == "East" && *city == 'S') continue;
      values.push_back(values_of(model, "z[" + std::string(city) + "]").front());
    }
    return values;
  };
  EXPECT_THAT(is("City", "SUM(y[R])"), ElementsAre(30, 30, 30));
  EXPECT_THAT(is("City", "SUM(y[*])"), ElementsAre(30, 30, 30));
  EXPECT_THAT(is("East", "SUM(y[R])"), ElementsAre(30, 30));
  EXPECT_THAT(is("City", "MAX(y[R])"), ElementsAre(20, 20, 20));
  EXPECT_THAT(is("City", "MEAN(y[R]) + SIZE(y[R])"), ElementsAre(17, 17, 17));
  EXPECT_THAT(is("City", "SUM(y[R] * x[City])"), ElementsAre(30, 60, 120));
  EXPECT_THAT(is("City", "SUM(y[R]) + y[R]"), ElementsAre(40, 40, 50));
  EXPECT_THAT(is("R", "SUM(x[City])"), ElementsAre(7, 7));
  EXPECT_THAT(is("R", "MIN(x[City]) + y[R]"), ElementsAre(11, 21));
  EXPECT_THAT(is("City", "MAX(y[R], 15)"), ElementsAre(15, 15, 20));
  EXPECT_THAT(is("City", "SUM(w[R, *])"), ElementsAre(3, 3, 70));
  EXPECT_THAT(is("City", "SUM(w[*, *])"), ElementsAre(73, 73, 73));
  for (const char* const unclear : {"SUM(y[R] * v[*])", "SUM(w[R, T])", "SUM(w[R, *] * y[R])"}) {
    EXPECT_THAT(
        xmile_complaints(of_vensim(
            given + over("City", "z", "<eqn>" + std::string(unclear) + "</eqn>"), {}, dimensions)),
        HasSubstr("it is not clear whether this runs over \"R\"\n"))
        << unclear;
  }
}

TEST(XmileOfVensim, OrdersElementsByMembers) {
  const auto dimension = [](const std::string& members) {
    return "<dimensions><dim name=\"City\"><vensim:members>" + members +
           "</vensim:members><elem name=\"B\"/><elem name=\"N\"/><elem name=\"S\"/>"
           "<dim name=\"There\"><elem name=\"B\"/><elem name=\"N\"/></dim></dim></dimensions>";
  };
  const std::string pop = over("City", "pop", "<eqn>1, 2, 3</eqn>");
  const model::Model model = xmile_model(of_vensim(pop, {}, dimension("S, There")));
  EXPECT_EQ(values_of(model, "pop[S]").front(), 1);
  EXPECT_EQ(values_of(model, "pop[N]").front(), 3);
  // Other elements than are listed: the list counts.
  EXPECT_EQ(values_of(xmile_model(of_vensim(pop, {}, dimension("S, B"))), "pop[S]").front(), 3);
}

const char* const kDown =
    "<macro name=\"DOWN\"><parm>input</parm><parm>tau</parm><eqn>DOWN</eqn><variables>"
    "<stock name=\"DOWN\"><eqn>input</eqn><vensim:netflow>RATE</vensim:netflow></stock>"
    "<aux name=\"RATE\" access=\"output\"><eqn>MIN(0, (input - DOWN) / tau)</eqn></aux></variables>"
    "</macro><macro name=\"BEFORE\"><parm>input</parm><eqn>BEFORE</eqn><variables>"
    "<stock name=\"BEFORE\"><eqn>input</eqn><vensim:netflow>(input - BEFORE) / TIME STEP$"
    "</vensim:netflow></stock></variables></macro>";

// 16, 12, 8, 4, 0 is followed by half of what is missing: by 0, -2, -3, -3.5, -3.75.
TEST(XmileOfVensim, HasMacrosWithSeveralResults) {
  const std::string x = aux("x", "16 - 4 * TIME");
  const model::Model model = xmile_model(of_vensim(
      x + aux("felt", "DOWN(x, 2 : change of it)") + aux("ten", "change_of_it * 10") +
          aux("alone", "DOWN(x, 2)") + aux("before", "BEFORE(x)") +
          over("d", "y",
               "<element subscript=\"1\"><eqn>x</eqn></element><element subscript=\"2\">"
               "<eqn>TIME</eqn></element>") +
          over("d", "each", "<eqn>DOWN(y, 2 : r)</eqn>") + over("d", "twice", "<eqn>r * 2</eqn>"),
      {}, std::string("<dimensions><dim name=\"d\" size=\"2\"/></dimensions>") + kDown));
  EXPECT_THAT(values_of(model, "felt"), ElementsAre(16, 16, 14, 11, 7.5));
  EXPECT_THAT(values_of(model, "ten"), ElementsAre(0, -20, -30, -35, -37.5));
  EXPECT_THAT(values_of(model, "alone"), ElementsAre(16, 16, 14, 11, 7.5));
  EXPECT_THAT(values_of(model, "before"), ElementsAre(16, 16, 12, 8, 4));
  EXPECT_THAT(values_of(model, "twice[1]"), ElementsAre(0, -4, -6, -7, -7.5));
  EXPECT_THAT(values_of(model, "twice[2]"), ElementsAre(0, 0, 0, 0, 0));
  EXPECT_THAT(xmile_complaints(of_vensim(aux("a", "MIN(1, 2 : b)"))),
              HasSubstr("there is no macro \"MIN\" that takes 2 arguments\n"
                        "    1 | "));
}

// 1 where what it says holds; what sets inputs is told and left out.
TEST(XmileOfVensim, ChecksStatementsAboutTheModel) {
  const std::string text = of_vensim(
      aux("t", "TIME") + aux("flow", "MAX(0, TIME - 3)") +
      "<vensim:rc kind=\"constraint\" name=\"cold_is_still\"><eqn>:THE CONDITION: t &lt; 4 "
      ":IMPLIES:\n\t flow = 0</eqn><doc>Says it.</doc></vensim:rc>"
      "<vensim:rc kind=\"constraint\" name=\"wrong\"><eqn>:THE CONDITION: t &gt; 1 :AND: t &lt; 4 "
      ":IMPLIES: flow &gt; 0</eqn></vensim:rc>"
      "<vensim:rc kind=\"constraint\" name=\"set\"><eqn>:THE CONDITION: t = RC_STEP(t, 0) "
      ":IMPLIES: flow &gt; 0</eqn></vensim:rc>"
      "<vensim:rc kind=\"constraint\" name=\"put\"><eqn>:THE CONDITION: t = 3 * flow "
      ":IMPLIES: flow &gt; 0</eqn></vensim:rc>"
      "<vensim:rc kind=\"test_input\" name=\"big\"><eqn>:TEST INPUT: flow = "
      "1e22</eqn></vensim:rc>");
  const model::Model model = xmile_model(text);
  EXPECT_THAT(values_of(model, "cold is still"), ElementsAre(1, 1, 1, 1, 1));
  EXPECT_THAT(values_of(model, "wrong"), ElementsAre(1, 1, 0, 0, 1));
  EXPECT_THAT(xmile_complaints(text),
              HasSubstr("note S145: the reality check \"set\" is left out\n"));
  EXPECT_THAT(xmile_complaints(text),
              HasSubstr("note S145: the reality check \"put\" is left out\n"));
  EXPECT_THAT(xmile_complaints(text),
              HasSubstr("note S145: the reality check \"big\" is left out\n"));
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
  EXPECT_THAT(xmile_complaints(xmile_file(
                  "<stock name=\"s\"><eqn>1</eqn><inflow>q * 2</inflow></stock>" + flow("q", "1"))),
              HasSubstr("mend: a stock names its flows: give what is written here to a <flow> of "
                        "its own"));
}

}  // namespace
}  // namespace sluice::lower
