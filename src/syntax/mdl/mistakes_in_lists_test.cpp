// Lookups, lists of numbers, exceptions and dimensions that cannot be read. Each text is what a
// user sees, to the letter.
#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

struct Mistake {
  const char* written;
  const char* said;
};

const Mistake kLists[] = {
    {"x = a, b ~~|",
     "m.mdl:1:6: error S133: \",\" cannot stand here\n"
     "    1 | x = a, b ~~|\n"
     "      |      ^\n"
     "why: a list for the elements of a variable holds numbers only, with , between them and ; "
     "after each row\n"
     "mend: give each element an equation of its own where it needs an expression"},
    {"f((0,0),(1)) ~~|",
     "m.mdl:1:11: error S128: \")\" cannot stand in the points of a lookup\n"
     "    1 | f((0,0),(1)) ~~|\n"
     "      |           ^\n"
     "why: points are numbers\n"
     "mend: write the points as (x1,y1),(x2,y2),... or first all x and then all y"},
    {"f([(0,0)-(1,1)],(0,a)) ~~|",
     "m.mdl:1:20: error S128: \"a\" cannot stand in the points of a lookup\n"
     "    1 | f([(0,0)-(1,1)],(0,a)) ~~|\n"
     "      |                    ^\n"
     "why: points are numbers\n"
     "mend: write the points as (x1,y1),(x2,y2),... or first all x and then all y"},
    {"f((0,0),(1,1) ~~|",
     "m.mdl:1:13: error S128: the points of this lookup are not complete\n"
     "    1 | f((0,0),(1,1) ~~|\n"
     "      |             ^\n"
     "why: a parenthesis is not closed\n"
     "mend: write the points as (x1,y1),(x2,y2),... or first all x and then all y"},
    {"f(1,2,3) ~~|",
     "m.mdl:1:3: error S129: this lookup has 3 numbers, and they do not pair up\n"
     "    1 | f(1,2,3) ~~|\n"
     "      |   ^~~~~\n"
     "why: the first half are the inputs x, the second half the outputs y\n"
     "mend: write the points as (x1,y1),(x2,y2),... or first all x and then all y"},
    {"x[d] = 1, 2, a ~~|",
     "m.mdl:1:14: error S133: \"a\" cannot stand here\n"
     "    1 | x[d] = 1, 2, a ~~|\n"
     "      |              ^\n"
     "why: a list for the elements of a variable holds numbers only, with , between them and ; "
     "after each row\n"
     "mend: give each element an equation of its own where it needs an expression"},
    {"x[d] = 1, 2, ~~|",
     "m.mdl:1:12: error S133: this list of numbers is not complete\n"
     "    1 | x[d] = 1, 2, ~~|\n"
     "      |            ^\n"
     "why: a list for the elements of a variable holds numbers only, with , between them and ; "
     "after each row\n"
     "mend: give each element an equation of its own where it needs an expression"},
    {"x[d] = a, b ~~|",
     "m.mdl:1:9: error S133: \",\" cannot stand here\n"
     "    1 | x[d] = a, b ~~|\n"
     "      |         ^\n"
     "why: a list for the elements of a variable holds numbers only, with , between them and ; "
     "after each row\n"
     "mend: give each element an equation of its own where it needs an expression"},
    {"x[d] = TABBED ARRAY(1 2 a) ~~|",
     "m.mdl:1:25: error S133: \"a\" cannot stand here\n"
     "    1 | x[d] = TABBED ARRAY(1 2 a) ~~|\n"
     "      |                         ^\n"
     "why: a list for the elements of a variable holds numbers only, with , between them and ; "
     "after each row\n"
     "mend: give each element an equation of its own where it needs an expression"},
    {"x[d] :EXCEPT: = 1 ~~|",
     "m.mdl:1:6: error S134: :EXCEPT: needs subscripts in brackets after it\n"
     "    1 | x[d] :EXCEPT: = 1 ~~|\n"
     "      |      ^~~~~~~~\n"
     "why: it says which elements other equations define\n"
     "mend: write :EXCEPT: [a], or [a,b],[c,d] for several"},
    {"d: ~~|",
     "m.mdl:1:2: error S135: the definition of \"d\" ends after \":\"\n"
     "    1 | d: ~~|\n"
     "      |  ^\n"
     "why: a dimension is: name: element, element, (A1-A5) -> other, (other: a, b)\n"
     "mend: an element is a name; put one with special characters in double quotes"},
    {"d: a, , b ~~|",
     "m.mdl:1:7: error S135: the definition of \"d\" goes wrong at \",\"\n"
     "    1 | d: a, , b ~~|\n"
     "      |       ^\n"
     "why: a dimension is: name: element, element, (A1-A5) -> other, (other: a, b)\n"
     "mend: an element is a name; put one with special characters in double quotes"},
    {"d: a b - c ~~|",
     "m.mdl:1:4: error S136: \"a b-c\" is no range of elements\n"
     "    1 | d: a b - c ~~|\n"
     "      |    ^~~~~~~\n"
     "why: a range counts up one name with numbers at its end, as in (A1-A5)\n"
     "mend: list the elements one by one"},
    {"d: (A5-A1) ~~|",
     "m.mdl:1:5: error S136: \"A5-A1\" is no range of elements\n"
     "    1 | d: (A5-A1) ~~|\n"
     "      |     ^~~~~\n"
     "why: a range counts up one name with numbers at its end, as in (A1-A5)\n"
     "mend: list the elements one by one"},
    {"d: (A1-A999999999) ~~|",
     "m.mdl:1:5: error S136: a range of more than 100000 elements\n"
     "    1 | d: (A1-A999999999) ~~|\n"
     "      |     ^~~~~~~~~~~~~\n"
     "mend: use fewer elements"},
    {"d <-> ~~|",
     "m.mdl:1:3: error S135: the definition of \"d\" ends after \"<->\"\n"
     "    1 | d <-> ~~|\n"
     "      |   ^~~\n"
     "why: a dimension is: name: element, element, (A1-A5) -> other, (other: a, b)\n"
     "mend: an element is a name; put one with special characters in double quotes"},
    {"d: a, 5 ~~|",
     "m.mdl:1:7: error S135: the definition of \"d\" goes wrong at \"5\"\n"
     "    1 | d: a, 5 ~~|\n"
     "      |       ^\n"
     "why: a dimension is: name: element, element, (A1-A5) -> other, (other: a, b)\n"
     "mend: Vensim has no elements that are numbers: write a letter before it, as A1, here and "
     "where the element is named"},
};

TEST(Mistakes, AreToldInLists) {
  for (const Mistake& each : kLists) {
    EXPECT_EQ(testing_only::complaints_on(each.written), each.said);
  }
}

}  // namespace
}  // namespace sluice::syntax
