// Every number of a study with where it comes from: a table, JSON, CSV.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "report/terminal.h"

namespace sluice::report {

struct NumberUsed {
  std::string kind;   // "constant", "table", "number in an equation", "lever", "data row", ...
  std::string name;   // a variable, an input, a claim, a row
  std::string value;  // as written; of an array all values
  std::string unit;
  std::string range;           // of a lever; the distribution of an uncertainty
  std::string source;          // as cited, or the note of an own assumption
  std::string grade;           // A to D; "choice" for policies, "setting" for how a run is made
  std::string varied_by = {};  // the study's input that changes it
  std::vector<std::string> rows = {};  // data rows that it cites
  Place place = {};
  std::vector<std::string> faults = {};  // what is missing; none where it is traced
  bool flattered = false;                // graded better than the best row that it cites
  bool hearsay = false;                  // graded above D by a source that can not be looked up
  std::string remark = {};               // what weakens it without being a fault
};

std::string numbers_text(const std::string& title, const std::vector<NumberUsed>& numbers,
                         const Terminal& terminal);
std::string numbers_json(const std::string& study, const std::vector<NumberUsed>& numbers);
std::string numbers_csv(const std::vector<NumberUsed>& numbers);

}  // namespace sluice::report
