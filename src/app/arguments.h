// The command line as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/study.h"

namespace sluice::app {

enum class Command : std::uint8_t {
  check,
  run,
  ensemble,
  compare,
  claims,
  history,
  backtest,
  sources,
  worldviews,
  audit,
  document,
  explain,
  rerun,
  serve,
  report,
  convert
};

// Exit codes of the program; documented in its help.
enum class Exit : std::uint8_t { done = 0, test_failed = 1, wrong_input = 2, environment = 3 };
// A command that a signal ended: 128 + SIGINT, as shells say it.
inline constexpr int kInterrupted = 130;

// What the ensemble commands share. Absent values are the study's own.
struct Sampling {
  std::optional<std::uint64_t> members, seed;
  std::optional<study::Design> design;
  std::string worldview;  // empty: the study's distributions; "all" for claims
};

// --until-error: a Monte Carlo standard error, in the outcome's unit or as a share of the quantile.
struct StopError {
  double value = 0;
  bool relative = false;
};

struct Arguments {
  Command command{};
  std::string path;
  bool json = false;
  unsigned threads = 0;  // 0: all cores
  Sampling sampling;
  std::vector<std::string> scenarios;
  std::vector<std::string> data;        // check, run, explain: tables for data variables
  std::vector<std::string> settings;    // run: "Name=value"
  std::vector<std::string> changes;     // run, ensemble: Vensim's changes files
  std::string sensitivity, save;        // ensemble of a model file; run (save): a list of names
  std::vector<std::string> variables;   // run; empty: all
  std::vector<std::string> outcomes;    // ensemble, compare; empty: all
  std::vector<std::string> claims;      // claims: "name" or "name.variant"; empty: all
  std::vector<std::string> names;       // backtest: which; empty: all
  std::vector<std::string> thresholds;  // claims: "name.variant[.leg][.what]=number"
  std::vector<std::string> expected;    // claims: "name.variant[@horizon]=verdict"
  std::string output;
  std::string first, second;  // compare
  std::string name;           // explain
  bool all_quantiles = false;
  bool csv = false;                      // sources
  bool check = false, update = false;    // document: of the prose
  bool keep = false;                     // ensemble: --keep was given
  std::string resume;                    // ensemble: F.nc.partial
  std::optional<StopError> until_error;  // ensemble
  std::string error_of;                  // ensemble: "outcome[@year][:probability]"
  bool strict = false;                   // history: exit 1 where a series fails
  std::string host = "127.0.0.1";        // serve
  std::uint16_t port = 8080;
  std::vector<std::string> host_names;
  std::vector<std::string> with;  // files of further scenarios and worldviews
  bool plain = false;             // convert
};

struct Parsed {
  std::optional<Arguments> arguments;  // absent: the rest says what to print and how to end
  std::string output, errors;
  Exit exit = Exit::done;
};
Parsed parse_arguments(const std::vector<std::string>& words);

}  // namespace sluice::app
