// The fixed words and signs of Vensim's equations, and hints for signs that it does not know.
#pragma once

#include <string_view>

#include "syntax/token.h"

namespace sluice::syntax::mdl {

struct Sign {
  std::string_view text;
  TokenKind kind;
};
// Longer ones first.
inline constexpr Sign kSigns[] = {
    {"<->", TokenKind::double_arrow},
    {"->", TokenKind::arrow},
    {"<=", TokenKind::less_equal},
    {">=", TokenKind::greater_equal},
    {"<>", TokenKind::not_equal},
    {"==", TokenKind::double_equal},
    {":=", TokenKind::data_equal},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
    {"*", TokenKind::times},
    {"/", TokenKind::divide},
    {"^", TokenKind::power},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"=", TokenKind::equal},
    {"(", TokenKind::open_parenthesis},
    {")", TokenKind::close_parenthesis},
    {"[", TokenKind::open_bracket},
    {"]", TokenKind::close_bracket},
    {",", TokenKind::comma},
    {";", TokenKind::semicolon},
    {":", TokenKind::colon},
    {"!", TokenKind::bang},
};

// A blank stands for any run of blanks and underscores.
inline constexpr Sign kKeywords[] = {
    {":AND:", TokenKind::logical_and},
    {":OR:", TokenKind::logical_or},
    {":NOT:", TokenKind::logical_not},
    {":NA:", TokenKind::not_available},
    {":EXCEPT:", TokenKind::except},
    {":INTERPOLATE:", TokenKind::interpolate},
    {":HOLD BACKWARD:", TokenKind::hold_backward},
    {":LOOK FORWARD:", TokenKind::look_forward},
    {":RAW:", TokenKind::raw},
    {":IS:", TokenKind::text_equal},
    {":MACRO:", TokenKind::macro},
    {":END OF MACRO:", TokenKind::end_of_macro},
    {":TEST INPUT:", TokenKind::reality_check},
    {":THE CONDITION:", TokenKind::reality_check},
    {":IMPLIES:", TokenKind::reality_check},
    {":CROSSING:", TokenKind::reality_check},
    {":AT LEAST ONCE:", TokenKind::reality_check},
    {":IGNORE:", TokenKind::ignore},
};

// What is likely meant by a sign that cannot stand in an equation.
struct Foreign {
  char32_t point;
  std::string_view hint;
};
inline constexpr Foreign kForeignHints[] = {
    {0x2010, "type the minus sign - of the keyboard"},
    {0x2011, "type the minus sign - of the keyboard"},
    {0x2012, "type the minus sign - of the keyboard"},
    {0x2013, "type the minus sign - of the keyboard"},
    {0x2014, "type the minus sign - of the keyboard"},
    {0x2212, "type the minus sign - of the keyboard"},
    {0x00D7, "a product is written *"},
    {0x22C5, "a product is written *"},
    {0x00F7, "a quotient is written /"},
    {0x2215, "a quotient is written /"},
    {0x2264, "write <="},
    {0x2265, "write >="},
    {0x2260, "write <>"},
    {0x201C, "type the straight quote \""},
    {0x201D, "type the straight quote \""},
    {0x2018, "type the straight quote '"},
    {0x2019, "type the straight quote '"},
    {U'&', "the logical \"and\" is written :AND:; a name with & stands in double quotes"},
    {U'%', "write a share as a number, as in 0.05"},
    {U'?', "a choice is written IF THEN ELSE(condition, one, other)"},
    {U'\\', "a \\ goes on to the next line only as the last character of a line"},
    {U'}', "the \"{\" that belongs to it is missing"},
};

}  // namespace sluice::syntax::mdl
