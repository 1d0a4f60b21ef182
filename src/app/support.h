// How far the source of a number carries its grade.
#pragma once

#include <string>

#include "report/evidence.h"
#include "study/study.h"

namespace sluice::app {

std::string field_of(const study::SourceRow& row, std::string_view column);

// Whether a source says what it rests on: it cites a data row (`number.rows`) or begins a clause
// with the name of a data file and of one of its columns; or names a rule ("91 FR 1684", "EAR
// 750.7"), a link or a doi; or is "definition" or "switch", or begins with it and a colon or stop.
// Only an own assumption (grade D) may do less.
bool is_supported(const study::Study& study, const report::NumberUsed& number);

// Whether a row says in its source or note that it is, at least in part, from memory.
bool is_from_memory(const study::SourceRow& row);
// What a reader should know of a number that rests on such rows alone; empty for others.
std::string memory_remark(const study::Study& study, const report::NumberUsed& number);

}  // namespace sluice::app
