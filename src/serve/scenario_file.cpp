#include "serve/scenario_file.h"

#include <algorithm>

#include "base/format.h"
#include "serve/describe.h"
#include "serve/snapshot.h"
#include "study/additions.h"

namespace sluice::serve {
namespace {

std::string quoted(const std::string& text) {
  return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string toml_of(const Json& value) {
  if (value.is_object()) {
    std::string text = "{ ";
    for (const auto& [key, one] : value.items()) {
      text += format("{}{} = {}", text.size() > 2 ? ", " : "", quoted(key), toml_of(one));
    }
    return text + " }";
  }
  if (value.is_array()) {
    std::string text = "[";
    for (const Json& one : value) text += (text.size() > 1 ? ", " : "") + toml_of(one);
    return text + "]";
  }
  if (value.is_null()) return "\"\"";
  if (value.is_number()) return to_text(value.get<double>());
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string toml_of(const study::LeverSetting& setting) {
  if (const auto* value = std::get_if<double>(&setting)) return to_text(*value);
  std::string text = "[";
  for (const auto& step : std::get<std::vector<study::DatedValue>>(setting)) {
    text += format("{}{{ from = \"{}\", value = {} }}", text.size() > 1 ? ", " : " ",
                   study::to_text(step.from), to_text(step.value));
  }
  return text + " ]";
}

bool is_preset(const study::LeverSetting& setting, const study::Lever& lever) {
  const auto* value = std::get_if<double>(&setting);
  return value != nullptr && *value == lever.preset;
}

// An id out of a label: letters, digits and underscores, unlike those that are taken.
std::string free_name(const std::string& wanted, std::vector<std::string>& taken) {
  std::string name;
  for (const char letter : wanted) {
    const bool small = letter >= 'a' && letter <= 'z', digit = letter >= '0' && letter <= '9';
    const bool large = letter >= 'A' && letter <= 'Z';
    name += small || digit ? letter : large ? static_cast<char>(letter - 'A' + 'a') : '_';
  }
  if (name.empty()) name = "my_policy";
  std::string free = name;
  for (int k = 2; std::ranges::find(taken, free) != taken.end(); ++k)
    free = format("{}_{}", name, k);
  taken.push_back(free);
  return free;
}

std::vector<std::string> names_of(const study::Study& study) {
  std::vector<std::string> names;
  for (const auto& one : study.scenarios) names.push_back(one.name);
  for (const auto& one : study.worldviews) names.push_back(one.name);
  return names;
}

Json settings_json(const study::Scenario& scenario) {
  Json settings = Json::object();
  for (const auto& [lever, setting] : scenario.settings) settings[lever] = to_json(setting);
  return settings;
}

}  // namespace

std::string worldview_toml(const AskedBeliefs& asked, const std::string& name,
                           const std::string& label) {
  std::string text = format("[[worldview]]\nname = {}\n", quoted(name));
  if (!label.empty()) text += format("label = {}\n", quoted(label));
  if (!asked.worldview.empty()) text += format("on = {}\n", quoted(asked.worldview));
  text += "[worldview.set]\n";
  for (const auto& [input, value] : asked.uncertainties) {
    text += format("{} = {}\n", quoted(input), toml_of(value));
  }
  return text;
}

std::string scenario_toml(const study::Study& study, const ensemble::Policy& policy) {
  std::string text = format("[[scenario]]\nname = {}\n", quoted(policy.name));
  if (!policy.label.empty()) text += format("label = {}\n", quoted(policy.label));
  text += "[scenario.set]\n";
  for (std::size_t k = 0; k < study.levers.size(); ++k) {
    if (is_preset(policy.settings[k], study.levers[k])) continue;
    text += format("{} = {}\n", study.levers[k].name, toml_of(policy.settings[k]));
  }
  return text;
}

Response scenario_file(const Edition& edition, const Json& json) {
  const study::Study& study = *edition.bound.study;
  auto asked = read_asked(study, json, Limits{});
  if (!asked.value) return refusal(422, asked.diagnostics);
  std::vector<std::string> taken = names_of(study);
  std::string policies;
  std::string first;
  for (auto& policy : asked.value->policies) {
    const std::string& wanted = asked.value->name.empty() ? policy.label : asked.value->name;
    policy.name = free_name(wanted, taken);
    if (first.empty()) first = policy.name;
    policies += "\n" + scenario_toml(study, policy);
  }
  const AskedBeliefs beliefs = beliefs_in(json);
  std::string worldview, option;
  if (!beliefs.uncertainties.empty()) {
    const std::string name = free_name("my_beliefs", taken);
    worldview = "\n" + worldview_toml(beliefs, name, "");
    option = " --worldview " + name;
  } else if (!beliefs.worldview.empty()) {
    option = " --worldview " + beliefs.worldview;
  }
  const std::string text = format(
      "# Policies for \"{}\". Run them with\n#   sluice ensemble STUDY --with THIS_FILE "
      "--scenario {}{}\n{}{}",
      study.name, first, option, policies, worldview);
  return {200, "application/toml", text, {{"Cache-Control", "no-store"}}};
}

Response read_scenario_file(const Edition& edition, const Json& json) {
  const study::Study& study = *edition.bound.study;
  const auto text = json.is_object() ? json.find("text") : json.end();
  if (text == json.end() || !text->is_string()) {
    return refusal(400, "\"text\" is needed", "give the file's text");
  }
  const study::Addition addition{"the file", text->get<std::string>()};
  auto read = study::read_study_text_with(study.folder, study.text, study.files, {addition});
  if (!read.value) return refusal(422, read.diagnostics);
  Json policies = Json::array();
  for (std::size_t k = study.scenarios.size(); k < read.value->scenarios.size(); ++k) {
    const study::Scenario& one = read.value->scenarios[k];
    policies.push_back({{"label", one.label}, {"settings", settings_json(one)}});
  }
  Json beliefs = Json::object();
  if (read.value->worldviews.size() > study.worldviews.size()) {
    beliefs = {{"worldview", nullptr}, {"uncertainties", Json::object()}};
    for (const auto& [name, distribution] : read.value->worldviews.back().replacements) {
      beliefs["uncertainties"][name] = distribution_json(distribution);
    }
  }
  return {
      200, "application/json", report::dump({{"policies", policies}, {"beliefs", beliefs}}), {}};
}

}  // namespace sluice::serve
