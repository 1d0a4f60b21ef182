#include "results/result_writer.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <mutex>

#include "base/file.h"
#include "base/format.h"
#include "results/netcdf_head.h"

namespace sluice::results {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFlushBytes = std::size_t{1} << 25U;
// An interrupted file is filled with NaN where it holds nothing, unless that is more than this.
constexpr std::size_t kMostFilled = std::size_t{1} << 29U;

using Places = std::vector<std::size_t>;  // a start or a count, one number a dimension

struct Run {  // of consecutive members under one scenario
  std::size_t scenario = 0, first = 0, count = 0;
};

// From [series][time][member] to the [series][member][time] that readers plot.
std::vector<double> turned(const BlockView& block, std::size_t series) {
  std::vector<double> numbers(series * block.members * block.times);
  double* out = numbers.data();
  for (std::size_t one = 0; one < series; ++one, out += block.members * block.times) {
    for (std::size_t time = 0; time < block.times; ++time) {
      const double* row = block.at(one, time);
      for (std::size_t m = 0; m < block.members; ++m) out[m * block.times + time] = row[m];
    }
  }
  return numbers;
}

void turn_back(const std::vector<double>& numbers, const BlockView& into, double* values) {
  for (std::size_t m = 0; m < into.members; ++m) {
    for (std::size_t time = 0; time < into.times; ++time) {
      values[time * into.stride + m] = numbers[m * into.times + time];
    }
  }
}

}  // namespace

struct ResultWriter::Implementation {
  Implementation(const NetcdfLibrary& loaded, const std::string& target)
      : library(loaded), path(target), partial(target) {}
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
  ~Implementation() {
    if (open) library.close(id);
  }

  NetcdfLibrary library;
  NetcdfCalls call{library};
  std::string path;
  PartialFile partial;
  int id = 0;
  bool open = false;
  HeadVariables vars;
  std::size_t scenarios = 0, members = 0, times = 0, inputs = 0;
  std::vector<std::uint8_t> reached;  // [scenario * members + member], as on disk
  std::vector<Run> pending;           // written, not yet marked as reached
  std::size_t pending_bytes = 0;
  mutable std::mutex mutex;

  Diagnostics create(const ResultFile& shape);
  Diagnostics resume();
  void allocate();
  void find_variables();
  void put_doubles(int variable, const Places& start, const Places& count, const double* numbers) {
    call(library.put_vara_double, id, variable, start.data(), count.data(), numbers);
  }
  void get_doubles(int variable, const Places& start, const Places& count, double* numbers) {
    call(library.get_vara_double, id, variable, start.data(), count.data(), numbers);
  }
  void put_bytes(int variable, const Run& run, signed char value) {
    const std::vector<signed char> bytes(run.count, value);
    const Places start = {run.scenario, run.first}, count = {1, run.count};
    call(library.put_vara_schar, id, variable, start.data(), count.data(), bytes.data());
  }
  std::size_t bytes_of_member() const { return vars.series.size() * times * sizeof(double); }
  std::vector<Run> unreached() const;
  void flush();
  void fill_unreached();
};

Diagnostics ResultWriter::Implementation::create(const ResultFile& shape) {
  if (is_special(path)) {  // the rename would put a file in its place
    return {make_diagnostic(Code::io_cannot_write, {}, format("cannot write {}", path),
                            "a result file cannot go into a pipe or a device",
                            "name a plain file")};
  }
  // NetCDF calls every trouble with a folder "Permission denied"; this says which it is. The
  // library locks what it opens, and does not look at who did so before it.
  Diagnostics said = partial.claim();
  if (has_error(said)) return said;
  partial.clear_place();
  call(library.create, partial.partial_path().c_str(), NC_NETCDF4 | NC_NOCLOBBER, &id);
  if (call.failed()) {
    said = partial.find_in_use();
    if (said.empty()) said = {call.fault_of_writing("create", partial.partial_path())};
    return said;
  }
  partial.taken();
  open = true;
  int before = 0;
  call(library.set_fill, id, NC_NOFILL, &before);
  vars = write_head(call, id, shape);
  const Frame& frame = shape.ensemble.scenarios.front().frame;
  scenarios = shape.ensemble.scenarios.size();
  members = frame.members;
  times = frame.times.size();
  inputs = shape.ensemble.draws.names.size();
  reached.assign(scenarios * members, 0);
  allocate();
  if (call.failed()) return {call.fault_of_writing("write", partial.partial_path())};
  return {};
}

// Every number gets its place on disk, by writing the last one: from here on the file's structure
// does not change, so it is whole whenever the program ends.
void ResultWriter::Implementation::allocate() {
  const std::vector<double> none(members, kNaN);
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    put_bytes(vars.bad, {scenario, 0, members}, 0);
    put_bytes(vars.reached, {scenario, 0, members}, kDrawsMissing);
    put_doubles(vars.bad_time, {scenario, 0}, {1, members}, none.data());
  }
  for (const int series : vars.series) {
    put_doubles(series, {scenarios - 1, members - 1, times - 1}, {1, 1, 1}, &kNaN);
  }
  if (inputs > 0) put_doubles(vars.draws, {inputs - 1, members - 1}, {1, 1}, &kNaN);
  call(library.sync, id);
}

void ResultWriter::Implementation::find_variables() {
  const auto find = [&](const char* name, int& variable) {
    call(library.inq_varid, id, name, &variable);
  };
  find("bad", vars.bad);
  find("bad_time", vars.bad_time);
  find("reached", vars.reached);
  find("draws", vars.draws);
  vars.series = series_variables(call, id);
  const auto length = [&](const char* name, std::size_t& size) {
    int dimension = 0;
    call(library.inq_dimid, id, name, &dimension);
    call(library.inq_dimlen, id, dimension, &size);
  };
  length("scenario", scenarios);
  length("member", members);
  length("time", times);
  length("uncertainty", inputs);
}

Diagnostics ResultWriter::Implementation::resume() {
  Diagnostics said = partial.find_in_use();
  if (has_error(said)) return said;
  call(library.open, partial.partial_path().c_str(), NC_WRITE, &id);
  if (call.failed()) return {call.fault("open", partial.partial_path())};
  open = true;
  find_variables();
  std::vector<signed char> marks(call.failed() ? 0 : scenarios * members);
  const Places start = {0, 0}, count = {scenarios, members};
  call(library.get_vara_schar, id, vars.reached, start.data(), count.data(), marks.data());
  if (call.failed()) return {call.fault("read", partial.partial_path())};
  if (std::ranges::find(marks, kDrawsMissing) != marks.end()) {
    return {without_draws(partial.partial_path())};
  }
  for (const signed char mark : marks) reached.push_back(mark == 1 ? 1 : 0);
  return {};
}

// First the numbers, then the marks.
void ResultWriter::Implementation::flush() {
  call(library.sync, id);
  for (const Run& run : pending) put_bytes(vars.reached, run, 1);
  call(library.sync, id);
  for (const Run& run : pending) {
    std::fill_n(reached.begin() + static_cast<std::ptrdiff_t>(run.scenario * members + run.first),
                run.count, 1);
  }
  pending.clear();
  pending_bytes = 0;
}

std::vector<Run> ResultWriter::Implementation::unreached() const {
  constexpr std::size_t kMost = 4096;
  std::vector<Run> runs;
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    for (std::size_t m = 0; m < members; ++m) {
      if (reached[scenario * members + m] != 0) continue;
      const bool goes_on = !runs.empty() && runs.back().scenario == scenario &&
                           runs.back().first + runs.back().count == m && runs.back().count < kMost;
      if (!goes_on) runs.push_back({scenario, m, 0});
      ++runs.back().count;
    }
  }
  return runs;
}

void ResultWriter::Implementation::fill_unreached() {
  const auto missing = static_cast<std::size_t>(std::ranges::count(reached, 0));
  if (missing == 0 || missing * bytes_of_member() > kMostFilled) return;
  for (const Run& run : unreached()) {
    const std::vector<double> none(run.count * times, kNaN);
    for (const int series : vars.series) {
      put_doubles(series, {run.scenario, run.first, 0}, {1, run.count, times}, none.data());
    }
  }
}

ResultWriter::ResultWriter() = default;
ResultWriter::~ResultWriter() = default;
ResultWriter::ResultWriter(ResultWriter&&) noexcept = default;
ResultWriter& ResultWriter::operator=(ResultWriter&&) noexcept = default;

Checked<ResultWriter> ResultWriter::create(const std::string& path, const ResultFile& shape) {
  assert(!shape.ensemble.scenarios.empty());
  const auto library = load_netcdf();
  if (!library) return {std::nullopt, {library.error()}};
  ResultWriter writer;
  writer.implementation_ = std::make_unique<Implementation>(*library, path);
  Diagnostics said = writer.implementation_->create(shape);
  if (has_error(said)) return {std::nullopt, std::move(said)};
  return {std::move(writer), std::move(said)};
}

Checked<ResultWriter> ResultWriter::resume(const std::string& path) {
  const auto library = load_netcdf();
  if (!library) return {std::nullopt, {library.error()}};
  ResultWriter writer;
  writer.implementation_ = std::make_unique<Implementation>(*library, path);
  Diagnostics said = writer.implementation_->resume();
  if (has_error(said)) return {std::nullopt, std::move(said)};
  return {std::move(writer), std::move(said)};
}

void ResultWriter::put_draws(std::uint64_t first, std::size_t count, const double* values,
                             std::size_t stride) {
  Implementation& own = *implementation_;
  const std::scoped_lock lock(own.mutex);
  for (std::size_t input = 0; input < own.inputs && count > 0; ++input) {
    own.put_doubles(own.vars.draws, {input, first}, {1, count}, values + input * stride);
  }
}

void ResultWriter::end_draws() {
  Implementation& own = *implementation_;
  const std::scoped_lock lock(own.mutex);
  own.call(own.library.sync, own.id);
  for (std::size_t scenario = 0; scenario < own.scenarios; ++scenario) {
    own.put_bytes(own.vars.reached, {scenario, 0, own.members}, 0);
  }
  own.call(own.library.sync, own.id);
}

void ResultWriter::put(std::size_t scenario, std::uint64_t first, const BlockView& block,
                       const std::vector<BadMember>& bad) {
  Implementation& own = *implementation_;
  const std::size_t series = own.vars.series.size();
  const auto numbers = turned(block, series);
  const std::scoped_lock lock(own.mutex);
  const Places count = {1, block.members, block.times};
  for (std::size_t one = 0; one < series; ++one) {
    own.put_doubles(own.vars.series[one], {scenario, first, 0}, count,
                    numbers.data() + one * block.members * block.times);
  }
  for (const BadMember& one : bad) {
    own.put_bytes(own.vars.bad, {scenario, one.member, 1}, 1);
    own.put_doubles(own.vars.bad_time, {scenario, one.member}, {1, 1}, &one.time);
  }
  own.pending.push_back({scenario, first, block.members});
  own.pending_bytes += block.members * own.bytes_of_member();
  if (own.pending_bytes >= kFlushBytes) own.flush();
}

bool ResultWriter::get(std::size_t scenario, std::uint64_t first, const BlockView& into,
                       double* values, std::vector<BadMember>& bad) {
  Implementation& own = *implementation_;
  const std::scoped_lock lock(own.mutex);
  const auto marks = std::span(own.reached).subspan(scenario * own.members + first, into.members);
  if (std::ranges::find(marks, 0) != marks.end()) return false;
  std::vector<double> numbers(into.members * into.times);
  for (std::size_t one = 0; one < own.vars.series.size(); ++one) {
    own.get_doubles(own.vars.series[one], {scenario, first, 0}, {1, into.members, into.times},
                    numbers.data());
    turn_back(numbers, into, values + one * into.times * into.stride);
  }
  std::vector<double> is_bad(into.members), when(into.members);
  own.get_doubles(own.vars.bad, {scenario, first}, {1, into.members}, is_bad.data());
  own.get_doubles(own.vars.bad_time, {scenario, first}, {1, into.members}, when.data());
  for (std::size_t m = 0; m < into.members; ++m) {
    if (is_bad[m] != 0) bad.push_back({first + m, when[m]});
  }
  return !own.call.failed();
}

Diagnostics ResultWriter::trouble() const {
  const std::scoped_lock lock(implementation_->mutex);
  if (!implementation_->call.failed()) return {};
  return {implementation_->call.fault_of_writing("write", implementation_->partial.partial_path())};
}

Diagnostics ResultWriter::finish() {
  Implementation& own = *implementation_;
  own.flush();
  own.fill_unreached();
  own.call(own.library.sync, own.id);
  Diagnostics said = trouble();
  const bool whole = std::ranges::find(own.reached, 0) == own.reached.end();
  // While the library still holds its lock: a program that begins the same file could take what is
  // whole for something left behind.
  if (said.empty() && whole) said = own.partial.commit();
  own.open = false;
  const int closed = own.library.close(own.id);
  if (said.empty() && closed != NC_NOERR) {
    own.call([closed] { return closed; });
    said.push_back(own.call.fault_of_writing("close", own.partial.partial_path()));
  }
  if (!has_error(said) && !whole) own.partial.keep();
  return said;
}

namespace {

// The members that a scenario reached, as blocks.
void put_reached(ResultWriter& writer, std::size_t number, const ScenarioResult& scenario) {
  const Frame& frame = scenario.frame;
  for (std::size_t first = 0; first < frame.members;) {
    std::size_t last = first;
    while (last < frame.members && scenario.reached(last)) ++last;
    std::vector<BadMember> bad;
    std::ranges::copy_if(scenario.bad, std::back_inserter(bad), [&](const BadMember& one) {
      return one.member >= first && one.member < last;
    });
    const BlockView block{frame.values.data() + first, frame.times.size(), frame.members,
                          last - first};
    if (last > first) writer.put(number, first, block, bad);
    first = std::max(last, first + 1);
  }
}

}  // namespace

Diagnostics write_result(const std::string& path, const ResultFile& file) {
  auto writer = ResultWriter::create(path, file);
  if (!writer.value) return std::move(writer.diagnostics);
  const Draws& draws = file.ensemble.draws;
  writer.value->put_draws(0, draws.members, draws.values.data(), draws.members);
  writer.value->end_draws();
  for (std::size_t k = 0; k < file.ensemble.scenarios.size(); ++k) {
    put_reached(*writer.value, k, file.ensemble.scenarios[k]);
  }
  return writer.value->finish();
}

}  // namespace sluice::results
