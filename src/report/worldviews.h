// What each pair of worldviews turns on.
#pragma once

#include <string>
#include <vector>

#include "report/making.h"
#include "report/terminal.h"
#include "study/study.h"

namespace sluice::report {

struct TurningClaim {
  const study::Claim* claim = nullptr;
  std::string horizon;
  std::string first_verdict, second_verdict;
  double first_holds = 0, second_holds = 0;  // shares of futures
  double first_score = 0, second_score = 0;  // holds less fails
  // The fewest assumptions that, taken from the second worldview into the first, give its verdict;
  // where no three do, those that come nearest. Empty where the answers do not differ.
  std::vector<std::string> assumptions;
  std::string verdict_with;  // of the first worldview with them
  double holds_with = 0, score_with = 0;
  double moved = 0;  // share of the way from the first score to the second
  bool flips = false;
};
struct TurningPair {
  std::string first, second;
  std::size_t differing = 0;             // inputs that the two draw differently
  std::vector<std::string> assumptions;  // the two or three that move all claims furthest
  double moved = 0;                      // share of the way, over all claims that differ
  std::vector<TurningClaim> claims;
  std::size_t unusable = 0;  // futures that some answer leaves out, at the most
};

std::string worldviews_text(const Making& making, const study::Study& study,
                            const std::vector<TurningPair>& pairs,
                            const std::vector<const study::Claim*>& left_out,
                            const Terminal& terminal);
std::string worldviews_json(const Making& making, const std::vector<TurningPair>& pairs);

}  // namespace sluice::report
