#include "serve/describe.h"

#include <algorithm>
#include <set>

#include "analysis/citations.h"
#include "base/version.h"
#include "ensemble/design.h"
#include "model/holes.h"
#include "report/explanation.h"
#include "serve/observed.h"
#include "serve/snapshot.h"
#include "study/claim_words.h"
#include "study/quantile.h"

namespace sluice::serve {
namespace {

// Collects the source rows that are cited, so that the page can show them.
class Describer {
 public:
  explicit Describer(const ensemble::Bound& bound) : study_(*bound.study), bound_(bound) {}

  Json levers() {
    Json list = Json::array();
    for (std::size_t k = 0; k < study_.levers.size(); ++k) {
      const study::Lever& lever = study_.levers[k];
      Json one = {{"name", lever.name},
                  {"variable", lever.variable},
                  {"label", label_or(lever.label, lever.name)},
                  {"side", lever.side},
                  {"theme", lever.theme},
                  {"unit", lever.unit},
                  {"low", lever.low},
                  {"high", lever.high},
                  {"default", lever.preset}};
      add_evidence(lever.evidence, bound_.lever_cells[k], one);
      list.push_back(std::move(one));
    }
    return list;
  }

  Json uncertainties() {
    Json list = Json::array();
    for (std::size_t k = 0; k < study_.uncertainties.size(); ++k) {
      const study::Uncertainty& input = study_.uncertainties[k];
      Json one = {{"name", input.name},
                  {"variable", input.variable},
                  {"label", label_or(input.label, input.name)},
                  {"unit", input.unit}};
      one["system"] = input.system ? Json(*input.system) : Json(nullptr);
      one["quantiles"] = Json::array();
      for (const double share : {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
        one["quantiles"].push_back(report::number(study::quantile(input.distribution, share)));
      }
      one["central"] = report::number(study::central_value(input.distribution));
      one["integer"] = input.distribution.integer;
      add_evidence(input.evidence, bound_.uncertainty_cells[k], one);
      list.push_back(std::move(one));
    }
    return list;
  }

  Json outcomes() {
    Json list = Json::array();
    for (std::size_t k = 0; k < study_.outcomes.size(); ++k) {
      const study::Outcome& one = study_.outcomes[k];
      list.push_back({{"name", one.name},
                      {"variable", one.variable},
                      {"label", label_or(one.label, one.name)},
                      {"unit", one.unit},
                      {"definition", one.definition},
                      {"side", one.side},
                      {"percent", one.percent},
                      {"yearly", report::name_of(one.yearly)}});
    }
    return list;
  }

  Json sources() const {
    Json json = Json::object();
    for (const auto& id : cited_) {
      const study::SourceRow& row = study_.sources.at(id);
      json[id] = {{"file", row.file}, {"line", row.line}, {"text", row.text}};
    }
    return json;
  }

  std::vector<std::string> cite(const std::string& text) {
    auto found = analysis::citations_in(text, study_.sources);
    cited_.insert(found.rows.begin(), found.rows.end());
    return found.rows;
  }

  static std::string label_or(const std::string& label, const std::string& name) {
    return label.empty() ? name : label;
  }

 private:
  void add_evidence(const study::Evidence& evidence, model::CellRef cell, Json& to) {
    const model::Variable& variable = bound_.model->at(cell.variable);
    std::string text;
    for (const auto& source : evidence.sources) text += source + "; ";
    to["grade"] = evidence.grade;
    to["note"] = evidence.note;
    to["model_note"] = variable.note;
    to["cites"] = evidence.sources;
    to["sources"] = cite(text);
  }

  const study::Study& study_;
  const ensemble::Bound& bound_;
  std::set<std::string> cited_;
};

Json scenarios_json(const study::Study& study) {
  Json list = Json::array();
  for (const auto& scenario : study.scenarios) {
    Json settings = Json::object();
    for (const auto& [lever, setting] : scenario.settings) settings[lever] = to_json(setting);
    list.push_back({{"name", scenario.name},
                    {"label", Describer::label_or(scenario.label, scenario.name)},
                    {"note", scenario.note},
                    {"settings", std::move(settings)}});
  }
  return list;
}

Json worldviews_json(const study::Study& study) {
  Json list = Json::array();
  for (const auto& worldview : study.worldviews) {
    Json replaced = Json::object();
    for (const auto& [name, distribution] : worldview.replacements) {
      replaced[name] =
          report::numbers({study::quantile(distribution, 0.05), study::quantile(distribution, 0.5),
                           study::quantile(distribution, 0.95)});
    }
    list.push_back({{"name", worldview.name},
                    {"label", Describer::label_or(worldview.label, worldview.name)},
                    {"note", worldview.note},
                    {"replaces", std::move(replaced)}});
  }
  return list;
}

Json claims_json(const study::Study& study) {
  Json list = Json::array();
  for (const auto& claim : study.claims) {
    Json horizons = Json::array(), baselines = Json::array(), policies = Json::array();
    for (const auto& date : claim.horizons) horizons.push_back(study::to_text(date));
    for (const auto& leg : claim.legs) {
      if (!leg.baseline.empty()) baselines.push_back(leg.baseline);
      if (!leg.policy.empty()) policies.push_back(leg.policy);
    }
    list.push_back({{"name", claim.name},
                    {"variant", claim.variant},
                    {"title", claim.title},
                    {"question", claim.question},
                    {"definition", study::in_words(claim.definition, claim, {})},
                    {"horizons", std::move(horizons)},
                    {"policies", std::move(policies)},
                    {"baselines", std::move(baselines)},
                    {"grid", claim.kind == study::ClaimKind::exists}});
  }
  return list;
}

Json point_json(const study::History& history, const study::ObservedPoint& point,
                const Calendar& calendar) {
  const Observed observed = observed_point(history, point, calendar);
  return {{"start", study::to_text(point.start)},
          {"end", study::to_text(point.end)},
          {"time", observed.time},
          {"value", point.value},
          {"low", report::number(point.low)},
          {"high", report::number(point.high)},
          {"drawn", report::number(observed.drawn)},
          {"drawn_low", report::number(observed.low)},
          {"drawn_high", report::number(observed.high)},
          {"source", point.source}};
}

Json histories_json(const ensemble::Bound& bound, Describer& describer) {
  const study::Study& study = *bound.study;
  Json list = Json::array();
  for (std::size_t k = 0; k < study.histories.size(); ++k) {
    const study::History& history = study.histories[k];
    Json points = Json::array(), charts = Json::array({"history:" + history.name});
    for (const auto& point : history.points) {
      points.push_back(point_json(history, point, study.calendar()));
      describer.cite(point.source);
    }
    for (std::size_t o = 0; o < study.outcomes.size(); ++o) {
      if (bound.outcome_cells[o] == bound.history_cells[k]) {
        charts.push_back(study.outcomes[o].name);
      }
    }
    list.push_back({{"name", history.name},
                    {"label", history.label},
                    {"unit", history.unit},
                    {"variable", history.variable},
                    {"note", history.note},
                    {"charts", std::move(charts)},
                    {"points", std::move(points)}});
  }
  return list;
}

Json time_json(const study::Study& study, const std::vector<double>& times) {
  const Calendar calendar = study.calendar();
  Json dates = Json::array();
  for (const double time : times) dates.push_back(calendar.text_at(time));
  return {{"zero", study::to_text(study.time_zero)},
          {"unit", name_of(study.time_unit)},
          {"times", report::numbers(times)},
          {"dates", std::move(dates)},
          // As fractions of a year, for axes: the same for every unit of time.
          {"years", report::numbers(years_of(calendar, times))}};
}

}  // namespace

Json to_json(const study::LeverSetting& setting) {
  if (const auto* value = std::get_if<double>(&setting)) return *value;
  Json steps = Json::array();
  for (const auto& step : std::get<std::vector<study::DatedValue>>(setting)) {
    steps.push_back({{"from", study::to_text(step.from)}, {"value", step.value}});
  }
  return steps;
}

Json distribution_json(const study::Distribution& distribution) {
  if (distribution.minimum || distribution.maximum) return nullptr;
  if (const auto* one = std::get_if<study::Constant>(&distribution.family)) return one->value;
  if (const auto* one = std::get_if<study::Uniform>(&distribution.family)) {
    return {{"kind", "uniform"}, {"min", one->low}, {"max", one->high}};
  }
  if (const auto* one = std::get_if<study::Triangular>(&distribution.family)) {
    return {{"kind", "triangular"}, {"min", one->low}, {"mode", one->mode}, {"max", one->high}};
  }
  if (const auto* one = std::get_if<study::Normal>(&distribution.family)) {
    return {{"kind", "normal"}, {"mean", one->mean}, {"sd", one->sd}};
  }
  return nullptr;
}

Json describe(const Edition& edition, const std::vector<double>& times, bool may_save) {
  const study::Study& study = *edition.bound.study;
  Describer describer(edition.bound);
  const Limits limits;
  Json json;
  json["sluice"] = kVersion;
  json["revision"] = edition.revision;
  json["name"] = study.name;
  json["time"] = time_json(study, times);
  json["decision"] = study::to_text(study.decision);
  json["members"] = study.members;
  json["seed"] = study.seed;
  json["design"] = ensemble::name_of(study.design);
  json["baseline"] = study.baseline;
  json["levers"] = describer.levers();
  json["uncertainties"] = describer.uncertainties();
  json["worldviews"] = worldviews_json(study);
  json["scenarios"] = scenarios_json(study);
  json["outcomes"] = describer.outcomes();
  json["claims"] = claims_json(study);
  json["histories"] = histories_json(edition.bound, describer);
  json["sources"] = describer.sources();
  json["diagnostics"] = serve::to_json(edition.diagnostics);
  json["may_save"] = may_save;
  json["limits"] = {{"members", limits.members},
                    {"policies", limits.policies},
                    {"charts", limits.charts},
                    {"lines", limits.lines},
                    {"dots", limits.dots}};
  return json;
}

Json variables_json(const model::Model& model) {
  Json list = Json::array();
  for (std::uint32_t i = 0; i < model.variables.size(); ++i) {
    const model::Variable& variable = model.variables[i];
    Json cells = Json::array();
    const std::size_t count = model.cell_count(variable);
    constexpr std::size_t kMostCells = 60;
    for (std::uint32_t cell = 0; count > 1 && cell < count && cells.size() < kMostCells; ++cell) {
      if (model::is_hole(model, {model::VariableId{i}, cell})) continue;
      cells.push_back(model.cell_name(variable, cell));
    }
    list.push_back({{"name", variable.name},
                    {"kind", report::name_of(variable.kind)},
                    {"unit", variable.unit_text},
                    {"group", variable.group},
                    {"cells", std::move(cells)}});
  }
  return list;
}

}  // namespace sluice::serve
