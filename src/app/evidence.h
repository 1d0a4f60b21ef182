// Where every number of a study comes from.
//
// In the model, a variable that holds numbers says so in its note: "Source: ... Grade: B". Numbers
// that define and do not measure need none: 0, 1, 2 (but as an exponent), powers of ten, 12, 24,
// 60, 365 and 365.25, and a half between whole numbers in a comparison with a switch (x > 0.5).
// Constants and tables always need one, whatever their number; the run's own settings (INITIAL
// TIME, ...) never.
#pragma once

#include <string>
#include <vector>

#include "ensemble/ensemble.h"
#include "report/evidence.h"

namespace sluice::app {

// Everything of the model, then of study.toml, then the data rows that any of them cites.
std::vector<report::NumberUsed> numbers_of(const ensemble::Bound& bound);

// "Source: X. Grade: B" in a note.
struct Tags {
  std::string source, grade;
};
Tags tags_in(const std::string& note);

// Parts of numbers_of.
std::vector<report::NumberUsed> model_numbers(const ensemble::Bound& bound);
std::vector<report::NumberUsed> study_numbers(const study::Study& study);
std::vector<report::NumberUsed> row_numbers(const study::Study& study,
                                            const std::vector<report::NumberUsed>& numbers);

}  // namespace sluice::app
