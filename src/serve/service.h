// The dashboard's server: the page and the API of docs/api.md over one study.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "serve/http.h"
#include "study/additions.h"

namespace sluice::serve {

struct Serving {
  std::string folder;  // of the study
  Listening listening;
};

// Serves until `stop` is set. `ready` is told the port once the server listens, and what a reading
// of the study had to say. Errors: the study cannot be read, the port is taken.
using Ready = std::function<void(std::uint16_t port, const Diagnostics& warnings)>;
Diagnostics serve(const Serving& serving, const std::atomic<bool>& stop, const Ready& ready);

// What POST /api/v1/report answers to `request` (JSON), without a server. Errors: what is wrong
// with the study or the request.
Checked<std::string> report_of(const std::string& folder,
                               const std::vector<study::Addition>& additions,
                               const std::string& request, const std::atomic<bool>& stop);

}  // namespace sluice::serve
