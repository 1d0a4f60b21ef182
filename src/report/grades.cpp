#include "report/grades.h"

#include <ranges>

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

// Of the best of several grades everything rests on it or on worse ones: that is no measure.
bool is_best(const analysis::Grade& grade) {
  return !grade.declared && grade.shares.size() > 1 && grade.shares.back().grade == grade.grade;
}

// "31 %; D 12 %": its own share with those of worse grades, then each of these.
std::string shares_of(const analysis::Grade& grade) {
  constexpr double kShown = 0.005;
  std::string shares = is_best(grade) ? std::string() : show_share(grade.share);
  for (const auto& one : std::views::reverse(grade.shares)) {
    if (one.grade <= grade.grade || one.share < kShown) continue;
    shares += format("{}{}{} {}", shares.empty() ? "" : "; ", std::string(1, one.grade),
                     one.grade == 'D' ? "" : " or worse", show_share(one.share));
  }
  return shares;
}

std::string grade_words(const analysis::Grade& grade) {
  const std::string letter(1, grade.grade);
  const std::string shares = grade.declared ? "declared" : shares_of(grade);
  return shares.empty() ? letter : format("{} ({})", letter, shares);
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
  if (is_best(grade)) {
    return format(
        " Grade {}: less than {} of what is not known of the numbers that it tests rests on "
        "anything worse.",
        std::string(1, grade.grade), show_share(analysis::kRestsOn));
  }
  return format(" Grade {}: {} of what is not known of the numbers that it tests rests on {}.",
                std::string(1, grade.grade), show_share(grade.share), evidence_of(grade.grade));
}

std::string grade_note() {
  return format(
      "grade: of the evidence behind a result, A (primary) to D (assumed): the worst grade of "
      "inputs on which {} or more of its spread rests, or a share that so few futures cannot tell "
      "from that, with the share that is left while all better inputs are known (declared: what "
      "the study itself says of an outcome, where that is "
      "worse). Numbers of the model that are not drawn are not counted in.",
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
