#include "base/unicode.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Unicode, AcceptsWellFormedUtf8OfEachLength) {
  EXPECT_TRUE(is_utf8("plain, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x98\x80"));
}

TEST(Unicode, RefusesWhatIsNotUtf8) {
  for (const char* text : {"\xE9", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82",
                           "\x80", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(is_utf8(text)) << testing::PrintToString(text);
  }
}

TEST(Unicode, DecodesAndEncodesTheSameCodePoints) {
  for (const char32_t value : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600', U'\U0010FFFF'}) {
    std::string text;
    append_utf8(text, value);
    const CodePoint point = decode_utf8(text, 0);
    EXPECT_EQ(point.value, value);
    EXPECT_EQ(point.size, text.size());
  }
}

TEST(Unicode, ReadsWindows1252) {
  EXPECT_EQ(from_windows_1252("co\xFBt \x80 \x93q\x94"), "co\u00FBt \u20AC \u201Cq\u201D");
}

TEST(Unicode, CountsCodePointsAndNotBytes) { EXPECT_EQ(count_code_points("a\u20ACb"), 3U); }

TEST(Unicode, LowersEachAlphabetOfItsTable) {
  EXPECT_EQ(to_lower(std::string_view("ABC xyz 09")), "abc xyz 09");
  EXPECT_EQ(to_lower(std::string_view("\u00C9\u00D7\u00DE \u0100\u0139\u0178\u017D")),
            "\u00E9\u00D7\u00FE \u0101\u013A\u00FF\u017E");
  EXPECT_EQ(to_lower(std::string_view("\u0386\u0388\u038C\u038F\u0391\u03A9")),
            "\u03AC\u03AD\u03CC\u03CE\u03B1\u03C9");
  EXPECT_EQ(to_lower(std::string_view("\u0401\u0410\u0460\u04C0\u0531\u1E9E\uFF21")),
            "\u0451\u0430\u0461\u04CF\u0561\u1E9E\uFF41");
}

}  // namespace
}  // namespace sluice
