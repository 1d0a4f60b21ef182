// The standard normal distribution with the same bits on every machine of the baseline.
#pragma once

namespace sluice::study {

// The score below which a share `probability` (0..1, exclusive) lies. Relative accuracy about
// 1e-16: algorithm AS 241 PPND16 (Wichura, Applied Statistics 37, 1988, doi:10.2307/2347330).
double normal_quantile(double probability);
// The share below `score`.
double normal_cdf(double score);

}  // namespace sluice::study
