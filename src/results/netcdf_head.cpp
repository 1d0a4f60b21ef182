#include "results/netcdf_head.h"

#include <algorithm>
#include <set>

#include "base/format.h"

namespace sluice::results {
namespace {

struct Dimensions {
  int scenario = 0, member = 0, time = 0, uncertainty = 0, lever = 0, source_file = 0;
};

class Head {
 public:
  Head(NetcdfCalls& call, int file_id, const ResultFile& file)
      : call_(call), file_(file), id_(file_id) {}

  HeadVariables write() {
    define();
    call_(nc().enddef, id_);
    put_names();
    put_numbers();
    return vars_;
  }

 private:
  const NetcdfLibrary& nc() const { return call_.library; }
  const Ensemble& ensemble() const { return file_.ensemble; }
  const Frame& first_frame() const { return ensemble().scenarios.front().frame; }

  void define() {
    define_dimensions();
    define_coordinates();
    define_inputs();
    define_series();
    define_facts();
  }

  int dimension(const char* name, std::size_t size) {
    int id = 0;
    call_(nc().def_dim, id_, name, size, &id);
    if (size == 0) empty_.insert(id);
    return id;
  }

  void define_dimensions() {
    dims_.scenario = dimension("scenario", ensemble().scenarios.size());
    dims_.member = dimension("member", first_frame().members);
    dims_.time = dimension("time", first_frame().times.size());
    dims_.uncertainty = dimension("uncertainty", ensemble().draws.names.size());
    dims_.lever = dimension("lever", file_.levers.size());
    dims_.source_file = dimension("source_file", file_.made.files.size());
  }

  int variable(const std::string& name, nc_type type, const std::vector<int>& dimensions,
               const char* long_name) {
    int id = 0;
    const int count = static_cast<int>(dimensions.size());
    call_(nc().def_var, id_, name.c_str(), type, count, dimensions.data(), &id);
    // A dimension without entries is what NetCDF calls unlimited; only chunks can hold that.
    const bool fixed =
        std::ranges::none_of(dimensions, [&](int one) { return empty_.contains(one); });
    if (type != NC_STRING && fixed) {
      call_(nc().def_var_chunking, id_, id, NC_CONTIGUOUS,
            static_cast<const std::size_t*>(nullptr));
    }
    attribute(id, "long_name", long_name);
    taken_.insert(name);
    return id;
  }

  void attribute(int id, const char* name, const std::string& text) {
    if (!text.empty()) call_(nc().put_att_text, id_, id, name, text.size(), text.c_str());
  }

  void define_coordinates() {
    vars_.scenario = variable("scenario", NC_STRING, {dims_.scenario}, "scenario");
    vars_.scenario_label =
        variable("scenario_label", NC_STRING, {dims_.scenario}, "what the scenario is");
    vars_.member = variable("member", NC_INT64, {dims_.member},
                            "number of the future; the same draws serve every scenario");
    vars_.time = variable("time", NC_DOUBLE, {dims_.time}, "time");
    attribute(vars_.time, "standard_name", "time");
    attribute(vars_.time, "axis", "T");
    attribute(vars_.time, "units", format("days since {}-01", to_text(file_.calendar.zero)));
    attribute(vars_.time, "calendar", "proleptic_gregorian");
    vars_.model_time = variable("model_time", NC_DOUBLE, {dims_.time}, "time of the model");
    // Not as CF units: "month" would be read as a span of time.
    attribute(vars_.model_time, "time_unit", std::string(name_of(file_.calendar.unit)));
    vars_.bad = variable("bad", NC_BYTE, {dims_.scenario, dims_.member},
                         "1 where the member's numbers cannot be used");
    vars_.reached = variable("reached", NC_BYTE, {dims_.scenario, dims_.member},
                             "0 where an interrupted run has not been: no numbers there; "
                             "`sluice ensemble --resume` goes on from here");
    vars_.bad_time = variable("bad_time", NC_DOUBLE, {dims_.scenario, dims_.member},
                              "model time of the first number that is not finite");
  }

  void define_inputs() {
    vars_.uncertainty = variable("uncertainty", NC_STRING, {dims_.uncertainty}, "uncertain input");
    vars_.uncertainty_label =
        variable("uncertainty_label", NC_STRING, {dims_.uncertainty}, "what the input is");
    vars_.uncertainty_unit =
        variable("uncertainty_unit", NC_STRING, {dims_.uncertainty}, "unit of its draws");
    vars_.draws = variable("draws", NC_DOUBLE, {dims_.uncertainty, dims_.member},
                           "drawn inputs, each in its own unit (uncertainty_unit)");
    vars_.lever = variable("lever", NC_STRING, {dims_.lever}, "lever");
    vars_.lever_label = variable("lever_label", NC_STRING, {dims_.lever}, "what the lever is");
    vars_.lever_unit = variable("lever_unit", NC_STRING, {dims_.lever}, "unit of its settings");
    vars_.lever_setting = variable("lever_setting", NC_STRING, {dims_.scenario, dims_.lever},
                                   "a number, or a first number and dated steps");
    vars_.source_file =
        variable("source_file", NC_STRING, {dims_.source_file}, "file that made this result");
    vars_.source_text = variable("source_text", NC_STRING, {dims_.source_file}, "its whole text");
  }

  // A series keeps its name, unless a dimension or NetCDF itself has taken it.
  std::string variable_name(const std::string& name) const {
    std::string wanted = name;
    for (char& c : wanted) {
      if (c == '/') c = '_';
    }
    while (taken_.contains(wanted)) wanted += "_series";
    return wanted;
  }

  void define_series() {
    for (const SeriesInfo& one : first_frame().series) {
      const int id = variable(variable_name(one.name), NC_DOUBLE,
                              {dims_.scenario, dims_.member, dims_.time}, one.label.c_str());
      attribute(id, "units", one.unit);
      attribute(id, "definition", one.definition);
      attribute(id, "series", one.name);
      attribute(id, "coordinates", "model_time");
      vars_.series.push_back(id);
    }
  }

  void define_facts() {
    const MadeBy& made = file_.made;
    attribute(NC_GLOBAL, "Conventions", "CF-1.8");
    attribute(NC_GLOBAL, "title", made.title);
    attribute(NC_GLOBAL, "source", "sluice " + made.version);
    attribute(NC_GLOBAL, "sluice_file_format", "1");
    attribute(NC_GLOBAL, "sluice_version", made.version);
    attribute(NC_GLOBAL, "command", made.command);
    attribute(NC_GLOBAL, "design", ensemble().draws.design);
    attribute(NC_GLOBAL, "profile", made.profile);
    attribute(NC_GLOBAL, "worldview", made.worldview);
    attribute(NC_GLOBAL, "study_file", made.study_file);
    attribute(NC_GLOBAL, "model_file", made.model_file);
    whole_number("seed", ensemble().draws.seed);
    whole_number("members", first_frame().members);
  }

  void whole_number(const char* name, unsigned long long value) {
    call_(nc().put_att_ulonglong, id_, NC_GLOBAL, name, NC_UINT64, std::size_t{1}, &value);
  }

  template <class Items, class Field>
  void texts(int id, const Items& items, const Field& field) {
    std::vector<const char*> pointers;
    for (const auto& item : items) pointers.push_back(field(item));
    if (!pointers.empty()) call_(nc().put_var_string, id_, id, pointers.data());
  }

  void put_names() {
    const auto itself = [](const std::string& text) { return text.c_str(); };
    const auto name = [](const auto& item) { return item.name.c_str(); };
    const auto label = [](const auto& item) { return item.label.c_str(); };
    const auto unit = [](const auto& item) { return item.unit.c_str(); };
    texts(vars_.scenario, ensemble().scenarios, name);
    texts(vars_.scenario_label, file_.scenario_labels, itself);
    texts(vars_.uncertainty, file_.uncertainties, name);
    texts(vars_.uncertainty_label, file_.uncertainties, label);
    texts(vars_.uncertainty_unit, file_.uncertainties, unit);
    texts(vars_.lever, file_.levers, name);
    texts(vars_.lever_label, file_.levers, label);
    texts(vars_.lever_unit, file_.levers, unit);
    texts(vars_.lever_setting, file_.settings, itself);
    texts(vars_.source_file, file_.made.files, name);
    texts(vars_.source_text, file_.made.files,
          [](const TextFile& item) { return item.text.c_str(); });
  }

  void put_numbers() {
    std::vector<long long> numbers(first_frame().members);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<long long>(i);
    call_(nc().put_var_longlong, id_, vars_.member, numbers.data());
    std::vector<double> days;
    for (const double time : first_frame().times) days.push_back(file_.calendar.days_at(time));
    call_(nc().put_var_double, id_, vars_.time, days.data());
    call_(nc().put_var_double, id_, vars_.model_time, first_frame().times.data());
  }

  NetcdfCalls& call_;
  const ResultFile& file_;
  int id_ = 0;
  Dimensions dims_;
  HeadVariables vars_;
  std::set<std::string> taken_;
  std::set<int> empty_;
};

}  // namespace

Diagnostic without_draws(const std::string& path) {
  return make_diagnostic(Code::netcdf_not_a_result, {},
                         format("{} ends before its first future", path),
                         "the program that wrote it was ended while it made the draws",
                         "begin the ensemble anew; nothing is lost");
}

HeadVariables write_head(NetcdfCalls& call, int id, const ResultFile& shape) {
  return Head(call, id, shape).write();
}

}  // namespace sluice::results
