// Shares of futures as words, with their Monte Carlo error.
#pragma once

#include <cstddef>
#include <string>

namespace sluice::analysis {

// Binomial standard error of `count` of `total`, with the share drawn to (count + 1) / (total + 2),
// so that 0 of 1,000 is not called certain. For Latin hypercube and Sobol' draws this is an upper
// bound.
double share_error(std::size_t count, std::size_t total);

// By the most frequent answer: at least 80 % "very likely", 60 % "likely" (both followed by "not"
// or "no difference" where that is the answer). Where none has 60 %: "toss-up" where 40 % or more
// hold, "open" where 20 % or more do, else "does not hold" (most futures fail or show no
// difference; which of the two is undecided). "cannot be told" where no future is usable.
std::string verdict_of(std::size_t holds, std::size_t fails, std::size_t no_difference);

// For a claim that some policy works in at least a share `needed` of the futures: "met" or "not
// met" at two standard errors, else "too close to tell".
std::string verdict_on_need(double share, double error, double needed);

}  // namespace sluice::analysis
