// Mistakes in XMILE files. Each text is what a user sees, to the letter.
#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

struct Mistake {
  const char* written;
  const char* said;
};

std::string said_of(const std::string& text) {
  SourceSet sources;
  std::string all;
  for (const Diagnostic& one : read_model_text(sources, "m.xmile", text).diagnostics) {
    all += to_text(one) + "\n";
  }
  return all;
}

const Mistake kXml[] = {
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<model></variables></model>",
     "m.xmile:2:10: error S160: this is not well-formed XML\n"
     "    2 | <model></variables></model>\n"
     "      |          ^\n"
     "why: an element is closed by the name of another one, or not at all\n"
     "mend: mend the XML, or save the model again with the program that made it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<model",
     "m.xmile:2:6: error S160: this is not well-formed XML\n"
     "    2 | <model\n"
     "      |      ^\n"
     "why: a start tag is not as XML has it\n"
     "mend: mend the XML, or save the model again with the program that made it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1 + &half;</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:24: error S161: \"&half;\" stands for nothing that is known\n"
     "    4 | <aux name=\"y\"><eqn>1 + &half;</eqn></aux>\n"
     "      |                        ^~~~~~\n"
     "why: known are &lt; &gt; &amp; &quot; &apos; and numbers such as &#62;, but nothing that a "
     "DOCTYPE defines\n"
     "mend: an & itself is written &amp;\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>A & B</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:22: error S161: \"&\" stands for nothing that is known\n"
     "    4 | <aux name=\"y\"><eqn>A & B</eqn></aux>\n"
     "      |                      ^\n"
     "why: known are &lt; &gt; &amp; &quot; &apos; and numbers such as &#62;, but nothing that a "
     "DOCTYPE defines\n"
     "mend: an & itself is written &amp;\n"},
    {"<opml>no model of XMILE</opml>",
     "m.xmile:1:2: error S103: no known model format\n"
     "    1 | <opml>no model of XMILE</opml>\n"
     "      |  ^~~~\n"
     "why: the root of this XML file is <opml>, not <xmile>\n"
     "mend: give the file of the model\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<flow name=\"f\"><eqn>1</eqn>\n"
     "<aux name=\"y\"><eqn>f</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:2: warning S178: <flow> is never closed\n"
     "    4 | <flow name=\"f\"><eqn>1</eqn>\n"
     "      |  ^~~~\n"
     "why: it is taken to end where the next one begins, or the one around it ends\n"
     "mend: write </flow>\n"},
};

TEST(XmileMistakes, InXml) {
  for (const Mistake& mistake : kXml) {
    EXPECT_EQ(said_of(mistake.written), mistake.said) << mistake.written;
  }
}

const Mistake kFile[] = {
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:1:2: error S163: the file has no <sim_specs>\n"
     "    1 | <xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "      |  ^~~~~\n"
     "why: they say from when to when the model runs\n"
     "mend: write <sim_specs><start>0</start><stop>100</stop><dt>1</dt></sim_specs>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>now</start></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:2:19: error S164: <start> is \"now\", which is no number\n"
     "    2 | <sim_specs><start>now</start></sim_specs>\n"
     "      |                   ^~~\n"
     "why: the run needs it\n"
     "mend: write <start>number</start>\n"
     "m.xmile:2:2: error S164: <sim_specs> has no <stop>\n"
     "    2 | <sim_specs><start>now</start></sim_specs>\n"
     "      |  ^~~~~~~~~\n"
     "why: the run needs it\n"
     "mend: write <stop>number</stop>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs method=\"gear\"><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:2:20: warning S177: the method of integration \"gear\" is not known\n"
     "    2 | <sim_specs method=\"gear\"><start>0</start><stop>4</stop></sim_specs>\n"
     "      |                    ^~~~\n"
     "why: Runge-Kutta of the fourth order with fixed steps is used\n"
     "mend: choose Euler or RK4\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"TIME STEP\"><eqn>0.5</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:12: warning S176: the variable \"TIME STEP\" is not what <sim_specs> says\n"
     "    4 | <aux name=\"TIME STEP\"><eqn>0.5</eqn></aux>\n"
     "      |            ^~~~~~~~~\n"
     "why: the run follows <sim_specs>: 1\n"
     "mend: take the variable away, or give it another name\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn></aux><aux name=\"Y\"><eqn>2</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:44: error S165: \"Y\" is defined twice\n"
     "    4 | <aux name=\"y\"><eqn>1</eqn></aux><aux name=\"Y\"><eqn>2</eqn></aux>\n"
     "      |                                            ^\n"
     "why: case, blanks and underscores make no difference between names\n"
     "mend: rename one of the two\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:2: error S116: this <aux> has no name\n"
     "    4 | <aux><eqn>1</eqn></aux>\n"
     "      |  ^~~\n"
     "mend: write name=\"...\" into its tag\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn><vendor:trick xmlns:vendor=\"v\">5</vendor:trick></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:28: warning S175: <vendor:trick> is left out\n"
     "    4 | <aux name=\"y\"><eqn>1</eqn><vendor:trick xmlns:vendor=\"v\">5</vendor:trick></aux>\n"
     "      |                            ^~~~~~~~~~~~\n"
     "why: it is an extension of one vendor that is not read\n"
     "mend: see whether the variable's values depend on it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<isee:magic xmlns:isee=\"isee\"/><model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:3:2: warning S175: <isee:magic> is left out\n"
     "    3 | <isee:magic xmlns:isee=\"isee\"/><model><variables>\n"
     "      |  ^~~~~~~~~~\n"
     "why: it is an extension of one vendor that is not read\n"
     "mend: see whether the model's values depend on it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock name=\"S\"><eqn>1</eqn><inflow>birhts</inflow></stock><flow "
     "name=\"births\"><eqn>1</eqn></flow>\n"
     "</variables></model></xmile>",
     "m.xmile:4:37: error S171: there is no flow \"birhts\"\n"
     "    4 | <stock name=\"S\"><eqn>1</eqn><inflow>birhts</inflow></stock><flow "
     "name=\"births\"><eqn>1</eqn></flow>\n"
     "      |                                     ^~~~~~\n"
     "why: the stock \"S\" names it\n"
     "mend: did you mean \"births\"?\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<module name=\"sub\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:2: error S172: there is no <model name=\"sub\"> for this module\n"
     "    4 | <module name=\"sub\"/>\n"
     "      |  ^~~~~~\n"
     "why: a module shows where a model of the same name stands in the whole\n"
     "mend: add the model, or take the module away\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<module name=\"sub\" resource=\"sub.xmile\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:30: error S174: this model lies in another file, \"sub.xmile\"\n"
     "    4 | <module name=\"sub\" resource=\"sub.xmile\"/>\n"
     "      |                              ^~~~~~~~~\n"
     "why: models of several files are not read\n"
     "mend: save the whole model into one file\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model name=\"sub\"><variables><aux name=\"in\" "
     "access=\"input\"><eqn>1</eqn></aux></variables></model><model><variables>\n"
     "<module name=\"sub\"><connect to=\"inn\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:33: error S173: there is no variable \"inn\" to connect\n"
     "    4 | <module name=\"sub\"><connect to=\"inn\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>\n"
     "      |                                 ^~~\n"
     "why: the module \"sub\" has none of that name\n"
     "mend: name an input of the module\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model name=\"sub\"><variables><aux name=\"in\" "
     "access=\"input\"><eqn>1</eqn></aux></variables></model><model><variables>\n"
     "<module name=\"sub\"><connect to=\"in\" from=\".z\"/></module>\n"
     "</variables></model></xmile>",
     "m.xmile:4:43: error S173: there is no variable \".z\" to connect with\n"
     "    4 | <module name=\"sub\"><connect to=\"in\" from=\".z\"/></module>\n"
     "      |                                           ^~\n"
     "why: it is to give the input \"sub.in\" its values\n"
     "mend: name a variable of this model as .name, of a module as module.name\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<macro name=\"F\"><parm>x</parm></macro><model><variables>\n"
     "<aux name=\"y\"><eqn>F(1)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:3:14: error S142: the macro \"F\" has no <eqn>\n"
     "    3 | <macro name=\"F\"><parm>x</parm></macro><model><variables>\n"
     "      |              ^\n"
     "why: it says what the macro gives\n"
     "mend: write <eqn>...</eqn> into it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<macro "
     "name=\"F\"><parm>x</parm><eqn>x</eqn><sim_specs><start>1</start><stop>x</stop></sim_specs></"
     "macro><model><variables>\n"
     "<aux name=\"y\"><eqn>F(1)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:3:14: error S142: the macro \"F\" runs by a clock of its own\n"
     "    3 | <macro "
     "name=\"F\"><parm>x</parm><eqn>x</eqn><sim_specs><start>1</start><stop>x</stop></sim_specs></"
     "macro><model><variables...\n"
     "      |              ^\n"
     "why: macros with <sim_specs> are not read\n"
     "mend: write the loop as equations\n"
     "m.xmile:4:20: error M204: there is no function or graphical function \"F\"\n"
     "    4 | <aux name=\"y\"><eqn>F(1)</eqn></aux>\n"
     "      |                    ^~~~\n"
     "why: the equation of \"y\" applies it\n"},
};

TEST(XmileMistakes, InFile) {
  for (const Mistake& mistake : kFile) {
    EXPECT_EQ(said_of(mistake.written), mistake.said) << mistake.written;
  }
}

const Mistake kGraphs[] = {
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<gf name=\"g\"><ypts>1,2</ypts></gf>\n"
     "</variables></model></xmile>",
     "m.xmile:4:2: error S128: the graphical function of \"g\" has no x values\n"
     "    4 | <gf name=\"g\"><ypts>1,2</ypts></gf>\n"
     "      |  ^~\n"
     "mend: write <xscale min=\"...\" max=\"...\"/> or <xpts>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<gf name=\"g\"><xscale min=\"0\" max=\"1\"/></gf>\n"
     "</variables></model></xmile>",
     "m.xmile:4:2: error S128: the graphical function of \"g\" has no <ypts>\n"
     "    4 | <gf name=\"g\"><xscale min=\"0\" max=\"1\"/></gf>\n"
     "      |  ^~\n"
     "mend: write its values: <ypts>0,0.5,1</ypts>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<gf name=\"g\"><xpts>0,1</xpts><ypts>1,2,3</ypts></gf>\n"
     "</variables></model></xmile>",
     "m.xmile:4:2: error S128: the graphical function of \"g\" has 2 x and 3 y values\n"
     "    4 | <gf name=\"g\"><xpts>0,1</xpts><ypts>1,2,3</ypts></gf>\n"
     "      |  ^~\n"
     "why: each point has one of both\n"
     "mend: make the two lists equally long\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<gf name=\"g\"><xpts>0,one</xpts><ypts>1,2</ypts></gf>\n"
     "</variables></model></xmile>",
     "m.xmile:4:22: error S128: \"one\" is no number of a graphical function\n"
     "    4 | <gf name=\"g\"><xpts>0,one</xpts><ypts>1,2</ypts></gf>\n"
     "      |                      ^~~\n"
     "why: the points of <xpts> are numbers with \",\" between them\n"
     "mend: another separator is said by sep=\"...\"\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<gf name=\"g\" type=\"smooth\"><xpts>0,1</xpts><ypts>1,2</ypts></gf>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S164: \"smooth\" is no type of a graphical function\n"
     "    4 | <gf name=\"g\" type=\"smooth\"><xpts>0,1</xpts><ypts>1,2</ypts></gf>\n"
     "      |                    ^~~~~~\n"
     "mend: the types are continuous, extrapolate and discrete\n"},
};

TEST(XmileMistakes, InGraphs) {
  for (const Mistake& mistake : kGraphs) {
    EXPECT_EQ(said_of(mistake.written), mistake.said) << mistake.written;
  }
}

const Mistake kArrays[] = {
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><dimensions><dim name=\"Z\"/></dimensions><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:38: error S166: there is no dimension \"Z\"\n"
     "    4 | <aux name=\"y\"><dimensions><dim name=\"Z\"/></dimensions><eqn>1</eqn></aux>\n"
     "      |                                      ^\n"
     "why: \"y\" is an array over it\n"
     "mend: define it in the <dimensions> of the file\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"/></dimensions><model><variables>\n"
     "<aux name=\"y\"><eqn>1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:3:24: error S166: the dimension \"X\" has no elements\n"
     "    3 | <dimensions><dim name=\"X\"/></dimensions><model><variables>\n"
     "      |                        ^\n"
     "mend: name them with <elem name=\"...\"/>, or give a size from 1 to 100000\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><element "
     "subscript=\"d\"><eqn>1</eqn></element></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:5:75: error S167: this element is no cell of \"y\"\n"
     "    5 | <aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><element "
     "subscript=\"d\"><eqn>1</eqn></element></aux>\n"
     "      |                                                                           ^\n"
     "why: it is an array over X\n"
     "mend: write subscript=\"...\" with one element for each dimension\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v + 1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:20: error S168: \"v\" is an array, and here one number is needed\n"
     "    6 | <aux name=\"y\"><eqn>v + 1</eqn></aux>\n"
     "      |                    ^\n"
     "why: it is an array over X, which \"y\" is not\n"
     "mend: name one element, or sum it up: SUM(v)\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[a, b]</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:20: error S168: \"v\" has 1 dimensions, not 2\n"
     "    6 | <aux name=\"y\"><eqn>v[a, b]</eqn></aux>\n"
     "      |                    ^~~~~~~\n"
     "why: it is an array over X\n"
     "mend: write one subscript for each, or none at all\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[X]</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:22: error S168: the dimension \"X\" does not belong to this equation\n"
     "    6 | <aux name=\"y\"><eqn>v[X]</eqn></aux>\n"
     "      |                      ^\n"
     "why: \"y\" is no array over it\n"
     "mend: name one element of X\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>SUM(v[2:5])</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:26: error S168: this is no range of \"X\"\n"
     "    6 | <aux name=\"y\"><eqn>SUM(v[2:5])</eqn></aux>\n"
     "      |                          ^~~\n"
     "why: it has the elements 1 to 2\n"
     "mend: both ends are numbers or names of elements, the smaller first\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[@1]</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:22: error S168: there is no dimension @1\n"
     "    6 | <aux name=\"y\"><eqn>v[@1]</eqn></aux>\n"
     "      |                      ^~\n"
     "why: \"y\" has 0 dimensions\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>v[3]</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:22: warning S169: \"v\" has no element 3\n"
     "    6 | <aux name=\"y\"><eqn>v[3]</eqn></aux>\n"
     "      |                      ^\n"
     "why: its dimension has 2 elements; the value is 0\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>X + 1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:20: error S168: the dimension \"X\" does not belong to this equation\n"
     "    6 | <aux name=\"y\"><eqn>X + 1</eqn></aux>\n"
     "      |                    ^\n"
     "why: \"y\" is no array over it, so it has no number here\n"
     "mend: for the number of its elements write SIZE(X)\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2, 3</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:60: error S170: \"y\" has 3 values between commas\n"
     "    6 | <aux name=\"y\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2, 3</eqn></aux>\n"
     "      |                                                            ^\n"
     "why: it has 2 cells\n"
     "mend: give one value, or one for each cell\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>1, 2</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:20: error S170: \"y\" has 2 values between commas\n"
     "    6 | <aux name=\"y\"><eqn>1, 2</eqn></aux>\n"
     "      |                    ^\n"
     "why: it is no array\n"
     "mend: give one value, or one for each cell\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<dimensions><dim name=\"X\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>\n"
     "<model><variables>\n"
     "<aux name=\"v\"><dimensions><dim name=\"X\"/></dimensions><eqn>1, 2</eqn></aux>\n"
     "<aux name=\"y\"><eqn>RANK(v[*], 1)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:6:25: error S168: RANK needs the name of a whole array\n"
     "    6 | <aux name=\"y\"><eqn>RANK(v[*], 1)</eqn></aux>\n"
     "      |                         ^~~~\n"
     "why: it gives the place of an element in it\n"
     "mend: give the part that is meant a variable of its own\n"},
};

TEST(XmileMistakes, InArrays) {
  for (const Mistake& mistake : kArrays) {
    EXPECT_EQ(said_of(mistake.written), mistake.said) << mistake.written;
  }
}

const Mistake kEquations[] = {
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1 +</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:22: error S120: the equation ends after \"+\"\n"
     "    4 | <aux name=\"y\"><eqn>1 +</eqn></aux>\n"
     "      |                      ^\n"
     "why: a number, a name or a parenthesis must follow\n"
     "mend: complete the equation\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>2 3</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:22: error S121: expected an operator before \"3\"\n"
     "    4 | <aux name=\"y\"><eqn>2 3</eqn></aux>\n"
     "      |                      ^\n"
     "why: two values stand side by side\n"
     "mend: write an operator between them; in a name, blanks are written _ or the name stands in "
     "double quotes\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>(1 + 2</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S122: this \"(\" is never closed\n"
     "    4 | <aux name=\"y\"><eqn>(1 + 2</eqn></aux>\n"
     "      |                    ^\n"
     "mend: add the \")\" that belongs to it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1 + 2)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:25: error S123: this \")\" closes nothing\n"
     "    4 | <aux name=\"y\"><eqn>1 + 2)</eqn></aux>\n"
     "      |                         ^\n"
     "mend: remove it, or add the \"(\" that belongs to it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>v[1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:21: error S124: this \"[\" is never closed\n"
     "    4 | <aux name=\"y\"><eqn>v[1</eqn></aux>\n"
     "      |                     ^\n"
     "mend: add the \"]\" that belongs to it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>MAX(1,)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:26: error S126: an argument of \"MAX\" is missing here\n"
     "    4 | <aux name=\"y\"><eqn>MAX(1,)</eqn></aux>\n"
     "      |                          ^\n"
     "why: nothing stands between two commas, or between a comma and the parenthesis\n"
     "mend: write the argument, or remove the comma\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>IF 1 THEN 2</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S121: this IF has no ELSE\n"
     "    4 | <aux name=\"y\"><eqn>IF 1 THEN 2</eqn></aux>\n"
     "      |                    ^~\n"
     "why: the equation ends before it\n"
     "mend: write IF condition THEN value ELSE value\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>IF 1 ELSE 2</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S121: this IF has no THEN\n"
     "    4 | <aux name=\"y\"><eqn>IF 1 ELSE 2</eqn></aux>\n"
     "      |                    ^~\n"
     "why: it must stand before \"ELSE\"\n"
     "mend: write IF condition THEN value ELSE value\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>???</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S110: \"???\" cannot stand in an equation\n"
     "    4 | <aux name=\"y\"><eqn>???</eqn></aux>\n"
     "      |                    ^~~\n"
     "mend: \"???\" is what a converter leaves of an equation that it could not read\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>{ 1</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S113: this \"{\" is never closed\n"
     "    4 | <aux name=\"y\"><eqn>{ 1</eqn></aux>\n"
     "      |                    ^\n"
     "why: a comment inside an equation stands in { }\n"
     "mend: add the \"}\" that belongs to it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1.2.3</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S114: \"1.2.3\" is no number that can be stored\n"
     "    4 | <aux name=\"y\"><eqn>1.2.3</eqn></aux>\n"
     "      |                    ^~~~~\n"
     "why: a number has at most one decimal point\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>\"y</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error S111: this quoted name is never closed\n"
     "    4 | <aux name=\"y\"><eqn>\"y</eqn></aux>\n"
     "      |                    ^\n"
     "mend: add the closing \"\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>3'</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:21: error S121: \"'\" cannot stand here\n"
     "    4 | <aux name=\"y\"><eqn>3'</eqn></aux>\n"
     "      |                     ^\n"
     "why: it turns an array around, so it follows the name of one\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>1 \xe2\x80\x93"
     " 2</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:22: error S110: \"\xe2\x80\x93"
     "\" cannot stand in an equation\n"
     "    4 | <aux name=\"y\"><eqn>1 \xe2\x80\x93"
     " 2</eqn></aux>\n"
     "      |                      ^\n"
     "mend: type the minus sign - of the keyboard\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>SMTH4(1, 2)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error M204: there is no function or graphical function \"SMTH4\"\n"
     "    4 | <aux name=\"y\"><eqn>SMTH4(1, 2)</eqn></aux>\n"
     "      |                    ^~~~~~~~~~~\n"
     "why: the equation of \"y\" applies it\n"
     "mend: did you mean \"SMTH1\", \"SMTH3\" or \"SMTHN\"?\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>SMTH1(1)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error M206: SMTH1 takes 2 to 3 arguments, not 1\n"
     "    4 | <aux name=\"y\"><eqn>SMTH1(1)</eqn></aux>\n"
     "      |                    ^~~~~~~~\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>PULSE(1)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:20: error M206: PULSE takes 2 to 3 arguments, not 1\n"
     "    4 | <aux name=\"y\"><eqn>PULSE(1)</eqn></aux>\n"
     "      |                    ^~~~~~~~\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<aux name=\"y\"><eqn>LOOKUP(y, 1)</eqn></aux>\n"
     "</variables></model></xmile>",
     "m.xmile:4:27: error M221: the first argument of LOOKUP is no graphical function\n"
     "    4 | <aux name=\"y\"><eqn>LOOKUP(y, 1)</eqn></aux>\n"
     "      |                           ^\n"
     "why: it reads a graphical function at its second argument\n"
     "mend: name a variable that has a <gf>\n"},
};

TEST(XmileMistakes, InEquations) {
  for (const Mistake& mistake : kEquations) {
    EXPECT_EQ(said_of(mistake.written), mistake.said) << mistake.written;
  }
}

const Mistake kConveyors[] = {
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop><dt>0.001</dt></sim_specs>\n"
     "<model><variables>\n"
     "<stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor><len>TIME</len></conveyor></"
     "stock><flow name=\"out\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:52: error S179: the conveyor \"C\" changes in a run of too many steps\n"
     "    4 | <stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor><len>TIME</len></conveyor></"
     "stock><flow name=\"out\"/>\n"
     "      |                                                    ^~~~~~~~\n"
     "why: its belt is written out step by step, for at most 1000 steps\n"
     "mend: make DT longer, or let transit time and leakage be constant\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor/></stock><flow name=\"out\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:52: error S179: the conveyor \"C\" has no transit time\n"
     "    4 | <stock name=\"C\"><eqn>0</eqn><outflow>out</outflow><conveyor/></stock><flow "
     "name=\"out\"/>\n"
     "      |                                                    ^~~~~~~~\n"
     "mend: write <len>...</len> into it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock name=\"C\"><eqn>0</eqn><conveyor><len>2</len></conveyor></stock>\n"
     "</variables></model></xmile>",
     "m.xmile:4:14: error S179: the conveyor \"C\" has no outflow\n"
     "    4 | <stock name=\"C\"><eqn>0</eqn><conveyor><len>2</len></conveyor></stock>\n"
     "      |              ^\n"
     "why: one of its outflows takes what comes off its end\n"
     "mend: add an outflow that is no leakage\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><outflow>l</outflow><conveyor><len>2</len></"
     "conveyor></stock><flow name=\"out\"/><flow "
     "name=\"l\"><leak>0.1</leak><leak_integers/></flow>\n"
     "</variables></model></xmile>",
     "m.xmile:4:142: error S179: \"l\" leaks whole units\n"
     "    4 | ...len>2</len></conveyor></stock><flow name=\"out\"/><flow "
     "name=\"l\"><leak>0.1</leak><leak_integers/></flow>\n"
     "      |                                                                ^\n"
     "why: leakage in whole units is not read\n"
     "mend: let it leak fractions\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock "
     "name=\"C\"><eqn>0</eqn><outflow>out</outflow><outflow>l</outflow><conveyor><len>2</len></"
     "conveyor></stock><flow name=\"out\"/><flow name=\"l\"><leak/></flow>\n"
     "</variables></model></xmile>",
     "m.xmile:4:142: error S179: \"l\" has no leakage fraction\n"
     "    4 | ...len>2</len></conveyor></stock><flow name=\"out\"/><flow "
     "name=\"l\"><leak/></flow>\n"
     "      |                                                                ^\n"
     "mend: write <leak>0.1</leak>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock name=\"Q\"><eqn>0</eqn><outflow>out</outflow><queue/></stock><flow "
     "name=\"out\"/><stock "
     "name=\"C\"><eqn>0</eqn><inflow>out</inflow><outflow>end</outflow><conveyor "
     "batch_integrity=\"true\" one_at_a_time=\"false\"><len>2</len></conveyor></stock><flow "
     "name=\"end\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:156: error S179: \"C\" takes several whole batches out of the queue \"Q\"\n"
     "    4 | ...=\"C\"><eqn>0</eqn><inflow>out</inflow><outflow>end</outflow><conveyor "
     "batch_integrity=\"true\" one_at_a_time=\"false\"><len>2...\n"
     "      |                                                                ^~~~~~~~\n"
     "why: whole batches are read one at a time only\n"
     "mend: write one_at_a_time=\"true\" into <conveyor>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock "
     "name=\"Q\"><eqn>0</eqn><outflow>out</outflow><outflow>two</outflow><queue/></stock><flow "
     "name=\"out\"/><flow name=\"two\"/><stock "
     "name=\"C\"><eqn>0</eqn><inflow>out</inflow><outflow>end</outflow><conveyor><len>2</len></"
     "conveyor></stock><flow name=\"end\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:119: error S179: \"two\" is a second way out of the queue \"Q\"\n"
     "    4 | ...>two</outflow><queue/></stock><flow name=\"out\"/><flow name=\"two\"/><stock "
     "name=\"C\"><eqn>0</eqn><inflow>out</inflow><outfl...\n"
     "      |                                                                ^~~\n"
     "why: \"C\" takes batches from it one at a time; beside it only overflows to stocks and "
     "clouds are read\n"
     "mend: mark it <overflow/>, or write one_at_a_time=\"false\" into the <conveyor>\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock name=\"O\"><eqn>0</eqn><outflow>out</outflow><oven/></stock><flow name=\"out\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:52: error S179: the oven \"O\" has no cook time\n"
     "    4 | <stock name=\"O\"><eqn>0</eqn><outflow>out</outflow><oven/></stock><flow "
     "name=\"out\"/>\n"
     "      |                                                    ^~~~\n"
     "mend: write <cook_time>...</cook_time> into it\n"},
    {"<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "<sim_specs><start>0</start><stop>4</stop></sim_specs>\n"
     "<model><variables>\n"
     "<stock "
     "name=\"O\"><eqn>0</eqn><outflow>out</outflow><oven><cook_time>2</cook_time><arrest>1</"
     "arrest></oven></stock><flow name=\"out\"/>\n"
     "</variables></model></xmile>",
     "m.xmile:4:52: error S179: the oven \"O\" may be arrested\n"
     "    4 | <stock "
     "name=\"O\"><eqn>0</eqn><outflow>out</outflow><oven><cook_time>2</cook_time><arrest>1</"
     "arrest></oven></stock><flow n...\n"
     "      |                                                    ^~~~\n"
     "why: only ovens that go on are read\n"},
};

TEST(XmileMistakes, InConveyors) {
  for (const Mistake& mistake : kConveyors) {
    EXPECT_EQ(said_of(mistake.written), mistake.said) << mistake.written;
  }
}

TEST(XmileMistakes, InNestingThatHasNoEnd) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "<xmile>";
  for (int i = 0; i < 200000; ++i) text += "</xmile>";
  EXPECT_EQ(said_of(text).substr(0, 61),
            "m.xmile:1:702: error S162: elements nest too deep here\n    1 ");
}

// What a DOCTYPE defines is never expanded.
TEST(XmileMistakes, InEntitiesThatWouldGrow) {
  const std::string text =
      "<!DOCTYPE x [<!ENTITY a \"1234567890\"><!ENTITY b \"&a;&a;&a;&a;\">"
      "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n"
      "<xmile><sim_specs><start>0</start><stop>1</stop></sim_specs><model><variables>"
      "<aux name=\"y\"><eqn>&b; + &f;</eqn></aux></variables></model></xmile>";
  const std::string said = said_of(text);
  EXPECT_NE(said.find("error S161: \"&b;\" stands for nothing that is known"), std::string::npos);
  EXPECT_NE(said.find("error S161: \"&f;\" stands for nothing that is known"), std::string::npos);
}

}  // namespace
}  // namespace sluice::syntax
