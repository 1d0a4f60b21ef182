// Files that are huge or deep in one place: an end in little time, and a clear word where it is too
// much.
#include "syntax/xmile/mistakes_testing.h"

namespace sluice::syntax::testing_only {
namespace {

constexpr std::size_t kMany = 100'000;

std::string many(std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < kMany; ++i) all += text;
  return all;
}

std::string file_of(const std::string& variables, const std::string& before = {}) {
  return before + "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n" + kSpecs +
         "<model><variables>\n" + variables + "\n</variables></model></xmile>";
}
std::string equation(const std::string& text) {
  return file_of("<aux name=\"a\"><eqn>" + text + "</eqn></aux>");
}
const std::string kSound = "<aux name=\"a\"><eqn>1</eqn></aux>";

TEST(XmileSizes, AttributesMayBeHugeNamesMayNot) {
  EXPECT_EQ(
      said_of_text(file_of("<aux name=\"a\" access=\"" + many("b") + "\"><eqn>1</eqn></aux>")), "");
  EXPECT_EQ(said_of_text(file_of("<aux name=\"" + many("b") + "\"><eqn>1</eqn></aux>")),
            "m.xmile:4:12: error S116: this name has 100000 letters\n"
            "why: a name may have 1000\n"
            "mend: write name=\"...\" into its tag\n");
}

TEST(XmileSizes, WhatADoctypeHoldsIsPassedOver) {
  for (const std::string& inside :
       {many("[") + many("]"), many("<![INCLUDE[") + many("]]>"), many("<!ENTITY a \"bbb\">")}) {
    EXPECT_EQ(said_of_text(file_of(kSound, "<!DOCTYPE x [" + inside + "]>\n")), "");
  }
}

TEST(XmileSizes, NothingNestsWithoutAnEnd) {
  const std::string deep = file_of("<aux name=\"a\">" + many("<x>") + many("</x>") + "</aux>");
  EXPECT_EQ(said_of_text(deep),
            "m.xmile:4:304: error S162: elements nest too deep here\n"
            "why: they may nest 100 deep\n");
  for (const auto& [open, close] :
       {std::pair{"(", ")"}, std::pair{"-", ""}, std::pair{"ABS(", ")"}, std::pair{"a[", "]"},
        std::pair{"1+", ""}, std::pair{"IF 1 THEN 1 ELSE ", ""}}) {
    EXPECT_NE(said_of_text(equation(many(open) + "1" + many(close)))
                  .find("error S127: this expression is too deep or too long\n"),
              std::string::npos)
        << open;
  }
}

}  // namespace
}  // namespace sluice::syntax::testing_only
