// The grades of what is printed: on evidence of which grade an outcome, a difference or a claim
// rests (analysis/grades.h). Some more futures are run for it, never more than 128 a grade.
#pragma once

#include <optional>
#include <vector>

#include "analysis/grades.h"
#include "app/futures.h"
#include "ensemble/stream.h"
#include "report/claims.h"

namespace sluice::app {

// What is graded and under which policies. Nothing is told of fewer than 16 members, of a study
// without uncertain inputs, and of inputs that are read from a list.
struct GradedRun {
  const Futures& futures;
  const ensemble::Runner& runner;
  std::vector<ensemble::Policy> policies;
  const study::Worldview* worldview = nullptr;
  unsigned threads = 0;
};

// [outcome of `shown`], from the year of the decision on, over all policies together. Empty where
// nothing is told or a signal ended it.
std::vector<analysis::Grade> grades_of_outcomes(const GradedRun& run, const study::Study& shown);
// The same of what the last policy changes against the first in the same future.
std::vector<analysis::Grade> grades_of_changes(const GradedRun& run, const study::Study& shown);
// Fills the grades of inputs and of every answer: of the numbers that its legs test, the worst; of
// a claim about a grid under its best policy. `run.policies` are the scenarios that the claims
// read.
void grade_claims(const GradedRun& run, report::WorldviewAnswers& view);

// Parts of these: the draws (none where nothing is told), and the run of them.
std::optional<analysis::GradeDraws> grade_draws_for(const GradedRun& run);
bool run_graded(const GradedRun& run, const analysis::GradeDraws& draws,
                ensemble::FutureSink& sink);

}  // namespace sluice::app
