#include "report/history.h"

#include "base/format.h"
#include "report/fit_tables.h"

namespace sluice::report {

std::string history_text(const Making& making, const study::Study& study,
                         const results::ScenarioResult& result,
                         const std::vector<analysis::SeriesFit>& fits, const Terminal& terminal) {
  std::string text = wrap(format("{}: {}, scenario {}", study.name, describe(making), result.name),
                          terminal.columns) +
                     "\n";
  const auto left_out = unusable_note(result, study);
  if (!left_out.empty()) text += wrap(left_out, terminal.columns) + "\n";
  text += "\n" + to_text(coverage_table(fits), terminal);
  text += "\n" + to_text(pool_table(analysis::pooled(fits)), terminal);
  text += "\n" + to_text(error_table(fits), terminal);
  for (const auto& fit : fits) text += "\n" + to_text(point_table(fit), terminal);
  return text + "\n" +
         wrap(
             "error: median of the futures against the observation; inside: the observation, or "
             "its stated range, meets the simulated 5–95 % band. The 50 % and 90 % bands are of "
             "what would be observed: the simulated number with the stated error of the "
             "observation. Held out: no input was moved to meet the observation, though the range "
             "of an input may rest on it (see `sources`); fitted: an input was set to it or cites "
             "it, so that it can only miss.",
             terminal.columns) +
         "\n";
}

std::string history_json(const Making& making, const study::Study& study,
                         const results::ScenarioResult& result,
                         const std::vector<analysis::SeriesFit>& fits) {
  Json json = header(making);
  json["scenario"] = result.name;
  add_unusable(json, result, study);
  json["series"] = Json::array();
  for (const auto& fit : fits) json["series"].push_back(json_of(fit));
  json["pools"] = Json::array();
  for (const auto& pool : analysis::pooled(fits)) json["pools"].push_back(json_of(pool));
  return dump(json);
}

}  // namespace sluice::report
