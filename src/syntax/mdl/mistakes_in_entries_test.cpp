// Entries and macros that cannot be read. Each text is what a user sees, to the letter.
#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

struct Mistake {
  const char* written;
  const char* said;
};

const Mistake kEntries[] = {
    {"",
     "m.mdl:1:1: error S107: there is no equation in this file\n"
     "why: a model's text has entries of the form: name = expression ~ unit ~ comment |\n"
     "mend: save the model in text form (.mdl)"},
    {"= 3 ~~|",
     "m.mdl:1:1: error S130: expected the name of a variable before \"=\"\n"
     "    1 | = 3 ~~|\n"
     "      | ^\n"
     "why: an entry is: equation ~ unit ~ comment |\n"
     "mend: a name begins with a letter; put other names in double quotes, as in \"2025 stock\""},
    {"~ u ~ |",
     "m.mdl:1:1: error S130: this entry has no equation\n"
     "    1 | ~ u ~ |\n"
     "      | ^~~~~~\n"
     "why: an entry is: equation ~ unit ~ comment |\n"
     "mend: remove it"},
    {"x + 1 ~~|",
     "m.mdl:1:3: error S131: expected \"=\" after \"x\", but found \"+\"\n"
     "    1 | x + 1 ~~|\n"
     "      |   ^\n"
     "why: an equation is: name = expression\n"
     "mend: a name with special characters stands in double quotes, as in \"R&D\""},
    {"x = ~ u ~ |",
     "m.mdl:1:3: error S132: the equation of \"x\" has no right-hand side\n"
     "    1 | x = ~ u ~ |\n"
     "      |   ^\n"
     "mend: write an expression after the sign, or leave out the sign for a data variable"},
    {"x = 1 ~ u [low, high] ~ |",
     "m.mdl:1:11: warning S138: the range of \"x\" is not understood and left out\n"
     "    1 | x = 1 ~ u [low, high] ~ |\n"
     "      |           ^~~~~~~~~~~\n"
     "why: after the unit stands [minimum,maximum] or [minimum,maximum,step]\n"
     "mend: write numbers, or ? where there is no bound"},
    {"x = 1 ~ u ~ note\n"
     "y = 2 ~ u ~ note |\n"
     "z = 1 ~~|",
     "m.mdl:2:11: error S140: a \"|\" is missing between \"x\" and this \"~\"\n"
     "    2 | y = 2 ~ u ~ note |\n"
     "      |           ^\n"
     "why: an entry is: equation ~ unit ~ comment | ; what follows without a | counts as comment\n"
     "mend: end each entry with |"},
    {"x = 1 ~ u ~ note",
     "m.mdl:1:6: warning S141: \"x\" is not ended by a \"|\"\n"
     "    1 | x = 1 ~ u ~ note\n"
     "      |      ^\n"
     "why: the equations of the file end here\n"
     "mend: end it with |"},
    {"x = 1 ~ u ~ note\n"
     "\\\\\\---/// Sketch",
     "m.mdl:1:6: warning S141: \"x\" is not ended by a \"|\"\n"
     "    1 | x = 1 ~ u ~ note\n"
     "      |      ^\n"
     "why: the equations of the file end here\n"
     "mend: end it with |"},
    {":MACRO: 5(a)\n"
     "x = 1 ~~|\n"
     ":END OF MACRO:\n"
     "y = 1 ~~|",
     "m.mdl:1:9: error S142: this macro has no proper heading\n"
     "    1 | :MACRO: 5(a)\n"
     "      |         ^\n"
     "mend: write :MACRO: name(input, input), or (input: output) with further outputs"},
    {":MACRO: F(a[d])\n"
     "F = a ~~|\n"
     ":END OF MACRO:\n"
     "y = 1 ~~|",
     "m.mdl:1:12: error S142: an argument of a macro has no subscripts\n"
     "    1 | :MACRO: F(a[d])\n"
     "      |            ^\n"
     "why: a macro is written for one value; called with x[dim] it works out each element, with a "
     "state of its own\n"
     "mend: write the name alone, here and in the macro"},
    {":MACRO: F(a\n"
     "x = 1 ~~|\n"
     ":END OF MACRO:",
     "m.mdl:2:1: error S142: this macro has no proper heading\n"
     "    2 | x = 1 ~~|\n"
     "      | ^\n"
     "mend: write :MACRO: name(input, input), or (input: output) with further outputs"},
    {":MACRO: F(a)\n"
     "F = a ~~|\n"
     "",
     "m.mdl:1:1: error S143: the macro \"F\" is never ended\n"
     "    1 | :MACRO: F(a)\n"
     "      | ^~~~~~~~~~~~\n"
     "why: all equations up to its end belong to it\n"
     "mend: write :END OF MACRO: after them"},
    {"x = 1 ~~|\n"
     ":END OF MACRO:",
     "m.mdl:2:1: error S144: this ends a macro that was not begun\n"
     "    2 | :END OF MACRO:\n"
     "      | ^~~~~~~~~~~~~~\n"
     "mend: remove it, or begin the macro with :MACRO: name(inputs)"},
    {":MACRO: F(a)\n"
     "F=a~~|\n"
     ":MACRO: G(b)\n"
     "G=b~~|\n"
     ":END OF MACRO:",
     "m.mdl:1:1: error S143: the macro \"F\" is never ended\n"
     "    1 | :MACRO: F(a)\n"
     "      | ^~~~~~~~~~~~\n"
     "why: all equations up to its end belong to it\n"
     "mend: write :END OF MACRO: after them"},
};

TEST(Mistakes, AreToldInEntries) {
  for (const Mistake& each : kEntries) {
    EXPECT_EQ(testing_only::complaints_on(each.written), each.said);
  }
}

}  // namespace
}  // namespace sluice::syntax
