// Words that cannot be read. Each text is what a user sees, to the letter.
#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

struct Mistake {
  const char* written;
  const char* said;
};

const Mistake kWords[] = {
    {"x = a & b ~~|",
     "m.mdl:1:7: error S110: \"&\" cannot stand in an equation\n"
     "    1 | x = a & b ~~|\n"
     "      |       ^\n"
     "mend: the logical \"and\" is written :AND:; a name with & stands in double quotes"},
    {"x = a \u2013 b ~~|",
     "m.mdl:1:7: error S110: \"\u2013\" cannot stand in an equation\n"
     "    1 | x = a \u2013 b ~~|\n"
     "      |       ^\n"
     "mend: type the minus sign - of the keyboard"},
    {"x = R@D ~~|",
     "m.mdl:1:6: error S110: \"@\" cannot stand in an equation\n"
     "    1 | x = R@D ~~|\n"
     "      |      ^\n"
     "mend: a name with special characters stands in double quotes, as in \"R&D\""},
    {"x = a \\ b ~~|",
     "m.mdl:1:7: error S110: \"\\\" cannot stand in an equation\n"
     "    1 | x = a \\ b ~~|\n"
     "      |       ^\n"
     "mend: a \\ goes on to the next line only as the last character of a line"},
    {"x = a \x01"
     " b ~~|",
     "m.mdl:1:7: error S110: \"U+0001\" cannot stand in an equation\n"
     "    1 | x = a \uFFFD b ~~|\n"
     "      |       ^\n"
     "mend: remove it"},
    {"x = \"R&D + 1 ~~|\n"
     "y = 1 ~~|",
     "m.mdl:1:5: error S111: this quoted name is never closed\n"
     "    1 | x = \"R&D + 1 ~~|\n"
     "      |     ^\n"
     "why: a name in quotes ends in the line where it begins\n"
     "mend: add the closing \""},
    {"x = \"\" + 1 ~~|",
     "m.mdl:1:5: error S116: this name is empty\n"
     "    1 | x = \"\" + 1 ~~|\n"
     "      |     ^~\n"
     "mend: write a name in the quotes"},
    {"x = GET XLS DATA('a.xls) ~~|\n"
     "y=1~~|",
     "m.mdl:1:18: error S112: this text is never closed\n"
     "    1 | x = GET XLS DATA('a.xls) ~~|\n"
     "      |                  ^\n"
     "why: a text in ' ' ends in the line where it begins\n"
     "mend: add the closing '"},
    {"x = {a + b ~~|\n"
     "y = 2 ~~|",
     "m.mdl:1:5: error S113: this \"{\" is never closed\n"
     "    1 | x = {a + b ~~|\n"
     "      |     ^\n"
     "why: a comment inside an equation stands in { }\n"
     "mend: add the \"}\" that belongs to it"},
    {"x = 1.2.3 ~~|",
     "m.mdl:1:5: error S114: \"1.2.3\" is no number that can be stored\n"
     "    1 | x = 1.2.3 ~~|\n"
     "      |     ^~~~~\n"
     "why: a number has at most one decimal point\n"
     "mend: write one point, before the decimals, and nothing between the thousands"},
    {"x = 1e999 ~~|",
     "m.mdl:1:5: error S114: \"1e999\" is no number that can be stored\n"
     "    1 | x = 1e999 ~~|\n"
     "      |     ^~~~~\n"
     "why: the largest is about 1.8e308\n"
     "mend: measure it in a larger unit"},
    {"x = IF THEN ELSE(a :ANDD: b, 1, 0) ~~|",
     "m.mdl:1:20: error S115: \":ANDD:\" is no keyword\n"
     "    1 | x = IF THEN ELSE(a :ANDD: b, 1, 0) ~~|\n"
     "      |                    ^~~~~~\n"
     "mend: did you mean \":AND:\"?"},
    {"x = a :XYZW: b ~~|",
     "m.mdl:1:7: error S115: \":XYZW:\" is no keyword\n"
     "    1 | x = a :XYZW: b ~~|\n"
     "      |       ^~~~~~\n"
     "mend: the logical operators are :AND:, :OR: and :NOT:"},
    {"R&D = 3 ~~|",
     "m.mdl:1:2: error S110: \"&\" cannot stand in an equation\n"
     "    1 | R&D = 3 ~~|\n"
     "      |  ^\n"
     "mend: the logical \"and\" is written :AND:; a name with & stands in double quotes"},
};

TEST(Mistakes, AreToldInWords) {
  for (const Mistake& each : kWords) {
    EXPECT_EQ(testing_only::complaints_on(each.written), each.said);
  }
}

}  // namespace
}  // namespace sluice::syntax
