#include <algorithm>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/open.h"
#include "base/format.h"
#include "model/macros.h"
#include "report/series.h"

namespace sluice::app {
namespace {

std::string count_of(std::size_t count, std::string_view what) {
  return format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::size_t count_severity(const Diagnostics& diagnostics, Severity severity) {
  std::size_t count = 0;
  for (const auto& said : diagnostics) count += said.severity == severity ? 1U : 0U;
  return count;
}

std::string what_was_read(const Opened& opened) {
  const auto is_own = [](const auto& one) { return !model::is_macro_local(one.name); };
  const auto variables =
      static_cast<std::size_t>(std::ranges::count_if(opened.model->variables, is_own));
  const study::Study* study = opened.study();
  if (study == nullptr) return count_of(variables, "variable");
  return format("{}, {}, {}, {}, {}, {}", count_of(variables, "variable"),
                count_of(study->levers.size(), "lever"),
                format("{} uncertaint{}", study->uncertainties.size(),
                       study->uncertainties.size() == 1 ? "y" : "ies"),
                count_of(study->scenarios.size(), "scenario"),
                count_of(study->outcomes.size(), "outcome"),
                count_of(study->claims.size(), "claim"));
}

std::string summary(const std::string& path, const Checked<Opened>& checked) {
  const auto& said = checked.diagnostics;
  return format("{}: {}, {}, {}{}\n", path,
                count_of(count_severity(said, Severity::error), "error"),
                count_of(count_severity(said, Severity::warning), "warning"),
                count_of(count_severity(said, Severity::note), "note"),
                checked.value ? " (" + what_was_read(*checked.value) + ")" : "");
}

// A file that is not there is wrong input; a file that is wrong is a failed check.
bool is_unreadable(const Diagnostics& diagnostics) {
  return std::ranges::any_of(
      diagnostics, [](const Diagnostic& said) { return said.code == Code::io_cannot_read; });
}

}  // namespace

int check(const Arguments& arguments) {
  const Checked<Opened> checked = open_path(arguments.path, arguments.data);
  if (is_unreadable(checked.diagnostics)) return tell_and_exit(checked.diagnostics);
  std::string text;
  if (arguments.json) {
    text = report::diagnostics_json(arguments.path, checked.diagnostics);
  } else {
    text = to_text(checked.diagnostics) + summary(arguments.path, checked);
  }
  const int printed = print_and_exit(text);
  return has_error(checked.diagnostics) ? static_cast<int>(Exit::test_failed) : printed;
}

}  // namespace sluice::app
