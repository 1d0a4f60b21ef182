// Drawings: arcs as a point and as a direction, and views that go through both formats.
#include "syntax/views.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "syntax/mdl/sketch.h"
#include "syntax/xmile/views.h"

namespace sluice::syntax {
namespace {

TEST(Arc, OfAQuarterCircle) {
  // From the left end to the right one of a chord: it begins upward to the right.
  EXPECT_NEAR(direction_of_arc({0, 0}, {50, -20.7107}, {100, 0}), 45, 1e-3);
  EXPECT_NEAR(direction_of_arc({0, 0}, {50, 20.7107}, {100, 0}), -45, 1e-3);
  const auto middle = middle_of_arc({0, 0}, 45, {100, 0});
  ASSERT_TRUE(middle.has_value());
  EXPECT_NEAR(middle->x, 50, 1e-9);
  EXPECT_NEAR(middle->y, -20.7107, 1e-3);
}

TEST(Arc, ComesBackFromItsMiddle) {
  for (const double direction : {10.0, -170.0, -100.0, 160.0}) {
    const auto middle = middle_of_arc({10, 20}, direction, {-50, 90});
    ASSERT_TRUE(middle.has_value()) << direction;
    EXPECT_NEAR(direction_of_arc({10, 20}, *middle, {-50, 90}), direction, 1e-9);
  }
}

TEST(Arc, IsNoneWhereTheLineIsStraightOrHasNoLength) {
  EXPECT_FALSE(middle_of_arc({0, 0}, 0, {100, 0}).has_value());
  EXPECT_EQ(direction_of_arc({0, 0}, {50, 1}, {100, 0}), 0);
  EXPECT_EQ(direction_of_arc({3, 3}, {50, 1}, {3, 3}), 0);
  EXPECT_TRUE(is_straight({0, 0}, {9, 9}, {0, 0}));
}

std::string shown(const std::vector<View>& views) {
  std::string text;
  for (const View& view : views) {
    text += view.name + "\n";
    for (const Drawn& one : view.things) {
      text += format("{} {} {} {},{} {}", one.id, static_cast<int>(one.kind), one.name, one.x,
                     one.y, one.color);
      for (const Point& point : one.pipe) text += format(" ({},{})", point.x, point.y);
      text += "\n";
    }
    for (const Connector& one : view.connectors) {
      text += format("{} -> {}{}\n", one.from, one.to, one.through ? " bent" : "");
    }
  }
  return text;
}

std::vector<View> views_in(const std::string& views) {
  SourceSet sources;
  const std::uint32_t file =
      sources.add("m.xmile",
                  "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/"
                  "v1.0\"><model><variables><module name=\"sub\"/>"
                  "</variables>" +
                      views + "</model><model name=\"sub\">" + views + "</model></xmile>");
  return read_xmile_views(sources, file);
}

const std::string kViews =
    "<views><view type=\"stock_flow\">"
    "<stock name=\"Fish\\nin it\" x=\"370\" y=\"180\" width=\"60\" height=\"40\"/>"
    "<flow name=\"catch\" x=\"500\" y=\"200\" color=\"#ff8000\"><pts><pt x=\"430\" y=\"200\"/>"
    "<pt x=\"560\" y=\"200\"/><pt x=\"560\" y=\"300\"/></pts></flow>"
    "<aux name=\"effort\" x=\"480\" y=\"90\"/>"
    "<alias uid=\"8\" x=\"300\" y=\"90\"><of>effort</of></alias>"
    "<text_box x=\"10\" y=\"20\" width=\"100\" height=\"20\">All\n of it</text_box>"
    "<connector uid=\"1\" angle=\"300\"><from>effort</from><to>catch</to></connector>"
    "<connector uid=\"2\"><from><alias uid=\"8\"/></from><to>Fish_in_it</to></connector>"
    "<connector uid=\"3\"><from>nobody</from><to>catch</to></connector>"
    "</view><view type=\"interface\"><aux name=\"no\" x=\"1\" y=\"1\"/></view></views>";

constexpr const char* kShown =
    "View\n1 0 Fish in it 400,200 \n2 1 catch 500,200 #ff8000 (430,200) (560,200) (560,300)\n"
    "3 2 effort 480,90 \n4 3 effort 300,90 \n5 4 All of it 60,30 \n3 -> 2 bent\n4 -> 1\n";

TEST(XmileViews, AreReadWhereverAModuleShowsThem) {
  std::string sub = kShown;
  EXPECT_EQ(shown(views_in(kViews)),
            sub +
                "sub\n1 0 sub.Fish in it 400,200 \n"
                "2 1 sub.catch 500,200 #ff8000 (430,200) (560,200) (560,300)\n"
                "3 2 sub.effort 480,90 \n4 3 sub.effort 300,90 \n5 4 All of it 60,30 \n"
                "3 -> 2 bent\n4 -> 1\n");
}

TEST(XmileViews, GoThroughASketchAndBack) {
  std::vector<View> views = views_in(kViews);
  views.pop_back();
  const std::string sketch = mdl::write_sketches(views);
  const std::vector<View> drawn = mdl::read_sketches(sketch);
  // The pipe begins in the middle of its stock there; the sketch has other numbers.
  EXPECT_EQ(shown(drawn),
            "View\n1 0 Fish in it 400,200 \n2 1 catch 500,200 #ff8000 (400,200) (560,200) "
            "(560,300)\n3 2 effort 480,90 \n4 3 effort 300,90 \n5 4 All of it 60,30 \n"
            "3 -> 2 bent\n4 -> 1 bent\n")
      << sketch;
  const std::string again = xmile_views(drawn);
  EXPECT_EQ(shown(mdl::read_sketches(mdl::write_sketches(drawn))), shown(drawn));
  EXPECT_NE(again.find("<flow name=\"catch\" x=\"500\" y=\"200\" color=\"#ff8000\"><pts><pt "
                       "x=\"400\" y=\"200\"/><pt x=\"560\" y=\"200\"/><pt x=\"560\" "
                       "y=\"300\"/></pts></flow>"),
            std::string::npos)
      << again;
  EXPECT_NE(again.find("<from>effort</from><to>catch</to>"), std::string::npos) << again;
  EXPECT_NE(again.find("<from><alias uid=\"4\"/></from>"), std::string::npos) << again;
}

}  // namespace
}  // namespace sluice::syntax
