// A small sound study, and what is said of it after a change: for tests.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "study/study.h"

namespace sluice::study {

inline constexpr std::string_view kTeaStudy = R"toml([study]
name = "Tea"
model = "tea.mdl"
data = ["rows.csv"]
time_zero = "2022-01"
baseline = "as_made"

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
grade = "B"
source = "TE01"
distribution = { kind = "normal", mean = 20, sd = 2 }

[[uncertainty]]
name = "loss"
variable = "heat loss"
unit = "1/minute"
grade = "A"
source = "TE02-TE03"
distribution = { kind = "lognormal", p5 = 0.05, p95 = 0.2 }

[[scenario]]
name = "as_made"

[[scenario]]
name = "covered"
[scenario.set]
lid = 1

[[outcome]]
name = "warmth"
variable = "tea temperature"
unit = "degrees"
)toml";

inline std::map<std::string, std::string> tea_files() {
  return {
      {"rows.csv", "id,quantity,value\nTE01,room,20\nTE02,loss,0.1\nTE03,\"loss, covered\",0.05\n"},
      {"history.csv",
       "series,period_start,period_end,value,low,high,unit,source\n"
       "seen,2022-04,2022-06,60,,,degrees,TE01\n"
       "seen,2022-01,2022-03,70,60,80,degrees,TE01\n"
       "bad,2022-1,2022-03,x,60,80,degrees,TE01\n"
       "bad,2022-05,2022-03,3,90,80,degrees,TE01\n"
       "off,2022-01,2022-03,50,60,80,degrees,TE01\n"
       "off,2022-04,2022-06,90,60,80,degrees,TE01\n"
       "again,2022-01,2022-03,70,,,degrees,TE01\n"
       "again,2022-01,2022-03,71,,,degrees,TE02\n"
       "again,2022-01,2022-03,72,,,degrees,TE01\n"},
      {"series.csv", "Time,rain\n0,1\n"},
      {"odd.csv", "what,value\na,1\n"},
      {"long.csv", "id,value\nLO1,1,2\n"},
  };
}

// The tea study with the first `from` replaced by `to`.
inline std::string tea_with(std::string_view from, std::string_view to) {
  std::string text(kTeaStudy);
  return text.replace(text.find(from), from.size(), to);
}

inline Checked<Study> read_tea(const std::string& text) {
  return read_study_text("tea", text, tea_files());
}

// Everything said after the change, one diagnostic after the other.
inline std::string said_with(std::string_view from, std::string_view to) {
  std::string all;
  for (const Diagnostic& one : read_tea(tea_with(from, to)).diagnostics) all += to_text(one) + '\n';
  return all;
}

// The same for a claim with one leg, put before the outcomes.
inline std::string said_of_leg(std::string_view leg) {
  constexpr std::string_view kHead =
      "[[claim]]\nname = \"hot\"\ndefinition = \"d\"\nkind = \"paired\"\n[[claim.leg]]\n";
  constexpr std::string_view kTail = "\n\n[[outcome]]";
  return said_with("[[outcome]]", std::string(kHead) + std::string(leg) + std::string(kTail));
}

}  // namespace sluice::study
