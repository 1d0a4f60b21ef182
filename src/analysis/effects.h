// How far an input moves outcomes, measured against what is not known of them: the audit of dead
// levers and dead uncertainties, and of numerical error.
#pragma once

#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

// The study's outcomes as it publishes them, a number a calendar year from that of the decision on
// (of the whole run where none comes after it): the year's last value, its mean or its sum. The
// time is that of the year's last saved point.
results::Frame published(const study::Study& study, const results::Frame& frame);

// The 90 % band of the first `count` members of every outcome at every point, [series][point]; not
// below a hundredth of the outcome's widest and a millionth of its largest number, so that a band
// of nothing divides nothing.
struct Band {
  double width = 0;
  bool nothing = false;  // the futures do not differ there: `width` is the least one
  double least = 0;
};
using Bands = std::vector<std::vector<Band>>;
Bands bands_of(const results::Frame& frame, std::size_t count);

struct Effect {
  std::string outcome;
  double share = 0;    // of the outcome's 90 % band
  double time = 0;     // model time at which it is so large
  bool known = false;  // some future gave finite numbers in both
  // There the futures hardly differ, so that the share tells that it moves and not how far.
  bool no_band = false;
};
enum class Middle : unsigned char { mean, median };
// Whether `one` says more of what moves than `other`: a share of a band that there is, if it is one
// hundredth at least, before any share of none; else the larger share.
bool tells_more(const Effect& one, const Effect& other);
// The largest move between the same members of two runs, members first..first + count - 1 of `one`
// against other_first... of `other`; by the mean or the median over members of the absolute move.
struct Members {
  const results::Frame* frame = nullptr;
  std::size_t first = 0;
};
Effect largest_effect(const Members& one, const Members& other, std::size_t count,
                      const Bands& bands, Middle middle);
// The same for each outcome by itself.
std::vector<Effect> effects_by_outcome(const Members& one, const Members& other, std::size_t count,
                                       const Bands& bands, Middle middle);

}  // namespace sluice::analysis
