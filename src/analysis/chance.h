// Whether an input and an answer go together beyond chance, and how far: from the ensemble itself.
//
// Members are put into bins of about equal size by their rank in the input (equal inputs stay
// together). The correlation ratio (Pearson 1905; the main-effect index of Saltelli et al. 2008,
// section 1.2.6, by bins) is the variance between the bins' mean answers over the answer's
// variance. Where the input does not matter, a random permutation of the ranks still gives
// (bins - 1) / (members - 1) in the mean; the ratio is corrected to have mean 0 then:
//   corrected = (ratio - chance) / (1 - chance), not below 0.
// The test is of the same ratio taken over the ranks of the answers (Kruskal and Wallis 1952), by
// the F distribution with bins - 1 and members - bins degrees of freedom. That is near enough only
// where the answer is not nearly always the same: a bin is to hold at least 5 of the members whose
// answer is not the most frequent one, as expected by its size. Two bins that do not are put to
// Fisher's exact test.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sluice::analysis {

// By rank: members in rising order, and the ends of runs of equal values (ends[k] is one past the
// k-th run's last place in `order`).
struct RankOrder {
  std::vector<std::size_t> order, ends;
};
RankOrder rank_order(std::span<const double> values);
// Ranks from 0; equal values share the mean of theirs.
std::vector<double> mid_ranks(std::span<const double> values);

// An answer of every usable member, made ready to be held against inputs.
struct RankedAnswer {
  explicit RankedAnswer(std::vector<double> answer);

  std::vector<double> values, ranks;
  double frequent = 0;    // the most frequent answer
  std::size_t rarer = 0;  // members with another one
};

// At most 10 bins, at least 25 members a bin where that can be. 0 where nothing varies.
double correlation_ratio(const RankOrder& input, const RankedAnswer& answer);

// The probability that chance alone would let this input tell as much of the answer; 1 where that
// cannot be judged.
double chance_of(const RankOrder& input, const RankedAnswer& answer);

}  // namespace sluice::analysis
