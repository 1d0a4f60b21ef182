// Mistakes in XMILE: the file as a whole: XML, settings, modules, macros. Each text is what a user
// sees, to the letter.
#include "syntax/xmile/mistakes_testing.h"

namespace sluice::syntax::testing_only {
namespace {

const WholeMistake kXml[] = {
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
  for (const auto& mistake : kXml) EXPECT_EQ(said_of(mistake), mistake.said);
}

const Mistake kFile[] = {
    {"", "", "<aux name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:1:2: error S163: the file has no <sim_specs>\n"
     "    1 | <xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
     "      |  ^~~~~\n"
     "why: they say from when to when the model runs\n"
     "mend: write <sim_specs><start>0</start><stop>100</stop><dt>1</dt></sim_specs>\n"},
    {"<sim_specs><start>now</start></sim_specs>\n", "", "<aux name=\"y\"><eqn>1</eqn></aux>",
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
    {"<sim_specs method=\"gear\"><start>0</start><stop>4</stop></sim_specs>\n", "",
     "<aux name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:2:20: warning S177: the method of integration \"gear\" is not known\n"
     "    2 | <sim_specs method=\"gear\"><start>0</start><stop>4</stop></sim_specs>\n"
     "      |                    ^~~~\n"
     "why: Runge-Kutta of the fourth order with fixed steps is used\n"
     "mend: choose euler, rk2 or rk4\n"},
    {kSpecs, "", "<aux name=\"TIME STEP\"><eqn>0.5</eqn></aux>",
     "m.xmile:4:12: warning S176: the variable \"TIME STEP\" is not what <sim_specs> says\n"
     "    4 | <aux name=\"TIME STEP\"><eqn>0.5</eqn></aux>\n"
     "      |            ^~~~~~~~~\n"
     "why: the run follows <sim_specs>: 1\n"
     "mend: take the variable away, or give it another name\n"},
    {kSpecs, "", "<aux name=\"y\"><eqn>1</eqn></aux><aux name=\"Y\"><eqn>2</eqn></aux>",
     "m.xmile:4:44: error S165: \"Y\" is defined twice\n"
     "    4 | <aux name=\"y\"><eqn>1</eqn></aux><aux name=\"Y\"><eqn>2</eqn></aux>\n"
     "      |                                            ^\n"
     "why: case, blanks and underscores make no difference between names\n"
     "mend: rename one of the two\n"},
    {kSpecs, "", "<aux><eqn>1</eqn></aux>",
     "m.xmile:4:2: error S116: this <aux> has no name\n"
     "    4 | <aux><eqn>1</eqn></aux>\n"
     "      |  ^~~\n"
     "mend: write name=\"...\" into its tag\n"},
    {kSpecs, "",
     "<aux name=\"y\"><eqn>1</eqn><vendor:trick xmlns:vendor=\"v\">5</vendor:trick></aux>",
     "m.xmile:4:28: warning S175: <vendor:trick> is left out\n"
     "    4 | <aux name=\"y\"><eqn>1</eqn><vendor:trick xmlns:vendor=\"v\">5</vendor:trick></aux>\n"
     "      |                            ^~~~~~~~~~~~\n"
     "why: it is an extension of one vendor that is not read\n"
     "mend: see whether the variable's values depend on it\n"},
    {kSpecs, "<isee:magic xmlns:isee=\"isee\"/>", "<aux name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:3:2: warning S175: <isee:magic> is left out\n"
     "    3 | <isee:magic xmlns:isee=\"isee\"/><model><variables>\n"
     "      |  ^~~~~~~~~~\n"
     "why: it is an extension of one vendor that is not read\n"
     "mend: see whether the model's values depend on it\n"},
    {kSpecs, "",
     "<stock name=\"S\"><eqn>1</eqn><inflow>birhts</inflow></stock><flow "
     "name=\"births\"><eqn>1</eqn></flow>",
     "m.xmile:4:37: error S171: there is no flow \"birhts\"\n"
     "    4 | <stock name=\"S\"><eqn>1</eqn><inflow>birhts</inflow></stock><flow "
     "name=\"births\"><eqn>1</eqn></flow>\n"
     "      |                                     ^~~~~~\n"
     "why: the stock \"S\" names it\n"
     "mend: did you mean \"births\"?\n"},
    {"<sim_specs><start>0</start><stop>4</stop><foo/></sim_specs>\n",
     "<data><import type=\"CSV\" resource=\"d.csv\"/></data>",
     "<flow name=\"f\" isee:spreadflow=\"even\"><eqn>1</eqn></flow><stock "
     "name=\"C\"><eqn>1</eqn><outflow>out</outflow><conveyor><len>2</len><isee:foo/></conveyor>"
     "</stock><flow name=\"out\"/>",
     "m.xmile:4:2: warning S175: the attribute isee:spreadflow is left out\n"
     "    4 | <flow name=\"f\" isee:spreadflow=\"even\"><eqn>1</eqn></flow><stock "
     "name=\"C\"><eqn>1</eqn><outflow>out</outflow><conveyor><le...\n"
     "      |  ^~~~\n"
     "why: it is an extension of one vendor that is not read\n"
     "mend: see whether the variable's values depend on it\n"
     "m.xmile:4:131: warning S175: <isee:foo> is left out\n"
     "    4 | ...C\"><eqn>1</eqn><outflow>out</outflow><conveyor><len>2</len><isee:foo/></conveyor>"
     "</stock><flow name=\"out\"/>\n"
     "      |                                                                ^~~~~~~~\n"
     "why: it is an extension of one vendor that is not read\n"
     "mend: see whether the variable's values depend on it\n"
     "m.xmile:3:36: warning S175: the data of \"d.csv\" are not imported\n"
     "    3 | <data><import type=\"CSV\" resource=\"d.csv\"/></data><model><variables>\n"
     "      |                                    ^~~~~\n"
     "why: there is no such file beside the model or in folders below it; all variables keep the "
     "equations that they have in the model\n"
     "mend: put the file beside the model, and write its name\n"
     "m.xmile:2:43: warning S175: <foo> is left out\n"
     "    2 | <sim_specs><start>0</start><stop>4</stop><foo/></sim_specs>\n"
     "      |                                           ^~~\n"
     "why: XMILE has no such element here\n"
     "mend: see whether the run depends on it\n"},
    {kSpecs, "", "<module name=\"sub\"/>",
     "m.xmile:4:2: error S172: there is no <model name=\"sub\"> for this module\n"
     "    4 | <module name=\"sub\"/>\n"
     "      |  ^~~~~~\n"
     "why: a module shows where a model of the same name stands in the whole\n"
     "mend: add the model, or take the module away\n"},
    {kSpecs, "<model name=\"s\" encryption-scheme=\"AES-128,CBC,SHA256\">aGk=</model>",
     "<module name=\"s\"/>",
     "m.xmile:3:2: error S179: this model is encrypted\n"
     "    3 | <model name=\"s\" "
     "encryption-scheme=\"AES-128,CBC,SHA256\">aGk=</model><model><variables>\n"
     "      |  ^~~~~\n"
     "mend: save it without a password\n"},
    {kSpecs, "", "<module name=\"sub\" resource=\"sub.xmile\"/>",
     "m.xmile:4:30: error S174: the model of \"sub.xmile\" cannot be read\n"
     "    4 | <module name=\"sub\" resource=\"sub.xmile\"/>\n"
     "      |                              ^~~~~~~~~\n"
     "why: there is no file \"sub.xmile\" that can be read\n"
     "mend: put the file beside the model, and write its name\n"},
    {kSpecs,
     "<model name=\"sub\"><variables><aux name=\"in\" "
     "access=\"input\"><eqn>1</eqn></aux></variables></model>",
     "<module name=\"sub\"><connect to=\"inn\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:4:33: error S173: there is no variable \"inn\" to connect\n"
     "    4 | <module name=\"sub\"><connect to=\"inn\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>\n"
     "      |                                 ^~~\n"
     "why: the module \"sub\" has none of that name\n"
     "mend: name an input of the module\n"},
    {kSpecs,
     "<model name=\"sub\"><variables><aux name=\"in\" "
     "access=\"input\"><eqn>1</eqn></aux></variables></model>",
     "<module name=\"sub\"><connect to=\"in\" from=\".z\"/></module>",
     "m.xmile:4:43: error S173: there is no variable \".z\" to connect with\n"
     "    4 | <module name=\"sub\"><connect to=\"in\" from=\".z\"/></module>\n"
     "      |                                           ^~\n"
     "why: it is to give the input \"sub.in\" its values\n"
     "mend: name a variable of this model as .name, of a module as module.name\n"},
    {kSpecs,
     "<model name=\"sub\"><variables><aux name=\"in\" "
     "access=\"input\"><eqn>1</eqn></aux></variables></model>",
     "<module name=\"sub\"><connect to=\".inn\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:4:33: error S173: there is no variable \".inn\" to connect\n"
     "    4 | <module name=\"sub\"><connect to=\".inn\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>\n"
     "      |                                 ^~~~\n"
     "why: the module \"sub\" has none of that name\n"
     "mend: name an input of the module\n"},
    {kSpecs,
     "<model name=\"sub\"><variables><stock name=\"s\"><eqn>1</eqn><inflow>f</inflow></stock><flow "
     "name=\"f\"><eqn>1</eqn></flow></variables></model>",
     "<module name=\"sub\"><connect to=\"s\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>",
     "m.xmile:4:33: error S173: \"s\" is a stock with flows, which cannot be connected\n"
     "    4 | <module name=\"sub\"><connect to=\"s\" from=\".y\"/></module><aux "
     "name=\"y\"><eqn>1</eqn></aux>\n"
     "      |                                 ^\n"
     "why: it has its value from them\n"
     "mend: name an input of the module\n"},
    {kSpecs, "<macro name=\"F\"><parm>x</parm></macro>", "<aux name=\"y\"><eqn>F(1)</eqn></aux>",
     "m.xmile:3:14: error S142: the macro \"F\" has no <eqn>\n"
     "    3 | <macro name=\"F\"><parm>x</parm></macro><model><variables>\n"
     "      |              ^\n"
     "why: it says what the macro gives\n"
     "mend: write <eqn>...</eqn> into it\n"},
    {kSpecs,
     "<macro name=\"F\"><parm>x</parm><eqn>x</eqn><sim_specs method=\"rk4\"><start>1</start>"
     "</sim_specs></macro>",
     "",
     "m.xmile:3:44: error S142: the macro \"F\" runs by the method rk4\n"
     "    3 | <macro name=\"F\"><parm>x</parm><eqn>x</eqn><sim_specs "
     "method=\"rk4\"><start>1</start></sim_specs></macro><model><variables>\n"
     "      |                                            ^~~~~~~~~\n"
     "why: macros with a clock of their own are run by Euler's method\n"
     "mend: write method=\"euler\", and a dt that is short enough\n"
     "m.xmile:3:14: error S142: the clock of the macro \"F\" has no <stop>\n"
     "    3 | <macro name=\"F\"><parm>x</parm><eqn>x</eqn><sim_specs "
     "method=\"rk4\"><start>1</start></sim_specs></macro><model><variables>\n"
     "      |              ^\n"
     "why: it says from when to when the macro runs\n"
     "mend: write <stop>...</stop> into its <sim_specs>\n"},
    {kSpecs,
     "<macro name=\"F\"><parm>x</parm><eqn>x</eqn></macro>\n"
     "<macro name=\"f\"><parm>y</parm><eqn>y + 1</eqn></macro>\n",
     "",
     "m.xmile:4:14: error S165: \"f\" is defined twice\n"
     "    4 | <macro name=\"f\"><parm>y</parm><eqn>y + 1</eqn></macro>\n"
     "      |              ^\n"
     "why: case, blanks and underscores make no difference between names\n"
     "mend: rename one of the two\n"},
    {kSpecs,
     "<macro name=\"F\"><eqn>x</eqn><sim_specs><start>1</start><stop>2</stop><dt>h</dt>"
     "</sim_specs><variables><aux name=\"h\"><eqn>1</eqn></aux></variables></macro>",
     "",
     "m.xmile:3:74: error S142: the clock of the macro \"F\" reads \"h\"\n"
     "    3 | ...F\"><eqn>x</eqn><sim_specs><start>1</start><stop>2</stop><dt>h</dt></sim_specs>"
     "<variables><aux name=\"h\"><eqn>1</eqn></aux...\n"
     "      |                                                                ^\n"
     "why: that is a variable of the macro, which has no value before the clock runs\n"
     "mend: give it as a parameter, or write its equation here\n"},
    {kSpecs,
     "<model name=\"sub\"><variables><aux name=\"p\"><eqn>2</eqn></aux></variables></model>",
     "<module name=\"sub\"><connect to=\"p\" from=\".y\"/></module>"
     "<aux name=\"y\"><eqn>NAN(sub.p)</eqn></aux>",
     "m.xmile:3:49: warning S175: the equation of \"sub.p\" is left out\n"
     "    3 | <model name=\"sub\"><variables><aux name=\"p\"><eqn>2</eqn></aux></variables></model>"
     "<model><variables>\n"
     "      |                                                 ^\n"
     "why: a connection gives it the values of \".y\"\n"
     "mend: mark it access=\"input\", or take the connection away\n"
     "m.xmile:4:75: error M229: \"y\" has no equation yet\n"
     "    4 | <module name=\"sub\"><connect to=\"p\" from=\".y\"/></module><aux name=\"y\">"
     "<eqn>NAN(sub.p)</eqn></aux>\n"
     "      |                                                                           "
     "^~~~~~~~~~\n"
     "why: NAN(...) only lists what it will depend on, as a diagram shows it\n"
     "mend: write how it depends on them\n"},
};

TEST(XmileMistakes, InFile) {
  for (const auto& mistake : kFile) EXPECT_EQ(said_of(mistake), mistake.said);
}

TEST(XmileMistakes, InNestingThatHasNoEnd) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "<xmile>";
  for (int i = 0; i < 200000; ++i) text += "</xmile>";
  EXPECT_EQ(said_of_text(text).substr(0, 61),
            "m.xmile:1:702: error S162: elements nest too deep here\nwhy: t");
}

// What a DOCTYPE defines is never expanded.
TEST(XmileMistakes, InEntitiesThatWouldGrow) {
  const std::string text =
      "<!DOCTYPE x [<!ENTITY a \"1234567890\"><!ENTITY b \"&a;&a;&a;&a;\">"
      "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n"
      "<xmile><sim_specs><start>0</start><stop>1</stop></sim_specs><model><variables>"
      "<aux name=\"y\"><eqn>&b; + &f;</eqn></aux></variables></model></xmile>";
  const std::string said = said_of_text(text);
  EXPECT_NE(said.find("error S161: \"&b;\" stands for nothing that is known"), std::string::npos);
  EXPECT_NE(said.find("error S161: \"&f;\" stands for nothing that is known"), std::string::npos);
}

}  // namespace
}  // namespace sluice::syntax::testing_only
