#include "readers.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "lower/lower.h"
#include "model/load.h"
#include "program/program.h"
#include "study/study.h"

namespace sluice::fuzz {
namespace {

// Stops the process, so that a fuzzer keeps the input and a test fails.
void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

template <class T>
void require_told(const Checked<T>& checked) {
  require(checked.value.has_value() == !has_error(checked.diagnostics),
          "there is a value exactly when nothing is an error");
  for (const Diagnostic& said : checked.diagnostics) require(!to_text(said).empty(), "it has text");
}

// Enough for what a fuzzer writes by itself, and small enough that a program of it is quick.
constexpr std::size_t kMostLowered = 20'000;

std::size_t cells_of(const model::Model& model) {
  std::size_t cells = 0;
  for (const model::Variable& variable : model.variables) cells += model.cell_count(variable);
  return cells;
}

void lower_whole(const model::Model& model) {
  if (cells_of(model) > kMostLowered) return;
  lower::Options options;
  options.all_outputs = true;
  const Checked<program::Program> program = lower::lower(model, options);
  require_told(program);
  if (program.value) require(program::validate(*program.value).empty(), "the program is sound");
}

void read_model(const char* name, std::string_view bytes) {
  const Checked<model::Model> model = model::load_model_text({name, std::string(bytes)});
  require_told(model);
  if (model.value) lower_whole(*model.value);
}

void read_mdl(std::string_view bytes) { read_model("m.mdl", bytes); }

// A table of series for a model that has data variables of each kind.
void read_data(std::string_view bytes) {
  static const std::string kModel =
      "d: a, b ~~|\nrain ~~|\nsun:HOLD BACKWARD: ~~|\nwind:RAW: ~~|\nfog[d]:LOOK FORWARD: ~~|\n"
      "x = rain + sun + wind + fog[a] ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 9 ~~|\n"
      "TIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  require_told(model::load_model_text({"m.mdl", kModel}, {{"d.csv", std::string(bytes)}}));
}

// The study, and after a line "%%%%" the table that it may name as rows.csv.
void read_study(std::string_view bytes) {
  constexpr std::string_view kCut = "\n%%%%\n";
  const std::size_t cut = std::min(bytes.find(kCut), bytes.size());
  std::map<std::string, std::string> files;
  if (cut < bytes.size()) files["rows.csv"] = bytes.substr(cut + kCut.size());
  require_told(study::read_study_text("s", std::string(bytes.substr(0, cut)), files));
}

void read_program(std::string_view bytes) {
  const Checked<program::Program> program = program::parse(bytes);
  require_told(program);
  if (!program.value || !program::validate(*program.value).empty()) return;
  const std::string printed = program::print(*program.value);
  const Checked<program::Program> again = program::parse(printed);
  require(again.value.has_value(), "what is printed is read");
  require(program::print(*again.value) == printed, "what is printed is read as the same");
}

constexpr Reader kReaders[] = {
    {"mdl", read_mdl},
    {"data", read_data},
    {"study", read_study},
    {"program", read_program},
};

}  // namespace

std::span<const Reader> all_readers() { return kReaders; }

const Reader& reader_named(std::string_view name) {
  const auto* const found = std::ranges::find(kReaders, name, &Reader::name);
  require(found != std::end(kReaders), "there is a reader of that name");
  return *found;
}

}  // namespace sluice::fuzz
