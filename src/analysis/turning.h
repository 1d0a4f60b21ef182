// The fewest assumptions on which two worldviews turn.
//
// Futures are paired: a set of inputs is drawn as the second worldview draws them, the others as
// the first does. Inputs are ranked for each answer by the mean of what they do as the first one
// to change and as the last one (the two ends of a Shapley value); then of the sets of one, two and
// three among the best six those are tried that should go furthest by the sum of their ranks.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analysis/claims.h"

namespace sluice::analysis {

struct Position {               // of one answer: a claim at a horizon
  double holds = 0, fails = 0;  // shares of futures
  std::string verdict;
  std::vector<Answer> members = {};  // what each future answers; absent: the shares are exact
  double score() const { return holds - fails; }
};
struct Answers {
  // All of them with these inputs from the second worldview, the others from the first.
  std::function<std::vector<Position>(const std::vector<bool>& from_second)> all;
  // The one numbered `wanted`, and others that come with it; the rest keep an empty verdict. Where
  // it is absent, all are asked for.
  std::function<std::vector<Position>(const std::vector<bool>& from_second, std::size_t wanted)>
      some = {};
};

struct Turn {  // of one answer
  // Empty where the two answer alike: no other verdict and no clear distance, or shares that hold
  // and shares that fail differ by less than twice their error each. Futures are paired: it is that
  // of the differences.
  std::vector<std::size_t> inputs;
  Position with;
  double moved = 0;  // of the way from the first to the second, in shares that hold and that fail
  bool flips = false;
};
struct Turning {
  std::vector<Position> first, second;
  std::vector<Turn> turns;          // by answer
  std::vector<std::size_t> inputs;  // at most three, for all answers that differ
  double moved = 0;                 // mean of their ways, weighted by the distances
};

// All answers are asked for 2 n + 2 times and for at most 14 sets more, one answer for at most 14
// sets. `stop`: asked between, ends the search early (what is returned is then partial).
Turning find_turning(std::size_t inputs, const Answers& answers,
                     const std::function<bool()>& stop = {});

}  // namespace sluice::analysis
