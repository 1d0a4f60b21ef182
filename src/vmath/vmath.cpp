#include "vmath/vmath.h"

#include <sleef.h>

#include "vmath/arrays.h"

namespace sluice::vmath {
namespace {

const Arrays& choose_arrays() {
#ifdef SLUICE_NO_CLONES
  return arrays_of_four();
#else
  return __builtin_cpu_supports("x86-64-v4") ? arrays_of_eight() : arrays_of_four();
#endif
}

const Arrays& arrays() {
  static const Arrays& kChosen = choose_arrays();
  return kChosen;
}

}  // namespace

#define SLUICE_VMATH(name, accuracy)                                              \
  double name(double x) { return Sleef_finz_##name##d1_##accuracy##purecfma(x); } \
  void name(const double* x, double* out, std::size_t count) { arrays().name(x, out, count); }
#include "vmath/functions.def"
#undef SLUICE_VMATH

double pow(double a, double b) { return Sleef_finz_powd1_u10purecfma(a, b); }
void pow(const double* a, const double* b, double* out, std::size_t count) {
  arrays().pow(a, b, out, count);
}

}  // namespace sluice::vmath
