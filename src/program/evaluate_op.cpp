#include "program/evaluate_op.h"

#include "program/evaluate.h"

namespace sluice::program {

double evaluate_op(OpCode code, double a, double b, double c, double time) {
  return plain::value_of_op(code, a, b, c, time);
}

double with_one_nan(double value) { return value != value ? std::nan("") : value; }

}  // namespace sluice::program
