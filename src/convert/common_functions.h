// Which functions of the language other engines read, as looked up in November 2026: PySD's tables
// of supported functions (docs/tables/*.tab in its repository) and the functions that its builder
// knows (pysd/builders/python/python_functions.py); the functions that SDEverywhere's generator
// accepts (packages/compile/src/generate/gen-expr.js). SDEverywhere does actions 0 and 3 of VECTOR
// SELECT only, and PySD not every profile of ALLOCATE AVAILABLE.
#pragma once

#include <string_view>

namespace sluice::convert {

struct CommonFunction {
  std::string_view name;
  bool pysd = true;
  bool sdeverywhere = true;
};

inline constexpr CommonFunction kCommonFunctions[] = {
    {"ABS"},
    {"ACTIVE INITIAL"},
    {"ALLOCATE AVAILABLE"},
    {"ALLOCATE BY PRIORITY", true, false},
    {"ARCCOS"},
    {"ARCSIN"},
    {"ARCTAN"},
    {"COS"},
    {"DELAY FIXED"},
    {"DELAY N", true, false},
    {"DELAY1"},
    {"DELAY1I"},
    {"DELAY3"},
    {"DELAY3I"},
    {"DEPRECIATE STRAIGHTLINE", false, true},
    {"EXP"},
    {"FORECAST", true, false},
    {"GAMMA LN", false, true},
    {"GET DATA BETWEEN TIMES", false, true},
    {"GET TIME VALUE", true, false},
    {"IF THEN ELSE"},
    {"INITIAL"},
    {"INTEG"},
    {"INTEGER"},
    {"INVERT MATRIX", true, false},
    {"LN"},
    {"LOG", true, false},
    {"LOOKUP BACKWARD", false, true},
    {"LOOKUP FORWARD", false, true},
    {"LOOKUP INVERT", false, true},
    {"MAX"},
    {"MIN"},
    {"MODULO"},
    {"NPV", false, true},
    {"POWER"},
    {"PROD", true, false},
    {"PULSE"},
    {"PULSE TRAIN"},
    {"QUANTUM"},
    {"RAMP"},
    {"SAMPLE IF TRUE"},
    {"SIN"},
    {"SINH", true, false},
    {"COSH", true, false},
    {"TANH", true, false},
    {"SMOOTH"},
    {"SMOOTH N", true, false},
    {"SMOOTH3"},
    {"SMOOTH3I"},
    {"SMOOTHI"},
    {"SQRT"},
    {"STEP"},
    {"SUM"},
    {"TAN"},
    {"TREND"},
    {"VECTOR ELM MAP", false, true},
    {"VECTOR RANK", true, false},
    {"VECTOR REORDER", true, false},
    {"VECTOR SELECT"},
    {"VECTOR SORT ORDER"},
    {"VMAX"},
    {"VMIN"},
    {"WITH LOOKUP"},
    {"XIDZ"},
    {"ZIDZ"},
};

}  // namespace sluice::convert
