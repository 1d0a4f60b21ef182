// Grades beside results (analysis/grades.h).
#pragma once

#include <algorithm>
#include <string>

#include "analysis/grades.h"
#include "report/json.h"

namespace sluice::report {

// "D (74 %)", of a grade that is known.
std::string grade_words(const analysis::Grade& grade);
// ", grade D (74 %)"; nothing where it is not known.
std::string grade_suffix(const analysis::Grade& grade);
// " Grade D: 74 % of what is not known of the numbers that it tests rests on own assumptions.", to
// end a sentence's text.
std::string grade_sentence(const analysis::Grade& grade);
// What the letters and shares beside results mean.
std::string grade_note();
// Whether any of what has a `grade` has one that is known: only then is the note needed.
template <class Graded>
bool any_grade(const Graded& all) {
  return std::ranges::any_of(all, [](const auto& one) { return one.grade.known(); });
}
// Sets "grade", "grade_declared" and "grade_shares", where it is known.
void add_grade(Json& json, const analysis::Grade& grade);

}  // namespace sluice::report
