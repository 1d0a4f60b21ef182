// What a request asks, read from its JSON. Every mistake is a diagnostic (without a place) that the
// client gets back with status 400, or 422 where it was understood and cannot be done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "report/json.h"
#include "serve/lab.h"
#include "serve/worker.h"

namespace sluice::serve {

using report::Json;

struct Limits {
  std::uint64_t members = 20'000;
  std::size_t policies = 5, charts = 12, lines = 100, dots = 200;
  std::size_t numbers = 100'000'000;  // kept for one request: policies x charts x times x members
};

struct Edit {
  std::string variable;
  std::size_t part = 0;  // which of its equations
  std::string equation;  // "Name = ..."
  bool operator==(const Edit&) const = default;
};

// Beliefs as asked: turned into a worldview by the studio, which can read distributions.
struct AskedBeliefs {
  std::string worldview;
  std::vector<std::pair<std::string, Json>> uncertainties;
};

struct Asked {
  std::vector<ensemble::Policy> policies;
  std::vector<std::string> scenarios;  // on which each policy is built
  std::optional<ensemble::Policy> previous;
  std::vector<std::string> charts;
  Design design;
  std::size_t upto = 0, lines = 0, dots = 50;
  std::vector<std::size_t> show;  // policies whose charts are wanted
  std::optional<study::Date> at;
  bool claims = false, quick_claims = false, own_claims = false, grids = false, overview = false,
       stream = false;
  std::optional<std::uint64_t> revision;
  std::string lever, chart, title, name;
  double value = 0;
  std::uint64_t member = 0;
};

// The parts that need no study.
Ticket ticket_in(const Json& json);
std::vector<Edit> edits_in(const Json& json);
AskedBeliefs beliefs_in(const Json& json);

Checked<ensemble::Policy> read_policy(const study::Study& study, const Json& json,
                                      std::string* scenario = nullptr);
// Keys that are absent keep their preset; `json` must be an object.
Checked<Asked> read_asked(const study::Study& study, const Json& json, const Limits& limits);

}  // namespace sluice::serve
