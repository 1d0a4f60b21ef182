// Vensim's sketches as views.
#include "syntax/mdl/sketch.h"

#include <gtest/gtest.h>

#include "base/format.h"

namespace sluice::syntax::mdl {
namespace {

std::string shown(const std::vector<View>& views) {
  std::string text;
  for (const View& view : views) {
    text += view.name + "\n";
    for (const Drawn& one : view.things) {
      text +=
          format("{} {} {} {},{}\n", one.id, static_cast<int>(one.kind), one.name, one.x, one.y);
    }
    for (const Connector& one : view.connectors) text += format("{} -> {}\n", one.from, one.to);
  }
  return text;
}

TEST(Sketch, GivesThePlacesOfVariablesAndTheirInfluences) {
  EXPECT_EQ(shown(read_sketches("\\\\\\---/// Sketch information\nV300  Do not put\n*One\n"
                                "$192-192-192,0,Arial|12||0-0-0\n"
                                "10,1,Level,300,200,40,20,3,3,0,0,0,0,0,0\n"
                                "12,2,48,480,200,10,8,0,3,0,0,-1,0,0,0\n"
                                "1,3,5,2,4,0,0,22,0,0,0,-1--1--1,,1|(441,235)|\n"
                                "11,5,48,400,200,6,8,34,3,0,0,1,0,0,0\n"
                                "10,6,Out flow,400,220,49,8,40,3,0,0,-1,0,0,0\n"
                                "10,7,\"R&D, share\",460,300,49,8,8,3,0,0,0,0,0,0\n"
                                "1,8,1,5,1,0,0,0,0,64,0,-1--1--1,,1|(340,296)|\n"
                                "1,9,7,6,0,0,0,0,0,64,0,-1--1--1,,1|(437,284)|\n"
                                "*Two\n10,1,Level,10,20,40,20,8,2,0,3,-1,0,0,0\n"
                                "///---\\\\\\\n10,9,no,1,1,1,1,8,3\n")),
            "One\n1 0 Level 300,200\n6 1 Out flow 400,200\n7 2 R&D, share 460,300\n1 -> 6\n7 -> 6\n"
            "Two\n1 3 Level 10,20\n");
}

TEST(Sketch, OfNothingIsNone) {
  EXPECT_EQ(shown(read_sketches("")), "");
  EXPECT_EQ(shown(read_sketches("*View\n10,1\n1\n,,\n")), "");
}

TEST(Sketch, TakesWhatIsNoNumberForZero) {
  EXPECT_EQ(shown(read_sketches("*View\n10,9e99,a,-1,x,,,3,3\n")), "View\n0 0 a -1,0\n");
}

}  // namespace
}  // namespace sluice::syntax::mdl
