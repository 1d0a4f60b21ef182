// Expressions that cannot be read. Each text is what a user sees, to the letter.
#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

struct Mistake {
  const char* written;
  const char* said;
};

const Mistake kExpressions[] = {
    {"x = GET XLS DATA('a.xls, 'b') ~~|",
     "m.mdl:1:27: error S121: expected an operator before \"b'\"\n"
     "    1 | x = GET XLS DATA('a.xls, 'b') ~~|\n"
     "      |                           ^~\n"
     "why: two values stand side by side\n"
     "mend: check the quotes '"},
    {"x = a : b ~~|",
     "m.mdl:1:7: error S121: \":\" cannot stand here\n"
     "    1 | x = a : b ~~|\n"
     "      |       ^\n"
     "why: it belongs to keywords such as :AND: and to the definition of a dimension"},
    {"x = a + ~~|",
     "m.mdl:1:7: error S120: the equation ends after \"+\"\n"
     "    1 | x = a + ~~|\n"
     "      |       ^\n"
     "why: a number, a name or a parenthesis must follow\n"
     "mend: complete the equation"},
    {"x = a + * b ~~|",
     "m.mdl:1:9: error S120: expected a value before \"*\"\n"
     "    1 | x = a + * b ~~|\n"
     "      |         ^\n"
     "why: here a number, a name or a parenthesis must stand"},
    {"x = a ** b ~~|",
     "m.mdl:1:8: error S120: expected a value before \"*\"\n"
     "    1 | x = a ** b ~~|\n"
     "      |        ^\n"
     "why: here a number, a name or a parenthesis must stand\n"
     "mend: a power is written ^"},
    {"x = () ~~|",
     "m.mdl:1:6: error S120: expected a value before \")\"\n"
     "    1 | x = () ~~|\n"
     "      |      ^\n"
     "why: here a number, a name or a parenthesis must stand"},
    {"x = a == b ~~|",
     "m.mdl:1:7: error S121: \"==\" is no operator of expressions\n"
     "    1 | x = a == b ~~|\n"
     "      |       ^~\n"
     "mend: a comparison is written ="},
    {"x = a != b ~~|",
     "m.mdl:1:7: error S121: \"!\" is no operator\n"
     "    1 | x = a != b ~~|\n"
     "      |       ^\n"
     "mend: not equal is written <>; a \"!\" stands only after a subscript"},
    {"x = a 3 + b\n"
     "  c ~~|",
     "m.mdl:2:3: error S121: expected an operator before \"c\"\n"
     "    2 |   c ~~|\n"
     "      |   ^\n"
     "why: two values stand side by side\n"
     "mend: write an operator between them; or end the first entry with ~~|; or, where a name goes "
     "on in the next line, end the first line with a \\"},
    {"x = 3 a ~~|",
     "m.mdl:1:7: error S121: expected an operator before \"a\"\n"
     "    1 | x = 3 a ~~|\n"
     "      |       ^\n"
     "why: two values stand side by side\n"
     "mend: write *, + or another operator between them"},
    {"x = if Time > 5 then 1 else 2 ~~|",
     "m.mdl:1:17: error S121: expected an operator before \"then 1 else 2\"\n"
     "    1 | x = if Time > 5 then 1 else 2 ~~|\n"
     "      |                 ^~~~~~~~~~~~~\n"
     "why: two values stand side by side\n"
     "mend: a choice is written IF THEN ELSE(condition, value where it is true, value where it is "
     "false)"},
    {"x = (a, b) ~~|",
     "m.mdl:1:7: error S121: \",\" cannot stand here\n"
     "    1 | x = (a, b) ~~|\n"
     "      |       ^\n"
     "why: it separates arguments, subscripts and the numbers of a list\n"
     "mend: check the parentheses before it"},
    {"x = MAX(1; 2) ~~|",
     "m.mdl:1:10: error S121: \";\" cannot stand here\n"
     "    1 | x = MAX(1; 2) ~~|\n"
     "      |          ^\n"
     "why: it ends the rows of a table of numbers\n"
     "mend: write a comma between arguments, as in MAX(1, 2)"},
    {"x = (a + b ~~|",
     "m.mdl:1:5: error S122: this \"(\" is never closed\n"
     "    1 | x = (a + b ~~|\n"
     "      |     ^\n"
     "mend: add the \")\" that belongs to it"},
    {"x = a + b) ~~|",
     "m.mdl:1:10: error S123: this \")\" closes nothing\n"
     "    1 | x = a + b) ~~|\n"
     "      |          ^\n"
     "mend: remove it, or add the \"(\" that belongs to it"},
    {"x = a[b ~~|",
     "m.mdl:1:6: error S124: this \"[\" is never closed\n"
     "    1 | x = a[b ~~|\n"
     "      |      ^\n"
     "mend: add the \"]\" that belongs to it"},
    {"x[b = 1 ~~|",
     "m.mdl:1:5: error S125: expected \",\" or \"]\" before \"=\"\n"
     "    1 | x[b = 1 ~~|\n"
     "      |     ^\n"
     "why: a subscript is the name of a dimension or of an element"},
    {"x = a[1] ~~|",
     "m.mdl:1:7: error S125: expected a subscript before \"1\"\n"
     "    1 | x = a[1] ~~|\n"
     "      |       ^\n"
     "why: a subscript is the name of a dimension or of an element"},
    {"x = a[i+1] ~~|",
     "m.mdl:1:8: error S125: expected \",\" or \"]\" before \"+\"\n"
     "    1 | x = a[i+1] ~~|\n"
     "      |        ^\n"
     "why: a subscript is the name of a dimension or of an element\n"
     "mend: to reach a neighbour, map a subrange or use VECTOR ELM MAP"},
    {"x = a[] ~~|",
     "m.mdl:1:7: error S125: expected a subscript before \"]\"\n"
     "    1 | x = a[] ~~|\n"
     "      |       ^\n"
     "why: a subscript is the name of a dimension or of an element"},
    {"x[i!] = 1 ~~|",
     "m.mdl:1:3: error S125: \"i!\" cannot stand on the left-hand side\n"
     "    1 | x[i!] = 1 ~~|\n"
     "      |   ^\n"
     "why: a \"!\" marks what a sum or another reduction runs over\n"
     "mend: remove the \"!\""},
    {"x = MAX(a,,b) ~~|",
     "m.mdl:1:11: error S126: an argument of \"MAX\" is missing here\n"
     "    1 | x = MAX(a,,b) ~~|\n"
     "      |           ^\n"
     "why: nothing stands between two commas, or between a comma and the parenthesis\n"
     "mend: write the argument, or remove the comma"},
    {"f([(0,0)-(1,1),(0,0),(1,1)) ~~|",
     "m.mdl:1:3: error S124: this \"[\" is never closed\n"
     "    1 | f([(0,0)-(1,1),(0,0),(1,1)) ~~|\n"
     "      |   ^\n"
     "mend: add the \"]\" that belongs to it"},
};

TEST(Mistakes, AreToldInExpressions) {
  for (const Mistake& each : kExpressions) {
    EXPECT_EQ(testing_only::complaints_on(each.written), each.said);
  }
}

}  // namespace
}  // namespace sluice::syntax
