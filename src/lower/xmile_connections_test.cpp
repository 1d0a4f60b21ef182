// Which variable gives an input of a module its values, as Stella writes it.
#include "lower/xmile_testing.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Both of its ends name a connection.
TEST(XmileConnections, MayBeWrittenTwice) {
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
  EXPECT_THAT(
      xmile_complaints(file("<module name=\"a\"><connect to=\"c.in\" from=\"a.out\"/></module>")),
      HasSubstr("error S173: there is no variable \"c.in\" to connect\n"));
  EXPECT_THAT(
      xmile_complaints(file("<module name=\"a\">" + connect +
                            "</module><module name=\"b\"><connect to=\"in\" from=\"k\"/></module>" +
                            aux("k", "100"))),
      HasSubstr("error S173: \"b.in\" is connected twice, with \"a.out\" and with \"k\"\n"));
}

// Where several modules have the name, none of them is meant.
TEST(XmileConnections, LeadAnywhereOnlyWhereItIsClear) {
  const auto said = [](const std::string& more) {
    return xmile_complaints(
        "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
        "<sim_specs><start>0</start><stop>2</stop></sim_specs><model><variables>"
        "<module name=\"A\"/><module name=\"D\"><connect to=\"C.in\" from=\".y\"/></module>" +
        aux("y", "1") + more +
        "</variables></model><model name=\"A\"><variables><module name=\"C\"/></variables></model>"
        "<model name=\"B\"><variables><module name=\"C\"/></variables></model>"
        "<model name=\"D\"><variables/></model><model name=\"C\"><variables>"
        "<aux name=\"in\" access=\"input\"><eqn>2</eqn></aux></variables></model></xmile>");
  };
  EXPECT_THAT(said(""), testing::Not(HasSubstr("S173")));
  EXPECT_THAT(said("<module name=\"B\"/>"),
              HasSubstr("error S173: there is no variable \"C.in\" to connect\n"));
}

}  // namespace
}  // namespace sluice::lower
