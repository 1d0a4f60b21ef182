#include <unistd.h>

#include <algorithm>
#include <limits>

#include "base/format.h"
#include "results/netcdf_head.h"
#include "results/netcdf_library.h"
#include "results/result_file.h"

namespace sluice::results {
namespace {

class Reader {
 public:
  Reader(const NetcdfLibrary& library, bool with_numbers)
      : call_(library), with_numbers_(with_numbers) {}

  Checked<ResultFile> read(const std::string& path) {
    call_(nc().open, path.c_str(), NC_NOWRITE, &id_);
    if (call_.failed()) return failed(not_opened(path));
    Checked<ResultFile> result = is_ours() ? read_all(path) : failed(not_ours(path));
    nc().close(id_);
    return result;
  }

 private:
  const NetcdfLibrary& nc() const { return call_.library; }

  static Checked<ResultFile> failed(Diagnostic why) {
    return {.value = {}, .diagnostics = {std::move(why)}};
  }

  Diagnostic not_opened(const std::string& path) {
    Diagnostic said = call_.fault("open", path);
    const bool there = access(path.c_str(), R_OK) == 0;
    if (there) said.message = format("{} is not a Sluice result file", path);
    said.hint = there ? "give a file written by: sluice ensemble STUDY --output FILE.nc"
                      : "check the spelling and the folder";
    return said;
  }

  static Diagnostic not_ours(const std::string& path) {
    return make_diagnostic(Code::netcdf_not_a_result, {},
                           format("{} is a NetCDF file, but no result of Sluice", path),
                           "only a file that says what made it can be made again",
                           "give a file written by: sluice ensemble STUDY --output FILE.nc");
  }

  bool is_ours() { return text(NC_GLOBAL, "sluice_file_format") == "1"; }

  Checked<ResultFile> read_all(const std::string& path) {
    ResultFile file;
    read_facts(file);
    read_inputs(file);
    read_scenarios(file);
    if (call_.failed()) return failed(call_.fault("read", path));
    if (draws_missing_) return failed(without_draws(path));
    return {.value = std::move(file), .diagnostics = {}};
  }

  std::size_t length(const char* dimension) {
    int id = 0;
    std::size_t size = 0;
    call_(nc().inq_dimid, id_, dimension, &id);
    call_(nc().inq_dimlen, id_, id, &size);
    return call_.failed() ? 0 : size;
  }

  int variable(const char* name) {
    int id = 0;
    call_(nc().inq_varid, id_, name, &id);
    return id;
  }

  // Empty where there is none: empty texts are not written.
  std::string text(int variable, const char* name) {
    std::size_t size = 0;
    if (call_.failed() || nc().inq_attlen(id_, variable, name, &size) != NC_NOERR) return {};
    std::string value(size, '\0');
    call_(nc().get_att_text, id_, variable, name, value.data());
    return value;
  }

  unsigned long long whole_number(const char* name) {
    unsigned long long value = 0;
    call_(nc().get_att_ulonglong, id_, NC_GLOBAL, name, &value);
    return value;
  }

  std::vector<std::string> texts(const char* name, std::size_t count) {
    std::vector<char*> pointers(count, nullptr);
    if (count > 0) call_(nc().get_var_string, id_, variable(name), pointers.data());
    std::vector<std::string> values;
    for (const char* one : pointers) values.emplace_back(one == nullptr ? "" : one);
    if (count > 0 && !call_.failed()) nc().free_string(count, pointers.data());
    return values;
  }

  std::vector<double> numbers(const char* name, std::size_t count) {
    std::vector<double> values(count);
    if (count > 0) call_(nc().get_var_double, id_, variable(name), values.data());
    return values;
  }

  void read_facts(ResultFile& file) {
    MadeBy& made = file.made;
    made.version = text(NC_GLOBAL, "sluice_version");
    made.command = text(NC_GLOBAL, "command");
    made.title = text(NC_GLOBAL, "title");
    made.profile = text(NC_GLOBAL, "profile");
    made.worldview = text(NC_GLOBAL, "worldview");
    made.study_file = text(NC_GLOBAL, "study_file");
    made.model_file = text(NC_GLOBAL, "model_file");
    const std::size_t files = length("source_file");
    const auto names = texts("source_file", files);
    const auto contents = texts("source_text", files);
    for (std::size_t i = 0; i < files; ++i) made.files.push_back({names[i], contents[i]});
    read_calendar(file.calendar);
  }

  void read_calendar(Calendar& calendar) {
    constexpr std::string_view kSince = "days since ";
    const std::string units = text(variable("time"), "units");
    if (units.size() >= kSince.size() + 7) {
      calendar.zero = parse_date(units.substr(kSince.size(), 7)).value_or(Date{});
    }
    const std::string unit = text(variable("model_time"), "time_unit");
    for (const TimeUnit one : {TimeUnit::month, TimeUnit::year, TimeUnit::day}) {
      if (name_of(one) == unit) calendar.unit = one;
    }
  }

  std::vector<InputInfo> inputs(const std::string& kind) {
    const std::size_t count = length(kind.c_str());
    const auto names = texts(kind.c_str(), count);
    const auto labels = texts((kind + "_label").c_str(), count);
    const auto units = texts((kind + "_unit").c_str(), count);
    std::vector<InputInfo> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back({names[i], labels[i], units[i]});
    return all;
  }

  void read_inputs(ResultFile& file) {
    file.levers = inputs("lever");
    file.uncertainties = inputs("uncertainty");
    const std::size_t scenarios = length("scenario");
    file.scenario_labels = texts("scenario_label", scenarios);
    file.settings = texts("lever_setting", scenarios * file.levers.size());
    Draws& draws = file.ensemble.draws;
    for (const InputInfo& one : file.uncertainties) draws.names.push_back(one.name);
    draws.members = length("member");
    draws.seed = whole_number("seed");
    draws.design = text(NC_GLOBAL, "design");
    draws.values = numbers("draws", draws.names.size() * draws.members);
  }

  // Files of older versions do not say which futures an interrupted run reached, only that it was
  // interrupted: then those marked bad are taken as not reached.
  std::vector<double> reached(std::size_t count, const std::vector<double>& bad) {
    int id = 0;
    if (nc().inq_varid(id_, "reached", &id) == NC_NOERR) return numbers("reached", count);
    std::vector<double> all(count, 1);
    std::size_t stated = 0;
    const bool says = nc().inq_attlen(id_, NC_GLOBAL, "complete", &stated) == NC_NOERR;
    if (says && whole_number("complete") == 0) {
      for (std::size_t k = 0; k < count; ++k) all[k] = bad[k] == 0 ? 1 : 0;
    }
    return all;
  }

  void read_scenarios(ResultFile& file) {
    Frame empty;
    empty.members = file.ensemble.draws.members;
    empty.times = numbers("model_time", length("time"));
    const std::vector<int> variables = series_variables(call_, id_);
    for (const int id : variables) {
      empty.series.push_back(
          {text(id, "series"), text(id, "long_name"), text(id, "units"), text(id, "definition")});
    }
    const auto names = texts("scenario", length("scenario"));
    const std::size_t cells = names.size() * empty.members;
    const auto bad_times = numbers("bad_time", cells), bad = numbers("bad", cells);
    const auto marks = reached(cells, bad);
    draws_missing_ = std::ranges::find(marks, double{kDrawsMissing}) != marks.end();
    if (draws_missing_) return;
    for (std::size_t scenario = 0; scenario < names.size() && !call_.failed(); ++scenario) {
      ScenarioResult one{names[scenario], empty, {}, {}};
      for (std::size_t member = 0; member < empty.members; ++member) {
        const std::size_t cell = scenario * empty.members + member;
        if (marks[cell] == 0) mark_unreached(one, member);
        if (marks[cell] != 0 && bad[cell] != 0) one.bad.push_back({member, bad_times[cell]});
      }
      file.made.complete = file.made.complete && one.unreached.empty();
      if (with_numbers_) read_numbers(one, variables, scenario);
      file.ensemble.scenarios.push_back(std::move(one));
    }
  }

  static void mark_unreached(ScenarioResult& scenario, std::size_t member) {
    if (scenario.unreached.empty()) scenario.unreached.assign(scenario.frame.members, 0);
    scenario.unreached[member] = 1;
  }

  void read_numbers(ScenarioResult& one, const std::vector<int>& variables, std::size_t scenario) {
    Frame& frame = one.frame;
    frame.values.resize(variables.size() * frame.times.size() * frame.members);
    for (std::size_t i = 0; i < variables.size(); ++i) {
      read_series(frame, i, variables[i], scenario);
    }
    if (one.unreached.empty()) return;
    for (std::size_t row = 0; row < variables.size() * frame.times.size(); ++row) {
      for (std::size_t m = 0; m < frame.members; ++m) {
        if (!one.reached(m)) {
          frame.values[row * frame.members + m] = std::numeric_limits<double>::quiet_NaN();
        }
      }
    }
  }

  void read_series(Frame& frame, std::size_t series, int variable, std::size_t scenario) {
    std::vector<double> turned(frame.members * frame.times.size());
    const std::size_t start[] = {scenario, 0, 0};
    const std::size_t count[] = {1, frame.members, frame.times.size()};
    call_(nc().get_vara_double, id_, variable, &start[0], &count[0], turned.data());
    for (std::size_t time = 0; time < frame.times.size(); ++time) {
      const auto row = frame.at(series, time);
      for (std::size_t member = 0; member < frame.members; ++member) {
        row[member] = turned[member * frame.times.size() + time];
      }
    }
  }

  NetcdfCalls call_;
  bool with_numbers_, draws_missing_ = false;
  int id_ = 0;
};

}  // namespace

std::vector<int> series_variables(NetcdfCalls& call, int id) {
  int count = 0;
  call(call.library.inq_nvars, id, &count);
  std::vector<int> found;
  for (int variable = 0; variable < count && !call.failed(); ++variable) {
    int dimensions = 0;
    call(call.library.inq_varndims, id, variable, &dimensions);
    if (dimensions == 3) found.push_back(variable);
  }
  return found;
}

Checked<ResultFile> read_result(const std::string& path) {
  const auto library = load_netcdf();
  if (!library) return {.value = {}, .diagnostics = {library.error()}};
  return Reader(*library, true).read(path);
}

Checked<ResultFile> read_result_head(const std::string& path) {
  const auto library = load_netcdf();
  if (!library) return {.value = {}, .diagnostics = {library.error()}};
  return Reader(*library, false).read(path);
}

}  // namespace sluice::results
