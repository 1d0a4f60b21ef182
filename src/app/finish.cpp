#include "app/finish.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

#include "app/console.h"
#include "app/place.h"
#include "base/format.h"

namespace sluice::app {
namespace {

bool is_fault_of_environment(Code code) {
  return code == Code::io_cannot_write || code == Code::netcdf_not_installed ||
         code == Code::netcdf_failed;
}

// What data lack, and what `check` does not see: it is said whole, not only counted. A name that is
// taken from the data may be a misspelt one, of which a former run's table has a column.
bool changes_numbers(const Diagnostic& said) {
  constexpr Code kCodes[] = {Code::model_data_partly,    Code::model_point_no_number,
                             Code::model_data_by_use,    Code::model_no_data_variable,
                             Code::model_mapping_turned, Code::lower_between_points,
                             Code::control_file_changed};
  return said.severity != Severity::error &&
         std::ranges::find(kCodes, said.code) != std::end(kCodes);
}

}  // namespace

int tell_and_exit(const Diagnostics& diagnostics) {
  tell(without_notes(diagnostics));
  if (!has_error(diagnostics)) return static_cast<int>(Exit::done);
  const bool environment = std::ranges::any_of(diagnostics, [](const Diagnostic& said) {
    return said.severity == Severity::error && is_fault_of_environment(said.code);
  });
  return static_cast<int>(environment ? Exit::environment : Exit::wrong_input);
}

int tell_unreadable(const Diagnostics& diagnostics) {
  tell(without_notes(diagnostics));
  const bool no_library = std::ranges::any_of(
      diagnostics, [](const Diagnostic& said) { return said.code == Code::netcdf_not_installed; });
  return static_cast<int>(no_library ? Exit::environment : Exit::wrong_input);
}

int print_and_exit(std::string_view text) {
  if (write_output(text) || errno == EPIPE) return static_cast<int>(Exit::done);
  return tell_and_exit({make_diagnostic(Code::io_cannot_write, place_at("standard output"),
                                        "cannot write the result", std::strerror(errno),
                                        "free some space, or write to another place")});
}

void mention_warnings(const std::string& path, const Diagnostics& diagnostics) {
  Diagnostics whole;
  std::ranges::copy_if(diagnostics, std::back_inserter(whole), changes_numbers);
  tell(whole);
  const auto all = std::ranges::count(diagnostics, Severity::warning, &Diagnostic::severity);
  const auto told = std::ranges::count(whole, Severity::warning, &Diagnostic::severity);
  const auto warnings = all - told;
  if (warnings == 0) return;
  write_message(format("{}: {} warning{}; `sluice check {}` shows {}\n", path, warnings,
                       warnings == 1 ? "" : "s", path, warnings == 1 ? "it" : "them"));
}

Diagnostics without_notes(const Diagnostics& diagnostics) {
  Diagnostics kept;
  std::ranges::copy_if(diagnostics, std::back_inserter(kept), [](const Diagnostic& said) {
    return said.severity != Severity::note || changes_numbers(said);
  });
  return kept;
}

}  // namespace sluice::app
