#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/output.h"
#include "app/place.h"
#include "app/room.h"
#include "app/stored.h"
#include "base/format.h"
#include "base/version.h"

namespace sluice::app {
namespace {

std::string output_for(const Arguments& arguments) {
  if (!arguments.output.empty()) return arguments.output;
  const std::string& path = arguments.path;
  for (const std::string ending : {".nc", ".nc.partial"}) {
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size()) + ".rerun.nc";
  }
  return path + ".rerun.nc";
}

std::vector<std::string> scenario_names(const results::Ensemble& ensemble) {
  std::vector<std::string> names;
  for (const auto& scenario : ensemble.scenarios) names.push_back(scenario.name);
  return names;
}

// All NaN are one value: their bits depend on the machine.
bool same_bits(double first, double second) {
  if (std::isnan(first) && std::isnan(second)) return true;
  return std::bit_cast<std::uint64_t>(first) == std::bit_cast<std::uint64_t>(second);
}

std::size_t count_different(const results::Ensemble& first, const results::Ensemble& second) {
  std::size_t different = 0;
  for (std::size_t s = 0; s < first.scenarios.size(); ++s) {
    const auto& one = first.scenarios[s].frame.values;
    const auto& other = second.scenarios[s].frame.values;
    const std::size_t members = first.scenarios[s].frame.members;
    for (std::size_t k = 0; k < one.size(); ++k) {
      if (!first.scenarios[s].reached(k % members)) continue;
      different += k >= other.size() || !same_bits(one[k], other[k]) ? 1U : 0U;
    }
  }
  return different;
}

Diagnostics find_difference(const std::string& path, const results::ResultFile& before,
                            const results::Ensemble& after) {
  const std::size_t different = count_different(before.ensemble, after);
  if (different == 0) return {};
  const bool other = before.made.version != kVersion;
  return {make_diagnostic(
      Code::rerun_differs, place_at(path),
      format("{} of the rerun {} from the file",
             different == 1 ? "1 number" : format("{} numbers", different),
             different == 1 ? "differs" : "differ"),
      other ? format("the file was made by version {}, this is {}", before.made.version, kVersion)
            : "the same version must give the same bits, so the file was changed or this is a bug",
      other ? "rerun it with the version that made it" : "")};
}

std::size_t count_numbers(const results::Ensemble& ensemble) {
  std::size_t count = 0;
  for (const auto& scenario : ensemble.scenarios) {
    const auto unreached =
        static_cast<std::size_t>(std::ranges::count(scenario.unreached, std::uint8_t{1}));
    count += scenario.frame.series.size() * scenario.frame.times.size() *
             (scenario.frame.members - unreached);
  }
  return count;
}

// The file's numbers, and those of the rerun.
Kept twice_kept_by(const results::Ensemble& ensemble) {
  const results::Frame& frame = ensemble.scenarios.front().frame;
  const std::size_t numbers = frame.series.size() * frame.times.size() * ensemble.scenarios.size();
  return {ensemble.draws.members, 2 * (numbers + ensemble.draws.names.size())};
}

}  // namespace

int rerun(const Arguments& arguments) {
  const std::string output = output_for(arguments);
  Diagnostics unwritable = find_unwritable(output);
  append(unwritable, find_overwriting(arguments.path, output));
  if (has_error(unwritable)) return tell_and_exit(unwritable);
  auto head = results::read_result_head(arguments.path);
  if (!head.value) return tell_unreadable(head.diagnostics);
  expect_room("sluice rerun", twice_kept_by(head.value->ensemble));
  auto file = results::read_result(arguments.path);
  if (!file.value) return tell_unreadable(file.diagnostics);
  auto futures = futures_of(*file.value, arguments.path);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  const auto& before = file.value->ensemble;
  auto policies =
      policies_named(futures.value->study(), scenario_names(before), arguments.path.c_str());
  if (!policies.value) return tell_and_exit(policies.diagnostics);
  auto runner = ensemble::Runner::make(futures.value->bound, false);
  if (!runner.value) return tell_and_exit(runner.diagnostics);
  auto run = run_futures(*runner.value, *policies.value, before.draws, arguments.threads, "rerun");
  if (!run.complete) return tell_interrupted();
  const bool whole = file.value->made.complete;
  const Diagnostics difference = find_difference(arguments.path, *file.value, run.ensemble);
  results::ResultFile again = *file.value;
  again.made.complete = true;
  again.made.version = kVersion;
  again.ensemble = std::move(run.ensemble);
  if (const auto failed = results::write_result(output, again); !failed.empty()) {
    return tell_and_exit(failed);
  }
  tell(difference);
  if (!difference.empty()) return static_cast<int>(Exit::test_failed);
  if (!whole) {
    return print_and_exit(
        format("{}: whole; the {} numbers that {} holds are the same, bit for bit\n", output,
               count_numbers(before), arguments.path));
  }
  return print_and_exit(format("{}: the same {} numbers, bit for bit, as {}\n", output,
                               count_numbers(again.ensemble), arguments.path));
}

}  // namespace sluice::app
