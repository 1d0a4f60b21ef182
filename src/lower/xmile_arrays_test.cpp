// Arrays of XMILE (OASIS XMILE 1.0, 3.7.1 and 4.5).
#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

// X has three elements with names, N four with numbers.
constexpr const char* kDimensions =
    "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/><elem name=\"c\"/></dim>"
    "<dim name=\"N\" size=\"4\"/></dimensions>";

std::string array(const std::string& name, const std::string& dimensions,
                  const std::string& equation) {
  std::string dims;
  for (const char one : dimensions) dims += format("<dim name=\"{}\"/>", std::string(1, one));
  return format("<aux name=\"{}\"><dimensions>{}</dimensions><eqn>{}</eqn></aux>\n", name, dims,
                equation);
}

const std::string kValues = array("v", "X", "3, 1, 2") + array("w", "X", "10, 20, 30") +
                            array("m", "XN", "1,2,3,4, 5,6,7,8, 9,10,11,12") +
                            array("s", "XX", "1,2,3, 4,5,6, 7,8,9") +
                            array("four", "N", "1, 2, 3, 4");

double value(const std::string& expression, const std::string& more = {}) {
  return xmile_value(expression, kValues + more, kDimensions);
}
double cell(const std::string& variables, std::string_view name) {
  return xmile_values(kValues + variables, name, {0, 1, 0}, kDimensions).front();
}

TEST(XmileArrays, FollowTheEquationWhereNoSubscriptIsWritten) {
  EXPECT_EQ(cell(array("y", "X", "v + w * 2"), "y[c]"), 62);
  EXPECT_EQ(cell(array("y", "NX", "m + v"), "y[4,b]"), 9);
  EXPECT_EQ(cell(array("y", "X", "v[X] + m[X, 2]"), "y[b]"), 7);
  EXPECT_EQ(cell(array("y", "X", "MAX(v, 2)"), "y[b]"), 2);
}

TEST(XmileArrays, TakeElementsByNameNumberAndComputation) {
  EXPECT_EQ(value("v[a] + w[2] + m[c, 4] + v[X.b]"), 36);
  EXPECT_EQ(value("v[i + 1]", aux("i", "2")), 2);
  EXPECT_EQ(value("m[i, j]", aux("i", "2") + aux("j", "3.7")), 7);
  EXPECT_EQ(value("v[i]", aux("i", "9")), 0);
  EXPECT_EQ(value("m(7)"), 7);
  EXPECT_EQ(value("m(i)", aux("i", "10")), 10);
  EXPECT_EQ(value("X.c"), 3);
}

// An array may have the name of a function or of a macro: parentheses still call those.
TEST(XmileArrays, LeaveTheirNameToFunctions) {
  EXPECT_EQ(value("SQRT(4)", array("sqrt", "X", "7, 8, 9")), 2);
  EXPECT_EQ(value("sqrt[b] + SUM(v)", array("sqrt", "X", "7, 8, 9") + array("Sum", "X", "v")), 14);
  EXPECT_EQ(value("INIT(2)", array("Init", "X", "7, 8, 9")), 2);
  EXPECT_EQ(xmile_value("FILL(2)", kValues + array("fill", "X", "7, 8, 9"),
                        std::string(kDimensions) + "<macro name=\"FILL\"><parm>x</parm>"
                                                   "<eqn>x * 2</eqn></macro>"),
            4);
}

std::string named_cell(const std::string& subscript, const std::string& content) {
  return format("<element subscript=\"{}\">{}</element>", subscript, content);
}

TEST(XmileArrays, HaveElementsWithACommaInTheirName) {
  const char* const dimensions =
      "<dimensions><dim name=\"Q\"><elem name=\"c,d\"/><elem name=\"e\"/></dim></dimensions>";
  const std::string r = "<aux name=\"r\"><dimensions><dim name=\"Q\"/></dimensions>" +
                        named_cell("&quot;c,d&quot;", "<eqn>4</eqn>") +
                        named_cell("e", "<eqn>5</eqn>") + "</aux>";
  EXPECT_EQ(xmile_value("r[\"c,d\"] * 10 + r[e]", r, dimensions), 45);
}

TEST(XmileArrays, TellPositionsFromNamesThatAreNumbers) {
  const auto said = [](const std::string& expression) {
    return xmile_complaints(xmile_file(
        array("r", "Y", "10, 20") + aux("q", expression), {0, 1, 0},
        "<dimensions><dim name=\"Y\"><elem name=\"2\"/><elem name=\"2020\"/></dim></dimensions>"));
  };
  EXPECT_EQ(
      said("r[2020]"),
      "m.xmile:6:22: warning S169: \"r\" has no element 2020\n"
      "    6 | <aux name=\"q\"><eqn>r[2020]</eqn></aux>\n"
      "      |                      ^~~~\n"
      "why: its dimension has 2 elements; the value is 0\n"
      "mend: a number is a position; write the element of that name as \"2020\", in quotes\n");
  EXPECT_EQ(said("r[2]"),
            "m.xmile:6:22: warning S169: 2 is a position, that of the element 2020\n"
            "    6 | <aux name=\"q\"><eqn>r[2]</eqn></aux>\n"
            "      |                      ^\n"
            "why: the element named 2 stands at position 1\n"
            "mend: write \"2\", in quotes, where the element of that name is meant\n");
  EXPECT_EQ(said("r[\"2\"]"), "");
}

TEST(XmileArrays, KnowTheNumberOfTheirElement) {
  EXPECT_EQ(cell(array("y", "NN", "N + 0"), "y[3,1]"), 3);
  EXPECT_EQ(cell(array("y", "X", "X * 10"), "y[c]"), 30);
}

TEST(XmileArrays, TurnAround) {
  EXPECT_EQ(cell(array("y", "XX", "s'"), "y[a,c]"), 7);
  EXPECT_EQ(cell(array("y", "XX", "s"), "y[a,c]"), 3);
  EXPECT_EQ(cell(array("y", "XX", "s[@2, @1]"), "y[a,c]"), 7);
  EXPECT_EQ(cell(array("y", "X", "s[X, 1]"), "y[b]"), 4);
}

TEST(XmileArrays, AreSummedUp) {
  EXPECT_EQ(value("SUM(v)"), 6);
  EXPECT_EQ(value("SUM(v[*] * w[*])"), 110);
  EXPECT_EQ(value("SUM(m[b, *])"), 26);
  EXPECT_EQ(value("SUM(m[*, 4])"), 24);
  EXPECT_EQ(value("SUM(s[*, *])"), 45);
  EXPECT_EQ(value("SUM(m[1:2, 2:3])"), 2 + 3 + 6 + 7);
  EXPECT_EQ(cell(array("y", "X", "SUM(m[X, *])"), "y[c]"), 42);
  EXPECT_EQ(cell(array("y", "X", "SUM(v)"), "y[c]"), 6);
  EXPECT_EQ(value("SUM(m[*, i])", aux("i", "4")), 24);
}

TEST(XmileArrays, HaveMeansAndExtremes) {
  EXPECT_EQ(value("MEAN(four)"), 2.5);
  EXPECT_EQ(value("PROD(four)"), 24);
  EXPECT_EQ(value("MIN(v) + MAX(v)"), 4);
  EXPECT_EQ(value("MIN(v, 0)"), 0);
  EXPECT_EQ(value("MAX(v[*], 7, w[1:2])"), 20);
  EXPECT_EQ(value("SIZE(m) + SIZE(m[1, *]) + SIZE(X)"), 19);
  EXPECT_THAT(value("STDDEV(four)"), DoubleEq(std::sqrt(1.25)));
}

TEST(XmileArrays, CountTheirOwnElementsAndThePointsOfGraphs) {
  EXPECT_EQ(cell(array("y", "XN", "SIZE(SELF) * 100 + SIZE(SELF[1, *])"), "y[b,2]"), 1204);
  EXPECT_EQ(cell(array("y", "XN", "SIZE(SELF[*, 1])"), "y[b,2]"), 3);
  const std::string points = "<xscale min=\"0\" max=\"4\"/><ypts>3,1,4,2,5</ypts></gf>";
  EXPECT_EQ(value("SIZE(g)", "<gf name=\"g\">" + points), 5);
  EXPECT_EQ(value("SIZE(h)", "<aux name=\"h\"><eqn>TIME</eqn><gf>" + points + "</aux>"), 5);
}

TEST(XmileArrays, AreRanked) {
  EXPECT_EQ(value("RANK(v, 1)"), 2);
  EXPECT_EQ(value("RANK(v, SIZE(v))"), 1);
  EXPECT_EQ(value("RANK(t, 1, v) * 10 + RANK(t, 1)", array("t", "X", "5, 5, 5")), 21);
}

// Within the part: the place among the elements that the wildcards run over.
TEST(XmileArrays, AreRankedInPartsForEachCell) {
  const std::string table = array("t", "XN", "4,1,3,2, 8,5,7,6, 2,2,1,9");
  EXPECT_EQ(cell(table + array("y", "X", "RANK(t[X, *], 1)"), "y[a]"), 2);
  EXPECT_EQ(cell(table + array("y", "X", "RANK(t[X, *], 4)"), "y[b]"), 1);
  EXPECT_EQ(cell(table + array("y", "X", "RANK(t[X, *], 3)"), "y[c]"), 2);
  EXPECT_EQ(cell(table + array("y", "X", "RANK(t[X, *], SIZE)"), "y[c]"), 4);
  EXPECT_EQ(cell(table + array("y", "N", "RANK(t[*, N], 1)"), "y[2]"), 1);
  EXPECT_EQ(cell(table + array("y", "N", "RANK(t[*, N], 1)"), "y[1]"), 3);
  // Over a dimension that the equation has too.
  EXPECT_EQ(cell(table + array("y", "X", "RANK(t[*, 2], X)"), "y[c]"), 2);
  EXPECT_EQ(value("RANK(t[b, *], 1) * 10 + RANK(t[*, 4], 3)", table), 23);
  EXPECT_EQ(value("RANK(v[*], 1)"), 2);
  EXPECT_EQ(value("RANK(t[*, *], 12)", table), 12);
  // Of two that are equal the one whose partner is smaller.
  const std::string second = array("u", "XN", "1,1,1,1, 1,1,1,1, 7,3,1,1");
  EXPECT_EQ(value("RANK(t[c, *], 2, u[c, *])", table + second), 2);
}

// An element's own value at the start, as a variable's.
TEST(XmileArrays, StartAsTheirElementsSay) {
  const std::string y =
      "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>held[X] + 1</eqn>"
      "<element subscript=\"b\"><eqn>held[b] + 1</eqn><init_eqn>5</init_eqn></element>"
      "<element subscript=\"a\"><eqn>3</eqn></element>"
      "<element subscript=\"c\"><eqn>4</eqn></element></aux>";
  const std::string held =
      "<stock name=\"held\"><dimensions><dim name=\"X\"/></dimensions><eqn>y[X] * 2</eqn></stock>";
  EXPECT_EQ(cell(y + held, "held[b]"), 10);
  EXPECT_EQ(cell(y + held, "held[a]"), 6);
  EXPECT_EQ(cell(y + held, "y[b]"), 11);
}

// A stock's start is its equation.
TEST(XmileArrays, LeaveOutWhatAnElementOfAStockCannotHave) {
  const std::string s =
      "<stock name=\"s\"><dimensions><dim name=\"X\"/></dimensions><eqn>1</eqn>"
      "<element subscript=\"a\"><eqn>2</eqn><init_eqn>5</init_eqn></element></stock>";
  EXPECT_THAT(xmile_complaints(xmile_file(s, {0, 1, 0}, kDimensions)),
              testing::HasSubstr("warning S175: <init_eqn> is left out\n"));
}

TEST(XmileArrays, TakeARangeElementByElement) {
  EXPECT_EQ(cell(array("y", "X", "four[2:4]"), "y[a]"), 2);
  EXPECT_EQ(cell(array("y", "X", "four[2:4]"), "y[c]"), 4);
  EXPECT_EQ(cell(array("y", "X", "four[3:4]"), "y[c]"), 0);
}

TEST(XmileArrays, MayHaveAnEquationForEachElement) {
  const std::string y =
      "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions>"
      "<element subscript=\"a\"><eqn>TIME</eqn></element>"
      "<element subscript=\"b\"><eqn>v[c] * 2</eqn></element>"
      "<element subscript=\"3\"><eqn>w</eqn></element></aux>";
  EXPECT_EQ(cell(y, "y[b]"), 4);
  EXPECT_EQ(cell(y, "y[c]"), 30);
}

TEST(XmileArrays, HaveOneEquationForTheElementsThatAreNotNamed) {
  const std::string y =
      "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>v</eqn>"
      "<element subscript=\"b\"><eqn>70</eqn></element></aux>";
  EXPECT_EQ(cell(y, "y[b]"), 70);
  EXPECT_EQ(cell(y, "y[a]"), cell("", "v[a]"));
  EXPECT_EQ(cell(y, "y[c]"), cell("", "v[c]"));
}

// n is an element of R and a dimension with others, s is an element of itself.
TEST(XmileArrays, MayHaveElementsWithNamesOfDimensions) {
  const std::string dimensions =
      "<dimensions><dim name=\"R\"><elem name=\"n\"/><elem name=\"s\"/></dim><dim name=\"n\">"
      "<elem name=\"p\"/><elem name=\"q\"/></dim><dim name=\"s\"><elem name=\"s\"/></dim>"
      "</dimensions>";
  const std::string x = array("x", "R", "3") + "<aux name=\"of n\"><dimensions><dim name=\"n\"/>" +
                        "</dimensions><eqn>x[n] + 1</eqn></aux>" +
                        "<aux name=\"z\"><dimensions><dim name=\"R\"/></dimensions><element "
                        "subscript=\"n\"><eqn>5</eqn></element><element subscript=\"s\"><eqn>6"
                        "</eqn></element></aux>";
  EXPECT_EQ(xmile_value("SUM(x) + 100 * SIZE(x)", x, dimensions), 206);
  EXPECT_EQ(xmile_value("z[n] * 10 + z[s]", x, dimensions), 56);
  EXPECT_EQ(xmile_value("SUM(of_n)", x, dimensions), 8);
  EXPECT_THAT(xmile_values(x, "z[n (element)]", {0}, dimensions), ElementsAre(5));
  EXPECT_THAT(
      xmile_complaints(xmile_file(x, {}, dimensions)),
      testing::AllOf(
          testing::HasSubstr("warning S175: the element \"n\" goes by the name \"n (element)\"\n"),
          testing::HasSubstr("\nwhy: a dimension has its name too\n")));
}

TEST(XmileArrays, MayHaveAGraphForEachElement) {
  const std::string y =
      "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>v</eqn>"
      "<element subscript=\"a\"><gf><xscale min=\"0\" max=\"4\"/><ypts>0,8</ypts></gf></element>"
      "<element subscript=\"b\"><gf><xscale min=\"0\" max=\"4\"/><ypts>4,0</ypts></gf></element>"
      "<element subscript=\"c\"><gf><xscale min=\"0\" max=\"4\"/><ypts>5,5</ypts></gf></element>"
      "</aux>";
  EXPECT_EQ(cell(y, "y[a]"), 6);
  EXPECT_EQ(cell(y, "y[b]"), 3);
  EXPECT_EQ(cell(y + aux("z", "y[b](2)"), "z"), 2);
}

TEST(XmileArrays, OfStocksAndFlows) {
  const std::string stock =
      "<stock name=\"level\"><dimensions><dim name=\"X\"/></dimensions><eqn>v</eqn>"
      "<inflow>f</inflow></stock>"
      "<flow name=\"f\"><dimensions><dim name=\"X\"/></dimensions><eqn>w</eqn></flow>";
  EXPECT_THAT(xmile_values(kValues + stock, "level[b]", {2}, kDimensions), ElementsAre(1, 21, 41));
}

// A variable may have the name of an element.
TEST(XmileArrays, KeepTheirElementsApartFromVariables) {
  EXPECT_EQ(value("b + v[b]", aux("b", "100")), 101);
}

// SUM(w[1:Year]) adds up what came so far.
TEST(XmileArrays, RangesMayEndAtTheCellThatTheEquationIsFor) {
  const std::string years = "<dimensions><dim name=\"Year\" size=\"3\"/></dimensions>";
  const auto of_years = [](const std::string& name, const std::string& equation) {
    return "<aux name=\"" + name + "\"><dimensions><dim name=\"Year\"/></dimensions><eqn>" +
           equation + "</eqn></aux>\n";
  };
  const std::string model = of_years("w", "Year * 10") + of_years("so far", "SUM(w[1:Year])") +
                            of_years("to come", "SUM(w[Year:3])");
  EXPECT_EQ(xmile_value("so_far[1]*1 + so_far[2]*100 + so_far[3]*10000", model, years), 603010);
  EXPECT_EQ(xmile_value("to_come[1]*1 + to_come[2]*100 + to_come[3]*10000", model, years), 305060);
}

// By hand: places 0, 0.5 and 1 are the three elements of v = 3, 1, 2.
TEST(XmileArrays, BetweenTheirElements) {
  EXPECT_EQ(value("INTERPOLATE(v, 0.5)"), 1);
  EXPECT_EQ(value("INTERPOLATE(v, 0.75)"), 1.5);
  EXPECT_EQ(value("INTERPOLATE(v, -1) * 10 + INTERPOLATE(v, 7)"), 32);
  EXPECT_EQ(value("INTERPOLATE(m, 0.5, 0.5)"), 6.5);
  EXPECT_EQ(value("INTERPOLATE(m, 0.25, 1)"), 6);
  EXPECT_EQ(cell(array("y", "X", "INTERPOLATE(w, (X - 1) / 2) + v"), "y[c]"), 32);
}

// Stella writes names with an apostrophe as they are; behind a name it may turn an array around.
TEST(XmileArrays, ApostrophesInNames) {
  EXPECT_EQ(xmile_value("IF Can't_wait' = 2 THEN don't * 10 ELSE 0",
                        aux("Can't wait'", "2") + aux("don't", "3")),
            30);
  EXPECT_EQ(cell(array("y", "XX", "s'"), "y[a,c]"), 7);
}

// XMILE 1.1, 3.7.1.1: P has two of the four elements of W, in another order.
TEST(XmileArrays, OfAPartOfTheDimensionGiveZeroElsewhere) {
  const char* const parts =
      "<dimensions><dim name=\"P\"><elem name=\"s\"/><elem name=\"q\"/></dim>"
      "<dim name=\"W\"><elem name=\"o\"/><elem name=\"q\"/><elem name=\"r\"/><elem name=\"s\"/>"
      "</dim><dim name=\"I\" size=\"2\"/><dim name=\"J\" size=\"3\"/></dimensions>";
  const std::string given = array("x", "P", "5, 7") + array("few", "I", "1, 2");
  const auto of = [&](const std::string& equation, const char* element) {
    return xmile_values(given + array("z", "W", equation), format("z[{}]", element), {0, 1, 0},
                        parts)
        .front();
  };
  for (const char* equation : {"x * 10 + 1", "x[P] * 10 + 1"}) {
    EXPECT_EQ(of(equation, "o"), 1);
    EXPECT_EQ(of(equation, "q"), 71);
    EXPECT_EQ(of(equation, "r"), 1);
    EXPECT_EQ(of(equation, "s"), 51);
  }
  // Its own dimension may be written too.
  EXPECT_EQ(of("x[W] * 10 + 1", "q"), 71);
  EXPECT_EQ(of("x[W] * 10 + 1", "o"), 1);
  EXPECT_EQ(of("SUM(x)", "o"), 12) << "an array function takes it whole";
  // Numbers are no names to go by.
  EXPECT_THAT(xmile_complaints(xmile_file(given + array("z", "J", "few"), {0, 1, 0}, parts)),
              testing::HasSubstr("error S168: \"few\" is an array, and here one number is needed"));
}

// P is a part of W: what could be meant in two ways is refused, what says which is read.
TEST(XmileArrays, OfAPartOfADimensionInsideArrayFunctions) {
  const char* const parts =
      "<dimensions><dim name=\"P\"><elem name=\"b\"/><elem name=\"c\"/></dim>"
      "<dim name=\"W\"><elem name=\"a\"/><elem name=\"b\"/><elem name=\"c\"/></dim>"
      "<dim name=\"Q\"><elem name=\"k\"/><elem name=\"l\"/></dim></dimensions>";
  const std::string given = array("x", "P", "10, 20") + array("v", "W", "100, 200, 300") +
                            "<aux name=\"m\"><dimensions><dim name=\"P\"/><dim name=\"Q\"/>"
                            "</dimensions><eqn>11, 12, 21, 22</eqn></aux>";
  const auto all = [&](const std::string& equation) {
    return xmile_values(given + aux("y", equation), "y", {0, 1, 0}, parts).front();
  };
  const auto said = [&](const std::string& variable) {
    return xmile_complaints(xmile_file(given + variable, {0, 1, 0}, parts));
  };
  for (const char* unclear : {"SUM(x*v)", "SUM(x[*]*v[*])", "MEAN(v - x)"}) {
    const std::string text = said(aux("y", unclear));
    EXPECT_THAT(text, testing::HasSubstr(
                          "error S168: it is not clear how this runs over \"P\" beside \"W\"\n"));
    EXPECT_THAT(text, testing::HasSubstr("why: \"P\" is a part of \"W\"\n"
                                         "mend: write [P] at both for element by element, or [P.*] "
                                         "and [W.*] for each with each"))
        << unclear;
  }
  EXPECT_EQ(all("SUM(x[P]*v[P])"), 8000);
  EXPECT_EQ(all("SUM(x[P.*]*v[W.*])"), 18000);
  EXPECT_EQ(all("SUM(x) * SUM(v)"), 18000);
  const std::string text = said(array("y", "W", "SUM(m[P,*])"));
  EXPECT_THAT(text,
              testing::HasSubstr("error S168: it is not clear whether this runs over \"P\"\n"));
  EXPECT_THAT(
      text,
      testing::HasSubstr(
          "why: it runs over something else, and \"P\" is a part of a dimension of \"y\"\n"
          "mend: where it runs over all of P write P.*; else give the part that follows the names "
          "a variable of its own"));
  const auto over_whole = [&](const std::string& equation) {
    return xmile_values(given + array("y", "W", equation), "y[a]", {0, 1, 0}, parts).front();
  };
  EXPECT_EQ(over_whole("SUM(m[P.*,*])"), 66);
  EXPECT_EQ(over_whole("SUM(x[P])"), 30);
}

}  // namespace
}  // namespace sluice::lower
