// What is asked of a model: levers, uncertainties, scenarios, worldviews, outcomes, claims and
// history. Read from study.toml; names of model variables are still text here, because `study` does
// not know models (ensemble/bind.h joins the two). Dates are months since year 0: year * 12 +
// (month - 1).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "study/distribution.h"

namespace sluice::study {

using sluice::Date;
using sluice::parse_date;
using sluice::TimeUnit;
using sluice::to_text;

struct Evidence {
  std::string grade;                 // A, B, C, D
  std::vector<std::string> sources;  // row ids and "policy DATE" references
  std::string note;
};

struct DatedValue {
  Date from;
  double value = 0;
};
// A number, or steps in time (ascending).
using LeverSetting = std::variant<double, std::vector<DatedValue>>;

struct Lever {
  std::string name, variable, label, side, theme, unit;
  double low = 0, high = 0, preset = 0;
  Evidence evidence;
  Place place;
};

struct Uncertainty {
  std::string name, variable, label, unit;
  std::optional<int> system;
  Distribution distribution;
  Evidence evidence;
  Place place;
};

struct Correlation {
  std::string first, second;
  double value = 0;        // of normal scores
  Evidence evidence = {};  // grade may be empty
  Place place = {};
};

struct Scenario {
  std::string name, label, note;
  std::map<std::string, LeverSetting> settings;  // by lever name
  Place place;
};

struct Worldview {
  std::string name, label, note;
  std::map<std::string, Distribution> replacements;  // by uncertainty name
  Evidence evidence = {};                            // grade may be empty
  Place place = {};
};

// last: the end of the run alone is shown, as for a date that is known only then.
enum class Yearly : std::uint8_t { end, mean, sum, last };
struct Outcome {
  std::string name, variable, label, unit, definition, side;
  bool percent = false;
  Yearly yearly = Yearly::end;
  std::optional<double> never = {};  // so much or more says that it has not come about
  // A to D: of the evidence for how it is computed, where that is worse than its inputs'; else 0.
  char grade = 0;
  Place place = {};
};

struct Bound {  // ">= 0.02"
  enum class Relation : std::uint8_t { at_least, more, at_most, less } relation{};
  double value = 0;
};
bool satisfies(double value, const Bound& bound);

enum class Reduce : std::uint8_t { at, mean, sum, change, crossing, each_year_mean };
enum class Compare : std::uint8_t { value, difference, ratio };
// "horizon": the claim's current one; or a date for each of its horizons, in their order.
struct HorizonDate {
  std::vector<Date> dates = {};
};
using ClaimDate = std::variant<Date, HorizonDate>;

struct Leg {
  std::string outcome;
  Reduce reduce{};
  std::optional<ClaimDate> at, from, to;
  double level = 0;   // of crossing
  std::string label;  // what holds, in a few words; may be empty
  std::string policy, baseline;
  Compare compare = Compare::value;
  std::optional<Bound> holds, fails;
  // dominance and score
  bool high_is_better = true;
  double dead_band = 0, weight = 0, scale = 1;
  Place place;
};
enum class ClaimKind : std::uint8_t { paired, exists, dominance, score };
enum class Combine : std::uint8_t { all, any };
struct Claim {
  std::string name, variant, title, question;
  // What holds, and what fails (may be empty), as clauses of a sentence. Both may hold places in
  // braces that claim_words.h fills.
  std::string definition, opposite;
  ClaimKind kind{};
  Combine combine = Combine::all;
  std::vector<Date> horizons;  // may be empty
  std::vector<Leg> legs;
  std::string policy;                  // dominance, score
  std::vector<std::string> baselines;  // dominance, score
  int worse_on = 2;
  double stable_share = 0.7;
  std::string grid;  // exists
  double share_needed = 0.5;
  Evidence evidence;  // of its thresholds; grade may be empty
  Place place;
};
// "name.variant", or the name alone.
std::string full_name(const Claim& claim);

struct Grid {
  std::string name, base;
  std::vector<std::pair<std::string, std::vector<double>>> axes;  // lever -> values, file order
  Place place;
};

struct ObservedPoint {
  Date start, end;  // inclusive months
  double value = 0;
  std::optional<double> low, high;
  std::string source;
  std::string fitted = {};  // what of the model was set to it; empty: held out
};
// change: of a stock, its value at the end of the period less that at the end of the month before.
enum class HistoryReduce : std::uint8_t { sum, mean, end, change };
struct History {
  std::string name, label, variable, unit, note;
  HistoryReduce reduce{};
  double scale = 1;
  std::optional<int> system = {};
  // Months of the year (1 to 12) in which the source's own periods end, where its calendar periods
  // are made of those; empty else.
  std::vector<int> reports_end = {};
  bool scored = true;   // false: another definition, shown only
  unsigned weight = 1;  // of its points in scores over several series, 1 to 9
  // A factor: what is counted lies between the simulated number over it and times it in 90 %.
  double discrepancy = 1;
  std::vector<ObservedPoint> points;  // ascending by start
  Place place;
};

// What a back-test gives another value to, because the study's own was not yet known.
struct BacktestSetting {
  enum class Target : std::uint8_t { lever, uncertainty, constant } target{};
  std::string name;           // of the lever or uncertainty, or the model's constant
  LeverSetting lever;         // of a lever
  Distribution distribution;  // of the others
  Place place;
};
// What was observed after the cut: a number between low and high.
struct Box {
  std::string label, variable, unit;
  HistoryReduce reduce{};
  Date from, at;  // inclusive months; `end` reads the month `at`
  double low = 0, high = 0;
  Evidence evidence;
  Place place;
};
// The model run as if it were `cut`: nothing learnt later may be used, what came later is scored.
struct Backtest {
  std::string name, label, note;
  Date cut, until;                     // last month of knowledge; last month that is scored
  std::string scenario;                // the policy that was followed
  std::optional<double> needed;        // share of futures in which all boxes must be met at once
  std::vector<std::string> histories;  // scored: their periods that end in (cut, until]
  std::vector<BacktestSetting> settings;
  std::vector<Box> boxes;
  Evidence evidence;  // of the settings
  Place place;
};

// [[audit.extreme]]: with these settings nothing of these variables is left.
struct Extreme {
  std::string label, element;  // only cells that hold the element; empty: all
  std::vector<std::string> scenarios, variables;
  std::vector<BacktestSetting> settings;
  std::optional<Date> from;  // absent: in the whole run
  double at_most = 0;        // of the absolute value
  Place place;
};
struct Audit {                             // [audit]: what `sluice audit` needs to know
  std::vector<std::string> scenarios;      // under which inputs are tried; empty: all
  std::vector<std::string> headlines;      // outcomes held to the time step; empty: all
  std::vector<std::string> signed_stocks;  // accounts that may fall below 0
  std::string laws = "Laws";               // the group whose ends must be 0
  std::vector<Extreme> extremes = {};
};

struct SourceRow {             // one line of a data file, for `explain`
  std::string id, file, text;  // text: "column: value; ..." of the non-empty columns
  std::uint32_t line = 0;
  std::vector<std::pair<std::string, std::string>> fields = {};  // column, value; not empty
};

enum class Design : std::uint8_t { monte_carlo, latin_hypercube, sobol };
// The table of Sobol' direction numbers ends there; read_study refuses more with that design.
inline constexpr std::size_t kMostSobolInputs = 3667;

struct Study {
  std::string name, folder, model_path;  // model_path is ready to open
  Date time_zero, decision;
  TimeUnit time_unit = TimeUnit::month;
  std::uint64_t members = 1000, seed = 1;
  Design design = Design::sobol;
  std::string baseline;
  // Tables that fill the model's data variables, as written in study.toml; their texts are in
  // `files`.
  std::vector<std::string> series;
  std::vector<Lever> levers;
  std::vector<Uncertainty> uncertainties;
  std::vector<Correlation> correlations;
  std::vector<Scenario> scenarios;
  std::vector<Worldview> worldviews;
  std::vector<Outcome> outcomes;
  std::vector<Claim> claims;
  std::vector<Grid> grids;
  std::vector<History> histories;
  std::vector<Backtest> backtests;
  Audit audit;
  std::map<std::string, SourceRow> sources;  // by id
  std::string text;                          // study.toml as read
  // Every other file that was read, as written in study.toml -> its text (for reruns).
  std::map<std::string, std::string> files;

  Calendar calendar() const { return {time_zero, time_unit}; }
  std::vector<std::string> series_paths() const;  // ready to open
};

// `folder` holds study.toml. Every mistake in the file is told at once; unknown keys are errors
// with near names suggested.
Checked<Study> read_study(const std::string& folder);
// The same from text (for rerun): data files are looked for through `files` (path -> content).
Checked<Study> read_study_text(const std::string& folder, const std::string& text,
                               const std::map<std::string, std::string>& files);

}  // namespace sluice::study
