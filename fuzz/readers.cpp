#include "readers.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "base/format.h"
#include "lower/lower.h"
#include "model/load.h"
#include "program/program.h"
#include "study/control_files.h"
#include "study/study.h"
#include "syntax/mdl/sketch.h"
#include "syntax/read_model.h"
#include "syntax/workbook/workbook.h"
#include "syntax/xmile/rewrite.h"
#include "syntax/xmile/views.h"
#include "zip.h"

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
// Its drawings too, and the file laid out anew.
void read_xmile(std::string_view bytes) {
  read_model("m.xmile", bytes);
  SourceSet sources;
  if (!syntax::read_model_text(sources, "m.xmile", std::string(bytes)).value) return;
  const std::string sketches = syntax::mdl::write_sketches(syntax::read_xmile_views(sources, 0));
  (void)syntax::mdl::read_sketches(sketches);
  const std::string again = syntax::write_xmile_again(sources.text(0));
  require(syntax::write_xmile_again(again) == again, "a file that was laid out anew stays so");
}

const std::string kControl =
    "INITIAL TIME = 0 ~~|\nFINAL TIME = 9 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";

// Each kind of call that takes something from a workbook.
const std::string kTaker =
    "d: a, b ~~|\ne: GET DIRECT SUBSCRIPT('w', 's', 'A1', 'A9', '') ~~|\n"
    "k = GET DIRECT CONSTANTS('w', 's', 'B2') ~~|\nn = GET XLS CONSTANTS('w', 's', 'area') ~~|\n"
    "v[d] = GET DIRECT CONSTANTS('w', 's', 'B2*') ~~|\n"
    "f = GET DIRECT LOOKUPS('w', 's', '1', 'B2') ~~|\n"
    "s[d] := GET DIRECT DATA('w', 's', 'A', 'B2') ~~|\nr := GET XLS DATA('w', 's', '1', 'B3') ~~|\n"
    "x[e] = k + n + v[a] + f(1) + s[b] + r + e ~~|\n" +
    kControl;

// What was read is kept whole, and a model takes its cells from it.
void use(const syntax::Workbook& workbook) {
  const std::string text = syntax::to_text(workbook);
  const auto again = syntax::workbook_from_text(text);
  require(again.has_value(), "a workbook that is kept is read");
  require(syntax::to_text(*again) == text, "a workbook that is kept is read as the same");
  require_told(model::load_model_text({"m.mdl", kTaker}, {}, {{"w", text}}));
}

// The first byte delimits.
void read_table(std::string_view bytes) {
  if (!bytes.empty()) use(syntax::read_delimited(bytes.substr(1), bytes.front()));
}

void read_workbook_bytes(std::string_view bytes) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / format("sluice_fuzz_{}.xls", getpid());
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
  const Checked<syntax::Workbook> workbook = syntax::read_workbook(path.string(), {});
  std::filesystem::remove(path);
  require_told(workbook);
  if (workbook.value) use(*workbook.value);
}

// The parts of an .xlsx or .ods as text (zip.h).
void read_parts(std::string_view bytes) { read_workbook_bytes(zip_of(parts_in(bytes))); }

// One text as each of Vensim's control files.
void read_control(std::string_view bytes) {
  const std::string text(bytes);
  require_told(study::read_changes_text("c.cin", text));
  require_told(study::read_saved_names_text("c.lst", text));
  require_told(study::read_sensitivity_text("c.vsc", text));
  require_told(study::read_sample_text("c.tab", text));
}

// For a model that has data variables of each kind.
void read_series(const char* name, const std::string& text) {
  static const std::string kModel =
      "d: a, b ~~|\nrain ~~|\nsun:HOLD BACKWARD: ~~|\nwind:RAW: ~~|\nfog[d]:LOOK FORWARD: ~~|\n"
      "x = rain + sun + wind + fog[a] ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 9 ~~|\n"
      "TIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  require_told(model::load_model_text({"m.mdl", kModel}, {{name, text}}));
}
// A table of series.
void read_data(std::string_view bytes) { read_series("d.csv", std::string(bytes)); }
// Vensim's .dat text, as it is, and behind a beginning that no table has.
void read_dat(std::string_view bytes) {
  read_series("d.dat", std::string(bytes));
  read_series("d.dat", "sun\n0 1\n" + std::string(bytes));
}

const std::string kXmile =
    "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
    "<sim_specs><start>0</start><stop>4</stop></sim_specs>";

// A table that <data> imports, by columns and by rows.
void read_import(std::string_view bytes) {
  const std::string table = syntax::to_text(syntax::read_delimited(bytes, ','));
  for (const char* const orientation : {"vertical", "horizontal"}) {
    const std::string model =
        kXmile +
        "<dimensions><dim name=\"d\" size=\"2\"/></dimensions><data><import orientation=\"" +
        orientation +
        "\" resource=\"t.csv\"/></data><model><variables><aux name=\"k\"><eqn>1</eqn></aux>"
        "<aux name=\"v\"><dimensions><dim name=\"d\"/></dimensions><eqn>1</eqn></aux>"
        "<aux name=\"w\"><dimensions><dim name=\"d\"/><dim name=\"d\"/></dimensions><eqn>1, 2, 3, "
        "4</eqn></aux><aux name=\"s\"/><aux name=\"g\"><eqn>k</eqn><gf><xscale min=\"0\" "
        "max=\"1\"/>"
        "<ypts>0,1</ypts></gf></aux></variables></model></xmile>";
    const std::vector<model::NamedText> others{{"t.csv", table}};
    const auto read = model::load_model_text({"m.xmile", model}, {}, {}, &others);
    require_told(read);
    if (read.value) lower_whole(*read.value);
  }
}

// A file that another model includes and has a module in.
void read_included(std::string_view bytes) {
  const std::vector<model::NamedText> others{{"a.xmile", std::string(bytes)}};
  const std::string model =
      kXmile +
      "<header><includes><include resource=\"a.xmile\"/></includes></header><model><variables>"
      "<module name=\"a\" resource=\"a.xmile\"/><aux name=\"y\"><eqn>1</eqn></aux></variables>"
      "</model></xmile>";
  const auto read = model::load_model_text({"m.xmile", model}, {}, {}, &others);
  require_told(read);
  if (read.value) lower_whole(*read.value);
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
    {"mdl", read_mdl},         {"xmile", read_xmile},
    {"table", read_table},     {"xls", read_workbook_bytes},
    {"xlsx", read_parts},      {"control", read_control},
    {"data", read_data},       {"study", read_study},
    {"program", read_program}, {"dat", read_dat},
    {"import", read_import},   {"included", read_included},
};

}  // namespace

std::span<const Reader> all_readers() { return kReaders; }

const Reader& reader_named(std::string_view name) {
  const auto* const found = std::ranges::find(kReaders, name, &Reader::name);
  require(found != std::end(kReaders), "there is a reader of that name");
  return *found;
}

}  // namespace sluice::fuzz
