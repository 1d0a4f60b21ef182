#include "app/keeping.h"

#include <algorithm>
#include <map>

#include "app/place.h"
#include "app/signals.h"
#include "app/stored.h"
#include "base/file.h"
#include "base/format.h"
#include "base/version.h"
#include "ensemble/design.h"

namespace sluice::app {
namespace {

constexpr std::string_view kPartial = ".partial";
constexpr const char* kNewEnsemble = "begin anew without --resume";

results::Ensemble shape_of(const std::vector<ensemble::Policy>& policies,
                           const ensemble::Runner& runner, const ensemble::DrawPlan& draws) {
  results::Ensemble shape;
  shape.draws = {draws.names(), draws.members(), draws.seed(), draws.design(), {}};
  for (const auto& policy : policies) {
    results::ScenarioResult scenario;
    scenario.name = policy.name;
    scenario.frame.series = runner.series();
    scenario.frame.times = runner.times();
    scenario.frame.members = draws.members();
    shape.scenarios.push_back(std::move(scenario));
  }
  return shape;
}

Diagnostic wrong_use(const std::string& where, std::string what, std::string why,
                     std::string mend) {
  return make_diagnostic(Code::wrong_use, place_at(where), std::move(what), std::move(why),
                         std::move(mend));
}

// The file has the say on how its futures are made.
Diagnostics find_overruled(const Arguments& arguments) {
  const std::pair<const char*, bool> given[] = {
      {"--members", arguments.sampling.members.has_value()},
      {"--seed", arguments.sampling.seed.has_value()},
      {"--design", arguments.sampling.design.has_value()},
      {"--worldview", !arguments.sampling.worldview.empty()},
      {"--scenario", !arguments.scenarios.empty()},
      {"--keep", arguments.keep || !arguments.output.empty()},
      {"--until-error", arguments.until_error.has_value()},
      {"--data", arguments.path.empty() && !arguments.data.empty()},
      {"--sensitivity", arguments.path.empty() && !arguments.sensitivity.empty()},
      {"--changes", arguments.path.empty() && !arguments.changes.empty()},
      {"--save", arguments.path.empty() && !arguments.save.empty()}};
  Diagnostics diagnostics;
  for (const auto& [option, is_given] : given) {
    if (!is_given) continue;
    diagnostics.push_back(wrong_use(option, format("{} cannot be given with --resume", option),
                                    format("{} says it already", arguments.resume),
                                    "leave it out"));
  }
  return diagnostics;
}

Diagnostics find_no_partial(const std::string& path) {
  if (path.ends_with(kPartial) && path.size() > kPartial.size()) return {};
  return {wrong_use("--resume", format("{} is not named F.nc.partial", path),
                    "an interrupted ensemble leaves a file of that name, a whole one none",
                    "give the .partial file; `sluice rerun` makes a whole file again")};
}

// What F.nc.partial will be once it is whole.
std::string target_of(const std::string& partial) {
  return partial.substr(0, partial.size() - kPartial.size());
}

Diagnostic differs(const std::string& path, std::string what, std::string mend) {
  return make_diagnostic(Code::resume_differs, place_at(path), std::move(what),
                         "half of the futures would be of one model and half of another",
                         std::move(mend));
}

Diagnostics find_other_version(const std::string& path, const results::MadeBy& made) {
  if (made.version == kVersion) return {};
  return {differs(path, format("it was begun by version {}, this is {}", made.version, kVersion),
                  format("resume it with that version, or {}", kNewEnsemble))};
}

Diagnostics find_changes(const std::string& path, const std::string& study_path,
                         const results::MadeBy& made, const Futures& now) {
  Diagnostics diagnostics;
  std::map<std::string, std::string> texts;
  for (const auto& text : texts_of(now.bound)) texts[text.name] = text.text;
  for (const auto& text : made.files) {
    const auto found = texts.find(text.name);
    if (found != texts.end() && found->second == text.text) continue;
    const bool gone = found == texts.end();
    diagnostics.push_back(differs(
        path,
        format("{} {} {}", text.name, gone ? "is no longer read by" : "has changed in", study_path),
        format("put back the old one, or {}; `sluice rerun {}` makes it whole from the old one",
               kNewEnsemble, path)));
  }
  for (const auto& [name, text] : texts) {
    const auto same = [&](const results::TextFile& file) { return file.name == name; };
    if (std::ranges::any_of(made.files, same)) continue;
    diagnostics.push_back(differs(path, format("{} now reads {} too", study_path, name),
                                  format("put back the old study, or {}", kNewEnsemble)));
  }
  return diagnostics;
}

study::Design design_named(const std::string& name, study::Design otherwise) {
  for (const auto design :
       {study::Design::monte_carlo, study::Design::latin_hypercube, study::Design::sobol}) {
    if (ensemble::name_of(design) == name) return design;
  }
  return otherwise;
}

}  // namespace

void Keeper::take(const ensemble::FutureBlock& block) {
  for (const auto& one : block.policies) {
    if (!one.known) writer_.put(one.policy, block.first_member, one.values, one.bad);
  }
  if (auto trouble = writer_.trouble(); !trouble.empty()) throw CannotKeep(std::move(trouble));
}

bool Keeper::get(std::size_t policy, std::uint64_t first, const results::BlockView& into,
                 double* values, std::vector<results::BadMember>& bad) {
  return writer_.get(policy, first, into, values, bad);
}

Checked<results::ResultWriter> begin_file(const std::string& path, const Futures& futures,
                                          const std::string& worldview,
                                          const std::vector<ensemble::Policy>& policies,
                                          const ensemble::Runner& runner,
                                          const ensemble::DrawPlan& draws) {
  constexpr std::size_t kSome = 4096;
  auto writer = results::ResultWriter::create(
      path,
      result_file_of("ensemble", futures, worldview, policies, shape_of(policies, runner, draws)));
  if (!writer.value) return writer;
  for (std::uint64_t first = 0; first < draws.members(); first += kSome) {
    if (interrupted()) return {};
    const auto block = draws.block(
        first, static_cast<std::size_t>(std::min<std::uint64_t>(kSome, draws.members() - first)));
    writer.value->put_draws(first, block.members, block.values.data(), block.members);
  }
  writer.value->end_draws();
  return writer;
}

Checked<Resumed> read_resumed(const Arguments& arguments) {
  const std::string& path = arguments.resume;
  Diagnostics diagnostics = find_no_partial(path);
  append(diagnostics, find_overruled(arguments));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  diagnostics = PartialFile(target_of(path)).find_in_use();
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  auto file = results::read_result_head(path);
  if (!file.value) return {std::nullopt, std::move(file.diagnostics)};
  const results::MadeBy& made = file.value->made;
  const bool is_named = !arguments.path.empty();
  auto now = is_named ? open_futures(arguments) : futures_of(*file.value, path);
  if (!now.value) return {std::nullopt, std::move(now.diagnostics)};
  diagnostics = find_other_version(path, made);
  if (is_named) append(diagnostics, find_changes(path, arguments.path, made, *now.value));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  Resumed resumed{arguments, std::move(file.value->ensemble.draws), {}};
  Sampling& sampling = resumed.arguments.sampling;
  sampling = {resumed.draws.members, resumed.draws.seed,
              design_named(resumed.draws.design, now.value->study().design), made.worldview};
  resumed.futures = with_sampling(std::move(*now.value), sampling);
  if (!is_named) resumed.arguments.path = path;
  resumed.arguments.output = target_of(path);
  for (const auto& scenario : file.value->ensemble.scenarios) {
    resumed.arguments.scenarios.push_back(scenario.name);
  }
  return {std::move(resumed), {}};
}

}  // namespace sluice::app
