#include <malloc.h>

#include <algorithm>
#include <cstdlib>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/open.h"
#include "app/output.h"
#include "app/place.h"
#include "app/run_table.h"
#include "app/sensitivity.h"
#include "app/settings.h"
#include "app/single_run.h"
#include "base/file.h"
#include "base/format.h"
#include "base/large_pages.h"
#include "base/parallel.h"
#include "model/change_lookup.h"
#include "model/control.h"
#include "report/series.h"
#include "study/control_files.h"
#include "syntax/tree.h"

namespace sluice::app {
namespace {

// A name and where it was asked for.
using study::SavedName;

std::vector<std::string> split_names(const std::vector<std::string>& lists) {
  std::vector<std::string> names;
  for (const auto& list : lists) {
    for (auto& name : split_outside_brackets(list)) names.push_back(std::move(name));
  }
  std::erase(names, "");
  return names;
}

Checked<std::vector<model::CellRef>> wanted_outputs(const Opened& opened,
                                                    const std::vector<SavedName>& lists) {
  std::vector<model::CellRef> outputs;
  Diagnostics diagnostics;
  for (const SavedName& name : lists) {
    auto cells = cells_named(opened, name.place, name.name);
    append(diagnostics, std::move(cells.diagnostics));
    if (!cells.value) continue;
    for (const model::CellRef cell : *cells.value) {
      if (std::ranges::find(outputs, cell) == outputs.end()) outputs.push_back(cell);
    }
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(outputs), std::move(diagnostics)};
}

// Each is read once, since it may be a pipe.
using ReadChanges = std::vector<Checked<std::vector<Change>>>;
ReadChanges read_changes(const std::vector<std::string>& paths) {
  ReadChanges files;
  for (const std::string& path : paths) files.push_back(study::read_changes(path));
  return files;
}

// The texts among them are needed before the model is checked.
std::vector<model::TextChange> texts_in(const ReadChanges& files) {
  std::vector<model::TextChange> texts;
  for (const auto& changes : files) {
    if (!changes.value) continue;
    for (const Change& change : *changes.value) {
      if (change.text) texts.push_back({change.name, *change.text, change.place});
    }
  }
  return texts;
}

// The points of a lookup are changed in a copy of the model, made for the first of them.
Diagnostics change_points(const Change& change, Opened& opened,
                          std::shared_ptr<model::Model>& copy) {
  auto cells = model::find_cells(*opened.model, change.name, change.place);
  if (!cells.value) return std::move(cells.diagnostics);
  if (opened.model->at(cells.value->front().variable).kind != model::VariableKind::lookup) {
    return {make_diagnostic(Code::control_file_unmatched, change.place,
                            format("\"{}\" is no lookup", change.name),
                            "points in parentheses change a lookup",
                            format("a constant is changed by: {} = number", change.name))};
  }
  if (copy == nullptr) {
    copy = std::make_shared<model::Model>(*opened.model);
    if (opened.bound) opened.bound->model = copy;
    opened.model = copy;
  }
  model::change_lookup(*copy, *cells.value, change.points);
  return {};
}

// What changes files set comes before --set; what a save list names stands with --variables.
Diagnostics take_control_files(Opened& opened, const Arguments& arguments, const ReadChanges& files,
                               std::vector<std::string>& settings, std::vector<SavedName>& lists) {
  Diagnostics diagnostics;
  std::shared_ptr<model::Model> copy;
  for (const auto& changes : files) {
    append(diagnostics, changes.diagnostics);
    if (!changes.value) continue;
    for (const Change& change : *changes.value) {
      if (change.text) continue;  // the model was read with it
      if (!change.points.empty()) {
        append(diagnostics, change_points(change, opened, copy));
        continue;
      }
      if (model::is_control_name(change.name)) {
        settings.push_back(format("{}={}", change.name, sluice::to_text(change.values[0])));
        continue;
      }
      auto cells = cells_of_change(*opened.model, change);
      append(diagnostics, std::move(cells.diagnostics));
      if (!cells.value) continue;
      for (const auto& [cell, value] : *cells.value) {
        const model::Variable& variable = opened.model->at(cell.variable);
        settings.push_back(
            format("{}={}", opened.model->cell_name(variable, cell.cell), sluice::to_text(value)));
      }
    }
  }
  if (!arguments.save.empty()) {
    auto names = study::read_saved_names(arguments.save);
    append(diagnostics, std::move(names.diagnostics));
    if (names.value) lists.insert(lists.end(), names.value->begin(), names.value->end());
  }
  return diagnostics;
}

Checked<RunRequest> request_of(Opened& opened, const Arguments& arguments,
                               const ReadChanges& files) {
  RunRequest request{arguments.first, arguments.sampling.worldview, {}, {}};
  std::vector<SavedName> lists;
  for (const std::string& name : split_names(arguments.variables)) {
    lists.push_back({name, place_at("--variables")});
  }
  std::vector<std::string> changes;
  Diagnostics diagnostics = take_control_files(opened, arguments, files, changes, lists);
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  auto settings = resolve_settings(opened, arguments.settings, changes);
  auto outputs = wanted_outputs(opened, lists);
  append(diagnostics, std::move(settings.diagnostics));
  append(diagnostics, std::move(outputs.diagnostics));
  const bool model_only = !opened.bound;
  if (model_only && !(arguments.first.empty() && arguments.sampling.worldview.empty())) {
    diagnostics.push_back(
        make_diagnostic(Code::needs_a_study, place_at(opened.path),
                        "scenarios and worldviews belong to a study, and this is a model file", {},
                        "give the study's folder, or leave out --scenario and --worldview"));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  request.settings = std::move(*settings.value);
  request.outputs = std::move(*outputs.value);
  return {std::move(request), std::move(diagnostics)};
}

std::string json_of(const Opened& opened, const Arguments& arguments, const results::Frame& frame) {
  std::string scenario = arguments.first;
  if (opened.study() != nullptr && scenario.empty()) scenario = opened.study()->baseline;
  return report::series_json({opened.path, scenario}, frame, opened.calendar());
}

// The program ends with its one run, so what it frees need not go back to the system, from which it
// would then be asked for anew; and the memory that a run takes is asked for at once, in large
// pages.
void keep_freed_memory() {
  constexpr int kNever = 1 << 30, kAtOnce = 1 << 26;
  constexpr int kLargestOfHeap = 1 << 25;  // the C library refuses more than 32 MB
  mallopt(M_TRIM_THRESHOLD, kNever);
  mallopt(M_MMAP_THRESHOLD, kLargestOfHeap);
  mallopt(M_TOP_PAD, kAtOnce);
  mallopt(M_ARENA_MAX, 2);  // of the two threads
  mallopt(M_MXFAST, 0);     // each large piece that is freed would look through all small ones
  void* first = std::malloc(kLargestOfHeap / 2);
  prefer_large_pages(first, kLargestOfHeap / 2 + kAtOnce);
  std::free(first);
}

}  // namespace

int run(const Arguments& arguments) {
  keep_freed_memory();
  const ReadChanges files = read_changes(arguments.changes);
  Checked<Opened> opened = open_path(arguments.path, arguments.data, texts_in(files));
  if (!opened.value) return tell_and_exit(opened.diagnostics);
  Checked<RunRequest> request = request_of(*opened.value, arguments, files);
  if (!request.value) return tell_and_exit(request.diagnostics);
  const Diagnostics unwritable = find_unwritable(arguments.output);
  if (has_error(unwritable)) return tell_and_exit(unwritable);
  const bool plain_file = !arguments.output.empty() && !is_special(arguments.output);
  RunTable table(plain_file ? arguments.output : std::string(), opened.value->calendar());
  const Follow follow{
      [&](const results::Frame& frame, const RowsThere& rows) { table.follow(frame, rows); },
      [&](const results::Frame& frame) { table.help(frame); },
      arguments.threads == 0 ? available_cores() : arguments.threads};
  Checked<OneRun> one =
      run_whole(*opened.value, *request.value, arguments.json ? nullptr : &follow);
  if (!one.value) return tell_and_exit(one.diagnostics);
  mention_warnings(arguments.path, opened.diagnostics);
  // Of this run only: `check` does not know what --set does.
  std::erase_if(one.diagnostics,
                [](const Diagnostic& said) { return said.severity != Severity::warning; });
  tell(one.diagnostics);
  // A number that is not finite spoils no other: the table is whole, and the exit code tells.
  Diagnostics said = std::move(one.value->trouble);
  if (plain_file && !arguments.json) {
    append(said, table.finish());
    return tell_and_exit(said);
  }
  const std::string text =
      arguments.json ? json_of(*opened.value, arguments, one.value->frame) : table.take();
  if (!arguments.output.empty()) {
    append(said, write_atomically(arguments.output, text));
    return tell_and_exit(said);
  }
  const int code = print_and_exit(text);
  return said.empty() ? code : tell_and_exit(said);
}

}  // namespace sluice::app
