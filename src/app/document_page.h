// The documentation of a study as one page: every equation, unit, note and source, a diagram of
// each group, and what the study asks.
#pragma once

#include "app/open.h"
#include "base/diagnostic.h"
#include "report/page.h"

namespace sluice::app {

// Errors: diagrams cannot be drawn.
Checked<report::Page> document_page(const Opened& opened);

}  // namespace sluice::app
