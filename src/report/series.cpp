#include "report/series.h"

#include "base/version.h"
#include "report/json.h"

namespace sluice::report {
namespace {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

Json json_of(const results::Frame& frame, std::size_t series) {
  Json json = {{"name", frame.series[series].name}, {"unit", frame.series[series].unit}};
  Json values = Json::array();
  for (std::size_t k = 0; k < frame.times.size(); ++k) {
    values.push_back(number(frame.at(series, k)[0]));
  }
  json["values"] = std::move(values);
  return json;
}

Json json_of(const Diagnostic& diagnostic) {
  return {{"code", id_of(diagnostic.code)},
          {"severity", name_of(diagnostic.severity)},
          {"file", diagnostic.place.file},
          {"line", diagnostic.place.line},
          {"column", diagnostic.place.column},
          {"message", diagnostic.message},
          {"reason", text_or_null(diagnostic.reason)},
          {"hint", text_or_null(diagnostic.hint)}};
}

}  // namespace

std::string series_json(const RunMaking& making, const results::Frame& frame,
                        const std::optional<Calendar>& calendar) {
  Json json;
  json["sluice"] = kVersion;
  json["command"] = "run";
  json["path"] = making.path;
  json["scenario"] = text_or_null(making.scenario);
  json["time"] = numbers(frame.times);
  if (calendar) {
    json["date"] = Json::array();
    for (const double time : frame.times) json["date"].push_back(calendar->text_at(time));
  }
  json["series"] = Json::array();
  for (std::size_t k = 0; k < frame.series.size(); ++k) json["series"].push_back(json_of(frame, k));
  return dump(json);
}

std::string diagnostics_json(const std::string& path, const Diagnostics& diagnostics) {
  Json json;
  json["sluice"] = kVersion;
  json["command"] = "check";
  json["path"] = path;
  json["diagnostics"] = Json::array();
  std::size_t counts[3] = {};
  for (const auto& diagnostic : diagnostics) {
    json["diagnostics"].push_back(json_of(diagnostic));
    ++counts[static_cast<std::size_t>(diagnostic.severity)];
  }
  json["notes"] = counts[0];
  json["warnings"] = counts[1];
  json["errors"] = counts[2];
  return dump(json);
}

}  // namespace sluice::report
