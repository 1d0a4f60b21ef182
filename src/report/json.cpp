#include "report/json.h"

#include <algorithm>
#include <cmath>

#include "base/version.h"

namespace sluice::report {

Json header(const Making& making) {
  Json json;
  json["sluice"] = kVersion;
  json["command"] = making.command;
  json["study"] = making.study;
  json["members"] = making.members;
  json["seed"] = making.seed;
  json["design"] = making.design;
  json["worldview"] = text_or_null(making.worldview);
  if (making.sampling_error) {
    const auto& error = *making.sampling_error;
    json["monte_carlo_error"] = {{"outcome", error.outcome},
                                 {"year", error.year},
                                 {"probability", error.probability},
                                 {"absolute", number(error.absolute)},
                                 {"relative", number(error.relative)}};
    if (error.enough) json["monte_carlo_error"]["enough"] = *error.enough;
  }
  return json;
}

Json quantiles_of(const Making& making) {
  if (!making.counted) return {{"exact", true}};
  return {{"exact", false},
          {"exact_members", making.counted->exact_members},
          {"largest_error", number(making.counted->largest_error)}};
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

Json numbers(const std::vector<double>& values) {
  Json json = Json::array();
  for (const double value : values) json.push_back(number(value));
  return json;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

void add_unusable(Json& to, const results::ScenarioResult& scenario, const study::Study& study) {
  constexpr std::size_t kMost = 20;
  to["unusable"] = scenario.bad.size();
  Json list = Json::array();
  for (std::size_t k = 0; k < std::min(kMost, scenario.bad.size()); ++k) {
    const auto& bad = scenario.bad[k];
    list.push_back({{"member", bad.member},
                    {"time", number(bad.time)},
                    {"date", study.calendar().text_at(bad.time)}});
  }
  to["unusable_members"] = std::move(list);
}

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string_view name_of(study::Yearly how) {
  switch (how) {
    case study::Yearly::end: return "end";
    case study::Yearly::mean: return "mean";
    case study::Yearly::sum: return "sum";
    case study::Yearly::last: return "last";
  }
  return "end";
}

}  // namespace sluice::report
