// Mistakes in XMILE: graphical functions and arrays. Each text is what a user sees, to the letter.
#include "syntax/xmile/mistakes_testing.h"

namespace sluice::syntax::testing_only {
namespace {

const Mistake kGraphs[] = {
    {kSpecs, "", "<gf name=\"g\"><ypts>1,2</ypts></gf>",
     "m.xmile:4:2: error S128: the graphical function of \"g\" has no x values\n"
     "    4 | <gf name=\"g\"><ypts>1,2</ypts></gf>\n"
     "      |  ^~\n"
     "mend: write <xscale min=\"...\" max=\"...\"/> or <xpts>\n"},
    {kSpecs, "", "<gf name=\"g\"><xscale min=\"0\" max=\"1\"/></gf>",
     "m.xmile:4:2: error S128: the graphical function of \"g\" has no <ypts>\n"
     "    4 | <gf name=\"g\"><xscale min=\"0\" max=\"1\"/></gf>\n"
     "      |  ^~\n"
     "mend: write its values: <ypts>0,0.5,1</ypts>\n"},
    {kSpecs, "", "<gf name=\"g\"><xpts>0,1</xpts><ypts>1,2,3</ypts></gf>",
     "m.xmile:4:2: error S128: the graphical function of \"g\" has 2 x and 3 y values\n"
     "    4 | <gf name=\"g\"><xpts>0,1</xpts><ypts>1,2,3</ypts></gf>\n"
     "      |  ^~\n"
     "why: each point has one of both\n"
     "mend: make the two lists equally long\n"},
    {kSpecs, "", "<gf name=\"g\"><xpts>0,one</xpts><ypts>1,2</ypts></gf>",
     "m.xmile:4:22: error S128: \"one\" is no number of a graphical function\n"
     "    4 | <gf name=\"g\"><xpts>0,one</xpts><ypts>1,2</ypts></gf>\n"
     "      |                      ^~~\n"
     "why: the points of <xpts> are numbers with \",\" between them\n"
     "mend: another separator is said by sep=\"...\"\n"},
    {kSpecs, "", "<gf name=\"g\" type=\"smooth\"><xpts>0,1</xpts><ypts>1,2</ypts></gf>",
     "m.xmile:4:20: error S164: \"smooth\" is no type of a graphical function\n"
     "    4 | <gf name=\"g\" type=\"smooth\"><xpts>0,1</xpts><ypts>1,2</ypts></gf>\n"
     "      |                    ^~~~~~\n"
     "mend: the types are continuous, extrapolate and discrete\n"},
    {kSpecs, "",
     "<aux name=\"a\"><eqn>1</eqn><gf name=\"g\"><xpts>0,1</xpts><ypts>1,2</ypts></gf></aux>\n"
     "<aux name=\"b\"><eqn>1</eqn><gf name=\"G\"><xpts>0,1</xpts><ypts>5,5</ypts></gf></aux>",
     "m.xmile:5:12: error S165: the graphical function \"G\" is defined twice\n"
     "    5 | <aux name=\"b\"><eqn>1</eqn><gf "
     "name=\"G\"><xpts>0,1</xpts><ypts>5,5</ypts></gf></aux>\n"
     "      |            ^\n"
     "why: equations that call it by its name mean one of them\n"
     "mend: rename one of the two; what shares a graph gives its name alone: <gf name=\"...\"/>\n"},
};

TEST(XmileMistakes, InGraphs) {
  for (const auto& mistake : kGraphs) EXPECT_EQ(said_of(mistake), mistake.said);
}

const Mistake kArrays[] = {
    {kSpecs, "", "<aux name=\"y\"><dimensions><dim name=\"Z\"/></dimensions><eqn>1</eqn></aux>",
     "m.xmile:4:38: error S166: there is no dimension \"Z\"\n"
     "    4 | <aux name=\"y\"><dimensions><dim name=\"Z\"/></dimensions><eqn>1</eqn></aux>\n"
     "      |                                      ^\n"
     "why: \"y\" is an array over it\n"
     "mend: define it in the <dimensions> of the file\n"},
    {kSpecs, "<dimensions><dim name=\"X\"/></dimensions>", "<aux name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:3:24: error S166: the dimension \"X\" has no elements\n"
     "    3 | <dimensions><dim name=\"X\"/></dimensions><model><variables>\n"
     "      |                        ^\n"
     "mend: name them with <elem name=\"...\"/>, or give a size from 1 to 100000\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><element "
     "subscript=\"d\"><eqn>1</eqn></element></aux>",
     "m.xmile:5:75: error S167: this element is no cell of \"y\"\n"
     "    5 | <aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><element "
     "subscript=\"d\"><eqn>1</eqn></element></aux>\n"
     "      |                                                                           ^\n"
     "why: it is an array over X\n"
     "mend: write subscript=\"...\" with one element for each dimension\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v + 1</eqn></aux>",
     "m.xmile:6:20: error S168: \"v\" is an array, and here one number is needed\n"
     "    6 | <aux name=\"y\"><eqn>v + 1</eqn></aux>\n"
     "      |                    ^\n"
     "why: it is an array over X, which \"y\" is not\n"
     "mend: name one element, or sum it up: SUM(v)\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[a, b]</eqn></aux>",
     "m.xmile:6:20: error S168: \"v\" has 1 dimensions, not 2\n"
     "    6 | <aux name=\"y\"><eqn>v[a, b]</eqn></aux>\n"
     "      |                    ^~~~~~~\n"
     "why: it is an array over X\n"
     "mend: write one subscript for each, or none at all\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[X]</eqn></aux>",
     "m.xmile:6:22: error S168: the dimension \"X\" does not belong to this equation\n"
     "    6 | <aux name=\"y\"><eqn>v[X]</eqn></aux>\n"
     "      |                      ^\n"
     "why: \"y\" is no array over it\n"
     "mend: name one element of X\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>SUM(v[2:5])</eqn></aux>",
     "m.xmile:6:26: error S168: this is no range of \"X\"\n"
     "    6 | <aux name=\"y\"><eqn>SUM(v[2:5])</eqn></aux>\n"
     "      |                          ^~~\n"
     "why: it has the elements 1 to 2\n"
     "mend: both ends are numbers or names of elements, the smaller first\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[@1]</eqn></aux>",
     "m.xmile:6:22: error S168: there is no dimension @1\n"
     "    6 | <aux name=\"y\"><eqn>v[@1]</eqn></aux>\n"
     "      |                      ^~\n"
     "why: \"y\" has 0 dimensions\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[3]</eqn></aux>",
     "m.xmile:6:22: warning S169: \"v\" has no element 3\n"
     "    6 | <aux name=\"y\"><eqn>v[3]</eqn></aux>\n"
     "      |                      ^\n"
     "why: its dimension has 2 elements; the value is 0\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>X + 1</eqn></aux>",
     "m.xmile:6:20: error S168: the dimension \"X\" does not belong to this equation\n"
     "    6 | <aux name=\"y\"><eqn>X + 1</eqn></aux>\n"
     "      |                    ^\n"
     "why: \"y\" is no array over it, so it has no number here\n"
     "mend: for the number of its elements write SIZE(X)\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2, 3</eqn></aux>",
     "m.xmile:6:60: error S170: \"y\" has 3 values between commas\n"
     "    6 | <aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2, 3</eqn></aux>\n"
     "      |                                                            ^\n"
     "why: it has 2 cells\n"
     "mend: give one value, or one for each cell\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>1, 2</eqn></aux>",
     "m.xmile:6:20: error S170: \"y\" has 2 values between commas\n"
     "    6 | <aux name=\"y\"><eqn>1, 2</eqn></aux>\n"
     "      |                    ^\n"
     "why: it is no array\n"
     "mend: give one value, or one for each cell\n"},
    {kSpecs,
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n",
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>RANK(v[1], 1)</eqn></aux>",
     "m.xmile:6:25: error S168: RANK needs an array, or a part with wildcards\n"
     "    6 | <aux name=\"y\"><eqn>RANK(v[1], 1)</eqn></aux>\n"
     "      |                         ^~~~\n"
     "why: it gives the place of an element in it\n"
     "mend: as in RANK(price, 1) or RANK(price[north, *], 1)\n"},
};

TEST(XmileMistakes, InArrays) {
  for (const auto& mistake : kArrays) EXPECT_EQ(said_of(mistake), mistake.said);
}

}  // namespace
}  // namespace sluice::syntax::testing_only
