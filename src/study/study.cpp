#include "study/study.h"

#include <algorithm>
#include <functional>

#include "base/format.h"
#include "base/source_set.h"
#include "study/sections.h"
#include "study/tied_points.h"

namespace sluice::study {
namespace {

using OpenFile = std::function<Checked<std::string>(const std::string& path)>;

constexpr std::pair<std::string_view, TimeUnit> kTimeUnits[] = {
    {"month", TimeUnit::month}, {"year", TimeUnit::year}, {"day", TimeUnit::day}};
constexpr std::pair<std::string_view, Design> kDesigns[] = {
    {"monte-carlo", Design::monte_carlo},
    {"latin-hypercube", Design::latin_hypercube},
    {"sobol", Design::sobol}};

constexpr std::string_view kFileName = "study.toml";
constexpr const char* kDefaultScenario = "as_is";
constexpr std::int64_t kMostMembers = 10'000'000;
constexpr std::int64_t kLargestSeed = INT64_MAX;

void read_dates(TableReader& reader, Study& study) {
  study.time_zero = reader.date("time_zero");
  const auto decision = reader.optional_date("decision");
  study.decision = decision.value_or(study.time_zero);
  if (decision && *decision < study.time_zero && reader.has("time_zero")) {
    reader.say(Code::study_bad_date, reader.place_of_value("decision"),
               format("\"decision\" ({}) lies before \"time_zero\" ({})", to_text(*decision),
                      to_text(study.time_zero)));
  }
}

// The [study] table. Returns the data files that it lists.
Names read_head(const toml::table& table, const StudyNames& names, Report& report, Study& study) {
  TableReader reader(table, "[study]", report);
  study.name = reader.text("name");
  study.model_path = path_in(study.folder, reader.text("model"));
  Names data = reader.texts("data");
  study.series = reader.texts("series");
  read_dates(reader, study);
  study.time_unit =
      reader.optional_choice<TimeUnit>("time_unit", kTimeUnits).value_or(TimeUnit::month);
  study.design = reader.optional_choice<Design>("design", kDesigns).value_or(Design::sobol);
  study.members =
      static_cast<std::uint64_t>(reader.optional_whole("members", 2, kMostMembers).value_or(1000));
  study.seed =
      static_cast<std::uint64_t>(reader.optional_whole("seed", 0, kLargestSeed).value_or(1));
  if (!names.scenarios.empty()) {
    study.baseline = reader.reference("baseline", names.scenarios, "scenario");
  } else if (reader.optional_text("baseline") != kDefaultScenario && reader.has("baseline")) {
    reader.say(Code::study_unknown_name, reader.place_of_value("baseline"),
               "\"baseline\" of [study] names a scenario, but the study has none",
               format("without [[scenario]] there is one, \"{}\", with every lever at its default",
                      kDefaultScenario),
               "leave \"baseline\" out, or add a [[scenario]] of that name");
  }
  reader.finish();
  return data;
}

StudyNames read_all_names(TableReader& root, Report& report) {
  return {.levers = read_names(root, "lever", report),
          .uncertainties = read_names(root, "uncertainty", report),
          .scenarios = read_names(root, "scenario", report),
          .worldviews = read_names(root, "worldview", report),
          .outcomes = read_names(root, "outcome", report),
          .grids = read_names(root, "grid", report),
          .histories = read_names(root, "history", report)};
}

// A study without scenarios has the one in which every lever keeps its default.
void add_default_scenario(Study& study) {
  if (!study.scenarios.empty()) return;
  study.baseline = kDefaultScenario;
  study.scenarios.push_back({.name = study.baseline,
                             .label = "Every lever at its default",
                             .note = {},
                             .settings = {},
                             .place = {}});
}

// Where the study names no design: Sobol' points, unless their coordinates would be tied.
void choose_design(const Sections& sections, Study& study) {
  const auto* head = sections.root.table().get_as<toml::table>("study");
  if (head == nullptr || head->contains("design")) return;
  if (study.uncertainties.size() > kFreeSobolInputs) study.design = Design::latin_hypercube;
}

void check_design(const Sections& sections, const Study& study) {
  if (study.design != Design::sobol || study.uncertainties.size() <= kMostSobolInputs) return;
  sections.report.say(Code::study_out_of_range, sections.report.whole_file(),
                      format("the design \"sobol\" takes at most {} uncertainties, not {}",
                             kMostSobolInputs, study.uncertainties.size()),
                      {}, "set design = \"latin-hypercube\" in [study]");
}

void read_sections(const Sections& sections, Study& study) {
  study.levers = read_levers(sections);
  study.uncertainties = read_uncertainties(sections, study);
  study.correlations = read_correlations(sections, study);
  study.scenarios = read_scenarios(sections, study);
  study.worldviews = read_worldviews(sections, study);
  study.outcomes = read_outcomes(sections);
  study.claims = read_claims(sections);
  study.grids = read_grids(sections, study);
  study.histories = read_histories(sections, study);
  add_default_scenario(study);
  study.backtests = read_backtests(sections, study);
  study.audit = read_audit(sections, study);
  choose_design(sections, study);
  check_design(sections, study);
}

Checked<Study> finish(Study study, Report& report) {
  Checked<Study> result;
  result.diagnostics = report.take();
  if (!has_error(result.diagnostics)) result.value = std::move(study);
  return result;
}

Checked<Study> read(const std::string& folder, const std::string& text, const OpenFile& open) {
  Report report(path_in(folder, std::string(kFileName)), text);
  Study study;
  study.folder = folder;
  study.text = text;
  const toml::parse_result parsed = toml::parse(text, kFileName);
  if (!parsed) {
    report.say(Code::study_syntax, report.place_of({parsed.error().source()}),
               format("this is not TOML: {}", parsed.error().description()), {},
               "the format is described at https://toml.io");
    return finish(std::move(study), report);
  }
  TableReader root(parsed.table(), "study.toml", report);
  const StudyNames names = read_all_names(root, report);
  const Sections sections{root, report, names, folder, open};
  root.need("study");
  const toml::table* head = root.optional_table("study");
  const Names data = head == nullptr ? Names{} : read_head(*head, names, report, study);
  read_sections(sections, study);
  if (head != nullptr) {
    read_series(sections, *head, study);
    read_sources(sections, *head, data, study);
  }
  root.finish();
  return finish(std::move(study), report);
}

}  // namespace

std::vector<std::string> Study::series_paths() const {
  std::vector<std::string> paths;
  for (const std::string& file : series) paths.push_back(path_in(folder, file));
  return paths;
}

Checked<Study> read_study(const std::string& folder) {
  Checked<std::string> text = read_file(path_in(folder, std::string(kFileName)));
  if (!text.value) return {.value = {}, .diagnostics = std::move(text.diagnostics)};
  return read(folder, *text.value,
              [&](const std::string& path) { return read_file(path_in(folder, path)); });
}

Checked<Study> read_study_text(const std::string& folder, const std::string& text,
                               const std::map<std::string, std::string>& files) {
  return read(folder, text, [&](const std::string& path) -> Checked<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return {.value = found->second, .diagnostics = {}};
    return {
        .value = {},
        .diagnostics = {make_diagnostic(Code::io_cannot_read, {}, format("cannot read {}", path),
                                        "it is not among the files given")}};
  });
}

}  // namespace sluice::study
