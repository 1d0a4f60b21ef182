#include "app/sensitivity.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "app/sampled.h"
#include "base/file.h"
#include "base/format.h"
#include "ensemble/bind_times.h"
#include "model/cells.h"
#include "model/load.h"
#include "model/macros.h"
#include "model/written.h"
#include "study/study.h"
#include "syntax/tree.h"

namespace sluice::app {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter == '\n' || letter == '\t' ? ' ' : letter;
  }
  return result + "\"";
}

// A variable without a unit balances with anything; a study says one.
std::string unit_of(const model::Variable& variable) {
  return variable.unit_text.empty() ? "Dmnl" : variable.unit_text;
}

Diagnostic refuse(const Place& place, std::string message, std::string reason, std::string hint) {
  return make_diagnostic(Code::control_file_unmatched, place, std::move(message), std::move(reason),
                         std::move(hint));
}

class StudyText {
 public:
  explicit StudyText(const model::Model& model) : model_(model) {}

  Checked<std::string> write(const std::string& model_name, const SensitivityTexts& texts) {
    const bool table = texts.setup.method == study::SensitivityMethod::file;
    Samples samples{texts.sample.rows.size(), {}};
    for (const Change& change : texts.changes) take_change(change);
    if (!table) {
      find_inputs(texts.setup.varied);
      auto made = samples_of(texts.setup, inputs_);
      append(diagnostics_, std::move(made.diagnostics));
      if (made.value) samples = std::move(*made.value);
    }
    if (has_error(diagnostics_)) return {std::nullopt, std::move(diagnostics_)};
    write_head(model_name, texts.setup, samples.members);
    for (const auto& [cell, value, place] : changes_) {
      write_input(cell, format("{{ kind = \"constant\", value = {} }}", sluice::to_text(value)),
                  place);
    }
    for (std::size_t k = 0; k < samples.distributions.size(); ++k) {
      write_input(cells_[k], samples.distributions[k], inputs_[k].varied->place);
    }
    if (table) write_sample(texts.sample);
    if (texts.saved.empty()) write_stocks();
    for (const study::SavedName& name : texts.saved) write_outcomes(name);
    if (has_error(diagnostics_)) return {std::nullopt, std::move(diagnostics_)};
    return {std::move(text_), std::move(diagnostics_)};
  }

 private:
  void write_head(const std::string& model_name, const SensitivitySetup& setup,
                  std::uint64_t members) {
    const bool hypercube = setup.method == study::SensitivityMethod::latin_hypercube;
    const std::string unit = syntax::key_of(model_.control.time_unit);
    const bool years = unit.starts_with("year"), days = unit.starts_with("day");
    const std::string_view wanted = years ? "year" : days ? "day" : "month";
    check_time_unit(wanted);
    text_ += format(
        "# Made from a sensitivity setup of Vensim.\n[study]\nname = {}\nmodel = {}\n"
        "time_zero = \"{}\"\ntime_unit = \"{}\"\nmembers = {}\nseed = {}\ndesign = \"{}\"\n",
        quoted("Sensitivity of " + model_name), quoted(model_name), years ? "0000-01" : "2000-01",
        wanted, std::max<std::uint64_t>(members, 2), setup.seed,
        hypercube ? "latin-hypercube" : "monte-carlo");
  }

  // What has no unit is not asked for one.
  void check_time_unit(std::string_view wanted) {
    const std::string& unit = model_.control.time_unit;
    if (ensemble::may_be_time_in(wanted, syntax::key_of(unit), model_.unit_names)) return;
    const auto step = model_.find("TIME STEP");
    diagnostics_.push_back(
        refuse(step ? model_.sources.place_of(model_.at(*step).span) : Place{},
               format("the model's time is in {}", unit),
               "an ensemble's results have dates, made of days, months or years",
               "give TIME STEP one of these units, make yours one by an equivalence, or take it "
               "away"));
  }

  // An id that the study does not have yet: letters and digits of the name.
  std::string id_of(const std::string& name) {
    std::string id;
    for (const char letter : syntax::key_of(name)) {
      const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
      if (plain) id += letter;
      if (!plain && !id.empty() && id.back() != '_') id += '_';
    }
    while (!id.empty() && id.back() == '_') id.pop_back();
    if (id.empty() || (id[0] >= '0' && id[0] <= '9')) id = "v_" + id;
    const std::string stem = id;
    for (int number = 2; !ids_.insert(id).second; ++number) id = format("{}_{}", stem, number);
    return id;
  }

  void write_input(model::CellRef cell, const std::string& distribution, const Place& place) {
    const model::Variable& variable = model_.at(cell.variable);
    const std::string name = model_.cell_name(variable, cell.cell);
    const std::string file = std::filesystem::path(place.file).filename().string();
    text_ += format(
        "\n[[uncertainty]]\nname = \"{}\"\nvariable = {}\nlabel = {}\nunit = {}\ngrade = \"D\"\n"
        "source = []\nnote = {}\ndistribution = {}\n",
        id_of(name), quoted(name), quoted(name), quoted(unit_of(variable)),
        quoted(format("Line {} of {}.", place.line, file)), distribution);
  }

  void take_change(const Change& change) {
    if (change.text) {
      diagnostics_.push_back(refuse(change.place, "a text cannot be changed for an ensemble",
                                    "a result file keeps the model as it was written",
                                    "change the text in the model, or use `sluice run`"));
      return;
    }
    if (!change.points.empty()) {
      diagnostics_.push_back(refuse(change.place, "a lookup cannot be changed for an ensemble",
                                    "a result file keeps the model as it was written",
                                    "change the points in the model, or use `sluice run`"));
      return;
    }
    auto cells = cells_of_change(model_, change);
    append(diagnostics_, std::move(cells.diagnostics));
    if (!cells.value) return;
    for (const auto& [cell, value] : *cells.value) {
      changed_[{cell.variable, cell.cell}] = value;
      changes_.push_back({cell, value, change.place});
    }
  }

  // Each cell that is varied, and what the model or a change before it has there.
  void find_inputs(const std::vector<Varied>& varied) {
    for (const Varied& one : varied) {
      const auto cells = model::find_cells(model_, one.name, one.place);
      append(diagnostics_, cells.diagnostics);
      const study::Points density = density_of(one);
      if (!one.lookup.empty() && density.empty()) continue;  // which is told
      for (const model::CellRef cell : cells.value.value_or(std::vector<model::CellRef>{})) {
        if (!is_constant(cell, one.place)) break;
        inputs_.push_back({&one, value_before(cell), density});
        cells_.push_back(cell);
      }
    }
  }

  bool is_constant(model::CellRef cell, const Place& place) {
    const model::Variable& variable = model_.at(cell.variable);
    if (variable.kind == model::VariableKind::constant) return true;
    const bool lookup = variable.kind == model::VariableKind::lookup;
    diagnostics_.push_back(
        refuse(place, format("\"{}\" is no constant", variable.name),
               lookup ? "it is a lookup, and a setup varies constants"
                      : "the model computes it, and a setup varies constants",
               "name a constant, or give the model one that this variable multiplies or adds"));
    return false;
  }

  // The points of the lookup that RANDOM LOOKUP names.
  study::Points density_of(const Varied& varied) {
    if (varied.lookup.empty()) return {};
    const auto cells = model::find_cells(model_, varied.lookup, varied.place);
    append(diagnostics_, cells.diagnostics);
    if (!cells.value) return {};
    const model::CellRef cell = cells.value->front();
    const model::Equation* equation = model::equation_of(model_.at(cell.variable), cell.cell);
    const auto* table =
        equation != nullptr ? std::get_if<model::Table>(&equation->right.node) : nullptr;
    if (table != nullptr && cells.value->size() == 1) return checked(table->points, varied);
    diagnostics_.push_back(refuse(varied.place, format("\"{}\" is no lookup", varied.lookup),
                                  "the third argument of RANDOM LOOKUP is one, as the density of "
                                  "what is drawn",
                                  "name a lookup, of an array one element"));
    return {};
  }

  study::Points checked(const study::Points& points, const Varied& varied) {
    const bool below = std::ranges::any_of(points, [](const auto& one) { return one.second < 0; });
    const bool some = std::ranges::any_of(points, [](const auto& one) { return one.second > 0; });
    if (some && !below) return points;
    diagnostics_.push_back(refuse(varied.place, format("\"{}\" is no density", varied.lookup),
                                  "it is to say how likely each value is: nowhere below zero, and "
                                  "not zero throughout",
                                  "name a lookup of that form"));
    return {};
  }

  double value_before(model::CellRef cell) const {
    const auto changed = changed_.find({cell.variable, cell.cell});
    if (changed != changed_.end()) return changed->second;
    const model::Equation* equation = model::equation_of(model_.at(cell.variable), cell.cell);
    return equation == nullptr ? 0 : model::written_number(*equation, cell.cell).value_or(0);
  }

  // What method F reads: of each cell its values, row by row.
  void write_sample(const study::Sample& sample) {
    for (std::size_t column = 0; column < sample.names.size(); ++column) {
      const study::SavedName& name = sample.names[column];
      const auto cells = model::find_cells(model_, name.name, name.place);
      append(diagnostics_, cells.diagnostics);
      for (const model::CellRef cell : cells.value.value_or(std::vector<model::CellRef>{})) {
        if (!is_constant(cell, name.place)) break;
        std::vector<double> values;
        double value = value_before(cell);
        for (const auto& row : sample.rows) values.push_back(value = row[column].value_or(value));
        write_input(cell, listed_text(values), name.place);
      }
    }
  }

  void write_stocks() {
    constexpr std::size_t kMost = 50;
    std::size_t written = 0;
    for (const model::Variable& variable : model_.variables) {
      const bool hidden = model::is_macro_local(variable.name);
      if (variable.kind != model::VariableKind::stock || hidden || written == kMost) continue;
      write_outcomes({variable.axes.empty() ? quoted(variable.name) : variable.name, {}});
      ++written;
    }
  }

  void write_outcomes(const study::SavedName& name) {
    const auto cells = model::find_cells(model_, name.name, name.place);
    append(diagnostics_, cells.diagnostics);
    if (!cells.value) return;
    for (const model::CellRef cell : *cells.value) {
      const model::Variable& variable = model_.at(cell.variable);
      if (variable.kind == model::VariableKind::lookup) continue;
      const std::string shown = model_.cell_name(variable, cell.cell);
      text_ += format(
          "\n[[outcome]]\nname = \"{}\"\nvariable = {}\nlabel = {}\nunit = {}\ndefinition = {}\n",
          id_of("out " + shown), quoted(shown), quoted(shown), quoted(unit_of(variable)),
          quoted(variable.note.empty() ? "As the model defines it." : variable.note));
    }
  }

  const model::Model& model_;
  std::string text_;
  std::set<std::string> ids_;
  std::vector<SampledInput> inputs_;  // and the cells that they are
  std::vector<model::CellRef> cells_;
  struct ChangedCell {
    model::CellRef cell;
    double value = 0;
    Place place;
  };
  std::vector<ChangedCell> changes_;                                       // as they are written
  std::map<std::pair<model::VariableId, std::uint32_t>, double> changed_;  // the last of a cell
  Diagnostics diagnostics_;
};

}  // namespace

Checked<std::vector<std::pair<model::CellRef, double>>> cells_of_change(const model::Model& model,
                                                                        const Change& change) {
  auto cells = model::find_cells(model, change.name, change.place);
  if (!cells.value) return {std::nullopt, std::move(cells.diagnostics)};
  const std::size_t count = cells.value->size();
  if (change.values.size() != 1 && change.values.size() != count) {
    return {std::nullopt,
            {refuse(change.place,
                    format("{} numbers for the {} elements of {}", change.values.size(), count,
                           change.name),
                    "one number is for all elements, several are one for each, in order",
                    "give as many numbers as elements")}};
  }
  std::vector<std::pair<model::CellRef, double>> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.emplace_back((*cells.value)[i], change.values[change.values.size() == 1 ? 0 : i]);
  }
  return {std::move(values), {}};
}

Checked<std::string> study_text_of(const model::Model& model, const std::string& model_name,
                                   const SensitivityTexts& texts) {
  return StudyText(model).write(model_name, texts);
}

namespace {

template <class Value>
void take(Checked<Value> read, Value& into, Diagnostics& diagnostics) {
  append(diagnostics, std::move(read.diagnostics));
  if (read.value) into = std::move(*read.value);
}

// As a sample file is named from the setup: beside it or in folders below, not by links either.
std::optional<std::string> sample_beside(const std::string& setup, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::path folder = fs::path(setup).parent_path();
  const std::string file = (folder / name).string();
  const bool below = fs::path(name).is_relative() && lies_below(file, folder.string());
  const bool plain = !fs::exists(file, failed) || fs::is_regular_file(file, failed);
  return below && plain ? std::optional(file) : std::nullopt;
}

void take_sample(const SensitivityRequest& request, SensitivityTexts& texts,
                 Diagnostics& diagnostics) {
  const std::string& name = texts.setup.sample_file;
  if (const auto path = sample_beside(request.sensitivity_path, name)) {
    return take(study::read_sample(*path), texts.sample, diagnostics);
  }
  diagnostics.push_back(refuse(texts.setup.place, format("the file \"{}\" is not read", name),
                               "files beside the setup or in folders below it are read",
                               "put the file beside the setup, and write its name"));
}

SensitivityTexts texts_of(const SensitivityRequest& request, Diagnostics& diagnostics) {
  SensitivityTexts texts;
  take(study::read_sensitivity(request.sensitivity_path), texts.setup, diagnostics);
  if (texts.setup.method == study::SensitivityMethod::file && !has_error(diagnostics)) {
    take_sample(request, texts, diagnostics);
  }
  if (!request.save_path.empty()) {
    take(study::read_saved_names(request.save_path), texts.saved, diagnostics);
  }
  for (const std::string& path : request.change_paths) {
    std::vector<Change> changes;
    take(study::read_changes(path), changes, diagnostics);
    texts.changes.insert(texts.changes.end(), changes.begin(), changes.end());
  }
  return texts;
}

}  // namespace

Checked<ensemble::Bound> open_sensitivity(const SensitivityRequest& request) {
  Diagnostics diagnostics;
  const SensitivityTexts texts = texts_of(request, diagnostics);
  Checked<model::Model> model = model::load_model(request.model_path, request.data);
  append(diagnostics, std::move(model.diagnostics));
  if (has_error(diagnostics) || !model.value) return {std::nullopt, std::move(diagnostics)};
  const std::filesystem::path path(request.model_path);
  auto text = study_text_of(*model.value, path.filename().string(), texts);
  append(diagnostics, std::move(text.diagnostics));
  if (!text.value) return {std::nullopt, std::move(diagnostics)};
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  Checked<study::Study> study = study::read_study_text(folder, *text.value, {});
  append(diagnostics, std::move(study.diagnostics));
  if (!study.value) return {std::nullopt, std::move(diagnostics)};
  auto bound = ensemble::bind(std::move(*study.value), std::move(*model.value));
  append(diagnostics, std::move(bound.diagnostics));
  return {std::move(bound.value), std::move(diagnostics)};
}

}  // namespace sluice::app
