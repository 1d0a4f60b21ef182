#include "serve/asking.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"

namespace sluice::serve {
namespace {

// Reads keys of one object; collects what is wrong.
class Keys {
 public:
  Keys(const Json& json, Diagnostics& wrong) : json_(json), wrong_(wrong) {}

  const Json* find(const char* key) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(key);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
  }
  void text(const char* key, std::string& into) {
    const Json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_string()) return say(format("\"{}\" must be text", key));
    into = value->get<std::string>();
  }
  void flag(const char* key, bool& into) {
    const Json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_boolean()) return say(format("\"{}\" must be true or false", key));
    into = value->get<bool>();
  }
  template <class Number>
  void whole(const char* key, Number& into, std::uint64_t least, std::uint64_t most) {
    const Json* value = find(key);
    if (value == nullptr) return;
    const bool fits = value->is_number_unsigned() && value->get<std::uint64_t>() >= least &&
                      value->get<std::uint64_t>() <= most;
    if (!fits) return say(format("\"{}\" must be a whole number from {} to {}", key, least, most));
    into = static_cast<Number>(value->get<std::uint64_t>());
  }
  const Json* list(const char* key, std::size_t most) {
    const Json* value = find(key);
    if (value == nullptr) return nullptr;
    if (value->is_array() && value->size() <= most) return value;
    say(format("\"{}\" must be a list of at most {} entries", key, most));
    return nullptr;
  }
  void say(const std::string& message) {
    wrong_.push_back(bad_request(message, "docs/api.md lists the keys of each request"));
  }

 private:
  const Json& json_;
  Diagnostics& wrong_;
};

Diagnostic outside(const study::Lever& lever, double value) {
  return bad_request(format("{} is outside the range of lever \"{}\"", to_text(value), lever.name),
                     format("it goes from {} to {}", to_text(lever.low), to_text(lever.high)));
}

std::optional<double> number_in(const study::Lever& lever, const Json& json, Diagnostics& wrong) {
  if (!json.is_number()) {
    wrong.push_back(bad_request(format("lever \"{}\" needs a number", lever.name),
                                "or a list of {\"from\": \"2027-01\", \"value\": 1}"));
    return std::nullopt;
  }
  const double value = json.get<double>();
  if (value >= lever.low && value <= lever.high) return value;
  wrong.push_back(outside(lever, value));
  return std::nullopt;
}

std::optional<study::LeverSetting> setting_in(const study::Lever& lever, const Json& json,
                                              Diagnostics& wrong) {
  if (!json.is_array()) {
    const auto value = number_in(lever, json, wrong);
    return value ? std::optional<study::LeverSetting>(*value) : std::nullopt;
  }
  constexpr std::size_t kMostSteps = 200;
  std::vector<study::DatedValue> steps;
  for (const Json& step : json) {
    const bool shaped = step.is_object() && step.contains("from") && step["from"].is_string() &&
                        step.contains("value");
    const auto from =
        shaped ? study::parse_date(step["from"].get<std::string>()) : std::optional<study::Date>();
    if (!from || json.size() > kMostSteps) {
      wrong.push_back(bad_request(format("the schedule of \"{}\" cannot be read", lever.name),
                                  "write [{\"from\": \"2027-01\", \"value\": 1}, ...]"));
      return std::nullopt;
    }
    const auto value = number_in(lever, step["value"], wrong);
    if (!value) return std::nullopt;
    if (!steps.empty() && !(steps.back().from < *from)) {
      wrong.push_back(bad_request(format("the schedule of \"{}\" is not in order", lever.name),
                                  "give its dates from early to late, each once"));
      return std::nullopt;
    }
    steps.push_back({*from, *value});
  }
  if (steps.empty()) {
    wrong.push_back(bad_request(format("the schedule of \"{}\" is empty", lever.name),
                                "give it a step, or leave the lever out"));
    return std::nullopt;
  }
  return study::LeverSetting(std::move(steps));
}

void read_settings(const study::Study& study, const Json& json, ensemble::Policy& policy,
                   Diagnostics& wrong) {
  for (const auto& [name, value] : json.items()) {
    const auto lever = std::ranges::find(study.levers, name, &study::Lever::name);
    if (lever == study.levers.end()) {
      std::vector<std::string> known;
      for (const auto& one : study.levers) known.push_back(one.name);
      wrong.push_back(
          bad_request(format("the study has no lever \"{}\"", name), did_you_mean(name, known)));
      continue;
    }
    const auto place = static_cast<std::size_t>(lever - study.levers.begin());
    if (auto setting = setting_in(*lever, value, wrong)) {
      policy.settings[place] = std::move(*setting);
    }
  }
}

ensemble::Policy presets_of(const study::Study& study) {
  ensemble::Policy policy;
  for (const auto& lever : study.levers) policy.settings.emplace_back(lever.preset);
  return policy;
}

void read_policies(const study::Study& study, const Json& list, Asked& asked, Diagnostics& wrong) {
  for (const Json& one : list) {
    std::string scenario;
    auto policy = read_policy(study, one, &scenario);
    append(wrong, std::move(policy.diagnostics));
    if (!policy.value) continue;
    policy.value->name = format("policy {}", asked.policies.size());
    asked.policies.push_back(std::move(*policy.value));
    asked.scenarios.push_back(std::move(scenario));
  }
}

void read_numbers(Keys& keys, const Limits& limits, Asked& asked) {
  keys.whole("members", asked.design.members, 2, limits.members);
  keys.whole("seed", asked.design.seed, 0, UINT64_MAX);
  asked.upto = asked.design.members;
  keys.whole("upto", asked.upto, 2, asked.design.members);
  keys.whole("lines", asked.lines, 0, limits.lines);
  keys.whole("dots", asked.dots, 1, limits.dots);
  keys.whole("member", asked.member, 0, asked.design.members - 1);
  std::uint64_t revision = 0;
  keys.whole("revision", revision, 0, UINT64_MAX);
  if (keys.find("revision") != nullptr) asked.revision = revision;
  if (const Json* value = keys.find("value"); value != nullptr && value->is_number()) {
    asked.value = value->get<double>();
  }
}

void read_flags(Keys& keys, Asked& asked) {
  const Json* claims = keys.find("claims");
  asked.quick_claims = claims != nullptr && *claims == "quick";
  asked.own_claims = claims != nullptr && *claims == "own";
  if (asked.quick_claims || asked.own_claims) {
    asked.claims = true;
  } else {
    keys.flag("claims", asked.claims);
  }
  keys.flag("grids", asked.grids);
  keys.flag("overview", asked.overview);
  keys.flag("stream", asked.stream);
}

void read_texts(Keys& keys, Asked& asked) {
  keys.text("lever", asked.lever);
  keys.text("chart", asked.chart);
  keys.text("title", asked.title);
  keys.text("name", asked.name);
  std::string at;
  keys.text("at", at);
  if (at.empty()) return;
  asked.at = study::parse_date(at);
  if (!asked.at) keys.say("\"at\" must be a month, as in \"2028-12\"");
}

void read_charts(Keys& keys, const Limits& limits, Asked& asked) {
  if (const Json* charts = keys.list("charts", limits.charts)) {
    for (const Json& one : *charts) {
      if (!one.is_string()) return keys.say("\"charts\" must be a list of names");
      const auto name = one.get<std::string>();
      if (std::ranges::find(asked.charts, name) == asked.charts.end()) asked.charts.push_back(name);
    }
  }
}

void read_shown(Keys& keys, Asked& asked) {
  for (std::size_t k = 0; k < asked.policies.size(); ++k) asked.show.push_back(k);
  const Json* show = keys.list("show", asked.policies.size());
  if (show == nullptr) return;
  asked.show.clear();
  for (const Json& one : *show) {
    if (!one.is_number_unsigned() || one.get<std::size_t>() >= asked.policies.size()) {
      return keys.say("\"show\" must be a list of places in \"policies\", from 0");
    }
    asked.show.push_back(one.get<std::size_t>());
  }
}

}  // namespace

Ticket ticket_in(const Json& json) {
  Ticket ticket;
  if (!json.is_object()) return ticket;
  if (const auto found = json.find("client"); found != json.end() && found->is_string()) {
    ticket.client = found->get<std::string>().substr(0, 100);
  }
  const auto sequence = json.find("sequence");
  if (sequence != json.end() && sequence->is_number_unsigned()) {
    ticket.sequence = sequence->get<std::uint64_t>();
  }
  return ticket;
}

std::vector<Edit> edits_in(const Json& json) {
  std::vector<Edit> edits;
  if (!json.is_object() || !json.contains("edits") || !json["edits"].is_array()) return edits;
  for (const Json& one : json["edits"]) {
    if (!one.is_object()) continue;
    const auto text = [&](const char* key) {
      const auto found = one.find(key);
      return found != one.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const auto part = one.find("part");
    edits.push_back({text("variable"),
                     part != one.end() && part->is_number_unsigned() ? part->get<std::size_t>() : 0,
                     text("equation")});
  }
  return edits;
}

AskedBeliefs beliefs_in(const Json& json) {
  AskedBeliefs beliefs;
  if (!json.is_object() || !json.contains("beliefs") || !json["beliefs"].is_object())
    return beliefs;
  const Json& asked = json["beliefs"];
  if (asked.contains("worldview") && asked["worldview"].is_string()) {
    beliefs.worldview = asked["worldview"].get<std::string>();
  }
  if (asked.contains("uncertainties") && asked["uncertainties"].is_object()) {
    for (const auto& [name, value] : asked["uncertainties"].items()) {
      beliefs.uncertainties.emplace_back(name, value);
    }
  }
  return beliefs;
}

Checked<ensemble::Policy> read_policy(const study::Study& study, const Json& json,
                                      std::string* scenario) {
  Diagnostics wrong;
  Keys keys(json, wrong);
  if (!json.is_object()) keys.say("a policy must be an object");
  std::string name;
  keys.text("scenario", name);
  ensemble::Policy policy = presets_of(study);
  if (!name.empty()) {
    auto found = ensemble::find_policy(study, name, {});
    append(wrong, std::move(found.diagnostics));
    if (found.value) policy = std::move(*found.value);
  }
  keys.text("label", policy.label);
  if (const Json* settings = keys.find("settings")) {
    if (settings->is_object()) {
      read_settings(study, *settings, policy, wrong);
    } else {
      keys.say("\"settings\" must be an object of levers");
    }
  }
  if (has_error(wrong)) return {std::nullopt, std::move(wrong)};
  if (scenario != nullptr) *scenario = name;
  return {std::move(policy), {}};
}

Checked<Asked> read_asked(const study::Study& study, const Json& json, const Limits& limits) {
  Asked asked;
  asked.design = {std::min(study.members, limits.members), study.seed};
  Diagnostics wrong;
  Keys keys(json, wrong);
  if (!json.is_object()) keys.say("the request must be a JSON object");
  read_numbers(keys, limits, asked);
  read_flags(keys, asked);
  read_texts(keys, asked);
  read_charts(keys, limits, asked);
  if (const Json* list = keys.list("policies", limits.policies)) {
    read_policies(study, *list, asked, wrong);
  }
  for (const char* key : {"baseline", "policy"}) {
    if (const Json* one = keys.find(key)) read_policies(study, Json::array({*one}), asked, wrong);
  }
  if (const Json* previous = keys.find("previous")) {
    auto policy = read_policy(study, *previous);
    append(wrong, std::move(policy.diagnostics));
    asked.previous = std::move(policy.value);
  }
  read_shown(keys, asked);
  if (has_error(wrong)) return {std::nullopt, std::move(wrong)};
  return {std::move(asked), {}};
}

}  // namespace sluice::serve
