// From how many inputs on Sobol' points are of no use to tell which of them decides an answer.
#pragma once

#include <cstddef>

namespace sluice::study {

// Beyond so many inputs pairs of Sobol' coordinates are visibly tied to one another in hundreds or
// thousands of futures: with 16 inputs an idle one was named in 3 to 12 % of answers, with 72 in
// most.
inline constexpr std::size_t kFreeSobolInputs = 8;

}  // namespace sluice::study
