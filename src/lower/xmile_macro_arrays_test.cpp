// Macros of XMILE that take arrays: the examples of OASIS XMILE 1.0, 4.8, worked out by hand, and
// what else a parameter may stand for.
#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const kDimensions =
    "<dimensions><dim name=\"L\"><elem name=\"Boston\"/><elem name=\"Chicago\"/><elem name=\"LA\"/>"
    "</dim><dim name=\"I\" size=\"2\"/><dim name=\"K\" size=\"3\"/></dimensions>";

std::string over(const std::string& dimensions, const std::string& name,
                 const std::string& equation) {
  std::string axes;
  for (const char dimension : dimensions) axes += format("<dim name=\"{}\"/>", dimension);
  return format("<aux name=\"{}\"><dimensions>{}</dimensions><eqn>{}</eqn></aux>", name, axes,
                equation);
}

// P is 5, 3, 4; A2 is 11, 12, 13 and 21, 22, 23.
std::string arrays() { return over("L", "P", "5, 3, 4") + over("IK", "A2", "10 * I + K"); }

std::string macro(const std::string& name, const std::string& parameters,
                  const std::string& inside) {
  std::string parms;
  for (const std::string_view one : split(parameters, ',')) {
    parms += format("<parm>{}</parm>", trimmed(one));
  }
  return format("<macro name=\"{}\">{}{}</macro>", name, parms, inside);
}

std::string clocked(const std::string& name, const std::string& parameters, const std::string& stop,
                    const std::string& flow_equation) {
  return macro(name, parameters,
               format("<eqn>total</eqn><sim_specs><start>1</start><stop>{}</stop></sim_specs>"
                      "<variables><stock name=\"total\"><eqn>0</eqn><inflow>c</inflow></stock>"
                      "<flow name=\"c\"><eqn>{}</eqn></flow></variables>",
                      stop, flow_equation));
}

double first(const std::string& expression, const std::string& macros,
             const std::string& further = {}) {
  return xmile_value(expression, arrays() + further, kDimensions + macros);
}

std::string said_of(const std::string& expression, const std::string& macros) {
  SourceSet sources;
  const std::string text = xmile_file(arrays() + aux("y", expression), {}, kDimensions + macros);
  return texts_of(syntax::read_xmile(sources, sources.add("m.xmile", text)).diagnostics);
}

TEST(XmileMacroArrays, FindCallsItself) {
  const std::string find =
      "<macro name=\"FIND\"><parm>A</parm><parm>value</parm><parm default=\"1\">i</parm><eqn>"
      "IF i &gt; SIZE(A) THEN 0 ELSE IF A[i] = value THEN i ELSE FIND(A, value, i+1)</eqn></macro>";
  EXPECT_EQ(first("FIND(P, 4)", find), 3);
  EXPECT_EQ(first("FIND(P, 5)", find), 1);
  EXPECT_EQ(first("FIND(P, 9)", find), 0);
  EXPECT_EQ(first("FIND(A2[2, *], 23)", find), 3);
}

TEST(XmileMacroArrays, FindRunsByAClock) {
  const std::string find = clocked("FIND", "A, value", "SIZE(A)+1",
                                   "IF (total = 0) AND (A[TIME] = value) THEN TIME/DT ELSE 0");
  EXPECT_EQ(first("FIND(P, 4)", find), 3);
  EXPECT_EQ(first("FIND(P, 9)", find), 0);
}

TEST(XmileMacroArrays, SumsInOneAndTwoDimensions) {
  const std::string slices = clocked("SUM2D", "A", "SIZE(A[*,1])+1", "SUM1D(A[TIME,*])") +
                             clocked("SUM1D", "A", "SIZE(A)+1", "A[TIME]");
  EXPECT_EQ(first("SUM2D(A2)", slices), 102);
  EXPECT_EQ(first("SUM1D(P)", slices), 12);
  EXPECT_EQ(first("SUM1D(A2[*, 3])", slices), 36);
  const std::string rows = clocked("SUM2D", "A", "SIZE(A[*,1])+1", "SUMROW(A,TIME)") +
                           clocked("SUMROW", "A, i", "SIZE(A[i,*])+1", "A[i,TIME]");
  EXPECT_EQ(first("SUM2D(A2)", rows), 102);
}

TEST(XmileMacroArrays, GiveAllTheirValues) {
  const std::string macros = macro("TOT", "A", "<eqn>SUM(A)</eqn>") +
                             macro("MOST", "A, least", "<eqn>MAX(MAX(A), least)</eqn>") +
                             macro("THIRD", "A", "<eqn>A(3)</eqn>") +
                             macro("TWICE", "A", "<eqn>2 * TOT(A)</eqn>") +
                             macro("TOP", "A", "<eqn>A(RANK(A, SIZE(A)))</eqn>");
  EXPECT_EQ(first("TOT(P) + 1000 * TOT(A2)", macros), 102012);
  EXPECT_EQ(first("TOT(A2[1, *]) + 1000 * TOT(A2[*, 2])", macros), 34036);
  EXPECT_EQ(first("MOST(P, 4) + 10 * MOST(P, 7)", macros), 75);
  EXPECT_EQ(first("THIRD(P) + 10 * THIRD(A2) + 1000 * THIRD(A2[2, *])", macros), 23134);
  EXPECT_EQ(first("TWICE(A2[2, *]) + TWICE(P)", macros), 156);
  EXPECT_EQ(first("TOP(P)", macros), 5);
  // One number is one number.
  EXPECT_EQ(first("TOT(7) + TOT(P[LA])", macros), 11);
  EXPECT_EQ(first("TOT(-SUM(P)) + SUM(P) + TOT(IF P[LA] > 0 THEN SUM(P) ELSE 0) - SUM(P)", macros),
            0);
  EXPECT_EQ(first("TOT(TOT(P)) + 1000 * TOT(SUM(P) + 0) - 1001 * SUM(P)", macros), 0);
}

TEST(XmileMacroArrays, RankTakesABareSize) {
  EXPECT_EQ(first("RANK(P, SIZE) + 10 * RANK(P, 1)", ""), 21);
}

// In an array each element calls the macro: with its own row, or the place of its own.
TEST(XmileMacroArrays, MayBeCalledByArrays) {
  const std::string macros =
      macro("TOT", "A", "<eqn>SUM(A)</eqn>") + macro("NTH", "A, i", "<eqn>A[i]</eqn>");
  const model::Model model = xmile_model(xmile_file(arrays() + over("I", "rows", "TOT(A2[I, *])") +
                                                        over("K", "columns", "TOT(A2[*, K])") +
                                                        over("L", "same", "NTH(P, L)"),
                                                    {}, kDimensions + macros));
  EXPECT_EQ(values_of(model, "rows[1]").front(), 36);
  EXPECT_EQ(values_of(model, "rows[2]").front(), 66);
  EXPECT_EQ(values_of(model, "columns[3]").front(), 36);
  EXPECT_EQ(values_of(model, "same[Chicago]").front(), 3);
  EXPECT_EQ(values_of(model, "same[LA]").front(), 4);
}

// A row that is computed.
TEST(XmileMacroArrays, TakeRowsThatAreComputed) {
  const std::string macros = macro("ROW", "A, i", "<eqn>SUM(A[i, *]) + 1000 * MAX(A[*, i])</eqn>");
  EXPECT_EQ(first("ROW(A2, 2)", macros), 22066);
  EXPECT_EQ(first("ROW(A2, TIME + 1)", macros), 21036);
}

// What a macro calls by a name of its own does not hide the array.
TEST(XmileMacroArrays, KeepNamesApart) {
  const std::string macros =
      macro("TOT", "A",
            "<eqn>SUM(A) + p</eqn><variables><aux name=\"p\"><eqn>100</eqn></aux>"
            "</variables>");
  EXPECT_EQ(first("TOT(P)", macros), 112);
}

// A smoother of what an array adds up to keeps state for each array.
TEST(XmileMacroArrays, Remember) {
  const std::string macros =
      macro("LATE", "A",
            "<eqn>level</eqn><variables><stock name=\"level\"><eqn>0</eqn><inflow>f</inflow>"
            "</stock><flow name=\"f\"><eqn>SUM(A)</eqn></flow></variables>");
  const model::Model model = xmile_model(xmile_file(
      arrays() + over("L", "moving", "TIME") + aux("a", "LATE(P)") + aux("b", "LATE(moving)"), {},
      kDimensions + macros));
  EXPECT_THAT(values_of(model, "a"), ElementsAre(0, 12, 24, 36, 48));
  EXPECT_THAT(values_of(model, "b"), ElementsAre(0, 0, 3, 9, 18));
}

TEST(XmileMacroArrays, TellWhatIsNoArray) {
  const std::string macros =
      macro("NTH", "A, i", "<eqn>A[i]</eqn>") + macro("TOT", "A", "<eqn>SUM(A)</eqn>");
  EXPECT_THAT(said_of("NTH(5, 1)", macros),
              HasSubstr("error S168: \"A\" is given as one number\n"));
  EXPECT_THAT(
      said_of("TOT(P * 2)", macros),
      HasSubstr("error S168: \"TOT\" is given what is computed from an array, or a part of its "
                "elements\n"));
  EXPECT_THAT(said_of("TOT(P[1:2])", macros),
              HasSubstr("error S168: \"TOT\" is given what is computed from an array"));
  EXPECT_THAT(said_of("NTH(A2, 1)", macros),
              HasSubstr("error S168: \"A2\" has 2 dimensions, not 1\n"));
}

}  // namespace
}  // namespace sluice::lower
