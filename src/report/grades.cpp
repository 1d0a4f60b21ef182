#include "report/grades.h"

#include "base/format.h"
#include "report/numbers.h"

namespace sluice::report {
namespace {

const char* evidence_of(char grade) {
  switch (grade) {
    case 'A': return "primary sources";
    case 'B': return "recognised analysts, or worse";
    case 'C': return "press and secondary sources, or on assumptions";
    default: return "the study's own assumptions";
  }
}

}  // namespace

std::string grade_words(const analysis::Grade& grade) {
  return format("{} ({})", std::string(1, grade.grade),
                grade.declared ? "declared" : show_share(grade.share));
}

std::string grade_suffix(const analysis::Grade& grade) {
  return grade.known() ? ", grade " + grade_words(grade) : std::string();
}

std::string grade_sentence(const analysis::Grade& grade) {
  if (!grade.known()) return {};
  if (grade.declared) {
    return format(" Grade {}: the study says so of the numbers themselves.",
                  std::string(1, grade.grade));
  }
  return format(" Grade {}: {} of what is not known of it rests on {}.",
                std::string(1, grade.grade), show_share(grade.share), evidence_of(grade.grade));
}

std::string grade_note() {
  return format(
      "grade: of the evidence behind a result, A (primary) to D (assumed): the worst grade of "
      "inputs "
      "on which {} or more of its spread rests, with the share that is left while all better "
      "inputs "
      "are known (declared: what the study itself says of an outcome, where that is worse). "
      "Numbers "
      "of the model that are not drawn are not counted in.",
      show_share(analysis::kRestsOn));
}

void add_grade(Json& json, const analysis::Grade& grade) {
  if (!grade.known()) return;
  json["grade"] = std::string(1, grade.grade);
  json["grade_declared"] = grade.declared;
  json["grade_shares"] = Json::object();
  for (const auto& one : grade.shares) {
    json["grade_shares"][std::string(1, one.grade)] = number(one.share);
  }
}

}  // namespace sluice::report
