#include "serve/snapshot.h"

#include <algorithm>
#include <cmath>

#include "analysis/reduce.h"
#include "base/format.h"

namespace sluice::serve {
namespace {

void append_course(std::string& to, const Seen& seen) {
  const Course course = course_of(seen);
  const std::size_t times = seen.times();
  to += "\"quantiles\":[";
  for (std::size_t band = 0; band < kBands; ++band) {
    if (band > 0) to += ',';
    append_exact(to, std::span(course.quantiles).subspan(band * times, times));
  }
  to += "],\"median_error\":";
  append_drawn(to, course.median_error);
}

// Single futures, the first usable ones: the same members under every policy.
void append_lines(std::string& to, const Seen& seen, std::size_t lines) {
  const std::size_t count = std::min(lines, seen.members.size());
  to += ",\"line_members\":[";
  for (std::size_t k = 0; k < count; ++k) to += format("{}{}", k > 0 ? "," : "", seen.members[k]);
  to += "],\"lines\":[";
  std::vector<double> values(seen.times());
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t time = 0; time < values.size(); ++time) {
      values[time] = seen.value(time, seen.members[k]);
    }
    if (k > 0) to += ',';
    append_drawn(to, values);
  }
  to += ']';
}

void append_dots(std::string& to, const Seen& seen, const Asked& asked) {
  to += ",\"dots\":";
  append_exact(to, dots_of(seen, seen.at_time, asked.dots));
}

void append_difference(std::string& to, const Seen& seen, const Asked& asked) {
  to += ",\"difference\":{";
  append_course(to, seen);
  append_dots(to, seen, asked);
  const Signs signs = signs_of(values_at(seen, seen.at_time));
  to += format(",\"higher\":{},\"lower\":{}}}", report::number(signs.higher).dump(),
               report::number(signs.lower).dump());
}

Seen see(const Taken& taken, const Futures& futures, const Futures* less, std::size_t series) {
  const std::size_t time = time_of(taken.bench.lab->study(), futures.result.frame, taken.asked.at);
  return {&futures, less, series, usable_in(futures, less, taken.done), time};
}

void append_chart(std::string& to, const Taken& taken, std::size_t policy,
                  const std::string& chart) {
  const Futures& futures = *taken.futures[policy];
  const auto series = analysis::find_series(futures.result.frame, chart);
  if (!series) return;
  const Seen seen = see(taken, futures, nullptr, *series);
  to += format("{{\"chart\":{},", Json(chart).dump());
  append_course(to, seen);
  append_lines(to, seen, taken.asked.lines);
  append_dots(to, seen, taken.asked);
  if (policy > 0) {
    append_difference(to, see(taken, futures, taken.futures.front().get(), *series), taken.asked);
  }
  to += '}';
}

void append_policy(std::string& to, const Taken& taken, std::size_t policy) {
  const Futures& futures = *taken.futures[policy];
  const std::size_t unusable = taken.done - usable_in(futures, nullptr, taken.done).size();
  to += format(
      "{{\"policy\":{},\"label\":{},\"unusable\":{},\"charts\":[", policy,
      Json(taken.asked.policies[policy].label).dump(-1, ' ', false, Json::error_handler_t::replace),
      unusable);
  for (std::size_t k = 0; k < taken.asked.charts.size(); ++k) {
    if (k > 0) to += ',';
    append_chart(to, taken, policy, taken.asked.charts[k]);
  }
  to += "]}";
}

// How the last move has shifted an outcome: by the widths of the band before it.
Json moved_json(const Seen& seen, const Seen& before) {
  const auto was = bands_of(values_at(before, before.at_time));
  const auto now = bands_of(values_at(seen, seen.at_time));
  Seen change = seen;
  change.less = before.futures;
  const Signs signs = signs_of(values_at(change, seen.at_time));
  const double width = was[4] - was[0];
  const double shift = now[2] == was[2] ? 0 : (now[2] - was[2]) / width;
  return {{"median_before", report::number(was[2])},
          {"median_after", report::number(now[2])},
          {"shift", report::number(shift)},
          {"higher", report::number(signs.higher)},
          {"lower", report::number(signs.lower)}};
}

Json overview_json(const Taken& taken) {
  const std::size_t last = taken.asked.policies.size() - 1;
  const Futures& futures = *taken.futures[last];
  Json list = Json::array();
  for (const auto& outcome : taken.bench.lab->study().outcomes) {
    const auto series = analysis::find_series(futures.result.frame, outcome.name);
    if (!series) continue;
    const Seen seen = see(taken, futures, nullptr, *series);
    Json one = {{"outcome", outcome.name},
                {"quantiles", report::numbers(bands_of(values_at(seen, seen.at_time)))}};
    if (last > 0) {
      const Seen less = see(taken, futures, taken.futures.front().get(), *series);
      const auto differences = values_at(less, less.at_time);
      const Signs signs = signs_of(differences);
      one["difference"] = {{"quantiles", report::numbers(bands_of(differences))},
                           {"higher", report::number(signs.higher)},
                           {"lower", report::number(signs.lower)}};
    }
    if (taken.asked.previous) {
      const Futures& before = *taken.futures[last + 1];
      const Seen both = see(taken, futures, &before, *series);
      Seen now = seen, was = seen;
      now.members = was.members = both.members;
      was.futures = &before;
      one["moved"] = moved_json(now, was);
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

std::size_t time_of(const study::Study& study, const results::Frame& frame,
                    const std::optional<study::Date>& at) {
  if (!at) return frame.times.empty() ? 0 : frame.times.size() - 1;
  return analysis::point_at(study, frame, *at);
}

Json claims_json(const study::Study& study, const Taken& taken, bool with_inputs) {
  Json list = Json::array();
  std::size_t place = taken.asked.policies.size() + (taken.asked.previous ? 1 : 0);
  results::Draws draws;  // without names nothing is said of what decides
  if (with_inputs) {
    draws =
        first_draws(*taken.bench.lab->draws(taken.bench.beliefs, taken.asked.design), taken.done);
  }
  draws.members = taken.done;
  for (const ClaimRun& run : taken.claims) {
    const auto series = analysis::outcomes_of(run.claim);
    results::Ensemble ensemble{draws, {}}, grid{draws, {}};
    for (const auto& policy : run.policies) {
      ensemble.scenarios.push_back(
          first_of(*taken.futures[place++], taken.done, policy.name, series));
    }
    for (const auto& policy : run.grid) {
      grid.scenarios.push_back(first_of(*taken.futures[place++], taken.done, policy.name, series));
    }
    const bool exists = run.claim.kind == study::ClaimKind::exists;
    for (const auto& answer :
         analysis::judge(study, run.claim, ensemble, exists ? &grid : nullptr)) {
      list.push_back(to_json(study, run, answer));
    }
  }
  return list;
}

std::string snapshot(const Taken& taken) {
  std::string text =
      format("{{\"done\":{},\"members\":{},\"complete\":{},\"milliseconds\":{:.1f},\"revision\":{}",
             taken.done, taken.asked.design.members, taken.complete, taken.milliseconds,
             taken.bench.revision);
  text += ",\"policies\":[";
  bool first = true;
  for (const std::size_t policy : taken.asked.show) {
    if (!first) text += ',';
    first = false;
    append_policy(text, taken, policy);
  }
  text += ']';
  const auto add = [&](const char* key, const Json& json) {
    text += format(",\"{}\":", key) + json.dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  if (taken.asked.claims) {
    add("claims",
        claims_json(taken.bench.lab->study(), taken, taken.complete && !taken.asked.quick_claims));
  }
  if (taken.asked.overview) add("overview", overview_json(taken));
  return text + "}";
}

Json to_json(const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const auto& one : diagnostics) {
    const char* severity = one.severity == Severity::error     ? "error"
                           : one.severity == Severity::warning ? "warning"
                                                               : "note";
    list.push_back({{"code", id_of(one.code)},
                    {"severity", severity},
                    {"file", one.place.file},
                    {"line", one.place.line},
                    {"column", one.place.column},
                    {"text", one.place.line_text},
                    {"message", one.message},
                    {"reason", one.reason},
                    {"mend", one.hint}});
  }
  return list;
}

Response refusal(unsigned status, const Diagnostics& diagnostics) {
  Json json;
  json["error"] = diagnostics.empty() ? "" : diagnostics.front().message;
  json["mend"] = diagnostics.empty() ? "" : diagnostics.front().hint;
  json["diagnostics"] = to_json(diagnostics);
  return {status, "application/json", report::dump(json), {}};
}

}  // namespace sluice::serve
