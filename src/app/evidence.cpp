#include "app/evidence.h"

#include <algorithm>
#include <set>

#include "analysis/citations.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/open.h"
#include "app/place.h"
#include "app/support.h"
#include "base/format.h"

namespace sluice::app {
namespace {

using report::NumberUsed;

constexpr std::string_view kAround = " \t\n.";  // a source or a grade in a note

// How good a row's evidence is, by its column `quality`.
std::string grade_of(const study::SourceRow& row) {
  const std::string quality = field_of(row, "quality");
  if (quality == "primary") return "A";
  if (quality == "analyst") return "B";
  if (quality == "press" || quality == "secondary") return "C";
  if (quality == "estimate" || quality == "invented") return "D";
  const bool letter = quality.size() == 1 && quality[0] >= 'A' && quality[0] <= 'D';
  return letter ? quality : "";
}

// The row of best evidence among those cited; none where no row says how good it is.
const study::SourceRow* best_row(const study::Study& study, const NumberUsed& number) {
  const study::SourceRow* best = nullptr;
  for (const auto& id : number.rows) {
    const study::SourceRow& row = study.sources.at(id);
    const std::string grade = grade_of(row);
    if (!grade.empty() && (best == nullptr || grade < grade_of(*best))) best = &row;
  }
  return best;
}

// A number is known no better than the best of what it rests on.
void find_flattery(const study::Study& study, NumberUsed& number) {
  if (number.grade.size() != 1) return;
  const study::SourceRow* best = best_row(study, number);
  if (best == nullptr || number.grade >= grade_of(*best)) return;
  number.flattered = true;
  number.faults.push_back(format("its grade is {}, and the best row that it cites, {}, is {} ({})",
                                 number.grade, best->id, grade_of(*best),
                                 field_of(*best, "quality")));
}

// Any words can stand as a source; a grade above an own assumption needs some that can be looked
// up.
void find_hearsay(const study::Study& study, NumberUsed& number) {
  const bool graded = number.grade == "A" || number.grade == "B" || number.grade == "C";
  if (!graded || number.source.empty() || is_supported(study, number)) return;
  number.hearsay = true;
  number.faults.push_back(
      format("its grade is {}, and \"{}\" can not be looked up", number.grade,
             number.source.size() > 60 ? number.source.substr(0, 60) + "..." : number.source));
}

// What a citation promises must be there; a number must say where it comes from.
void find_faults(const study::Study& study, NumberUsed& number) {
  const auto citations = analysis::citations_in(number.source, study.sources);
  number.rows = citations.rows;
  if (number.grade == "setting" || number.grade == "choice") return;
  if (number.source.empty()) number.faults.emplace_back("no source");
  if (number.grade.empty()) number.faults.emplace_back("no grade");
  for (const auto& id : citations.unknown) {
    number.faults.push_back(format("cites {}, which no data file has", id));
  }
  find_flattery(study, number);
  if (citations.unknown.empty()) find_hearsay(study, number);
  // An observation has no grade of its own: that of its row stands for it.
  if (number.grade == "cited" && !number.source.empty() && number.faults.empty() &&
      number.rows.empty()) {
    number.faults.push_back(format("\"{}\" is no row of the data files", number.source));
  }
}

bool is_letter(const std::string& grade) {
  return grade.size() == 1 && grade >= "A" && grade <= "D";
}

// One number has one grade: what is drawn or chosen for a constant is known no better than it.
void find_better_than_its_constant(std::vector<NumberUsed>& numbers) {
  for (const auto& constant : numbers) {
    if (constant.varied_by.empty() || !is_letter(constant.grade)) continue;
    const std::string inputs = ", " + constant.varied_by + ",";
    for (auto& input : numbers) {
      if (input.kind != "uncertainty" && input.kind != "lever") continue;
      if (!is_letter(input.grade) || input.grade >= constant.grade) continue;
      if (inputs.find(", " + input.name + ",") == std::string::npos) continue;
      input.flattered = true;
      input.faults.push_back(format("its grade is {}, and the constant that it sets, \"{}\", is {}",
                                    input.grade, constant.name, constant.grade));
    }
  }
}

std::string numbers_in(const study::SourceRow& row) {
  std::string value = field_of(row, "value");
  const std::string low = field_of(row, "low"), high = field_of(row, "high");
  if (value.empty()) return row.text;
  if (low.empty() && high.empty()) return value;
  if (low.empty()) return format("{} (at most {})", value, high);
  if (high.empty()) return format("{} (at least {})", value, low);
  return format("{} ({} to {})", value, low, high);
}

NumberUsed row_number(const study::Study& study, const study::SourceRow& row) {
  NumberUsed number;
  number.kind = "data row";
  number.name = row.id;
  number.value = numbers_in(row);
  number.unit = field_of(row, "unit");
  number.grade = grade_of(row);
  for (const char* column : {"source", "source_url", "source_date"}) {
    const std::string part = field_of(row, column);
    if (!part.empty()) number.source += (number.source.empty() ? "" : ", ") + part;
  }
  number.place = place_at(study.folder + "/" + row.file, row.line);
  if (number.source.empty()) number.faults.emplace_back("no source");
  if (number.grade.empty()) number.faults.emplace_back("no quality");
  if (is_from_memory(row)) number.remark = "in part from memory";
  return number;
}

std::string how_to_mend(const NumberUsed& number) {
  if (number.flattered && number.faults.size() == 1) {
    return "lower its grade, or cite the row that carries it";
  }
  if (number.hearsay && number.faults.size() == 1) {
    return "cite a data row, a rule by its number or a link; or grade it D";
  }
  const bool in_model = number.kind == "constant" || number.kind == "table" ||
                        number.kind == "number in an equation" || number.kind == "data series";
  if (in_model) {
    return "end its note with \"Source: ... Grade: A\" (B, C, D), or make the number a constant "
           "of its own";
  }
  if (number.kind == "data row") {
    return "fill its columns source and quality (primary, analyst, press, secondary, estimate)";
  }
  if (number.kind == "observation") return "name in its column source a row of the data files";
  return "give the entry a \"source\" and a \"grade\" (A to D), or grade D and a \"note\"";
}

Diagnostics untraced(const std::vector<NumberUsed>& numbers) {
  Diagnostics diagnostics;
  for (const auto& number : numbers) {
    if (number.faults.empty()) continue;
    diagnostics.push_back(make_diagnostic(
        Code::number_untraced, number.place,
        format("the {} \"{}\" ({}) is not traced: {}", number.kind, number.name,
               number.value.size() > 60 ? number.value.substr(0, 60) + "..." : number.value,
               joined(number.faults)),
        {}, how_to_mend(number)));
  }
  return diagnostics;
}

}  // namespace

Tags tags_in(const std::string& note) {
  constexpr std::string_view kSource = "Source:", kGrade = "Grade:";
  Tags tags;
  const std::size_t grade = note.rfind(kGrade);
  const std::size_t source = note.find(kSource);
  if (source != std::string::npos) {
    const std::size_t begin = source + kSource.size();
    const bool after = grade != std::string::npos && grade > begin;
    tags.source =
        trimmed(std::string_view(note).substr(begin, after ? grade - begin : grade), kAround);
  }
  if (grade == std::string::npos) return tags;
  const std::string letter(trimmed(std::string_view(note).substr(grade + kGrade.size()), kAround));
  if (!letter.empty() && letter[0] >= 'A' && letter[0] <= 'D') tags.grade = letter.substr(0, 1);
  return tags;
}

std::vector<NumberUsed> row_numbers(const study::Study& study,
                                    const std::vector<NumberUsed>& numbers) {
  std::set<std::string> cited;
  for (const auto& number : numbers) cited.insert(number.rows.begin(), number.rows.end());
  std::vector<NumberUsed> rows;
  for (const auto& id : cited) rows.push_back(row_number(study, study.sources.at(id)));
  return rows;
}

std::vector<NumberUsed> numbers_of(const ensemble::Bound& bound) {
  auto numbers = model_numbers(bound);
  auto more = study_numbers(*bound.study);
  numbers.insert(numbers.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  for (auto& number : numbers) {
    find_faults(*bound.study, number);
    number.remark = memory_remark(*bound.study, number);
  }
  find_better_than_its_constant(numbers);
  auto rows = row_numbers(*bound.study, numbers);
  numbers.insert(numbers.end(), std::make_move_iterator(rows.begin()),
                 std::make_move_iterator(rows.end()));
  return numbers;
}

int sources(const Arguments& arguments) {
  const auto bound = open_study(arguments.path);
  if (!bound.value) return tell_and_exit(bound.diagnostics);
  const auto numbers = numbers_of(*bound.value);
  const std::string& name = bound.value->study->name;
  std::string text = report::numbers_text(name, numbers, output_terminal());
  if (arguments.json) text = report::numbers_json(name, numbers);
  if (arguments.csv) text = report::numbers_csv(numbers);
  const int printed = print_and_exit(text);
  const auto faults = untraced(numbers);
  if (faults.empty()) return printed;
  tell(faults);
  return static_cast<int>(Exit::test_failed);
}

}  // namespace sluice::app
