// Work on files that may be hostile, in a process of its own. Private to src/syntax/workbook.
//
// The libraries that read spreadsheets trust the sizes and places that a file gives: a damaged one
// can take all memory, run for hours or make them crash. What happens to the process that reads
// does not happen to this one.
#pragma once

#include <functional>

#include "syntax/workbook/workbook.h"

namespace sluice::syntax {

constexpr unsigned kMostSecondsApart = 120;

// What `read` gives. It runs in a copy of this process with at most 2 GB of further memory, 10
// seconds of processor time and, for it may sleep, `most_seconds` by the clock. Throws BadWorkbook
// with what `read` threw, or that it came to no end.
Workbook read_apart(const std::function<Workbook()>& read,
                    unsigned most_seconds = kMostSecondsApart);

}  // namespace sluice::syntax
