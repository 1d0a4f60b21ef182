// A cup of tea that cools, as model and study: for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "ensemble/ensemble.h"
#include "model/load.h"

namespace sluice::ensemble {

inline constexpr std::string_view kTeaModel = R"({UTF-8}
Cups: small, large ~~|
lid on cup = 0 ~ fraction ~|
room temperature = 20 ~ degrees ~|
heat loss = 0.1 ~ 1/Month ~|
start[Cups] = 80, 90 ~ degrees ~|
Tea temperature[Cups] = INTEG(-cooling[Cups], start[Cups]) ~ degrees ~|
cooling[Cups] = (Tea temperature[Cups] - room temperature) * heat loss * (1 - 0.5 * lid on cup)
  ~ degrees/Month ~|
known temperatures([(0,0)-(2,2)],(0,0),(1,1)) ~ degrees ~|
read temperature = known temperatures(Time / one month) ~ degrees ~|
one month = 1 ~ Month ~|
INITIAL TIME = 0 ~ Month ~|
FINAL TIME = 24 ~ Month ~|
TIME STEP = 0.25 ~ Month ~|
SAVEPER = 1 ~ Month ~|
)";

inline constexpr std::string_view kTeaStudy = R"([study]
name = "Tea"
model = "tea.mdl"
time_zero = "2022-01"
baseline = "open"

[[lever]]
name = "lid"
variable = "lid on cup"
unit = "fraction"
range = [0, 1]
default = 0
grade = "D"
note = "a choice"

[[uncertainty]]
name = "room"
variable = "room temperature"
unit = "degrees"
grade = "D"
note = "a guess"
distribution = { kind = "normal", mean = 20, sd = 2 }

[[uncertainty]]
name = "loss"
variable = "heat loss"
unit = "1/Month"
grade = "D"
note = "a guess"
distribution = { kind = "lognormal", p5 = 0.05, p95 = 0.2 }

[[scenario]]
name = "open"

[[scenario]]
name = "covered"
label = "Covered from June"
[scenario.set]
lid = [{ from = "2022-06", value = 1 }]

[[outcome]]
name = "warmth"
variable = "Tea temperature[large]"
unit = "degrees"
label = "Warmth"
definition = "of the large cup"

[[grid]]
name = "lids"
base = "open"
[grid.axes]
lid = [0, 0.5, 1]
)";

inline std::string tea_model_with(std::string_view from, std::string_view to) {
  std::string text(kTeaModel);
  return text.replace(text.find(from), from.size(), to);
}
inline std::string tea_study_with(std::string_view from, std::string_view to) {
  std::string text(kTeaStudy);
  return text.replace(text.find(from), from.size(), to);
}

inline Checked<Bound> bind_tea(const std::string& study_text, const std::string& model_text) {
  auto study = study::read_study_text("tea", study_text, {});
  auto model = model::load_model_text({"tea.mdl", model_text});
  for (const auto& one : study.diagnostics) ADD_FAILURE() << to_text(one);
  if (!model.value || !study.value) {
    for (const auto& one : model.diagnostics) ADD_FAILURE() << to_text(one);
    return {};
  }
  return bind(std::move(*study.value), std::move(*model.value));
}

inline Bound bound_tea() {
  Checked<Bound> bound = bind_tea(std::string(kTeaStudy), std::string(kTeaModel));
  for (const auto& one : bound.diagnostics) ADD_FAILURE() << to_text(one);
  return bound.value.value_or(Bound{});
}

}  // namespace sluice::ensemble
