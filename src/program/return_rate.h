// INTERNAL RATE OF RETURN: the interest at which amounts at several times are worth nothing today.
#pragma once

#include <span>

namespace sluice::program {

// `amounts`: pairs of an amount and its time, in periods. The rate r with |r| < 1 nearest to 0 at
// which the sum of amount / (1 + r)^time changes its sign, to the last bit; Vensim's value for "not
// available" where it never does, and where all amounts are 0; NaN where a number is not finite.
double rate_of_return(std::span<const double> amounts);

}  // namespace sluice::program
