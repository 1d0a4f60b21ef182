// On evidence of which grade a number of the results rests.
//
// Inputs are graded A (primary) to D (assumed). How much of what is not known of a number rests on
// inputs of a grade or a worse one is found by giving each future those inputs of another future,
// all at once: half the mean square of what that changes, over the variance, is the share of the
// variance that is left while all better inputs are known (the total index of a group; Saltelli et
// al. 2008, Global Sensitivity Analysis, section 4.6). Ranks stand for the numbers, so that a few
// huge futures do not decide. Inputs that the study correlates are torn apart where their grades
// differ.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

// From so large a share on a number has that grade, and from one that so few futures cannot tell
// from it.
inline constexpr double kRestsOn = 0.2;

struct GradeShare {
  char grade = 0;    // A to D
  double share = 0;  // of the spread, on inputs of this grade or a worse one
};
struct Grade {
  // The worst that carries kRestsOn or cannot be told from it, or a worse one that the outcome
  // declares; 0 where nothing varies or nothing was tried.
  char grade = 0;
  double share = 0;                     // that it carries, with worse ones
  bool declared = false;                // the outcome's own, worse than that of its inputs
  std::vector<GradeShare> shares = {};  // worst first, each that some input has
  bool known() const { return grade != 0; }
};

// [input] of the study, 'A' to 'D'. What a worldview replaces has the worldview's grade.
std::vector<char> input_grades(const study::Study& study, const study::Worldview* worldview);
char input_grade(const study::Study& study, const study::Worldview* worldview, std::size_t input);

// Futures that tell grades apart: `futures` as they are, then for each of `redrawn` as many again,
// in which inputs of that grade or a worse one are those of another future.
struct GradeDraws {
  results::Draws draws;
  std::size_t futures = 0;
  std::vector<char> redrawn;  // worst first
  char best = 0;              // of all inputs: redrawing all moves everything
};
// From twice as many draws as there are futures; there is an input at least.
GradeDraws grade_draws(const results::Draws& twice, const std::vector<char>& grades);

// Numbers at several points (years, say), each of all members of the draws; NaN for those that
// gave none. The shares are means over the points at which futures differ.
Grade grade_of(const GradeDraws& draws, std::span<const std::vector<double>> points);
// The worse of the two; shares are the larger ones.
Grade worse_of(const Grade& one, const Grade& other);
// No better than what the study declares of an outcome (study::Outcome::grade).
Grade no_better_than(char declared, Grade found);

}  // namespace sluice::analysis
