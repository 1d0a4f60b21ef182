// All that is known of one variable, as text and JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ensemble/ensemble.h"
#include "report/terminal.h"
#include "study/study.h"

namespace sluice::report {

// "stock", "auxiliary", ..., in words.
std::string_view name_of(model::VariableKind kind);

struct Fact {
  std::string name, value;
};
struct CentralSeries {
  std::string name;            // with its element
  std::vector<double> values;  // one per Explanation::dates
};
struct Explanation {
  std::string name, kind, unit, note, group, place;  // place: "model.mdl:12"
  std::vector<std::string> equations;                // as written
  // What a study makes of it: one list of facts per lever, uncertainty or outcome entry.
  std::vector<std::vector<Fact>> roles;
  std::vector<study::SourceRow> sources;
  std::vector<std::string> unknown_sources;  // cited in the note, in no data file
  std::vector<std::string> causes, uses;
  std::string scenario;            // of the central values; empty without a study
  std::vector<std::string> dates;  // one for a constant
  std::vector<CentralSeries> central;
};

// Of the variable of these cells, without its central values. `bound`: what a study makes of it;
// may be null.
Explanation explanation_of(const model::Model& model, const ensemble::Bound* bound,
                           const std::vector<model::CellRef>& cells);

std::string explanation_text(const Explanation& explanation, const Terminal& terminal);
std::string explanation_json(const Explanation& explanation);

}  // namespace sluice::report
