// Which functions of the language other engines read, from their documentation: PySD 3.14,
// "Supported functions and features" (pysd.readthedocs.io); SDEverywhere 0.7, README and
// docs ("Features": supported Vensim functions).
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
    {"EXP"},
    {"FORECAST", true, false},
    {"GAMMA LN", false, true},
    {"IF THEN ELSE"},
    {"INITIAL"},
    {"INTEG"},
    {"INTEGER"},
    {"LN"},
    {"LOOKUP BACKWARD", true, true},
    {"LOOKUP EXTRAPOLATE", true, false},
    {"LOOKUP FORWARD"},
    {"MAX"},
    {"MIN"},
    {"MODULO"},
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
