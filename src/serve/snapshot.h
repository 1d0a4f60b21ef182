// What is known so far of a run, as one line of JSON (docs/api.md, "A snapshot").
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "report/json.h"
#include "serve/asking.h"
#include "serve/claim_runs.h"
#include "serve/courses.h"
#include "serve/http.h"
#include "serve/lab.h"

namespace sluice::serve {

struct Taken {
  const Bench& bench;
  const Asked& asked;
  // The policies asked, then `previous` if there is one, then what the claims read, in order.
  const std::vector<std::shared_ptr<const Futures>>& futures;
  const std::vector<ClaimRun>& claims;
  std::size_t done = 0;
  bool complete = false;
  double milliseconds = 0;
};
std::string snapshot(const Taken& taken);

// The answers of all claims, at every horizon.
Json claims_json(const study::Study& study, const Taken& taken, bool with_inputs);

// The place of `at` among the saved times; the last one for none.
std::size_t time_of(const study::Study& study, const results::Frame& frame,
                    const std::optional<study::Date>& at);

Json to_json(const Diagnostics& diagnostics);
// {"error": the first message, "mend": ..., "diagnostics": all of them}
Response refusal(unsigned status, const Diagnostics& diagnostics);

}  // namespace sluice::serve
