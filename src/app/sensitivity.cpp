#include "app/sensitivity.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/format.h"
#include "model/load.h"
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

Diagnostic refuse(const Place& place, std::string message, std::string reason, std::string hint) {
  return make_diagnostic(Code::control_file_unmatched, place, std::move(message), std::move(reason),
                         std::move(hint));
}

// Distributions of Vensim that a study has too, as study.toml writes them.
std::string distribution_text(const Varied& varied) {
  const std::vector<double>& n = varied.arguments;
  const auto number = [&](std::size_t i) { return sluice::to_text(n[i]); };
  const auto bounds = [&] { return format("min = {}, max = {}", number(0), number(1)); };
  if (varied.function == "RANDOM UNIFORM" && n.size() == 2) {
    return format("{{ kind = \"uniform\", {} }}", bounds());
  }
  if (varied.function == "RANDOM NORMAL" && n.size() == 4) {
    return format("{{ kind = \"normal\", mean = {}, sd = {}, {} }}", number(2), number(3),
                  bounds());
  }
  if (varied.function == "RANDOM TRIANGULAR" && n.size() == 5 && n[0] <= n[2] && n[4] <= n[1]) {
    return format("{{ kind = \"triangular\", min = {}, mode = {}, max = {} }}", number(2),
                  number(3), number(4));
  }
  const bool beta = varied.function == "RANDOM BETA" && n.size() == 6;
  if (beta && n[0] <= n[4] && n[4] + n[5] <= n[1]) {
    return format("{{ kind = \"beta\", alpha = {}, beta = {}, min = {}, max = {} }}", number(2),
                  number(3), number(4), sluice::to_text(n[4] + n[5]));
  }
  if (varied.function == "RANDOM GAMMA" && n.size() == 5 && n[3] == 0) {
    return format("{{ kind = \"gamma\", shape = {}, scale = {}, {} }}", number(2), number(4),
                  bounds());
  }
  return {};
}

class StudyText {
 public:
  explicit StudyText(const model::Model& model) : model_(model) {}

  Checked<std::string> write(const std::string& model_name, const SensitivitySetup& setup,
                             const std::vector<Change>& changes,
                             const std::vector<std::string>& saved) {
    write_head(model_name, setup);
    for (const Change& change : changes) write_change(change);
    for (const Varied& varied : setup.varied) write_varied(varied);
    if (saved.empty()) write_stocks();
    for (const std::string& name : saved) write_outcomes(name);
    if (has_error(diagnostics_)) return {std::nullopt, std::move(diagnostics_)};
    return {std::move(text_), std::move(diagnostics_)};
  }

 private:
  void write_head(const std::string& model_name, const SensitivitySetup& setup) {
    const std::string unit = syntax::key_of(model_.control.time_unit);
    const bool years = unit.starts_with("year"), days = unit.starts_with("day");
    text_ += format(
        "# Made from a sensitivity setup of Vensim.\n[study]\nname = {}\nmodel = {}\n"
        "time_zero = \"{}\"\ntime_unit = \"{}\"\nmembers = {}\nseed = {}\ndesign = \"{}\"\n",
        quoted("Sensitivity of " + model_name), quoted(model_name), years ? "0000-01" : "2000-01",
        years  ? "year"
        : days ? "day"
               : "month",
        std::max<std::uint64_t>(setup.simulations, 2), setup.seed,
        setup.latin_hypercube ? "latin-hypercube" : "monte-carlo");
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
        id_of(name), quoted(name), quoted(name), quoted(variable.unit_text),
        quoted(format("Line {} of {}.", place.line, file)), distribution);
  }

  void write_change(const Change& change) {
    auto cells = cells_of_change(model_, change);
    append(diagnostics_, std::move(cells.diagnostics));
    if (!cells.value) return;
    for (const auto& [cell, value] : *cells.value) {
      write_input(cell, format("{{ kind = \"constant\", value = {} }}", sluice::to_text(value)),
                  change.place);
    }
  }

  void write_varied(const Varied& varied) {
    const std::string distribution = distribution_text(varied);
    if (distribution.empty()) {
      diagnostics_.push_back(refuse(
          varied.place, format("{} with these numbers is not drawn here", varied.function),
          "read are RANDOM UNIFORM, NORMAL, TRIANGULAR, BETA and GAMMA without a shift, each "
          "within its bounds",
          "choose one of them, or write a study with the distribution that you mean"));
      return;
    }
    const auto cells = model::find_cells(model_, varied.name, varied.place);
    append(diagnostics_, cells.diagnostics);
    if (!cells.value) return;
    for (const model::CellRef cell : *cells.value) write_input(cell, distribution, varied.place);
  }

  void write_stocks() {
    constexpr std::size_t kMost = 50;
    std::size_t written = 0;
    for (const model::Variable& variable : model_.variables) {
      const bool hidden = variable.name.starts_with('#');
      if (variable.kind != model::VariableKind::stock || hidden || written == kMost) continue;
      write_outcomes(variable.axes.empty() ? quoted(variable.name) : variable.name);
      ++written;
    }
  }

  void write_outcomes(const std::string& name) {
    const auto cells = model::find_cells(model_, name, Place{});
    append(diagnostics_, cells.diagnostics);
    if (!cells.value) return;
    for (const model::CellRef cell : *cells.value) {
      const model::Variable& variable = model_.at(cell.variable);
      if (variable.kind == model::VariableKind::lookup) continue;
      const std::string shown = model_.cell_name(variable, cell.cell);
      text_ += format(
          "\n[[outcome]]\nname = \"{}\"\nvariable = {}\nlabel = {}\nunit = {}\ndefinition = {}\n",
          id_of("out " + shown), quoted(shown), quoted(shown), quoted(variable.unit_text),
          quoted(variable.note.empty() ? "As the model defines it." : variable.note));
    }
  }

  const model::Model& model_;
  std::string text_;
  std::set<std::string> ids_;
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
                                   const SensitivitySetup& setup,
                                   const std::vector<Change>& changes,
                                   const std::vector<std::string>& saved) {
  return StudyText(model).write(model_name, setup, changes, saved);
}

Checked<ensemble::Bound> open_sensitivity(const SensitivityRequest& request) {
  Diagnostics diagnostics;
  auto setup = study::read_sensitivity(request.sensitivity_path);
  append(diagnostics, std::move(setup.diagnostics));
  std::vector<std::string> saved;
  if (!request.save_path.empty()) {
    auto names = study::read_saved_names(request.save_path);
    append(diagnostics, std::move(names.diagnostics));
    if (names.value) saved = std::move(*names.value);
  }
  std::vector<Change> changes;
  for (const std::string& path : request.change_paths) {
    auto read = study::read_changes(path);
    append(diagnostics, std::move(read.diagnostics));
    if (read.value) changes.insert(changes.end(), read.value->begin(), read.value->end());
  }
  Checked<model::Model> model = model::load_model(request.model_path, request.data);
  append(diagnostics, std::move(model.diagnostics));
  if (has_error(diagnostics) || !model.value) return {std::nullopt, std::move(diagnostics)};
  const std::filesystem::path path(request.model_path);
  auto text = study_text_of(*model.value, path.filename().string(), *setup.value, changes, saved);
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
