// Levers, uncertainties and the correlations between them.
#include <algorithm>
#include <map>

#include "base/format.h"
#include "study/correlation.h"
#include "study/distribution_reader.h"
#include "study/quantile.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

enum class Grade : std::uint8_t { a, b, c, d };
constexpr std::pair<std::string_view, Grade> kGrades[] = {
    {"A", Grade::a}, {"B", Grade::b}, {"C", Grade::c}, {"D", Grade::d}};

// Two inputs of one variable would each overwrite the other.
void check_variable(const std::string& variable, const Entry& entry, const TableReader& reader,
                    std::map<std::string, std::string>& owners, Report& report) {
  const auto [owner, first_time] = owners.emplace(variable, entry.what);
  if (first_time || variable.empty()) return;
  report.say(Code::study_same_variable, reader.place_of_value("variable"),
             format("{} sets \"{}\", which {} sets too", entry.what, variable, owner->second));
}

void read_range(TableReader& reader, Lever& lever) {
  const std::vector<double> range = reader.numbers("range");
  if (range.size() == 2 && range[0] <= range[1]) {
    lever.low = range[0];
    lever.high = range[1];
  } else if (reader.has("range")) {
    reader.say(Code::study_out_of_range, reader.place_of_value("range"),
               format("\"range\" of {} must be its lowest and its highest value", reader.what()),
               {}, "as in range = [0, 1]");
    lever.low = -1e300;
    lever.high = 1e300;
  }
  const std::string text =
      format("in its range, {} to {}", to_text(lever.low), to_text(lever.high));
  lever.preset = reader.number("default", {lever.low, lever.high, text});
}

Lever read_lever(const Entry& entry, Report& report) {
  TableReader reader(*entry.table, entry.what, report);
  Lever lever;
  lever.name = reader.text("name");
  lever.variable = reader.text("variable");
  lever.label = label_or_name(reader, lever.name);
  lever.side = reader.optional_text("side");
  lever.theme = reader.optional_text("theme");
  lever.unit = reader.text("unit");
  read_range(reader, lever);
  lever.evidence = read_evidence(reader);
  lever.place = reader.place_of_value("variable");
  reader.finish();
  return lever;
}

// `central` and `integer` may stand beside the distribution or inside it.
void read_beside(TableReader& reader, Distribution& distribution) {
  const auto central = reader.optional_number("central");
  if (central) distribution.central = central;
  distribution.integer = reader.flag("integer") || distribution.integer;
  const Support support = support_of(distribution);
  if (!distribution.central) return;
  if (*distribution.central >= support.low && *distribution.central <= support.high) return;
  const std::string key = central ? "central" : "distribution";
  reader.say(Code::study_out_of_range, reader.place_of_value(key),
             format("the central value of {} is {}; its distribution spans {} to {}", reader.what(),
                    to_text(*distribution.central), to_text(support.low), to_text(support.high)));
}

Uncertainty read_uncertainty(const Entry& entry, Report& report) {
  TableReader reader(*entry.table, entry.what, report);
  Uncertainty input;
  input.name = reader.text("name");
  input.variable = reader.text("variable");
  input.label = label_or_name(reader, input.name);
  input.unit = reader.text("unit");
  if (const auto system = reader.optional_whole("system", 0, 1000)) {
    input.system = static_cast<int>(*system);
  }
  input.evidence = read_evidence(reader);
  const toml::node* distribution = reader.need("distribution");
  if (distribution != nullptr) {
    const std::string what = format("the distribution of \"{}\"", input.name);
    input.distribution =
        read_distribution_or_number(*distribution, what, report).value_or(Distribution{});
  }
  read_beside(reader, input.distribution);
  input.place = reader.place_of_value("variable");
  reader.finish();
  return input;
}

void say_pair(const TableReader& reader, const Correlation& one, Report& report,
              std::string_view fault) {
  report.say(Code::study_bad_correlation, reader.place_of_value("between"),
             format("the correlation between \"{}\" and \"{}\" {}", one.first, one.second, fault));
}

// Inputs that move as one are one input: at 1 and -1 they could not be drawn as two.
constexpr double kStrongest = 1 - 1e-9;

std::optional<Correlation> read_correlation(const Entry& entry, const Sections& sections) {
  TableReader reader(*entry.table, entry.what, sections.report);
  Correlation one;
  const Names pair = reader.texts("between");
  one.value = reader.number("value", {-kStrongest, kStrongest, "above -1 and below 1"});
  one.place = reader.place_of_value("between");
  one.evidence = read_optional_evidence(reader);
  reader.finish();
  if (pair.size() != 2) {
    reader.say(Code::study_bad_correlation, one.place,
               format("{} must name two uncertainties in \"between\"", entry.what));
    return {};
  }
  bool known = true;
  for (const std::string& name : pair) {
    known = check_name(name, sections.names.uncertainties, "uncertainty", entry.what, one.place,
                       sections.report) &&
            known;
  }
  one.first = pair[0];
  one.second = pair[1];
  if (one.first == one.second) say_pair(reader, one, sections.report, "ties it to itself");
  return known && one.first != one.second ? std::optional(one) : std::nullopt;
}

bool same_pair(const Correlation& a, const Correlation& b) {
  return std::minmax(a.first, a.second) == std::minmax(b.first, b.second);
}

void check_correlations(const std::vector<Correlation>& all, const Study& study, Report& report) {
  const auto factor = factor_correlations(study.uncertainties, all);
  if (factor) return;
  std::string names;
  for (const std::size_t input : factor.error()) {
    names += format("{}\"{}\"", names.empty() ? "" : ", ", study.uncertainties[input].name);
  }
  const std::string& last = study.uncertainties[factor.error().back()].name;
  const auto involves = [&](const Correlation& one) {
    return one.first == last || one.second == last;
  };
  report.say(Code::study_correlations_contradict, std::ranges::find_if(all, involves)->place,
             format("the correlations among {} contradict each other", names),
             "their matrix is not positive definite: no inputs can be tied in this way",
             "bring some of these values nearer to 0");
}

}  // namespace

Evidence read_evidence(TableReader& reader) {
  Evidence evidence;
  if (reader.choice<Grade>("grade", kGrades)) evidence.grade = reader.optional_text("grade");
  evidence.sources = reader.texts("source");
  evidence.note = reader.optional_text("note");
  const bool own_assumption = evidence.grade == "D" && !evidence.note.empty();
  if (evidence.sources.empty() && !own_assumption && !evidence.grade.empty()) {
    reader.say(Code::study_no_evidence, reader.place(),
               format("{} has grade {} but no \"source\"", reader.what(), evidence.grade), {},
               "name the data rows it rests on; an own assumption is grade D with a \"note\" that "
               "says why");
  }
  return evidence;
}

std::string label_or_name(TableReader& reader, const std::string& name) {
  const std::string label = reader.optional_text("label");
  return label.empty() ? name : label;
}

Evidence read_optional_evidence(TableReader& reader) {
  Evidence evidence;
  if (reader.optional_choice<Grade>("grade", kGrades)) {
    evidence.grade = reader.optional_text("grade");
  }
  evidence.sources = reader.texts("source");
  evidence.note = reader.optional_text("note");
  return evidence;
}

std::vector<Lever> read_levers(const Sections& sections) {
  std::vector<Lever> levers;
  std::map<std::string, std::string> owners;
  for (const Entry& entry : entries_of(sections.root, "lever", sections.report)) {
    levers.push_back(read_lever(entry, sections.report));
    const TableReader reader(*entry.table, entry.what, sections.report);
    check_variable(levers.back().variable, entry, reader, owners, sections.report);
  }
  return levers;
}

std::vector<Uncertainty> read_uncertainties(const Sections& sections, const Study& study) {
  std::vector<Uncertainty> inputs;
  std::map<std::string, std::string> owners;
  for (const Lever& lever : study.levers) {
    owners.emplace(lever.variable, format("lever \"{}\"", lever.name));
  }
  for (const Entry& entry : entries_of(sections.root, "uncertainty", sections.report)) {
    inputs.push_back(read_uncertainty(entry, sections.report));
    const TableReader reader(*entry.table, entry.what, sections.report);
    check_variable(inputs.back().variable, entry, reader, owners, sections.report);
  }
  return inputs;
}

std::vector<Correlation> read_correlations(const Sections& sections, const Study& study) {
  std::vector<Correlation> all;
  for (const Entry& entry : entries_of(sections.root, "correlation", sections.report)) {
    const auto one = read_correlation(entry, sections);
    if (!one) continue;
    const auto same = [&](const Correlation& other) { return same_pair(other, *one); };
    if (std::ranges::any_of(all, same)) {
      const TableReader reader(*entry.table, entry.what, sections.report);
      say_pair(reader, *one, sections.report, "is stated twice");
      continue;
    }
    all.push_back(*one);
  }
  if (!all.empty()) check_correlations(all, study, sections.report);
  return all;
}

}  // namespace sluice::study
