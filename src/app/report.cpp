#include <filesystem>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/output.h"
#include "app/place.h"
#include "app/signals.h"
#include "app/single_run.h"
#include "base/file.h"
#include "base/format.h"
#include "base/source_set.h"
#include "report/json.h"
#include "serve/service.h"

namespace sluice::app {
namespace {

constexpr std::size_t kMostPolicies = 5;
constexpr std::size_t kMostCharts = 12;
constexpr std::uint64_t kMostMembers = 20'000;  // kept in memory, with every outcome
constexpr std::size_t kChartsShown = 6;         // where none are named

std::string folder_of(const std::string& path) {
  const std::filesystem::path file(path);
  if (file.filename() != "study.toml") return path;
  const std::string folder = file.parent_path().string();
  return folder.empty() ? "." : folder;
}

Checked<std::vector<study::Addition>> additions_in(const std::vector<std::string>& paths) {
  std::vector<study::Addition> additions;
  Diagnostics unread;
  for (const auto& path : paths) {
    Checked<std::string> text = read_file(path);
    append(unread, std::move(text.diagnostics));
    if (text.value) additions.push_back({path, std::move(*text.value)});
  }
  if (has_error(unread)) return {std::nullopt, std::move(unread)};
  return {std::move(additions), {}};
}

// The first scenario is compared with; without any the study's baseline stands alone.
Checked<std::string> request_of(const Arguments& arguments, const Futures& futures) {
  const study::Study& study = futures.study();
  const std::vector<std::string> named =
      arguments.scenarios.empty() ? std::vector{study.baseline} : arguments.scenarios;
  auto policies = policies_named(study, named, "--scenario");
  auto shown = with_outcomes(study, arguments.outcomes);
  auto worldview = find_worldview(study, arguments.sampling.worldview);
  Diagnostics wrong = std::move(policies.diagnostics);
  append(wrong, std::move(shown.diagnostics));
  append(wrong, std::move(worldview.diagnostics));
  append(wrong, find_no_outcomes(arguments.path, study));
  if (has_error(wrong)) return {std::nullopt, std::move(wrong)};
  report::Json json;
  json["policies"] = report::Json::array();
  for (const auto& policy : *policies.value) {
    json["policies"].push_back({{"scenario", policy.name}, {"label", policy.label}});
  }
  const std::size_t most = arguments.outcomes.empty() ? kChartsShown : kMostCharts;
  json["charts"] = report::Json::array();
  for (const auto& outcome : shown.value->outcomes) {
    if (json["charts"].size() < most) json["charts"].push_back(outcome.name);
  }
  json["members"] = study.members;
  json["seed"] = study.seed;
  if (arguments.scenarios.empty()) json["claims"] = "own";
  if (*worldview.value != nullptr) json["beliefs"] = {{"worldview", arguments.sampling.worldview}};
  return {json.dump(), {}};
}

}  // namespace

int report(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  auto additions = additions_in(arguments.with);
  auto request = request_of(arguments, *futures.value);
  Diagnostics wrong = std::move(additions.diagnostics);
  append(wrong, std::move(request.diagnostics));
  append(wrong, find_unwritable(arguments.output));
  if (arguments.scenarios.size() > kMostPolicies) {
    wrong.push_back(make_diagnostic(Code::wrong_use, place_at("--scenario"),
                                    format("a report shows at most {} policies", kMostPolicies), {},
                                    "name fewer scenarios"));
  }
  if (futures.value->study().members > kMostMembers) {
    wrong.push_back(make_diagnostic(
        Code::wrong_use, place_at("--members"),
        format("a report keeps all its futures in memory, at most {}", kMostMembers), {},
        format("write --members {}", kMostMembers)));
  }
  if (has_error(wrong)) return tell_and_exit(wrong);
  mention_warnings(arguments.path, without_notes(futures.value->diagnostics));
  const auto html =
      serve::report_of(folder_of(arguments.path), *additions.value, *request.value, interrupted());
  if (!html.value) return tell_and_exit(html.diagnostics);
  if (interrupted()) return tell_interrupted();
  if (arguments.output.empty()) return print_and_exit(*html.value);
  return tell_and_exit(write_atomically(arguments.output, *html.value));
}

}  // namespace sluice::app
